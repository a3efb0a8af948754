"""What the explorer shows, as a query string and back: a copied address opens the same view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.charts.chart import Scale, View, has_trend
from portal.statistics.library import COUNTRY, Series, Statistics

#: At most so many places beside the page's own: the other towns and the country.
MOST_PLACES = 10
#: Query parameters the explorer knows, in the order they are written.
PARAMETERS = ("t", "i", "s", "p", "view", "from", "to", "scale")


@dataclass(frozen=True)
class State:
    """One view of the explorer. Every field is valid: `read` makes nothing else.

    `home` is the page's own town (its municipality code) or None on an indicator's page; it is not part of
    the query string. The rest of the ten stand behind the chosen `places`.
    """

    key: str
    home: str | None
    section: str = ""
    places: tuple[str, ...] = ()
    view: View = "trend"
    first: int = 0
    last: int = 0
    scale: Scale = "absolute"


@dataclass(frozen=True)
class Start:
    """Where an explorer begins: the page's town or indicator, and the keys to choose among."""

    home: str | None
    key: str
    keys: tuple[str, ...]


def default(start: Start, statistics: Statistics, key: str | None = None, section: str = "") -> State:
    """The first view of an indicator: a trend where there is one, the ranking otherwise."""
    key = key or start.key
    sections = statistics.sections(key)
    section = section if section in sections else ("C" if "C" in sections else sections[0])
    series = statistics.series(key, section)
    first, last = bounds(series)
    view: View = "trend" if has_trend(series, start.home) else "ranking"
    alike = COUNTRY in series.places and series.indicator.rule.kind != "sum"  # a country's sum dwarfs a town
    return State(key, start.home, section, (COUNTRY,) if alike else (), view, first, last)


def bounds(series: Series) -> tuple[int, int]:
    """The first and the last year of a series."""
    return int(series.periods[0][:4]), int(series.periods[-1][:4])


def read(query: Mapping[str, str], start: Start, statistics: Statistics) -> State:
    """The state a query string asks for; what it asks wrongly falls back to the nearest sensible choice."""
    key = _key(query, start, statistics)
    state = default(start, statistics, key, query.get("s", ""))
    series = statistics.series(key, state.section)
    if "p" in query:
        state = replace(state, places=_places(query["p"], statistics, start.home))
    state = _years(query, state, series)
    state = replace(state, view=_view(query.get("view", ""), state, series))
    asked = query.get("scale") == "index" or dwarfing(state, series)
    indexed = asked and state.view == "trend" and indexable(state, series)
    return replace(state, scale="index" if indexed else "absolute")


def _key(query: Mapping[str, str], start: Start, statistics: Statistics) -> str:
    """The indicator asked for; a theme that it does not belong to asks for the theme's first one instead."""
    key = query.get("i", "")
    key = key if key in start.keys else start.key
    theme = query.get("t", "")
    of_theme = [known for known in start.keys if statistics.indicator(known).theme == theme]
    return of_theme[0] if of_theme and key not in of_theme else key


def _places(text: str, statistics: Statistics, home: str | None) -> tuple[str, ...]:
    known = {*statistics.cities, COUNTRY}
    asked = [place for place in text.split(",") if place in known and place != home]
    return tuple(dict.fromkeys(asked))[:MOST_PLACES]


def _view(text: str, state: State, series: Series) -> View:
    """The view asked for; a ranking where the years hold too few figures for a trend."""
    if text == "ranking" or not has_trend(series, state.home, (state.first, state.last)):
        return "ranking"
    return "trend" if text == "trend" else state.view


def _years(query: Mapping[str, str], state: State, series: Series) -> State:
    low, high = bounds(series)
    first, last = _year(query.get("from", ""), low), _year(query.get("to", ""), high)
    first, last = sorted((min(max(first, low), high), min(max(last, low), high)))
    years = available_years(series)
    return replace(state, first=_nearest(years, first), last=_nearest(years, last))


def available_years(series: Series) -> list[int]:
    """The years in which any place has a figure."""
    return sorted({int(period[:4]) for period in series.periods})


def _nearest(years: Sequence[int], year: int) -> int:
    return min(years, key=lambda known: (abs(known - year), known))


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise


def indexable(state: State, series: Series) -> bool:
    """Whether an index can be drawn: every figure of the drawn places is above zero."""
    drawn = [state.home or "", *state.places]
    return all(
        point.value > 0
        for place in drawn
        for point in series.points(place)
        if state.first <= int(point.period[:4]) <= state.last
    )


def dwarfing(state: State, series: Series) -> bool:
    """Whether the country is chosen beside towns in a count: its millions would press every town flat."""
    return COUNTRY in state.places and series.indicator.rule.kind == "sum"


def write(state: State, start: Start, statistics: Statistics) -> dict[str, str]:
    """The query of a state: only what differs from where the explorer begins."""
    plain = default(start, statistics, state.key, state.section)
    query: dict[str, str] = {}
    if state.key != start.key:
        query["i"] = state.key
    if state.section and state.section != default(start, statistics, state.key).section:
        query["s"] = state.section
    if state.places != plain.places:
        query["p"] = ",".join(state.places)
    if state.view != plain.view:
        query["view"] = state.view
    if state.first != plain.first:
        query["from"] = str(state.first)
    if state.last != plain.last:
        query["to"] = str(state.last)
    if state.scale != plain.scale:
        query["scale"] = state.scale
    return query
