"""A visitor searches: the words as typed, what the portal lacks, and the way from there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.exploring import until
from tests.browser.test_pages import sideways
from tests.browser.visit import Visit


@pytest.mark.parametrize("typed", ["Ma\u0308ntta\u0308", "mantta", "\u200bMänttä\u00ad", "Ｍänttä", "MÄNTTÄ\u00a0"])
def test_the_explorers_field_knows_a_name_however_its_letters_are_made(visit: Callable[..., Visit], typed: str) -> None:
    page = visit().explore("/en/indicators/population")
    page.locator("#x-add").fill(typed)
    until(page, "() => document.querySelector('#x-adding li')?.textContent.startsWith('Mänttä-Vilppula')")


def test_who_asks_for_plots_is_told_that_there_are_none_and_reaches_the_contacts(visit: Callable[..., Visit]) -> None:
    page = visit().page
    page.goto("/en/")
    page.locator("main form.search input[name=q], header form input[name=q]").first.fill("plots")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .message")
    assert "no list of vacant plots" in page.locator("main .message").first.inner_text()
    page.locator("[aria-labelledby=ways-on] a[href$='#direct']").click()
    page.wait_for_selector("#direct")
    assert page.evaluate("location.pathname + location.hash") == "/en/contact#direct"


@pytest.mark.parametrize("path", ["/fi/haku?q=tontit", "/sv/sok?q=elnät", "/en/search?q=zzyzx", "/en/search?q=hydrgen"])
def test_the_results_fit_the_window(visit: Callable[..., Visit], path: str) -> None:
    one = visit()
    one.open(path)
    assert sideways(one) == {}
