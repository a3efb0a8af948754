"""The search page: what is found, how it came about, and ways on where the portal has no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal import i18n
from portal.domain.profile import forms
from portal.folding import tidy
from portal.i18n import LANGUAGES, _, lazy
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType, never_cached
from portal.search.documents import Document
from portal.search.index import MOST, Answer, index
from portal.urls import Address

#: A query is cut here; nobody searches with a novel.
LONGEST = 120


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The search page; without a query it is the form alone."""
    asked = cut(tidy(query.get("q", "")))
    answer = index(reader.portal, reader.locale).answer(asked) if asked else Answer()
    today = {entry.id for _key, entry in reader.portal.sought(reader.today)}
    found = [one for one in answer.found if one.kind != "entry" or one.key in today]
    return Page(
        title=_("Search: %(query)s", query=asked) if asked else _("Search"),
        description=_("Search the towns, their themes and actors, whom they look for, and the indicators."),
        template="search.html",
        values={
            "asked": asked,
            "found": len(found),
            "most": MOST,
            "groups": _groups(found),
            "remarks": _remarks(answer) if found else [],
            "lacking": [topic.lacking for topic in answer.topics if topic.lacking],
            "themes": _themes(reader, answer),
            "towns": [_contacts(reader, town) for town in answer.towns],
        },
        query={"q": asked} if asked else {},
        index=False,
    )


def cut(text: str) -> str:
    """As many whole words of a query as are looked at."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]


def _groups(found: Sequence[Document]) -> list[tuple[str, list[Document]]]:
    """What is found under the name of its kind; kinds of which nothing is found are left out."""
    kinds = {
        "city": _("Towns"),
        "entry": _("Opportunities"),
        "strength": _("Strengths"),
        "theme": _("Themes"),
        "site": _("Parks and sites"),
        "actor": _("Actors"),
        "fact": _("Facts"),
        "indicator": _("Indicators"),
    }
    groups = [(label, [one for one in found if one.kind == kind]) for kind, label in kinds.items()]
    return [group for group in groups if group[1]]


def _remarks(answer: Answer) -> list[str]:
    """How the results came about, where they do not hold just what was asked."""
    said = []
    if answer.instead:
        said.append(
            _("Nothing was found with that spelling. These are the results for “%(query)s”.", query=answer.instead)
        )
    if answer.without:
        quoted = [_("“%(word)s”", word=word) for word in answer.without]
        words = i18n.listing(quoted, i18n.current())
        said.append(_("Nothing was found for %(words)s. These are the results for the rest.", words=words))
    elif answer.some:
        said.append(_("Nothing has all of the words together. These results have most of them."))
    return [*said, _(LANGUAGES[answer.language].found_in)] if answer.language else said


def _contacts(reader: Reader, town: str) -> tuple[str, str]:
    """Whose contacts they are, and where they stand."""
    city = reader.portal.cities[town]
    name = forms(city, reader.locale).genitive
    # Translators: Rauma's contacts; the name is in the genitive.
    return _("%(town)s contacts", town=name), f"{reader.url('city', town)}#contact"


def _themes(reader: Reader, answer: Answer) -> list[tuple[str, str]]:
    """The themes of indicators that are nearest to what was asked, each with its address; all where none is near."""
    statistics = reader.portal.statistics
    near = [key for topic in answer.topics for key in topic.themes]
    near += [
        statistics.indicator(key).theme for topic in answer.topics for key in topic.indicators if key in statistics.keys
    ]
    names = statistics.catalogue.themes
    here = reader.url("indicators")
    return [
        (reader.localized(names[key].name), f"{here}#{key}") for key in dict.fromkeys(near) or names if key in names
    ]


#: What was searched for is nobody else's.
PAGE_TYPES = (PageType("search", page, never_cached, in_sitemap=False, label=lazy("Search"), menu=8),)
