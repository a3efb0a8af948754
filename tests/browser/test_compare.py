"""The page of places side by side in a real browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.addresses import LOCALES, Locale, in_turn, portal
from tests.browser.test_axe import complaints
from tests.browser.test_pages import sideways
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

PHONE = {"width": 390, "height": 844}
CHOICES = ("", "140,684", "140,740,684,091,049")


def compare(locale: Locale, codes: str = "") -> str:
    return portal().addresses.path("compare", locale, query={"c": codes} if codes else None)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("codes", CHOICES, ids=["ten", "two", "five"])
def test_the_page_works_at_every_width_and_nothing_sticks_out(visit: Begin, locale: Locale, codes: str) -> None:
    one = visit()
    page = one.open(compare(locale, codes))
    assert page.locator(".strip-row svg").first.is_visible()
    assert page.locator(".side-by-side").is_visible()
    assert sideways(one) == {}


@pytest.mark.parametrize(("width", "locale"), in_turn(390, 1440))
def test_axe_finds_nothing(visit: Begin, locale: Locale, width: int) -> None:
    one = visit(viewport={"width": width, "height": 900})
    page = one.open(f"{compare(locale, '140,740,684')}&add=qqqq")
    page.locator(".positions .figure-table summary").click()
    assert not complaints(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_header_fits_on_every_screen(visit: Begin, locale: Locale) -> None:
    one = visit()
    page = one.open(compare(locale))
    for width in (1024, 1100, 1200, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        menu = page.locator(".menu li" if width > 1024 else ".brand").last.bounding_box()
        languages = page.locator(".languages").bounding_box()
        inner = page.locator("main .wrap").first.bounding_box()
        assert menu and languages and inner
        assert menu["x"] + menu["width"] <= languages["x"], width
        assert languages["x"] + languages["width"] <= inner["x"] + inner["width"], width


def test_places_are_chosen_by_boxes_and_by_name_without_a_script(visit: Begin) -> None:
    one = visit(java_script_enabled=False)
    page = one.open(compare("fi", "140,684"))
    page.check("#c-305")
    page.uncheck("#c-140")
    page.fill("#add", "jamsa")
    page.locator(".choose button").click()
    page.wait_for_url("**add=jamsa")
    assert page.locator(".side-by-side thead th").all_inner_texts()[1:] == ["Rauma", "Kuusamo", "Jämsä"]
    assert page.locator(".choose input:checked").count() == 3
    assert page.locator("#add").input_value() == ""


def test_a_wrong_name_is_mended_by_its_suggestion(visit: Begin) -> None:
    one = visit(java_script_enabled=False)
    page = one.open(compare("sv", "140,684"))
    page.fill("#add", "Helsingfrs")
    page.locator(".choose button").click()
    page.locator("#add-fault a", has_text="Helsingfors").click()
    page.wait_for_url("**c=140,684,091")
    assert page.locator(".side-by-side thead th").last.inner_text() == "Helsingfors"


def test_a_town_is_compared_with_another_from_its_own_page(visit: Begin) -> None:
    one = visit(java_script_enabled=False)
    page = one.open(portal().addresses.path("city", "en", "kuusamo"))
    page.select_option("#compare-with", label="Rauma")
    page.locator(".compare-with button").click()
    page.wait_for_url("**/en/compare?*")
    assert page.locator("h1").inner_text() == "Compare: Kuusamo and Rauma"


def test_on_a_phone_the_table_scrolls_in_its_own_box_and_its_first_column_stays(visit: Begin) -> None:
    one = visit(viewport=PHONE)
    page = one.open(compare("fi"))
    box = page.locator(".table-scroll:has(.side-by-side)")
    head = page.locator(".side-by-side tbody th[scope=row]").first
    before = head.bounding_box()
    box.evaluate("box => box.scrollLeft = 300")
    after = head.bounding_box()
    assert before and after
    assert box.evaluate("box => box.scrollLeft") == 300
    assert abs(before["x"] - after["x"]) <= 1
    assert one.overflow <= 0


def test_names_stand_beside_dots_on_a_screen_and_in_the_key_on_a_phone(visit: Begin) -> None:
    one = visit()
    page = one.open(compare("en", "140,684"))
    name, key = page.locator(".place-name").first, page.locator(".positions-key")
    assert (name.is_visible(), key.is_visible()) == (True, False)
    page.set_viewport_size(PHONE)
    assert (name.is_visible(), key.is_visible()) == (False, True)


@pytest.mark.parametrize("width", [640, 820, 1024, 1440])
def test_no_name_beside_a_dot_is_cut_or_covers_another(visit: Begin, width: int) -> None:
    one = visit(viewport={"width": width, "height": 900})
    page = one.open(compare("sv", "140,740,091,049"))
    for row in page.locator(".strip-row .chart-svg.strip").all():
        found = row.locator("g").evaluate_all(
            "marks => marks.map(mark => { const box = mark.getBoundingClientRect();"
            " return [box.left, box.right, box.top, box.bottom]; })"
        )
        edge = page.locator(".positions").evaluate("box => box.getBoundingClientRect().right")
        assert all(right <= edge for _left, right, _top, _bottom in found)
        for i, (left, right, top, bottom) in enumerate(found):
            for other in found[i + 1 :]:
                apart = right <= other[0] + 1 or other[1] <= left + 1 or bottom <= other[2] + 1 or other[3] <= top + 1
                assert apart, (row.get_attribute("aria-label"), width)


def test_on_paper_the_whole_table_is_there_and_the_form_is_not(visit: Begin) -> None:
    one = visit(viewport={"width": 720, "height": 1000})
    page = one.open(compare("fi"))
    page.emulate_media(media="print")
    assert not page.locator(".choose").is_visible()
    table, box = page.locator(".side-by-side").bounding_box(), page.locator("main .wrap").first.bounding_box()
    assert table and box
    assert table["width"] <= box["width"] + 1
