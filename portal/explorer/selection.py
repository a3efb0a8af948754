"""What is selected in one state of the explorer: its figures, places and words, and the chart that they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from portal import i18n
from portal.charts.chart import Weight, towns_of
from portal.charts.chart_type import ChartRequest, ChartType, Drawing
from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Names, Portal
from portal.explorer.state import ExplorerState, Start, dwarfing, newest
from portal.i18n import Locale
from portal.indicators.library import Series, Statistics
from portal.indicators.peers import PeerRule, Peers, peers


@dataclass(frozen=True)
class Selection:
    """One state of an explorer, with what it selects."""

    portal: Portal
    locale: Locale
    start: Start
    state: ExplorerState

    @property
    def statistics(self) -> Statistics:
        """Every figure of the portal."""
        return self.portal.statistics

    @cached_property
    def names(self) -> Names:
        """What places are called."""
        return Names(self.portal, self.locale)

    @cached_property
    def series(self) -> Series:
        """The figures of the chosen indicator."""
        return self.statistics.series(self.state.key, self.state.section)

    @property
    def chart_type(self) -> ChartType:
        """The type of the chart: how it is drawn and told."""
        return CHART_TYPES[self.state.view]

    @cached_property
    def chart(self) -> Drawing:
        """The chart of this state."""
        return self.chart_type.build(self.request)

    @cached_property
    def request(self) -> ChartRequest:
        """What the chart is made of."""
        state = self.state
        return ChartRequest(
            statistics=self.statistics,
            names=self.names,
            locale=self.locale,
            geo=self.portal.data / "geo",
            key=state.key,
            section=state.section,
            other=state.other,
            title=self.title,
            part=self.part,
            town=state.town,
            places=self.compared,
            years=(state.first, state.last),
            period=self._period,
            scale=state.scale,
            base=state.base,
            weight=self._weight,
        )

    @property
    def _period(self) -> str:
        """The period of a chart of one."""
        if not self.chart_type.scope.single_period:
            return ""
        return self.state.period or newest(self.state, self.series, self.statistics)

    @cached_property
    def _weight(self) -> Weight | None:
        """What the indicator counts, or what its shares are shares of."""
        statistics, indicator = self.statistics, self.series.indicator
        if indicator.counted:
            return Weight(indicator.counted, self.series.value)
        key = indicator.aggregation.weight
        counted = statistics.indicator(key).counted if key in statistics.keys else None
        return Weight(counted, statistics.series(key or "").value) if counted else None

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The chosen places, the page's own where another is in colour, and the peers; sums as the type has them."""
        state, sums = self.state, self.chart_type.sums
        own = [state.home] if state.focus and state.home else []
        similar = [peer.code for peer in self.peers.found] if self.peers else []
        chosen = list(dict.fromkeys([*own, *state.places, *similar]))
        if sums == "never" or (sums == "where_comparable" and dwarfing(state, self.series)):
            chosen = towns_of(chosen)
        return tuple(place for place in chosen if place != state.town)

    @cached_property
    def peers(self) -> Peers | None:
        """The municipalities that are like the one in colour, by the chosen rule."""
        if not self.state.peers or not self.state.town:
            return None
        return peers(self.statistics, self.state.town, cast(PeerRule, self.state.peers))

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
