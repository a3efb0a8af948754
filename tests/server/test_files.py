"""What is cached of files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from portal.exports.file_request import Export
from portal.server.body import Body
from portal.server.cache import OVERHEAD, ByteLimitedCache, PageCache
from portal.urls import Address, Addresses

CSV, PNG = Address("indicators", "fi", form="csv"), Address("compare", "fi", form="png")


def body(text: str = "x", weight: int = 1000) -> Body:
    return Body([], text, lambda encoding: text.encode(), weight=weight)


def test_the_least_asked_for_leaves_first_when_the_cache_is_full() -> None:
    cache: ByteLimitedCache[tuple[str, str]] = ByteLimitedCache(limit=2 * (OVERHEAD + 1000))
    first, second, third = body("1"), body("2"), body("3")
    cache.put(("a", ""), first)
    cache.put(("b", ""), second)
    assert cache.get(("a", "")) is first
    cache.put(("c", ""), third)
    assert cache.get(("b", "")) is None
    assert (cache.get(("a", "")), cache.get(("c", ""))) == (first, third)


def test_a_body_cached_again_weighs_once_and_one_that_is_too_big_is_not_cached() -> None:
    cache: ByteLimitedCache[tuple[str, str]] = ByteLimitedCache(limit=OVERHEAD + 1000)
    for _again in range(5):
        cache.put(("a", ""), body())
    cache.put(("big", ""), body(weight=1001))
    assert cache.get(("big", "")) is None
    assert cache.get(("a", "")) is not None


class SmallFiles:
    """Files that say their query, and count how often they are made."""

    def __init__(self) -> None:
        self.made: list[tuple[Address, dict[str, str]]] = []

    def query_of(self, address: Address, args: Mapping[str, str]) -> dict[str, str]:
        return {name: args[name] for name in ("view",) if name in args}

    def make(self, address: Address, query: Mapping[str, str], today: dt.date) -> Export:
        if address.page == "cities":
            raise LookupError("cities")
        self.made.append((address, dict(query)))
        dense = address.form == "png"
        link = "/fi/tunnusluvut.csv-metadata.json" if not dense else ""
        return Export(f"{query}".encode(), "text/csv" if not dense else "image/png", "a.csv", dense, dense, link)


@pytest.fixture
def files() -> SmallFiles:
    return SmallFiles()


@pytest.fixture
def page_cache(small_pages: Any, addresses: Addresses, files: SmallFiles) -> PageCache:
    def path_of(address: Address) -> str:
        return addresses.path(address.page, address.locale, address.about, form=address.form)

    pages = small_pages(None, lambda name: name, lambda locale: {})
    return PageCache(pages, path_of, lambda path: [("X-Any", "thing")], lambda: dt.date(2026, 11, 23), files=files)


def test_a_file_is_made_once_and_found_before_anything_else(page_cache: PageCache, files: SmallFiles) -> None:
    plain, view = page_cache.file(CSV, {"utm": "x"}), page_cache.file(CSV, {"view": "map"})
    assert page_cache.file(CSV, {}) is plain
    assert page_cache.find("/fi/tunnusluvut.csv", "") is plain
    assert page_cache.find("/fi/tunnusluvut.csv", "utm=y") is plain
    assert page_cache.find("/fi/tunnusluvut.csv", "view=map&utm=y") is view
    assert page_cache.find("/fi/tunnusluvut.csv", "view=trend") is None
    assert files.made == [(CSV, {}), (CSV, {"view": "map"})]


def test_a_table_is_saved_and_describes_itself_a_picture_is_shown(page_cache: PageCache) -> None:
    table, picture = page_cache.file(CSV, {}).variant("br"), page_cache.file(PNG, {}).variant("identity")
    assert ("Content-Disposition", 'attachment; filename="a.csv"') in table.headers
    link = '</fi/tunnusluvut.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert ("Link", link) in table.headers
    assert ("Content-Encoding", "br") in table.headers
    assert ("Content-Disposition", 'inline; filename="a.csv"') in picture.headers
    assert ("Content-Type", "image/png") in picture.headers
    assert not [name for name, _value in picture.headers if name in ("Content-Encoding", "Link")]


def test_a_file_that_is_not_there_leaves_nothing_behind(page_cache: PageCache) -> None:
    with pytest.raises(LookupError):
        page_cache.file(Address("cities", "fi", form="csv"), {})
    assert page_cache.find("/fi/kaupungit.csv", "") is None
