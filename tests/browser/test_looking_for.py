"""The list of what the towns look for, in a real browser: the filter needs no script, evidence opens on demand."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.addresses import LOCALES, Locale, address
from tests.browser.test_pages import sideways
from tests.browser.visit import Visit

Begin = Callable[..., Visit]


def shown(page: Page) -> int:
    return page.locator("ul.sought > li").count()


def choose(page: Page, number: int, facet: int) -> int:
    """Follow a link of one field of the filter by the keyboard; how many entries it promises."""
    link = page.locator(".facet").nth(facet).locator(".facet-links").first.locator("a").nth(number)
    promised = int(link.locator(".count").inner_text())
    follow(page, link)
    return promised


def follow(page: Page, link: Locator) -> None:
    """Follow a link by the keyboard, to the end."""
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_filter_works_by_the_keyboard_with_and_without_scripts(visit: Begin, locale: Locale, scripts: bool) -> None:
    one = visit(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    page = one.open(address("looking_for", locale))
    every = shown(page)
    promised = choose(page, 1, facet=0)
    assert shown(page) == promised < every
    promised = choose(page, 1, facet=1)
    assert shown(page) == promised
    follow(page, page.locator(".found-chosen a").first)
    assert page.locator(".found-chosen a").count() == 1
    follow(page, page.locator(".found-chosen a").first)
    assert shown(page) == every


@pytest.mark.parametrize("locale", LOCALES)
def test_a_filtered_list_never_sticks_out(visit: Begin, locale: Locale) -> None:
    one = visit()
    for query in ("?sector=circular-economy", "?role=public", "?role=x&sector=x&town=x"):
        one.open(address("looking_for", locale) + query)
        assert sideways(one) == {}, query


@pytest.mark.parametrize("kind", ["looking_for", "entry"])
def test_the_policy_lets_structured_data_stand_and_the_browser_does_not_run_it(visit: Begin, kind: str) -> None:
    one = visit()
    page = one.open(address(kind, "en"))
    block = page.locator("head script[type='application/ld+json']")
    assert json.loads(block.text_content() or "")["@context"] == "https://schema.org"
    assert page.evaluate("typeof window['@context']") == "undefined"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_evidence_opens_on_demand(visit: Begin, scripts: bool) -> None:
    one = visit(java_script_enabled=scripts)
    page = one.open(address("city", "en", "rauma"))
    proof = page.locator("#rauma-industry-jobs details.proof")
    assert not proof.locator("dl").is_visible()
    proof.locator("summary").focus()
    page.keyboard.press("Enter")
    assert proof.locator("dl").is_visible()
    assert "/120" in proof.locator("dl").inner_text()
