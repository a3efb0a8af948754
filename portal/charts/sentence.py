"""One sentence that says what a chart shows, with the grammar of each language."""

from __future__ import annotations

import math
from collections.abc import Callable

from portal import i18n
from portal.charts import peaks
from portal.charts.chart import Chart, Line, percent_change
from portal.i18n import _, ngettext, use_locale
from portal.indicators.catalogue import Phrases
from portal.indicators.library import Point
from portal.indicators.words import in_full, rank_words, since, when
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
    """The newest figure, and in a trend how it came there."""
    if not chart.scope.course:
        return f"{_newest(chart, line)}{_rank(chart, line)}."
    if chart.scale == "change":
        return _sentences(_yearly(chart, line), peaks.sentence(chart, line))
    if chart.scale == "index":
        return _sentences(_index(chart, line), peaks.sentence(chart, line))
    change = _change(chart, line.points[0], line.last) if len(line.points) > 1 else ""
    return _sentences(
        f"{_newest(chart, line)}{_rank(chart, line)}.", change, peaks.sentence(chart, line, again=bool(change))
    )


def _sentences(*texts: str) -> str:
    return " ".join(text[0].upper() + text[1:] for text in texts if text)


def _rank(chart: Chart, line: Line) -> str:
    """The position behind the newest figure, where it is one of the period that is ranked."""
    rank = next((rank for rank in chart.ranks if rank.place == line.place), None)
    if rank is None or rank.of < 2 or chart.period != line.last.period:
        return ""
    return f"; {rank_words(chart.indicator, rank)}"


def _index(chart: Chart, line: Line) -> str:
    return _(
        "%(subject)s %(inside)s was %(number)s %(when)s as an index (100 %(base)s).",
        subject=i18n.localized(chart.indicator.subject, chart.locale),
        inside=line.inside,
        number=chart.number(chart.shown(line, line.last)),
        when=when(line.last.period, chart.locale),
        base=when(chart.base_of(line).period, chart.locale),
    )


def _yearly(chart: Chart, line: Line) -> str:
    """The newest change from one period to the next."""
    change = line.last
    values: dict[str, object] = {
        "subject": i18n.localized(chart.indicator.subject, chart.locale),
        "inside": line.inside,
        "when": when(change.period, chart.locale),
        "verb": (chart.words.rose if change.value > 0 else chart.words.fell).of(chart.locale),
        "amount": peaks.step(chart, abs(change.value)) + _few_in(chart, change),
    }
    if rounded(change.value, chart.decimals) == 0:
        return _("%(subject)s %(inside)s did not change %(when)s from the period before.", **values)
    if "M" in change.period:
        return _("%(subject)s %(inside)s %(verb)s by %(amount)s %(when)s from the month before.", **values)
    return _("%(subject)s %(inside)s %(verb)s by %(amount)s %(when)s from the year before.", **values)


def _newest(chart: Chart, line: Line) -> str:
    """A figure with its place and period, without a full stop."""
    indicator, locale, point = chart.indicator, chart.locale, line.last
    values = {"inside": line.inside, "when": when(point.period, locale)}
    if indicator.phrases is not None:
        return _phrase(chart, indicator.phrases, point.value) % (values | {"amount": _written(chart, abs(point.value))})
    if indicator.counted is not None:
        return _counted(chart, point.value, values)
    values |= {"subject": i18n.localized(indicator.subject, locale), "number": _written(chart, point.value)}
    if indicator.projection:
        return _("%(subject)s %(inside)s is %(number)s %(when)s", **values)
    if chart.unit.kind == "years":
        # Translators: an age and then a year: in Swedish the year comes first, "45 år år 2018" reads badly.
        return _("%(subject)s was %(number)s %(inside)s %(when)s", **values)
    return _("%(subject)s %(inside)s was %(number)s %(when)s", **values)


def _phrase(chart: Chart, phrases: Phrases, value: float) -> str:
    """The indicator's own sentence for a change up, down, or none as it is written."""
    change = rounded(value, chart.indicator.decimals)
    return (phrases.same if change == 0 else phrases.up if change > 0 else phrases.down).of(chart.locale)


def _counted(chart: Chart, value: float, values: dict[str, str]) -> str:
    """How many things there are in a place."""
    one = rounded(value, chart.indicator.decimals) == 1
    values = values | {
        "number": i18n.number(value, chart.locale, chart.indicator.decimals),
        "things": _things(chart, value),
    }
    if chart.indicator.projection:
        return _("according to the projection, %(inside)s there will be %(number)s %(things)s %(when)s", **values)
    return ngettext(
        "%(inside)s there was %(number)s %(things)s %(when)s",
        "%(inside)s there were %(number)s %(things)s %(when)s",
        1 if one else 2,
        **values,
    )


def _things(chart: Chart, value: float) -> str:
    """The word for so many of the things counted."""
    counted = chart.indicator.counted or (chart.weight.counted if chart.weight else None)
    one = rounded(value, chart.indicator.decimals if chart.indicator.counted else 0) == 1
    return i18n.localized(counted.one if one else counted.many, chart.locale) if counted else ""


def _written(chart: Chart, value: float) -> str:
    """The figure with its unit in full; alone where the subject says what is counted."""
    indicator, locale = chart.indicator, chart.locale
    if indicator.bare:
        return i18n.number(value, locale, indicator.decimals)
    return in_full(value, indicator, chart.unit, locale)


def _change(chart: Chart, first: Point, last: Point) -> str:
    """How the newest figure differs from the first, as a sentence of its own: two figures side by side read badly."""
    indicator, locale = chart.indicator, chart.locale
    difference = rounded(last.value, indicator.decimals) - rounded(first.value, indicator.decimals)
    if rounded(difference, indicator.decimals) == 0:
        return _("No change %(since)s.", since=since(first.period, locale))
    amount = _by(chart, first, last, difference)
    if not amount:
        return _before(chart, first)
    return _(
        "%(figure)s %(verb)s by %(amount)s %(since)s.",
        figure=chart.words.figure.of(chart.locale),
        verb=(chart.words.rose if difference > 0 else chart.words.fell).of(chart.locale),
        amount=amount,
        since=since(first.period, locale),
    )


def _before(chart: Chart, first: Point) -> str:
    """The first figure as it was, or as the projection has it."""
    values = {
        "when": when(first.period, chart.locale),
        "figure": chart.words.figure.of(chart.locale),
        "number": told(chart, first.value),
    }
    if chart.indicator.projection:
        return _("%(when)s %(figure)s is %(number)s.", **values)
    return _("%(when)s %(figure)s was %(number)s.", **values)


def told(chart: Chart, value: float) -> str:
    """A figure as a sentence says it: with what is counted, or with its unit in full. Call inside `use_locale`."""
    if chart.indicator.counted is None:
        return _written(chart, value)
    return f"{i18n.number(value, chart.locale, chart.indicator.decimals)} {_things(chart, value)}"


def _by(chart: Chart, first: Point, last: Point, difference: float) -> str:
    """The size of a change; empty where both figures say more than a difference does."""
    indicator, locale = chart.indicator, chart.locale
    if indicator.projection or indicator.phrases:  # what is to come rises no more, and a change is no figure that does
        return ""
    if chart.unit.kind == "percent":
        points = i18n.number(abs(difference), locale, indicator.decimals)
        return _("%(points)s percentage points", points=points) + _few(chart, _behind(chart, last, difference))
    unnamed = chart.unit.kind == "count" and indicator.counted is None and abs(difference) < FEW
    if unnamed or first.value <= 0 or last.value < 0 or last.value > MANIFOLD * first.value:
        return ""
    percent = i18n.with_unit(i18n.number(abs(percent_change(first.value, last.value)), locale, 1), "%", locale)
    return percent + (_few(chart, abs(difference)) if indicator.counted else "")


def _few_in(chart: Chart, change: Point) -> str:
    """How many people or the like a change from the period before is, where they are few."""
    if chart.indicator.phrases:
        return ""
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
        return " " + _("(that is %(number)s %(things)s)", **values)
    return " " + _("(about %(number)s %(things)s)", **values)


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
        "figure": chart.words.figure.of(chart.locale),
        "greatest": chart.words.greatest.of(chart.locale),
        "least": chart.words.least.of(chart.locale),
        "high": told(chart, high),
        "high_inside": inside(high),
        "low": told(chart, low),
        "low_inside": inside(low),
    }
    if high == low:
        return _("%(when)s %(figure)s was the same everywhere: %(high)s.", **said)
    if chart.indicator.projection and chart.indicator.phrases:  # the change of a span, not of its last year
        return _(
            "the projected change is %(greatest)s %(high_inside)s (%(high)s) and %(least)s %(low_inside)s (%(low)s).",
            **said,
        )
    if chart.indicator.projection:
        return _(
            "%(when)s, by the projection, %(figure)s is %(greatest)s %(high_inside)s (%(high)s) "
            "and %(least)s %(low_inside)s (%(low)s).",
            **said,
        )
    return _(
        "%(when)s %(figure)s was %(greatest)s %(high_inside)s (%(high)s) and %(least)s %(low_inside)s (%(low)s).",
        **said,
    )
