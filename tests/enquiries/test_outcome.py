"""What becomes of an enquiry is said alike in the heading, on the page and in the copy, and never better than it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import html

from portal.domain.profile import Portal
from portal.enquiries.database import engine_of, migrate
from portal.enquiries.enquiry import Posted, State, StoredEnquiry
from portal.enquiries.letters import Sender, compose
from portal.enquiries.outbox import Letter
from portal.enquiries.outcome import outcome
from portal.i18n import LOCALES, Locale, use_locale
from portal.settings import Settings
from tests.enquiries.test_enquiring import CONTACT, MAIL, send, site_of
from tests.writing import NOON, directory_of, enquiry

SENDER = Sender("p@towns.example")
#: Rantala has no e-mail address, and the network none to answer for it.
NOBODY = (
    ("cities/rantala.yaml", "    email: info@rantala.example\n", ""),
    ("site.yaml", "network_email: network@koivula.example\n", ""),
)
#: What may only be said when somebody gets the message.
ARRIVED = {"fi": "on saapunut", "sv": "har kommit fram", "en": "has arrived"}
HEADLINES = {
    "all": {
        "fi": "Yhteydenottosi on saapunut",
        "sv": "Din förfrågan har kommit fram",
        "en": "Your enquiry has arrived",
    },
    "some": {
        "fi": "Yhteydenottosi on saapunut perille, mutta ei kaikkiin kaupunkeihin",
        "sv": "Din förfrågan har kommit fram, men inte till alla städer",
        "en": "Your enquiry has arrived, but not in every town",
    },
    "none": {
        "fi": "Yhteydenottosi on tallessa, mutta se ei tavoita vielä ketään",
        "sv": "Din förfrågan är sparad, men den når ingen än",
        "en": "Your enquiry is stored, but it reaches nobody yet",
    },
    "unsent": {
        "fi": "Yhteydenottosi on tallessa, mutta sitä ei ole lähetetty",
        "sv": "Din förfrågan är sparad, men den har inte skickats",
        "en": "Your enquiry is stored, but it has not been sent",
    },
}

#: The towns written to, whether there is mail, how letters fare already, and which headline is right.
Case = tuple[tuple[str, ...], bool, dict[str, State], str]


def kept_of(*towns: str, states: dict[str, State] | None = None, **changes: Any) -> StoredEnquiry:
    letters = tuple(Posted("town", town, state, 1, None, "", "") for town, state in (states or {}).items())
    return StoredEnquiry("7KQ3M-92XTA", NOON, enquiry(towns=towns, **changes), letters)


@pytest.mark.parametrize(
    "case",
    [
        (("koivula",), True, {}, "all"),
        (("koivula", "rantala"), True, {}, "some"),
        (("rantala",), True, {}, "none"),
        (("rantala",), False, {}, "none"),
        (("koivula",), False, {}, "unsent"),
        (("koivula", "rantala"), False, {}, "unsent"),
        (("rantala",), True, {"rantala": "sent"}, "all"),
        (("koivula",), True, {"koivula": "failed"}, "unsent"),
        (("koivula",), False, {"koivula": "sent"}, "all"),
        (("atlantis",), True, {}, "none"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_headline_says_whether_somebody_gets_it(tmp_path: Path, case: Case, locale: Locale) -> None:
    towns, mail, states, headline = case
    found = outcome(kept_of(*towns, states=states), directory_of(tmp_path, *NOBODY), mail=mail)
    with use_locale(locale):
        assert found.headline == HEADLINES[headline][locale]


def test_the_network_gets_what_a_town_without_an_address_is_sent(tmp_path: Path) -> None:
    assert outcome(kept_of("rantala"), directory_of(tmp_path, NOBODY[0])).arrives
    assert outcome(kept_of("atlantis"), directory_of(tmp_path)).arrives


@pytest.mark.parametrize("locale", LOCALES)
def test_the_copy_says_the_same_and_how_else_the_town_is_reached(tmp_path: Path, locale: Locale) -> None:
    directory = directory_of(tmp_path, *NOBODY)
    kept = kept_of("rantala", locale=locale)
    message = compose(Letter(1, "copy", "", "<x@y>", 0, kept), directory, SENDER, ("ada@visitor.example",), NOON)
    text = message.get_content()
    assert HEADLINES["none"][locale] in text
    assert ARRIVED[locale] not in text
    (contact, _shared), *_others = directory.recipient("rantala").contacts
    for way in filter(None, (contact.phone, contact.url)):
        assert way in text
    assert directory.url("city", locale, "rantala") in text


def test_a_town_is_not_told_that_another_got_what_reaches_nobody(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, *NOBODY)
    letter = Letter(1, "town", "koivula", "<x@y>", 0, kept_of("koivula", "rantala"))
    text = compose(letter, directory, SENDER, ("info@koivula.example",), NOON).get_content()
    assert "Rantala" not in text


Site = Callable[..., Flask]


@pytest.fixture
def site(portal: Portal, tmp_path: Path) -> Site:
    """The real site, with mail or without."""
    address = f"sqlite:///{tmp_path / 'letters.sqlite3'}"
    migrate(engine_of(address))

    def made(site: dict[str, Any] | None = None, **changes: Any) -> Flask:
        return site_of(portal, Settings(today="2026-11-23", database_url=address, **changes), site)

    return made


def confirmation(client: Any, locale: str, *towns: str, **changes: Any) -> Any:
    response = send(client, locale, town=list(towns), **changes)
    assert response.status_code == 303
    return html.document_fromstring(client.get(response.headers["Location"]).text)


def heading(tree: Any) -> str:
    """A page's heading as it is read, wherever its words may break."""
    return str(tree.xpath("string(//h1)")).replace("\xad", "")


def without_email(portal: Portal) -> str:
    """A town of the real data that has no e-mail address, if there is one."""
    found = next((town for town, city in portal.cities.items() if not portal.content.email(city.contacts)), None)
    return found or pytest.skip("every town has an e-mail address now")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_town_that_nobody_can_be_reached_at_is_not_answered_with_has_arrived(
    site: Site, portal: Portal, locale: Locale
) -> None:
    town = without_email(portal)
    tree = confirmation(site(**MAIL).test_client(), locale, town)
    assert heading(tree) == HEADLINES["none"][locale]
    assert tree.find(".//title").text.startswith(HEADLINES["none"][locale])
    assert ARRIVED[locale] not in tree.text_content()
    (card,) = tree.xpath("//*[@data-fate='nobody']")
    assert card.xpath(".//a[starts-with(@href, 'tel:')] | .//a[@rel='noopener'] | .//a[@download]")
    assert not re.search(r"20\d\d", card.xpath("string(.//p[@class='message'])"))  # it is stored until somebody gets it


@pytest.mark.parametrize("locale", LOCALES)
def test_of_several_towns_each_says_what_becomes_of_the_message(site: Site, portal: Portal, locale: Locale) -> None:
    tree = confirmation(site(**MAIL).test_client(), locale, "rauma", without_email(portal))
    assert heading(tree) == HEADLINES["some"][locale]
    assert [card.get("data-fate") for card in tree.xpath("//*[@data-fate]")] == ["goes", "nobody"]


@pytest.mark.parametrize("locale", LOCALES)
def test_where_the_site_cannot_send_mail_nothing_has_arrived(site: Site, locale: Locale) -> None:
    client = site().test_client()
    tree = confirmation(client, locale, "rauma", copy="yes")
    assert heading(tree) == HEADLINES["unsent"][locale]
    assert [card.get("data-fate") for card in tree.xpath("//*[@data-fate]")] == ["waits"]
    form = html.document_fromstring(client.get(CONTACT[locale]).text)
    assert form.xpath("//p[@class='message'][@role='alert']")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_network_is_named_where_it_answers(site: Site, portal: Portal, locale: Locale) -> None:
    client = site({"network_email": "network@towns.example"}, **MAIL).test_client()
    tree = confirmation(client, locale, without_email(portal))
    assert heading(tree) == HEADLINES["all"][locale]
    assert tree.xpath("//a[@href='mailto:network@towns.example']")


def test_the_form_says_before_anything_is_typed_that_it_reaches_nobody(site: Site, portal: Portal) -> None:
    client, town = site(**MAIL).test_client(), without_email(portal)
    alone = html.document_fromstring(client.get(f"/en/contact?town={town}").text)
    assert "reaches nobody yet" in alone.xpath("string(//p[@role='alert'])")
    beside = html.document_fromstring(client.get(f"/en/contact?town={town},rauma").text)
    assert not beside.xpath("//p[@role='alert']")
    assert "nobody reads the message yet" in beside.xpath(f"string(//*[@id='note-{town}'])")
