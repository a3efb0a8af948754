"""What a row of a series must be: one statement for the server, which asks of all rows at once, and for the checks."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from portal.statistics.catalogue import Indicator
from portal.statistics.places import COUNTRY

#: How a period is written, by how often the figure is published.
PERIODS = {"year": re.compile(r"\d{4}", re.ASCII), "month": re.compile(r"\d{4}M(0[1-9]|1[0-2])", re.ASCII)}
#: How a place is written in a series.
PLACE = re.compile(rf"\d{{3}}|{COUNTRY}", re.ASCII)


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

    def are_numbers(self, values: float | pd.Series[float]) -> bool:
        """Whether the figure, or every one of a column, is a number that can be drawn."""
        return bool(np.all(np.isfinite(values)))

    def hold(self, rows: pd.DataFrame) -> bool:
        """Whether pages can be made of these rows: each whole, of a known place, period and source, and none twice."""
        return (
            not rows.empty
            and not rows.duplicated([*self.keys]).any()
            and self.are_numbers(rows["value"])
            and all(self.is_source(str(source)) for source in rows["source"].unique())
            and all(self.is_period(str(period)) for period in rows["period"].unique())
            and all(self.is_place(str(place)) for place in rows["place"].unique())
        )
