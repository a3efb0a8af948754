"""A site with an https address sends readers on http there, and nobody in circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.server.secure import SOON, Secure

SITE = "https://invest.example.fi"


@pytest.fixture
def visitor(make_app: Callable[..., Flask]) -> Callable[..., Any]:
    """A visitor of a site behind so many proxies."""
    return lambda proxies=1, url=SITE: make_app(site={"site_url": url, "trusted_proxies": proxies}).test_client()


def says(proto: str, **others: str) -> dict[str, str]:
    return {"X-Forwarded-Proto": proto, "X-Forwarded-For": "203.0.113.9", **others}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/sv/nothing?q=a%20b&p=140,684",
        "/fi/%C3%A4?x=%ff",
        "/static/x/y.js",
        "/a%0d%0ab",
        "/en/_explorer/_dash-layout",
        "/api/openapi.json",
    ],
)
def test_a_reader_on_http_is_sent_to_the_same_address_on_https(visitor: Any, method: str, path: str) -> None:
    answer = visitor().open(path, method=method, headers=says("http"))
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{SITE}{path}".replace("%0d%0a", "%0D%0A")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == b""


def test_two_slashes_lead_to_no_other_site(visitor: Any) -> None:
    answer = visitor().get("/", headers=says("http"), environ_overrides={"PATH_INFO": "//evil.example/"})
    assert answer.headers["Location"] == f"{SITE}//evil.example/"


def test_kept_pages_are_no_way_around_it(visitor: Any) -> None:
    client = visitor()
    assert client.get("/en/", headers=says("https")).status_code == 200
    assert client.get("/en/", headers=says("http")).status_code == 301


@pytest.mark.parametrize("host", ["evil.example", "invest.example.fi:80", "[::1", "", "invest.example.fi.evil.example"])
def test_only_the_sites_own_address_is_led_to(visitor: Any, host: str) -> None:
    headers = says("http", Host=host, **{"X-Forwarded-Host": host})
    assert urlsplit(visitor().get("/en/", headers=headers).headers["Location"]).netloc == "invest.example.fi"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/en/contact"), ("PUT", "/en/"), ("GET", "/healthz"), ("HEAD", "/healthz"), ("GET", "/readyz")],
)
def test_other_methods_and_probes_are_answered_where_they_came(visitor: Any, method: str, path: str) -> None:
    assert visitor().open(path, method=method, headers=says("http")).status_code != 301


@pytest.mark.parametrize(
    ("proxies", "url", "headers"),
    [
        (0, SITE, says("http")),
        (1, "http://127.0.0.1:8050", says("http")),
        (1, SITE, {}),
        (1, SITE, says("https")),
        (1, SITE, says("")),
        (1, SITE, says("ftp")),
        (2, SITE, says("http")),
    ],
    ids=["no proxy is trusted", "no https", "nothing said", "https", "empty", "another", "fewer proxies than trusted"],
)
def test_without_a_trusted_word_nobody_is_sent(visitor: Any, proxies: int, url: str, headers: dict[str, str]) -> None:
    assert visitor(proxies, url).get("/en/", headers=headers).status_code == 200


def test_of_two_proxies_the_outer_ones_word_counts(visitor: Any) -> None:
    assert visitor(2).get("/en/", headers=says("http, http")).status_code == 301
    assert visitor(2).get("/en/", headers=says("HTTP,http")).status_code == 301


# Loops


class Web:
    """The world outside: a client that follows redirects, and proxies that say what they say whatever it uses."""

    def __init__(self, client: Any, told: str) -> None:
        self.client, self.told = client, told

    def open(self, path: str, **headers: str) -> int:
        """How many redirects it takes until the page is there; more than nineteen are an endless loop to a browser."""
        for count in range(20):
            answer = self.client.get(path, headers=says(self.told, **headers))
            if answer.status_code != 301:
                assert answer.status_code == 200
                return count
            path = answer.headers["Location"].removeprefix(SITE)
        return 20


@pytest.mark.parametrize("proxies", [1, 2, 3])
@pytest.mark.parametrize(
    "told", ["http", "https, http", "https,https,http", "http, http", "http, http, http", "http, https"]
)
def test_wrong_counts_and_proxies_that_always_say_http_make_no_loop(visitor: Any, proxies: int, told: str) -> None:
    web = Web(visitor(proxies), told)
    for path in ("/en/", "/fi/", "/en/"):
        assert web.open(path) <= 1


def test_a_browser_that_shows_that_it_is_on_https_is_believed(visitor: Any) -> None:
    assert Web(visitor(), "http").open("/en/", **{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}) == 0


@pytest.mark.parametrize(
    "header", [("X-Forwarded-Ssl", "on"), ("Forwarded", "for=x;proto=https"), ("Front-End-Https", "On")]
)
def test_any_word_for_https_is_believed(visitor: Any, header: tuple[str, str]) -> None:
    assert Web(visitor(), "http").open("/en/", **dict([header])) == 0


def test_a_loop_is_told_in_the_log_and_others_are_still_sent(visitor: Any, caplog: pytest.LogCaptureFixture) -> None:
    client = visitor()
    assert Web(client, "http").open("/en/") == 1
    assert "PORTAL_TRUSTED_PROXIES" in caplog.text
    other = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "198.51.100.7"}
    assert client.get("/en/", headers=other).status_code == 301


def test_who_comes_back_later_is_sent_again() -> None:
    now = [0.0]
    app = Secure(lambda environ, start: start("200 OK", []) or [], SITE, 1, lambda: now[0])
    told: list[str] = []

    def ask() -> str:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_X_FORWARDED_PROTO": "http"}
        list(app(environ, lambda status, headers: told.append(status)))  # type: ignore[arg-type,return-value]
        return told[-1][:3]

    assert (ask(), ask()) == ("301", "200")
    now[0] += SOON + 1
    assert ask() == "301"
    for number in range(5000):
        app({"REQUEST_METHOD": "GET", "PATH_INFO": f"/{number}", "HTTP_X_FORWARDED_PROTO": "http"}, lambda *a: None)  # type: ignore[arg-type,return-value]
    assert len(app._sent._met) < 5000
