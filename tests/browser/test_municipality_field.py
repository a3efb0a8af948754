"""The field that offers names of municipalities, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import address
from tests.browser.exploring import settled, until
from tests.browser.line import Line
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

HERE = "[document.activeElement.id, document.activeElement.value]"
MENU, NAME = ".autocomplete__menu", ".autocomplete__option[id]"
WAITING = f"() => document.querySelector('{MENU}')?.textContent === document.querySelector('#x-adding').dataset.wait"


@pytest.mark.parametrize("down", [0, 1, 3])
def test_escape_closes_the_list_and_keeps_the_field_and_what_was_typed(visit: Begin, down: int) -> None:
    page = visit().explore(address("city", "fi", "rauma"))
    page.locator("#x-add").fill("ka")
    expect(page.locator(NAME).first).to_be_visible()
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    closed_and_opened_by_typing_on(page)


def test_a_list_that_was_closed_stays_closed_when_the_names_come_only_then(visit: Begin, line: Line) -> None:
    page = typed_before_the_names_come(visit, line, address("city", "fi", "rauma"), "ka")
    page.keyboard.press("Escape")
    names_come(page, line)
    closed_and_opened_by_typing_on(page)


def typed_before_the_names_come(visit: Begin, line: Line, path: str, text: str) -> Page:
    page = visit(line=line).explore(path)
    line.spoil("municipalities.json", "503")
    page.locator("#x-add").fill(text)
    until(page, WAITING)
    return page


def names_come(page: Page, line: Line) -> None:
    until(page, "() => document.querySelector('.line-note.is-shown')")
    line.mend()
    until(page, "() => !document.querySelector('.line-note.is-shown')")


def closed_and_opened_by_typing_on(page: Page) -> None:
    expect(page.locator(MENU)).to_be_hidden()
    assert page.evaluate(HERE) == ["x-add", "ka"]
    page.keyboard.type("u")
    expect(page.locator(NAME).first).to_be_visible()
    assert page.evaluate(HERE) == ["x-add", "kau"]
    assert "add=" not in page.url


def test_enter_adds_a_whole_name_that_was_typed_before_the_names_came(visit: Begin, line: Line) -> None:
    page = typed_before_the_names_come(visit, line, address("city", "fi", "iisalmi") + "?p=684", "oulu")
    page.keyboard.press("Enter")
    line.mend()
    settled(page, p="684,564")
    expect(page.locator("#x-add")).to_have_value("")


def test_names_that_come_late_open_no_list_over_what_the_reader_has_gone_on_to(visit: Begin, line: Line) -> None:
    page = typed_before_the_names_come(visit, line, address("city", "fi", "rauma"), "ka")
    page.keyboard.press("Tab")
    names_come(page, line)
    expect(page.locator(MENU)).to_be_hidden()
    page.locator("#x-add").focus()
    expect(page.locator(NAME).first).to_be_visible()
