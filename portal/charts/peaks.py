"""Where a line of figures was highest and lowest, for words that otherwise tell only its ends."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from portal import i18n
from portal.charts.chart import Chart, Line
from portal.i18n import Locale, _
from portal.indicators.library import Point
from portal.indicators.words import in_full, when
from portal.rounding import rounder

#: A figure reached in more periods than this is told with the first of them.
LISTED = 2


class Peak(NamedTuple):
    """The highest or the lowest figure as written, and the periods that have it."""

    value: float
    periods: tuple[str, ...]


def peaks(points: Sequence[Point], told: Set[str], decimals: int) -> tuple[Peak | None, Peak | None]:
    """The highest and the lowest figure; None for one that a figure of the `told` periods equals as written."""
    written = rounder(decimals)
    figures = [(written(point.value), point.period) for point in points]
    known = {value for value, period in figures if period in told}
    ends = (end(value for value, _period in figures) for end in (max, min))
    high, low = (
        None if value in known else Peak(value, tuple(period for own, period in figures if own == value))
        for value in ends
    )
    return high, low


def sentence(chart: Chart, line: Line, *, again: bool = False) -> str:
    """When a trend was at its highest and lowest, where its sentence does not tell so; call inside `use_locale`.

    `again`: the figure has been named in the sentence before.
    """
    shown = [Point(line.place, point.period, chart.shown(line, point)) for point in line.points]
    high, low = peaks(shown, _told(chart, line), chart.decimals)
    values: dict[str, object] = {"what": _subject(chart, again=again)}
    if high:
        at_most = chart.words.at_most.of(chart.locale) if chart.scale == "absolute" else _("at its highest")
        values |= {"at_most": at_most, "high": _figure(chart, high.value), "high_when": moments(high, chart.locale)}
    if low:
        at_least = chart.words.at_least.of(chart.locale) if chart.scale == "absolute" else _("at its lowest")
        values |= {"at_least": at_least, "low": _figure(chart, low.value), "low_when": moments(low, chart.locale)}
    text = _expected(values, high, low) if chart.indicator.projection else _past(values, high, low)
    return text[:1].upper() + text[1:]


def _told(chart: Chart, line: Line) -> set[str]:
    """The periods whose figures the sentence has told: the ends, an index's base, or the newest change alone."""
    first = {"absolute": line.points[0].period, "index": chart.base_of(line).period, "change": line.last.period}
    return {first[chart.scale], line.last.period}


def _subject(chart: Chart, *, again: bool) -> str:
    if chart.scale == "index":
        # Translators: the subject of “At its highest %(what)s was 43,580 residents in 1984”; so are the next two.
        return _("the index")
    if chart.scale == "change":
        return _("the change")
    return (chart.words.it if again else chart.words.figure).of(chart.locale)


def _past(values: dict[str, object], high: Peak | None, low: Peak | None) -> str:
    if high and low:
        return _("%(at_most)s %(what)s was %(high)s %(high_when)s and %(at_least)s %(low)s %(low_when)s.", **values)
    if high:
        return _("%(at_most)s %(what)s was %(high)s %(high_when)s.", **values)
    return _("%(at_least)s %(what)s was %(low)s %(low_when)s.", **values) if low else ""


def _expected(values: dict[str, object], high: Peak | None, low: Peak | None) -> str:
    if high and low:
        return _("%(at_most)s %(what)s is %(high)s %(high_when)s and %(at_least)s %(low)s %(low_when)s.", **values)
    if high:
        return _("%(at_most)s %(what)s is %(high)s %(high_when)s.", **values)
    return _("%(at_least)s %(what)s is %(low)s %(low_when)s.", **values) if low else ""


def step(chart: Chart, change: float) -> str:
    """A change from one period to the next with its unit in full; call inside `use_locale`."""
    if chart.unit.kind == "percent":
        return _("%(points)s percentage points", points=i18n.number(change, chart.locale, chart.decimals))
    if chart.relative:
        return i18n.with_unit(i18n.number(change, chart.locale, chart.decimals), "%", chart.locale)
    return in_full(change, chart.indicator, chart.unit, chart.locale)


def moments(peak: Peak, locale: Locale) -> str:
    """When a figure was reached: in 1984; in 1984 and in 1990; for the first time in 1984."""
    if len(peak.periods) > LISTED:
        return _("for the first time %(when)s", when=when(peak.periods[0], locale))
    return i18n.listing([when(period, locale) for period in peak.periods], locale)


def _figure(chart: Chart, value: float) -> str:
    """The figure as the sentence before it writes figures: with what is counted, or with its unit in full."""
    indicator = chart.indicator
    if chart.scale == "change":
        sign = "+" if value > 0 else i18n.MINUS if value < 0 else ""
        return sign + step(chart, abs(value))
    if chart.scale == "index" or (indicator.bare and not indicator.counted):
        return chart.number(value)
    if indicator.counted is None:
        return in_full(value, indicator, chart.unit, chart.locale)
    things = indicator.counted.one if value == 1 else indicator.counted.many
    return f"{chart.number(value)} {i18n.localized(things, chart.locale)}"
