from __future__ import annotations

from itertools import cycle

from portal.domain.profile import Portal
from portal.i18n import LOCALES
from tests.pages.conftest import Open, Shown

LISTS = {"fi": "/fi/tunnusluvut", "sv": "/sv/nyckeltal", "en": "/en/indicators"}


def test_the_list_has_every_indicator_once(show: Open, portal: Portal) -> None:
    for locale, path in LISTS.items():
        links = show(path).all("//ul[@class='index']//a/@href")
        assert sorted(links) == sorted(
            portal.addresses.path("indicator", locale, key) for key in portal.statistics.keys
        )


def page_of(show: Open, portal: Portal, key: str, locale: str = "en") -> Shown:
    return show(portal.addresses.path("indicator", locale, key))  # type: ignore[arg-type]


def test_a_page_has_definition_ranking_table_and_source(show: Open, portal: Portal) -> None:
    """Every indicator; its language takes turns, for they share one template."""
    for key, locale in zip(portal.statistics.keys, cycle(LOCALES), strict=False):
        indicator = portal.statistics.indicator(key)
        page = page_of(show, portal, key, locale)
        assert page.one("//p[contains(@class, 'pitch')]").text_content() == getattr(indicator.definition, locale)
        assert page.all("//svg[@class='chart-svg']//rect"), page.path
        assert max(len(table.xpath("./tbody/tr")) for table in page.all("//table")) >= 8, page.path
        assert indicator.sources[0].table in page.text


def test_a_single_year_is_shown_as_a_ranking_and_never_as_a_line(show: Open, portal: Portal) -> None:
    for key in portal.statistics.keys:
        if len(portal.statistics.series(key).periods) < 4:
            page = page_of(show, portal, key)
            assert page.all("//path[contains(@class, 'line')]") == [], key
            assert page.all("//input[@value='trend'][@disabled]"), key


def test_caveats_and_what_must_not_be_mixed_are_said(show: Open, portal: Portal) -> None:
    for key in portal.statistics.keys:
        indicator = portal.statistics.indicator(key)
        page = page_of(show, portal, key, "fi")
        for caveat in indicator.caveats:
            assert " ".join(caveat.fi.replace("\u00a0", " ").split()) in page.text, key
        links = page.all("//a/@href")
        assert all(portal.addresses.path("indicator", "fi", other) in links for other in indicator.not_comparable)


def test_industries_can_be_chosen_without_a_script(show: Open, portal: Portal) -> None:
    page = show("/en/indicators/workplaces_by_industry?s=A")
    assert page.one("//select[@id='s-s']/option[@selected]").get("value") == "A"
    titles = [title.text_content() for title in page.all("//h3[@class='figure-title']")]
    assert len(titles) == 2
    assert all("Agriculture" in title for title in titles)


def test_choosing_another_indicator_shows_it_in_place(show: Open) -> None:
    page = show("/en/indicators/population?i=workplaces")
    assert page.one("//h1").text == "Population"
    assert page.all("//h3[@class='figure-title']")[0].text_content().startswith("Jobs")
    assert page.all("//h3[@class='figure-title']")[1].text_content().startswith("Population")


def test_a_source_leads_to_its_very_table_and_not_to_the_publishers_home_page(show: Open, portal: Portal) -> None:
    publishers = portal.statistics.catalogue.publishers
    for locale in LOCALES:
        for key in portal.statistics.keys:
            page = page_of(show, portal, key, locale)
            links = page.all("//section[@class='wrap block two']//a/@href")
            for source in portal.statistics.indicator(key).sources:
                for table, address in source.links(locale):
                    assert address in links if address else publishers[source.publisher].url in links, (key, table)
            if all(source.pages for source in portal.statistics.indicator(key).sources):
                assert not {publisher.url for publisher in publishers.values()} & {*links}, key


def test_the_copy_that_was_read_is_not_in_the_readers_line(show: Open, portal: Portal) -> None:
    for key in portal.statistics.keys:
        page = page_of(show, portal, key)
        assert "github" not in page.source, key


def test_wherever_a_csv_is_offered_excel_gets_another_file(show: Open) -> None:
    hints = {"fi": "Exceliin kannattaa ottaa XLSX", "sv": "Ta XLSX för Excel", "en": "For Excel, take XLSX"}
    pages = {
        "fi": ("/fi/tunnusluvut/population", "/fi/kaupungit/rauma", "/fi/vertailu"),
        "sv": ("/sv/nyckeltal/population", "/sv/stader/raumo", "/sv/jamfor"),
        "en": ("/en/indicators/population", "/en/cities/rauma", "/en/compare"),
    }
    for locale, paths in pages.items():
        for path in paths:
            page = show(path)
            offers = {
                link.getparent() for link in page.all("//a[contains(@href, '.csv') and not(contains(@href, 'api'))]")
            }
            assert len(offers) == 2, path
            assert all(hints[locale] in offer.text_content() for offer in offers), path
    assert "for Excel take XLSX" in show("/en/api").text


def test_what_is_older_than_five_years_is_marked_in_the_list_and_explained_once(show: Open, portal: Portal) -> None:
    page = show(LISTS["en"])
    marked = {
        item.xpath("./a/@href")[0].rsplit("/", 1)[1]: bool(item.xpath(".//span[@class='aged']"))
        for item in page.all("//ul[@class='index']/li")
    }
    newest = {key: int(portal.statistics.series(key).periods[-1][:4]) for key in portal.statistics.keys}
    assert {*marked.values()} == {True, False}
    assert marked == {key: year < 2026 - 5 for key, year in newest.items()}
    assert page.one("//p[@class='aged-note']").text == "* The figure is more than five years old."


def test_an_indicators_page_says_that_its_newest_figure_is_old(show: Open, portal: Portal) -> None:
    words = "the newest figure is more than five years old"
    for key in portal.statistics.keys:
        old = int(portal.statistics.series(key).periods[-1][:4]) < 2026 - 5
        assert (words in page_of(show, portal, key).text) == old, key
