"""The distribution: one period, a dot for each municipality."""
