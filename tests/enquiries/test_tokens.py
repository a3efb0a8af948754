"""A form's token is ours, is fresh, and names the form."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.enquiries.tokens import LIFE, Tokens


def test_each_form_has_a_name_of_its_own() -> None:
    tokens = Tokens("secret")
    names = {tokens.read(tokens.new()) for _ in range(100)}
    assert len(names) == 100
    assert None not in names


def test_a_token_reads_the_same_each_time_and_in_every_process_with_the_secret() -> None:
    token = Tokens("secret").new()
    assert Tokens("secret").read(token) == Tokens("secret").read(token) is not None


def test_a_form_may_lie_open_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens, moment = Tokens("secret"), time.time()
    token = tokens.new()
    monkeypatch.setattr(time, "time", lambda: moment + LIFE - 2)
    assert tokens.read(token)
    monkeypatch.setattr(time, "time", lambda: moment + LIFE + 2)
    assert tokens.read(token) is None


@pytest.mark.parametrize("seconds", [3, 3600])
def test_a_clock_that_is_set_back_refuses_no_form(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    tokens, moment = Tokens("secret"), time.time()
    token = tokens.new()
    monkeypatch.setattr(time, "time", lambda: moment - seconds)
    assert tokens.read(token)


def test_another_sites_token_is_refused() -> None:
    assert Tokens("secret").read(Tokens("another secret").new()) is None


@settings(max_examples=50)
@given(st.text())
def test_what_was_not_made_here_is_refused(text: str) -> None:
    assert Tokens("secret").read(text) is None


@settings(max_examples=50)
@given(st.integers(0, 60), st.characters())
def test_a_token_with_a_changed_sign_is_refused(place: int, sign: str) -> None:
    tokens = Tokens("secret")
    token = tokens.new()
    place %= len(token) - 1  # the last sign holds bits that say nothing
    if token[place] != sign:
        assert tokens.read(token[:place] + sign + token[place + 1 :]) is None
