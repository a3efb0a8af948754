"""One indicator over time in small charts, one for each place, all on the same scales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.chart import follows, nice_ticks, tick_decimals, x_of
from portal.charts.peaks import moments, peaks
from portal.domain.comparison import Compared, Comparison
from portal.i18n import Locale, _, use_locale
from portal.indicators.catalogue import Indicator, Unit
from portal.indicators.library import COUNTRY, TREND_POINTS, Point, Series
from portal.indicators.words import amount

#: Pixels: the plot's height, the room over it and under it.
PLOT, TOP, BOTTOM = 64, 8, 20


@dataclass(frozen=True)
class Panel:
    """One place's small chart: its points, and its newest figure as written."""

    place: str
    label: str
    last: str
    when: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Multiples:
    """One indicator's small charts. `country` is empty where there is no figure that a town can stand beside.

    `computed` says that the country's figures are partly our own, made of the municipalities'.
    """

    row: Compared
    panels: tuple[Panel, ...]
    country: tuple[Point, ...]
    computed: bool
    locale: Locale

    @cached_property
    def ticks(self) -> list[float]:
        """Round numbers from the foot of every plot to its top."""
        values = [point.value for panel in self.panels for point in panel.points]
        values += [point.value for point in self.country]
        return nice_ticks(min(values), max(values), about=2)

    @cached_property
    def periods(self) -> tuple[str, str]:
        """The first and the last period of every plot."""
        found = [point.period for panel in self.panels for point in panel.points]
        return min(found), max(found)

    def x(self, period: str) -> float:
        """Share of the width, 0 to 1."""
        first, last = (x_of(end) for end in self.periods)
        return (x_of(period) - first) / (last - first)

    def y(self, value: float) -> float:
        """Pixels from the top of the plot."""
        low, high = self.ticks[0], self.ticks[-1]
        return round((high - value) / (high - low) * PLOT, 1)

    def number(self, value: float) -> str:
        """A tick as written."""
        return i18n.number(value, self.locale, tick_decimals(self.ticks))


def multiples(comparison: Comparison, row: Compared) -> Multiples | None:
    """The small charts of an indicator; None where a place has too few figures for a trend."""
    series = comparison.portal.statistics.series(row.key)
    every = [series.points(code) for code in comparison.codes]
    if not every or min(len(points) for points in every) < TREND_POINTS:
        return None
    panels = tuple(
        _panel(label, points, row, comparison.locale) for label, points in zip(comparison.labels, every, strict=True)
    )
    country = _country(series, every)
    computed = any(series.computed(COUNTRY, point.period) for point in country)
    return Multiples(row, panels, country, computed, comparison.locale)


def _panel(label: str, points: tuple[Point, ...], row: Compared, locale: Locale) -> Panel:
    last = points[-1]
    text = amount(last.value, row.indicator, row.unit, locale)
    return Panel(last.place, label, text, i18n.period(last.period, locale), points)


def _country(series: Series, every: Sequence[tuple[Point, ...]]) -> tuple[Point, ...]:
    """The figures of the whole country within the places' periods; its counts would press the places flat."""
    if not series.indicator.comparable_with_country:
        return ()
    first, last = min(points[0].period for points in every), max(points[-1].period for points in every)
    return tuple(point for point in series.points(COUNTRY) if first <= point.period <= last)


def svg(chart: Multiples, panel: Panel) -> Markup:
    """One small chart as SVG: lines stretch with the page, text and the dot keep their own size."""
    lines = _line(chart, chart.country, "country") + _line(chart, panel.points, "town")
    parts = [
        *(_rule(chart, tick) for tick in chart.ticks),
        f'<svg y="{TOP}" width="100%" height="{PLOT}" viewBox="0 0 1000 {PLOT}" preserveAspectRatio="none" '
        f'overflow="visible" aria-hidden="true">{lines}</svg>',
        _dot(chart, chart.country[0], "hollow country") if len(chart.country) == 1 else "",
        _dot(chart, panel.points[-1], "full town"),
        *_years(chart),
    ]
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<svg class="chart-svg" width="100%" height="{TOP + PLOT + BOTTOM}" role="img" '
        f'aria-label="{escape(sentence(chart, panel))}">{"".join(parts)}</svg>'
    )


def _rule(chart: Multiples, tick: float) -> str:
    """A line across the plot; its number hangs to the left of it, in the room that the page leaves there."""
    y = chart.y(tick) + TOP
    return (
        f'<line class="grid" x1="0" x2="100%" y1="{y:g}" y2="{y:g}"/>'
        f'<text class="tick" text-anchor="end" x="0" dx="-6" y="{y + 4:g}">{chart.number(tick)}</text>'
    )


def _dot(chart: Multiples, point: Point, kind: str) -> str:
    x, y = chart.x(point.period) * 100, chart.y(point.value) + TOP
    return f'<circle class="dot {kind}" cx="{x:.1f}%" cy="{y:g}" r="3.5"/>'


def _years(chart: Multiples) -> list[str]:
    y = TOP + PLOT + BOTTOM - 5
    first, last = (period[:4] for period in chart.periods)
    return [
        f'<text class="tick" x="0" y="{y}">{first}</text>',
        f'<text class="tick" text-anchor="end" x="100%" y="{y}">{last}</text>',
    ]


def _line(chart: Multiples, points: Sequence[Point], role: str) -> str:
    """A line that breaks where a period is missing, never joined over."""
    letters = ("L" if i and follows(points[i - 1], point) else "M" for i, point in enumerate(points))
    places = (f"{chart.x(point.period) * 1000:.0f} {chart.y(point.value):g}" for point in points)
    path = "".join(letter + place for letter, place in zip(letters, places, strict=True))
    return f'<path class="line {role}" vector-effect="non-scaling-stroke" d="{path}"/>' if points else ""


def sentence(chart: Multiples, panel: Panel) -> str:
    """A small chart in words: the first and the newest figure, and the highest and lowest between them."""
    first, locale = panel.points[0], chart.locale
    with use_locale(locale):
        ends = _(
            "%(place)s: %(first)s (%(then)s), %(last)s (%(now)s)",
            place=panel.label,
            first=_written(first, chart.row.indicator, chart.row.unit, locale),
            then=i18n.period(first.period, locale),
            last=panel.last,
            now=panel.when,
        )
        return ", ".join([ends, *_peaks(chart, panel)])


def _peaks(chart: Multiples, panel: Panel) -> Iterator[str]:
    """The highest and the lowest figure where neither end has it."""
    indicator, unit, locale = chart.row.indicator, chart.row.unit, chart.locale
    told = {panel.points[0].period, panel.points[-1].period}
    high, low = peaks(panel.points, told, indicator.decimals)
    if high:
        figure = amount(high.value, indicator, unit, locale)
        yield _("highest %(figure)s %(when)s", figure=figure, when=moments(high, locale))
    if low:
        figure = amount(low.value, indicator, unit, locale)
        yield _("lowest %(figure)s %(when)s", figure=figure, when=moments(low, locale))


def _written(point: Point, indicator: Indicator, unit: Unit, locale: Locale) -> str:
    return amount(point.value, indicator, unit, locale)


def scale(chart: Multiples) -> str:
    """The scale that all of an indicator's small charts share, in words, and how the country's line is made."""
    low, high = chart.number(chart.ticks[0]), chart.number(chart.ticks[-1])
    unit = i18n.localized(chart.row.unit.short, chart.locale)
    first, last = (period[:4] for period in chart.periods)
    with use_locale(chart.locale):
        said = _(
            "Every chart runs from %(low)s to %(high)s and from %(first)s to %(last)s.",
            low=low,
            high=i18n.with_unit(high, unit, chart.locale),
            first=first,
            last=last,
        )
        made = _("Whole country: computed from the municipalities' figures where none is published.")
    return f"{said} {made}" if chart.computed else said
