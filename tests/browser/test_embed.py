"""Our frames on somebody else's page, as a town's visitor meets them in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from portal.charts.registry import CHART_TYPES
from portal.explorer.embeds import HOST_SCRIPT, embed_code, embed_path
from tests.browser.addresses import LOCALES, Locale, portal
from tests.browser.visit import Visit

AXE = Axe()
RATE = "employment_rate_18_64"
#: Notes every message that the page around gets, whoever sends it.
LISTEN = "<script>heard = []; addEventListener('message', (e) => heard.push([e.origin, e.data]))</script>"
HEIGHT = "document.body.getBoundingClientRect().height"


class Pages(BaseHTTPRequestHandler):
    """Answers with the pages that a test has put there."""

    pages: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        body = self.pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass
class Host:
    """A page on another site, with frames of ours in it; `faults` are what the browser's console complains of."""

    context: BrowserContext
    base: str
    portal: str
    faults: list[str]
    requests: list[str]

    def code(
        self, page: str, locale: Locale, about: str, query: dict[str, str] | None = None, height: int = 200
    ) -> str:
        """The code that a town would copy, for the portal where it runs now."""
        here = replace(portal(), site=portal().site.model_copy(update={"site_url": self.portal}))
        return embed_code(here, embed_path(here, locale, page, about, query), f"{about} {locale}", height)

    def show(self, *parts: str, path: str = "/page") -> Page:
        """A page with these parts, opened."""
        Pages.pages[path] = f'<!doctype html><html lang="en"><title>A town</title>{LISTEN}{"".join(parts)}'
        page = self.context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(self.base + path)
        return page

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "favicon" not in str(message.location):
            self.faults.append(message.text)


@pytest.fixture
def host(browser: Browser, server: str, elsewhere: str) -> Iterator[Callable[..., Host]]:
    """Begins a visit to the other site."""
    hosts: list[Host] = []

    def begin(**options: Any) -> Host:
        context = browser.new_context(**({"viewport": {"width": 820, "height": 900}} | options))
        context.set_default_timeout(60_000)
        hosts.append(Host(context, elsewhere, server, [], []))
        return hosts[-1]

    yield begin
    faults = [fault for host in hosts for fault in host.faults]
    strangers = [url for host in hosts for url in host.requests if not url.startswith((host.base, host.portal))]
    for host in hosts:
        host.context.close()
    assert faults == []
    assert strangers == []


def frame(page: Page, number: int = 0) -> Frame:
    """One of our frames, loaded."""
    handle = page.locator("iframe[data-portal-embed]").nth(number).element_handle()
    assert handle is not None
    found = handle.content_frame()
    assert found is not None
    found.wait_for_selector("h1")
    return found


def fits(page: Page, number: int = 0) -> None:
    """Wait until a frame is as tall as what it shows."""
    wanted = frame(page, number).evaluate(f"Math.ceil({HEIGHT})")
    assert wanted > 250
    page.wait_for_function(
        "([number, wanted]) => document.querySelectorAll('iframe[data-portal-embed]')[number].clientHeight === wanted",
        arg=[number, wanted],
    )


def test_frames_in_three_languages_grow_to_what_they_show(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(
        town.code("embed_indicator", "fi", RATE, {"h": "140"}),
        town.code("embed_indicator", "sv", "population", {"view": "ranking"}),
        town.code("embed_city", "en", "rauma"),
    )
    for number, lang in enumerate(("fi", "sv", "en-GB")):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        fits(page, number)
        assert frame(page, number).locator("html").get_attribute("lang") == lang
    heights = [page.locator("iframe").nth(number).evaluate("frame => frame.clientHeight") for number in range(3)]
    assert len(set(heights)) == 3


def test_a_frame_follows_what_is_opened_and_closed_in_it(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(town.code("embed_indicator", "en", RATE))
    fits(page)
    before = page.locator("iframe").evaluate("frame => frame.clientHeight")
    summary = frame(page).locator("summary")
    summary.click()
    page.wait_for_function(f"document.querySelector('iframe').clientHeight > {before} + 100")
    fits(page)
    summary.click()
    page.wait_for_function(f"document.querySelector('iframe').clientHeight === {before}")
    page.set_viewport_size({"width": 330, "height": 900})
    page.wait_for_function(f"document.querySelector('iframe').clientHeight > {before}")
    fits(page)


def test_a_script_that_comes_late_asks(host: Callable[..., Host]) -> None:
    town = host()
    alone = town.code("embed_city", "fi", "kuusamo").partition("<script")[0]
    page = town.show(alone)
    assert frame(page).locator("h1").is_visible()
    assert page.locator("iframe").evaluate("frame => frame.clientHeight") == 200
    page.add_script_tag(url=f"{town.portal}{HOST_SCRIPT}")
    fits(page)


def test_without_the_script_the_given_height_holds_and_nothing_is_cut_off(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(town.code("embed_indicator", "sv", RATE, height=300).partition("<script")[0])
    inside = frame(page)
    assert page.locator("iframe").evaluate("frame => frame.clientHeight") == 300
    inside.locator(".embed-home a").scroll_into_view_if_needed()
    assert inside.evaluate("scrollY") > 0
    assert inside.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_frame_is_whole_where_scripts_are_off(host: Callable[..., Host]) -> None:
    town = host(java_script_enabled=False)
    page = town.show(town.code("embed_indicator", "fi", RATE, {"h": "140"}, 700))
    inside = page.frame_locator("iframe")
    assert inside.locator("svg.chart-svg").is_visible()
    inside.locator("summary").click()
    assert inside.locator("table").is_visible()


def test_the_other_site_is_told_a_height_and_nothing_else(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(town.code("embed_city", "sv", "rauma"))
    fits(page)
    heard = page.evaluate("heard")
    assert heard
    for origin, data in heard:
        assert origin == town.portal
        assert set(data) == {"portal", "height"}
        assert data["portal"] == "embed"
        assert isinstance(data["height"], int)
    assert town.context.cookies() == []


def test_only_a_frame_itself_can_ask_for_its_height(host: Callable[..., Host]) -> None:
    """Neither the page itself, nor a frame of another site, nor one of ours about another."""
    town = host()
    lie = "{portal: 'embed', height: 7777}"
    Pages.pages["/liar"] = f"<!doctype html><script>parent.postMessage({lie}, '*')</script>"
    page = town.show(
        town.code("embed_city", "en", "rauma"),
        '<iframe src="/liar" data-portal-embed height="100" title="Liar"></iframe>',
        f"<script>addEventListener('load', () => postMessage({lie}, '*'))</script>",
    )
    fits(page)
    page.wait_for_function("heard.filter(([origin, data]) => data.height === 7777).length === 2")
    assert page.locator("iframe").nth(1).evaluate("frame => frame.clientHeight") == 100
    fits(page)


def test_the_link_back_opens_the_full_view_beside_the_towns_page(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(town.code("embed_indicator", "en", RATE, {"h": "684", "view": "ranking", "year": "2015"}))
    link = frame(page).locator(".embed-home a")
    whole = urlsplit(link.get_attribute("href") or "")
    # The site's own address is that of its settings, so the way there is followed on the portal that runs now.
    link.evaluate(
        f"(link) => {{ link.href = {town.portal!r} + link.getAttribute('href').replace(/^.*?\\/\\/[^/]*/, '') }}"
    )
    with town.context.expect_page() as opened:
        link.click()
    full = opened.value
    full.wait_for_load_state()
    assert urlsplit(full.url).path == whole.path == f"/en/indicators/{RATE}"
    assert full.locator("[data-explorer] .figure-title").first.inner_text().endswith("2015")
    assert page.url == f"{town.base}/page"


def test_a_table_is_sorted_within_its_frame(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(town.code("embed_indicator", "en", RATE, {"view": "table", "p": "140,684,765"}))
    inside = frame(page)
    inside.locator("th[scope=col] a").nth(1).click()
    page.wait_for_function("heard.length > 0")
    inside.wait_for_selector("th[aria-sort=descending]")
    assert "sort=-2020" in inside.url
    assert len(town.context.pages) == 1
    figures = [float(text) for text in inside.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert figures == sorted(figures, reverse=True)


def test_no_other_page_lets_itself_be_framed(host: Callable[..., Host]) -> None:
    town = host()
    page = town.show(f'<iframe src="{town.portal}/en/cities/rauma" title="Rauma"></iframe>')
    page.wait_for_load_state("networkidle")
    refused = [fault for fault in town.faults if "frame-ancestors" in fault]
    assert refused
    assert town.faults == refused
    town.faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_reader_unless_the_address_fixes_them(host: Callable[..., Host], scheme: Any) -> None:
    town = host(color_scheme=scheme)
    papers = {}
    for theme in ("", "light", "dark"):
        page = town.show(town.code("embed_city", "en", "rauma", {"theme": theme} if theme else None), path=f"/{theme}")
        papers[theme] = frame(page).evaluate("getComputedStyle(document.body).backgroundColor")
    assert papers["light"] != papers["dark"]
    assert papers[""] == papers[scheme]


SHOWN = [("embed_indicator", RATE if view != "industries" else "workplaces_by_industry", view) for view in CHART_TYPES]


@pytest.mark.parametrize(("kind", "about", "view"), [*SHOWN, ("embed_city", "kristiinankaupunki", "")])
def test_a_frame_fits_any_width_and_axe_finds_nothing(
    visit: Callable[..., Visit], kind: str, about: str, view: str
) -> None:
    """At every width in every language, in light and dark."""
    one = visit()
    for locale in LOCALES:
        query = {"view": view, "h": "287", "p": "684"} if view else None
        page = one.open(embed_path(portal(), locale, kind, about, query))
        for width in (280, 390, 820):
            page.set_viewport_size({"width": width, "height": 700})
            assert one.overflow <= 0, (locale, width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            result = AXE.run(page, options={"resultTypes": ["violations"]})
            assert not result.violations_count, f"{page.url} in {scheme}: {result.generate_report()}"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_about_embedding_shows_living_examples(visit: Callable[..., Visit], locale: Locale) -> None:
    one = visit(viewport={"width": 390, "height": 800})
    page = one.open(portal().addresses.path("embedding", locale))
    for number in range(2):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        fits(page, number)
    assert one.overflow <= 0
    result = AXE.run(page, options={"resultTypes": ["violations"]})
    assert not result.violations_count, result.generate_report()
