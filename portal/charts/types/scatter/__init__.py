"""The scatter: two indicators of the same municipalities."""
