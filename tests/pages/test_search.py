from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from portal.i18n import LOCALES, Locale
from portal.pages.search import LONGEST, MOST, Index, index, plain
from portal.profile import Portal
from tests.pages.conftest import Open, Shown

PATHS = {"fi": "/fi/haku", "sv": "/sv/sok", "en": "/en/search"}


def found(page: Shown) -> list[str]:
    return found_in(page.one("//main"))


def found_in(part: Any) -> list[str]:
    return [link.text_content() for link in part.xpath(".//ul[@class='index']//a")]


def ask(show: Open, asked: str, locale: Locale = "fi") -> Shown:
    page = show(f"{PATHS[locale]}?q={quote(asked)}")
    assert page.status == 200
    return page


@pytest.mark.parametrize(
    ("locale", "asked", "first"),
    [
        ("fi", "Rauma", "Rauma"),
        ("fi", "rAUMA", "Rauma"),
        ("fi", "  rauma  ", "Rauma"),
        ("fi", "Raumalla", "Rauma"),
        ("fi", "Raumalta", "Rauma"),
        ("fi", "Iisalmen", "Iisalmi"),
        ("fi", "Kristiinankaupungissa", "Kristiinankaupunki"),
        ("fi", "kristiinankaupungista", "Kristiinankaupunki"),
        ("fi", "Taivalkoskella", "Taivalkoski"),
        ("fi", "Kauhajoelle", "Kauhajoki"),
        ("fi", "keuru", "Keuruu"),
        ("fi", "savonlina", "Savonlinna"),
        ("fi", "Nyslott", "Savonlinna"),
        ("fi", "idensalmi", "Iisalmi"),
        ("sv", "Raahe", "Brahestad"),
        ("sv", "Brahestads", "Brahestad"),
        ("sv", "Kristiinankaupungissa", "Kristinestad"),
        ("en", "Raumo", "Rauma"),
        ("en", "Kristiinankaupunki", "Kristinestad"),
    ],
)
def test_a_town_is_found_by_any_form_of_any_of_its_names(show: Open, locale: Locale, asked: str, first: str) -> None:
    assert found(ask(show, asked, locale))[0] == first


@pytest.mark.parametrize(
    ("locale", "asked", "expected"),
    [
        ("fi", "terästä", "Terästä ja teollisia työpaikkoja"),
        ("fi", "terasta", "Terästä ja teollisia työpaikkoja"),
        ("fi", "TERÄS", "Fossiilivapaa teräs"),
        ("fi", "vedyn", "Vety"),
        ("fi", "sahoja", "Sellutehdas ja uusi saha"),
        ("fi", "väkiluvun", "Väkiluku"),
        ("fi", "satamassa", "Rauman satama"),
        ("fi", "satama", "Teollisuusyrityksiä sataman viereen"),
        ("fi", "tuulivoiman", "Tuulivoimaseutu"),
        ("fi", "väkiluku", "Väkiluku"),
        ("fi", "vakiluku", "Väkiluku"),
        ("fi", "työttömyys", "Työttömien osuus työvoimasta"),
        ("sv", "hamnen", "Industriföretag intill hamnen"),
        ("sv", "stal", "Fossilfritt stål"),
        ("sv", "folkmängd", "Folkmängd"),
        ("en", "ports", "A busy general port"),
        ("en", "hydrogen", "Investors in hydrogen production and storage"),
        ("en", "UNEMPLOYED", "Share of the unemployed in the labour force"),
    ],
)
def test_a_thing_is_found_whatever_its_case_diacritics_and_ending(
    show: Open, locale: Locale, asked: str, expected: str
) -> None:
    assert expected in found(ask(show, asked, locale))


def test_words_asked_together_must_all_be_there(show: Open) -> None:
    both, one = found(ask(show, "rauma satama")), found(ask(show, "satama"))
    assert "Rauman satama" in both
    assert "Raahen Satama Oy" in one
    assert "Raahen Satama Oy" not in both


def test_results_stand_under_their_kind(show: Open) -> None:
    page = ask(show, "satama")
    groups = {section.find("h2").text: found_in(section) for section in page.all("//main//section[h2]")}
    assert "Rauma" in groups["Kaupungit"]
    assert "Teollisuusyrityksiä sataman viereen" in groups["Etsimme"]
    assert "Rauman satama" in groups["Toimijat"]
    assert "Tunnusluvut" not in groups


def test_the_number_of_results_is_said_and_right(show: Open) -> None:
    page = ask(show, "Kristinestad", "fi")
    results = len(found(page))
    assert page.one("//*[@role='status']").text_content().split()[0] == str(results)
    assert results == 2
    one = ask(show, "Nyslott", "fi")
    assert one.one("//*[@role='status']").text_content() == "1 hakutulos"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("fi", "Haulla ”qwertyzxcv” ei löytynyt mitään."),
        ("sv", "Sökningen ”qwertyzxcv” gav inga träffar."),
        ("en", "Nothing was found for “qwertyzxcv”."),
    ],
)
def test_when_nothing_is_found_that_is_said_with_a_way_on(show: Open, locale: Locale, words: str) -> None:
    page = ask(show, "qwertyzxcv", locale)
    assert found(page) == []
    assert page.one("//*[@role='status']").text_content() == words
    assert len(page.all("//main//p[a]/a")) == 3


def test_an_empty_search_is_the_form_alone(show: Open) -> None:
    for path in ("/fi/haku", "/fi/haku?q=", "/fi/haku?q=+%20+", "/fi/haku?x=1"):
        page = show(path)
        assert page.status == 200
        assert found(page) == []
        assert page.all("//*[@role='status']") == []


def test_what_was_asked_stays_in_the_form(show: Open) -> None:
    assert ask(show, "terästä").one("//main//input[@name='q']").get("value") == "terästä"


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE", "{{7*7}}"]
)
def test_what_looks_like_code_is_shown_as_text(show: Open, asked: str) -> None:
    page = ask(show, asked)
    assert page.one("//main//input[@name='q']").get("value") == asked
    assert asked in page.one("//head/title").text
    assert page.all("//main//img | //main//script | //@onerror") == []


def test_a_very_long_question_is_cut(show: Open) -> None:
    page = ask(show, "satama " * 1000)
    assert len(page.one("//main//input[@name='q']").get("value")) <= LONGEST
    assert "Rauman satama" in found(page)


@pytest.mark.parametrize("asked", ["", " ", "?", "...", "\u0000", "💡", "a", "å", "%", "'", "\u200b", "\u0130"])
def test_no_question_is_too_strange(portal: Portal, asked: str) -> None:
    for locale in LOCALES:
        assert len(index(portal, locale).find(asked)) <= MOST


@how(max_examples=40)
@given(asked=st.text(max_size=30))
def test_whatever_is_asked_is_answered(portal: Portal, asked: str) -> None:
    assert len(index(portal, "fi").find(asked)) <= MOST


def test_every_town_is_found_by_each_form_of_its_name(portal: Portal) -> None:
    for locale in LOCALES:
        search: Index = index(portal, locale)
        for city in portal.cities.values():
            own = getattr(city.name, locale)
            for form in [*own.model_dump().values(), *city.name.fi.model_dump().values()]:
                name = form.removeprefix("i ").removeprefix("in ").removesuffix("'s")
                assert own.nominative in [entry.title for entry in search.find(name) if entry.kind == "city"], form


def test_every_indicator_and_everything_sought_is_found_by_its_name(portal: Portal) -> None:
    for locale in LOCALES:
        search = index(portal, locale)
        for key in portal.statistics.keys:
            name = getattr(portal.statistics.indicator(key).name, locale)
            assert portal.addresses.path("indicator", locale, key) in [entry.href for entry in search.find(name)], name
        for city in portal.cities.values():
            for entry in city.looking_for:
                what = getattr(entry.what, locale)
                path = portal.addresses.path("entry", locale, entry.id)
                assert path in [hit.href for hit in search.find(what)], what


def test_every_result_leads_somewhere(show: Open, client: Any) -> None:
    leads = {
        str(href) for asked in ("satama", "yritykset", "työ") for href in ask(show, asked).all("//main//li/a/@href")
    }
    assert len(leads) > 20
    for href in leads:
        path, _mark, fragment = href.partition("#")
        target = show(path)
        assert target.status == 200
        assert not fragment or target.all(f"//*[@id='{fragment}']"), href


def test_letters_lose_their_marks_and_their_size() -> None:
    assert plain("Kyrönjoki ÅÄÖ é") == "kyronjoki aao e"
