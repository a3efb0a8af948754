"""Every kind of page in a real browser: nothing fails, nothing is fetched elsewhere, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.addresses import KINDS, LOCALES, SHAPES, Locale, address, in_turn
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

WIDTHS = (390, 820, 1440)
#: The town with the longest name stands for all: they share one template.
TOWN = "kristiinankaupunki"
#: Every template, and an indicator of every shape.
PAGES = [*((kind, None) for kind in KINDS), ("city", TOWN), *(("indicator", key) for key in SHAPES)]
#: In every language, for words differ in length; indicators of one template take turns.
EVERYWHERE = [(kind, about, locale) for kind, about in PAGES if kind != "indicator" for locale in LOCALES]
EVERYWHERE += in_turn(*(("indicator", key) for key in SHAPES))
EXPLORED = {"city", "indicator"}


def sideways(visit: Visit) -> dict[int, int]:
    """Width of the window -> how many pixels too wide the page is, where it is."""
    found = {}
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        found[width] = visit.overflow
    return {width: pixels for width, pixels in found.items() if pixels > 0}


def begin_at(visit: Begin, kind: str, **options: object) -> Visit:
    one = visit(**options)
    if kind == "not found":
        one.expected.add(404)
    return one


@pytest.mark.parametrize(("kind", "about", "locale"), EVERYWHERE)
def test_a_page_works_without_a_fault(visit: Begin, kind: str, about: str | None, locale: Locale) -> None:
    one = begin_at(visit, kind)
    page = one.open(address(kind, locale, about))
    assert page.title()
    assert page.locator("h1").is_visible()
    if kind in EXPLORED:
        one.reach()
        one.live()
        assert page.locator(".explorer-live .js-plotly-plot").is_visible()
    assert sideways(one) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_name_of_a_town_stands_on_one_line(visit: Begin, locale: Locale) -> None:
    one = visit()
    heading = one.open(address("city", locale, TOWN)).locator("h1")
    for width in (320, *WIDTHS, 640, 1024):
        one.page.set_viewport_size({"width": width, "height": 900})
        lines = heading.evaluate("h => h.offsetHeight / parseFloat(getComputedStyle(h).lineHeight)")
        assert round(lines) == 1, width


@pytest.mark.parametrize(("kind", "about", "locale"), in_turn(*PAGES))
def test_a_page_is_whole_without_scripts(visit: Begin, kind: str, about: str | None, locale: Locale) -> None:
    one = begin_at(visit, kind, java_script_enabled=False)
    page = one.open(address(kind, locale, about))
    assert page.locator("h1").is_visible()
    assert page.locator("h1").inner_text().strip()
    assert not [url for url in one.requests if url.endswith(".js")]
    if kind in EXPLORED:
        chart = page.locator("[data-explorer] svg.chart-svg")
        assert chart.is_visible()
        assert chart.locator("path.line, rect.bar, circle.dot").count()
        page.locator("[data-explorer] .figure-table summary").click()
        assert page.locator("[data-explorer] table").is_visible()
        assert page.locator("[data-explorer] tbody tr").count() >= 8
    assert sideways(one) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_explorers_form_works_without_scripts(visit: Begin, locale: Locale) -> None:
    one = visit(java_script_enabled=False)
    page = one.open(address("city", locale, "rauma"))
    before = page.locator("[data-explorer] .figure-title").inner_text()
    page.select_option("#s-t", "work")
    page.locator("[data-explorer] form button").click()
    page.wait_for_url("**t=work**")
    assert page.locator("#s-t").input_value() == "work"
    assert page.locator("[data-explorer] .figure-title").inner_text() != before
    page.select_option("#s-i", "employed_residents")
    page.check("#s-view-ranking", force=True)
    page.locator("[data-explorer] form button").click()
    page.wait_for_url("**i=employed_residents**")
    page.select_option("#s-year", "2010")
    page.locator("[data-explorer] form button").click()
    page.wait_for_url("**year=2010**")
    assert page.locator("#s-i").input_value() == "employed_residents"
    assert page.locator(".chart-ranking svg").is_visible()
    assert "2010" in page.locator("[data-explorer] .figure-title").inner_text()


def test_a_town_page_is_read_in_one_order_whatever_the_width(visit: Begin) -> None:
    """On a phone the sections stand under each other in the order of the page."""
    one = visit(viewport={"width": 390, "height": 844})
    page = one.open(address("city", "fi", "rauma"))
    tops = page.locator("main h2:not(.visually-hidden)").evaluate_all(
        "found => found.map((heading) => heading.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_goes_by_the_keyboard_sees_which_button_has_the_focus(visit: Begin, scheme: str) -> None:
    page = visit(color_scheme=scheme).open(address("city", "en", "rauma"))
    for button in (".btn-accent", "a.btn-line", ".mark"):
        page.locator(f".hero {button}").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        seen = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert seen.endswith(" solid 3px"), (button, seen)
        assert page.evaluate("document.activeElement.matches('.btn')")
