"""What a chart type registers: everything that the portal must know of it, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from babel.support import LazyProxy
from markupsafe import Markup

from portal.charts.chart import Chart, PlaceNames, Scale, Scope, Weight, build
from portal.charts.columns import Column
from portal.charts.table import Table
from portal.i18n import Locale, lazy
from portal.indicators.catalogue import SeriesSource
from portal.indicators.library import Series, Statistics

#: What becomes of the country and the towns together beside single towns: drawn; drawn, as an index where they would
#: dwarf a town; left out where they would; left out always.
Sums = Literal["drawn", "as_index", "where_comparable", "never"]
#: What a type's controls can be, by their query parameters; every type has those that choose indicator, type and place.
CONTROLS = ("s", "j", "scale", "from", "to", "base", "year", "sort")
PLACE = lazy("Place")


@dataclass(frozen=True)
class ChartRequest:
    """What a chart is made of: the reader's choices with their words, and what they choose from."""

    statistics: Statistics
    names: PlaceNames
    locale: Locale
    geo: Path
    key: str
    section: str = ""
    other: str = ""
    title: str = ""
    part: str = ""
    town: str | None = None
    places: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    period: str = ""
    scale: Scale = "absolute"
    base: str = ""
    weight: Weight | None = None

    @cached_property
    def series(self) -> Series:
        """The figures of the chosen indicator."""
        return self.statistics.series(self.key, self.section)


class Choice(Protocol):
    """The choices by which a type is offered or not."""

    @property
    def key(self) -> str:
        """The indicator."""
        ...

    @property
    def section(self) -> str:
        """The part of its dimension."""
        ...

    @property
    def other(self) -> str:
        """The second indicator."""
        ...

    @property
    def town(self) -> str | None:
        """The place in colour."""
        ...

    @property
    def first(self) -> int:
        """The first year."""
        ...

    @property
    def last(self) -> int:
        """The last year."""
        ...


class Drawing(Protocol):
    """What every type draws: a `Chart`, or data of the type's own."""

    @property
    def view(self) -> str:
        """The name of its type."""
        ...

    @property
    def period(self) -> str:
        """The period drawn, or the one that is told."""
        ...

    @property
    def sources(self) -> Sequence[SeriesSource]:
        """Where its figures come from."""
        ...

    @property
    def absent(self) -> Sequence[str]:
        """Chosen places without a figure."""
        ...


class Observation(NamedTuple):
    """A figure that a chart shows, as a row of its files; `more` is what the type tells beside it, by column."""

    series: Series
    key: str
    section: str
    place: str
    period: str
    more: Mapping[str, float | int | None] = {}


@dataclass(frozen=True)
class Links:
    """Addresses within a chart that is HTML: of another order, and of a place in colour where it can be."""

    sort: str
    sorting: Callable[[str], str]
    choosing: Callable[[str], str | None] | None = None


def always(choice: Choice, statistics: Statistics) -> None:
    """Of a type that the data can always fill."""


@dataclass(frozen=True, kw_only=True)
class ChartType:
    """One type of chart: how it is chosen, what it is made of, and its forms.

    `order` is its place among the types; the first that the data can fill opens. Of `figure` (plotly), `paint` (what
    the browser paints a fetched drawing with) and `html` it has one: so it is shown in the browser. `refusal` says why
    it is not offered. `columns` are those that its files have beside those of all. `lacks` tells whether the drawing
    itself shows that a town lacks a figure.
    """

    scope: Scope
    order: int
    label: LazyProxy
    embed_height: int
    controls: frozenset[str]
    build: Callable[[ChartRequest], Drawing]
    svg: Callable[[Any, str], Markup]
    table: Callable[[Any], Table]
    sentence: Callable[[Any], str]
    caption: Callable[[Any], str]
    observations: Callable[[Any, ChartRequest], Iterable[Observation]]
    figure: Callable[[Any], dict[str, Any]] | None = None
    paint: Callable[[Any], dict[str, Any]] | None = None
    html: Callable[[Any, Links], Markup] | None = None
    refusal: Callable[[Choice, Statistics], LazyProxy | None] = always
    sums: Sums = "where_comparable"
    row_head: LazyProxy = field(default_factory=lambda: PLACE)
    rows_are_places: bool = True
    cited: Callable[[Any], Sequence[SeriesSource]] = field(default=lambda drawing: drawing.sources)
    columns: tuple[Column, ...] = ()
    lacks: Callable[[Any], bool] = field(default=lambda drawing: False)

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return self.scope.name


def chart_of(scope: Scope) -> Callable[[ChartRequest], Chart]:
    """Builds a chart of places and periods for a request."""

    def made(asked: ChartRequest) -> Chart:
        return build(
            asked.series,
            asked.key,
            asked.names,
            asked.locale,
            scope=scope,
            town=asked.town,
            places=asked.places,
            background=asked.statistics.cities,
            years=asked.years,
            scale=asked.scale,
            title=asked.title,
            part=asked.part,
            period=asked.period,
            base=asked.base,
            weight=asked.weight,
        )

    return made
