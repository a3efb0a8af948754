"""One visit to the portal in a fresh browser context, which notes all that goes wrong."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, Response

from tests.browser.line import Line

LIVE = "[data-explorer].is-live"
#: Adds up layout shifts as the browser counts them, those after a reader's own act aside.
COUNT_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""


class Visit:
    """A page in a context of its own. `faults` are console errors, failed requests and requests to others."""

    def __init__(self, browser: Browser, base: str, line: Line | None = None, **options: Any) -> None:
        """`line` is between the browser and the server: what it spoils on purpose is no fault."""
        options.setdefault("viewport", {"width": 1440, "height": 900})
        options.setdefault("locale", "en-GB")
        self.base = base if line is None else line.base
        self.line = line
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.requests: list[str] = []
        self.context = browser.new_context(base_url=self.base, **options)
        self.context.add_init_script(COUNT_SHIFTS)
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", self._broken)
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _fault(self, text: str) -> None:
        self.faults.append(f"{self.page.url}: {text}")

    def _console(self, message: ConsoleMessage) -> None:
        expected = any(f"status of {status} " in message.text for status in self.expected)
        expected |= self._spoilt(message.location.get("url", ""))
        if message.type in {"error", "warning"} and not expected:
            self._fault(f"console {message.type}: {message.text}")

    def _broken(self, error: Error) -> None:
        page_for_script = "Unexpected token '<'" in error.message and self.line is not None and self.line.harmed
        if not page_for_script:
            self._fault(f"script: {error}")

    def _spoilt(self, url: str) -> bool:
        return self.line is not None and url in self.line.harmed

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self._fault(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left takes its questions with it.
        if request.failure != "net::ERR_ABORTED" and not self._spoilt(request.url):
            self._fault(f"request failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected and not self._spoilt(response.url):
            self._fault(f"HTTP {response.status}: {response.url}")

    def open(self, path: str) -> Page:
        """Go to a path and wait until the page has loaded."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200 or answer.status in self.expected, f"{path} answered {answer.status}"
        return self.page

    def explore(self, path: str) -> Page:
        """Go to a page, touch its explorer, wait until it is live, and unfold its choices."""
        self.open(path)
        self.reach()
        page = self.live()
        page.locator(".explorer-live .choices > summary").click()
        return page

    def reach(self) -> None:
        """Come to the explorer and touch its chart, which has its scripts fetched."""
        self.explorer.scroll_into_view_if_needed()
        self.explorer.locator(".figure-chart").first.dispatch_event("pointerdown", {"bubbles": True})

    def live(self) -> Page:
        """Wait until the explorer has taken over."""
        self.page.wait_for_selector(LIVE, state="attached")
        return self.page

    @property
    def explorer(self) -> Locator:
        """The explorer's place, static or live."""
        return self.page.locator("[data-explorer]")

    @property
    def shift(self) -> float:
        """The page's layout shifts so far, added up (never less than the browser's own measure)."""
        return float(self.page.evaluate("window.shifts.reduce((sum, value) => sum + value, 0)"))

    @property
    def overflow(self) -> int:
        """How many pixels the page can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def close(self) -> None:
        """End the visit."""
        self.context.close()
