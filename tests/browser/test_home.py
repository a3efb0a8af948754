"""The home page: its map, its search and its menu on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.domain.profile import Names
from tests.browser.addresses import LOCALES, TOWNS, Locale, address, portal
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

LOOK = """
link => {
  const dot = getComputedStyle(link.querySelector(".map-dot"));
  const name = getComputedStyle(link.querySelector(".map-name"));
  return [dot.fill, dot.stroke, dot.strokeWidth, dot.r, name.fill, name.textDecorationLine];
}
"""
BOXES = """
all => all.map((it) => {
  const box = it.getBoundingClientRect();
  return [it.textContent, box.left, box.top, box.right, box.bottom];
})
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_town_on_the_map_is_reached_by_tab_and_seen(visit: Begin, locale: Locale) -> None:
    one = visit(reduced_motion="reduce")
    page = one.open(address("home", locale))
    links = page.locator("svg.map a.map-link")
    assert links.count() == len(TOWNS)
    plain = {links.nth(i).get_attribute("href"): links.nth(i).evaluate(LOOK) for i in range(len(TOWNS))}
    assert set(plain) == {address("city", locale, town) for town in TOWNS}
    names = Names(portal(), locale)
    assert sorted(links.all_text_contents()) == sorted(names.label(portal().cities[town].code) for town in TOWNS)
    page.locator("main form[role=search] button").focus()
    reached = set()
    for _ in TOWNS:
        page.keyboard.press("Tab")
        link = page.locator("a.map-link:focus")
        href = link.get_attribute("href")
        assert link.evaluate(LOOK) != plain[href], f"the focus on {href} is not seen"
        reached.add(href)
    assert reached == set(plain)


def test_a_town_on_the_map_opens_by_enter_and_by_mouse(visit: Begin) -> None:
    one = visit()
    page = one.open(address("home", "sv"))
    page.locator(f'a.map-link[href="{address("city", "sv", "raahe")}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('city', 'sv', 'raahe')}")
    page = one.open(address("home", "sv"))
    link = page.locator(f'a.map-link[href="{address("city", "sv", "kuusamo")}"]')
    before = link.evaluate(LOOK)
    link.locator(".map-name").hover()
    page.wait_for_timeout(200)
    assert link.evaluate(LOOK) != before
    link.locator(".map-name").click()
    page.wait_for_url(f"**{address('city', 'sv', 'kuusamo')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_on_the_map_do_not_cover_each_other(visit: Begin, scheme: str) -> None:
    one = visit(color_scheme=scheme)
    for locale in LOCALES:
        page = one.open(address("home", locale))
        boxes = page.locator("svg.map .map-name").evaluate_all(BOXES)
        assert len(boxes) == len(TOWNS)
        for i, (name, left, top, right, bottom) in enumerate(boxes):
            for other, left2, top2, right2, bottom2 in boxes[i + 1 :]:
                apart = right <= left2 or right2 <= left or bottom - 3 <= top2 or bottom2 - 3 <= top
                assert apart, f"{name} and {other} in {locale}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(("locale", "words"), [("fi", "raumalla"), ("sv", "idensalmi"), ("en", "RAUMA")])
def test_a_search_from_the_home_page_finds_the_town(visit: Begin, locale: Locale, words: str, scripts: bool) -> None:
    one = visit(java_script_enabled=scripts)
    page = one.open(address("home", locale))
    page.locator("main input[type=search]").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('search', locale)}?q={words}")
    town = "iisalmi" if words == "idensalmi" else "rauma"
    page.locator(f'main a[href="{address("city", locale, town)}"]').first.click()
    page.wait_for_url(f"**{address('city', locale, town)}")


def test_a_search_that_is_written_with_tags_is_only_text(visit: Begin) -> None:
    one = visit()
    page = one.open(address("home", "en"))
    page.locator("main input[type=search]").fill("<script>alert(1)</script><b>x</b>")
    page.locator("main form[role=search] button").click()
    page.wait_for_url("**/search?q=**")
    assert page.locator("main input[type=search]").input_value() == "<script>alert(1)</script><b>x</b>"
    assert page.locator("main script, main b").count() == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_the_menu_on_a_phone_opens_without_scripts(visit: Begin, locale: Locale) -> None:
    one = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = one.open(address("home", locale))
    link = page.locator(f'.fold a[href="{address("network", locale)}"]')
    expect(link).to_be_hidden()
    page.locator(".fold summary").click()
    expect(link).to_be_visible()
    box = page.locator(".fold nav").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    link.click()
    page.wait_for_url(f"**{address('network', locale)}")


def test_the_first_tab_leads_past_the_menu(visit: Begin) -> None:
    page = visit().open(address("home", "fi"))
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
