"""Whom to contact: what a visitor sees of a contact, and only what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from lxml import html

from portal.domain.profile import load_portal
from portal.i18n import LOCALES, Locale
from portal.server.app import create_app
from portal.settings import Settings
from portal.urls import Addresses
from tests.small_data import write_small_data

OWN_CONTACT = """\
    contact:
      name:
        fi: Puutoimisto
        sv: Träbyrån
        en: The wood office
      email: wood@koivula.example
      source: town_site
    valid_until: 2027-12-31
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small site: one town's entry has a contact of its own, the other town's contact is not confirmed."""
    data = write_small_data(tmp_path_factory.mktemp("contacts"))
    change(data / "cities" / "koivula.yaml", "    valid_until: 2027-12-31\n", OWN_CONTACT)
    change(data / "cities" / "rantala.yaml", "    languages: [fi, sv, en]\n    confirmed: 2026-05-01\n", "")
    return Settings(data=data, built=data.parent / "built", today="2026-11-23")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def site(small: Settings) -> FlaskClient:
    return create_app(small).test_client()


@pytest.fixture(scope="module")
def addresses(small: Settings) -> Addresses:
    return load_portal(small).addresses


def contacts(site: FlaskClient, path: str) -> list[Any]:
    return list(html.document_fromstring(site.get(path).text).xpath("//div[@class='contact']"))


def shown(contact: Any) -> str:
    return " ".join(contact.text_content().replace("\u00a0", " ").split())


def href(contact: Any, start: str) -> str:
    return str(contact.xpath(f".//a[starts-with(@href, '{start}')]/@href")[0])


LANGUAGES: dict[Locale, str] = {
    "fi": "Palvelukielet: suomi, ruotsi ja englanti",
    "sv": "Servicespråk: finska, svenska och engelska",
    "en": "Languages of service: Finnish, Swedish and English",
}
CONFIRMED: dict[Locale, str] = {
    "fi": "Viimeksi vahvistettu 1.5.2026 · Lähde: Koivula, maaliskuu 2025",
    "sv": "Senast bekräftat 1.5.2026 · Källa: Koivula, mars 2025",
    "en": "Last confirmed on 1 May 2026 · Source: Koivula, March 2025",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_contact_says_its_languages_and_when_it_was_confirmed(
    site: FlaskClient, addresses: Addresses, locale: Locale
) -> None:
    for path in (addresses.path("city", locale, "koivula"), addresses.path("contact", locale)):
        text = shown(contacts(site, path)[0])
        assert LANGUAGES[locale] in text
        assert CONFIRMED[locale] in text


def test_what_the_town_has_not_said_is_not_shown(site: FlaskClient) -> None:
    [contact] = contacts(site, "/en/cities/rantala")
    text = shown(contact)
    assert "Languages of service" not in text
    assert "onfirmed" not in text
    assert text.endswith("Source: Rantala, March 2025")


LETTERS: dict[Locale, tuple[str, str]] = {
    "fi": ("Sijoittuminen Koivulaan", "Toivon vastausta suomeksi."),
    "sv": ("Etablering i Björkby", "Jag önskar svar på svenska."),
    "en": ("Settling in Koivula", "I would like an answer in English."),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_letter_has_a_subject_and_tells_in_which_language_to_answer(
    site: FlaskClient, addresses: Addresses, locale: Locale
) -> None:
    letter = unquote(href(contacts(site, addresses.path("city", locale, "koivula"))[0], "mailto:"))
    subject, wish = LETTERS[locale]
    assert letter == f"mailto:info@koivula.example?subject={subject}&body=\r\n\r\n{wish}"


def test_a_number_is_dialled_without_spaces(site: FlaskClient) -> None:
    contact = contacts(site, "/sv/stader/bjorkby")[0]
    assert href(contact, "tel:") == "tel:+358401234567"
    assert "+358 40 123 4567" in shown(contact)


@pytest.mark.parametrize("path", ["/en/contact", "/en/cities/koivula", "/en/looking-for/koivula-wood-builders"])
def test_every_contact_offers_its_own_card(site: FlaskClient, path: str) -> None:
    for contact in contacts(site, path):
        [card] = contact.xpath(".//a[@download]/@href")
        name = contact.xpath("./p[@class='contact-name']")[0].text_content()
        text = site.get(card).text
        assert text.count("BEGIN:VCARD") == 1
        assert f"FN:{name}\r\n" in text


def test_an_entrys_own_contact_stands_at_the_entry_alone(site: FlaskClient) -> None:
    [contact] = contacts(site, "/en/looking-for/koivula-wood-builders")
    assert "The wood office" in shown(contact)
    assert "wood@koivula.example" in href(contact, "mailto:")
    assert "The wood office" not in " ".join(map(shown, contacts(site, "/en/cities/koivula")))
