"""One state of the explorer, ready to be shown: its chart and the choices around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from portal import i18n
from portal.charts.chart import Chart, build, has_trend
from portal.charts.sentence import sentence
from portal.charts.table import Table, caption, table
from portal.explorer.state import Start, State, available_years, dwarfing, indexable
from portal.i18n import Locale, _, speaking
from portal.profile import Names, Portal
from portal.statistics.catalogue import SeriesSource
from portal.statistics.library import COUNTRY, Series
from portal.statistics.words import source_line


@dataclass(frozen=True)
class Option:
    """One choice of a control; a choice that the data cannot fill is disabled."""

    value: str
    label: str
    chosen: bool = False
    disabled: bool = False


@dataclass(frozen=True)
class View:
    """What stands in the explorer's place in one state, whoever draws it: the server or Dash."""

    portal: Portal
    locale: Locale
    start: Start
    state: State

    @cached_property
    def series(self) -> Series:
        """The numbers of the chosen indicator."""
        return self.portal.statistics.series(self.state.key, self.state.section)

    @cached_property
    def chart(self) -> Chart:
        """The chart of this state."""
        state = self.state
        return build(
            self.series,
            state.key,
            Names(self.portal, self.locale),
            self.locale,
            view=state.view,
            town=state.home,
            places=self._compared,
            background=self.portal.statistics.cities,
            years=(state.first, state.last),
            scale=state.scale,
            title=self.title,
            part=self.part,
        )

    @property
    def _compared(self) -> tuple[str, ...]:
        """The chosen places, but no country beside towns in a ranking of counts."""
        if self.state.view == "ranking" and dwarfing(self.state, self.series):
            return tuple(place for place in self.state.places if place != COUNTRY)
        return self.state.places

    @cached_property
    def part(self) -> str:
        """The chosen part of the indicator's dimension, such as an industry; empty where it has none."""
        dimension = self.series.indicator.dimension
        return i18n.said(dimension.values[self.state.section], self.locale) if dimension else ""

    @cached_property
    def title(self) -> str:
        """The indicator's name, with the chosen part of its dimension."""
        name = i18n.said(self.series.indicator.name, self.locale)
        return f"{name}: {self.part}" if self.part else name

    @property
    def caption(self) -> str:
        """Title, unit and years."""
        with speaking(self.locale):
            return caption(self.chart)

    @property
    def sentence(self) -> str:
        """What the chart shows, in one sentence."""
        return sentence(self.chart)

    @property
    def table(self) -> Table:
        """The same figures as a table."""
        return table(self.chart)

    @property
    def source(self) -> str:
        """Publisher, table, licence and data date of everything drawn."""
        with speaking(self.locale):
            return source_line(self.portal.statistics.catalogue, self._sources, self.locale)

    @property
    def _sources(self) -> Sequence[SeriesSource]:
        return self.chart.sources or self.series.indicator.sources

    @property
    def notes(self) -> list[str]:
        """What a reader must know: why no trend is offered, who has no figure, what is computed."""
        with speaking(self.locale):
            return [note for note in (self._no_trend(), self._dwarfed(), self._absent(), *self._derived()) if note]

    @cached_property
    def _trend(self) -> bool:
        """Whether the chosen years hold enough figures for a trend."""
        return has_trend(self.series, self.state.home, (self.state.first, self.state.last))

    def _no_trend(self) -> str:
        if self._trend:
            return ""
        if has_trend(self.series, self.state.home):
            return _("Fewer than four years are chosen, so no trend is shown.")
        return _("The source has fewer than four years of this figure, so no trend is shown.")

    def _dwarfed(self) -> str:
        if not dwarfing(self.state, self.series):
            return ""
        return _("The whole country is far larger than a town, so it is compared as an index over the years.")

    def _absent(self) -> str:
        if not self.chart.absent:
            return ""
        places = i18n.listing(list(self.chart.absent), self.locale)
        return _("No value in this source: %(places)s.", places=places)

    def _derived(self) -> list[str]:
        words = [source.derived for source in self.chart.sources if source.derived]
        return list(dict.fromkeys(i18n.said(text, self.locale) for text in words))

    @cached_property
    def themes(self) -> list[Option]:
        """The themes that have indicators."""
        catalogue = self.portal.statistics.catalogue
        used = {catalogue.indicators[key].theme for key in self.start.keys}
        return [
            Option(key, i18n.said(theme.name, self.locale), key == self.series.indicator.theme)
            for key, theme in catalogue.themes.items()
            if key in used
        ]

    @cached_property
    def indicators(self) -> list[Option]:
        """The indicators of the chosen theme."""
        known = self.portal.statistics.catalogue.indicators
        return [
            Option(key, i18n.said(known[key].name, self.locale), key == self.state.key)
            for key in self.start.keys
            if known[key].theme == self.series.indicator.theme
        ]

    @cached_property
    def sections(self) -> list[Option]:
        """The parts of the indicator's dimension; none where it has none."""
        dimension = self.series.indicator.dimension
        if dimension is None:
            return []
        found = self.portal.statistics.sections(self.state.key)
        return [
            Option(value, f"{value} {i18n.said(dimension.values[value], self.locale)}", value == self.state.section)
            for value in found
        ]

    @cached_property
    def views(self) -> list[Option]:
        """Trend and ranking; no trend under four figures."""
        with speaking(self.locale):
            return [
                Option("trend", _("Trend"), self.state.view == "trend", not self._trend),
                Option("ranking", _("Ranking"), self.state.view == "ranking"),
            ]

    @cached_property
    def scales(self) -> list[Option]:
        """Figures as such or as an index; no index where a figure is not above zero or in a ranking."""
        able = self.state.view == "trend" and indexable(self.state, self.series)
        forced = able and dwarfing(self.state, self.series)
        with speaking(self.locale):
            return [
                Option("absolute", _("Figures"), self.state.scale == "absolute", forced),
                Option("index", _("Index"), self.state.scale == "index", not able),
            ]

    @cached_property
    def places(self) -> list[Option]:
        """The places to compare with: the other towns and the whole country."""
        names = Names(self.portal, self.locale)
        known = [*(code for code in self.portal.statistics.cities if code != self.state.home), COUNTRY]
        return [
            Option(code, names.label(code), code in self.state.places, code not in self.series.places) for code in known
        ]

    @cached_property
    def firsts(self) -> list[Option]:
        """The years to begin from."""
        return [Option(str(y), str(y), y == self.state.first) for y in available_years(self.series)]

    @cached_property
    def lasts(self) -> list[Option]:
        """The years to end at."""
        return [Option(str(y), str(y), y == self.state.last) for y in available_years(self.series)]
