"""The same things as files."""
