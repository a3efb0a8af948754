"""Words are compared as their language inflects and compounds them."""

from __future__ import annotations

import pytest

from portal.i18n import Locale
from portal.search.words import distance, is_part, nearest, tokens, word


@pytest.mark.parametrize(
    ("locale", "one", "other"),
    [
        ("fi", "luvun", "luku"),
        ("fi", "vedyn", "vety"),
        ("fi", "sahoja", "saha"),
        ("fi", "tontteja", "tontti"),
        ("fi", "palkkojen", "palkka"),
        ("fi", "kaivokset", "kaivos"),
        ("fi", "satamissa", "satama"),
        ("sv", "hamnarna", "hamn"),
        ("sv", "tomterna", "tomt"),
        ("en", "salaries", "salary"),
        ("en", "PLOTS", "plot"),
    ],
)
def test_an_inflected_word_is_its_basic_form(locale: Locale, one: str, other: str) -> None:
    assert word(one, locale).forms & word(other, locale).forms


@pytest.mark.parametrize(
    ("locale", "one", "other"), [("fi", "palkka", "paikka"), ("sv", "mat", "mått"), ("fi", "talo", "talous")]
)
def test_words_that_look_alike_are_not_the_same(locale: Locale, one: str, other: str) -> None:
    assert not word(one, locale).forms & word(other, locale).forms


@pytest.mark.parametrize(
    ("part", "whole", "holds"),
    [
        ("tuuli", "tuulivoima", True),
        ("voima", "tuulivoima", True),
        ("satama", "satamanhallinta", True),
        ("mat", "matkailu", False),
        ("mat", "materiaali", False),
        ("ala", "matala", False),
    ],
)
def test_a_compound_begins_or_ends_with_a_word_whose_other_part_is_one_too(part: str, whole: str, holds: bool) -> None:
    assert is_part(part, whole, {"tuuli", "voima", "hallinta", "satama", "ala"}, "fi") is holds


def test_only_words_a_slip_or_two_away_are_near() -> None:
    known = ["satama", "sata", "rauma", "paikallinen", "savonlinna"]
    assert nearest("satmaa", known) == ["satama"]
    assert nearest("ruama", known) == ["rauma"]
    assert nearest("savonlina", known) == ["savonlinna"]
    assert nearest("palkat", known) == []
    assert nearest("sa", known) == []


def test_a_swap_is_one_slip_and_counting_ends_where_there_are_too_many() -> None:
    assert distance("ab", "ba", 2) == 1
    assert distance("abcdef", "uvwxyz", 2) == 3


def test_the_parts_of_joined_words_stay_together() -> None:
    assert tokens("Data\u2011center, Rauma’s “port”") == [("data", "center"), ("rauma", "s"), ("port",)]
