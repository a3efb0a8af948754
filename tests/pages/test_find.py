"""Find your place: the form, and the towns ranked with reasons."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from portal.domain.finder.criteria import CRITERIA
from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.pages.rendering import Pages
from portal.urls import Address
from tests.pages.conftest import Open, Shown

PATHS = {"fi": "/fi/loyda-paikkasi", "sv": "/sv/hitta-din-plats", "en": "/en/find-your-place"}
WISH = "role=company&sector=C&port=must&freight=must&tertiary=matters&price=matters&industry=matters"
TODAY = dt.date(2026, 11, 23)


def cards(page: Shown, group: str) -> list[Any]:
    return page.all(f"//section[contains(@class, 'find-{group}')]//li[@class='place-card']")


def names(page: Shown, group: str) -> list[str]:
    return [card.xpath("./h4")[0].text_content() for card in cards(page, group)]


def card(page: Shown, town: str) -> Any:
    (found,) = page.all(f"//li[@class='place-card'][h4/a='{town}']")
    return found


def reasons(town: Any, kind: str) -> list[str]:
    found = town.xpath(f".//div[contains(@class, 'reasons-{kind}')]//li")
    return [" ".join(one.text_content().replace("\u00a0", " ").split()) for one in found]


def chosen(page: Shown) -> dict[str, str]:
    """What the form shows as chosen, without what is indifferent."""
    radios = {one.get("name"): one.get("value") for one in page.all("//form[@id='find-form']//input[@checked]")}
    selects = {
        one.get("name"): one.xpath("string(./option[@selected]/@value)")
        for one in page.all("//form[@id='find-form']//select")
    }
    return {name: value for name, value in (selects | radios).items() if value}


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_wish_there_is_a_form_and_nothing_is_ranked(show: Open, locale: Locale) -> None:
    page = show(PATHS[locale])
    assert chosen(page) == {}
    assert len(page.all("//fieldset[@class='find-criterion']")) == len(CRITERIA)
    assert page.all("//li[@class='place-card']") == []
    assert len(page.all("//dl[@class='find-criteria']/div")) == len(CRITERIA)


def test_each_example_leads_to_a_ranking(show: Open) -> None:
    links = show(PATHS["en"]).all("//ul[@class='find-examples']//a/@href")
    assert len(links) == 3
    for href in links:
        page = show(href.partition("#")[0])
        assert cards(page, "above")
        assert page.all("//p[@class='message']") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_ten_stand_above_and_below_the_line_in_every_language(show: Open, portal: Portal, locale: Locale) -> None:
    page = show(f"{PATHS[locale]}?{WISH}")
    above, below = names(page, "above"), names(page, "below")
    assert len(above) + len(below) == len(portal.cities)
    expected = {"sv": ["Raumo", "Brahestad", "Kauhajoki"]}
    assert above == expected.get(locale, ["Rauma", "Raahe", "Kauhajoki"])
    assert chosen(page) == dict(pair.split("=") for pair in WISH.split("&"))


def test_a_reason_has_its_number_its_positions_and_its_source(show: Open) -> None:
    rauma = card(show(f"{PATHS['en']}?{WISH}"), "Rauma")
    (skills,) = [one for one in reasons(rauma, "for") if one.startswith("Tertiary education:")]
    assert "29.3% (2020)" in skills
    assert "position 1/10 among the towns, 32/120 among all municipalities" in skills
    assert "Source: Statistics Finland, 142h" in skills
    (port,) = [one for one in reasons(rauma, "for") if one.startswith("Near a cargo port:")]
    assert "Port of Rauma, 0.5 km in a straight line" in port
    assert "your must is met: at most 50 km in a straight line" in port
    assert "shared position 1/10" in port
    (price,) = reasons(rauma, "against")
    assert price.startswith("Low prices of flats: €1,301/m² (2025)")


def test_a_must_that_fails_is_told_with_the_reason_and_ranks_nowhere(show: Open) -> None:
    page = show(f"{PATHS['en']}?{WISH}")
    keuruu = card(page, "Keuruu")
    (reason,) = reasons(keuruu, "fails")
    assert reason.startswith("Near a cargo port:")
    assert "180.4 km in a straight line" in reason
    assert "your must fails: at most 50 km in a straight line" in reason
    assert all(not one.xpath(".//*[@class='place-rank']") for one in cards(page, "below"))
    assert all(one.xpath(".//*[@class='place-rank']") for one in cards(page, "above"))


def test_the_summary_speaks_of_a_line_only_where_a_must_draws_one(show: Open) -> None:
    for step, said in (("matters", "In order: 10 of 10 towns."), ("must", "Above the line: ")):
        summary = show(f"{PATHS['en']}?tertiary={step}").one("//p[@class='find-summary']")
        assert summary.text_content().startswith(said)


def test_what_is_not_known_is_named(show: Open) -> None:
    page = show(f"{PATHS['en']}?{WISH}")
    (unknown,) = card(page, "Kauhajoki").xpath(".//p[@class='unknown']")
    text = unknown.text_content()
    assert "Freight trains (your must: not known whether it is met)" in text
    assert "Low prices of flats" in text
    assert not card(page, "Rauma").xpath(".//p[@class='unknown']")


def test_what_the_town_looks_for_comes_first_where_role_and_sector_fit(show: Open, portal: Portal) -> None:
    page = show(f"{PATHS['en']}?role=research")
    assert names(page, "unranked") and not cards(page, "above")
    fitting = {entry.id for city in portal.cities.values() for entry in city.looking_for if "research" in entry.roles}
    links = page.all("//div[contains(@class, 'reasons-sought')]//a[not(@class)]/@href")
    assert {link.rsplit("/", 1)[-1] for link in links} == fitting
    both = card(show(f"{PATHS['en']}?{WISH}"), "Rauma").xpath(".//div[contains(@class, 'reasons-sought')]//li")
    said = [one.xpath("./span")[0].text for one in both]
    assert said[0] == "your role and your sector"
    assert said == sorted(said, key=lambda text: text != "your role and your sector")


def test_the_first_towns_go_to_the_comparison_and_to_the_contact_page(show: Open) -> None:
    page = show(f"{PATHS['en']}?{WISH}")
    links = page.all("//section[@id='result']/p[@class='actions']/a/@href")
    assert [link.split("&")[0] for link in links] == [
        "/en/compare?c=684,678,232",
        "/en/contact?town=rauma,raahe,kauhajoki",
    ]
    asked = parse_qs(urlsplit(links[1]).query)
    assert parse_qs(asked["wish"][0]) == parse_qs(WISH), "the towns are told the wish as the finder's address has it"
    (together,) = page.all("//section[@id='result']/p[@class='actions']/button[contains(@class, 'mark')]")
    assert together.get("data-town") == "rauma,raahe,kauhajoki"
    assert [show(link).status for link in links] == [200, 200]


def test_towns_that_tie_share_their_rank_in_words(show: Open) -> None:
    page = show(f"{PATHS['en']}?freight=matters")
    ranks = [one.xpath("string(.//*[@class='place-rank'])") for one in cards(page, "above")]
    assert ranks == ["shared rank 1"] * 4 + ["shared rank 5"] * 3
    assert len(cards(page, "unranked")) == 3


@pytest.mark.parametrize("locale", LOCALES)
def test_the_language_switch_keeps_the_wish(show: Open, locale: Locale) -> None:
    page = show(f"{PATHS[locale]}?{WISH}")
    for other in LOCALES:
        (href,) = page.all(f"//a[@data-language='{other}']/@href")
        assert href.startswith(f"{PATHS[other]}?")
        assert chosen(show(href)) == chosen(page)


@pytest.mark.parametrize("stray", ["qqzz", "<script>qqzz", "MUST", "must,matters", "\u202eqqzz"])
def test_what_is_not_known_is_told_and_never_repeated(client: Any, stray: str) -> None:
    for name in ("role", "sector", "port"):
        answer = client.get(f"{PATHS['en']}?{name}={quote(stray)}&tax=matters")
        assert answer.status_code == 200
        assert answer.text.count("not known here") == 1
        assert "qqzz" not in answer.text
        assert "must,matters" not in answer.text


def test_a_specialisation_without_a_sector_is_asked_for(show: Open) -> None:
    page = show(f"{PATHS['en']}?industry=must")
    assert "Choose a sector as well" in page.one("//p[@class='message']").text
    assert cards(page, "below") == []
    assert chosen(page) == {"industry": "must"}


def test_queries_that_mean_the_same_share_one_kept_page(pages: Pages) -> None:
    address = Address("find", "en")
    long = {"port": "must", "role": "", "rail": "", "tax": "matters", "more": "x"}
    assert pages.query_of(address, long) == {"port": "must", "tax": "matters"}
    assert pages.query_of(address, {"port": "x1"}) == pages.query_of(address, {"port": "x2"}) == {"port": "?"}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_of_every_criterion_has_no_criterion_without_its_words(pages: Pages, locale: Locale) -> None:
    query = {"role": "resident", "sector": "C", **dict.fromkeys(CRITERIA, "must")}
    source = pages.render(Address("find", locale), query, TODAY)
    assert not re.search(r"%\(\w+\)s|None", source)


def test_the_home_page_and_the_foot_of_every_page_lead_here(show: Open) -> None:
    for locale in LOCALES:
        assert PATHS[locale] in show(f"/{locale}/").all("//main//a/@href")
        assert PATHS[locale] in show(PATHS[locale]).all("//footer//a/@href")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fi", "toimialalla alle 20 työpaikkaa"),
        ("sv", "färre än 20 arbetsplatser i näringsgrenen"),
        ("en", "fewer than 20 jobs in the sector"),
    ],
)
def test_very_few_jobs_speak_neither_for_nor_against_a_town(show: Open, locale: Locale, said: str) -> None:
    for step in ("matters", "must"):
        page = show(f"{PATHS[locale]}?sector=L&industry={step}")
        (unknown,) = card(page, "Taivalkoski").xpath(".//p[@class='unknown']")
        assert said in unknown.text_content()
        assert not reasons(card(page, "Taivalkoski"), "for")
        assert not reasons(card(page, "Taivalkoski"), "against")
        assert not reasons(card(page, "Taivalkoski"), "fails")
