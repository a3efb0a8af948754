"""One sentence that says what a chart shows, with the grammar of each language."""

from __future__ import annotations

import math
from collections.abc import Callable

from portal import i18n
from portal.charts import peaks
from portal.charts.chart import Chart, Line, percent_change
from portal.i18n import _, ngettext, use_locale
from portal.indicators.library import Point
from portal.indicators.words import amount, rank_words, when
from portal.rounding import rounded

#: A figure that has grown more than this many times is said beside the old one, not as a percentage.
MANIFOLD = 3
#: A change of fewer than these is said in numbers too.
FEW = 100


def sentence(chart: Chart) -> str:
    """What the chart shows, in its language."""
    with use_locale(chart.locale):
        if not chart.lines:
            return _("The source has no figure for this choice.")
        lead = chart.town or next((line for line in chart.lines if line.role in ("compared", "group")), None)
        text = _of_place(chart, lead) if lead else _of_all(chart)
        text = text[0].upper() + text[1:]
        return f"{chart.part}: {text}" if chart.part else text


def _of_place(chart: Chart, line: Line) -> str:
    text = _newest(chart, line)
    between = peaks.sentence(chart, line) if chart.scope.course else ""
    return f"{text} {between}" if between else text


def _newest(chart: Chart, line: Line) -> str:
    """The newest figure, and against the first one or an index's base."""
    last = line.last
    if chart.scale == "index":
        return _index(chart, line)
    if chart.scale == "change":
        return _yearly(chart, line)
    text = _main(chart, line, last)
    change = _change(chart, line.points[0], last) if len(line.points) > 1 and chart.scope.course else ""
    rank = next((rank for rank in chart.ranks if rank.place == line.place), None)
    if change:
        text = f"{text}, {change}"
    if rank is not None and rank.of > 1 and chart.period == last.period:
        text = f"{text}; {rank_words(chart.indicator, rank)}"
    return f"{text}."


def _index(chart: Chart, line: Line) -> str:
    return _(
        "the index of “%(name)s” %(inside)s was %(number)s %(when)s (%(base)s = 100).",
        name=chart.title,
        inside=line.inside,
        number=chart.number(chart.shown(line, line.last)),
        when=when(line.last.period, chart.locale),
        base=i18n.period(chart.base_of(line).period, chart.locale),
    )


def _yearly(chart: Chart, line: Line) -> str:
    """The newest change from one period to the next."""
    values = {
        "name": chart.title,
        "inside": line.inside,
        "amount": chart.amount(line.last.value) + _few_in(chart, line.last),
        "when": when(line.last.period, chart.locale),
    }
    if "M" in line.last.period:
        return _("the change of “%(name)s” %(inside)s from the month before was %(amount)s %(when)s.", **values)
    return _("the change of “%(name)s” %(inside)s from the year before was %(amount)s %(when)s.", **values)


def _main(chart: Chart, line: Line, point: Point) -> str:
    indicator, locale = chart.indicator, chart.locale
    values = {"inside": line.inside, "when": when(point.period, locale)}
    if indicator.counted is not None:
        one = rounded(point.value, indicator.decimals) == 1
        things = i18n.localized(indicator.counted.one if one else indicator.counted.many, locale)
        values |= {"number": i18n.number(point.value, locale, indicator.decimals), "things": things}
        if indicator.projection:
            return _("according to the projection, %(inside)s there will be %(number)s %(things)s %(when)s", **values)
        return ngettext(
            "%(inside)s there was %(number)s %(things)s %(when)s",
            "%(inside)s there were %(number)s %(things)s %(when)s",
            1 if one else 2,
            **values,
        )
    values |= {"subject": i18n.localized(indicator.subject, locale), "number": _written(chart, point)}
    if indicator.projection:
        return _("%(subject)s %(inside)s is %(number)s %(when)s", **values)
    return _("%(subject)s %(inside)s was %(number)s %(when)s", **values)


def _written(chart: Chart, point: Point) -> str:
    """The figure with its unit; alone where the subject says what is counted."""
    indicator, locale = chart.indicator, chart.locale
    if indicator.bare:
        return i18n.number(point.value, locale, indicator.decimals)
    return amount(point.value, indicator, chart.unit, locale)


def _change(chart: Chart, first: Point, last: Point) -> str:
    indicator, locale = chart.indicator, chart.locale
    then = when(first.period, locale)
    difference = rounded(last.value, indicator.decimals) - rounded(first.value, indicator.decimals)
    if rounded(difference, indicator.decimals) == 0:
        return _("the same as %(when)s", when=then)
    if chart.unit.kind == "percent":
        points = i18n.number(abs(difference), locale, indicator.decimals)
        return _points(points, difference > 0, then) + _few(chart, _behind(chart, last, difference))
    unnamed = chart.unit.kind == "count" and indicator.counted is None and abs(difference) < FEW
    if unnamed or first.value <= 0 or last.value < 0 or last.value > MANIFOLD * first.value:
        return _("against %(number)s %(when)s", number=_written(chart, first), when=then)
    ratio = abs(percent_change(first.value, last.value))
    percent = i18n.with_unit(i18n.number(ratio, locale, 1), "%", locale)
    text = _percent(percent, difference > 0, indicator.counted is not None, then)
    return text + (_few(chart, abs(difference)) if indicator.counted else "")


def _few_in(chart: Chart, change: Point) -> str:
    """How many people or the like a change from the period before is, where they are few."""
    if chart.unit.kind == "percent":
        return _few(chart, _behind(chart, change, change.value))
    now = chart.weight.value(change.place, change.period) if chart.weight and chart.relative else None
    return _few(chart, abs(now - now / (1 + change.value / 100))) if now else ""


def _behind(chart: Chart, last: Point, points: float) -> float:
    """How many people, dwellings or the like a change in percentage points is, counted from today's whole."""
    whole = chart.weight.value(last.place, last.period) if chart.weight else None
    return abs(points) / 100 * whole if whole else math.inf


def _few(chart: Chart, number: float) -> str:
    """How many a change concerns, where they are few: per cents of few say more than there is."""
    counted = chart.indicator.counted or (chart.weight.counted if chart.weight else None)
    if counted is None or not 0.5 < number < FEW:
        return ""
    things = i18n.localized(counted.one if rounded(number) == 1 else counted.many, chart.locale)
    values = {"number": i18n.number(number, chart.locale), "things": things}
    if chart.indicator.counted:
        return " " + _("(%(number)s %(things)s)", **values)
    return " " + _("(about %(number)s %(things)s)", **values)


def _points(points: str, up: bool, then: str) -> str:
    if up:
        return _("%(points)s percentage points higher than %(when)s", points=points, when=then)
    return _("%(points)s percentage points lower than %(when)s", points=points, when=then)


def _percent(percent: str, up: bool, counted: bool, then: str) -> str:
    if counted and up:
        return _("%(percent)s more than %(when)s", percent=percent, when=then)
    if counted:
        return _("%(percent)s fewer than %(when)s", percent=percent, when=then)
    if up:
        return _("%(percent)s higher than %(when)s", percent=percent, when=then)
    return _("%(percent)s lower than %(when)s", percent=percent, when=then)


def _of_all(chart: Chart) -> str:
    """Of a chart with no town in front: who is highest, who is lowest."""
    figures = [(line, point) for line in chart.lines for point in line.points if point.period == chart.period]
    figures = [(line, point) for line, point in figures if line.role not in ("country", "group")]
    if not figures:
        return _("The source has no figure for this choice.")
    values = [rounded(chart.shown(line, point), chart.decimals) for line, point in figures]

    def inside(value: float) -> str:
        places = [line.inside for (line, _point), own in zip(figures, values, strict=True) if own == value]
        return i18n.listing(places, chart.locale)

    return extremes(chart, high=max(values), low=min(values), inside=inside)


def extremes(chart: Chart, *, high: float, low: float, inside: Callable[[float], str]) -> str:
    """The highest and the lowest figure of a chart and where they are; `inside` names the places of a figure."""
    said = {
        "when": when(chart.period, chart.locale),
        "high": chart.amount(high),
        "high_inside": inside(high),
        "low": chart.amount(low),
        "low_inside": inside(low),
    }
    if high == low:
        return _("%(when)s the figure was the same everywhere: %(high)s.", **said)
    if chart.indicator.projection:
        return _(
            "%(when)s the highest projected figure is %(high_inside)s (%(high)s) "
            "and the lowest %(low_inside)s (%(low)s).",
            **said,
        )
    return _(
        "%(when)s the highest figure was %(high_inside)s (%(high)s) and the lowest %(low_inside)s (%(low)s).", **said
    )
