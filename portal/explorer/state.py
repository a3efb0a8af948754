"""What the explorer shows, as a query string and back: a copied address opens the same view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from portal.charts.chart import Scale, changes, common_period, towns_of
from portal.charts.chart_type import ChartType
from portal.charts.refusals import periods_of
from portal.charts.registry import CHART_TYPES
from portal.indicators.library import COUNTRY, NETWORK, Point, Series, Statistics
from portal.indicators.peers import RULES
from portal.indicators.places import named

#: At most so many places beside the page's own.
MOST_PLACES = 12
#: What stands for an unknown value, and for places that are too many: each is read as the same mistake again.
UNKNOWN, MANY = "?", "+"
#: What a list says where nothing is chosen from it; a browser takes an empty value for no choice at all.
NOBODY = "-"
PLACE_FAULTS = {"p": UNKNOWN, "many": MANY}
SCALES: tuple[Scale, ...] = get_args(Scale)
#: Query parameters the explorer knows. `was` and `add` belong to its form alone and are never written.
PARAMETERS = (
    *("t", "i", "s", "j", "p", "h", "peers", "view", "year", "from", "to", "scale", "base", "sort"),
    *("was", "add"),
)
#: What holds for any indicator.
KEPT = ("view", "p", "h", "peers", "add")
#: The second indicator where none is chosen: the first of these that is not the first one.
BESIDE = ("employment_rate_18_64", "share_tertiary_15plus", "population")


@dataclass(frozen=True)
class ExplorerState:
    """One view of the explorer. Every field is valid: `read` makes nothing else.

    `home` is the page's own town (its municipality code) or None on an indicator's page; it is not part of the query
    string. `focus` is the place in colour where a reader has chosen another one. `period` is that of a view of one
    period, empty for the newest that most places have; `base` the period of an index's 100, empty for the first;
    `other` the second indicator; `sort` the order of the table, a period or "place", with a hyphen when descending.
    """

    key: str
    home: str | None
    section: str = ""
    other: str = ""
    places: tuple[str, ...] = ()
    focus: str | None = None
    peers: str = ""
    view: str = ""
    period: str = ""
    first: int = 0
    last: int = 0
    scale: Scale = "absolute"
    base: str = ""
    sort: str = ""

    @property
    def town(self) -> str | None:
        """The place in colour."""
        return self.focus or self.home

    @property
    def chart_type(self) -> ChartType:
        """The type of the chart."""
        return CHART_TYPES[self.view]


@dataclass(frozen=True)
class Start:
    """Where an explorer begins: the page's town, indicator or compared places, and the keys to choose among.

    `carried` are parameters of the page itself, which the explorer leaves in the address.
    """

    home: str | None
    key: str
    keys: tuple[str, ...]
    compared: tuple[str, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ParsedState:
    """The state nearest to what a query asks, and the names of the parameters that asked what there is not."""

    state: ExplorerState
    faults: tuple[str, ...] = ()


def default(start: Start, statistics: Statistics, key: str | None = None, section: str = "") -> ExplorerState:
    """The first view of an indicator: of the first type that the data can fill."""
    key = key or start.key
    sections = statistics.sections(key)
    section = section if section in sections else ("C" if "C" in sections else sections[0])
    series = statistics.series(key, section)
    first, last = bounds(series)
    country = (COUNTRY,) if series.indicator.comparable_with_country and series.has(COUNTRY) else ()
    places = start.compared or country
    other = next((known for known in (*BESIDE, *start.keys) if known in start.keys and known != key), key)
    state = ExplorerState(key, start.home, section, other, places, first=first, last=last)
    return replace(state, view=first_view(state, statistics))


def first_view(state: ExplorerState, statistics: Statistics) -> str:
    """The first chart type that the data can fill."""
    return next(name for name, one in CHART_TYPES.items() if not one.refusal(state, statistics))


def bounds(series: Series) -> tuple[int, int]:
    """The first and the last year of a series."""
    return int(series.periods[0][:4]), int(series.periods[-1][:4])


def read(query: Mapping[str, str], start: Start, statistics: Statistics) -> ParsedState:
    """The state a query string asks for; what it asks wrongly falls back to the nearest sensible choice and is told."""
    reader = _Reader(dict(query), start, statistics)
    return ParsedState(reader.state(), tuple(dict.fromkeys(reader.faults)))


class _Reader:
    """Reads one query; `faults` gathers the parameters that could not be followed."""

    def __init__(self, query: dict[str, str], start: Start, statistics: Statistics) -> None:
        self.query = query
        self.start = start
        self.statistics = statistics
        self.faults: list[str] = []

    def state(self) -> ExplorerState:
        """The whole state, one group of choices after the other: later ones depend on earlier ones."""
        key = self._key()
        self.query = surviving(self.query, key)
        section = self._known("s", self.statistics.sections(key), "")
        state = default(self.start, self.statistics, key, section)
        series = self.statistics.series(key, state.section)
        state = self._whom(state)
        state = self._between(state, series)
        state = replace(state, other=self._known("j", [k for k in self.start.keys if k != key], state.other))
        state = replace(state, view=self._view(state))
        state = self._at(state, series)
        return self._how(state, series)

    def _known(self, name: str, allowed: Sequence[str], otherwise: str) -> str:
        """A parameter's value where it is one of these; a wrong one is a fault, an empty one is none."""
        asked = self.query.get(name, "")
        if asked not in ("", NOBODY, *allowed):
            self.faults.append(name)
        return asked if asked in allowed else otherwise

    def _key(self) -> str:
        """The indicator asked for; a theme that it does not belong to asks for the theme's first one instead."""
        keys = self.start.keys
        key = self._known("i", keys, self.start.key)
        themes = [self.statistics.indicator(known).theme for known in keys]
        theme = self._known("t", themes, "")
        if self.query.get("was", key).split(",")[0] != key:
            return key  # the indicator was changed, not the theme beside it
        of_theme = [known for known, whose in zip(keys, themes, strict=True) if whose == theme]
        return of_theme[0] if of_theme and key not in of_theme else key

    def _whom(self, state: ExplorerState) -> ExplorerState:
        if "p" in self.query or self.query.get("add"):
            asked = self.query["p"].split(",") if "p" in self.query else list(state.places)
            state = replace(state, places=self._places([*asked, *self._added()]))
        municipalities = self.statistics.municipalities
        focus = self._known("h", [*municipalities, *self.statistics.cities], "") or None
        peers = self._known("peers", RULES, "")
        return replace(state, focus=focus if focus != state.home else None, peers=peers)

    def _places(self, asked: Sequence[str]) -> tuple[str, ...]:
        known = {*self.statistics.cities, *self.statistics.municipalities, COUNTRY, NETWORK}
        asked = list(dict.fromkeys(place for place in asked if place and place != self.start.home))
        if any(place not in known and place != MANY for place in asked):
            self.faults.append("p")
        found = [place for place in asked if place in known]
        if len(found) > MOST_PLACES or MANY in asked:
            self.faults.append("many")
        return tuple(found[:MOST_PLACES])

    def _added(self) -> list[str]:
        """The municipality that was typed; on a comparison the page's own form has such a field too."""
        elsewhere = self.start.compared and "was" not in self.query
        typed = "" if elsewhere else self.query.get("add", "").strip()
        found = named(self.statistics.municipalities, typed) if typed else None
        if typed and found is None:
            self.faults.append("add")
        return [found.code] if found else []

    def _between(self, state: ExplorerState, series: Series) -> ExplorerState:
        years = series.years
        first = self._year("from", years, state.first)
        last = self._year("to", years, state.last)
        first, last = sorted((first, last))
        return replace(state, first=first, last=last)

    def _at(self, state: ExplorerState, series: Series) -> ExplorerState:
        scope = state.chart_type.scope
        if not scope.single_period:
            return replace(state, period=self._known("year", series.periods, ""))
        period = self._period("year", periods_of(scope, series))
        return state if period == newest(state, series, self.statistics) else replace(state, period=period)

    def _year(self, name: str, years: Sequence[int], otherwise: int) -> int:
        asked = self.query.get(name, "")
        if not asked:
            return otherwise
        year = int(asked[:4]) if _is_year(asked[:4]) else None
        if asked != str(year) or year not in years:
            self.faults.append(name)
        return _nearest(years, year) if year is not None else otherwise

    def _period(self, name: str, periods: Sequence[str]) -> str:
        """One of these periods; the nearest one for a year that has none, the newest of a year of months."""
        asked = self.query.get(name, "")
        if not asked or asked in periods:
            return asked
        self.faults.append(name)
        if not _is_year(asked[:4]) or not periods:
            return ""
        year = _nearest([int(period[:4]) for period in periods], int(asked[:4]))
        return [period for period in periods if period.startswith(str(year))][-1]

    def _view(self, state: ExplorerState) -> str:
        """The view asked for; the first that the data can fill where it cannot be shown."""
        asked = self._known("view", [*CHART_TYPES], state.view)
        refused = CHART_TYPES[asked].refusal(state, self.statistics)
        return first_view(state, self.statistics) if refused else asked

    def _how(self, state: ExplorerState, series: Series) -> ExplorerState:
        asked = cast(Scale, self._known("scale", SCALES, "absolute"))
        if asked == "absolute" and dwarfing(state, series):
            asked = "index"
        able = "scale" in state.chart_type.controls and scalable(asked, state, series)
        scale: Scale = asked if able else "absolute"
        base = self._base(state, series) if scale == "index" else ""
        columns = ("place", *series.periods)
        sort = self._known("sort", [*columns, *(f"-{column}" for column in columns)], "")
        return replace(state, scale=scale, base=base, sort=sort)

    def _base(self, state: ExplorerState, series: Series) -> str:
        """The period of an index's hundred; none where it is the first one drawn, or is not drawn."""
        base = self._period("base", series.periods)
        drawn = [period for period in series.periods if state.first <= int(period[:4]) <= state.last]
        return base if base in drawn[1:] else ""


def mark(state: ExplorerState) -> str:
    """What the controls of a state were made for: they give it back as `was`, and `surviving` compares."""
    return ",".join((state.key, state.section, state.view, state.period))


def surviving(query: Mapping[str, str], key: str) -> dict[str, str]:
    """Which choices survive a change: the one rule, for forms, scripts and the live explorer alike.

    Another indicator, or another part of it, keeps the view and the places. Another view keeps all but the period,
    unless that was chosen: every list of periods shows one, the newest where none was.
    """
    if "was" not in query:
        return dict(query)
    was_key, section, view, period = [*query["was"].split(","), "", "", ""][:4]
    if was_key != key:
        return {name: text for name, text in query.items() if name in KEPT}
    if query.get("s", section) != section:
        return {name: text for name, text in query.items() if name in (*KEPT, "s")}
    return {**query, "year": period} if query.get("view", view) != view else dict(query)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _nearest(years: Sequence[int], year: int) -> int:
    return min(years, key=lambda known: (abs(known - year), known))


def newest(state: ExplorerState, series: Series, statistics: Statistics) -> str:
    """The period of a view of one where none is chosen: the newest in the years that the town and most places have."""
    scope = state.chart_type.scope
    if scope.least_places:
        periods = periods_of(scope, series)
        inside = [period for period in periods if int(period[:4]) <= state.last] or periods
        return inside[-1] if inside else ""
    places = [place for place in (state.town, *state.places, *statistics.cities) if place]
    return common_period(series, towns_of(dict.fromkeys(places)), state.town, (state.first, state.last))


def scalable(scale: Scale, state: ExplorerState, series: Series) -> bool:
    """Whether a trend can be drawn on this scale: an index needs figures above zero, a change two periods in a row."""
    chosen = [place for place in (state.home, state.focus, *state.places) if place]
    if scale == "index":
        return all(point.value > 0 for place in chosen for point in _between(series, place, state))
    drawn = chosen if towns_of(chosen) else series.groups.ten
    return scale == "absolute" or any(changes(_between(series, place, state), series) for place in drawn)


def _between(series: Series, place: str, state: ExplorerState) -> list[Point]:
    """A place's figures in the chosen years."""
    return [point for point in series.points(place) if state.first <= int(point.period[:4]) <= state.last]


def dwarfing(state: ExplorerState, series: Series) -> bool:
    """Whether a sum of towns is chosen beside towns in a count: the country's millions would press every town flat."""
    return bool({COUNTRY, NETWORK} & {*state.places}) and not series.indicator.comparable_with_country


def write(state: ExplorerState, start: Start, statistics: Statistics) -> dict[str, str]:
    """The query of a state: only what differs from where the explorer begins."""
    plain = default(start, statistics, state.key, state.section)
    first = default(start, statistics, state.key)
    controls = state.chart_type.controls
    chosen = {
        "i": (state.key, start.key),
        "s": (state.section, first.section),
        "j": (state.other if "j" in controls else plain.other, plain.other),
        "p": (",".join(state.places), ",".join(plain.places)),
        "h": (state.focus or "", ""),
        "peers": (state.peers, ""),
        "view": (state.view, plain.view),
        "year": (state.period if "year" in controls else "", ""),
        "from": (str(state.first), str(plain.first)),
        "to": (str(state.last), str(plain.last)),
        "scale": (state.scale, plain.scale),
        "base": (state.base if state.scale == "index" else "", ""),
        "sort": (state.sort if "sort" in controls else "", ""),
    }
    return dict(start.carried) | {name: own for name, (own, usual) in chosen.items() if own != usual}


def canonical(reading: ParsedState, start: Start, statistics: Statistics) -> dict[str, str]:
    """The one spelling of a query that leads to the same page: the state's own, and a mark for each mistake."""
    query = write(reading.state, start, statistics)
    for name in reading.faults:
        if name in PLACE_FAULTS:
            query["p"] = ",".join(
                (*reading.state.places, *(PLACE_FAULTS[f] for f in reading.faults if f in PLACE_FAULTS))
            )
        else:
            query[name] = query.get(name, "") + UNKNOWN
    return query
