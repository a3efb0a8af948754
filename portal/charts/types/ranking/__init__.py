"""The ranking: one period, a bar for each place."""
