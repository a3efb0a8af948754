"""vCards as another program reads them."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import vobject
from flask.testing import FlaskClient

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.server.app import create_app
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
    "fi": "Palvelukielet: suomi, ruotsi ja englanti\nViimeksi vahvistettu 1.5.2026 · Lähde: Koivula, maaliskuu 2025",
    "sv": "Servicespråk: finska, svenska och engelska\nSenast bekräftat 1.5.2026 · Källa: Koivula, mars 2025",
    "en": "Languages of service: Finnish, Swedish and English\nLast confirmed on 1 May 2026 · Source: "
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
    assert card.rev.value == "2026-11-01T00:00:00Z", "read after it was confirmed"
    assert "adr" not in card.contents


def test_a_long_name_full_of_signs_comes_through_whole(site: FlaskClient) -> None:
    answer = site.get("/fi/kaupungit/koivula.vcf")
    [card] = cards(answer)
    assert (card.fn.value, card.org.value, card.n.value.family) == (LONG, [LONG], LONG)
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert b"\n" not in answer.data.replace(b"\r\n", b"")


def test_what_is_not_known_has_no_field(client: FlaskClient) -> None:
    _naturpolis, town = cards(client.get("/en/cities/kuusamo.vcf"))
    assert not {"email", "tel", "lang", "adr"} & set(town.contents)
    assert town.note.value.startswith("Source: ")


def lines(answer: Any) -> list[dict[str, str]]:
    """The cards' fields as RFC 2426 writes them, read without the library that wrote them."""
    unfolded = re.sub(r"\r\n[ \t]", "", answer.data.decode())
    found: list[dict[str, str]] = []
    for line in unfolded.split("\r\n"):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VCARD":
            found.append({})
        elif name:
            found[-1].setdefault(name.partition(";")[0].upper(), value)
    return found


def test_a_contact_keeps_its_identity_in_every_language_and_every_file(client: FlaskClient, portal: Portal) -> None:
    paths = portal.addresses
    for key in portal.cities:
        of_all = [lines(client.get(paths.path("city", locale, key, form="vcf"))) for locale in LOCALES]
        identities = [[card["UID"] for card in cards] for cards in of_all]
        assert identities[0] == identities[1] == identities[2]
        for number, identity in enumerate(identities[0], 1):
            [alone] = lines(client.get(paths.path("city", "en", key, {"contact": str(number)}, "vcf")))
            assert alone["UID"] == identity
            assert uuid.UUID(identity.removeprefix("urn:uuid:")).version == 5


def test_no_two_contacts_have_the_same_identity(client: FlaskClient, portal: Portal) -> None:
    """Not even where two towns share an organisation: each may have its own ways to reach it."""
    found = [
        card["UID"]
        for key in portal.cities
        for card in lines(client.get(portal.addresses.path("city", "fi", key, form="vcf")))
    ]
    assert len(found) == len({*found}) > len(portal.cities)


def test_an_identity_depends_on_neither_host_nor_process_nor_day(site: FlaskClient, tmp_path: Path) -> None:
    settings = Settings(
        data=write_small_data(tmp_path),
        built=tmp_path / "built",
        today="2027-03-01",
        overrides={"site_url": "https://x.fi"},
    )
    elsewhere = create_app(settings).test_client()
    path = "/en/cities/rantala.vcf"
    here, there = lines(site.get(path)), lines(elsewhere.get(path))
    assert [card["UID"] for card in here] == [card["UID"] for card in there]


def test_a_card_changes_its_revision_when_the_contact_is_confirmed_or_read_anew(tmp_path: Path) -> None:
    data = write_small_data(tmp_path)
    file = data / "cities" / "koivula.yaml"

    def revision() -> str:
        site = create_app(Settings(data=data, built=tmp_path / "built", today="2026-12-23")).test_client()
        return lines(site.get(CARDS["en"]))[0]["REV"]

    before = revision()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", before)
    assert revision() == before
    file.write_text(file.read_text("utf-8").replace("confirmed: 2026-05-01", "confirmed: 2026-12-02"), "utf-8")
    assert revision() == "2026-12-02T00:00:00Z"


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
