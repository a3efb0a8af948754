"""What the statistics say: catalogue, series, comparison."""
