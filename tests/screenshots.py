"""Draws the pictures in assets/: what the README opens with and what a shared link shows; by `make screenshots`."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from portal.server.app import create_app
from portal.settings import ROOT
from portal.typeface.letters import PAGES

ASSETS = ROOT / "assets"
#: A picture that a README can carry.
LARGEST = 300_000
SHARE = """
<!doctype html>
<meta charset="utf-8">
<style>{css}</style>
<style>
  body {{ width: 1200px; height: 630px; overflow: hidden; background: var(--wash); }}
  .share {{ display: grid; grid-template-columns: 1fr 400px; height: 100%; padding: 0 40px 0 84px; gap: 24px; }}
  .share > div {{ align-self: center; }}
  .share p {{ white-space: nowrap; }}
  .share p {{ font-size: 46px; line-height: 1.25; font-weight: 700; letter-spacing: -.02em; margin: 0; }}
  .share .map {{ width: 400px; max-height: none; }}
  .share .map-name {{ display: none; }}
  .share .map > g {{ display: none; }}
  .share .map-dot {{ r: 13px; }}
  .share .cite {{ position: absolute; left: 84px; bottom: 34px; font-size: 17px; }}
</style>
<div class="share"><div>{names}</div><div>{map}</div><span class="cite">{source}</span></div>
"""


@contextmanager
def served() -> Iterator[str]:
    """The portal on a free port."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def town(browser: Browser, base: str, file: Path) -> None:
    """The upper part of Rauma's page."""
    page = browser.new_page(viewport={"width": 1440, "height": 1180}, color_scheme="light", locale="fi-FI")
    page.goto(f"{base}/fi/kaupungit/rauma")
    page.screenshot(path=file, animations="disabled")
    page.close()


def share(browser: Browser, base: str, file: Path) -> None:
    """The site's name in its three languages, and the ten on the map."""
    page = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
    names = []
    for locale in ("fi", "sv", "en"):
        page.goto(f"{base}/{locale}/")
        names.append(f'<p lang="{locale}">{page.locator(".brand b").inner_text()}</p>')
    drawing = page.locator("svg.map").evaluate("map => map.outerHTML")
    source = page.locator(".legend-credit").inner_text()
    font = f"data:font/woff2;base64,{b64encode(PAGES.read_bytes()).decode()}"
    css = (ASSETS / "portal.css").read_text(encoding="utf-8").replace(PAGES.name, font).replace("optional", "block")
    blank = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
    blank.set_content(SHARE.format(css=css, names="".join(names), map=drawing, source=source))
    blank.screenshot(path=file)
    page.close()
    blank.close()


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if chromium is None:
        print("Chromium is needed: apt-get install chromium", file=sys.stderr)
        return 1
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    drawn = {ASSETS / "screenshot.png": town, ASSETS / "share.png": share}
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for file, draw in drawn.items():
            draw(browser, base, file)
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
        browser.close()
    return int(any(file.stat().st_size > LARGEST for file in drawn))


if __name__ == "__main__":
    sys.exit(main())
