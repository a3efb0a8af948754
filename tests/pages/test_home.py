from __future__ import annotations

from portal import i18n
from portal.domain.profile import Portal, forms
from portal.i18n import LOCALES
from tests.pages.conftest import Open


def test_the_map_and_the_cards_lead_to_every_town(show: Open, portal: Portal) -> None:
    for locale in LOCALES:
        home = show(f"/{locale}/")
        paths = [portal.addresses.path("city", locale, key) for key in portal.cities]
        names = [forms(city, locale).nominative for city in portal.cities.values()]
        assert home.all("//svg[contains(@class, 'map-linked')]//a/@href") == paths
        assert home.all("//svg[contains(@class, 'map-linked')]//a/text/text()") == names
        assert home.all("//li[contains(@class, 'card-town')]/h3/a/@href") == paths
        assert home.all("//li[contains(@class, 'card-town')]/h3/a/text()") == names


def test_every_card_has_pitch_people_jobs_and_themes(show: Open, portal: Portal) -> None:
    home = show("/sv/")
    for card, city in zip(home.all("//li[contains(@class, 'card-town')]"), portal.cities.values(), strict=True):
        assert city.pitch.text.sv in card.text_content()
        assert card.xpath(".//data/@data-key") == ["population", "workplaces"]
        assert 1 <= len(card.xpath(".//ul[@class='chips']/li")) <= 3


def test_the_network_is_told_in_three_numbers(show: Open, portal: Portal) -> None:
    statistics = portal.statistics
    for locale in LOCALES:
        found = [number.text_content() for number in show(f"/{locale}/").all("//dl[@class='three']/div/dd")]
        sums = []
        for key in ("population", "workplaces"):
            series = statistics.series(key)
            newest = [series.latest(code) for code in statistics.cities]
            assert len({point.period for point in newest if point}) == 1
            sums.append(i18n.number(sum(point.value for point in newest if point), locale))
        assert found == ["10", *sums]


def test_what_the_towns_look_for_is_on_the_first_page_one_of_each_town(show: Open, portal: Portal) -> None:
    home = show("/en/")
    links = home.all("//ul[@class='needs']/li/h3/a/@href")
    owners = {entry.id: key for key, city in portal.cities.items() for entry in city.looking_for}
    towns = [owners[link.rsplit("/", 1)[-1]] for link in links]
    assert len(towns) == len(set(towns)) == 6


def test_the_first_page_asks_and_leads_to_needs_by_role_and_to_the_finder(show: Open, portal: Portal) -> None:
    for locale in LOCALES:
        home = show(f"/{locale}/")
        links = home.all("//ul[@class='doors']//a/@href")
        assert portal.addresses.path("find", locale) in links
        needs = portal.addresses.path("looking_for", locale)
        roles = [link for link in links if link.startswith(f"{needs}?role=")]
        assert len(roles) == len(set(roles)) > 1


def test_a_town_has_one_colour_on_its_cards_and_its_page(show: Open, portal: Portal) -> None:
    cards = show("/fi/").all("//li[contains(@class, 'card-town')]/@class")
    tones = [card.split()[-1] for card in cards]
    assert len(set(tones)) == len(portal.cities)
    for key, tone in zip(portal.cities, tones, strict=True):
        page = show(portal.addresses.path("city", "fi", key))
        assert page.all("//main/@class") == [tone]
