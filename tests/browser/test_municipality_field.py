"""The field that offers names of municipalities, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import address
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

HERE = "[document.activeElement.id, document.activeElement.value]"


@pytest.mark.parametrize("down", [0, 1, 3])
def test_escape_closes_the_list_and_keeps_the_field_and_what_was_typed(visit: Begin, down: int) -> None:
    page = visit().explore(address("city", "fi", "rauma"))
    page.locator("#x-add").fill("ka")
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".autocomplete__menu")).to_be_hidden()
    assert page.evaluate(HERE) == ["x-add", "ka"]
    page.keyboard.type("u")
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    assert page.evaluate(HERE) == ["x-add", "kau"]
    assert "add=" not in page.url
