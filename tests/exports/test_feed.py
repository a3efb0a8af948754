"""The looking-for entries as a feed: whole by RFC 4287, and true to the pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.domain.entries import EntryFilter
from portal.domain.profile import Portal
from portal.exports.feed import ATOM, atom
from portal.i18n import HTML_LANG, LOCALES, Locale, LocalizedText

TODAY = dt.date(2026, 11, 23)
A = f"{{{ATOM}}}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(portal: Portal, locale: Locale = "en", choice: EntryFilter | None = None, today: dt.date = TODAY) -> Any:
    return ElementTree.fromstring(atom(portal, locale, choice or EntryFilter(), today).encode())


def text(parent: Any, name: str) -> str:
    (found,) = parent.findall(f"{A}{name}")
    return str(found.text)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_feed_has_all_that_a_feed_must_have(portal: Portal, locale: Locale) -> None:
    root = feed(portal, locale)
    assert root.tag == f"{A}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == HTML_LANG[locale]
    assert text(root, "id").startswith("http")
    assert text(root, "title").endswith(getattr(portal.site.name, locale))
    assert text(root.find(f"{A}author"), "name")
    (self,) = [link.get("href") for link in root.findall(f"{A}link") if link.get("rel") == "self"]
    assert self == portal.site.site_url + portal.addresses.path("looking_for", locale, form="atom")
    for part in [root, *root.findall(f"{A}entry")]:
        assert MOMENT.fullmatch(text(part, "updated"))
        kinds = [(link.get("type"), link.get("hreflang")) for link in part.findall(f"{A}link[@rel='alternate']")]
        assert len(set(kinds)) == len(kinds)
    moments = [text(entry, "updated") for entry in root.findall(f"{A}entry")]
    assert text(root, "updated") == max(moments)
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_valid_entry_is_there_once_under_its_pages_address(portal: Portal, locale: Locale) -> None:
    site = portal.site.site_url
    ids = [text(entry, "id") for entry in feed(portal, locale).findall(f"{A}entry")]
    wanted = [site + portal.addresses.path("entry", locale, entry.id) for _town, entry in portal.sought(TODAY)]
    assert sorted(ids) == sorted(wanted)


def test_an_entry_says_who_said_it_and_that_the_town_has_not_confirmed_it(portal: Portal) -> None:
    entries = {text(entry, "id").rsplit("/", 1)[-1]: entry for entry in feed(portal).findall(f"{A}entry")}
    entry = entries["rauma-wood-fibre-processors"]
    assert text(entry, "summary").endswith("Source: City of Rauma, 2023 · unconfirmed.")
    assert text(entry, "title") == "Processors of wood fibre, tannins and flue gases – Rauma"
    assert text(entry, "published").startswith("2023-")
    terms = {category.get("term"): category.get("label") for category in entry.findall(f"{A}category")}
    assert terms["C"] == "Manufacturing"
    assert terms["company"] == "Company"


def test_a_part_of_the_entries_is_a_feed_of_its_own(portal: Portal) -> None:
    root = feed(portal, "sv", EntryFilter(role="investor"))
    assert text(root, "id").endswith("/sv/vi-soker?role=investor")
    assert {link.get("href").rsplit("?")[-1] for link in root.findall(f"{A}link")} == {"role=investor"}
    assert 0 < len(root.findall(f"{A}entry")) < len(portal.sought(TODAY))


def test_a_feed_of_nothing_is_still_a_feed(portal: Portal) -> None:
    root = feed(portal, "en", EntryFilter(role="public"))
    assert root.findall(f"{A}entry") == []
    assert MOMENT.fullmatch(text(root, "updated"))


def changed(portal: Portal, **fields: Any) -> Portal:
    """The site with the first entry of Raahe changed."""
    city = portal.cities["raahe"]
    first, *others = city.looking_for
    mended = city.model_copy(update={"looking_for": [first.model_copy(update=fields), *others]})
    content = dataclasses.replace(portal.content, cities={**portal.content.cities, "raahe": mended})
    return dataclasses.replace(portal, content=content)


def test_what_the_town_confirms_comes_first_and_what_has_ended_is_gone(portal: Portal) -> None:
    site = changed(portal, confirmed=dt.date(2026, 11, 20), valid_until=dt.date(2026, 12, 31))
    first = feed(site).findall(f"{A}entry")[0]
    assert text(first, "id").endswith(site.cities["raahe"].looking_for[0].id)
    assert "Valid until 31 December 2026." in text(first, "summary")
    assert "confirmed on 20 November 2026" in text(first, "summary")
    after = [text(entry, "id") for entry in feed(site, today=dt.date(2027, 1, 1)).findall(f"{A}entry")]
    assert text(first, "id") not in after


HOSTILE = "\u202e<b>&]]>\"'\x00\x0b\ufffe 😀 <![CDATA[ %(x)s"


def test_no_text_breaks_the_feed(portal: Portal) -> None:
    words = LocalizedText(fi=HOSTILE, sv=HOSTILE, en=HOSTILE)
    root = feed(changed(portal, what=words, text=words, themes=[words]))
    entries = root.findall(f"{A}entry")
    (entry,) = [one for one in entries if "😀" in text(one, "title")]
    assert text(entry, "title") == "\u202e<b>&]]>\"' 😀 <![CDATA[ %(x)s – Raahe"
    assert len(entries) == len(portal.sought(TODAY))
