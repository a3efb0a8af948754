"""What a visitor sees in a browser, and when: the first words, the explorer, another indicator, the map."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import time
from collections.abc import Iterator
from typing import Any

from apps import PAGE
from playwright.sync_api import Browser, Page, sync_playwright
from rows import Row
from serving import HERE, PORTAL, ROOT, gunicorn

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1440, "height": 900}}
CHART = ".js-plotly-plot .main-svg .trace, .js-plotly-plot .main-svg .bars"
WATCH = """
window.bench = {fcp: null, lcp: null, cls: 0, svg: null, chart: null};
new PerformanceObserver(l => l.getEntries().forEach(e => {
  if (e.name === 'first-contentful-paint') {
    bench.fcp = e.startTime;
    bench.svg = document.querySelectorAll('main svg').length;
  }
})).observe({type: 'paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { bench.lcp = e.startTime; }))
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) bench.cls += e.value; }))
  .observe({type: 'layout-shift', buffered: true});
(function look() {
  if (document.querySelector('{chart}')) { bench.chart = performance.now(); } else { requestAnimationFrame(look); }
})();
""".replace("{chart}", CHART)
#: From a choice to the frame in which it is seen: ACT chooses, SEEN says whether all of it is there.
UNTIL_SEEN = """
() => new Promise((done, fail) => {
  const begun = performance.now();
  const look = () => {
    if ((SEEN)()) requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    else if (performance.now() - begun > 60000) fail(new Error("nothing to be seen"));
    else requestAnimationFrame(look);
  };
  (ACT)();
  requestAnimationFrame(look);
})
"""
#: Another indicator chosen in the list, and its title, its chart and its sentence there.
CHOOSE = """() => {
  const plot = document.querySelector("#x-graph .js-plotly-plot"), list = document.querySelector("#x-i");
  const title = document.querySelector("#x-title").textContent;
  window.drawn = false;
  window.changed = () => window.drawn && document.querySelector("#x-title").textContent !== title;
  plot.once("plotly_afterplot", () => { window.drawn = true; });
  list.value = WANTED;
  list.dispatchEvent(new Event("change", {bubbles: true}));
}"""
#: The map chosen, and every municipality on it in its colour.
MAP = """() => { document.querySelector('#x-view input[value="map"]').click(); }"""
PAINTED = """() => {
  const paths = document.querySelectorAll("#x-main path[data-code]");
  return paths.length > 300 && [...paths].every((path) => path.getAttribute("class"));
}"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of the machine's own, or the one that Playwright brings."""
    with sync_playwright() as playwright:
        own = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        yield browser
        browser.close()


def slowed(page: Page) -> Any:
    """The page on a slow line and a slow machine, and the line to look at."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return line


def visit(
    browser: Browser, url: str, chart: bool = False, limit: float = 120, *, quiet: bool = False
) -> dict[str, Any]:
    """One visit with a cold cache on a slow line and a slow machine; a `quiet` one lasts until nothing more is sent."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    line = slowed(page)
    sent: list[float] = []
    line.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.add_init_script(WATCH)
    page.goto(url, wait_until="load", timeout=limit * 1000)
    if chart:
        drawn(page, limit)
    else:
        page.wait_for_timeout(1500)
        if quiet:
            page.wait_for_load_state("networkidle", timeout=limit * 1000)
    found: dict[str, Any] = page.evaluate("bench")
    context.close()
    return found | {"bytes": sum(sent), "requests": len(sent)}


def drawn(page: Page, limit: float) -> None:
    """Wait for the chart; the site's policy forbids Playwright's own way of waiting."""
    until = time.perf_counter() + limit
    while page.evaluate("bench.chart") is None:
        if time.perf_counter() > until:
            raise SystemExit(f"No chart on {page.url} within {limit:.0f} s.")
        page.wait_for_timeout(100)


def medians(visits: list[dict[str, Any]]) -> dict[str, float]:
    names = visits[0].keys()
    return {name: statistics.median(visit[name] or 0 for visit in visits) for name in names}


def page_rows(browser: Browser, rounds: int) -> Iterator[Row]:
    """What a visitor sees of a page, and when, beside a static file and a plain Dash page."""
    with gunicorn("apps:portal()", PAGE, HERE) as (url, _pid, _started):
        for path in (PAGE, "/bench/twin.html"):
            visit(browser, url + path)
        pages, twins, charts = [], [], []
        for _round in range(rounds):
            pages.append(visit(browser, url + PAGE))
            twins.append(visit(browser, url + "/bench/twin.html"))
            charts.append(visit(browser, url + PAGE + "#numbers", chart=True))
    page, twin, explorer = medians(pages), medians(twins), medians(charts)
    for name, key in (("first contentful paint", "fcp"), ("largest contentful paint", "lcp")):
        ratio = page[key] / twin[key]
        measured = f"{page[key]:.0f} ms, file {twin[key]:.0f} ms: {ratio:.2f} ×"
        yield Row(f"{name} ÷ a static file's", "≤ 1.15", measured, ratio <= 1.15)
    yield Row("charts (SVG) there with the first paint", "all", f"{page['svg']:.0f}", page["svg"] > 0)
    shift = max(page["cls"], explorer["cls"])
    yield Row("layout shift, page and explorer", "< 0.02", f"{page['cls']:.3f}, {explorer['cls']:.3f}", shift < 0.02)
    sent = page["bytes"] / 1000
    yield Row("transferred, explorer not reached", "< 90 kB", f"{sent:.1f} kB", sent < 90)
    yield from plain_rows(browser, explorer, rounds)


def plain_rows(browser: Browser, explorer: dict[str, float], rounds: int) -> Iterator[Row]:
    """The explorer beside the way such portals are usually made."""
    with gunicorn("apps:plain_dash()", "/", HERE) as (url, _pid, _started):
        plain = medians([visit(browser, url, chart=True) for _round in range(rounds)])
    usable = explorer["chart"] / plain["chart"]
    seconds = f"{explorer['chart'] / 1000:.1f} s, plain Dash {plain['chart'] / 1000:.1f} s: 1/{1 / usable:.1f}"
    yield Row("explorer usable ÷ plain Dash's charts", "≤ 1/6", seconds, usable <= 1 / 6)
    yield Row("   transferred until then", "", f"{explorer['bytes'] / 1000:.0f} kB, {plain['bytes'] / 1000:.0f} kB")


def explored(browser: Browser, url: str, **screen: Any) -> Page:
    """A page whose explorer has taken over and is at rest."""
    page = browser.new_context(**screen).new_page()
    page.add_init_script(WATCH)
    page.goto(f"{url}{PAGE}#numbers")
    page.wait_for_selector("[data-explorer].is-live", state="attached")
    drawn(page, 60)
    page.wait_for_timeout(500)
    return page


def until_seen(page: Page, act: str, seen: str) -> float:
    """Milliseconds from a choice until it is seen."""
    found: float = page.evaluate(UNTIL_SEEN.replace("ACT", act).replace("SEEN", seen))
    return found


def choice_rows(browser: Browser, rounds: int) -> Iterator[Row]:
    """What a reader sees after a choice, and when; no answer is kept yet, as for the first who makes it."""
    with gunicorn(PORTAL, PAGE, ROOT) as (url, _pid, _started):
        indicators = changes(browser, url, 2 * rounds)
        maps = [map_on_a_phone(browser, url) for _round in range(rounds)]
    middle = statistics.median(indicators)
    words = f"{middle:.0f} ms, the slowest of {len(indicators)} {max(indicators):.0f} ms"
    yield Row("another indicator shown, laptop", "< 200 ms", words, middle < 200)
    first = statistics.median(maps)
    words = f"{first:.0f} ms, shapes fetched; slow 4G and CPU 4 × slower"
    yield Row("map of all municipalities, slow phone", "< 1 s", words, first < 1000)


def changes(browser: Browser, url: str, count: int) -> list[float]:
    """Milliseconds until each of several indicators is shown, one chosen after the other."""
    page = explored(browser, url, **LAPTOP)
    others = "[...document.querySelectorAll('#x-i option')].filter((o) => o.value && !o.selected).map((o) => o.value)"
    found, offered = [], page.evaluate(others)
    for key in offered[:count]:
        found.append(until_seen(page, CHOOSE.replace("WANTED", f'"{key}"'), "() => window.changed()"))
        page.wait_for_timeout(300)
    page.context.close()
    return found


def map_on_a_phone(browser: Browser, url: str) -> float:
    """Milliseconds from choosing the map until it is painted."""
    page = explored(browser, url, **PHONE)
    slowed(page)
    found = until_seen(page, MAP, PAINTED)
    page.context.close()
    return found
