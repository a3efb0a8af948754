"""Every page of the site: from an address to HTML."""
