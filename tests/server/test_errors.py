"""What went wrong is told in the form that who asks can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.server.errors import PROBLEM

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/sv/finns-inte", "application/json"),
        ("/sv/finns-inte", "application/problem+json, text/html;q=0.5"),
        ("/sv/finns-inte.json", None),
        ("/sv/finns-inte.JSON", BROWSER),
        ("/sv/jamfor.csv-metadata.json", "*/*"),
    ],
)
def test_a_program_is_told_a_fault_as_json(asker: Any, path: str, accept: str | None) -> None:
    answer = asker.post(path, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 405
    assert answer.content_type == PROBLEM
    assert answer.get_json(force=True) == {"status": 405, "title": "405 in sv", "detail": "Read this."}
    assert "Accept" in answer.vary
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("accept", [None, "*/*", BROWSER, "application/json;q=0.5, text/html", "image/png", "junk;q=x"])
def test_a_reader_gets_the_page(asker: Any, accept: str | None) -> None:
    answer = asker.get("/en/nothing", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_below_api_a_program_that_names_no_form_gets_json_and_a_browser_the_page(asker: Any) -> None:
    assert asker.get("/api/nothing", headers={"Accept": "*/*"}).content_type == PROBLEM
    assert asker.get("/api/nothing").content_type == PROBLEM
    assert asker.get("/api/nothing", headers={"Accept": BROWSER}).mimetype == "text/html"


def test_whom_it_is_too_much_is_told_when_to_come_back_also_as_json(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    monkeypatch.setattr(app.extensions["portal"].costs._allowance, "spend", lambda *_: 7)
    for accept, kind in (("application/json", PROBLEM), (BROWSER, "text/html; charset=utf-8")):
        answer = app.test_client().get("/fi/vertailu", headers={"Accept": accept})
        assert (answer.status_code, answer.content_type, answer.headers["Retry-After"]) == (429, kind, "7")
