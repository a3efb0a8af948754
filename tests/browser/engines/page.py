"""Playwright's Page for another engine: as much as the walks use, with the same meanings."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.browser.engines import NO_MEDIA, NO_PRINT
from tests.browser.engines.hands import Keyboard, Mouse
from tests.browser.engines.locator import FIND, Locator
from tests.browser.engines.waiting import seconds, wait
from tests.browser.engines.wire import Firefox, RefusedError, Wire, settle

#: What these browsers have no command for: a walk that needs it is marked `not_in` them.
CANNOT = {
    "pdf": NO_PRINT,
    "emulate_media": NO_MEDIA,
    "route": "has no command that holds or changes requests",
    "unroute": "has no command that holds or changes requests",
    "context": "has no contexts to share",
    "on": "tells of no events",
    "expect_download": "tells of no downloads",
    "expect_response": "tells of no responses",
    "expect_request": "tells of no requests",
    "accessibility": "shows its accessibility tree to nobody",
}
#: Playwright's words for what is emulated -> Firefox's.
OVERRIDES = {
    "media": "mediumOverride",
    "forced_colors": "forcedColorsOverride",
    "color_scheme": "prefersColorSchemeOverride",
    "reduced_motion": "prefersReducedMotionOverride",
}
#: Runs a text as playwright does: an expression or a function, which may promise its answer.
RUN = """
const [given, done] = [arguments[0], arguments[arguments.length - 1]];
(async () => {
  const it = (%s);
  return typeof it === "function" ? it(given) : it;
})().then((value) => done({ value: value === undefined ? null : value }), (error) => done({ error: String(error) }));
"""


class ScriptError(Exception):
    """A script in the page has failed."""


class LeftError(Exception):
    """The page was left before a script in it had answered."""


def refuse(engine: str, what: str) -> NoReturn:
    """Fail the test, and say what the engine cannot do."""
    pytest.fail(f"{engine} {CANNOT[what]}: mark this walk with not_in.", pytrace=False)


class Page:
    """A page in a window of its own. What a locator can do, a page does with a selector: `page.click(css)`."""

    def __init__(self, wire: Wire, base: str) -> None:
        self.wire = wire
        self.base = base
        self.keyboard = Keyboard(wire)
        self.mouse = Mouse(wire)
        self.viewport_size: dict[str, int] | None = None

    def __getattr__(self, name: str) -> Any:
        if name in CANNOT:
            refuse(self.wire.name, name)
        if not hasattr(Locator, name):
            raise AttributeError(name)
        return lambda css, *given, **how: getattr(self.locator(css), name)(*given, **how)

    @property
    def url(self) -> str:
        """Where it is, after what its scripts have written there."""
        return str(self.evaluate("location.href"))

    def goto(self, path: str, **_how: Any) -> None:
        """Go to a path, and wait until it has loaded."""
        self.wire.ask("Navigate", url=path if "://" in path else self.base + path)

    def go_back(self, **_how: Any) -> None:
        """One step back."""
        self.wire.ask("Back")

    def go_forward(self, **_how: Any) -> None:
        """One step forward."""
        self.wire.ask("Forward")

    def reload(self, **_how: Any) -> None:
        """The same again."""
        self.wire.ask("Refresh")

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Give the page this size."""
        self.viewport_size = dict(size)
        self.wire.resize(size["width"], size["height"])
        if not settle(self.wire, size["width"], size["height"]):
            pytest.fail(f"{self.wire.name} cannot be {size['width']} × {size['height']}.", pytrace=False)

    def emulate_media(self, **wanted: str) -> None:
        """Another medium, colour scheme or kind of colours."""
        if not isinstance(self.wire, Firefox):
            refuse(self.wire.name, "emulate_media")
        self.wire.emulate(**{OVERRIDES[name]: value for name, value in wanted.items()})

    def pdf(self, path: str | Path, **_how: Any) -> None:
        """The page on paper."""
        if not isinstance(self.wire, Firefox):
            refuse(self.wire.name, "pdf")
        Path(path).write_bytes(base64.b64decode(self.wire.ask("Print")))

    def evaluate(self, script: str, arg: Any = None) -> Any:
        """What a script answers."""
        return self._run(script.strip().rstrip(";"), arg)

    def _run(self, script: str, arg: Any) -> Any:
        try:
            found = self.wire.ask("ExecuteAsyncScript", script=RUN % script, args=[arg])
        except RefusedError as error:
            if "unload" in str(error):
                raise LeftError(script) from None
            raise
        if found is None:
            raise LeftError(script)
        if "error" in found:
            raise ScriptError(found["error"])
        return found["value"]

    def find(self, steps: Sequence[tuple[str, Any]], script: str, arg: Any = None) -> Any:
        """What a script says of the elements that a locator leads to: it is given them and `seen`."""
        body = f"(given) => {{ {FIND} return ({script})(find(given[0]), given[1], seen); }}"
        given = [[list(step) for step in steps], arg]
        try:
            return self._run(body, given)
        except LeftError:  # what is looked for may be on the page that comes
            self.wait_for_load_state()
            return self._run(body, given)

    def wait_for_function(self, script: str, arg: Any = None, timeout: float | None = None, **_how: Any) -> None:
        """Wait until a script's answer is true."""
        wait(lambda: self.evaluate(script, arg), script, seconds(timeout))

    def wait_for_selector(self, css: str, state: str = "visible", timeout: float | None = None) -> Locator:
        """Wait until the first such element is there, is seen, or is gone."""
        found = self.locator(css).first
        found.wait_for(state=state, timeout=timeout)
        return found

    def wait_for_url(self, pattern: str, timeout: float | None = None, **_how: Any) -> None:
        """Wait until the address is like this, and the page has loaded."""
        like = re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in _globs(pattern)))
        wait(lambda: like.fullmatch(self.url), f"{pattern}, but it is {self.url}", seconds(timeout))
        self.wait_for_load_state()

    @contextmanager
    def expect_navigation(self, timeout: float | None = None) -> Iterator[None]:
        """What is done leads to a new page, which has loaded at the end."""
        self.evaluate("window.isOldPage = true")
        yield
        wait(lambda: self._is("!window.isOldPage"), "the page is still the same", seconds(timeout))
        self.wait_for_load_state()

    def wait_for_load_state(self, *_state: str, **_how: Any) -> None:
        """Wait until the page has loaded."""
        wait(lambda: self._is("document.readyState === 'complete'"), "the page has not loaded")

    def _is(self, script: str) -> bool:
        """Whether a script says so; a page that is just being left says nothing."""
        try:
            return bool(self.evaluate(script))
        except LeftError:
            return False

    def wait_for_timeout(self, milliseconds: float) -> None:
        """Wait so long."""
        time.sleep(milliseconds / 1000)

    def locator(self, css: str, has_text: str | None = None) -> Locator:
        """The elements that a selector finds, when they are asked for."""
        found = Locator(self, (("css", css),))
        return found if has_text is None else found.filter(has_text)

    def title(self) -> str:
        """The title in the tab."""
        return str(self.evaluate("document.title"))

    def content(self) -> str:
        """The page as HTML."""
        return str(self.evaluate("document.documentElement.outerHTML"))

    def screenshot(self, path: str | Path, **_how: Any) -> None:
        """The page as it is seen, as a PNG."""
        Path(path).write_bytes(base64.b64decode(self.wire.ask("TakeScreenshot")))


def _globs(pattern: str) -> list[str]:
    return re.findall(r"\*\*|\*|[^*]+", pattern)
