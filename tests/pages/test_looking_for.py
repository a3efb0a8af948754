from __future__ import annotations

import dataclasses
import datetime as dt
from urllib.parse import unquote

import pytest

from portal.pages import MissingError, Pages
from portal.profile import Portal
from portal.urls import Address
from tests.pages.conftest import Open

LISTS = {"fi": "/fi/etsimme", "sv": "/sv/vi-soker", "en": "/en/looking-for"}
LAST = dt.date(2026, 12, 31)


def test_the_list_has_everything_and_each_thing_once(show: Open, portal: Portal) -> None:
    for locale, path in LISTS.items():
        links = show(path).all("//main//h3/a/@href | //main//li/a/@href")
        found = [link for link in links if link.startswith(f"{path}/")]
        wanted = [f"{path}/{entry.id}" for city in portal.cities.values() for entry in city.looking_for]
        assert sorted(found) == sorted(wanted), locale


def test_actors_come_before_workers(show: Open, portal: Portal) -> None:
    kinds = {entry.id: entry.kind for city in portal.cities.values() for entry in city.looking_for}
    links = show("/en/looking-for").all("//main//h3/a/@href | //main//li/a/@href")
    found = [kinds[link.rsplit("/", 1)[-1]] for link in links if link.rsplit("/", 1)[-1] in kinds]
    assert found == sorted(found)


def test_an_entry_names_its_source_and_a_way_to_answer_that_names_the_entry(show: Open, portal: Portal) -> None:
    for key, city in portal.cities.items():
        for entry in city.looking_for:
            page = show(portal.addresses.path("entry", "fi", entry.id))
            assert page.one("//h1").text_content() == entry.what.fi
            source = city.sources[entry.source]
            assert (source.publisher_names.fi if source.publisher_names else source.publisher) in page.text
            letters = [unquote(str(href)) for href in page.all("//a[contains(@href, 'mailto:')]/@href")]
            if letters:
                assert any(entry.what.fi in letter for letter in letters), (key, entry.id)


@pytest.fixture
def ending(portal: Portal) -> Pages:
    """The pages of a site where one entry ends on the last day of the year."""
    city = portal.cities["raahe"]
    first, *others = city.looking_for
    changed = city.model_copy(update={"looking_for": [first.model_copy(update={"valid_until": LAST}), *others]})
    content = dataclasses.replace(portal.content, cities={**portal.content.cities, "raahe": changed})
    return Pages(dataclasses.replace(portal, content=content), lambda name: f"/static/{name}", lambda locale: {})


def test_an_entry_is_shown_until_its_last_day_and_gone_the_day_after(ending: Pages, portal: Portal) -> None:
    entry = portal.cities["raahe"].looking_for[0]
    address = Address("entry", "fi", entry.id)
    after = LAST + dt.timedelta(days=1)
    assert "31.12.2026" in ending.render(address, {}, LAST)
    with pytest.raises(MissingError):
        ending.render(address, {}, after)
    for about in (Address("looking_for", "fi"), Address("city", "fi", "raahe"), Address("home", "fi")):
        path = f"/fi/etsimme/{entry.id}"
        assert path in ending.render(about, {}, LAST)
        assert path not in ending.render(about, {}, after)
    search = Address("search", "fi")
    assert path in ending.render(search, {"q": entry.what.fi}, LAST)
    assert path not in ending.render(search, {"q": entry.what.fi}, after)
