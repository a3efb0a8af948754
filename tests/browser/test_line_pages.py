"""A bad line, on pages with a form or a list: nothing old passes for an answer, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.enquiries.repository import EnquiryRepository
from portal.i18n import Locale
from tests.browser.addresses import address, in_turn
from tests.browser.exploring import settled, until
from tests.browser.line import Line, Way
from tests.browser.test_line import CALM, WAITING, again, told
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk


@pytest.mark.parametrize(("way", "width"), [("refuse", 390), ("503", 1440), ("html", 390)])
def test_a_wish_that_was_not_answered_is_told_and_counted_later(visit: Begin, line: Line, way: Way, width: int) -> None:
    page = visit(line=line, viewport={"width": width, "height": 900}).open(address("find", "en"))
    page.locator('label[for="port-must"]').click()
    settled(page, port="must")
    line.spoil("find-your-place?", way)
    page.locator('label[for="tertiary-must"]').click()
    assert "those of your previous wish" in told(page)
    settled(page, port="must", tertiary="")
    line.mend()
    settled(page, port="must", tertiary="must")
    until(page, "() => document.querySelectorAll('.find-above .place-card').length === 2")
    until(page, CALM)


def test_a_slow_wish_is_announced(visit: Begin, line: Line) -> None:
    page = visit(line=line).open(address("find", "sv"))
    line.spoil(address("find", "sv") + "?", "hold")
    page.locator('label[for="port-must"]').click()
    until(page, WAITING)
    line.mend()
    settled(page, port="must")


@pytest.mark.parametrize("way", ["refuse", "503", "html"])
def test_a_list_that_was_not_answered_is_told_and_comes_later(visit: Begin, line: Line, way: Way) -> None:
    page = visit(line=line).open(address("cities", "en"))
    for place in (0, 1, 2):
        page.locator(".mark").nth(place).click()
    page.goto(address("short_list", "en"))
    expect(page.locator(".short-row")).to_have_count(3)
    line.spoil("short-list?", way)
    page.locator("[data-remove]").first.click()
    assert "not your list yet" in told(page)
    line.mend()
    expect(page.locator(".short-row")).to_have_count(2)
    until(page, CALM)


@pytest.mark.parametrize(("way", "locale"), in_turn("refuse", "503", "html"))
def test_an_enquiry_that_did_not_arrive_is_told_and_sent_once(
    visit: Begin, line: Line, letters: EnquiryRepository, locale: Locale, way: Way
) -> None:
    page = visit(line=line).open(address("contact", locale) + "?town=rauma")
    for name, text in {"name": "Åsa", "email": "asa@example.com", "message": f"Bad line {locale} {way}"}.items():
        page.fill(f"#{name}", text)
    line.spoil(address("contact", locale), way)
    page.locator("#enquiry button.btn-accent").click()
    told(page)
    assert page.locator("#message").input_value() == f"Bad line {locale} {way}"
    line.mend()
    again(page)
    page.wait_for_selector("#sent")
    assert [kept.enquiry.message for kept in letters.every()].count(f"Bad line {locale} {way}") == 1


def test_what_is_changed_before_it_was_sent_is_not_sent_as_it_was(
    visit: Begin, line: Line, letters: EnquiryRepository
) -> None:
    page = visit(line=line).open(address("contact", "en") + "?town=rauma")
    for name, text in {"name": "Åsa", "email": "asa@example.com", "message": "First words"}.items():
        page.fill(f"#{name}", text)
    line.spoil(address("contact", "en"), "refuse")
    page.locator("#enquiry button.btn-accent").click()
    told(page)
    page.fill("#message", "Second words")
    until(page, CALM)
    line.mend()
    page.locator("#enquiry button.btn-accent").click()
    page.wait_for_selector("#sent")
    messages = [kept.enquiry.message for kept in letters.every()]
    assert "First words" not in messages
    assert messages.count("Second words") == 1
