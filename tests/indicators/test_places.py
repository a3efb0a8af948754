"""A reader finds a municipality by typing, in any of the three languages and on any keyboard."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.folding import fold
from portal.indicators.places import named, search
from tests.indicators.small_country import municipality

KNOWN = {
    place.code: place
    for place in (
        municipality("001", "Vaasa", "Vasa", "Vaasa"),
        municipality("002", "Salo", "Salo", "Salo"),
        municipality("003", "Taivassalo", "Tövsala", "Taivassalo"),
        municipality("004", "Uusi Salo", "Nya Salo", "Uusi Salo"),
        municipality("005", "Salonpää", "Saloände", "Salonpää"),
        municipality("006", "Mänttä-Vilppula", "Mänttä-Vilppula", "Mänttä-Vilppula"),
        municipality("007", "Mikkeli", "S:t Michel", "Mikkeli"),
        municipality("008", "Inkoo", "Ingå", "Ingå"),
    )
}


def codes(text: str, limit: int = 8) -> list[str]:
    return [place.code for place in search(KNOWN, text, limit)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Mänttä-Vilppula", "mantta vilppula"),
        ("  MÄNTTÄ  – Vilppula ", "mantta vilppula"),
        ("Ingå", "inga"),
        ("Café Ö", "cafe o"),
        ("S:t Michel", "st michel"),
        ("", ""),
    ],
)
def test_letters_are_compared_as_any_keyboard_types_them(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "code"),
    [("vasa", "001"), ("manttavil", None), ("mantta vil", "006"), ("st m", "007"), ("INGA", "008"), ("tovs", "003")],
)
def test_a_name_in_any_language_is_found_without_diacritics(typed: str, code: str | None) -> None:
    assert codes(typed) == ([code] if code else [])


def test_the_exact_name_comes_first_then_beginnings_then_later_words_then_the_rest() -> None:
    assert codes("salo") == ["002", "005", "004", "003"]


def test_no_more_are_shown_than_asked_for() -> None:
    assert codes("salo", 2) == ["002", "005"]
    assert codes("salo", 0) == []


@pytest.mark.parametrize("typed", ["", "   ", "-", "qqq", "\x00", "%", "́"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert codes(typed) == []
    assert named(KNOWN, typed) is None


def test_a_whole_name_or_code_names_one_municipality() -> None:
    assert [getattr(named(KNOWN, text), "code", None) for text in ("ingå", "Vasa", " 006 ", "sal", "999")] == [
        "008",
        "001",
        "006",
        None,
        None,
    ]


def test_a_name_that_two_share_names_neither() -> None:
    both = {code: municipality(code, "Koski") for code in ("001", "002")}
    assert named(both, "koski") is None
    assert [place.code for place in search(both, "koski")] == ["001", "002"]


@given(st.text(max_size=30), st.randoms(use_true_random=False))
def test_anything_typed_is_answered_alike_whatever_the_order_of_the_list(typed: str, dice: random.Random) -> None:
    shuffled = list(KNOWN.items())
    dice.shuffle(shuffled)
    assert [place.code for place in search(dict(shuffled), typed)] == codes(typed)


def test_every_municipality_is_found_by_each_of_its_names(portal: Portal) -> None:
    known = portal.statistics.municipalities
    for place in known.values():
        for name in {place.name.fi, place.name.sv, place.name.en} - {None}:
            assert named(known, fold(name or "")) is place
            assert search(known, name or "")[0] is place
