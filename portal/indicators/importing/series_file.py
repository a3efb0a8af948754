"""A series file as it is written: each figure with the digits and the source that stand there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from portal.indicators.places import COUNTRY
from portal.indicators.rows import RowRules


class Key(NamedTuple):
    """Which figure: place, part of the dimension (empty where there is none) and period."""

    place: str
    section: str
    period: str


class Figure(NamedTuple):
    """A figure's digits and the id of its source."""

    text: str
    source: str

    @property
    def value(self) -> float:
        """The number."""
        return float(self.text)


#: The figures of one series.
Figures = Mapping[Key, Figure]


def read_figures(file: Path) -> dict[Key, Figure]:
    """The figures of a series file; none where there is no file. Raises OSError or ValueError when it is broken."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        try:
            return {
                Key(row["place"], row.get("section", ""), row["period"]): Figure(row["value"], row["source"])
                for row in rows
            }
        except KeyError:
            raise ValueError(file.name) from None


def written(figures: Figures, rules: RowRules) -> bytes:
    """The file: the country first, then places by code, parts and periods in order."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(rules.columns)
    for key in sorted(figures, key=lambda key: (key.place != COUNTRY, key)):
        cells = {**key._asdict(), "value": figures[key].text, "source": figures[key].source}
        lines.writerow([cells[column] for column in rules.columns])
    return out.getvalue().encode()


def decimals(figures: Iterable[Figure]) -> int:
    """The most decimals that any of the figures has; none where there are no figures."""
    return max((len(figure.text.partition(".")[2].rstrip("0")) for figure in figures), default=0)


def places_in(folder: Path) -> frozenset[str]:
    """Every place that any series of a folder has."""
    return frozenset(
        line.partition(",")[0]
        for file in folder.glob("*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    )
