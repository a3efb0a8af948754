"""A page is one registration beside its maker, and a line of addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html

from portal import pages, urls
from portal.i18n import LOCALES, Locale
from portal.pages.registry import PageType, page_types
from tests.registries.conftest import STUBS, MakeClient, forget
from tests.registries.sources import found, lists

WEATHER: dict[Locale, str] = {"fi": "saa", "sv": "vader", "en": "weather"}
#: Fewer are no list of pages: some words are names of other things too, such as what is found by a search.
MANY = 7


@pytest.fixture
def weather(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(urls.PAGES, "weather", WEATHER)
    monkeypatch.setitem(urls.PATHS, "weather", WEATHER)
    monkeypatch.setattr(pages, "__path__", [*pages.__path__, str(STUBS / "pages")])
    forget()
    yield


@pytest.mark.usefixtures("weather")
def test_a_page_that_is_registered_is_reached_from_the_menu_the_foot_and_the_sitemap(make_client: MakeClient) -> None:
    client = make_client()
    listed = client.get("/sitemap.xml").text
    for locale in LOCALES:
        path = f"/{locale}/{WEATHER[locale]}"
        home = html.document_fromstring(client.get(f"/{locale}/").text)
        for part in ("nav[@class='menu']", "footer"):
            assert [link.text for link in home.xpath(f"//{part}//a[@href='{path}']")] == ["Weather"]
        assert f"{path}</loc>" in listed
        shown = html.document_fromstring(client.get(path).text)
        assert shown.xpath("//main//h1/text()") == ["It rains in 2 towns"]
        assert shown.xpath("//nav[@class='menu']//a[@aria-current='page']/text()") == ["Weather"]
        others = {link.get("hreflang"): link.get("href") for link in shown.xpath("//nav[@class='languages']//a")}
        assert others == {other: f"/{other}/{WEATHER[other]}" for other in LOCALES}
    assert client.get("/sv/weather").headers["Location"] == "/sv/vader"


def test_a_page_with_addresses_alone_is_named_before_anybody_meets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(urls.PAGES, "weather", WEATHER)
    forget()
    with pytest.raises(LookupError, match="weather"):
        page_types()


def test_no_page_lacks_a_part() -> None:
    for page in page_types().values():
        about = ["<" in path for path in urls.PAGES[page.name].values()]
        assert about == [page.subjects is not None] * len(LOCALES), page.name
        assert page.label is not None or not (page.menu or page.footer), page.name
    for places in ([page.menu for page in page_types().values()], [page.footer for page in page_types().values()]):
        taken = sorted(place for place in places if place)
        assert taken == list(range(1, len(taken) + 1))


def test_nothing_else_lists_the_pages() -> None:
    # The long texts are a registry of their own, named as their pages are: the check of content knows no page.
    assert lists({*urls.PAGES}, MANY) == {"portal/urls.py", "portal/content/texts.py"}


def test_a_list_of_pages_is_seen_in_whatever_way_it_is_written() -> None:
    assert any(found('A = {"home": 1, "find": 2}', {"home", "find"}, 2))
    assert any(found('A = [("home", 1), ("find", 2)]', {"home", "find"}, 2))
    assert not any(found('A = {"home": "find"}', {"home", "find"}, 2))


def test_a_page_needs_no_more_than_its_name_and_its_maker() -> None:
    page = PageType("home", page_types()["home"].maker)
    assert (page.subjects, page.menu, page.footer, page.in_sitemap) == (None, None, None, True)
