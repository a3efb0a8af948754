"""Find your place in a real browser: as a plain form, by keyboard, and following each choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import LOCALES, Locale, address, in_turn
from tests.browser.engines import NO_MEDIA
from tests.browser.test_axe import complaints
from tests.browser.test_pages import sideways
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

WISH = {"role": "company", "sector": "C", "port": "must", "freight": "must", "tertiary": "matters", "price": "matters"}
QUERY = "&".join(f"{name}={value}" for name, value in WISH.items())


def above(page: Page) -> list[str]:
    return page.locator(".find-above .place-title").all_inner_texts()


def choose(page: Page, criterion: str, step: str) -> None:
    page.locator(f'label[for="{criterion}-{step}"]').click()


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_form_asks_and_the_towns_are_ranked(visit: Begin, locale: Locale) -> None:
    one = visit(java_script_enabled=False)
    page = one.open(address("find", locale))
    page.select_option("#role", "company")
    page.select_option("#sector", "C")
    choose(page, "port", "must")
    choose(page, "tax", "matters")
    page.locator("#find-form button").click()
    page.wait_for_url("**port=must**")
    assert page.url.endswith("#result")
    assert len(above(page)) == 4
    assert page.locator(".find-below .place-card").count() == 6
    assert page.locator("#sector").input_value() == "C"
    assert page.locator("#port-must").is_checked()
    expect(page.locator("#result")).to_be_in_viewport()
    assert page.locator("[data-print]").is_hidden()


@pytest.mark.parametrize("locale", LOCALES)
def test_with_scripts_the_towns_follow_each_choice(visit: Begin, locale: Locale) -> None:
    one = visit()
    page = one.open(address("find", locale))
    assert above(page) == []
    choose(page, "port", "must")
    expect(page.locator(".find-above .place-card")).to_have_count(4)
    assert page.url == f"{one.base}{address('find', locale)}?port=must"
    choose(page, "tertiary", "must")
    expect(page.locator(".find-above .place-card")).to_have_count(2)
    expect(page.locator("#find-said")).to_have_text(page.locator(".find-summary").inner_text())
    choose(page, "port", "none")
    choose(page, "tertiary", "none")
    expect(page.locator(".place-card")).to_have_count(0)
    assert page.url == one.base + address("find", locale)


def test_what_is_chosen_live_is_what_the_address_opens(visit: Begin) -> None:
    one = visit()
    page = one.open(address("find", "fi"))
    page.select_option("#role", "company")
    page.select_option("#sector", "C")
    for criterion in ("port", "freight"):
        choose(page, criterion, "must")
    for criterion in ("price", "tertiary"):
        choose(page, criterion, "matters")
    page.wait_for_url(f"**?{QUERY}")
    live = page.locator("#result").inner_text()
    page.reload()
    assert page.locator("#result").inner_text() == live
    page.locator('.languages a[data-language="sv"]').click()
    page.wait_for_url("**/sv/**")
    assert page.locator("#price-matters").is_checked()
    assert page.locator("#role").input_value() == "company"


def test_the_form_works_by_keyboard(visit: Begin) -> None:
    page = visit().open(address("find", "en"))
    page.locator("#role").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#sector")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#port-none")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#port-matters")).to_be_checked()
    expect(page.locator(".find-above .place-card")).to_have_count(10)
    expect(page.locator("#port-matters")).to_be_focused()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_result_has_room(visit: Begin, locale: Locale) -> None:
    one = visit()
    one.open(f"{address('find', locale)}?{QUERY}")
    assert sideways(one) == {}


@pytest.mark.not_in("webkit", why=NO_MEDIA)
@pytest.mark.parametrize(("width", "locale"), in_turn(390, 820, 1440))
def test_axe_finds_nothing_in_a_result(visit: Begin, locale: Locale, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900}).open(f"{address('find', locale)}?{QUERY}")
    assert not complaints(page)


@pytest.mark.not_in("webkit", why=NO_MEDIA)
def test_on_paper_the_form_is_left_out_and_the_wish_stays(visit: Begin) -> None:
    page = visit().open(f"{address('find', 'en')}?{QUERY}")
    page.emulate_media(media="print")
    expect(page.locator("#find-form")).to_be_hidden()
    expect(page.locator(".wished")).to_be_visible()
    expect(page.locator(".place-card").first).to_be_visible()
