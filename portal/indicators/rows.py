"""What a row of a series must be: one statement for the server, which asks of all rows at once, and for the checks."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.indicators.catalogue import Indicator
from portal.indicators.places import COUNTRY

#: How a period is written, by how often the figure is published.
PERIODS = {"year": re.compile(r"\d{4}", re.ASCII), "month": re.compile(r"\d{4}M(0[1-9]|1[0-2])", re.ASCII)}
#: How a place is written in a series.
PLACE = re.compile(rf"\d{{3}}|{COUNTRY}", re.ASCII)


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a series, column by column; there are no sections where the indicator has no dimension."""

    place: Sequence[str]
    period: Sequence[str]
    value: Sequence[float]
    source: Sequence[str]
    section: Sequence[str] = ()

    @classmethod
    def read(cls, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> Rows:
        """Lines of texts in the order of these columns. ValueError where one is not whole or has no number."""
        texts = dict(zip(columns, zip(*lines, strict=True), strict=True))
        return cls(**{**texts, "value": [float(text) for text in texts["value"]]})

    def of(self, section: str) -> Rows:
        """The rows of one section, as those of a series of its own."""
        at = [i for i, own in enumerate(self.section) if own == section]
        place, period, source = ([column[i] for i in at] for column in (self.place, self.period, self.source))
        return Rows(place, period, [self.value[i] for i in at], source)


@dataclass(frozen=True)
class RowRules:
    """The columns of an indicator's series file and what may stand in each."""

    periods: re.Pattern[str]
    sources: frozenset[str]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, indicator: Indicator) -> RowRules:
        """The rules for the series of one indicator."""
        section = () if indicator.dimension is None else ("section",)
        return cls(
            PERIODS[indicator.frequency],
            frozenset(source.id for source in indicator.sources),
            ("place", *section, "period", "value", "source"),
        )

    @property
    def header(self) -> str:
        """The first line of the file."""
        return ",".join(self.columns)

    @property
    def monthly(self) -> bool:
        """Whether a period is a month."""
        return self.periods is PERIODS["month"]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return tuple(name for name in self.columns if name not in ("value", "source"))

    def is_place(self, text: str) -> bool:
        """Whether it is a municipality's code or the country's."""
        return PLACE.fullmatch(text) is not None

    def is_period(self, text: str) -> bool:
        """Whether it is a period as this indicator's are written."""
        return self.periods.fullmatch(text) is not None

    def is_source(self, text: str) -> bool:
        """Whether the indicator has this source."""
        return text in self.sources

    #: Whether the figure is a number that can be drawn; asked of each figure, so without a function of ours between.
    is_number = staticmethod(math.isfinite)

    def hold(self, rows: Rows) -> bool:
        """Whether pages can be made of these rows: each whole, of a known place, period and source, and none twice."""
        told = {*zip(*(getattr(rows, name) for name in self.keys), strict=True)}
        return (
            0 < len(told) == len(rows.place)
            and all(map(self.is_number, rows.value))
            and all(map(self.is_source, {*rows.source}))
            and all(map(self.is_period, {*rows.period}))
            and all(map(self.is_place, {*rows.place}))
        )
