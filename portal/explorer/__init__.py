"""The explorer: one Dash app for each language on the site's own server."""
