"""The explorer as the tests read and touch it, on any page and in any language."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from portal.i18n import localized
from tests.browser.addresses import Locale, portal

PHONE = {"width": 390, "height": 844}
#: The parts that the server's view and the live one have in common.
PARTS = (
    ".controls",
    ".views",
    ".refused",
    ".field-when",
    ".field-add",
    ".figure-box",
    ".messages",
    ".figure-title",
    ".figure-sentence",
    ".figure-chart",
    ".figure-chart table",
    ".notes",
    ".cite",
    ".figure-table",
    ".tools",
    "fieldset.places",
    ".segments",
    "select",
)
CHOICES = """
() => ({
  ...Object.fromEntries(
    ["t", "i", "s", "j", "h", "peers", "from", "to"].map((name) => [name, document.getElementById(`x-${name}`).value])),
  ...Object.fromEntries(
    ["view", "scale"].map((name) => [name, document.querySelector(`#x-${name} input:checked`).value])),
  p: [...document.querySelectorAll("#x-p input:checked")].map((box) => box.value),
})
"""
WORDS = """
(side) => [".messages", ".refused", ".figure-title", ".figure-sentence", ".notes", "figcaption.cite"].map((part) =>
  document.querySelector(`${side} ${part}`).textContent.split(/\\s+/).join(" ").trim())
  .concat([...document.querySelectorAll(`${side} .figure-box :is(th, td)`)].map((cell) => cell.textContent))
"""
BOXES = """
([side, parts]) => Object.fromEntries(parts.flatMap((part) =>
  [...document.querySelectorAll(`${side} ${part}`)].filter((found) => found.offsetParent).map((found, i) => {
    const box = found.getBoundingClientRect();
    return [`${part} ${i}`, [box.left, box.top + scrollY, box.width, box.height].map(Math.round)];
  })))
"""
#: Whether the chart of the chosen view is drawn, by something that only this view has.
DRAWN = {
    "trend": "#x-graph .scatterlayer path.js-line",
    "ranking": "#x-graph .bars path",
    "distribution": "#x-graph .scatterlayer .points path",
    "map": "#x-main svg path.q1",
    "scatter": "#x-graph .scatterlayer .points path",
    "industries": "#x-graph .bars path",
    "table": "#x-main table.sortable td",
}


class Held:
    """Requests that the network keeps to itself until they are let go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._pattern = pattern
        self._routes: list[Route] = []
        self._free = False
        page.route(pattern, self._answer)

    def _answer(self, route: Route) -> None:
        if self._free:
            route.continue_()
        else:
            self._routes.append(route)

    def wait(self) -> None:
        for _ in range(200):
            if self._routes:
                return
            self._page.wait_for_timeout(50)
        pytest.fail(f"Nobody asked for {self._pattern}.")

    def let_go(self) -> None:
        self._free = True
        for route in self._routes:
            route.continue_()


def until(page: Page, expression: str, arg: Any = None, seconds: float = 15) -> None:
    """Wait for a script's answer to be true; the site's own rules forbid playwright's way of waiting for it."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"It never came true at {page.url}: {expression} {arg or ''}", pytrace=False)


def settled(page: Page, **query: str) -> None:
    """Wait until the address says this, and nothing that is given as empty."""
    until(
        page,
        """wanted => {
          const query = new URLSearchParams(location.search);
          return Object.entries(wanted).every(([name, value]) => (query.get(name) || "") === value);
        }""",
        query,
    )


def drawn(page: Page, view: str) -> None:
    """Wait until the chart of a view is there, and no other."""
    page.locator(DRAWN[view]).first.wait_for(state="attached")
    until(page, "view => (document.querySelector('#x-view input:checked') || {}).value === view", view)


def choices(page: Page) -> dict[str, Any]:
    """What the live controls say."""
    found: dict[str, Any] = page.evaluate(CHOICES)
    return found


def words(page: Page, side: str = ".explorer-live") -> list[str]:
    """What a view says: messages, views not offered, title, sentence, notes, source, and every cell of its table.

    A table of every municipality comes when it is opened: it is, and is closed again.
    """
    fold = "document.querySelector('#x-details')"
    shut = side == ".explorer-live" and not page.evaluate(f"{fold}.open")
    if shut:
        page.evaluate(f"{fold}.open = true")
        until(page, f"() => {fold}.hidden || document.querySelector('#x-table tbody tr')")
    found: list[str] = page.evaluate(WORDS, side)
    if shut:
        page.evaluate(f"{fold}.open = false")
    return found


def name_of(key: str, locale: Locale) -> str:
    """What an indicator is called."""
    return localized(portal().statistics.indicator(key).name, locale)


def pick(page: Page, control: str, value: str) -> None:
    """Click a radio button's or a checkbox's label."""
    ident = page.locator(f'#x-{control} input[value="{value}"]').get_attribute("id")
    page.locator(f'label[for="{ident}"]').click()


def focused(page: Page) -> str:
    """The control that has the focus: its id, or what it is and the id around it; of radio buttons the chosen value."""
    found: str = page.evaluate(
        """() => {
          const it = document.activeElement;
          const group = it.closest("#x-view, #x-scale, #x-p");
          if (group) return `${group.id} ${it.value}`;
          return it.id || `${it.localName} ${(it.parentElement.closest("[id]") || {}).id}`;
        }"""
    )
    return found


def near(box: list[int], other: list[int] | None) -> bool:
    """Whether two boxes are the same but for a rounded pixel."""
    return other is not None and all(abs(a - b) <= 1 for a, b in zip(box, other, strict=True))
