"""What a link to a short list stands for, and how it is written again."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import short_list
from portal.domain.profile import Portal
from portal.domain.short_list import MOST, ParsedShortList, ShortList
from portal.i18n import LOCALES, use_locale

TODAY = dt.date(2026, 11, 23)
ENTRY = "rauma-marine-subcontractors"


def spelling(portal: Portal, **query: str) -> dict[str, str]:
    return short_list.canonical(short_list.read(query, portal))


def test_towns_and_entries_stand_in_the_readers_order(portal: Portal) -> None:
    reading = short_list.read({"town": "rauma,iisalmi", "entry": ENTRY}, portal)
    assert reading == ParsedShortList(ShortList(("rauma", "iisalmi"), (ENTRY,)))
    assert reading.listed.query == {"town": "rauma,iisalmi", "entry": ENTRY}


def test_nothing_asked_is_an_empty_list(portal: Portal) -> None:
    for query in ({}, {"town": ""}, {"town": " , ,", "entry": ","}, {"utm_source": "x"}):
        reading = short_list.read(query, portal)
        assert reading.listed.empty
        assert short_list.canonical(reading) == {}


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ({"town": " Rauma ,rauma,RAUMA"}, {"town": "rauma"}),
        ({"town": "kristinestad,idensalmi"}, {"town": "kristiinankaupunki,iisalmi"}),
        ({"town": "rauma,helsinki,atlantis"}, {"town": "rauma,?"}),
        ({"town": "?"}, {"town": "?"}),
        ({"entry": "nothing-of-the-kind"}, {"entry": "?"}),
        ({"entry": f"{ENTRY},{ENTRY}", "town": "140"}, {"town": "?", "entry": ENTRY}),
    ],
)
def test_a_list_has_one_spelling_that_tells_its_mistakes_again(
    portal: Portal, query: dict[str, str], canonical: dict[str, str]
) -> None:
    assert spelling(portal, **query) == canonical
    assert spelling(portal, **canonical) == canonical


@given(
    town=st.lists(st.sampled_from(["rauma", "iisalmi", "?", "+", "", "å", "\x00", "-" * 500]) | st.text(max_size=9)),
    entry=st.lists(st.sampled_from([ENTRY, "?", "+", "rauma"]) | st.text(max_size=9)),
)
def test_whatever_is_asked_its_spelling_says_the_same(portal: Portal, town: list[str], entry: list[str]) -> None:
    reading = short_list.read({"town": ",".join(town), "entry": ",".join(entry)}, portal)
    assert short_list.read(short_list.canonical(reading), portal) == reading


def test_a_list_that_is_too_long_is_cut_and_says_so(portal: Portal) -> None:
    every = [*portal.content.entries]
    assert len(every) > MOST["entry"]
    reading = short_list.read({"entry": ",".join(every)}, portal)
    assert reading.listed.entry == tuple(every[: MOST["entry"]])
    assert reading.beyond == ("entry",)
    assert short_list.read(short_list.canonical(reading), portal) == reading
    with use_locale("en"):
        assert short_list.messages(reading) == ["A short list holds at most 30 entries. The first ones are shown."]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_mistake_is_told_in_words(portal: Portal, locale: str) -> None:
    reading = short_list.read({"town": "atlantis,+", "entry": "x,+"}, portal)
    with use_locale(locale):  # type: ignore[arg-type]
        said = short_list.messages(reading)
    assert len({*said}) == 4
    assert not [text for text in said if "atlantis" in text]


def test_an_entry_leaves_the_list_the_day_after_its_last(portal: Portal) -> None:
    city = portal.cities["rauma"]
    changed = [
        entry.model_copy(update={"valid_until": TODAY}) if entry.id == ENTRY else entry for entry in city.looking_for
    ]
    cities = portal.content.cities | {"rauma": city.model_copy(update={"looking_for": changed})}
    ending = dataclasses.replace(portal, content=dataclasses.replace(portal.content, cities=cities))
    listed = short_list.read({"town": "rauma", "entry": ENTRY}, ending).listed
    assert short_list.on(TODAY, listed, ending) == (listed, [])
    left, ended = short_list.on(TODAY + dt.timedelta(days=1), listed, ending)
    assert left == ShortList(("rauma",))
    assert [(town, entry.id) for town, entry in ended] == [("rauma", ENTRY)]


def test_one_thing_can_be_left_out() -> None:
    listed = ShortList(("rauma", "iisalmi"), (ENTRY,))
    assert listed.without("town", "rauma") == ShortList(("iisalmi",), (ENTRY,))
    assert listed.without("entry", ENTRY).query == {"town": "rauma,iisalmi"}
    assert ShortList(("rauma",)).without("town", "rauma").empty


def test_an_enquiry_asks_the_towns_of_the_entries_too_and_each_once(portal: Portal) -> None:
    others = [entry.id for entry in portal.cities["heinola"].looking_for[:2]]
    listed = ShortList(("iisalmi",), (ENTRY, *others))
    assert short_list.enquiry(listed, portal) == {
        "town": "iisalmi,rauma,heinola",
        "entry": ",".join([ENTRY, *others]),
    }
