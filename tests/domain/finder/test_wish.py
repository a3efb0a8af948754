"""A wish as a query string and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.finder.criteria import CRITERIA
from portal.domain.finder.wish import ROLES, STEPS, ParsedWish, Wish, canonical, messages, read, write
from portal.i18n import use_locale

SECTORS = ("A", "C", "M")
NAMES = ("role", "sector", *CRITERIA)

wishes = st.builds(
    lambda role, sector, weights: Wish(role, sector, tuple((key, weights[key]) for key in CRITERIA if key in weights)),
    st.sampled_from(("", *ROLES)),
    st.sampled_from(("", *SECTORS)),
    st.dictionaries(st.sampled_from(tuple(CRITERIA)), st.sampled_from(STEPS)),
)


@given(wishes)
def test_a_wish_comes_back_from_its_query(wish: Wish) -> None:
    assert read(write(wish), SECTORS) == ParsedWish(wish)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=8) | st.sampled_from((*ROLES, *SECTORS, *STEPS))))
def test_the_canonical_query_is_read_as_the_same_and_repeats_nothing_unknown(query: dict[str, str]) -> None:
    reading = read(query, SECTORS)
    spelling = canonical(reading)
    assert read(spelling, SECTORS) == reading
    assert canonical(read(spelling, SECTORS)) == spelling
    assert set(spelling.values()) <= {*ROLES, *SECTORS, *STEPS, "?"}


def test_what_is_indifferent_is_not_written() -> None:
    reading = read({"role": "", "port": "", "tax": "matters", "elsewhere": "x"}, SECTORS)
    assert reading == ParsedWish(Wish(weights=(("tax", "matters"),)))
    assert canonical(reading) == {"tax": "matters"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"role": "pirate"}, "a role that is not known"),
        ({"sector": "c"}, "a sector that is not known"),
        ({"port": "MUST"}, "weighs a criterion"),
        ({"port": "must,matters"}, "weighs a criterion"),
        ({"industry": "must"}, "Choose a sector as well"),
    ],
)
def test_what_cannot_be_followed_is_told(query: dict[str, str], said: str) -> None:
    with use_locale("en"):
        (message,) = messages(read(query, SECTORS))
    assert said in message
    assert not any(value in message.split() for value in ("pirate", "MUST", "must,matters"))
