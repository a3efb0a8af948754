"""The page of several places side by side."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.pages.rendering import Pages
from portal.urls import Address
from tests.pages.conftest import Open, Shown

PATHS = {"fi": "/fi/vertailu", "sv": "/sv/jamfor", "en": "/en/compare"}
TODAY = dt.date(2026, 11, 23)


def columns(page: Shown) -> list[str]:
    return [head.text_content() for head in page.all("//table[contains(@class, 'side-by-side')]/thead//th")][1:]


def messages(page: Shown) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.all("//p[@class='message']")]


def ticked(page: Shown) -> list[str]:
    return page.all("//form[@class='choose']//input[@type='checkbox'][@checked]/@value")


def test_without_a_choice_the_ten_are_compared(show: Open, portal: Portal) -> None:
    for path in PATHS.values():
        page = show(path)
        assert len(columns(page)) == 10
        assert ticked(page) == list(portal.statistics.cities)
        assert messages(page) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_chosen_places_stand_side_by_side_in_their_order(show: Open, portal: Portal, locale: Locale) -> None:
    page = show(f"{PATHS[locale]}?c=684,140,091")
    names = {"fi": ["Rauma", "Iisalmi", "Helsinki"], "sv": ["Raumo", "Idensalmi", "Helsingfors"]}
    expected = names.get(locale, ["Rauma", "Iisalmi", "Helsinki"])
    assert columns(page) == expected
    assert all(name in page.one("//h1").text for name in expected)
    assert sorted(ticked(page)) == ["091", "140", "684"]
    assert page.one("//head/title").text.startswith(page.one("//h1").text)


def test_a_form_that_repeats_the_parameter_reads_like_commas(show: Open) -> None:
    assert columns(show("/en/compare?c=&c=140&c=684&add=")) == columns(show("/en/compare?c=140,684"))


@pytest.mark.parametrize("typed", ["Helsinki", "helsingfors", " HELSINKI ", "091"])
def test_a_typed_municipality_joins_the_choice(show: Open, typed: str) -> None:
    page = show(f"/en/compare?c=140&c=684&add={quote(typed)}")
    assert columns(page) == ["Iisalmi", "Rauma", "Helsinki"]
    assert page.one("//input[@id='add']").get("value") == ""
    assert messages(page) == []


def test_a_name_is_found_without_its_diacritics(show: Open) -> None:
    assert columns(show("/en/compare?c=140,684&add=jamsa"))[-1] == "Jämsä"


def test_an_unknown_name_is_told_beside_the_field_and_stays_in_it(show: Open) -> None:
    page = show("/en/compare?c=140,684&add=Helsnki")
    field = page.one("//input[@id='add']")
    assert (field.get("value"), field.get("aria-invalid")) == ("Helsnki", "true")
    (message,) = messages(page)
    assert message.startswith("No municipality of Finland has this name.")
    (link,) = page.all("//p[@id='add-fault']/a")
    assert (link.text, link.get("href")) == ("Helsinki", "/en/compare?c=140,684,091")
    assert columns(page) == ["Iisalmi", "Rauma"]


def test_the_beginning_of_a_name_suggests_at_most_three(show: Open) -> None:
    page = show("/fi/vertailu?c=140,684&add=Kau")
    names = [link.text for link in page.all("//p[@id='add-fault']/a")]
    assert names == ["Kauhajoki", "Kauhava", "Kauniainen"]


def test_what_was_typed_stands_in_the_field_and_nowhere_else(client: Any) -> None:
    source = client.get("/en/compare?c=140,684&add=" + quote('"><script>qqzz')).text
    assert source.count("qqzz") == 1
    assert "<script>qqzz" not in source


@pytest.mark.parametrize("stray", ["000", "zzz9", "<img>", "SSS"])
def test_an_unknown_code_gives_a_message_and_is_not_repeated(client: Any, stray: str) -> None:
    answer = client.get(f"/en/compare?c=140,684,{quote(stray)}")
    assert answer.status_code == 200
    assert "is not known and was left out" in answer.text
    assert f'name="c" value="{stray}"' not in answer.text
    assert "zzz9" not in answer.text


@pytest.mark.parametrize("query", ["c=", "c=140", "c=000"])
def test_one_place_alone_is_told_to_be_too_few_and_the_ten_are_shown(show: Open, query: str) -> None:
    page = show(f"/en/compare?{query}")
    assert messages(page)[-1].startswith("Choose at least two places.")
    assert len(columns(page)) == 10


def test_the_single_choice_stays_ticked(show: Open) -> None:
    assert ticked(show("/en/compare?c=140")) == ["140"]


def test_more_than_ten_places_are_the_first_ten_and_a_message(show: Open, portal: Portal) -> None:
    page = show(f"/en/compare?c=091,{','.join(portal.statistics.cities)}")
    assert len(columns(page)) == 10
    assert columns(page)[0] == "Helsinki"
    (message,) = messages(page)
    assert "At most 10 places" in message


def test_the_language_switch_keeps_the_places_and_drops_what_was_wrong(show: Open) -> None:
    page = show("/en/compare?c=140,684,000")
    switch = {link.get("hreflang"): link.get("href") for link in page.all("//nav[@class='languages']//a")}
    assert switch == {locale: f"{path}?c=140,684" for locale, path in PATHS.items()}


def test_a_page_is_the_same_however_its_choice_is_spelled(pages: Pages, portal: Portal) -> None:
    def spelled(**query: str) -> dict[str, str] | None:
        return pages.query_of(Address("compare", "en"), query)

    assert spelled() == {}
    assert spelled(c=",".join(portal.statistics.cities), x="1") == {}
    assert spelled(c="140,,684,140") == {"c": "140,684"}
    assert spelled(c="140,684", add="Helsinki") == spelled(c="140,684,091") == {"c": "140,684,091"}
    assert spelled(c="140,684,000") == spelled(c="140,abc,684") == {"c": "140,684,?"}
    assert spelled(c="140,684", add="nonsense") is None


@settings(max_examples=25)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "c": st.lists(st.sampled_from(["140", "684", "091", "999", "", "?", "+", "%", "<"]), max_size=14).map(
                ",".join
            )
            | st.text(max_size=30),
            "add": st.sampled_from(["", " ", "Espoo", "esbo", "049"]),
        },
    )
)
def test_the_page_says_nothing_that_its_one_spelling_does_not(pages: Pages, query: dict[str, str]) -> None:
    address = Address("compare", "en")
    spelling = pages.query_of(address, query)
    assert spelling is not None
    assert pages.query_of(address, spelling) == spelling
    assert pages.render(address, query, TODAY) == pages.render(address, spelling, TODAY)


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=80))
def test_no_query_breaks_the_page(client: Any, codes: str, typed: str) -> None:
    answer = client.get("/en/compare", query_string={"c": codes, "add": typed})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200 and typed.isprintable():
        html.document_fromstring(answer.text)


@pytest.mark.parametrize(
    ("codes", "label", "towns"),
    [
        ("140,684", "Send an enquiry to these towns", "iisalmi,rauma"),
        ("140,091", "Send an enquiry: Iisalmi", "iisalmi"),
    ],
)
def test_an_enquiry_goes_to_those_of_the_places_that_are_of_the_network(
    show: Open, codes: str, label: str, towns: str
) -> None:
    link = show(f"/en/compare?c={codes}").one("//p[contains(@class, 'enquire')]/a")
    assert (link.text, link.get("href")) == (label, f"/en/contact?town={towns}")


def test_no_enquiry_is_offered_where_no_place_is_of_the_network(show: Open) -> None:
    assert not show("/en/compare?c=091,049").all("//p[contains(@class, 'enquire')]")


def test_missing_figures_are_named(show: Open) -> None:
    page = show("/en/compare?c=140,832")
    (row,) = page.all("//tr[th/a[contains(@href, 'price_old_flats_per_m2')]]")
    assert [cell.text_content() for cell in row.xpath("./td[@class='absent']")] == ["no value in this source"]
    other = show("/en/compare?c=091,049")
    assert "No value for any of these places: " in other.text


def test_every_theme_heads_its_indicators_and_links_to_them(show: Open, portal: Portal) -> None:
    page = show("/sv/jamfor?c=140,684")
    themes = [head.text_content() for head in page.all("//tr[@class='theme']/th[@scope='rowgroup']")]
    assert themes == [theme.name.sv for theme in portal.statistics.catalogue.themes.values()]
    links = page.all("//table[contains(@class, 'side-by-side')]//th[@scope='row']/a/@href")
    keys = [key for key in portal.statistics.keys if portal.statistics.indicator(key).dimension is None]
    assert links == [portal.addresses.path("indicator", "sv", key) for key in keys]


def test_a_cell_has_the_figure_and_its_position(show: Open, portal: Portal) -> None:
    page = show("/en/compare?c=140,684")
    (cell,) = page.all("//td[data[@data-key='employment_rate_18_64'][@data-place='684']]")
    period = cell.xpath("./data/@data-period")[0]
    series = portal.statistics.series("employment_rate_18_64")
    ranks = {rank.place: rank for rank in series.ranking(period, series.municipalities_at(period))}
    assert cell.xpath("./span[@class='position']")[0].text == f"{ranks['684'].position}/{ranks['684'].of}"


def test_differences_come_first_and_at_most_eight_with_at_most_six_over_time(show: Open) -> None:
    for query in ("", "?c=140,684", "?c=232,249,091"):
        page = show(f"/en/compare{query}")
        assert page.all("//main//h2/@id")[0] == "differences"
        assert len(page.all("//div[@class='strip-row']//svg")) == 8
        assert 1 <= len(page.all("//figure[@class='multiples']")) <= 6
        names = {len(figure.xpath(".//li")) for figure in page.all("//figure[@class='multiples']")}
        assert names == {len(columns(page))}


def test_best_and_weakest_positions_are_said_for_each_place(show: Open) -> None:
    page = show("/en/compare?c=140,684")
    sections = page.all("//section[@class='standing']")
    assert [section.xpath("string(./h3)") for section in sections] == ["Iisalmi", "Rauma"]
    for section in sections:
        best, weakest = ([dd.text_content() for dd in part.xpath("./dd")] for part in section.xpath("./dl/div"))
        assert (len(best), len(weakest)) == (3, 3)
        assert all(re.search(r"position \d+/\d{3}", text) for text in [*best, *weakest])


def test_every_figure_of_the_page_has_its_source_at_the_end(show: Open, portal: Portal) -> None:
    page = show("/en/compare?c=140,684")
    listed = page.one("//section[@aria-label='Sources and method']").text_content()
    for stat in page.all("//table[contains(@class, 'side-by-side')]//data"):
        series = portal.statistics.series(stat.get("data-key"))
        point = next(p for p in series.points(stat.get("data-place")) if p.period == stat.get("data-period"))
        assert series.source(point).table in listed


def test_every_municipality_is_offered_in_the_pages_language(show: Open, portal: Portal) -> None:
    for locale, path in PATHS.items():
        offered = show(path).all("//datalist[@id='municipalities']/option/@value")
        assert set(offered) == {one.called(locale) for one in portal.statistics.municipalities.values()}


def test_a_town_page_leads_to_its_comparison(towns: list[Shown], show: Open, portal: Portal) -> None:
    for page in towns[:6]:
        address = portal.addresses.match(page.path)
        assert isinstance(address, Address)
        code = portal.cities[str(address.about)].code
        (link,) = page.all(f"//a[@class='more'][starts-with(@href, '{PATHS[page.locale]}?c=')]/@href")
        assert len(columns(show(link))) == 4
        form = page.one("//form[@class='compare-with']")
        assert (form.get("action"), form.get("method")) == (PATHS[page.locale], "get")
        assert form.xpath("./input/@value") == [code]
        assert set(form.xpath(".//option/@value")) == set(portal.statistics.cities) - {code}


def test_the_page_can_be_made_in_every_language_of_any_pair(pages: Pages, portal: Portal) -> None:
    for locale in LOCALES:
        for pair in ("005,009", "140,478", "047,976"):
            assert "<h1" in pages.render(Address("compare", locale), {"c": pair}, TODAY)
