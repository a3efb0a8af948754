"""Where something is, for every municipality of Finland."""

from __future__ import annotations

import re

import pytest

from portal.domain.profile import Portal, forms
from portal.i18n import LANGUAGES, Locale


def inside(name: str, locale: Locale) -> str:
    return LANGUAGES[locale].inside(name)


#: A locative ends in one of two cases, with the vowel harmony of its word.
CASE = re.compile(r"(ss|ll)[aä]$")


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Helsinki", "Helsingissä"),
        ("Tampere", "Tampereella"),
        ("Rovaniemi", "Rovaniemellä"),
        ("Vantaa", "Vantaalla"),
        ("Turku", "Turussa"),
        ("Lahti", "Lahdessa"),
        ("Isokyrö", "Isossakyrössä"),
        ("Uusikaupunki", "Uudessakaupungissa"),
        ("Kauniainen", "Kauniaisissa"),
        ("Mänttä-Vilppula", "Mänttä-Vilppulassa"),
        ("Korsnäs", "Korsnäsissä"),
        ("Kemi", "Kemissä"),
        ("Ii", "Iissä"),
    ],
)
def test_finnish_names_are_inflected(name: str, there: str) -> None:
    assert inside(name, "fi") == there


@pytest.mark.parametrize(
    ("name", "there"), [("Helsingfors", "i Helsingfors"), ("Kökar", "på Kökar"), ("Mariehamn", "i Mariehamn")]
)
def test_in_swedish_one_is_on_an_island(name: str, there: str) -> None:
    assert inside(name, "sv") == there


def test_every_municipality_has_a_case_and_keeps_the_beginning_of_its_name(portal: Portal) -> None:
    for municipality in portal.statistics.municipalities.values():
        there = municipality.inside("fi")
        case = there.removesuffix(" Tl")
        assert CASE.search(case), there
        assert there[:2] == municipality.name.fi[:2]
        assert not re.search(r"(nki|nko|tti|kko|ppi|lta|lto|nta|uki)(ss|ll)", case.casefold()), there
        last = [letter for letter in case[:-3] if letter in "aouäöyei"][-1]
        assert last in "ei" or (case[-1] == "ä") is (last in "äöy"), there


def test_the_rule_says_what_the_towns_themselves_say(portal: Portal) -> None:
    for city in portal.cities.values():
        assert inside(city.name.fi.nominative, "fi") == city.name.fi.inside
        assert inside(city.name.sv.nominative, "sv") == city.name.sv.inside
        assert inside(forms(city, "en").nominative, "en") == city.name.en.inside
