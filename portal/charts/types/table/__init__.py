"""The table: every figure, to be sorted."""
