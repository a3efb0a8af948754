"""Figures that come in from a file, with the note that says where they come from."""
