"""Buttons that copy, where the browser refuses or the page may not: told at the button, with the text selected."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.exploring import until
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

#: How a clipboard is not to be had: the browser says no, or the page has come without https.
NO = {
    "refused": "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }",
    "missing": "() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); }",
}
#: A page, what is opened first, the button, and how the text begins that can be copied by hand.
BUTTONS = [
    ("/en/indicators/population", ".citing summary", "[data-copy='#citation']", "Statistics Finland"),
    ("/en/indicators/population", ".citing summary", "[data-copy='#bibtex']", "@misc{"),
    ("/en/embed", None, "[data-copy='#code-2']", "<iframe"),
    ("/en/embed", None, "[data-copy='#code-1']", "<iframe"),
    ("/api/", None, "[data-copy='#api-curl']", "curl"),
    ("/en/short-list?town=rauma", None, "[data-copy-link]", "http"),
]
SELECTED = """
() => {
  const field = document.activeElement;
  const { selectionStart, selectionEnd, value } = field;
  return selectionEnd > 0 ? value.slice(selectionStart, selectionEnd) : getSelection().toString();
}
"""
NEAR = """
(button) => {
  const told = document.querySelector(".copy-told").getBoundingClientRect();
  const own = document.querySelector(button).getBoundingClientRect();
  return told.height > 0 && told.top - own.bottom < 40 && told.bottom > own.top;
}
"""


@pytest.mark.parametrize("why", NO)
@pytest.mark.parametrize("place", BUTTONS)
def test_a_refusal_is_told_at_the_button_and_the_text_is_selected(
    visit: Begin, place: tuple[str, str | None, str, str], why: str
) -> None:
    path, fold, button, text = place
    page = visit(viewport={"width": 390, "height": 844}).open(path)
    page.evaluate(NO[why])
    if fold:
        page.locator(fold).click()
    page.locator(button).click()
    until(page, "() => document.querySelector('.copy-told [role=status]')?.textContent")
    assert page.evaluate(SELECTED).strip().startswith(text)
    assert page.evaluate(NEAR, button)
    page.locator(button).click()
    assert page.locator(".copy-told").count() == 1


@pytest.mark.parametrize("why", NO)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_view_whose_link_is_refused_shows_it_and_moves_nothing(visit: Begin, why: str, width: int) -> None:
    one = visit(viewport={"width": width, "height": 900})
    page = one.explore("/en/cities/rauma?view=ranking")
    page.evaluate(NO[why])
    before = page.locator("#x-chart").bounding_box()
    page.locator("#x-copy").click()
    until(page, "() => document.querySelector('.copy-told [role=status]')?.textContent")
    assert page.evaluate(SELECTED) == f"{page.url}#numbers"
    assert page.evaluate(NEAR, "#x-copy")
    after = page.locator("#x-chart").bounding_box()
    assert before and after
    assert before["height"] == after["height"]
    assert one.overflow <= 0
    page.keyboard.press("Escape")
    assert page.locator(".copy-told").count() == 0


@pytest.mark.parametrize("why", NO)
def test_a_views_code_is_selected_where_copying_it_is_refused(visit: Begin, why: str) -> None:
    page = visit().explore("/en/cities/rauma")
    page.evaluate(NO[why])
    page.locator("#x-tools .embedding summary").click()
    page.locator("#x-tools .embedding button").click()
    until(page, "() => document.querySelector('.copy-told [role=status]')?.textContent")
    assert page.evaluate(SELECTED).startswith("<iframe")
    assert page.evaluate(NEAR, "#x-tools .embedding button")
