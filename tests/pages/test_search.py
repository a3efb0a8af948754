from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.pages.search import LONGEST
from portal.search.index import MOST, Index, index
from tests.pages.conftest import Open, Shown

WAYS = {"fi": "/fi/loyda-paikkasi", "sv": "/sv/hitta-din-plats", "en": "/en/find-your-place"}
CONTACTS = {"fi": "/fi/yhteys#direct", "sv": "/sv/kontakt#direct", "en": "/en/contact#direct"}
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
        ("fi", "työttömyys", "Työttömien työnhakijoiden osuus työvoimasta, vuoden keskiarvo"),
        ("sv", "hamnen", "Industriföretag intill hamnen"),
        ("sv", "stal", "Fossilfritt stål"),
        ("sv", "folkmängd", "Folkmängd"),
        ("en", "ports", "A busy general port"),
        ("en", "hydrogen", "Investors in hydrogen production and storage"),
        ("en", "UNEMPLOYED", "Share of unemployed jobseekers in the labour force, mean of the year"),
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
    assert "Teollisuusyrityksiä sataman viereen" in groups["Keitä etsitään"]
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
    leads = {str(href) for href in page.all("//*[@aria-labelledby='ways-on']//a/@href")}
    assert {WAYS[locale], CONTACTS[locale]} <= leads
    assert len([href for href in leads if "#" in href and href != CONTACTS[locale]]) == 4  # the themes of indicators


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
        assert len(index(portal, locale).answer(asked).found) <= MOST


@how(max_examples=40)
@given(asked=st.text(max_size=30))
def test_whatever_is_asked_is_answered(portal: Portal, asked: str) -> None:
    assert len(index(portal, "fi").answer(asked).found) <= MOST


def test_every_town_is_found_by_each_form_of_its_name(portal: Portal) -> None:
    for locale in LOCALES:
        search: Index = index(portal, locale)
        for city in portal.cities.values():
            own = getattr(city.name, locale)
            for form in [*own.model_dump().values(), *city.name.fi.model_dump().values()]:
                name = form.removeprefix("i ").removeprefix("in ").removesuffix("'s")
                assert own.nominative in [entry.title for entry in search.answer(name).found if entry.kind == "city"], (
                    form
                )


def test_every_indicator_and_everything_sought_is_found_by_its_name(portal: Portal) -> None:
    for locale in LOCALES:
        search = index(portal, locale)
        for key in portal.statistics.keys:
            name = getattr(portal.statistics.indicator(key).name, locale)
            assert portal.addresses.path("indicator", locale, key) in [
                entry.href for entry in search.answer(name).found
            ], name
        for city in portal.cities.values():
            for entry in city.looking_for:
                what = getattr(entry.what, locale)
                path = portal.addresses.path("entry", locale, entry.id)
                assert path in [hit.href for hit in search.answer(what).found], what


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


@pytest.mark.parametrize(
    ("locale", "asked", "key"),
    [
        ("fi", "työttömyysaste", "unemployed_jobseekers_share_annual_mean"),
        ("fi", "työttömyysasteen", "unemployed_jobseekers_share_annual_mean"),
        ("fi", "asukasluku", "population"),
        ("fi", "ASUKASLUVUN", "population"),
        ("fi", "palkat", "median_income_inhabitants"),
        ("fi", "palkkojen", "median_income_inhabitants"),
        ("sv", "arbetslöshetsgrad", "unemployed_jobseekers_share_annual_mean"),
        ("sv", "arbetsloshetsgraden", "unemployed_jobseekers_share_annual_mean"),
        ("sv", "invånarantal", "population"),
        ("sv", "löner", "median_income_inhabitants"),
        ("en", "wages", "median_income_inhabitants"),
        ("en", "Inhabitants", "population"),
        ("en", "unemployment rate", "unemployed_jobseekers_share_annual_mean"),
        ("en", "asukasluku", "population"),
        ("fi", "wages", "median_income_inhabitants"),
        ("en", "number of inhabitants", "population"),
        ("en", "cost of living", "price_old_flats_per_m2"),
        ("en", "what is the cost of living", "price_old_flats_per_m2"),
    ],
)
def test_official_terms_and_common_synonyms_lead_to_the_indicator(
    show: Open, portal: Portal, locale: Locale, asked: str, key: str
) -> None:
    first = ask(show, asked, locale).all("//main//ul[@class='index']//a/@href")[0]
    assert first == portal.addresses.path("indicator", locale, key)


LACKING = [
    ("fi", "tontit"),
    ("fi", "sähköverkko"),
    ("fi", "yritystuet"),
    ("fi", "datakeskus"),
    ("fi", "verokannustimet"),
    ("fi", "elinkustannukset"),
    ("sv", "företagstomter"),
    ("en", "tax breaks"),
    ("sv", "tomter"),
    ("sv", "elnät"),
    ("sv", "bidrag"),
    ("sv", "datahall"),
    ("en", "plots"),
    ("en", "electricity grid"),
    ("en", "incentives"),
    ("en", "data centre"),
    ("en", "wages"),
]


@pytest.mark.parametrize(("locale", "asked"), LACKING)
def test_what_the_portal_does_not_have_is_said_with_ways_on(show: Open, locale: Locale, asked: str) -> None:
    page = ask(show, asked, locale)
    assert page.one("//main//p[@class='message']").text_content()
    leads = page.all("//*[@aria-labelledby='ways-on']//a/@href")
    assert {WAYS[locale], CONTACTS[locale]} <= {*leads}
    assert any(href.partition("#")[2] in ("people", "work", "economy", "living") for href in leads)
    for href in leads:
        path, _mark, fragment = href.partition("#")
        assert not fragment or show(path).all(f"//*[@id='{fragment}']"), href


def test_a_town_that_was_named_is_the_one_to_ask(show: Open) -> None:
    leads = ask(show, "plots in Rauma", "en").all("//*[@aria-labelledby='ways-on']//a/@href")
    assert "/en/cities/rauma#contact" in leads
    assert CONTACTS["en"] not in leads


@pytest.mark.parametrize(
    ("locale", "asked"),
    [
        ("fi", "Rauma väkiluku"),
        ("sv", "Raumo folkmängd"),
        ("en", "population of Rauma"),
        ("en", "how many people live in Rauma"),
        ("sv", "hur många bor i Raumo"),
        ("fi", "paljonko Raumalla asuu ihmisiä"),
    ],
)
def test_an_indicator_with_a_town_leads_to_the_towns_own_figures(show: Open, locale: Locale, asked: str) -> None:
    href = ask(show, asked, locale).all("//main//ul[@class='index']//a/@href")[0]
    assert href.endswith("?i=population#numbers")
    assert show(href.partition("#")[0]).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "sa\u0308hko\u0308verkko",
        "sähkö\u00adverkko",
        "sähkö\u200bverkko",
        "\ufeffsähköverkko\u200d",
        "\u00a0sähköverkko\u2003",
        "ｓähköverkko",
        "SÄHKÖVERKKO",
        "sahkoverkko",
    ],
)
def test_letters_that_look_alike_are_the_same(show: Open, asked: str) -> None:
    assert found(ask(show, asked)) == found(ask(show, "sähköverkko")) != []


@pytest.mark.parametrize(
    ("locale", "asked", "noise"), [("fi", "mat", "mää"), ("sv", "mat", "mått"), ("fi", "palkat", "paikallis")]
)
def test_a_beginning_that_only_looks_alike_finds_nothing(show: Open, locale: Locale, asked: str, noise: str) -> None:
    page = ask(show, asked, locale)
    assert not [text for text in page.all("//main//ul[@class='index']//li") if noise in text.text_content().casefold()]


def test_the_letter_itself_comes_before_the_one_without_its_marks(portal: Portal) -> None:
    places = [one.title for one in index(portal, "fi").answer("saha").found]
    assert any("saha" in title.casefold() for title in places[:2])


@pytest.mark.parametrize(
    ("locale", "asked", "meant"),
    [
        ("fi", "satmaa", "satama"),
        ("fi", "matkialu", "matkailu"),
        ("en", "hydrgen", "hydrogen"),
        ("sv", "vindkaft", "vindkraft"),
    ],
)
def test_a_misspelt_word_is_answered_as_it_was_meant_and_that_is_said(
    show: Open, locale: Locale, asked: str, meant: str
) -> None:
    page = ask(show, asked, locale)
    assert found(page) == found(ask(show, meant, locale)) != []
    assert meant in page.one("//main//p[@role='status']/following-sibling::p[1]").text_content()
    assert page.one("//main//input[@name='q']").get("value") == asked


def test_the_words_of_another_language_find_and_that_is_said(show: Open) -> None:
    page = ask(show, "hydrogen", "fi")
    assert "Vety" in found(page)
    assert "englannin" in page.one("//main//p[@role='status']/following-sibling::p[1]").text_content()


def test_words_that_nothing_has_are_named_and_the_rest_is_answered(show: Open) -> None:
    page = ask(show, "hydrogen zzyzx", "en")
    assert found(page) == found(ask(show, "hydrogen", "en"))
    assert "zzyzx" in page.one("//main//p[@role='status']/following-sibling::p[1]").text_content()


def test_small_words_do_not_matter(show: Open) -> None:
    assert found(ask(show, "the port of Rauma", "en")) == found(ask(show, "port Rauma", "en")) != []


@pytest.mark.parametrize("asked", ["el nät", "el-nät", "elnät", "EL\u2011NÄT"])
def test_a_compound_may_be_typed_in_one_or_two(show: Open, asked: str) -> None:
    assert "Starkt elnät" in found(ask(show, asked, "sv"))


@pytest.mark.parametrize("asked", ["...", "?!", "–", "\u200b\u00ad", "💡"])
def test_punctuation_alone_is_told_to_find_nothing_or_is_no_question(show: Open, asked: str) -> None:
    page = ask(show, asked, "en")
    assert found(page) == []
    assert len(page.all("//*[@role='status']")) == (0 if asked == "\u200b\u00ad" else 1)
