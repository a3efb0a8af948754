"""How figures, periods and positions are said in a sentence; call inside `use_locale`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from babel.dates import format_date

from portal import i18n
from portal.i18n import Locale, _
from portal.indicators.catalogue import Catalogue, Indicator, Publisher, SeriesSource, Unit
from portal.indicators.library import Rank
from portal.rounding import rounded


def amount(value: float, indicator: Indicator, unit: Unit, locale: Locale) -> str:
    """A figure with its unit: 71,2 %, 3 245 €/as."""
    return i18n.with_unit(i18n.number(value, locale, indicator.decimals), i18n.localized(unit.short, locale), locale)


def amounts(indicator: Indicator, unit: Unit, locale: Locale) -> Callable[[float], str]:
    """`amount` for many figures of one indicator: what is the same for all is looked up once."""
    decimals, short = indicator.decimals, i18n.localized(unit.short, locale)
    if i18n.LANGUAGES[locale].euro_first and short.startswith("€"):
        return lambda value: amount(value, indicator, unit, locale)
    write, after = i18n.writer(locale, decimals), i18n.with_unit("", short, locale)
    return lambda value: write(value) + after


def in_full(value: float, indicator: Indicator, unit: Unit, locale: Locale) -> str:
    """A figure as a sentence says it: 71,2 %, 3 245 euroa asukasta kohden, 8,3 per 1 000 invånare."""
    number = i18n.number(value, locale, indicator.decimals)
    if unit.kind == "percent":
        return number + i18n.percent_sign(locale)
    said = i18n.localized(unit.long, locale)
    return i18n.with_unit(number, said.replace("euros ", "€ ", 1) if locale == "en" else said, locale)


def since(period: str, locale: Locale) -> str:
    """From a period on: vuodesta 2010, elokuusta 2026; från år 2010; from August 2026."""
    year, _sep, month = period.partition("M")
    if not month:
        return _("from %(year)s", year=year)
    name = format_date(dt.date(int(year), int(month), 1), "LLLL", locale=i18n.babel_locale(locale))
    return _("from %(month)s %(year)s", month=name, year=year)


def when(period: str, locale: Locale) -> str:
    """A period as an adverb: vuonna 2025, elokuussa 2026; år 2025, i augusti 2026; in 2025, in August 2026."""
    year, _sep, month = period.partition("M")
    if not month:
        return _("in %(year)s", year=year)
    name = format_date(dt.date(int(year), int(month), 1), "LLLL", locale=i18n.babel_locale(locale))
    return _("in %(month)s %(year)s", month=name, year=year)


def rank_words(indicator: Indicator, rank: Rank) -> str:
    """The position among the places of a ranking: sija 3/10."""
    values = {"position": rank.position, "of": rank.of}
    if indicator.rank_order == "lowest":
        if rank.shared:
            return _("shared position %(position)s/%(of)s counted from the lowest", **values)
        return _("position %(position)s/%(of)s counted from the lowest", **values)
    if rank.shared:
        return _("shared position %(position)s/%(of)s", **values)
    return _("position %(position)s/%(of)s", **values)


def difference(own: float, other: float, indicator: Indicator, unit: Unit, locale: Locale) -> str:
    """How far a figure is from another, signed: +1,4 prosenttiyksikköä, −320 €/as."""
    gap = rounded(own, indicator.decimals) - rounded(other, indicator.decimals)
    sign = "+" if gap > 0 else ""
    text = sign + i18n.number(gap, locale, indicator.decimals)
    if unit.kind == "percent":
        return _("%(points)s percentage points", points=text)
    return i18n.with_unit(text, i18n.localized(unit.short, locale), locale)


def source_line(catalogue: Catalogue, sources: Iterable[SeriesSource], locale: Locale) -> str:
    """Publisher, tables, licence and data date of these sources, as a credit line."""
    by_publisher: dict[str, list[SeriesSource]] = {}
    for source in sources:
        by_publisher.setdefault(source.publisher, []).append(source)
    return " · ".join(_credit(catalogue.publishers[key], found, locale) for key, found in by_publisher.items())


def _credit(publisher: Publisher, sources: Sequence[SeriesSource], locale: Locale) -> str:
    tables = ", ".join(dict.fromkeys(source.code or source.table for source in sources))
    dates = [source.data_date for source in sources if source.data_date]
    parts = [f"{i18n.localized(publisher.name, locale)}, {tables}"]
    if dates:
        parts.append(_("data of %(date)s", date=i18n.partial_date(max(dates), locale)))
    parts.append(publisher.licence or _("no licence stated"))
    return ", ".join(parts)
