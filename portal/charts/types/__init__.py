"""The chart types: a folder each, with all its forms and its registration (`CHART_TYPE` in `chart_type.py`)."""
