"""Measures the numbers that the portal is to reach, and prints them beside what they are to be.

    make bench                       everything, about six minutes
    python tests/bench/bench.py --quick   each once, to see that it works

Only this machine is asked. It is a benchmark and no test: look at it on a quiet machine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from apps import PAGE

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
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


@dataclass
class Row:
    """One line of the table."""

    what: str
    target: str
    measured: str
    good: bool | None = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@contextlib.contextmanager
def gunicorn(app: str, path: str, folder: Path) -> Iterator[tuple[str, int, float]]:
    """A server of its own: its address, its process and how long it took until it answered."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(folder), "--config", str(ROOT / "gunicorn.conf.py")]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error", app]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while not answers(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit(f"{app} does not start: {' '.join(command)}")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def children(pid: int) -> list[int]:
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int, name: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(rf"^{name}:\s+(\d+)", text, re.M)[0]) / 1024


def visit(browser: Browser, url: str, chart: bool = False, limit: float = 120) -> dict[str, Any]:
    """One visit with a cold cache on a slow line and a slow machine."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    line = context.new_cdp_session(page)
    sent: list[float] = []
    line.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    page.goto(url, wait_until="load", timeout=limit * 1000)
    if chart:
        drawn(page, limit)
    else:
        page.wait_for_timeout(1500)
    found: dict[str, Any] = page.evaluate("bench")
    context.close()
    return found | {"bytes": sum(sent)}


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


def wrk(url: str, seconds: int) -> float:
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-H", "Accept-Encoding: br", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        raise SystemExit(text)
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0])


def machine_rows(rounds: int) -> Iterator[Row]:
    """Start-up, memory, and requests each second."""
    starts, here = [], Path(__file__).parent
    for _round in range(rounds):
        with gunicorn("portal.server:create_app()", "/healthz", ROOT) as (_url, _pid, seconds):
            starts.append(seconds)
    start = statistics.median(starts)
    yield Row("start-up until the first answer", "< 3 s", f"{start:.2f} s", start < 3)
    with gunicorn("portal.server:create_app()", PAGE, ROOT) as (url, pid, _seconds):
        if shutil.which("wrk"):
            with gunicorn("apps:view()", "/", here) as (other, _pid, _started):
                pairs = [(wrk(url + PAGE, 4), wrk(other + "/", 4)) for _round in range(rounds)]
            kept, view = (statistics.median(values) for values in zip(*pairs, strict=True))
            yield Row("kept page, requests a second", "≥ 2,500", f"{kept:,.0f}", kept >= 2500)
            yield Row("kept page ÷ Flask view of the same bytes", "≥ 0.9", f"{kept / view:.2f}", kept >= 0.9 * view)
        else:
            yield Row("kept page, requests a second", "≥ 2,500", "no wrk here: apt-get install wrk")
        visit_all(url)
        resident = max(memory(child, "Rss") for child in children(pid))
        own = max(memory(child, "Pss") for child in children(pid))
        yield Row("memory of a worker, all pages kept", "< 200 MB", f"{resident:.0f} MB", resident < 200)
        yield Row("   its share of what is shared counted once", "", f"{own:.0f} MB")


def visit_all(url: str) -> None:
    """Ask for every page of the site map twice, so that both workers have most of them."""
    with urllib.request.urlopen(f"{url}/sitemap.xml") as response:
        places = re.findall(r"<loc>https?://[^/]+(.*?)</loc>", response.read().decode())
    for place in places * 2:
        answers(url + place)


def browser_rows(browser: Browser, rounds: int) -> Iterator[Row]:
    """What a visitor sees, and when."""
    here = Path(__file__).parent
    with gunicorn("apps:portal()", PAGE, here) as (url, _pid, _started):
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
    with gunicorn("apps:plain_dash()", "/", here) as (url, _pid, _started):
        plain = medians([visit(browser, url, chart=True) for _round in range(rounds)])
    usable = explorer["chart"] / plain["chart"]
    seconds = f"{explorer['chart'] / 1000:.1f} s, plain Dash {plain['chart'] / 1000:.1f} s: 1/{1 / usable:.1f}"
    yield Row("explorer usable ÷ plain Dash's charts", "≤ 1/6", seconds, usable <= 1 / 6)
    yield Row("   transferred until then", "", f"{explorer['bytes'] / 1000:.0f} kB, {plain['bytes'] / 1000:.0f} kB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--quick", action="store_true", help="each once")
    rounds = 1 if options.parse_args().quick else 5
    os.environ.setdefault("PORTAL_TODAY", "2026-11-23")
    print(f"{'':2}{'what':44}{'target':>9}  measured", flush=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for rows in (machine_rows(rounds), browser_rows(browser, rounds)):
            for row in rows:
                mark = {True: "✓", False: "✗", None: " "}[row.good]
                print(f"{mark} {row.what:44}{row.target:>9}  {row.measured}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
