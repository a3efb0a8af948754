from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from portal.domain.profile import Portal, forms
from portal.i18n import LOCALES, Locale
from portal.pages.rendering import Pages
from portal.urls import Address
from tests.pages.conftest import Open, Shown
from tests.rounding import in_excel

TODAY = dt.date(2026, 11, 23)


def town_of(page: Shown, portal: Portal) -> str:
    address = portal.addresses.match(page.path)
    assert isinstance(address, Address)
    return str(address.about)


def test_a_town_is_called_by_its_name_in_the_pages_language(towns: list[Shown], portal: Portal) -> None:
    for page in towns:
        name = forms(portal.cities[town_of(page, portal)], page.locale).nominative
        assert page.one("//h1").text == name
        assert page.one("//head/title").text.startswith(f"{name} – ")


def test_the_sentence_of_a_finnish_page_uses_the_towns_own_form(towns: list[Shown], portal: Portal) -> None:
    inside = {town_of(page, portal): page for page in towns if page.locale == "fi"}
    said = {key: page.one("//p[@class='figure-sentence']").text for key, page in inside.items()}
    assert said["rauma"].startswith("Raumalla oli")
    assert said["keuruu"].startswith("Keuruulla oli")
    assert said["kauhajoki"].startswith("Kauhajoella oli")
    assert said["kristiinankaupunki"].startswith("Kristiinankaupungissa oli")
    for key, text in said.items():
        assert text.startswith(portal.cities[key].name.fi.inside)


def test_a_town_page_has_six_to_eight_key_figures_with_unit_year_and_position(towns: list[Shown]) -> None:
    for page in towns:
        tiles = page.all("//li[@class='tile']")
        assert 6 <= len(tiles) <= 8, page.path
        for tile in tiles:
            assert tile.xpath(".//span[@class='tile-unit']")[0].text_content().strip()
            assert re.search(r"\b20\d\d\b.*\d/\d", tile.xpath("./p[@class='tile-facts']")[0].text_content())
            assert tile.xpath("./a/@href")


def test_every_strength_shows_its_evidence_on_demand(towns: list[Shown], portal: Portal) -> None:
    for page in towns:
        city = portal.cities[town_of(page, portal)]
        for strength in city.strengths:
            (article,) = page.all(f"//article[@id='{strength.id}']")
            (proof,) = article.xpath("./details[@class='proof']")
            assert proof.get("open") is None
            assert re.search(r"\d", proof.xpath("./summary")[0].text_content()), (page.path, strength.id)
            assert proof.xpath(".//*[@class='cite']"), (page.path, strength.id)
            assert bool(proof.xpath(".//data")) == bool(strength.indicator)
            if strength.source:
                source = city.sources[strength.source]
                assert bool(source.url) == bool(proof.xpath(f".//a[@href='{source.url}']"))


def test_evidence_has_value_period_and_position_among_the_ten_and_among_all(show: Open, portal: Portal) -> None:
    page = show("/en/cities/rauma")
    facts = {
        div.xpath("./dt")[0].text_content(): div.xpath("./dd")[0].text_content().replace("\u00a0", " ")
        for div in page.all("//article[@id='rauma-industry-jobs']//dl/div")
    }
    series = portal.statistics.series("share_workplaces_secondary")
    point = series.latest("684")
    assert point is not None
    every = series.municipalities_at(point.period)
    higher = sum(float(in_excel(value, 1)) > float(in_excel(point.value, 1)) for value in every.values())
    assert facts["Value and period"] == f"{in_excel(point.value, 1)}% ({point.period})"
    assert facts["Among all municipalities that have a figure"] == f"position {higher + 1}/{len(every)}"
    assert facts["Among the ten towns"].endswith("/10")
    assert facts["What the claim says"] == "Above the whole country: the newest figures support it"
    assert "Statistics Finland" in facts["Source of the figure"]


def test_no_strength_claims_what_its_own_figure_no_longer_supports(towns: list[Shown]) -> None:
    assert [page.path for page in towns if page.all("//p[@class='unproved']")] == []


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("fi", "kunta ei ole koko maan alapuolella: kunta 34,0 %, koko maa 18,5 % (2020)."),
        ("sv", "kommunen ligger inte under hela landet: kommunen 34,0 %, hela landet 18,5 % (2020)."),
        ("en", "the town is not below the whole country: town 34.0%, country 18.5% (2020)."),
    ],
)
def test_a_claim_that_no_longer_holds_is_said_with_its_true_numbers(portal: Portal, locale: Locale, words: str) -> None:
    city = portal.cities["rauma"]
    false = [s.model_copy(update={"claim": "below_country"}) if s.claim else s for s in city.strengths]
    mended = city.model_copy(update={"strengths": false})
    content = dataclasses.replace(portal.content, cities={**portal.content.cities, "rauma": mended})
    site = Pages(dataclasses.replace(portal, content=content), lambda name: f"/static/{name}", lambda locale: {})
    page = Shown(f"/{locale}/", 200, site.render(Address("city", locale, "rauma"), {}, TODAY))
    (said,) = page.all("//p[@class='unproved']")
    assert words in said.text_content().replace("\u00a0", " ")
    assert said.getnext().get("class") == "proof"


def test_a_town_that_looks_for_nobody_has_no_such_section(towns: list[Shown], portal: Portal) -> None:
    silent = {key for key, city in portal.cities.items() if not city.looking_for}
    assert silent == {"kauhajoki"}
    for page in towns:
        section = bool(page.all("//*[@id='looking-for']"))
        assert section is (town_of(page, portal) not in silent), page.path
        assert bool(page.all("//a[@href='#looking-for']")) is section, page.path


def test_what_a_town_looks_for_says_who_said_so_when_and_whether_it_is_confirmed(
    towns: list[Shown], portal: Portal
) -> None:
    for page in towns:
        city = portal.cities[town_of(page, portal)]
        wanted = [entry for entry in city.looking_for if entry.kind == "complementary"]
        articles = page.all("//section[@aria-labelledby='looking-for']/article")
        assert len(articles) == len(wanted)
        for article, entry in zip(articles, wanted, strict=True):
            source = city.sources[entry.source]
            (ref,) = article.xpath(".//a[@class='ref']/@href")
            cite = page.one(f"//*[@id='{ref[1:]}']").text_content()
            assert bool(article.xpath(".//a[@class='state'][@href='#unconfirmed']")) is (entry.confirmed is None)
            names = source.publisher_names
            assert (getattr(names, page.path[1:3]) if names else source.publisher) in cite
            assert str(source.year or source.read[:4]) in cite


def test_workers_are_sought_apart_from_actors(towns: list[Shown], portal: Portal) -> None:
    for page in towns:
        city = portal.cities[town_of(page, portal)]
        workers = [entry for entry in city.looking_for if entry.kind == "recruitment"]
        assert len(page.all("//div[@class='recruitment']//li")) == len(workers)


def test_distances_are_said_to_be_straight_lines(towns: list[Shown]) -> None:
    said = {"fi": "linnuntie", "sv": "fågelväg", "en": "straight lines"}
    for page in towns:
        assert page.all("//div[contains(@class, 'distances')]//dd"), page.path
        assert said[page.locale] in page.text, page.path


def test_a_town_page_has_a_contact_that_can_be_used(towns: list[Shown]) -> None:
    for page in towns:
        contacts = page.all("//section[contains(@class, 'contacts')]//div[@class='contact']")
        assert contacts, page.path
        assert all(contact.xpath(".//a/@href") for contact in contacts), page.path


def test_the_towns_of_kuusamo_and_taivalkoski_share_their_development_company(show: Open) -> None:
    for path in ("/fi/kaupungit/kuusamo", "/fi/kaupungit/taivalkoski"):
        assert "Naturpolis" in show(path).text


def test_three_similar_towns_are_named_nearest_first(towns: list[Shown]) -> None:
    for page in towns:
        ratios = page.all("//section[@aria-labelledby='similar']/ul[1]/li/span")
        found = [float(re.findall(r"\d[.,]\d+", ratio.text_content())[0].replace(",", ".")) for ratio in ratios]
        assert len(found) == 3
        assert found == sorted(found)
        assert found[0] >= 1


def test_the_explorers_state_is_in_the_page_before_any_script(show: Open) -> None:
    page = show("/en/cities/iisalmi?i=employment_rate_18_64&p=684&view=ranking")
    assert "Employment rate" in page.one("//h3[@class='figure-title']").text_content()
    assert page.one("//select[@id='s-i']/option[@selected]").get("value") == "employment_rate_18_64"
    assert page.all("//input[@name='p'][@checked]/@value") == ["684"]
    assert page.all("//input[@name='view'][@checked]/@value") == ["ranking"]
    assert page.all("//svg[@class='chart-svg']//rect")


def test_the_language_switch_keeps_the_explorers_state(show: Open) -> None:
    page = show("/en/cities/iisalmi?i=workplaces&p=684")
    switch = {link.get("hreflang"): link.get("href") for link in page.all("//nav[@class='languages']//a")}
    assert switch["sv"] == "/sv/stader/idensalmi?i=workplaces&p=684"
    assert page.one("//link[@rel='canonical']").get("href").endswith("/en/cities/iisalmi")


def test_a_page_is_the_same_however_its_state_is_spelled(pages: Pages, portal: Portal) -> None:
    address = Address("city", "en", "iisalmi")
    plain = pages.query_of(address, {})
    assert plain == {}
    for query in ({"i": "population"}, {"view": "trend", "from": "1972"}, {"p": ""}, {"was": "population", "x": "1"}):
        assert pages.query_of(address, query) == {}


def test_every_town_page_can_be_made_on_any_day(pages: Pages, portal: Portal) -> None:
    for day in (dt.date.min, TODAY, dt.date(2040, 2, 29), dt.date.max):
        for locale in LOCALES:
            assert '<h1 class="h1-name"' in pages.render(Address("city", locale, "raahe"), {}, day)


def test_old_figures_among_tiles_are_marked_and_explained_once(show: Open, portal: Portal) -> None:
    newest = {key: portal.statistics.series(key).latest(portal.cities["rauma"].code) for key in portal.statistics.keys}
    years = {key: int(point.period[:4]) for key, point in newest.items() if point and not _sections(portal, key)}
    old, new = (
        [key for key, year in years.items() if (year < TODAY.year - 5) == is_old][:2] for is_old in (True, False)
    )
    page = show(f"/en/embed/cities/rauma?figures={','.join([*old, *new])}")
    marked = page.all("//li[@class='tile'][.//span[@class='aged']]//data/@data-key")
    assert len(old) == 2
    assert marked == old
    assert page.one("//p[@class='aged-note']").text == "* The figure is more than five years old."


def _sections(portal: Portal, key: str) -> bool:
    return portal.statistics.indicator(key).dimension is not None
