"""Two machines with one database take in each other's forms; keys that can be guessed are told."""

from __future__ import annotations

import dataclasses

import pytest

from portal.enquiries.tokens import Tokens
from portal.server.signing import key_of, weak
from portal.settings import Settings

HTTPS = "https://invest.example.fi"
ADDRESS = "postgresql://portal:{}@db.example.fi/portal"
LONG = "hG7x-9QpLm2.ZtRvKw4s"


def key(address: str | None = None, secret: str | None = None, site: str = HTTPS) -> str:
    return key_of(dataclasses.replace(Settings(), database_url=address, secret_key=secret), site).secret


def test_machines_with_the_same_database_sign_alike_without_a_key() -> None:
    one, other = key(ADDRESS.format(LONG)), key(ADDRESS.format(LONG))
    assert Tokens(other).read(Tokens(one).new())
    assert Tokens(key(ADDRESS.format(LONG + "x"))).read(Tokens(one).new()) is None
    assert LONG not in one


def test_the_operators_key_comes_first() -> None:
    assert key(ADDRESS.format(LONG), "of the operator, long enough") == "of the operator, long enough"


@pytest.mark.parametrize(
    "address", [None, "sqlite:///x", ADDRESS.format("portal"), "postgresql://portal@/x", "postgresql://[", "junk"]
)
def test_a_password_that_can_be_guessed_gives_no_key(address: str | None) -> None:
    settings = dataclasses.replace(Settings(), database_url=address)
    assert "is not set" in key_of(settings, HTTPS).fault
    assert key_of(settings, HTTPS).secret == key_of(settings, HTTPS).secret, "workers and reloads share it"


@pytest.mark.parametrize(
    "secret", ["", "x", "secret", "a" * 64, "change-me-change-me", "password12345678", "ababababab" * 4]
)
def test_a_key_that_can_be_guessed_is_weak(secret: str) -> None:
    assert weak(secret)


@pytest.mark.parametrize("secret", [LONG, "0123456789abcdef" * 2, "correct horse battery staple"])
def test_a_long_random_key_is_not_weak(secret: str) -> None:
    assert not weak(secret)
