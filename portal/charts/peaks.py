"""Where a line of figures was highest and lowest, for words that otherwise tell only its ends."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from portal import i18n
from portal.charts.chart import Chart, Line
from portal.i18n import Locale, _
from portal.indicators.library import Point
from portal.indicators.words import when
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


def sentence(chart: Chart, line: Line) -> str:
    """When a trend was at its highest and lowest, where its sentence does not tell so; call inside `use_locale`."""
    shown = [Point(line.place, point.period, chart.shown(line, point)) for point in line.points]
    high, low = peaks(shown, _told(chart, line), chart.decimals)
    values: dict[str, object] = {"what": _subject(chart)}
    if high:
        values |= {"high": _figure(chart, high.value), "high_when": moments(high, chart.locale)}
    if low:
        values |= {"low": _figure(chart, low.value), "low_when": moments(low, chart.locale)}
    text = _expected(values, high, low) if chart.indicator.projection else _past(values, high, low)
    return text[:1].upper() + text[1:]


def _told(chart: Chart, line: Line) -> set[str]:
    """The periods whose figures the sentence has told: the ends, an index's base, or the newest change alone."""
    first = {"absolute": line.points[0].period, "index": chart.base_of(line).period, "change": line.last.period}
    return {first[chart.scale], line.last.period}


def _subject(chart: Chart) -> str:
    if chart.scale == "index":
        # Translators: the subject of “%(what)s was at its highest in 1984 (43,580 residents)”; so are the next three.
        return _("the index")
    if chart.scale == "change":
        return _("the change")
    return _("the projected figure") if chart.indicator.projection else _("the figure")


def _past(values: dict[str, object], high: Peak | None, low: Peak | None) -> str:
    if high and low:
        return _(
            "%(what)s was at its highest %(high_when)s (%(high)s) and at its lowest %(low_when)s (%(low)s).", **values
        )
    if high:
        return _("%(what)s was at its highest %(high_when)s (%(high)s).", **values)
    return _("%(what)s was at its lowest %(low_when)s (%(low)s).", **values) if low else ""


def _expected(values: dict[str, object], high: Peak | None, low: Peak | None) -> str:
    if high and low:
        return _(
            "%(what)s is at its highest %(high_when)s (%(high)s) and at its lowest %(low_when)s (%(low)s).", **values
        )
    if high:
        return _("%(what)s is at its highest %(high_when)s (%(high)s).", **values)
    return _("%(what)s is at its lowest %(low_when)s (%(low)s).", **values) if low else ""


def moments(peak: Peak, locale: Locale) -> str:
    """When a figure was reached: in 1984; in 1984 and in 1990; for the first time in 1984."""
    if len(peak.periods) > LISTED:
        return _("for the first time %(when)s", when=when(peak.periods[0], locale))
    return i18n.listing([when(period, locale) for period in peak.periods], locale)


def _figure(chart: Chart, value: float) -> str:
    """The figure as the sentence before it writes figures: with what is counted, or with its unit."""
    indicator = chart.indicator
    if chart.scale != "absolute" or not (indicator.counted or indicator.bare):
        return chart.amount(value)
    if indicator.counted is None:
        return chart.number(value)
    things = indicator.counted.one if value == 1 else indicator.counted.many
    return f"{chart.number(value)} {i18n.localized(things, chart.locale)}"
