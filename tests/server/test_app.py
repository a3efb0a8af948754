from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

from portal.settings import Settings

CALLBACK = "/sv/_explorer/_dash-update-component"
QUESTION: dict[str, Any] = {
    "output": "out.children",
    "outputs": {"id": "out", "property": "children"},
    "inputs": [{"id": "in", "property": "value", "value": "hej"}],
    "state": [{"id": "more", "property": "data"}],
    "changedPropIds": ["in.value"],
}


def html_lang(response: Any) -> str:
    return re.findall(r'<html lang="(\w+)', response.text)[0]


@pytest.mark.parametrize(
    ("cookie", "accept", "path"),
    [
        (None, "", "/fi/"),
        (None, "sv-FI,sv;q=0.9,en;q=0.5", "/sv/"),
        (None, "en-US,en;q=0.9", "/en/"),
        (None, "sv-FI,fi;q=0.5", "/sv/"),
        (None, "fi;q=0, en-GB;q=0.3", "/en/"),
        (None, "de,fr;q=0.9", "/en/"),
        (None, "fr,de;q=0.8", "/en/"),
        (None, "zh-Hant-TW,zh;q=0.9", "/en/"),
        (None, "se", "/en/"),
        (None, "nb-NO,nb;q=0.9,da;q=0.5", "/en/"),
        (None, "da,sv;q=0.1", "/sv/"),
        (None, "de,*;q=0.5", "/en/"),
        (None, "fi;q=0", "/en/"),
        (None, "en;q=0,de", "/fi/"),
        (None, "*", "/fi/"),
        (None, "sv_FI", "/sv/"),
        (None, "FI", "/fi/"),
        (None, "<script>", "/fi/"),
        (None, "de, en;q=0.2", "/en/"),
        ("sv", "en", "/sv/"),
        ("xx", "en", "/en/"),
        (None, "\xff;q=;;,,q=1", "/fi/"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(asker: Any, cookie: str, accept: str, path: str) -> None:
    if cookie:
        asker.set_cookie("portal_language", cookie)
    response = asker.get("/", headers={"Accept-Language": accept})
    assert (response.status_code, response.headers["Location"]) == (302, path)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/sv/stader/iisalmi", "/sv/stader/idensalmi"),
        ("/fi/cities/raumo?i=jobs&p=140,684", "/fi/kaupungit/rauma?i=jobs&p=140,684"),
        ("/fi", "/fi/"),
        ("/en/cities/", "/en/cities"),
        ("/EN/Cities", "/en/cities"),
    ],
)
def test_an_address_in_other_words_is_moved_with_its_query(asker: Any, path: str, right: str) -> None:
    response = asker.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, right)


@pytest.mark.parametrize(
    ("path", "accept", "lang"),
    [
        ("/fi/nothing", "sv", "fi"),
        ("/sv/nothing", "en", "sv"),
        ("/en/cities/stockholm", "fi", "en"),
        ("/nothing", "sv", "sv"),
        ("/nothing", "", "fi"),
        ("/nothing", "de", "en"),
        ("//evil.example/", "en", "en"),
        ("/fi/tunnusluvut/nothing", "", "fi"),
    ],
)
def test_an_unknown_address_is_a_404_in_the_right_language(asker: Any, path: str, accept: str, lang: str) -> None:
    response = asker.get("/", headers={"Accept-Language": accept}, environ_overrides={"PATH_INFO": path})
    assert (response.status_code, html_lang(response)) == (404, lang)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO"])
@pytest.mark.parametrize("path", ["/fi/", "/", "/healthz", "/sitemap.xml"])
def test_other_methods_are_405(asker: Any, method: str, path: str) -> None:
    response = asker.open(path, method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", ["/fi/\xff", "/\x00", "/fi/\r\nX: y", "/fi/a\x7f", "/fi/\xc3("])
def test_a_path_that_cannot_be_read_is_a_400(asker: Any, path: str) -> None:
    assert asker.get("/", environ_overrides={"PATH_INFO": path}).status_code == 400


@pytest.mark.parametrize("query", ["q=%ff", "q=%c3%28", "q=\xff", "&".join(["q=1"] * 100)])
@pytest.mark.parametrize("path", ["/fi/", "/fi/haku", "/", "/nothing"])
def test_a_query_that_cannot_be_read_is_a_400(asker: Any, path: str, query: str) -> None:
    for _again in range(2):
        assert asker.get(path, environ_overrides={"QUERY_STRING": query}).status_code == 400
        assert asker.get("/fi/").status_code == 200


def test_a_fault_inside_is_a_500_that_tells_nothing(make_app: Callable[..., Flask], caplog: Any) -> None:
    response = make_app().test_client().get("/sv/tillganglighet")
    assert (response.status_code, html_lang(response)) == (500, "sv")
    assert "secret" not in response.text
    assert "the secret of the house" in caplog.text
    assert "Traceback" in caplog.text


def test_even_the_page_about_a_fault_may_fail(
    make_app: Callable[..., Flask], small_pages: Any, monkeypatch: Any
) -> None:
    def fail(*args: Any) -> str:
        raise RuntimeError("this too")

    monkeypatch.setattr(small_pages, "error", fail)
    response = make_app().test_client().get("/sv/tillganglighet")
    assert response.status_code == 500
    assert "störning" in response.text


def test_health_is_told_and_never_kept(make_app: Callable[..., Flask]) -> None:
    response = make_app().test_client().get("/healthz")
    told = response.json
    assert told.pop("age") >= 0
    letters = {"waiting": 0, "late": 0, "failed": 0, "kept": 0}
    served = {"status": "ok", "files": [], "version": "abc123"}
    assert told == {**served, "enquiries": "ok", "mail": "unknown", "letters": letters}
    assert response.headers["Cache-Control"] == "no-store"


def test_a_broken_file_is_logged_and_told_but_does_not_stop_the_server(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = make_app(broken=("rauma.yaml",)).test_client()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json["status"] == "degraded"
    assert response.json["files"] == ["rauma.yaml"]
    assert "rauma.yaml" in caplog.text
    assert client.get("/fi/").status_code == 200


def test_a_site_with_nothing_to_show_ends_with_what_to_mend(
    make_app: Callable[..., Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.content.library import ContentError
    from portal.problems import Problem, SourceLocation
    from portal.server import app

    def fail(settings: Settings) -> None:
        raise ContentError((Problem(SourceLocation(Path("site.yaml"), 1, 1), "name", "is missing.", "Write it."),))

    monkeypatch.setattr(app, "load_portal", fail)
    with pytest.raises(SystemExit, match=r"site\.yaml:1:1  name: is missing\. Write it\."):
        app.create_app(settings)


def test_robots_are_shown_the_list_of_pages(make_app: Callable[..., Flask]) -> None:
    client = make_app(site={"site_url": "https://invest.example.fi"}).test_client()
    assert "Sitemap: https://invest.example.fi/sitemap.xml" in client.get("/robots.txt").text


def test_the_site_map_has_every_page_in_every_language(make_app: Callable[..., Flask]) -> None:
    client = make_app(site={"site_url": "https://invest.example.fi"}).test_client()
    first, second = client.get("/sitemap.xml"), client.get("/sitemap.xml")
    assert first.data == second.data
    assert first.content_type == "application/xml; charset=utf-8"
    tree = ElementTree.fromstring(first.data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [url.findtext(f"{space}loc") for url in tree]
    assert len(found) == len(set(found))
    site = "https://invest.example.fi"
    assert f"{site}/sv/stader/idensalmi" in found
    assert f"{site}/fi/tunnusluvut/population" in found
    assert f"{site}/en/looking-for/iisalmi-investor" in found
    assert not any("gone" in str(one) or "search" in str(one) for one in found)
    assert [link.get("hreflang") for link in tree[0][1:]] == ["fi", "sv", "en", "x-default"]
    for one in found:
        assert client.get(str(one).removeprefix(site)).status_code in {200, 500}


def test_the_icon_that_browsers_ask_for_unbidden(asker: Any) -> None:
    response = asker.get("/favicon.ico", follow_redirects=True)
    assert response.content_type == "image/svg+xml"


@pytest.mark.parametrize(
    "path", ["", "x", "assets/x.js", "_dash-component-suites/dash/dcc/async-graph.js", "_reload-hash", "_favicon.ico"]
)
def test_dash_serves_no_pages_of_its_own(asker: Any, path: str) -> None:
    assert asker.get(f"/fi/_explorer/{path}").status_code == 404


@pytest.mark.parametrize("name", ["_dash-layout", "_dash-dependencies"])
def test_the_explorers_layout_is_kept_like_a_page(client: Any, name: str) -> None:
    first = client.get(f"/fi/_explorer/{name}", headers={"Accept-Encoding": "br"})
    second = client.get(f"/fi/_explorer/{name}", headers={"Accept-Encoding": "br"})
    assert first.status_code == 200
    assert first.data == second.data
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == "br"
    json.loads(client.get(f"/fi/_explorer/{name}").data)


def test_a_question_of_the_explorer_is_answered_in_its_language(asker: Any) -> None:
    response = asker.post(CALLBACK, json=QUESTION)
    assert response.status_code == 200
    assert "sv: hej" in response.text
    assert asker.get(CALLBACK).status_code == 405


def test_the_same_question_in_another_language_has_another_answer(asker: Any) -> None:
    answers = [asker.post(CALLBACK.replace("sv", locale), json=QUESTION).text for locale in ("sv", "fi", "en")]
    assert len(set(answers)) == 3


def test_a_question_asked_again_is_not_worked_out_again(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.post(CALLBACK, json=QUESTION, headers={"Accept-Encoding": "br"})
    monkeypatch.setattr("portal.server.routes.check", lambda body, callbacks: pytest.fail("worked out again"))
    second = client.post(CALLBACK, json=QUESTION, headers={"Accept-Encoding": "br", "If-None-Match": "*"})
    assert (second.status_code, second.data) == (200, first.data)
    assert second.headers["Cache-Control"] == "no-store"
    assert second.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nothing.children"},
        {"output": None},
        {"output": ["out.children"]},
        {"inputs": "in"},
        {"inputs": []},
        {"inputs": None},
        {"inputs": [{"id": "other", "property": "value"}]},
        {"inputs": [[]]},
        {"inputs": [None]},
        {"state": []},
        {"state": [{"id": {"a": []}, "property": "data"}]},
        {"outputs": "out"},
        {"outputs": [1]},
        {"outputs": None},
        {"outputs": {"id": "in", "property": "children"}},
        {"inputs": [{"id": "in", "property": "value", "value": 7}]},
        {"inputs": [{"id": "in", "property": "value", "value": ["a", None, {}]}]},
        {"changedPropIds": 7},
        {"changedPropIds": [{}]},
    ],
)
def test_a_question_of_the_wrong_shape_is_a_400(asker: Any, change: dict[str, Any]) -> None:
    assert asker.post(CALLBACK, json=QUESTION | change).status_code == 400


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"output": "\\ud800"}']
)
def test_what_is_no_question_is_a_400(asker: Any, data: bytes) -> None:
    assert asker.post(CALLBACK, data=data, content_type="application/json").status_code == 400


@pytest.mark.parametrize("search", [7, ["?"], "?p=%ff", "?" + "a=1&" * 100])
def test_an_address_that_no_browser_has_is_a_400(asker: Any, search: Any) -> None:
    question = QUESTION | {
        "output": "..where.children...where.title..",
        "outputs": [{"id": "where", "property": "children"}, {"id": "where", "property": "title"}],
        "inputs": [{"id": "url", "property": "search", "value": search}],
        "state": [],
        "changedPropIds": [],
    }
    assert asker.post(CALLBACK, json=question).status_code == 400
    question["inputs"] = [{"id": "url", "property": "search", "value": "?p=140,684"}]
    assert asker.post(CALLBACK, json=question).status_code == 200


def test_a_question_of_another_type_is_refused(asker: Any) -> None:
    assert asker.post(CALLBACK, data=json.dumps(QUESTION), content_type="text/plain").status_code in {400, 415}


def test_a_body_that_is_too_long_is_refused(asker: Any) -> None:
    assert asker.post(CALLBACK, data=b" " * 300_000, content_type="application/json").status_code == 413


def test_trusted_proxies_are_believed_and_others_are_not(make_app: Callable[..., Flask]) -> None:
    from flask import request

    for count, seen in ((0, "127.0.0.1"), (1, "203.0.113.9")):
        app = make_app(site={"trusted_proxies": count})
        addresses: list[str | None] = []
        app.before_request(lambda found=addresses: found.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
        assert addresses == [seen]
