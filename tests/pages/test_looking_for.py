from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from portal.domain.profile import Portal
from portal.i18n import LOCALES, LocalizedText
from portal.pages.page import MissingError
from portal.pages.rendering import Pages
from portal.urls import Address
from tests.pages.conftest import SITE, Open, Shown

LISTS = {"fi": "/fi/etsimme", "sv": "/sv/vi-soker", "en": "/en/looking-for"}
LAST = dt.date(2026, 12, 31)


def test_the_list_has_everything_and_each_thing_once(show: Open, portal: Portal) -> None:
    for locale, path in LISTS.items():
        links = show(path).all("//main//h3/a/@href | //main//li/a/@href")
        found = [link for link in links if link.startswith(f"{path}/")]
        wanted = [f"{path}/{entry.id}" for city in portal.cities.values() for entry in city.looking_for]
        assert sorted(found) == sorted(wanted), locale


def test_actors_come_before_workers(show: Open, portal: Portal) -> None:
    kinds = {entry.id: entry.kind for city in portal.cities.values() for entry in city.looking_for}
    links = show("/en/looking-for").all("//main//h3/a/@href | //main//li/a/@href")
    found = [kinds[link.rsplit("/", 1)[-1]] for link in links if link.rsplit("/", 1)[-1] in kinds]
    assert found == sorted(found)


def test_an_entry_names_its_source_and_a_way_to_answer_that_names_the_entry(show: Open, portal: Portal) -> None:
    for key, city in portal.cities.items():
        for entry in city.looking_for:
            page = show(portal.addresses.path("entry", "fi", entry.id))
            assert page.one("//h1").text_content().replace("\u00ad", "") == entry.what.fi
            source = city.sources[entry.source]
            assert (source.publisher_names.fi if source.publisher_names else source.publisher) in page.text
            letters = [unquote(str(href)) for href in page.all("//a[contains(@href, 'mailto:')]/@href")]
            if letters:
                assert any(entry.what.fi in letter for letter in letters), (key, entry.id)


def pages_with(portal: Portal, **fields: Any) -> Pages:
    """The pages of a site where the first entry of Raahe is another one."""
    city = portal.cities["raahe"]
    first, *others = city.looking_for
    changed = city.model_copy(update={"looking_for": [first.model_copy(update=fields), *others]})
    content = dataclasses.replace(portal.content, cities={**portal.content.cities, "raahe": changed})
    return Pages(dataclasses.replace(portal, content=content), lambda name: f"/static/{name}", lambda locale: {})


@pytest.fixture
def ending(portal: Portal) -> Pages:
    """The pages of a site where one entry ends on the last day of the year."""
    return pages_with(portal, valid_until=LAST)


def test_an_entry_is_shown_until_its_last_day_and_gone_the_day_after(ending: Pages, portal: Portal) -> None:
    entry = portal.cities["raahe"].looking_for[0]
    address = Address("entry", "fi", entry.id)
    after = LAST + dt.timedelta(days=1)
    assert "31.12.2026" in ending.render(address, {}, LAST)
    with pytest.raises(MissingError):
        ending.render(address, {}, after)
    for about in (Address("looking_for", "fi"), Address("city", "fi", "raahe"), Address("home", "fi")):
        path = f"/fi/etsimme/{entry.id}"
        assert path in ending.render(about, {}, LAST)
        assert path not in ending.render(about, {}, after)
    search = Address("search", "fi")
    assert path in ending.render(search, {"q": entry.what.fi}, LAST)
    assert path not in ending.render(search, {"q": entry.what.fi}, after)


# The filter


def shown(page: Shown) -> set[str]:
    """The entries that a list shows."""
    return {str(href).rsplit("/", 1)[-1] for href in page.all("//ul[contains(@class, 'sought')]//h3/a/@href")}


def links(page: Shown) -> list[tuple[str, int]]:
    """The addresses of the filter, each with the number beside it."""
    found = page.all("//nav[@class='facets']//a")
    return [(link.get("href"), int(link.xpath("./span[@class='count']")[0].text)) for link in found]


@pytest.mark.parametrize("path", ["/fi/etsimme", "/sv/vi-soker?role=company", "/en/looking-for?sector=C&town=rauma"])
def test_each_link_of_the_filter_leads_to_as_many_entries_as_it_says(show: Open, path: str) -> None:
    page = show(path)
    assert len(links(page)) > 10
    for href, count in links(page):
        assert count > 0
        assert len(shown(show(href))) == count, href


def test_what_is_chosen_is_said_and_can_be_taken_away(show: Open) -> None:
    page = show("/en/looking-for?role=company&sector=C&town=rauma")
    assert page.one("//h1").text_content().replace("\u00ad", "") == "Opportunities"
    assert page.one("//head/title").text.startswith("Opportunities: Company, Manufacturing, Rauma – ")
    chosen = {
        link.text_content().replace("×", "").strip(): link.get("href")
        for link in page.all("//ul[@class='found-chosen']//a")
    }
    assert chosen == {
        "Role: Company": "/en/looking-for?sector=C&town=rauma",
        "Sector: Manufacturing": "/en/looking-for?role=company&town=rauma",
        "Town or municipality: Rauma": "/en/looking-for?role=company&sector=C",
        "Remove all": "/en/looking-for",
    }
    current = [link.text_content().split("\u00a0")[0] for link in page.all("//nav[@class='facets']//a[@aria-current]")]
    assert current == ["Company", "Manufacturing", "Rauma"]
    assert page.one("//p[@class='found-count']").text_content() == f"{len(shown(page))} of 33 entries"


def test_a_value_that_would_find_nothing_is_no_link(show: Open) -> None:
    page = show("/en/looking-for?town=keuruu")
    empty = [text.text_content() for text in page.all("//nav[@class='facets']//span[@class='none']")]
    assert "Investor\u00a00" in empty


@pytest.mark.parametrize("path", LISTS.values())
def test_where_nothing_fits_it_is_said_and_the_way_back_is_there(show: Open, path: str) -> None:
    page = show(f"{path}?role=public")
    assert page.status == 200
    assert shown(page) == set()
    assert page.one("//section[contains(@class, 'nothing')]//h2").text.strip()
    assert page.one("//section[contains(@class, 'nothing')]//a").get("href") == path


def test_what_the_address_asks_wrongly_is_told_and_never_repeated(show: Open) -> None:
    page = show("/en/looking-for?role=%3Cscript%3Ehonest&sector=nonsense&town=Atlantis")
    said = [message.text_content() for message in page.all("//p[@class='message']")]
    assert [text.split(";")[0] for text in said] == [
        "The address asks for a role that does not exist",
        "The address asks for a sector or a theme that does not exist",
        "The address asks for a town that is not one of the network",
    ]
    assert not re.search("honest|nonsense|Atlantis", page.source)
    assert shown(page) == shown(show("/en/looking-for"))


def test_a_page_is_kept_once_however_its_filter_is_spelled(pages: Pages) -> None:
    address = Address("looking_for", "sv")
    assert pages.query_of(address, {"town": "raumo", "role": "", "x": "1"}) == {"town": "rauma"}
    assert pages.query_of(address, {"role": "pilot"}) == pages.query_of(address, {"role": "?"}) == {"role": "?"}


def test_the_language_switch_keeps_the_filter(show: Open) -> None:
    page = show("/fi/etsimme?sector=circular-economy&town=raumo")
    switch = {link.get("hreflang"): link.get("href") for link in page.all("//nav[@class='languages']//a")}
    assert switch["sv"] == "/sv/vi-soker?sector=circular-economy&town=rauma"
    assert shown(show(switch["sv"])) == shown(page) != set()


def test_the_feed_is_named_in_the_head_and_in_the_text(show: Open, client: Any) -> None:
    for path in LISTS.values():
        for query in ("", "?role=company"):
            page = show(path + query)
            head = page.one("//head/link[@type='application/atom+xml']").get("href")
            assert head == page.one("//main//a[@type='application/atom+xml']").get("href") == f"{path}.atom{query}"
            answer = client.get(head)
            assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
            ids = re.findall(r"<id>[^<]*/([^/<]*)</id>", answer.text)[1:]
            assert set(ids) == shown(page)


def test_an_entry_leads_to_the_others_of_its_kind(show: Open) -> None:
    page = show("/sv/vi-soker/rauma-marine-subcontractors")
    found = [link for link in page.all("//dl//a/@href") if "?" in link]
    assert found == [
        "/sv/vi-soker?role=company",
        "/sv/vi-soker?role=research",
        "/sv/vi-soker?sector=C",
        "/sv/vi-soker?sector=H",
        "/sv/vi-soker?sector=M",
        "/sv/vi-soker?sector=marine-industry",
    ]
    assert all("rauma-marine-subcontractors" in shown(show(link)) for link in found)


# What only some entries have


def test_what_an_entry_has_besides_is_shown_where_it_has_it(portal: Portal, show: Open) -> None:
    plain = show("/en/looking-for/raahe-hydrogen-investors")
    for name in ("Evidence", "What the town offers", "Valid until"):
        assert name not in [term.text_content() for term in plain.all("//dt")]
    words = LocalizedText(fi="Nimi", sv="Namn", en="The harbour office")
    contact = {"name": words, "email": "harbour@raahe.example", "source": "navigator"}
    kind = type(portal.cities["raahe"].looking_for[0])
    fields = kind.model_validate(
        {
            **portal.cities["raahe"].looking_for[0].model_dump(),
            "evidence": {"text": LocalizedText(fi="A", sv="B", en="Two plots are empty."), "source": "navigator"},
            "contact": contact,
            "confirmed": dt.date(2026, 11, 20),
            "valid_until": LAST,
        }
    )
    given = {name: getattr(fields, name) for name in ("evidence", "contact", "confirmed", "valid_until")}
    page = pages_with(portal, **given).render(Address("entry", "en", fields.id), {}, dt.date(2026, 11, 23))
    tree = html.document_fromstring(page)
    facts = {
        d.xpath("./dt")[0].text_content(): d.xpath("./dd")[0].text_content()
        for d in tree.xpath("//dl[@class='own']/div")
    }
    assert facts["Evidence"].startswith("Two plots are empty.")
    assert facts["Confirmed"] == "20 November 2026"
    assert facts["Valid until"] == "31 December 2026"
    assert [name.text_content() for name in tree.xpath("//p[@class='contact-name']")] == ["The harbour office"]
    enquiry, letter = tree.xpath("//p[contains(@class, 'enquire')]/a/@href")
    assert enquiry == f"/en/contact?town=raahe&entry={fields.id}"
    assert letter.startswith("mailto:harbour@raahe.example?")


def test_an_unconfirmed_entry_says_who_said_it_when_and_that_it_is_not_confirmed(show: Open, portal: Portal) -> None:
    for path in LISTS.values():
        for item in show(path).all("//ul[contains(@class, 'sought')]/li"):
            cite = item.xpath("./p[@class='cite']")[0].text_content()
            assert re.search(r"\b(19|20)\d\d\b", cite)
            assert re.search(r"vahvistamatta|obekräftad|unconfirmed", cite), cite
        meaning = show(path).one("//p[@id='unconfirmed']").text_content()
        assert set(show(path).all("//a[@class='state']/@href")) == {"#unconfirmed"}
        assert len(meaning) > 40


# For search engines


def data_of(source: str) -> Any:
    (block,) = html.document_fromstring(source).xpath("//head/script[@type='application/ld+json']")
    return json.loads(block.text)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_is_told_to_search_engines_in_its_order(show: Open, locale: str) -> None:
    page = show(LISTS[locale])
    data = data_of(page.source)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "CollectionPage")
    items = data["mainEntity"]["itemListElement"]
    assert [item["url"].removeprefix(SITE) for item in items] == page.all(
        "//ul[contains(@class, 'sought')]//h3/a/@href"
    )
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))


def test_an_entry_is_told_with_its_source_and_as_a_demand_only_where_an_actor_is_sought(
    show: Open, portal: Portal
) -> None:
    for city in portal.cities.values():
        for entry in city.looking_for:
            page = show(portal.addresses.path("entry", "en", entry.id))
            data = data_of(page.source)
            assert data["url"] == SITE + page.path
            assert data["citation"]["publisher"]["name"] in page.text
            assert "unconfirmed" in data["description"]
            assert ("mainEntity" in data) == (entry.kind == "complementary")
            assert "JobPosting" not in page.source
            assert "expires" not in data


def test_the_last_day_and_the_confirmation_are_told_too(portal: Portal) -> None:
    site = pages_with(portal, valid_until=LAST, confirmed=dt.date(2026, 11, 20))
    data = data_of(site.render(Address("entry", "fi", "raahe-hydrogen-investors"), {}, dt.date(2026, 11, 23)))
    assert (data["expires"], data["dateModified"]) == ("2026-12-31", "2026-11-20")
    assert (data["mainEntity"]["validFrom"], data["mainEntity"]["validThrough"]) == ("2026-11-20", "2026-12-31")


def test_no_text_breaks_out_of_the_block(portal: Portal) -> None:
    words = LocalizedText(fi="</script><script>alert(1)</script>", sv=None, en=None)
    site = pages_with(portal, what=words)
    for address in (Address("entry", "fi", "raahe-hydrogen-investors"), Address("looking_for", "fi")):
        source = site.render(address, {}, dt.date(2026, 11, 23))
        assert "<script>alert" not in source
        assert words.fi in json.dumps(data_of(source))
