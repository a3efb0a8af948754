"""One visit in Firefox or WebKit, as `tests.browser.visit` has it in Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.engines.locator import Locator
from tests.browser.engines.page import Page
from tests.browser.engines.wire import ENGINES
from tests.browser.visit import LIVE

#: What a visit can ask for here.
OPTIONS = {"viewport", "locale", "color_scheme", "reduced_motion", "java_script_enabled"}
#: How the page was answered; it is 0 where the browser does not say.
STATUS = "(performance.getEntriesByType('navigation')[0] || {}).responseStatus || 0"
#: A touch of the chart has the explorer's scripts fetched.
TOUCH = "document.querySelector('.figure-chart').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))"


class EngineVisit:
    """A page in a browser of its own. What goes wrong in its console is not told by these browsers."""

    def __init__(self, engine: str, base: str, line: Any = None, **options: Any) -> None:
        unknown = sorted({*options} - OPTIONS)
        if unknown:
            pytest.fail(f"{engine} cannot be started with {', '.join(unknown)}: mark this walk with not_in.")
        self.base = base if line is None else line.base
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self._wire = ENGINES[engine](
            options.get("locale", "en-GB"),
            options.get("color_scheme", "light"),
            still=options.get("reduced_motion") == "reduce",
            scripts=options.get("java_script_enabled", True),
        )
        self.page = Page(self._wire, self.base)
        try:
            self._begin(options.get("viewport", {"width": 1440, "height": 900}))
        except BaseException:
            self.close()  # nobody else knows yet that there is a browser
            raise

    def _begin(self, size: dict[str, int]) -> None:
        self._wire.ask("SetTimeouts", script=60_000, pageLoad=60_000)
        self.page.goto("/robots.txt")
        self.page.set_viewport_size(size)

    def open(self, path: str) -> Page:
        """Go to a path and wait until the page has loaded."""
        self.page.goto(path)
        status = self.page.evaluate(STATUS)
        assert status in (0, 200) or status in self.expected, f"{path} answered {status}"
        return self.page

    def explore(self, path: str) -> Page:
        """Go to a page, come near its explorer and wait until it is live."""
        self.open(path)
        self.explorer.scroll_into_view_if_needed()
        self.page.evaluate(TOUCH)
        page = self.live()
        page.locator(".explorer-live .choices > summary").click()
        return page

    def live(self) -> Page:
        """Wait until the explorer has taken over."""
        self.page.wait_for_selector(LIVE, state="attached", timeout=45_000)
        return self.page

    @property
    def explorer(self) -> Locator:
        """The explorer's place, static or live."""
        return self.page.locator("[data-explorer]")

    @property
    def overflow(self) -> int:
        """How many pixels the page can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    @property
    def shift(self) -> float:
        """Layout shifts, which only Chromium counts."""
        return pytest.skip("only Chromium counts layout shifts")

    def close(self) -> None:
        """End the visit."""
        self._wire.close()
