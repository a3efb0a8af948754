from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from flask import Flask

from portal.server.body import Body
from portal.server.cache import OVERHEAD, CacheMiddleware, PageCache, arguments
from portal.urls import Address, Addresses

HOME = Address("home", "fi")


@pytest.fixture
def day() -> list[dt.date]:
    return [dt.date(2026, 11, 23)]


@pytest.fixture
def pages(small_pages: Any) -> Any:
    return small_pages(None, lambda name: f"/static/{name}", lambda locale: {})


@pytest.fixture
def page_cache(pages: Any, day: list[dt.date], addresses: Addresses) -> PageCache:
    def path_of(address: Address) -> str:
        return addresses.path(address.page, address.locale, address.about)

    return PageCache(
        pages, path_of, lambda path: [("X-Any", "thing")], lambda: day[0], page_bytes=3 * (OVERHEAD + 1000)
    )


def test_a_page_is_made_once(client: Any) -> None:
    door: CacheMiddleware = client.application.wsgi_app
    first, second = client.get("/fi/kaupungit/iisalmi"), client.get("/fi/kaupungit/iisalmi")
    assert first.data == second.data
    assert first.headers == second.headers
    assert len(door.page_cache._pages.made) == 1  # type: ignore[attr-defined]


def test_what_is_kept_is_answered_before_flask(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/fi/")
    door: CacheMiddleware = client.application.wsgi_app

    def refuse(environ: Any, start_response: Any) -> Any:
        raise AssertionError("Flask was asked")

    monkeypatch.setattr(door, "app", refuse)
    assert client.get("/fi/").status_code == 200
    assert client.get("/fi/?utm_source=letter").status_code == 200


def test_each_encoding_has_its_own_strong_etag(client: Any) -> None:
    tags = {}
    for encoding in ("br", "gzip", "identity"):
        for _again in range(2):
            response = client.get("/fi/", headers={"Accept-Encoding": encoding})
            tags[encoding] = response.headers["ETag"]
            assert response.headers["Vary"] == "Accept-Encoding"
            assert response.headers["Content-Length"] == str(len(response.data))
            assert response.headers["Cache-Control"] == "public, no-cache"
            assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert len(set(tags.values())) == 3
    assert not any(tag.startswith("W/") for tag in tags.values())


def test_someone_who_has_the_page_is_told_so(client: Any) -> None:
    for _again in range(2):
        tag = client.get("/fi/").headers["ETag"]
        response = client.get("/fi/", headers={"If-None-Match": tag})
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == tag
        assert client.get("/fi/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_says_how_long_the_page_is(client: Any) -> None:
    for _again in range(2):
        response = client.head("/fi/")
        assert response.status_code == 200
        assert response.data == b""
        assert int(response.headers["Content-Length"]) > 1000


def test_what_is_unpacked_is_what_was_made(client: Any) -> None:
    plain = client.get("/fi/").data
    assert brotli.decompress(client.get("/fi/", headers={"Accept-Encoding": "br"}).data) == plain
    assert "åäö" in plain.decode()


def test_parameters_that_mean_nothing_share_the_plain_page(page_cache: PageCache, pages: Any) -> None:
    plain = page_cache.make(HOME, {})
    assert page_cache.find("/fi/", "utm_source=x&fbclid=y") is plain
    assert len(pages.made) == 1


def test_the_order_of_parameters_does_not_matter(page_cache: PageCache) -> None:
    page = page_cache.make(HOME, {"i": "jobs", "from": "2005"})
    assert page_cache.find("/fi/", "from=2005&i=jobs&x=1") is page
    assert page_cache.find("/fi/", "from=2006&i=jobs") is None


def test_hostile_queries_cannot_fill_the_memory(page_cache: PageCache) -> None:
    for number in range(50):
        page_cache.make(HOME, {"i": str(number)})
    assert 1 <= len(page_cache._day_cache.with_query) <= 3
    assert page_cache.find("/fi/", "i=49") is not None
    assert page_cache.find("/fi/", "i=0") is None


def test_a_page_that_is_asked_for_stays(page_cache: PageCache) -> None:
    kept = page_cache.make(HOME, {"i": "0"})
    for number in range(1, 10):
        page_cache.make(HOME, {"i": str(number)})
        assert page_cache.find("/fi/", "i=0") is kept


def test_a_new_day_makes_new_pages(page_cache: PageCache, day: list[dt.date], pages: Any) -> None:
    page_cache.make(HOME, {})
    day[0] += dt.timedelta(days=1)
    assert page_cache.find("/fi/", "") is None
    page_cache.make(HOME, {})
    assert [made[2].day for made in pages.made] == [23, 24]


def test_a_page_begun_before_midnight_is_not_kept_for_the_new_day(
    page_cache: PageCache, day: list[dt.date], pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = pages.render

    def slowly(*args: Any) -> str:
        html = render(*args)
        day[0] += dt.timedelta(days=1)
        page_cache.find("/fi/", "")
        return html

    monkeypatch.setattr(pages, "render", slowly)
    page_cache.make(HOME, {})
    assert page_cache.find("/fi/", "") is None


def test_a_page_that_must_not_be_kept_is_made_each_time(client: Any) -> None:
    for _again in range(2):
        response = client.get("/fi/haku?q=x")
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in response.headers
    assert len(client.application.wsgi_app.page_cache._pages.made) == 2


def test_errors_and_posts_are_not_kept(client: Any) -> None:
    assert client.get("/fi/tunnusluvut/nothing").status_code == 404
    assert client.get("/fi/tunnusluvut/nothing").status_code == 404
    assert client.application.wsgi_app.page_cache._day_cache.plain == {}
    client.get("/fi/")
    assert client.post("/fi/").status_code == 405


def test_no_kept_answer_sets_a_cookie(client: Any) -> None:
    client.set_cookie("portal_language", "sv")
    for _again in range(2):
        assert "Set-Cookie" not in client.get("/fi/").headers


def test_boxes_ticked_in_a_form_are_one_list() -> None:
    assert arguments("i=a&p=&p=140&p=684&x=") == {"i": "a", "p": ",140,684", "x": ""}


@pytest.mark.parametrize("query", ["%ff", "i=\xff", "&".join(f"a{number}=1" for number in range(100))])
def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        arguments(query)


def test_threads_that_ask_at_once_get_the_same_page(make_app: Callable[..., Flask]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    app = make_app()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: app.test_client().get(f"/fi/?i={number % 3}").data, range(60)))
    assert len(set(answers)) == 3


def test_a_body_makes_a_form_only_when_asked() -> None:
    loaded: list[str] = []

    def load(encoding: str) -> bytes:
        loaded.append(encoding)
        return b"x"

    body = Body([], "tag", load)
    for _again in range(3):
        body.answer({"HTTP_ACCEPT_ENCODING": "br"})
    assert loaded == ["br"]
