"""Playwright's `expect` for the pages and locators of other engines, with the same words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Expect

from tests.browser.engines.locator import Locator
from tests.browser.engines.page import Page
from tests.browser.engines.waiting import wait

#: What is expected -> a script of the one element, which gives what it has.
HAVE = {
    "text": "(own) => own.textContent.replace(/\\s+/g, ' ').trim()",
    "value": "(own) => own.value",
    "class": "(own) => own.className",
    "attribute": "(own, name) => own.getAttribute(name)",
}
BE = {
    "focused": "(own) => own === document.activeElement",
    "checked": "(own) => own.checked",
    "enabled": "(own) => !own.matches(':disabled')",
    "disabled": "(own) => own.matches(':disabled')",
    "in_viewport": """(own) => {
      const box = own.getBoundingClientRect();
      return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    }""",
    "empty": "(own) => !own.textContent && !own.value",
}


class Expecting:
    """What is expected of a page or of a locator, at once or soon."""

    def __init__(self, actual: Page | Locator) -> None:
        self._actual = actual

    def __getattr__(self, name: str) -> Callable[..., None]:
        wanted = not name.startswith("not_")
        kind, _sep, what = name.removeprefix("not_").removeprefix("to_").partition("_")
        made = getattr(self, f"_{kind}", None)
        if made is None:
            raise AttributeError(name)

        def check(*given: Any, timeout: float | None = None) -> None:
            told: list[Any] = []
            holds = made(what, *given)
            seconds = 15.0 if timeout is None else timeout / 1000
            try:
                wait(lambda: holds(told) is wanted, name, seconds)
            except TimeoutError:
                raise AssertionError(f"{self._actual!r} {name} {given}: it is {told[-1:]}") from None

        return check

    def _be(self, what: str) -> Callable[[list[Any]], bool]:
        locator = self._locator
        if what in ("visible", "hidden"):
            return lambda told: locator.is_visible() is (what == "visible")
        if what == "attached":
            return lambda told: locator.count() == 1
        return lambda told: bool(locator.count() == 1 and locator.evaluate(BE[what]))

    def _have(self, what: str, *given: Any) -> Callable[[list[Any]], bool]:
        if what == "url":
            return lambda told: _same(given[0], _noted(told, self._page.url))
        if what == "title":
            return lambda told: _same(given[0], _noted(told, self._page.title()))
        locator = self._locator
        if what == "count":
            return lambda told: bool(_noted(told, locator.count()) == given[0])
        if isinstance(given[-1], list):
            return lambda told: (
                _noted(told, [" ".join(text.split()) for text in locator.all_text_contents()]) == given[0]
            )
        *arg, text = given
        return lambda told: locator.count() == 1 and _same(text, _noted(told, locator.evaluate(HAVE[what], *arg)))

    def _contain(self, _what: str, text: Any) -> Callable[[list[Any]], bool]:
        locator = self._locator
        return lambda told: locator.count() == 1 and _found(text, _noted(told, locator.evaluate(HAVE["text"])))

    @property
    def _locator(self) -> Locator:
        assert isinstance(self._actual, Locator)
        return self._actual

    @property
    def _page(self) -> Page:
        assert isinstance(self._actual, Page)
        return self._actual


def _noted(told: list[Any], value: Any) -> Any:
    told.append(value)
    return value


def _same(wanted: str | re.Pattern[str], found: str | None) -> bool:
    if isinstance(wanted, re.Pattern):
        return found is not None and wanted.search(found) is not None
    return found == wanted


def _found(wanted: str | re.Pattern[str], found: str) -> bool:
    return wanted.search(found) is not None if isinstance(wanted, re.Pattern) else wanted in found


def install(patch: Callable[[object, str, object], None]) -> None:
    """Let playwright's own `expect` take these pages too, so that a test is written once."""
    theirs: Any = Expect.__call__

    def call(self: Expect, actual: Any, *more: Any, **how: Any) -> Any:
        return Expecting(actual) if isinstance(actual, Page | Locator) else theirs(self, actual, *more, **how)

    patch(Expect, "__call__", call)
