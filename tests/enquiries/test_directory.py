"""Who gets a letter: the town, an entry's own contact, the network, or nobody yet."""

from __future__ import annotations

from pathlib import Path

from portal.domain.profile import Portal
from portal.enquiries.directory import Directory
from tests.writing import directory_of

EMAIL = ("cities/rantala.yaml", "    email: info@rantala.example\n", "")
OWN_CONTACT = (
    "cities/koivula.yaml",
    "    valid_until: 2027-12-31\n",
    "    valid_until: 2027-12-31\n    contact:\n      name:\n        fi: Satama\n        sv: Hamnen\n        en: Port\n"
    "      email: port@koivula.example\n      source: town_site\n",
)
ENTRY = "koivula-wood-builders"


def test_a_town_with_an_address_gets_its_letters(tmp_path: Path) -> None:
    found = directory_of(tmp_path).recipient("koivula")
    assert found
    assert (found.via, found.emails, found.name("sv")) == ("town", ("info@koivula.example",), "Näringslivstjänster")


def test_the_network_answers_for_a_town_without_an_address(tmp_path: Path) -> None:
    found = directory_of(tmp_path, EMAIL).recipient("rantala")
    assert found
    assert (found.via, found.emails) == ("network", ("network@koivula.example",))


def test_where_the_network_has_no_address_either_nobody_answers_yet(tmp_path: Path) -> None:
    nobody = ("site.yaml", "network_email: network@koivula.example\n", "")
    found = directory_of(tmp_path, EMAIL, nobody).recipient("rantala")
    assert found
    assert (found.via, found.emails) == ("nobody", ())


def test_the_network_answers_for_a_town_that_cannot_be_shown(tmp_path: Path) -> None:
    directory = directory_of(tmp_path)
    found = directory.recipient("atlantis")
    assert (found.via, found.emails, found.contacts) == ("network", ("network@koivula.example",), [])
    assert directory.name("atlantis", "fi") == "atlantis"
    assert directory.language("atlantis") == "fi"


def test_what_an_entry_is_about_goes_to_the_entrys_own_contact(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, OWN_CONTACT)
    emails = {
        entries: found.emails
        for entries in ((), (ENTRY,), (ENTRY, "no-such-entry"), ("rantala-wood-builders",))
        if (found := directory.recipient("koivula", entries))
    }
    assert emails == {
        (): ("info@koivula.example",),
        (ENTRY,): ("port@koivula.example",),
        (ENTRY, "no-such-entry"): ("port@koivula.example",),
        ("rantala-wood-builders",): ("info@koivula.example",),
    }


def test_entries_are_found_with_their_town(tmp_path: Path) -> None:
    directory = directory_of(tmp_path)
    found = directory.entry(ENTRY)
    assert found
    assert (found[0], found[1].id) == ("koivula", ENTRY)
    assert directory.entry("no-such-entry") is None
    assert [one.id for one in directory.entries([ENTRY, "no-such-entry", "rantala-wood-builders"])] == [
        ENTRY,
        "rantala-wood-builders",
    ]
    assert directory.entries([ENTRY], "rantala") == []


def test_addresses_of_pages_are_whole(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, site_url="https://towns.example")
    assert directory.url("city", "sv", "koivula").startswith("https://towns.example/sv/")
    assert directory.url("find", "en", query="role=company&x=%C3%A4").endswith("?role=company&x=%C3%A4")


def test_every_real_town_is_answered_for_by_somebody_or_said_not_to_be(portal: Portal) -> None:
    directory = Directory(portal.content, portal.addresses)
    for town in portal.cities:
        found = directory.recipient(town)
        assert found
        assert (found.via == "nobody") == (not found.emails)
        assert bool(found.name("fi")) == (found.via == "town")
