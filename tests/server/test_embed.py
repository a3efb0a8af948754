"""What may stand in frames of other sites, and the script for those sites."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.explorer.embeds import HOST_SCRIPT
from portal.settings import ROOT, Settings

FRAMED = [
    ("/fi/upota/kaupungit/iisalmi", 200),
    ("/sv/badda-in/nyckeltal/population?i=x", 200),
    ("/en/embed/nothing", 404),
    ("/en/embed/cities/nowhere", 404),
]
PLAIN = [("/fi/", 200), ("/fi/kaupungit/iisalmi", 200), ("/fi/haku?q=x", 200), ("/fi/x", 404), ("/healthz", 200)]


def policy(response: Any) -> dict[str, str]:
    parts = (part.partition(" ") for part in response.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _space, value in parts}


@pytest.fixture
def host_script(settings: Settings) -> Path:
    """The script, among the small site's files."""
    return Path((settings.assets / "embed-host.js").write_text((ROOT / "assets" / "embed-host.js").read_text()) and "")


@pytest.mark.parametrize(("path", "status"), FRAMED)
def test_a_page_for_frames_may_be_framed_by_anybody(asker: Any, path: str, status: int) -> None:
    """Kept or new, there or not: a frame about something that is gone says so instead of staying blank."""
    for _again in range(2):
        response = asker.get(path)
        assert response.status_code == status
        assert response.headers.getlist("Content-Security-Policy") == [response.headers["Content-Security-Policy"]]
        assert policy(response)["frame-ancestors"] == "*"
        assert "X-Frame-Options" not in response.headers
        assert "Cross-Origin-Opener-Policy" not in response.headers


@pytest.mark.parametrize(("path", "status"), PLAIN)
def test_no_other_page_may_be_framed(asker: Any, path: str, status: int) -> None:
    for _again in range(2):
        response = asker.get(path)
        assert response.status_code == status
        assert policy(response)["frame-ancestors"] == "'none'"
        assert "frame-src" not in policy(response)


def test_only_the_page_about_embedding_shows_frames_and_only_our_own(asker: Any) -> None:
    for _again in range(2):
        rules = policy(asker.get("/en/embed"))
        assert (rules["frame-src"], rules["frame-ancestors"]) == ("'self'", "'none'")


def test_a_page_for_frames_is_bound_at_least_as_tightly_as_others(asker: Any) -> None:
    """Nothing is allowed there that is not allowed elsewhere, being framed aside."""
    plain, framed = policy(asker.get("/en/")), policy(asker.get("/en/embed/cities/iisalmi"))
    for name, value in plain.items():
        if name != "frame-ancestors":
            allowed = framed.get(name, framed["default-src"]) if name.endswith("-src") else framed[name]
            assert set(allowed.split()) <= {*value.split(), "'none'"}, name
    assert set(framed) <= set(plain)


def test_a_page_for_frames_sets_no_cookie(asker: Any) -> None:
    for path, _status in FRAMED:
        assert "Set-Cookie" not in asker.get(path).headers


def test_the_script_for_other_sites_has_a_stable_address(make_app: Callable[..., Flask], host_script: Path) -> None:
    client = make_app().test_client()
    first = client.get(HOST_SCRIPT)
    assert first.status_code == 200
    assert first.text == (ROOT / "assets" / "embed-host.js").read_text()
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get(HOST_SCRIPT, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=86400"
    assert client.head(HOST_SCRIPT).headers["Content-Length"] == first.headers["Content-Length"]


def test_the_script_for_other_sites_is_small_and_says_what_it_does() -> None:
    source = (ROOT / "assets" / "embed-host.js").read_text()
    assert len(source.encode()) < 2_000
    assert source.startswith("/*")
    assert "data-portal-embed" in source.partition("*/")[0]
