"""What one client may ask for that costs much, and what everybody always gets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.server import app as server
from portal.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """One thread for those who wait, and little patience with one client."""
    return dataclasses.replace(settings, answer_limit="3 per hour", file_limit="off")


@pytest.fixture
def visit(make_app: Callable[..., Flask]) -> Callable[..., Any]:
    client = make_app().test_client()
    return lambda path, address="203.0.113.7": client.get(path, environ_base={"REMOTE_ADDR": address})


def search(number: int) -> str:
    return f"/sv/sok?q={number}"


def test_who_has_asked_for_too_much_waits_while_others_and_cached_pages_go_on(visit: Any) -> None:
    assert [visit(path).status_code for path in ("/fi/", search(1), search(2))] == [200, 200, 200]
    refused = visit(search(3))
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["Cache-Control"] == "no-store"
    assert 'lang="sv"' in refused.text
    assert visit(search(3), "203.0.113.8").status_code == 200
    assert [visit(path).status_code for path in ("/fi/", "/healthz", "/robots.txt", "/nothing")] == [200, 200, 200, 404]


def test_a_cached_answer_of_the_explorer_costs_nothing(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    question = {
        "output": "out.children",
        "outputs": {"id": "out", "property": "children"},
        "inputs": [{"id": "in", "property": "value", "value": "x"}],
        "state": [{"id": "more", "property": "data", "value": None}],
        "changedPropIds": ["in.value"],
    }
    assert {client.post("/fi/_explorer/_dash-update-component", json=question).status_code for _ in range(9)} == {200}
    others = [question | {"inputs": [question["inputs"][0] | {"value": str(n)}]} for n in range(3)]  # type: ignore[operator,dict-item]
    answers = [client.post("/fi/_explorer/_dash-update-component", json=other).status_code for other in others]
    assert answers == [200, 200, 429]


def test_a_turn_is_given_back_whatever_became_of_it(make_app: Callable[..., Flask], settings: Settings) -> None:
    site = make_app()
    turns = site.extensions["portal"].costs.turns["answers"]
    client = site.test_client()
    answers = [client.get(path).status_code for path in ("/en/indicators/nothing", "/en/accessibility", "/en/")]
    assert answers == [404, 500, 200]
    with turns.take("anybody"):
        assert turns.waiting == 0


def test_when_no_turn_is_to_be_had_the_page_says_that_it_is_busy(make_app: Callable[..., Flask]) -> None:
    site = make_app()
    client, turns = site.test_client(), site.extensions["portal"].costs.turns["answers"]
    turns._patience = 0.01
    with turns.take("another"):
        answer = client.get("/en/", environ_base={"REMOTE_ADDR": "203.0.113.9"})
        assert client.get("/healthz").status_code == 200
    assert answer.status_code in (429, 503)
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/en/", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_a_limit_that_cannot_be_read_stops_the_start_with_its_name(
    make_app: Callable[..., Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="PORTAL_FILE_LIMIT"):
        server.costs_of(dataclasses.replace(settings, file_limit="many"), "secret")
