"""Chart types of the tests: what a new folder in `portal/charts/types` would be."""
