"""Figures as rows with their words and sources, whatever file they go into: CSV, XLSX and JSON are made from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from portal import i18n
from portal.charts.columns import POSITION, SHOWN, Column
from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Names, Portal
from portal.i18n import Locale, lazy, use_locale
from portal.indicators.catalogue import Indicator, Publisher, SeriesSource, Unit
from portal.indicators.words import source_line

Cell = str | float | int | bool | None


COLUMNS = (
    Column("indicator", "string", lazy("Indicator's key")),
    Column("name", "string", lazy("Indicator")),
    Column("section", "string", lazy("Industry's letter")),
    Column("municipality_code", "string", lazy("Municipality code")),
    Column("municipality", "string", lazy("Municipality")),
    Column("period", "string", lazy("Period")),
    Column("value", "number", lazy("Value")),
    Column("unit", "string", lazy("Unit")),
    Column("source_table", "string", lazy("Source table")),
    Column("publisher", "string", lazy("Publisher")),
    Column("licence", "string", lazy("Licence")),
    Column("data_date", "string", lazy("Data date")),
    Column("computed", "boolean", lazy("Computed by the portal")),
)
#: Of these, what stands first, and what comparisons tell.
FIRST = (
    SHOWN,
    POSITION,
    Column("of", "integer", lazy("Of how many")),
    Column("percentile", "number", lazy("Share of other municipalities with a lower figure, per cent"), 1),
)


def more_columns() -> dict[str, Column]:
    """What only some charts and comparisons tell beside the figure."""
    of_charts = [column for one in CHART_TYPES.values() for column in one.columns]
    return {column.name: column for column in (*FIRST, *of_charts)}


@dataclass(frozen=True)
class DataPoint:
    """One figure with everything that says what it is; `more` is what the view tells beside it, by column."""

    key: str
    section: str
    place: str
    period: str
    value: float
    source: SeriesSource
    computed: bool = False
    more: Mapping[str, float | int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """Figures for one reader. `path` is the page that shows the same; `name` the file's name without its ending.

    `key` is the indicator that the file is about, None where it has many. `view` holds the parameters of a view of
    the explorer, None where the thing is whole, and `shown_decimals` are those of its drawn figures. `notes` are what
    a reader must know, `messages` what of the address could not be followed.
    """

    portal: Portal
    locale: Locale
    path: str
    name: str
    title: str
    definition: str
    figures: Sequence[DataPoint]
    key: str | None = None
    view: Mapping[str, str] | None = None
    sentence: str = ""
    notes: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    shown_decimals: int = 1

    @property
    def address(self) -> str:
        """The page that shows the same, in full."""
        return self.portal.site.site_url + self.path

    @cached_property
    def names(self) -> Names:
        """What places are called."""
        return Names(self.portal, self.locale)

    @cached_property
    def keys(self) -> list[str]:
        """The indicators that the figures are of, in the catalogue's order."""
        used = {figure.key for figure in self.figures} | ({self.key} if self.key else set())
        return [key for key in self.portal.statistics.keys if key in used]

    @cached_property
    def places(self) -> dict[str, str]:
        """Every place that has a figure, in the order of the rows, and what it is called."""
        return {place: self.names.label(place) for place in dict.fromkeys(figure.place for figure in self.figures)}

    @cached_property
    def sources(self) -> list[tuple[str, SeriesSource]]:
        """Each source of the figures with the indicator it belongs to, in the catalogue's order."""
        used = {(figure.key, figure.source.id) for figure in self.figures}
        return [
            (key, source) for key in self.keys for source in self.indicator(key).sources if (key, source.id) in used
        ]

    @cached_property
    def more(self) -> list[Column]:
        """The columns that only this file has."""
        used = {name for figure in self.figures for name in figure.more}
        return [column for name, column in more_columns().items() if name in used]

    @property
    def columns(self) -> list[Column]:
        """Every column of the whole table."""
        return [*COLUMNS, *self.more]

    @property
    def newest(self) -> str:
        """The newest date that a source states for its data; empty where none does."""
        return max((source.data_date for _key, source in self.sources if source.data_date), default="")

    @cached_property
    def source_line(self) -> str:
        """Publishers, tables, licences and data dates as a credit line."""
        with use_locale(self.locale):
            return source_line(self.portal.statistics.catalogue, (source for _key, source in self.sources), self.locale)

    def indicator(self, key: str) -> Indicator:
        """An indicator's entry in the catalogue."""
        return self.portal.statistics.indicator(key)

    def unit(self, key: str) -> Unit:
        """The unit of an indicator."""
        return self.portal.statistics.catalogue.units[self.indicator(key).unit]

    def section(self, figure: DataPoint) -> str:
        """The part of the indicator's dimension in words; empty where it has none."""
        dimension = self.indicator(figure.key).dimension
        return self.localized(dimension.values[figure.section]) if dimension else ""

    def publisher(self, source: SeriesSource) -> Publisher:
        """Who publishes a source."""
        return self.portal.statistics.catalogue.publishers[source.publisher]

    def localized(self, words: i18n.LocalizedText) -> str:
        """A text in the reader's language."""
        return i18n.localized(words, self.locale)

    def titles(self, columns: Iterable[Column]) -> dict[str, str]:
        """The columns' headings in the reader's language."""
        with use_locale(self.locale):
            return {column.name: str(column.title) for column in columns}

    @cached_property
    def cells(self) -> Callable[[DataPoint], tuple[Cell, ...]]:
        """What stands in the columns of one figure's row; words that many rows share are looked up once."""
        said = {key: self._said_of_key(key) for key in self.keys}
        origins = {(key, source.id): self._said_of_source(source) for key, source in self.sources}
        more = [column.name for column in self.more]

        def row(figure: DataPoint) -> tuple[Cell, ...]:
            name, unit = said[figure.key]
            return (
                figure.key,
                name,
                figure.section,
                figure.place,
                self.places[figure.place],
                figure.period,
                figure.value,
                unit,
                *origins[figure.key, figure.source.id],
                figure.computed,
                *(figure.more.get(name) for name in more),
            )

        return row

    def _said_of_key(self, key: str) -> tuple[str, str]:
        return self.localized(self.indicator(key).name), self.localized(self.unit(key).long)

    def _said_of_source(self, source: SeriesSource) -> tuple[str, str, str, str]:
        publisher = self.publisher(source)
        return source.table, self.localized(publisher.name), publisher.licence or "", source.data_date or ""
