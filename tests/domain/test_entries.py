"""Which looking-for entries a reader asks for, and when an entry was last gone through."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from portal.content.models import LookingFor, Source
from portal.domain import entries
from portal.domain.entries import FACETS, EntryFilter
from portal.domain.profile import Portal
from portal.i18n import LocalizedText, use_locale

TODAY = dt.date(2026, 11, 23)


def test_nothing_asked_finds_every_entry(portal: Portal) -> None:
    assert entries.find(portal, entries.read({}, portal), TODAY) == portal.sought(TODAY)
    assert entries.read({"role": "", "sector": " ", "utm_source": "x"}, portal) == EntryFilter()


def test_an_entry_is_found_by_its_role_its_sector_its_theme_and_its_town(portal: Portal) -> None:
    def found(**query: str) -> set[str]:
        return {entry.id for _town, entry in entries.find(portal, entries.read(query, portal), TODAY)}

    assert "rauma-marine-subcontractors" in found(role="research", sector="H", town="rauma")
    assert "rauma-marine-subcontractors" in found(sector="marine-industry")
    assert "rauma-marine-subcontractors" not in found(sector="A")
    assert {entry_id.split("-")[0] for entry_id in found(town="keuruu")} == {"keuruu"}


def test_workers_and_residents_are_a_role_of_their_own(portal: Portal) -> None:
    kinds = {entry.kind for _town, entry in entries.find(portal, EntryFilter(role="recruitment"), TODAY)}
    assert kinds == {"recruitment"}
    for role in ("company", "investor", "research", "education", "service"):
        assert {entry.kind for _town, entry in entries.find(portal, EntryFilter(role=role), TODAY)} == {"complementary"}


@pytest.mark.parametrize("town", ["kristiinankaupunki", "kristinestad"])
def test_a_town_is_known_by_its_name_in_any_language(portal: Portal, town: str) -> None:
    choice = entries.read({"town": town}, portal)
    assert entries.canonical(choice) == {"town": "kristiinankaupunki"}


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ({"role": "Company"}, {"role": "?"}),
        ({"role": "company,investor"}, {"role": "?"}),
        ({"sector": "c"}, {"sector": "?"}),
        ({"sector": "Z", "role": "company"}, {"role": "company", "sector": "?"}),
        ({"town": "helsinki"}, {"town": "?"}),
        ({"town": "?", "role": "?"}, {"town": "?", "role": "?"}),
        ({"sector": "  C "}, {"sector": "C"}),
    ],
)
def test_what_there_is_not_is_left_open_and_told_again_by_the_canonical_query(
    portal: Portal, query: dict[str, str], canonical: dict[str, str]
) -> None:
    choice = entries.read(query, portal)
    assert entries.canonical(choice) == canonical
    again = entries.read(canonical, portal)
    assert (again.chosen, again.faults) == (choice.chosen, choice.faults)
    with use_locale("en"):
        assert len(entries.messages(choice)) == list(canonical.values()).count("?")


def test_the_number_beside_a_value_is_the_number_that_is_found_with_it(portal: Portal) -> None:
    starts = [
        EntryFilter(),
        EntryFilter(role="company"),
        EntryFilter(sector="C", town="rauma"),
        EntryFilter(role="public"),
    ]
    for choice, facet in product(starts, FACETS):
        found = list(entries.options(portal, facet, choice, TODAY))
        assert found, (choice, facet)
        for option in found:
            assert len(entries.find(portal, choice.to(facet, option.value), TODAY)) == option.count
            assert option.chosen == (choice.chosen.get(facet) == option.value)


def test_only_values_that_an_entry_has_are_offered(portal: Portal) -> None:
    values = {facet: [o.value for o in entries.options(portal, facet, EntryFilter(), TODAY)] for facet in FACETS}
    assert "public" not in values["role"]
    assert "kauhajoki" not in values["town"]
    assert values["town"][0] == "iisalmi"
    letters = [value for value in values["sector"] if len(value) == 1]
    assert letters == sorted(letters)


@pytest.mark.parametrize(
    ("theme", "slug"),
    [
        (LocalizedText(fi="Kiertotalous", sv="Cirkulär ekonomi", en="Circular economy"), "circular-economy"),
        (LocalizedText(fi="Älykäs / vihreä", sv=None, en=None), "alykas-vihrea"),
        (LocalizedText(fi="Bio- ja kiertotalous", sv=None, en="Bio- and circular economy"), "bio-and-circular-economy"),
    ],
)
def test_a_theme_has_the_same_address_in_every_language(theme: LocalizedText, slug: str) -> None:
    assert entries.theme_slug(theme) == slug


def sought(**fields: object) -> LookingFor:
    what = LocalizedText(fi="Sahoja", sv=None, en=None)
    return LookingFor.model_validate({"id": "a-b", "kind": "complementary", "what": what, "source": "s", **fields})


def read_in(month: str, date: str | None = None) -> Source:
    return Source(publisher="Sanomat", read=month, date=date, kind="media")


def test_an_entry_was_last_gone_through_when_it_was_confirmed_or_its_source_read() -> None:
    assert entries.updated(sought(), read_in("2026-11")) == dt.date(2026, 11, 1)
    assert entries.updated(sought(confirmed=dt.date(2027, 2, 3)), read_in("2026-11")) == dt.date(2027, 2, 3)
    assert entries.updated(sought(confirmed=dt.date(2026, 2, 3)), read_in("2026-11-30")) == dt.date(2026, 11, 30)


def test_an_undated_source_was_published_nobody_knows_when() -> None:
    assert entries.published(read_in("2026-11")) is None
    assert entries.published(read_in("2026-11", "2023-05")) == dt.date(2023, 5, 1)
    assert entries.first_day("2023-02-31") is None


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (None, "Sanomat, May 2023 · unconfirmed"),
        (dt.date(2026, 12, 1), "Sanomat, May 2023 · confirmed on 1 December 2026"),
    ],
)
def test_it_is_said_who_said_it_and_whether_the_town_stands_behind_it(confirmed: dt.date | None, words: str) -> None:
    with use_locale("en"):
        assert entries.stated(sought(confirmed=confirmed), read_in("2026-11", "2023-05"), "en") == words


def test_an_undated_source_says_when_it_was_read() -> None:
    with use_locale("fi"):
        assert entries.credit(read_in("2026-11"), "fi") == "Sanomat, luettu 2026"
