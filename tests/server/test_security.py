"""security.txt as RFC 9116 asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

SITE = "https://invest.example.fi"
PATH = "/.well-known/security.txt"


def fields(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_it_says_whom_to_tell_until_when_and_where_it_stands(make_app: Callable[..., Flask]) -> None:
    client = make_app(site={"site_url": SITE, "feedback_email": "portal@example.fi"}).test_client()
    answer = client.get(PATH)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    found = fields(answer.text)
    assert found["Contact"] == "mailto:portal@example.fi"
    assert found["Canonical"] == SITE + PATH
    assert found["Preferred-Languages"] == "fi, sv, en"
    expires = dt.datetime.fromisoformat(found["Expires"])
    assert dt.timedelta(days=90) < expires - dt.datetime(2026, 11, 23, tzinfo=dt.UTC) < dt.timedelta(days=365)


def test_an_address_of_its_own_comes_first(make_app: Callable[..., Flask]) -> None:
    emails = {"feedback_email": "portal@example.fi", "security_email": "security@example.fi"}
    assert "mailto:security@example.fi" in make_app(site=emails).test_client().get(PATH).text


def test_without_a_contact_there_is_no_file(make_app: Callable[..., Flask]) -> None:
    assert make_app().test_client().get(PATH).status_code == 404


def test_a_laptop_names_no_canonical_address(make_app: Callable[..., Flask]) -> None:
    client: Any = make_app(site={"feedback_email": "portal@example.fi"}).test_client()
    assert "Canonical" not in fields(client.get(PATH).text)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_old_address_leads_to_it(make_app: Callable[..., Flask], method: str) -> None:
    answer = make_app().test_client().open("/security.txt", method=method)
    assert (answer.status_code, answer.headers["Location"]) == (301, PATH)
