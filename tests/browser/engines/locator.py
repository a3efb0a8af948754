"""Playwright's Locator for another engine: as much as the walks use, with the same meanings."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.browser.engines.waiting import seconds, wait
from tests.browser.engines.wire import RefusedError

if TYPE_CHECKING:
    from tests.browser.engines.page import Page

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
#: Brings an element into the window; whether it stays where it is for a moment.
STILL = """
async (own) => {
  own.scrollIntoView({ block: "nearest", behavior: "instant" });
  const before = own.getBoundingClientRect();
  await new Promise((done) => setTimeout(done, 50));
  const after = own.getBoundingClientRect();
  return before.x === after.x && before.y === after.y;
}
"""


class Locator:
    """Elements by the steps that lead to them. One that does something means exactly one element."""

    def __init__(self, page: Page, steps: tuple[tuple[str, Any], ...]) -> None:
        self.page = page
        self._steps = steps

    def __repr__(self) -> str:
        return " ".join(str(value) for _kind, value in self._steps)

    def _with(self, kind: str, value: Any) -> Locator:
        return Locator(self.page, (*self._steps, (kind, value)))

    def locator(self, css: str, has_text: str | None = None) -> Locator:
        """Elements within these."""
        found = self._with("css", css)
        return found if has_text is None else found.filter(has_text)

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
            wait(lambda: self._every(f"(found, arg, seen) => {script}"), state, seconds(timeout))
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
        """Click it, when it is seen, stands still and nothing lies over it."""
        self.wait_for(timeout=timeout)
        wait(lambda: self.evaluate(STILL), f"{self} does not stand still", seconds(timeout))
        last = time.monotonic() + seconds(timeout)
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
            """async (own, text) => {
              own.focus();
              await new Promise((done) => setTimeout(done, 50)); // as a hand: who hears of the focus may select
              Object.getOwnPropertyDescriptor(Object.getPrototypeOf(own), "value").set.call(own, text);
              if (own.selectionEnd !== null) own.setSelectionRange(text.length, text.length);
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
