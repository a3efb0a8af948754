"""A bad line, in the explorer: what fails is told, mends itself, and never passes for what was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.i18n import Locale
from tests.browser.addresses import address, in_turn
from tests.browser.exploring import drawn, name_of, pick, settled, until
from tests.browser.line import Line, Way
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

QUESTION = "_dash-update-component"
FAILED = """
() => {
  const note = document.querySelector(".line-note.is-shown:not(.is-waiting)");
  if (!note) return false;
  const box = note.getBoundingClientRect();
  return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
}
"""
WAITING = "() => document.querySelector('.line-note.is-shown.is-waiting')"
CALM = "() => !document.querySelector('.line-note.is-shown')"
PLACES = """
() => [".figure-box", "#x-chart", "#x-source"].map((part) =>
  Math.round(document.querySelector(`.explorer-live ${part}`).getBoundingClientRect().top + scrollY))
"""


def told(page: Page) -> str:
    """What is said about the line, inside the window."""
    until(page, FAILED)
    return page.locator(".line-note").inner_text()


def again(page: Page) -> None:
    page.locator(".line-note button").click()


@pytest.mark.parametrize(("way", "locale"), in_turn("refuse", "503", "html"))
def test_a_choice_that_fails_is_told_and_mends_itself(visit: Begin, line: Line, locale: Locale, way: Way) -> None:
    page = visit(line=line).explore(address("city", locale, "rauma"))
    title = page.locator("#x-title").inner_text()
    url = page.url
    line.spoil(QUESTION, way)
    page.select_option("#x-i", "share_over_64")
    assert title in told(page)
    assert page.url == url
    assert page.locator("#x-title").inner_text() == title
    assert page.locator("#x-i").input_value() == "share_over_64"  # the wish stays, and is said not to be shown
    line.mend()
    settled(page, i="share_over_64")
    expect(page.locator("#x-title")).to_contain_text(name_of("share_over_64", locale))
    until(page, CALM)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_button_tries_at_once_and_hands_the_focus_back(visit: Begin, line: Line, width: int) -> None:
    page = visit(line=line, viewport={"width": width, "height": 800}).explore(address("city", "en", "rauma"))
    line.spoil(QUESTION, "503")
    page.locator("#x-i").focus()
    page.select_option("#x-i", "share_over_64")
    told(page)
    before = line.count(QUESTION)
    again(page)
    assert told(page)
    assert line.count(QUESTION) > before
    line.mend()
    again(page)
    settled(page, i="share_over_64")
    until(page, CALM)
    assert page.evaluate("document.activeElement.id") == "x-i"


def test_a_device_that_is_online_again_asks_at_once(visit: Begin, line: Line) -> None:
    page = visit(line=line).explore(address("city", "en", "rauma"))
    line.spoil(QUESTION, "refuse")
    pick(page, "view", "map")
    told(page)
    page.wait_for_timeout(2500)  # the pauses grow
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page, view="map")


def test_a_later_choice_stands_beside_the_one_that_failed(visit: Begin, line: Line) -> None:
    page = visit(line=line).explore(address("city", "en", "rauma"))
    line.spoil(QUESTION, "503")
    page.select_option("#x-t", "living")
    told(page)
    pick(page, "p", "140")
    assert told(page)
    line.mend()
    settled(page, p="140")
    expect(page.locator("#x-t")).to_have_value("living")
    until(page, CALM)


def test_of_two_choices_the_later_one_is_shown_whatever_comes_first(visit: Begin, line: Line) -> None:
    page = visit(line=line).explore(address("city", "en", "rauma"))
    line.spoil(QUESTION, "hold")
    page.select_option("#x-i", "share_over_64")
    page.select_option("#x-i", "families")
    line.mend()
    settled(page, i="families")
    expect(page.locator("#x-title")).to_contain_text(name_of("families", "en"))


@pytest.mark.parametrize("width", [390, 1440])
def test_a_slow_answer_is_announced_and_moves_nothing(visit: Begin, line: Line, width: int) -> None:
    page = visit(line=line, viewport={"width": width, "height": 900}).explore(address("city", "en", "rauma"))
    before = page.evaluate(PLACES)
    line.spoil(QUESTION, "hold")
    pick(page, "view", "ranking")
    until(page, WAITING)
    assert page.evaluate(PLACES) == before
    line.mend()
    settled(page, view="ranking")
    until(page, CALM)


@pytest.mark.parametrize("way", ["refuse", "503", "html"])
def test_an_error_page_is_no_map_and_the_map_comes_later(visit: Begin, line: Line, way: Way) -> None:
    page = visit(line=line).explore(address("city", "en", "rauma"))
    line.spoil("municipalities.svg", way)
    pick(page, "view", "map")
    settled(page, view="map")
    assert "municipal borders" in told(page)
    assert page.locator("#x-main h1").count() == 0
    line.mend()
    drawn(page, "map")
    until(page, CALM)


def test_a_part_that_the_site_no_longer_has_comes_with_a_new_page(visit: Begin, line: Line) -> None:
    one = visit(line=line)
    page = one.explore(address("city", "en", "rauma"))
    line.spoil("municipalities.svg", "404")
    pick(page, "view", "map")
    assert "has changed" in told(page)
    line.mend()
    with page.expect_navigation():
        again(page)
    one.reach()
    one.live()
    drawn(page, "map")


def test_the_first_map_on_a_slow_line_has_its_frame_at_once(visit: Begin, line: Line) -> None:
    one = visit(line=line)
    page = one.explore(address("city", "en", "rauma"))
    line.spoil("municipalities.svg", "hold")
    pick(page, "view", "map")
    settled(page, view="map")
    until(page, WAITING)
    before = page.evaluate(
        "[document.documentElement.scrollHeight, document.querySelector('#x-main svg.choropleth').clientHeight]"
    )
    assert before[1] > 300
    line.mend()
    drawn(page, "map")
    assert (
        page.evaluate(
            "[document.documentElement.scrollHeight, document.querySelector('#x-main svg.choropleth').clientHeight]"
        )
        == before
    )


@pytest.mark.parametrize("way", ["refuse", "html"])
def test_names_that_are_not_here_yet_are_not_said_not_to_exist(visit: Begin, line: Line, way: Way) -> None:
    page = visit(line=line).explore(address("city", "en", "rauma"))
    line.spoil("municipalities.json", way)
    page.fill("#x-add", "jams")
    assert "names of the municipalities" in told(page)
    expect(page.locator(".autocomplete__menu")).to_have_text("Loading the names…")
    line.mend()
    expect(page.locator(".autocomplete__option", has_text="Jämsä")).to_be_visible()
    until(page, CALM)


def test_a_long_table_that_fails_comes_later(visit: Begin, line: Line) -> None:
    page = visit(line=line).explore(address("indicator", "en", "population") + "?view=distribution")
    line.spoil(QUESTION, "503")
    page.locator("#x-details summary").click()
    assert "The table has not loaded yet." in told(page)
    line.mend()
    until(page, "() => document.querySelectorAll('#x-table tbody tr').length > 100")
    until(page, CALM)


@pytest.mark.parametrize(
    "part",
    [
        "accessible-autocomplete",
        "explorer.js",
        "dash_core_components.js",
        "explorer-start",
        "plotly.min.js",
        "_dash-layout",
        QUESTION,
    ],
)
@pytest.mark.parametrize("way", ["503", "html"])
def test_an_explorer_whose_parts_fail_begins_when_they_come(visit: Begin, line: Line, part: str, way: Way) -> None:
    """Until then the server's own view answers."""
    one = visit(line=line)
    line.spoil(part, way)
    page = one.open(address("city", "en", "rauma"))
    page.select_option("#s-i", "share_over_64")
    expect(page.locator(".explorer-static .figure-title")).to_contain_text(name_of("share_over_64", "en"))
    line.mend()
    one.live()
    expect(page.locator("#x-title")).to_contain_text(name_of("share_over_64", "en"))
    pick(page, "view", "map")
    drawn(page, "map")
    until(page, CALM)
