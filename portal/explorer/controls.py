"""The controls of a view: what can be chosen, and what is."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from portal import i18n
from portal.charts.chart import towns_of
from portal.charts.refusals import periods_of
from portal.charts.registry import CHART_TYPES
from portal.explorer.selection import Selection
from portal.explorer.state import NOBODY, dwarfing, scalable
from portal.explorer.words import RULE_NAMES, SCALE_NAMES
from portal.i18n import _, ngettext, use_locale
from portal.indicators.library import COUNTRY, NETWORK
from portal.indicators.peers import RULES

#: The controls that every chart type has.
ALWAYS = frozenset({"t", "i", "view", "h", "peers"})


class ControlOption(NamedTuple):
    """One choice of a control; a choice that the data cannot fill is disabled."""

    value: str
    label: str
    chosen: bool = False
    disabled: bool = False


class Controls(Selection):
    """The controls of one state."""

    @cached_property
    def _refusals(self) -> dict[str, str]:
        """Why the data cannot fill each view that it cannot fill, in words."""
        asked = {name: one.refusal(self.state, self.statistics) for name, one in CHART_TYPES.items()}
        with use_locale(self.locale):
            return {name: str(reason) for name, reason in asked.items() if reason}

    @cached_property
    def refused(self) -> list[str]:
        """Views that are not offered, and why; one reason is said once."""
        reasons: dict[str, list[str]] = {}
        with use_locale(self.locale):
            for name, reason in self._refusals.items():
                reasons.setdefault(reason, []).append(str(CHART_TYPES[name].label))
            return [
                _("Not offered: %(views)s. %(reason)s", views=i18n.listing(views, self.locale), reason=reason)
                for reason, views in reasons.items()
            ]

    @cached_property
    def chosen(self) -> str:
        """What the folded controls say: how many places, and when."""
        places = len([*([self.state.town] if self.state.town else []), *self.compared]) or len(self.statistics.cities)
        with use_locale(self.locale):
            number = ngettext("%(num)s place", "%(num)s places", places)
            return f"{number}, {self._when}"

    @property
    def _when(self) -> str:
        """The period of a chart of one, or the years from the first to the last."""
        if self.chart_type.scope.single_period:
            return i18n.period(self.chart.period, self.locale) if self.chart.period else "–"
        first, last = self.state.first, self.state.last
        years = str(first) if first == last else f"{first}–{last}"
        return years if self.state.scale == "absolute" else f"{years}, {str(SCALE_NAMES[self.state.scale]).lower()}"

    @cached_property
    def themes(self) -> list[ControlOption]:
        """The themes that have indicators."""
        catalogue = self.statistics.catalogue
        used = {catalogue.indicators[key].theme for key in self.start.keys}
        return [
            ControlOption(key, i18n.localized(theme.name, self.locale), key == self.series.indicator.theme)
            for key, theme in catalogue.themes.items()
            if key in used
        ]

    @cached_property
    def indicators(self) -> list[ControlOption]:
        """The indicators of the chosen theme."""
        known = self.statistics.catalogue.indicators
        return [
            ControlOption(key, i18n.localized(known[key].name, self.locale), key == self.state.key)
            for key in self.start.keys
            if known[key].theme == self.series.indicator.theme
        ]

    @cached_property
    def others(self) -> list[ControlOption]:
        """The second indicators of a picture of two."""
        known = self.statistics.catalogue.indicators
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
        found = self.statistics.sections(self.state.key)
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
                ControlOption(name, str(one.label), name == self.state.view, name in self._refusals)
                for name, one in CHART_TYPES.items()
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
        cities = self.statistics.cities
        known = [*(code for code in cities if code != self.state.home), NETWORK, COUNTRY]
        added = [code for code in self.state.places if code not in known]
        return [
            ControlOption(code, self.names.label(code), code in self.state.places, not self.series.has(code))
            for code in (*known, *added)
        ]

    @cached_property
    def focuses(self) -> list[ControlOption]:
        """The places that can be in colour."""
        cities = self.statistics.cities
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
        scope = self.chart_type.scope
        chosen = self.chart.period if scope.single_period else self.state.period
        found = periods_of(scope, self.series)
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
    def fields(self) -> frozenset[str]:
        """The controls that this view has."""
        empty = {"s"} if not self.series.indicator.dimension else set()
        no_base = {"base"} if self.state.scale != "index" else set()
        return (ALWAYS | self.chart_type.controls) - empty - no_base

    @cached_property
    def bases(self) -> list[ControlOption]:
        """The periods that can be an index's hundred."""
        first, last = self.state.first, self.state.last
        found = [period for period in self.series.periods if first <= int(period[:4]) <= last]
        return [
            ControlOption(period, i18n.period(period, self.locale), period == (self.state.base or found[0]))
            for period in found
        ]
