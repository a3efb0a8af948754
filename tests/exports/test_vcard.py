"""vCards as another program reads them."""

from __future__ import annotations

from typing import Any

import pytest
import vobject
from flask.testing import FlaskClient

from portal.i18n import LOCALES, Locale
from portal.profile import Portal
from portal.server import create_app
from portal.settings import Settings
from tests.small_data import write_small_data

LONG = "Elinkeinopalvelut, yritykset; sijoittuminen ja työvoima: Björkbyn äärimmäisen pitkäniminen yksikkö"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A small site, with a contact whose Finnish name is long and full of signs."""
    data = write_small_data(tmp_path_factory.mktemp("cards"))
    file = data / "cities" / "koivula.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("fi: Elinkeinopalvelut", f'fi: "{LONG}"'), encoding="utf-8")
    return create_app(Settings(data=data, built=data.parent / "built", today="2026-11-23")).test_client()


def cards(answer: Any) -> list[Any]:
    assert answer.content_type == "text/vcard; charset=utf-8"
    return list(vobject.readComponents(answer.data.decode()))


CARDS: dict[Locale, str] = {
    "fi": "/fi/kaupungit/koivula.vcf",
    "sv": "/sv/stader/bjorkby.vcf",
    "en": "/en/cities/koivula.vcf",
}
NOTES: dict[Locale, str] = {
    "fi": "Palvelukielet: suomi, ruotsi ja englanti\nViimeksi vahvistettu 1.5.2026 · Luettu lähteestä: "
    "Koivula, maaliskuu 2025",
    "sv": "Servicespråk: finska, svenska och engelska\nSenast bekräftat 1.5.2026 · Hämtat från: Koivula, mars 2025",
    "en": "Languages of service: Finnish, Swedish and English\nLast confirmed on 1 May 2026 · Read from: "
    "Koivula, March 2025",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_says_all_that_is_known_in_the_readers_language(site: FlaskClient, locale: Locale) -> None:
    [card] = cards(site.get(CARDS[locale]))
    assert card.version.value == "3.0"
    assert card.email.value == "info@koivula.example"
    assert card.tel.value == "+358 40 123 4567"
    assert [language.value for language in card.contents["lang"]] == ["fi", "sv", "en"]
    assert card.note.value == NOTES[locale]
    assert card.rev.value == "2026-05-01"
    assert "adr" not in card.contents


def test_a_long_name_full_of_signs_comes_through_whole(site: FlaskClient) -> None:
    answer = site.get("/fi/kaupungit/koivula.vcf")
    [card] = cards(answer)
    assert (card.fn.value, card.org.value, card.n.value.family) == (LONG, [LONG], LONG)
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert b"\n" not in answer.data.replace(b"\r\n", b"")


def test_what_is_not_known_has_no_field(client: FlaskClient) -> None:
    _naturpolis, town = cards(client.get("/en/cities/kuusamo.vcf"))
    assert not {"email", "tel", "lang", "rev", "adr"} & set(town.contents)
    assert town.note.value.startswith("Read from: ")


def test_one_contact_is_asked_for_by_its_number(client: FlaskClient, portal: Portal) -> None:
    every = cards(client.get("/fi/kaupungit/kuusamo.vcf"))
    for number, card in enumerate(every, 1):
        answer = client.get(f"/fi/kaupungit/kuusamo.vcf?contact={number}")
        assert [one.fn.value for one in cards(answer)] == [card.fn.value]
        assert f"kuusamo-{number}.vcf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("asked", ["0", "3", "99", "-1", "x", "", "1 "])
def test_a_number_that_no_contact_has_gives_them_all(client: FlaskClient, asked: str) -> None:
    answer = client.get("/fi/kaupungit/kuusamo.vcf", query_string={"contact": asked})
    assert len(cards(answer)) == (1 if asked.strip() == "1" else 2)
