"""What is said to have been done on a day to come is never shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.domain.entries import EntryFilter
from portal.domain.profile import Portal, load_portal
from portal.exports.feed import atom
from portal.settings import Settings

Mend = Callable[[Path, str, str], None]

TODAY = dt.date(2026, 11, 23)
ENTRY = "koivula-wood-builders"


def portal_of(data: Path) -> Portal:
    return load_portal(Settings(data=data, today=TODAY.isoformat()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    valid_until: 2027-12-31", "    confirmed: 2026-11-24"),
        ("    read: 2026-11\n", "    read: 2027-11\n"),
        ("    date: 2025-03\n", "    date: 2027-03\n"),
    ],
)
def test_an_entry_of_next_year_is_nowhere(data: Path, town: Path, mend: Mend, old: str, new: str) -> None:
    mend(town, old, new)
    portal = portal_of(data)
    assert [entry.id for _town, entry in portal.sought(TODAY)] == ["rantala-wood-builders"]
    assert ENTRY not in portal.content.entries
    assert list(portal.cities) == ["koivula", "rantala"]
    feed = atom(portal, "en", EntryFilter(), TODAY)
    assert "<updated>2027" not in feed
    assert ENTRY not in feed


def test_an_entry_of_today_is_shown(data: Path, town: Path, mend: Mend) -> None:
    mend(town, "    valid_until: 2027-12-31", "    confirmed: 2026-11-23")
    assert ENTRY in portal_of(data).content.entries


def test_a_contact_and_a_strength_lose_a_day_to_come(data: Path, town: Path, mend: Mend) -> None:
    mend(town, "    confirmed: 2026-05-01\n", "    confirmed: 2027-05-01\n")
    mend(town, "    reviewed: 2026-05-01\n", "    reviewed: 2027-05-01\n")
    city = portal_of(data).cities["koivula"]
    assert (city.contacts[0].confirmed, city.strengths[0].reviewed) == (None, None)
    assert city.contacts[0].email == "info@koivula.example"
