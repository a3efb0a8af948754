"""Playwright's Page and Locator for another engine: as much as the walks use, with the same meanings."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.browser.engines.hands import Keyboard, Mouse
from tests.browser.engines.wire import RefusedError, Wire, settle

#: Seconds to wait for what is expected, as the visits in Chromium do.
PATIENCE = 15.0
#: What these browsers have no command for, as a reason to skip.
CANNOT = {
    "pdf": "has no command for a PDF that tells what is on it",
    "emulate_media": "cannot be told to emulate paper, forced colours or less motion",
    "route": "has no command that holds or changes requests",
    "unroute": "has no command that holds or changes requests",
    "context": "has no contexts to share",
    "on": "tells of no events",
    "expect_download": "tells of no downloads",
    "expect_response": "tells of no responses",
    "expect_request": "tells of no requests",
    "accessibility": "shows its accessibility tree to nobody",
}
#: Finds what a locator's steps lead to.
FIND = """
const find = (steps) => steps.reduce((found, [kind, value]) => {
  if (kind === "css") return [...new Set(found.flatMap((part) => [...part.querySelectorAll(value)]))];
  if (kind === "text") return found.filter((part) => part.textContent.toLowerCase().includes(value.toLowerCase()));
  return found.slice(value).slice(0, value === -1 ? undefined : 1);
}, [document]);
const seen = (part) => {
  const box = part.getBoundingClientRect();
  return part.checkVisibility({ visibilityProperty: true }) && box.width * box.height > 0;
};
"""
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


def refuse(engine: str, what: str) -> NoReturn:
    """Skip the test, and say what the engine cannot do."""
    pytest.skip(f"{engine} {CANNOT[what]}")


def wait(holds: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What holds, once it does; TimeoutError when it does not for so long."""
    last = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > last:
            raise TimeoutError(what)
        time.sleep(0.05)


def _seconds(timeout: float | None) -> float:
    """Playwright counts in milliseconds."""
    return PATIENCE if timeout is None else timeout / 1000


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

    def evaluate(self, script: str, arg: Any = None) -> Any:
        """What a script answers."""
        return self._run(script.strip().rstrip(";"), arg)

    def _run(self, script: str, arg: Any) -> Any:
        found = self.wire.ask("ExecuteAsyncScript", script=RUN % script, args=[arg])
        if "error" in found:
            raise ScriptError(found["error"])
        return found["value"]

    def find(self, steps: Sequence[tuple[str, Any]], script: str, arg: Any = None) -> Any:
        """What a script says of the elements that a locator leads to: it is given them and `seen`."""
        body = f"(given) => {{ {FIND} return ({script})(find(given[0]), given[1], seen); }}"
        return self._run(body, [[list(step) for step in steps], arg])

    def wait_for_function(self, script: str, arg: Any = None, timeout: float | None = None, **_how: Any) -> None:
        """Wait until a script's answer is true."""
        wait(lambda: self.evaluate(script, arg), script, _seconds(timeout))

    def wait_for_selector(self, css: str, state: str = "visible", timeout: float | None = None) -> Locator:
        """Wait until the first such element is there, is seen, or is gone."""
        found = self.locator(css).first
        found.wait_for(state=state, timeout=timeout)
        return found

    def wait_for_url(self, pattern: str, timeout: float | None = None, **_how: Any) -> None:
        """Wait until the address is like this, and the page has loaded."""
        like = re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in _globs(pattern)))
        wait(lambda: like.fullmatch(self.url), f"{pattern}, but it is {self.url}", _seconds(timeout))
        self.wait_for_load_state()

    def wait_for_load_state(self, *_state: str, **_how: Any) -> None:
        """Wait until the page has loaded."""
        wait(lambda: self.evaluate("document.readyState") == "complete", "the page has not loaded")

    def wait_for_timeout(self, milliseconds: float) -> None:
        """Wait so long."""
        time.sleep(milliseconds / 1000)

    def locator(self, css: str) -> Locator:
        """The elements that a selector finds, when they are asked for."""
        return Locator(self, (("css", css),))

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


class Locator:
    """Elements by the steps that lead to them. One that does something means exactly one element."""

    def __init__(self, page: Page, steps: tuple[tuple[str, Any], ...]) -> None:
        self.page = page
        self._steps = steps

    def __repr__(self) -> str:
        return " ".join(str(value) for _kind, value in self._steps)

    def _with(self, kind: str, value: Any) -> Locator:
        return Locator(self.page, (*self._steps, (kind, value)))

    def locator(self, css: str) -> Locator:
        """Elements within these."""
        return self._with("css", css)

    def nth(self, index: int) -> Locator:
        """One of these."""
        return self._with("nth", index)

    @property
    def first(self) -> Locator:
        """The first of these."""
        return self.nth(0)

    @property
    def last(self) -> Locator:
        """The last of these."""
        return self.nth(-1)

    def filter(self, has_text: str) -> Locator:
        """Those of these that have a text."""
        return self._with("text", has_text)

    def all(self) -> list[Locator]:
        """Each of these."""
        return [self.nth(index) for index in range(self.count())]

    # What there is now

    def _every(self, script: str, arg: Any = None) -> Any:
        return self.page.find(self._steps, script, arg)

    def count(self) -> int:
        """How many there are."""
        return int(self._every("(found) => found.length"))

    def is_visible(self) -> bool:
        """Whether it is there and is seen."""
        return bool(self._every("(found, arg, seen) => found.length === 1 && seen(found[0])"))

    def is_hidden(self) -> bool:
        """Whether it is not seen, or not there."""
        return not self.is_visible()

    def all_inner_texts(self) -> list[str]:
        """The words of each as they are seen."""
        return list(self._every("(found) => found.map((own) => own.innerText)"))

    def all_text_contents(self) -> list[str]:
        """The words in each."""
        return list(self._every("(found) => found.map((own) => own.textContent)"))

    def evaluate_all(self, script: str, arg: Any = None) -> Any:
        """What a script says of all of them."""
        return self._every(f"(found, arg) => ({script})(found, arg)", arg)

    # What waits for exactly one

    def evaluate(self, script: str, arg: Any = None) -> Any:
        """What a script says of it."""
        self.wait_for(state="attached")
        return self._every(f"(found, arg) => ({script})(found[0], arg)", arg)

    def inner_text(self) -> str:
        """Its words as they are seen."""
        return str(self.evaluate("(own) => own.innerText"))

    def text_content(self) -> str:
        """Its words."""
        return str(self.evaluate("(own) => own.textContent"))

    def inner_html(self) -> str:
        """What is in it, as HTML."""
        return str(self.evaluate("(own) => own.innerHTML"))

    def get_attribute(self, name: str) -> str | None:
        """One of its attributes."""
        found: str | None = self.evaluate("(own, name) => own.getAttribute(name)", name)
        return found

    def input_value(self) -> str:
        """What is written in it."""
        return str(self.evaluate("(own) => own.value"))

    def is_checked(self) -> bool:
        """Whether it is ticked or chosen."""
        return bool(self.evaluate("(own) => own.checked"))

    def is_enabled(self) -> bool:
        """Whether it can be used."""
        return not self.evaluate("(own) => own.matches(':disabled')")

    def is_disabled(self) -> bool:
        """Whether it cannot be used."""
        return not self.is_enabled()

    def bounding_box(self) -> dict[str, float] | None:
        """Where it is in the window; None while it is not drawn."""
        found: dict[str, float] | None = self.evaluate(
            """(own) => {
              const { x, y, width, height } = own.getBoundingClientRect();
              return width * height ? { x, y, width, height } : null;
            }"""
        )
        return found

    def wait_for(self, state: str = "visible", timeout: float | None = None) -> None:
        """Wait until it is attached, visible, hidden or detached."""
        script = {
            "attached": "found.length === 1",
            "visible": "found.length === 1 && seen(found[0])",
            "hidden": "found.every((own) => !seen(own))",
            "detached": "found.length === 0",
        }[state]
        try:
            wait(lambda: self._every(f"(found, arg, seen) => {script}"), state, _seconds(timeout))
        except TimeoutError:
            found = self.count()
            raise TimeoutError(f"{self} does not become {state} at {self.page.url}: there are {found}") from None

    def scroll_into_view_if_needed(self, **_how: Any) -> None:
        """Bring it into the window."""
        self.evaluate("(own) => own.scrollIntoView({ block: 'center', behavior: 'instant' })")

    def focus(self) -> None:
        """Give it the focus."""
        self.evaluate("(own) => own.focus()")

    def blur(self) -> None:
        """Take the focus away."""
        self.evaluate("(own) => own.blur()")

    def click(self, timeout: float | None = None, **_how: Any) -> None:
        """Click it, when it is seen and nothing lies over it."""
        self.wait_for(timeout=timeout)
        last = time.monotonic() + _seconds(timeout)
        while True:
            script = f"{FIND} return find(arguments[0])[0]"
            try:
                element = self.page.wire.ask("ExecuteScript", script=script, args=[self._plain])
                self.page.wire.ask("ElementClick", id=next(iter(element.values())))
            except RefusedError:
                if time.monotonic() > last:
                    raise
                time.sleep(0.1)
            else:
                return

    @property
    def _plain(self) -> list[list[Any]]:
        return [list(step) for step in self._steps]

    tap = click

    def check(self) -> None:
        """Tick it."""
        if not self.is_checked():
            self.click()

    def uncheck(self) -> None:
        """Take its tick away."""
        if self.is_checked():
            self.click()

    def fill(self, text: str, **_how: Any) -> None:
        """Write a text in the place of what is written in it; React is told too."""
        self.wait_for()
        self.evaluate(
            """(own, text) => {
              own.focus();
              Object.getOwnPropertyDescriptor(Object.getPrototypeOf(own), "value").set.call(own, text);
              own.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
            }""",
            text,
        )

    def select_option(self, value: str, **_how: Any) -> None:
        """Choose from a list."""
        self.wait_for()
        self.evaluate(
            """(own, value) => {
              const option = [...own.options].find((one) => one.value === value || one.label === value);
              if (!option) throw new Error(`there is no ${value}`);
              Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(own, option.value);
              for (const kind of ["input", "change"]) own.dispatchEvent(new Event(kind, { bubbles: true }));
            }""",
            value,
        )

    def press(self, key: str, **_how: Any) -> None:
        """Press a key in it."""
        self.focus()
        self.page.keyboard.press(key)

    def press_sequentially(self, text: str, **_how: Any) -> None:
        """Type a text into it."""
        self.focus()
        self.page.keyboard.type(text)

    type = press_sequentially

    def hover(self, **_how: Any) -> None:
        """Bring the mouse over it."""
        self.scroll_into_view_if_needed()
        box = self.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
