"""What the portal knows of towns and readers, apart from how it is shown."""
