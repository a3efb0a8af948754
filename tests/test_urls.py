from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.file_formats import file_formats
from portal.i18n import LOCALES, Locale
from portal.urls import FILES, PAGES, Address, Addresses, Moved, frames, shared, split

ADDRESSES = Addresses(
    {
        "iisalmi": {"fi": "iisalmi", "sv": "idensalmi", "en": "iisalmi"},
        "kristiinankaupunki": {"fi": "kristiinankaupunki", "sv": "kristinestad", "en": "kristinestad"},
    }
)
ABOUT = {
    "city": "kristiinankaupunki",
    "indicator": "share_15_64",
    "entry": "iisalmi-investor",
    "embed_city": "kristiinankaupunki",
    "embed_indicator": "share_15_64",
}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/fi/", Address("home", "fi")),
        ("/sv/sok", Address("search", "sv")),
        ("/fi/kaupungit", Address("cities", "fi")),
        ("/sv/stader/idensalmi", Address("city", "sv", "iisalmi")),
        ("/en/cities/kristinestad", Address("city", "en", "kristiinankaupunki")),
        ("/fi/tunnusluvut/share_15_64", Address("indicator", "fi", "share_15_64")),
        ("/sv/vi-soker/iisalmi-investor", Address("entry", "sv", "iisalmi-investor")),
        ("/en/accessibility", Address("accessibility", "en")),
        ("/sv/badda-in", Address("embedding", "sv")),
        ("/sv/badda-in/stader/kristinestad", Address("embed_city", "sv", "kristiinankaupunki")),
        ("/fi/upota/tunnusluvut/share_15_64", Address("embed_indicator", "fi", "share_15_64")),
    ],
)
def test_an_address_leads_to_its_page(path: str, address: Address) -> None:
    assert ADDRESSES.match(path) == address


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", PAGES)
def test_every_address_that_is_made_is_read_again(page: str, locale: Locale) -> None:
    about = ABOUT.get(page)
    assert ADDRESSES.match(ADDRESSES.path(page, locale, about)) == Address(page, locale, about)


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/sv/stader/iisalmi", "/sv/stader/idensalmi"),
        ("/fi/kaupungit/kristinestad", "/fi/kaupungit/kristiinankaupunki"),
        ("/en/cities/kristiinankaupunki", "/en/cities/kristinestad"),
        ("/sv/kaupungit/idensalmi", "/sv/stader/idensalmi"),
        ("/fi/indicators/share_15_64", "/fi/tunnusluvut/share_15_64"),
        ("/en/vi-soker/iisalmi-investor", "/en/looking-for/iisalmi-investor"),
        ("/fi/embed/cities/kristinestad", "/fi/upota/kaupungit/kristiinankaupunki"),
        ("/en/upota/tunnusluvut/share_15_64", "/en/embed/indicators/share_15_64"),
        ("/fi", "/fi/"),
        ("/fi/kaupungit/", "/fi/kaupungit"),
        ("/FI/Kaupungit/Iisalmi", "/fi/kaupungit/iisalmi"),
    ],
)
def test_another_languages_words_lead_to_the_right_address(path: str, right: str) -> None:
    assert ADDRESSES.match(path) == Moved(right)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/de/",
        "/fi/kaupungit/espoo",
        "/fi/kaupungit/iisalmi/kartta",
        "/fi/ei-ole",
        "/kaupungit",
        "/fi/<city>",
        "/fi//kaupungit",
        "/fi/kaupungit/%00",
    ],
)
def test_there_is_nothing_at_an_unknown_address(path: str) -> None:
    assert ADDRESSES.match(path) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/fi/upota/kaupungit/iisalmi", "framed"),
        ("/sv/badda-in/nyckeltal/share_15_64", "framed"),
        ("/en/upota/nothing/here", "framed"),
        ("/EN/Embed/cities/iisalmi", "framed"),
        ("/fi/upota", "framing"),
        ("/fi/upota/", "framing"),
        ("/fi/upotakaupungit", "plain"),
        ("/fi/kaupungit/upota", "plain"),
        ("/upota/kaupungit/iisalmi", "plain"),
        ("/embed.js", "plain"),
        ("/", "plain"),
        ("", "plain"),
    ],
)
def test_only_what_is_made_for_frames_may_stand_in_one(path: str, kind: str) -> None:
    assert frames(path) == kind


def test_the_key_of_an_indicator_keeps_its_capitals() -> None:
    assert ADDRESSES.match("/en/indicators/GDP_share") == Address("indicator", "en", "GDP_share")


def test_the_same_page_in_the_other_languages() -> None:
    assert ADDRESSES.others(Address("city", "fi", "kristiinankaupunki")) == {
        "fi": "/fi/kaupungit/kristiinankaupunki",
        "sv": "/sv/stader/kristinestad",
        "en": "/en/cities/kristinestad",
    }


def test_a_query_is_written_after_the_path_with_its_commas_as_they_are() -> None:
    path = ADDRESSES.path("city", "en", "iisalmi", {"i": "population", "p": "140,684"})
    assert path == "/en/cities/iisalmi?i=population&p=140,684"
    assert ADDRESSES.path("search", "fi", query={"q": "terästä & puuta"}) == "/fi/haku?q=ter%C3%A4st%C3%A4+%26+puuta"
    assert ADDRESSES.path("search", "fi", query={}) == "/fi/haku"


@given(st.text(alphabet=string.printable + "åäöß\u0130\u212a%<>/", max_size=60))
def test_whatever_is_asked_for_is_answered(path: str) -> None:
    """And an address that moved leads to one that stands still."""
    for asked in (path, f"/{path}", f"/fi/{path}", f"/sv/stader/{path}", f"/en/indicators/{path}"):
        found = ADDRESSES.match(asked)
        if isinstance(found, Moved):
            assert isinstance(ADDRESSES.match(found.path), Address)
        elif found is not None:
            assert ADDRESSES.path(found.page, found.locale, found.about, form=found.form) == asked


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("page", "form"), [(page, form) for form, one in file_formats().items() for page in one.makers]
)
def test_every_file_has_an_address_that_is_read_again(page: str, form: str, locale: Locale) -> None:
    about = ABOUT.get(page)
    path = ADDRESSES.path(page, locale, about, form=form)
    assert ADDRESSES.match(path) == Address(page, locale, about, form)
    assert split(path) == (ADDRESSES.path(page, locale, about), form)
    assert shared(path)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", FILES)
def test_what_exists_as_files_only_has_no_page(page: str, locale: Locale) -> None:
    assert ADDRESSES.match(ADDRESSES.path(page, locale)) is None


@pytest.mark.parametrize("path", ["/fi/haku.csv", "/fi/.csv", "/fi/tunnusluvut/.csv", "/fi/kunnat.xlsx", "/kunnat.csv"])
def test_there_is_no_file_at_an_unknown_address(path: str) -> None:
    assert ADDRESSES.match(path) is None


def test_the_wrong_words_of_a_file_are_moved_with_its_ending() -> None:
    assert ADDRESSES.match("/sv/kaupungit/iisalmi.CSV-metadata.json") == Moved("/sv/stader/idensalmi.csv-metadata.json")


def test_programs_of_other_sites_may_read_files_and_nothing_else() -> None:
    assert all(shared(path) for path in ("/api", "/api/", "/api/openapi.json", "/sv/kommuner.json", "/fi/x.png"))
    assert not any(shared(path) for path in ("/", "/fi/", "/fi/api", "/apis", "/static/1/a.svg", "/fi/_explorer/x"))
