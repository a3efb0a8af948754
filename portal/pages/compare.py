"""Several towns or other municipalities side by side."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from portal import i18n
from portal.charts import multiples, strip_plot
from portal.domain.comparison import (
    ENOUGH,
    MOST,
    Compared,
    Comparison,
    ComparisonRequest,
    asked,
    compared,
    messages,
    sources,
    ten,
    write,
)
from portal.domain.profile import Portal
from portal.explorer.start import of_comparison
from portal.explorer.state import canonical
from portal.explorer.state import read as read_state
from portal.explorer.state import write as write_state
from portal.explorer.view import View
from portal.folding import fold
from portal.i18n import Locale, _, lazy
from portal.indicators.catalogue import Publisher, SeriesSource
from portal.indicators.places import Municipality, search
from portal.indicators.words import rank_words
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: So many differences are drawn, and so many of them over time.
DIFFERENCES, TRENDS = 8, 6
#: So many other names are offered in the place of one that is unknown.
SUGGESTIONS = 3
#: A title names so many places in full.
TITLED = 4


def query_of(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str] | None:
    """The part of a query that the page depends on, in one spelling; None where it says what somebody typed."""
    if asked(args, portal.statistics).typed:
        return None
    start = of_comparison(portal, "", args)
    if start is None:
        places = write(asked(args, portal.statistics).choice, portal.statistics)
        return {} if places is None else {"c": places}
    return canonical(read_state(args, start, portal.statistics), start, portal.statistics)


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The comparison that the query asks for; without one, of the ten."""
    found = asked(query, reader.portal.statistics)
    codes = compared(found.choice, reader.portal.statistics)
    comparison = Comparison(reader.portal, codes, reader.locale, reader.today)
    every = codes == ten(reader.portal.statistics)
    start = of_comparison(reader.portal, "", query)
    view = View.read(reader.portal, reader.locale, start, query) if start else None
    return Page(
        title=_("Compare the towns") if every else _title(comparison.labels),
        description=_description(reader, comparison, every=every),
        template="compare.html",
        values={
            **_choosing(reader, found, codes),
            **_shown(comparison),
            "prose": reader.prose("compare", enough=ENOUGH),
            "view": view,
            "enquiry": _enquiry(reader, codes),
            "file": lambda form: _file(reader, codes, form, every=every),
        },
        query=(write_state(view.state, start, reader.portal.statistics) if view and start else {})
        | ({} if every else {"c": ",".join(codes)}),
    )


def _enquiry(reader: Reader, codes: Sequence[str]) -> tuple[str, str] | None:
    """The way to ask those of the places that are of the network, and what it is called; None where none is."""
    asked = [code for code in codes if code in reader.portal.by_code]
    if not asked:
        return None
    href = reader.url("contact", query={"town": ",".join(reader.portal.by_code[code] for code in asked)})
    if len(asked) == len(codes):
        return _("Send an enquiry to these towns"), href
    return _("Send an enquiry: %(towns)s", towns=reader.listing([reader.names.label(code) for code in asked])), href


def _file(reader: Reader, codes: Sequence[str], form: str, *, every: bool) -> str:
    """The comparison's address as a file of this form."""
    query = {} if every else {"c": ",".join(codes)}
    return reader.portal.addresses.path("compare", reader.locale, None, query, form)


def _title(labels: Sequence[str]) -> str:
    if len(labels) <= TITLED:
        return _("Compare: %(places)s", places=i18n.listing([*labels], i18n.current()))
    first = ", ".join(labels[: TITLED - 1])
    return _("Compare: %(places)s and %(count)s others", places=first, count=len(labels) - TITLED + 1)


def _description(reader: Reader, comparison: Comparison, *, every: bool) -> str:
    if every:
        return _(
            "The ten towns side by side: what sets them apart, where each stands best and weakest, and every figure "
            "with its source."
        )
    return _(
        "%(places)s side by side: what sets them apart, where each stands best and weakest, and every figure with "
        "its source.",
        places=reader.listing(comparison.labels),
    )


def _shown(comparison: Comparison) -> dict[str, object]:
    """What is said of the places."""
    leading = comparison.differences[:DIFFERENCES]
    chart = strip_plot.positions(comparison, leading)
    drawn = (multiples.multiples(comparison, row) for row in comparison.differences)
    trends = [*islice((made for made in drawn if made is not None), TRENDS)]
    return {
        "comparison": comparison,
        "rank_words": rank_words,
        "unit_words": lambda row: unit_words(row, comparison.locale),
        "positions": chart,
        "positions_axis": strip_plot.axis,
        "positions_svg": strip_plot.svg,
        "positions_sentence": strip_plot.sentence(chart, comparison),
        "positions_table": strip_plot.table(chart),
        "positions_source": comparison.source_line(leading),
        "trends": trends,
        "trend_scale": multiples.scale,
        "trend_svg": multiples.svg,
        "trends_source": comparison.source_line([made.row for made in trends]),
        "standings": [standing for standing in comparison.standings if standing.best],
        "sources": _dated(comparison),
    }


def unit_words(row: Compared, locale: Locale) -> str:
    """The unit of a row's figures, as it is written after a number."""
    return i18n.localized(row.unit.short, locale)


def _dated(comparison: Comparison) -> list[tuple[Publisher, list[tuple[list[tuple[str, str]], str]]]]:
    """Under each publisher every table that the figures come from, with its address and the date of its data."""
    found, locale = sorted(sources(comparison.every), key=lambda source: source.table), comparison.locale
    return [
        (publisher, [(source.links(locale), _date(source, locale)) for source in found if source.publisher == key])
        for key, publisher in comparison.portal.statistics.catalogue.publishers.items()
        if any(source.publisher == key for source in found)
    ]


def _date(source: SeriesSource, locale: Locale) -> str:
    return i18n.partial_date(source.data_date, locale) if source.data_date else ""


def _choosing(reader: Reader, found: ComparisonRequest, codes: Sequence[str]) -> dict[str, object]:
    """What the form needs. Boxes show what was chosen, or the ten where nothing was."""
    statistics = reader.portal.statistics
    ticked = found.choice.asked if found.choice.explicit else codes
    return {
        "towns": [(code, reader.names.label(code), code in ticked) for code in statistics.cities],
        "others": [(code, reader.names.label(code)) for code in ticked if code not in statistics.cities],
        "municipalities": _in_order(statistics.municipalities.values(), reader.locale),
        "messages": messages(found.choice),
        "typed": found.typed,
        "suggestions": _suggestions(reader, found) if found.typed else [],
    }


def _in_order(municipalities: Iterable[Municipality], locale: Locale) -> list[str]:
    """The names of municipalities in one language, as Finland orders its letters."""
    return sorted({one.called(locale) for one in municipalities}, key=i18n.sorting)


def _suggestions(reader: Reader, found: ComparisonRequest) -> list[tuple[str, str]]:
    """Municipalities of nearly the typed name, each with the address of the comparison that it joins."""
    chosen = [*found.choice.asked[: MOST - 1]]
    near = [one for one in _near(reader.portal, found.typed) if one.code not in chosen]
    return [
        (one.called(reader.locale), reader.url("compare", query={"c": ",".join([*chosen, one.code])}))
        for one in near[:SUGGESTIONS]
    ]


def _near(portal: Portal, typed: str) -> list[Municipality]:
    """Municipalities whose name has the typed text, or else is spelled nearly so."""
    municipalities = portal.statistics.municipalities
    found = search(municipalities, typed, SUGGESTIONS)
    if found:
        return found
    names = {name: one for one in municipalities.values() for name in one.folded}
    alike = difflib.get_close_matches(fold(typed), names, n=2 * SUGGESTIONS, cutoff=0.6)
    return [*{names[name].code: names[name] for name in alike}.values()]


PAGE_TYPES = (PageType("compare", page, query_of, label=lazy("Compare"), menu=4),)
