"""What looks the same when it is typed is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.folding import fold, plain, tidy


@pytest.mark.parametrize(
    "typed", ["Rauma", "Ｒａｕｍａ", "Rau\u00adma", "\u200bRauma\u2060", "Rauma\u00a0", "Rau\u034fma\ufe0f"]
)
def test_invisible_characters_and_widths_make_no_difference(typed: str) -> None:
    assert tidy(typed) == "Rauma"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert tidy("sa\u0308hko\u0308") == tidy("sähkö") == "sähkö"


def test_letters_lose_their_marks_and_their_size() -> None:
    assert plain("Kyrönjoki ÅÄÖ é ø") == "kyronjoki aao e o"


@given(st.text(max_size=20))
def test_what_is_folded_stays_as_it_is(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)
    assert tidy(tidy(typed)) == tidy(typed)
