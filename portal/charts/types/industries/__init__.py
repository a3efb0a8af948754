"""The industries: the jobs of one place by industry, against all municipalities."""
