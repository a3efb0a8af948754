"""The trend: figures over the years, a line for each place."""
