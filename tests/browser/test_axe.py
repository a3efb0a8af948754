"""axe-core finds nothing to complain of, in light and dark, static and live."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portal.charts.registry import CHART_TYPES
from tests.browser.addresses import KINDS, LOCALES, SHAPES, Locale, address, in_turn
from tests.browser.exploring import drawn
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

AXE = Axe()
#: All of axe's rules: WCAG 2.2 A and AA, and good practice.
OPTIONS = {"resultTypes": ["violations"]}


#: The names on the map aside: axe sees neither the fill of their letters nor the paper around each of them.
EXPLORER = {"include": [["[data-explorer]"]], "exclude": [[".map-label"]]}


def complaints(page: Page, part: dict[str, list[list[str]]] | None = None) -> str:
    """What axe finds in light and in dark, on the page or a part of it, as text."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result = AXE.run(page, context=part, options=OPTIONS)
        if result.violations_count:
            found.append(f"{page.url} in {scheme}: {result.generate_report()}")
    return "\n".join(found)


@pytest.mark.parametrize(("kind", "locale"), in_turn(*KINDS))
def test_axe_finds_nothing_on_a_page(visit: Begin, kind: str, locale: Locale) -> None:
    one = visit()
    one.expected.add(404)
    assert not complaints(one.open(address(kind, locale)))


@pytest.mark.parametrize(
    ("kind", "about", "locale"),
    [
        ("city", "kristiinankaupunki", "fi"),
        ("city", "rauma", "sv"),
        ("city", "kauhajoki", "en"),
        *(("indicator", key, locale) for key, locale in zip(SHAPES, ("sv", "en", "fi", "sv"), strict=True)),
    ],
)
def test_axe_finds_nothing_with_the_explorer_live(visit: Begin, kind: str, about: str, locale: Locale) -> None:
    one = visit()
    page = one.explore(address(kind, locale, about))
    page.locator("#x-details summary").click()
    assert not complaints(page)


@pytest.mark.parametrize(("number", "view"), list(enumerate(CHART_TYPES)))
def test_axe_finds_nothing_in_any_view(visit: Begin, number: int, view: str) -> None:
    """Neither in the server's own view nor in the live one, with a chosen place and something to be told."""
    one = visit(viewport={"width": (390, 1440)[number % 2], "height": 900})
    key = "workplaces_by_industry" if view == "industries" else "share_over_64"
    query = f"?i={key}&view={view}&p=684,SSS&peers=population&h=zzqq"
    page = one.open(address("city", LOCALES[number % 3], "iisalmi") + query)
    assert one.page.locator("[data-explorer].is-live").count() == 0
    assert not complaints(page, EXPLORER)
    one.reach()
    drawn(one.live(), view)
    for summary in page.locator(".explorer-live summary:visible").all():
        summary.click()
    assert not complaints(page, EXPLORER)


def test_axe_finds_nothing_in_the_servers_own_view(visit: Begin) -> None:
    one = visit(viewport={"width": 390, "height": 844})
    page = one.open(address("city", "sv", "savonlinna"))
    assert one.page.locator("[data-explorer].is-live").count() == 0
    assert not complaints(page)


def test_axe_finds_nothing_on_a_phone_with_the_menu_open(visit: Begin) -> None:
    one = visit(viewport={"width": 390, "height": 844})
    page = one.open(address("home", "fi"))
    page.locator(".fold summary").click()
    assert not complaints(page)
