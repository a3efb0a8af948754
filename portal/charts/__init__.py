"""A chart in four forms: figure, SVG, table, sentence."""
