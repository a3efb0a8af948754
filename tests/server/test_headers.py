from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.server.headers import page_headers, static_headers

HTTPS = {"site": {"site_url": "https://invest.example.fi"}}


def policy(response: Any) -> dict[str, str]:
    parts = (part.partition(" ") for part in response.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/fi/", 200), ("/fi/haku?q=x", 200), ("/", 302), ("/fi/stader", 301), ("/fi/x", 404), ("/healthz", 200)],
)
def test_every_answer_carries_the_headers_once(asker: Any, path: str, status: int) -> None:
    for _again in range(2):
        response = asker.get(path)
        assert response.status_code == status
        for name, value in page_headers("http://127.0.0.1:8050"):
            assert response.headers.getlist(name) == [value]


def test_scripts_come_from_ourselves_and_are_never_inline(asker: Any) -> None:
    rules = policy(asker.get("/fi/"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"


def test_a_fault_inside_carries_the_headers_too(make_app: Callable[..., Flask]) -> None:
    response = make_app().test_client().get("/en/accessibility")
    assert response.status_code == 500
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/fi/", "/", "/healthz", "/fi/nothing"])
def test_an_https_site_asks_for_https_from_then_on(make_app: Callable[..., Flask], path: str) -> None:
    assert "max-age=" in make_app(**HTTPS).test_client().get(path).headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in make_app().test_client().get(path).headers


def test_static_files_are_not_to_be_guessed_at() -> None:
    assert ("X-Content-Type-Options", "nosniff") in static_headers("http://x")
