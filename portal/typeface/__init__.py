"""The one typeface of pages, charts, briefs and pictures: its files and the widths of its letters."""
