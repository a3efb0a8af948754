from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from urllib.parse import unquote

import pytest

from portal.domain.profile import Portal, forms
from portal.i18n import LOCALES, Locale
from portal.pages.rendering import Pages
from portal.urls import Address
from tests.pages.conftest import Open, Shown

PATHS: dict[Locale, str] = {"fi": "/fi/suosikit", "sv": "/sv/utvalda", "en": "/en/short-list"}
ENTRY = "rauma-marine-subcontractors"
LIST = f"town=kristiinankaupunki,rauma&entry={ENTRY}"


def headings(page: Shown) -> list[str]:
    """What is on the list, in order."""
    return [one.text_content().strip().replace("\u00ad", "") for one in page.all("//ol[@class='short-rows']/li//h3")]


def messages(page: Shown) -> list[str]:
    """What is said of the address."""
    return [one.text for one in page.all("//section[@class='hero']//p[@class='message'][not(@hidden or @data-state)]")]


def links(page: Shown) -> dict[str, str]:
    """The links of the head of the list, by their words."""
    return {one.text: one.get("href") for one in page.all("//section[@class='hero']//p[contains(@class, 'short-')]/a")}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_list_shows_its_towns_and_entries_in_its_own_order(show: Open, portal: Portal, locale: Locale) -> None:
    page = show(f"{PATHS[locale]}?{LIST}")
    (entry,) = [one for one in portal.cities["rauma"].looking_for if one.id == ENTRY]
    towns = [forms(portal.cities[key], locale).nominative for key in ("kristiinankaupunki", "rauma")]
    assert headings(page) == [*towns, getattr(entry.what, locale)]
    assert page.one("//head/title").text.startswith(page.one("//h1").text + ": " + towns[0])


def test_a_town_is_told_by_what_one_decides_by(show: Open, portal: Portal) -> None:
    page = show(f"{PATHS['en']}?{LIST}")
    city = portal.cities["rauma"]
    (row,) = page.all("//li[@id='town-rauma']")
    text = " ".join(row.text_content().split())
    assert city.region.en in text
    assert city.pitch.text.en in text
    assert "kirjaamo@rauma.fi" in text
    figures = row.xpath(".//dl//data")
    assert [figure.get("data-key") for figure in figures][:2] == ["population", "workplaces"]
    assert all(figure.get("data-place") == city.code for figure in figures)
    assert "(2025)" in text
    assert "position 1/10" in text
    sought = {href.rsplit("/", 1)[-1] for href in row.xpath(".//ul[@class='short-sought']//a[not(@class)]/@href")}
    assert sought == {entry.id for entry in city.looking_for}


def test_an_entry_is_told_with_its_town_who_said_so_and_whether_it_is_confirmed(show: Open) -> None:
    (row,) = show(f"{PATHS['en']}?{LIST}").all(f"//li[@id='entry-{ENTRY}']")
    text = " ".join(row.text_content().split())
    assert text.startswith("Rauma Marine industry subcontractors")
    assert "Invest in Finland, read in 2026 · unconfirmed" in text


def test_several_towns_go_to_the_comparison_and_its_brief_and_all_of_it_to_the_enquiry(show: Open, client: Any) -> None:
    found = links(show(f"{PATHS['en']}?{LIST}"))
    assert found["Send an enquiry about these"] == f"/en/contact?town=kristiinankaupunki,rauma&entry={ENTRY}"
    assert found["Compare these towns"] == "/en/compare?c=287,684"
    assert found["Brief (PDF)"] == "/en/compare.pdf?c=287,684"
    assert found["slides (PPTX)"] == "/en/compare.pptx?c=287,684"
    assert client.get(found["Brief (PDF)"]).data.startswith(b"%PDF")


def test_one_town_has_its_own_brief_and_no_comparison(show: Open) -> None:
    found = links(show(f"{PATHS['sv']}?town=kristiinankaupunki"))
    assert "/sv/stader/kristinestad.pdf" in found.values()
    assert "/sv/stader/kristinestad.pptx" in found.values()
    assert not [href for href in found.values() if "jamfor" in href]


def test_entries_alone_ask_their_towns_and_offer_no_brief(show: Open) -> None:
    found = links(show(f"{PATHS['en']}?entry={ENTRY}"))
    assert f"/en/contact?town=rauma&entry={ENTRY}" in found.values()
    assert not [href for href in found.values() if ".pdf" in href or "compare" in href]


def test_the_figures_of_the_brief_can_be_chosen_and_each_of_them_is_told(show: Open, client: Any) -> None:
    page = show(f"{PATHS['fi']}?{LIST}")
    form = page.one("//form[@data-at-most]")
    keys = [box.get("value") for box in form.xpath(".//input[@type='checkbox']")]
    assert len(keys) == len({*keys}) > 40
    query = "&".join(f"i={key}" for key in ("mean_age", "population"))
    made = client.get(f"{form.get('action')}?c={form.xpath('./input/@value')[0]}&{query}")
    assert (made.status_code, made.data[:4]) == (200, b"%PDF")
    every = "&".join(f"i={key}" for key in keys)
    assert client.get(f"{form.get('action')}?c=287,684&{every}").status_code == 200


def test_each_thing_leads_to_the_same_list_without_it(show: Open) -> None:
    page = show(f"{PATHS['en']}?{LIST}")
    hrefs = page.all("//a[@data-remove]/@href")
    assert len(hrefs) == 3
    for href, gone in zip(hrefs, headings(page), strict=True):
        assert headings(show(href)) == [one for one in headings(page) if one != gone]


def test_the_language_switch_keeps_the_list(show: Open) -> None:
    page = show(f"{PATHS['fi']}?{LIST}&x=1")
    switch = {link.get("hreflang"): link.get("href") for link in page.all('//nav[@class="languages"]//a')}
    assert switch == {locale: f"{path}?{LIST}" for locale, path in PATHS.items()}


def test_the_page_is_for_readers_and_not_for_search_engines(show: Open, client: Any) -> None:
    for path in (PATHS["en"], f"{PATHS['en']}?{LIST}"):
        assert show(path).one("//meta[@name='robots']").get("content") == "noindex"
    assert "short-list" not in client.get("/sitemap.xml").text


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_list_one_is_told_how_to_begin(show: Open, locale: Locale) -> None:
    page = show(PATHS[locale])
    assert not headings(page)
    assert page.one("//h1").text
    (begin,) = page.all("//section[@data-when='empty']")
    ways = begin.xpath(".//a[@class='more']/@href")
    assert [show(href).status for href in ways] == [200, 200, 200]
    assert len(page.all("//noscript//input[@name='town']")) == 10


@pytest.mark.parametrize(
    "query",
    [
        "town=Atlantis&entry=%3Cscript%3E",
        "town=" + "x" * 3000,
        "town=%00,%0A&entry=../../passwd",
        "town[]=rauma",
        "town=rauma&town=&entry=%E2%80%AE",
    ],
)
def test_what_is_asked_wrongly_is_answered_and_never_repeated(show: Open, query: str) -> None:
    page = show(f"{PATHS['en']}?{query}")
    assert page.status == 200
    for part in ("Atlantis", "<script>e", "xxx", "passwd", "\u202e"):
        assert part not in unquote(page.source).split("<main", 1)[1].split("</main")[0]


def test_a_mistake_is_told_beside_the_rest_of_the_list(show: Open) -> None:
    page = show(f"{PATHS['en']}?town=rauma,Atlantis&entry={ENTRY},gone")
    assert messages(page) == [
        "The address names a town that is not one of the network. It was left out.",
        "The address names an entry that does not exist. It was left out.",
    ]
    assert len(headings(page)) == 2


def test_an_entry_that_has_ended_is_named_and_left_out(portal: Portal) -> None:
    city = portal.cities["rauma"]
    last = dt.date(2026, 12, 31)
    changed = [
        entry.model_copy(update={"valid_until": last}) if entry.id == ENTRY else entry for entry in city.looking_for
    ]
    cities = {**portal.content.cities, "rauma": city.model_copy(update={"looking_for": changed})}
    site = dataclasses.replace(portal, content=dataclasses.replace(portal.content, cities=cities))
    pages = Pages(site, lambda name: f"/static/{name}", lambda locale: {})
    address, query = Address("short_list", "en"), {"town": "heinola", "entry": ENTRY}
    until = Shown("/en/short-list", 200, pages.render(address, query, last))
    after = Shown("/en/short-list", 200, pages.render(address, query, last + dt.timedelta(days=1)))
    assert "31 December 2026" in until.text
    assert len(headings(until)) == 2
    assert len(headings(after)) == 1
    assert messages(after) == [
        "No longer sought, and left out: Marine industry subcontractors, R&D units and logistics companies (Rauma)."
    ]
    assert after.one("//div[@id='short-list']").get("data-entry") == ""


def test_a_page_is_kept_once_however_its_list_is_spelled(pages: Pages) -> None:
    address = Address("short_list", "en")
    spelled = [
        {"town": "rauma,iisalmi"},
        {"town": "Rauma, idensalmi,rauma", "entry": "", "utm_source": "x"},
    ]
    assert [pages.query_of(address, query) for query in spelled] == [{"town": "rauma,iisalmi"}] * 2
    assert pages.query_of(address, {"town": "iisalmi,rauma"}) != {"town": "rauma,iisalmi"}


def test_towns_and_entries_can_be_marked_where_they_are_read(show: Open, portal: Portal) -> None:
    def marks(path: str, what: str) -> list[str]:
        found = show(path).all("//main//button[contains(@class, 'mark')][@aria-pressed='false']")
        return [button.get(f"data-{what}") for button in found]

    keys = [*portal.cities]
    entries = sorted(entry.id for city in portal.cities.values() for entry in city.looking_for)
    assert marks("/en/cities", "town") == keys
    assert marks("/sv/stader/kristinestad", "town") == ["kristiinankaupunki"]
    assert sorted(marks("/fi/etsimme", "entry")) == entries
    assert marks(f"/en/looking-for/{ENTRY}", "entry") == [ENTRY]
    found = marks("/en/find-your-place?port=must", "town")
    assert sorted(key for key in found if "," not in key) == sorted(keys)


def test_every_page_leads_to_the_list_from_its_menus(every: list[Shown]) -> None:
    for page in every:
        hrefs = page.all("//header//a[.//span[@data-short-count]]/@href")
        assert hrefs == [PATHS[page.locale]] * 2, page.path


def test_town_and_entry_lead_to_an_enquiry_that_knows_what_it_is_about(show: Open) -> None:
    town = show("/en/cities/rauma").all(
        "//section[@aria-labelledby='contact']//a[contains(@class, 'btn-accent')]/@href"
    )
    assert town == ["/en/contact?town=rauma"]
    entry = show(f"/en/looking-for/{ENTRY}")
    main = entry.all("//section[@aria-labelledby='contact']//a[contains(@class, 'btn-accent')]/@href")
    assert main == [f"/en/contact?town=rauma&entry={ENTRY}"]
    assert f"/en/contact?town=rauma&entry={ENTRY}" in show("/en/looking-for").all(
        "//ul[contains(@class, 'sought')]//a/@href"
    )


@pytest.mark.parametrize("path", ["/fi/tietosuoja", "/sv/dataskydd", "/en/privacy"])
def test_the_privacy_page_says_where_the_list_is_kept(show: Open, path: str) -> None:
    text = show(path).text
    assert "localStorage" in text
    assert "portal_short_list" in text
