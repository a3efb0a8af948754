"""Two indicators of the same municipalities: their figures, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from portal import i18n
from portal.charts.chart import PlaceNames, Role, roles
from portal.charts.percentile import ended
from portal.charts.table import Row, Table
from portal.i18n import Locale, _, use_locale
from portal.indicators.catalogue import Collocation, Indicator, SeriesSource, Unit
from portal.indicators.library import COUNTRY, NETWORK, Series
from portal.indicators.pairs import Correlation, correlation, pair
from portal.indicators.words import amounts

#: Rank correlations under these are no connection, a weak and a moderate one.
NONE, WEAK, MODERATE = 0.2, 0.4, 0.7
#: A period counts as common when so large a part of the best-covered one's municipalities has a figure in it.
COMMON = 0.8
#: What is drawn over what.
LAYERS = ("other", "ten", "group", "country", "compared", "town")


class ScatterPoint(NamedTuple):
    """One place's two figures and its population; `ten` is one of the portal's own towns."""

    place: str
    label: str
    role: Role
    x: float
    y: float
    size: float | None
    ten: bool = False

    @property
    def layer(self) -> str:
        """What it looks like, and what it is drawn over."""
        return "ten" if self.role == "other" and self.ten else self.role

    @property
    def named(self) -> bool:
        """Whether its name is to stand beside it."""
        return self.ten or self.role != "other"


@dataclass(frozen=True)
class Scatter:
    """One indicator up and another along, in one period each, in one language.

    `indicator`, `unit`, `title` and `sources` are of the page's own indicator (up), those with x_ of the other one
    (along). The periods differ where there is none in which both are known. `absent` names the chosen places that
    lack a figure. `correlation` is that of the municipalities.
    """

    key: str
    indicator: Indicator
    unit: Unit
    words: Collocation
    x_key: str
    x_indicator: Indicator
    x_unit: Unit
    x_words: Collocation
    title: str
    locale: Locale
    dots: tuple[ScatterPoint, ...]
    period: str
    x_period: str
    correlation: Correlation | None
    sources: tuple[SeriesSource, ...]
    x_sources: tuple[SeriesSource, ...]
    absent: tuple[str, ...]
    names: PlaceNames = field(repr=False, compare=False)
    view: str = "scatter"
    x_title: str = ""
    size_period: str = ""

    @cached_property
    def town(self) -> ScatterPoint | None:
        """The dot of the page's own town."""
        return next((dot for dot in self.dots if dot.role == "town"), None)

    @cached_property
    def writers(self) -> tuple[Callable[[float], str], Callable[[float], str]]:
        """How figures up and along are written; without their units where the indicator's name says what is counted."""
        return (
            _writer(self.indicator, self.unit, self.locale),
            _writer(self.x_indicator, self.x_unit, self.locale),
        )

    def written(self, dot: ScatterPoint) -> tuple[str, str]:
        """Its figures up and along."""
        up, along = self.writers
        return up(dot.y), along(dot.x)


def _writer(indicator: Indicator, unit: Unit, locale: Locale) -> Callable[[float], str]:
    if bare(indicator):
        return i18n.writer(locale, indicator.decimals)
    return amounts(indicator, unit, locale)


def bare(indicator: Indicator) -> bool:
    """Whether the name says what is counted, so that a unit would say it twice."""
    return indicator.bare or indicator.counted is not None


def build(  # noqa: PLR0917 - two series, each with its key: by name they would be longer, not clearer
    y: Series,
    x: Series,
    key: str,
    x_key: str,
    population: Series | None,
    names: PlaceNames,
    locale: Locale,
    *,
    town: str | None,
    places: Sequence[str],
    ten: Sequence[str],
    period: str = "",
    title: str = "",
    x_title: str = "",
) -> Scatter:
    """All current municipalities that have both figures, in the period asked for or the newest common one."""
    period = period if period in y.periods else _common_period(y)
    found = pair(x, y, period, list(y.municipalities_at(period)))
    chosen = list(dict.fromkeys([*([town] if town else []), *places]))
    points = {**found.points, **_together(x, y, found.x_period, period, chosen)}
    size_period = _common_period(population) if population else ""
    sizes = population.municipalities_at(size_period) if population else {}
    label, role, ours = names.label, roles(town, chosen), {*ten}
    dots = [
        ScatterPoint(place, label(place), role(place, "other"), *point, sizes.get(place), place in ours)
        for place, point in sorted(points.items(), key=lambda item: (item[1], item[0]))
    ]
    return Scatter(
        key=key,
        indicator=y.indicator,
        unit=y.unit,
        words=y.words,
        x_key=x_key,
        x_indicator=x.indicator,
        x_unit=x.unit,
        x_words=x.words,
        title=title or i18n.localized(y.indicator.name, locale),
        locale=locale,
        dots=tuple(dots),
        period=period,
        x_period=found.x_period,
        correlation=correlation(found.points),
        sources=tuple(y.sources_at(period, points)),
        x_sources=tuple(x.sources_at(found.x_period, points)),
        absent=tuple(names.label(place) for place in chosen if place not in points and _comparable(place, x, y)),
        names=names,
        x_title=x_title or i18n.localized(x.indicator.name, locale),
        size_period=size_period,
    )


def _common_period(series: Series) -> str:
    """The newest period that most municipalities have."""
    counts = series.breadth
    enough = COMMON * max(counts.values(), default=0)
    return next((period for period in reversed([*counts]) if counts[period] >= enough), "")


def _together(
    x: Series, y: Series, x_period: str, period: str, chosen: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """The figures of the country and of the ten together where they are chosen; a sum would dwarf every town."""
    found = {
        place: (x.value(place, x_period), y.value(place, period))
        for place in chosen
        if place in (COUNTRY, NETWORK) and _comparable(place, x, y)
    }
    return {place: (a, b) for place, (a, b) in found.items() if a is not None and b is not None}


def _comparable(place: str, x: Series, y: Series) -> bool:
    return place not in (COUNTRY, NETWORK) or not (x.indicator.is_total or y.indicator.is_total)


def table(chart: Scatter) -> Table:
    """Place, the figure up, the figure along and the population; the named places first, the others by name."""
    with use_locale(chart.locale):
        columns = (
            f"{short(chart.title, chart.indicator, chart.locale)} {i18n.period(chart.period, chart.locale)}",
            f"{short(chart.x_title, chart.x_indicator, chart.locale)} {i18n.period(chart.x_period, chart.locale)}",
        )
        population = _("Population %(period)s", period=i18n.period(chart.size_period, chart.locale))
        sized = (population,) if chart.size_period else ()
        order = sorted(chart.dots, key=lambda dot: (-LAYERS.index(dot.layer), i18n.sorting(dot.label)))
        return Table(caption(chart), (*columns, *sized), tuple(_row(chart, dot) for dot in order))


def _row(chart: Scatter, dot: ScatterPoint) -> Row:
    size = "" if dot.size is None else i18n.number(dot.size, chart.locale)
    return Row(dot.place, dot.label, dot.role, (*chart.written(dot), *((size,) if chart.size_period else ())))


def caption(chart: Scatter) -> str:
    """Both titles with their units and periods."""
    unit, x_unit = (i18n.localized(unit.short, chart.locale) for unit in (chart.unit, chart.x_unit))
    y = f"{chart.title}, {unit}, {i18n.period(chart.period, chart.locale)}"
    x = f"{chart.x_title}, {x_unit}, {i18n.period(chart.x_period, chart.locale)}"
    return f"{y} · {x}" if chart.dots else f"{chart.title} · {chart.x_title}"


def sentence(chart: Scatter) -> str:
    """How the two figures go together, with care, and what the town's own are."""
    with use_locale(chart.locale):
        if not chart.dots:
            return _("No municipality has both figures in the sources.")
        said = [_connection(chart), _kind_of_figures(chart), _own(chart), _periods(chart)]
        return " ".join(text for text in said if text)


def _subjects(chart: Scatter) -> Mapping[str, str]:
    """Both indicators as the subject of a sentence, in the middle of it."""

    def subject(title: str, indicator: Indicator) -> str:
        text = i18n.localized(indicator.subject, chart.locale)
        name = i18n.localized(indicator.name, chart.locale)
        part = title.removeprefix(f"{name}: ") if title.startswith(f"{name}: ") else ""
        return _lower(text) + (f" ({part})" if part else "")

    return {"x": subject(chart.x_title, chart.x_indicator), "y": subject(chart.title, chart.indicator)}


def _ends(chart: Scatter) -> Mapping[str, str]:
    """What a high and a low figure of each is called."""
    locale = chart.locale
    return {
        "x_high": chart.x_words.high.of(locale),
        "y_high": chart.words.high.of(locale),
        "y_low": chart.words.low.of(locale),
    }


def _connection(chart: Scatter) -> str:
    """The rank correlation in words; under ten municipalities none is told."""
    found = chart.correlation
    if found is None:
        return ""
    values = {**_subjects(chart), **_ends(chart), "measure": _measure(chart, found)}
    rho = abs(found.rho)
    if rho < NONE:
        return _(
            "There is no clear connection between “%(y)s” and “%(x)s” among the municipalities (%(measure)s).", **values
        )
    text = _rising(values, rho) if found.rho > 0 else _falling(values, rho)
    return text + " " + _("A connection does not tell the cause.")


def _measure(chart: Scatter, found: Correlation) -> str:
    rho = i18n.number(found.rho, chart.locale, 2)
    return _("rank correlation %(rho)s, %(number)s municipalities", rho=rho, number=i18n.number(found.n, chart.locale))


def _rising(values: Mapping[str, str], rho: float) -> str:
    # Translators: x and y are subjects such as "the employment rate".
    if rho < WEAK:
        return _(
            "In municipalities where %(x)s is %(x_high)s, %(y)s is only slightly more often %(y_high)s too: "
            "the connection is weak (%(measure)s).",
            **values,
        )
    if rho < MODERATE:
        return _("In municipalities where %(x)s is %(x_high)s, %(y)s is often %(y_high)s too (%(measure)s).", **values)
    return _("In municipalities where %(x)s is %(x_high)s, %(y)s is usually %(y_high)s too (%(measure)s).", **values)


def _falling(values: Mapping[str, str], rho: float) -> str:
    # Translators: x and y are subjects such as "the employment rate".
    if rho < WEAK:
        return _(
            "In municipalities where %(x)s is %(x_high)s, %(y)s is only slightly more often %(y_low)s: "
            "the connection is weak (%(measure)s).",
            **values,
        )
    if rho < MODERATE:
        return _("In municipalities where %(x)s is %(x_high)s, %(y)s is often %(y_low)s (%(measure)s).", **values)
    return _("In municipalities where %(x)s is %(x_high)s, %(y)s is usually %(y_low)s (%(measure)s).", **values)


def _kind_of_figures(chart: Scatter) -> str:
    """Two counts rise together because municipalities differ in size."""
    if chart.correlation is None or not (chart.indicator.is_total and chart.x_indicator.is_total):
        return ""
    return _("Both figures are counts, and larger municipalities have more of both.")


def _own(chart: Scatter) -> str:
    """The figures of the town, or of the first place chosen."""
    lead = chart.town or next((dot for dot in chart.dots if dot.role == "compared"), None)
    if lead is None:
        return ""
    return ended(joined(saying(chart)(lead._replace(size=None))) + ".")


def _periods(chart: Scatter) -> str:
    if chart.period == chart.x_period:
        return ""
    return _(
        "The figures are of different times, the nearest that there are: %(y)s %(y_period)s, %(x)s %(x_period)s.",
        y=short(chart.title, chart.indicator, chart.locale),
        x=short(chart.x_title, chart.x_indicator, chart.locale),
        y_period=i18n.period(chart.period, chart.locale),
        x_period=i18n.period(chart.x_period, chart.locale),
    )


def saying(chart: Scatter) -> Callable[[ScatterPoint], list[str]]:
    """How a dot is put in words: the place, its figures, its population where that is neither of them.

    The words are looked up once for all dots.
    """
    y_name = _lower(short(chart.title, chart.indicator, chart.locale))
    x_name = _lower(short(chart.x_title, chart.x_indicator, chart.locale))
    before, _sign, after = _("population: %(number)s", number="\0").partition("\0")
    up, along, write = *chart.writers, i18n.writer(chart.locale)
    told = "population" in (chart.key, chart.x_key)

    def said(dot: ScatterPoint) -> list[str]:
        parts = [dot.label, f"{y_name}: {up(dot.y)}", f"{x_name}: {along(dot.x)}"]
        if dot.size is not None and not told:
            parts.append(f"{before}{write(dot.size)}{after}")
        return parts

    return said


def joined(said: Sequence[str]) -> str:
    """A dot's words on one line."""
    return f"{said[0]} – {', '.join(said[1:])}"


def short(title: str, indicator: Indicator, locale: Locale) -> str:
    """The title with the indicator's short name."""
    short = i18n.localized(indicator.short, locale) if indicator.short else ""
    return title.replace(i18n.localized(indicator.name, locale), short, 1) if short else title


def _lower(text: str) -> str:
    """The words as they stand in the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[0].lower() + text[1:]
