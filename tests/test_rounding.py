"""One rounding for every form, proven over every figure that is published here."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.i18n import LOCALES, MINUS, NBSP, writer
from portal.rounding import rounded
from tests.rounding import by_hand, in_excel

#: From a page's marks to none, by language.
MARKS = {
    "fi": str.maketrans({NBSP: "", ",": ".", MINUS: "-"}),
    "sv": str.maketrans({NBSP: "", ",": ".", MINUS: "-"}),
    "en": str.maketrans({",": "", MINUS: "-"}),
}


def written(value: float, locale: str, decimals: int) -> str:
    return writer(locale, decimals)(value).translate(MARKS[locale])


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("7022.5", 0, "7023"),
        ("7023.5", 0, "7024"),
        ("-7022.5", 0, "-7023"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("-0.4", 0, "0"),
        ("-0.04", 1, "0.0"),
        ("1.005", 2, "1.01"),
        ("2.675", 2, "2.68"),
        ("0.15", 1, "0.2"),
        ("0.0000001", 1, "0.0"),
        ("0.00000005", 7, "0.0000001"),
        ("9.95", 1, "10.0"),
        ("999.5", 0, "1000"),
        ("12345678.5", 0, "12345679"),
        ("9999999999.5", 0, "10000000000"),
        ("0", 0, "0"),
    ],
)
def test_halves_go_away_from_zero_on_the_digits_as_written(text: str, decimals: int, expected: str) -> None:
    """Half to even would give 7022; binary digits would give 1.00, 2.67 and 0.1."""
    assert by_hand(text, decimals) == expected
    assert in_excel(float(text), decimals) == expected
    assert [written(float(text), locale, decimals) for locale in LOCALES] == [expected] * 3
    assert rounded(float(text), decimals) == float(expected)


@given(st.decimals(-(10**9), 10**9, places=5), st.integers(0, 5))
@example(Decimal("-0.00001"), 4)
def test_any_number_is_rounded_as_at_school(number: Decimal, decimals: int) -> None:
    expected = by_hand(f"{number:f}", decimals)
    assert [written(float(number), locale, decimals) for locale in LOCALES] == [expected] * 3
    assert rounded(float(number), decimals) == float(expected)


@given(st.floats(-1e14, 1e14), st.integers(0, 3))
def test_a_computed_number_is_rounded_as_excel_shows_it(value: float, decimals: int) -> None:
    assert written(value, "en", decimals) == in_excel(value, decimals)


@given(st.integers(-(10**17), 10**17), st.sampled_from(LOCALES))
def test_a_whole_number_keeps_every_digit(value: int, locale: str) -> None:
    assert written(value, locale, 0) == str(int(float(value)) if abs(value) >= 10**15 else value)


def test_what_is_no_finite_number_is_said_to_be_none() -> None:
    assert [writer(locale)(math.inf) for locale in LOCALES] == ["∞"] * 3
    assert math.isnan(rounded(math.nan, 1))
    assert rounded(-math.inf) == -math.inf


def test_nothing_is_never_negative() -> None:
    assert math.copysign(1, rounded(-0.4)) == 1
    assert math.copysign(1, rounded(-0.0, 2)) == 1
