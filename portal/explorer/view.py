"""One state of the explorer, ready to be shown: its chart and the choices around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

from markupsafe import Markup

from portal import i18n
from portal.charts import choropleth, industries, scatter
from portal.charts.borders import shapes
from portal.charts.chart import Chart, Weight, build, towns_of
from portal.charts.chart import ChartName as Kinds
from portal.charts.registry import ChartType, Drawing, chart_type_of
from portal.charts.table import Table
from portal.domain.profile import Names, Portal
from portal.explorer.state import (
    DATED,
    NOBODY,
    VIEWS,
    ExplorerState,
    ParsedState,
    Start,
    dwarfing,
    newest,
    periods_of,
    read,
    refusal,
    scalable,
)
from portal.explorer.words import FAULTS, REASONS, RULE_NAMES, SCALE_NAMES, TOGETHER, UNDATED, VIEW_NAMES, measure
from portal.i18n import Locale, _, use_locale
from portal.indicators.catalogue import SeriesSource
from portal.indicators.groups import Together
from portal.indicators.library import COUNTRY, NETWORK, Series
from portal.indicators.peers import RULES, PeerRule, Peers, peers
from portal.indicators.words import source_line


class ControlOption(NamedTuple):
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
    state: ExplorerState
    faults: tuple[str, ...] = ()

    @classmethod
    def read(cls, portal: Portal, locale: Locale, start: Start, query: Mapping[str, str]) -> View:
        """The view that a query asks for, or the one nearest to it."""
        found: ParsedState = read(query, start, portal.statistics)
        return cls(portal, locale, start, found.state, found.faults)

    @cached_property
    def names(self) -> Names:
        """What places are called."""
        return Names(self.portal, self.locale)

    @cached_property
    def series(self) -> Series:
        """The numbers of the chosen indicator."""
        return self.portal.statistics.series(self.state.key, self.state.section)

    @cached_property
    def chart(self) -> Drawing:
        """The chart of this state."""
        if self.state.view == "scatter":
            return self._scatter()
        if self.state.view == "industries":
            return self._industries()
        state = self.state
        return build(
            self.series,
            state.key,
            self.names,
            self.locale,
            view=state.view,
            town=state.town,
            places=self._compared,
            background=self.portal.statistics.cities,
            years=(state.first, state.last),
            scale=state.scale,
            title=self.title,
            part=self.part,
            period=self._period,
            base=state.base,
            weight=self._weight,
        )

    def _scatter(self) -> scatter.Scatter:
        statistics, state = self.portal.statistics, self.state
        return scatter.build(
            self.series,
            statistics.series(state.other),
            state.key,
            state.other,
            statistics.series("population") if "population" in statistics.keys else None,
            self.names,
            self.locale,
            town=state.town,
            places=self._compared,
            ten=statistics.cities,
            period=self._period,
            title=self.title,
            x_title=i18n.localized(statistics.indicator(state.other).name, self.locale),
        )

    def _industries(self) -> industries.Industries:
        towns = [*([self.state.town] if self.state.town else []), *towns_of(self._compared)]
        place = next((place for place in (*towns, *self.portal.statistics.cities)), "")
        return industries.build(
            self.portal.statistics, self.state.key, place, self.names, self.locale, period=self._period
        )

    def svg(self, ident: str) -> Markup:
        """The chart as SVG; a map has its shapes from the portal's own data."""
        if isinstance(self.chart, Chart) and self.chart.view == "map":
            return choropleth.svg(self.chart, ident, shapes(self.portal.data / "geo"))
        return self.kind.svg(self.chart, ident)

    def painted(self) -> dict[str, Any] | None:
        """What the browser paints its map with; None in other views."""
        if not isinstance(self.chart, Chart) or self.chart.view != "map":
            return None
        return choropleth.paint(self.chart, shapes(self.portal.data / "geo"))

    @property
    def _period(self) -> str:
        """The period of a view of one."""
        state = self.state
        return state.period or newest(state, self.series, self.portal.statistics) if state.view in DATED else ""

    @property
    def kind(self) -> ChartType:
        """How the chart is drawn and said."""
        return chart_type_of(self.chart)

    @cached_property
    def _weight(self) -> Weight | None:
        """What the indicator counts, or what its shares are shares of."""
        statistics, indicator = self.portal.statistics, self.series.indicator
        if indicator.counted:
            return Weight(indicator.counted, self.series.value)
        key = indicator.aggregation.weight
        counted = statistics.indicator(key).counted if key in statistics.keys else None
        return Weight(counted, statistics.series(key or "").value) if counted else None

    @cached_property
    def _compared(self) -> tuple[str, ...]:
        """The chosen places, the page's own where another is in colour, and the peers; no sums beside single towns."""
        state = self.state
        own = [state.home] if state.focus and state.home else []
        similar = [peer.code for peer in self.peers.found] if self.peers else []
        chosen = list(dict.fromkeys([*own, *state.places, *similar]))
        if state.view in ("map", "scatter") or (state.view not in ("trend", "table") and dwarfing(state, self.series)):
            chosen = towns_of(chosen)
        return tuple(place for place in chosen if place != state.town)

    @cached_property
    def peers(self) -> Peers | None:
        """The municipalities that are like the one in colour, by the chosen rule."""
        if not self.state.peers or not self.state.town:
            return None
        return peers(self.portal.statistics, self.state.town, cast(PeerRule, self.state.peers))

    @cached_property
    def part(self) -> str:
        """The chosen part of the indicator's dimension, such as an industry; empty where it has none."""
        dimension = self.series.indicator.dimension
        return i18n.localized(dimension.values[self.state.section], self.locale) if dimension else ""

    @cached_property
    def title(self) -> str:
        """The indicator's name, with the chosen part of its dimension."""
        name = i18n.localized(self.series.indicator.name, self.locale)
        return f"{name}: {self.part}" if self.part else name

    @cached_property
    def caption(self) -> str:
        """Title, unit and years."""
        with use_locale(self.locale):
            return self.kind.caption(self.chart)

    @cached_property
    def sentence(self) -> str:
        """What the chart shows, in words."""
        return self.kind.sentence(self.chart)

    @cached_property
    def table(self) -> Table:
        """The same figures as a table."""
        return self.kind.table(self.chart)

    @cached_property
    def source(self) -> str:
        """Publisher, table, licence and data date of everything drawn."""
        with use_locale(self.locale):
            return source_line(self.portal.statistics.catalogue, self.sources, self.locale)

    @cached_property
    def sources(self) -> Sequence[SeriesSource]:
        """Where everything drawn comes from."""
        other = self.chart.x_sources if isinstance(self.chart, scatter.Scatter) else ()
        return (*self.chart.sources, *other) or tuple(self.series.indicator.sources)

    @cached_property
    def messages(self) -> list[str]:
        """What of the address could not be followed, in words."""
        with use_locale(self.locale):
            undated = self.state.view not in DATED
            return [str(UNDATED if fault == "year" and undated else FAULTS[fault]) for fault in self.faults]

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know: who the peers are, who has no figure and why, what is computed."""
        with use_locale(self.locale):
            found = (
                self._similar(),
                self._dwarfed(),
                self._absent(),
                *self._together(),
                *self._derived(),
            )
            return [note for note in found if note]

    def _similar(self) -> str:
        if self.state.peers and not self.state.town:
            return _("Highlight a place to see which municipalities are like it.")
        if not self.peers:
            return ""
        rule = RULE_NAMES[self.peers.rule]
        if not self.peers.found:
            return _("%(rule)s: no municipality is near enough.", rule=rule)
        listed = [
            f"{self.names.label(peer.code)} ({measure(peer, self.peers.rule, self.locale)})"
            for peer in self.peers.found
        ]
        return _("%(rule)s: %(places)s.", rule=rule, places=i18n.listing(listed, self.locale))

    @cached_property
    def _refusals(self) -> dict[Kinds, str]:
        """Why the data cannot fill each view that it cannot fill."""
        asked = {view: refusal(view, self.state, self.portal.statistics) for view in VIEWS}
        return {view: code for view, code in asked.items() if code}

    @cached_property
    def refused(self) -> list[str]:
        """Views that are not offered, and why; one reason is said once."""
        reasons: dict[str, list[str]] = {}
        with use_locale(self.locale):
            for view, code in self._refusals.items():
                reasons.setdefault(code, []).append(str(VIEW_NAMES[view]))
            return [
                _("Not offered: %(views)s. %(reason)s", views=i18n.listing(views, self.locale), reason=REASONS[code])
                for code, views in reasons.items()
            ]

    def _dwarfed(self) -> str:
        if not dwarfing(self.state, self.series):
            return ""
        if self.state.view == "trend":
            return _("A sum of towns is far larger than a town, so it is compared as an index over the years.")
        if self.state.view == "table":
            return ""
        return _("A sum of towns is far larger than a town, so it is left out of this view.")

    def _absent(self) -> str:
        """Who has no figure, and why where the source says so; of the ten together `_together` tells.

        A table shows whose figures are missing in some periods: there the reason alone is said.
        """
        sums = {self.names.label(COUNTRY), self.names.label(NETWORK)}
        towns = [name for name in self.chart.absent if name not in sums]
        missing = self.series.indicator.missing
        absent = [name for name in self.chart.absent if name != self.names.label(NETWORK)]
        if not absent:
            return i18n.localized(missing, self.locale) if missing and self._gaps else ""
        text = _("No value in this source: %(places)s.", places=i18n.listing(absent, self.locale))
        return f"{text} {i18n.localized(missing, self.locale)}" if missing and towns else text

    @property
    def _gaps(self) -> bool:
        """Whether the view is a table in which a town lacks a figure of some period."""
        if not isinstance(self.chart, Chart) or self.chart.view != "table":
            return False
        whole = len(self.chart.periods)
        return any(len(line.points) < whole for line in self.chart.lines if line.role not in ("country", "group"))

    def _together(self) -> Iterable[str]:
        """How the figures of places together were made, or why there are none."""
        if not isinstance(self.chart, Chart):
            return
        drawn = {line.place: line for line in self.chart.lines if line.role in ("group", "country")}
        for place in (NETWORK, COUNTRY):
            made = self.series.together(place)
            if place in drawn and any(self.series.computed(place, point.period) for point in drawn[place].points):
                yield self._made(place, made, made.aggregation)
            elif place in self._compared and made.reason and not self.series.has(place):
                yield self._made(place, made, made.reason)

    def _made(self, place: str, made: Together, code: str) -> str:
        weight = self.portal.statistics.catalogue.indicators.get(made.weight or "")
        return str(TOGETHER[code]) % {
            "place": self.names.label(place),
            "count": made.count,
            "weight": i18n.localized(weight.name, self.locale) if weight else "",
            "places": i18n.listing([self.names.label(code) for code in made.missing[:3]], self.locale),
        }

    def _derived(self) -> list[str]:
        words = [source.derived for source in self.chart.sources if source.derived]
        return list(dict.fromkeys(i18n.localized(text, self.locale) for text in words))

    @cached_property
    def themes(self) -> list[ControlOption]:
        """The themes that have indicators."""
        catalogue = self.portal.statistics.catalogue
        used = {catalogue.indicators[key].theme for key in self.start.keys}
        return [
            ControlOption(key, i18n.localized(theme.name, self.locale), key == self.series.indicator.theme)
            for key, theme in catalogue.themes.items()
            if key in used
        ]

    @cached_property
    def indicators(self) -> list[ControlOption]:
        """The indicators of the chosen theme."""
        known = self.portal.statistics.catalogue.indicators
        return [
            ControlOption(key, i18n.localized(known[key].name, self.locale), key == self.state.key)
            for key in self.start.keys
            if known[key].theme == self.series.indicator.theme
        ]

    @cached_property
    def others(self) -> list[ControlOption]:
        """The second indicators of a picture of two."""
        known = self.portal.statistics.catalogue.indicators
        return [
            ControlOption(key, i18n.localized(known[key].name, self.locale), key == self.state.other)
            for key in self.start.keys
            if key != self.state.key and not known[key].dimension
        ]

    @cached_property
    def sections(self) -> list[ControlOption]:
        """The parts of the indicator's dimension; none where it has none."""
        dimension = self.series.indicator.dimension
        if dimension is None:
            return []
        found = self.portal.statistics.sections(self.state.key)
        return [
            ControlOption(
                value, f"{value} {i18n.localized(dimension.values[value], self.locale)}", value == self.state.section
            )
            for value in found
        ]

    @cached_property
    def views(self) -> list[ControlOption]:
        """Every view; those that the data cannot fill are disabled, and `notes` say why."""
        with use_locale(self.locale):
            return [
                ControlOption(view, str(name), view == self.state.view, view in self._refusals)
                for view, name in VIEW_NAMES.items()
            ]

    @cached_property
    def scales(self) -> list[ControlOption]:
        """The scales of a trend: figures as such, an index, or changes."""
        forced = dwarfing(self.state, self.series)
        with use_locale(self.locale):
            return [
                ControlOption(
                    scale,
                    str(name),
                    scale == self.state.scale,
                    (forced and scale == "absolute" and scalable("index", self.state, self.series))
                    or not scalable(scale, self.state, self.series),
                )
                for scale, name in SCALE_NAMES.items()
            ]

    @cached_property
    def places(self) -> list[ControlOption]:
        """The places to compare with: the other towns, the ten together, the whole country, and those added."""
        cities = self.portal.statistics.cities
        known = [*(code for code in cities if code != self.state.home), NETWORK, COUNTRY]
        added = [code for code in self.state.places if code not in known]
        return [
            ControlOption(code, self.names.label(code), code in self.state.places, not self.series.has(code))
            for code in (*known, *added)
        ]

    @cached_property
    def focuses(self) -> list[ControlOption]:
        """The places that can be in colour."""
        cities = self.portal.statistics.cities
        chosen = [code for code in towns_of(self.state.places) if code not in cities]
        extra = [self.state.focus] if self.state.focus and self.state.focus not in (*cities, *chosen) else []
        with use_locale(self.locale):
            nobody = [] if self.state.home else [ControlOption(NOBODY, _("Not chosen"), not self.state.focus)]
        found = [
            ControlOption(code, self.names.label(code), code == self.state.town) for code in (*cities, *chosen, *extra)
        ]
        return [*nobody, *found]

    @cached_property
    def rules(self) -> list[ControlOption]:
        """The rules by which municipalities are alike."""
        with use_locale(self.locale):
            named = [ControlOption(rule, str(RULE_NAMES[rule]), rule == self.state.peers) for rule in RULES]
            return [ControlOption(NOBODY, _("Not chosen"), not self.state.peers), *named]

    @cached_property
    def periods(self) -> list[ControlOption]:
        """The periods of a view of one."""
        chosen = self.chart.period if self.state.view in DATED else self.state.period
        found = periods_of(self.state.view, self.series)
        return [ControlOption(period, i18n.period(period, self.locale), period == chosen) for period in found]

    def _years(self, chosen: int) -> list[ControlOption]:
        """The years to begin from or to end at."""
        return [ControlOption(str(y), str(y), y == chosen) for y in self.series.years]

    @cached_property
    def choices(self) -> dict[str, list[ControlOption]]:
        """The options of every control with one value, by the name of its parameter."""
        return {
            "t": self.themes,
            "i": self.indicators,
            "s": self.sections,
            "j": self.others,
            "view": self.views,
            "scale": self.scales,
            "from": self._years(self.state.first),
            "to": self._years(self.state.last),
            "base": self.bases,
            "year": self.periods,
            "h": self.focuses,
            "peers": self.rules,
        }

    @property
    def fields(self) -> set[str]:
        """The controls that this view has."""
        always = {"t", "i", "view", "h", "peers"}
        sections = {"s"} if self.series.indicator.dimension and self.state.view != "industries" else set()
        if self.state.view in DATED:
            return always | sections | {"year"} | ({"j"} if self.state.view == "scatter" else set())
        scale = {"scale"} if self.state.view == "trend" else set()
        return always | sections | scale | {"from", "to"} | ({"base"} if self.state.scale == "index" else set())

    @cached_property
    def bases(self) -> list[ControlOption]:
        """The periods that can be an index's hundred."""
        first, last = self.state.first, self.state.last
        found = [period for period in self.series.periods if first <= int(period[:4]) <= last]
        return [
            ControlOption(period, i18n.period(period, self.locale), period == (self.state.base or found[0]))
            for period in found
        ]
