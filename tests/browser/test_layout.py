"""The page holds its shape: when the window turns, with larger text, under a finger, on paper, in forced colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.addresses import LOCALES, Locale, address, portal
from tests.browser.engines import NO_MEDIA, NO_PRINT
from tests.browser.exploring import drawn, until
from tests.browser.test_find import QUERY as WISH
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

pytestmark = pytest.mark.walk

WIDTHS = (320, 390, 640, 820, 1024, 1440)
#: Town, indicator and comparison, in each view that plotly draws.
VIEWS = (
    ("/en/cities/rauma?p=140,678", "trend"),
    ("/fi/tunnusluvut/population?view=ranking", "ranking"),
    ("/sv/jamfor?c=684,140&view=distribution", "distribution"),
    ("/en/cities/rauma?view=scatter", "scatter"),
    ("/en/cities/rauma?i=workplaces_by_industry&view=industries", "industries"),
)
#: Chart, the drawing in it and where the next part begins, from the top of the chart.
HEIGHTS = """() => {
  const box = (part) => document.querySelector(part).getBoundingClientRect();
  const [chart, drawing] = [box("#x-chart"), box("#x-graph .main-svg")];
  return [chart.height, drawing.height, box("#x-source").top - chart.top, drawing.width, chart.width];
}"""
#: Words of headlines that go over two lines and are not broken at a hyphen or a soft one.
BROKEN = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5")]
  .filter((heading) => heading.offsetParent && !heading.closest(".visually-hidden"))
  .flatMap((heading) => {
    const found = [];
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const text = texts.currentNode.data;
      let last = null;
      for (let i = 0; i < text.length; i++) {
        if (/\\s/.test(text[i])) last = null;
        if (/[\\s\\u00ad]/.test(text[i])) continue;
        range.setStart(texts.currentNode, i);
        range.setEnd(texts.currentNode, i + 1);
        const box = [...range.getClientRects()].pop();
        const broken = last && box && box.top > last.top + last.height / 2;
        if (broken && !/[\\u00ad\\-–/]/.test(text[i - 1])) found.push(`${text.slice(0, i)}|${text.slice(i)}`);
        last = box;
      }
    }
    return found;
  })"""
#: The size of all text that a reader asks for.
TEXT = "percent => { document.documentElement.style.fontSize = `${percent}%`; }"
#: Parts of the head that are seen and stick out of the window.
OUTSIDE = """() => [...document.querySelectorAll(".menu a, .languages a, .fold summary, .fold a")]
  .filter((part) => part.checkVisibility())
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((part) => part.textContent)"""


@pytest.mark.parametrize(("path", "view"), VIEWS, ids=[view for _path, view in VIEWS])
def test_a_live_chart_keeps_its_height_at_every_turn_of_the_window(visit: Begin, path: str, view: str) -> None:
    one = visit(viewport={"width": 1180, "height": 820})
    page = one.explore(path)
    drawn(page, view)
    height = page.evaluate(HEIGHTS)[0]
    assert height > 200
    for width, tall in ((820, 1180), (1440, 900), (1100, 900), (390, 844), (844, 390)):
        page.set_viewport_size({"width": width, "height": tall})
        until(page, f"() => {{ const [, , , drawing, chart] = ({HEIGHTS})(); return Math.abs(drawing - chart) < 1; }}")
        chart, drawing, below, _wide, _room = page.evaluate(HEIGHTS)
        assert (chart, drawing) == (height, height), width
        assert below >= chart, width


@pytest.mark.parametrize("width", [390, 820])
def test_the_menus_button_stays_where_it_was_touched(visit: Begin, width: int) -> None:
    one = visit(viewport={"width": width, "height": 844})
    page = one.open(address("home", "fi"))
    button = page.locator(".fold summary")
    before, below = button.bounding_box(), page.locator("h1").bounding_box()
    assert before is not None
    spot = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    page.mouse.click(*spot)
    page.locator(".fold nav").wait_for()
    assert (button.bounding_box(), page.locator("h1").bounding_box()) == (before, below)
    page.mouse.click(*spot)
    page.locator(".fold nav").wait_for(state="hidden")
    assert page.url.endswith("/fi/")


def test_escape_and_a_tap_beside_it_close_the_menu(visit: Begin) -> None:
    page = visit(viewport={"width": 390, "height": 844}).open(address("home", "en"))
    page.locator(".fold summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.locator(".fold nav").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.locator(".fold summary").click()
    page.mouse.click(200, 800)
    page.locator(".fold nav").wait_for(state="hidden")


@pytest.mark.parametrize("locale", LOCALES)
def test_menu_and_languages_stay_in_the_window_with_larger_text(visit: Begin, locale: Locale) -> None:
    page = visit().open(address("find", locale))
    for percent in (100, 125, 150, 200):
        page.evaluate(TEXT, percent)
        for width in (*WIDTHS, 1100, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            shown = [page.locator(part).is_visible() for part in (".menu", ".fold")]
            assert sorted(shown) == [False, True], (percent, width)
            page.evaluate("document.querySelector('.fold').open = true")
            assert page.evaluate(OUTSIDE) == [], (percent, width)
            page.evaluate("document.querySelector('.fold').open = false")


@pytest.mark.parametrize("locale", LOCALES)
def test_find_your_place_is_in_the_menu_and_marked_there(visit: Begin, locale: Locale) -> None:
    path = address("find", locale)
    page = visit().open(address("home", locale))
    page.locator(f'.menu a[href="{path}"]').click()
    page.wait_for_url(f"**{path}")
    for part in (".menu", ".fold"):
        assert page.locator(f'{part} a[aria-current="page"]').get_attribute("href") == path


def _headlines(locale: Locale) -> list[str]:
    path = portal().addresses.path
    kinds = ("network", "accessibility", "about", "contact", "find", "looking_for", "short list with towns", "home")
    return [
        *(address(kind, locale) for kind in kinds),
        *(address("city", locale, town) for town in ("kristiinankaupunki", "rauma")),
        *(address("indicator", locale, key) for key in ("workplace_self_sufficiency", "workplaces_by_industry")),
        path("compare", locale, query={"c": "287,684,140"}),
        f"{address('find', locale)}?{WISH}",
        path("embed_indicator", locale, "workplaces_by_industry", {"view": "industries"}),
    ]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("locale", LOCALES)
def test_no_headline_breaks_inside_a_word_but_at_a_hyphen(visit: Begin, locale: Locale, percent: int) -> None:
    one = visit()
    for path in _headlines(locale):
        one.open(path)
        one.page.evaluate(TEXT, percent)
        for width in WIDTHS:
            one.page.set_viewport_size({"width": width, "height": 900})
            assert one.page.evaluate(BROKEN) == [], (path, width)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_page_is_wider_than_the_window_with_text_twice_as_large(visit: Begin, locale: Locale) -> None:
    one = visit()
    for path in _headlines(locale):
        one.open(path)
        one.page.evaluate(TEXT, 200)
        for width in WIDTHS:
            one.page.set_viewport_size({"width": width, "height": 900})
            assert one.overflow == 0, (path, width)


def printed(page: Page, folder: Path) -> str:
    """The words on paper."""
    page.pdf(path=folder / "page.pdf", prefer_css_page_size=True)
    return "".join(sheet.extract_text() for sheet in PdfReader(folder / "page.pdf").pages)


def trend(visit: Begin, width: int) -> Page:
    """A live trend on a dark screen."""
    page = visit(viewport={"width": width, "height": 844}, color_scheme="dark").explore("/en/cities/rauma?p=140,678")
    drawn(page, "trend")
    return page


@pytest.mark.not_in("webkit", why=NO_PRINT)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_live_chart_is_drawn_for_paper_with_all_its_names_and_years(visit: Begin, tmp_path: Path, width: int) -> None:
    page = trend(visit, width)
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          const paper = document.querySelector(".paper-graph");
          window.paper = {
            width: paper.querySelector(".main-svg").viewBox.baseVal.width,
            texts: [...paper.querySelectorAll(".annotation text, .xtick text")].map((own) => own.textContent),
            ink: getComputedStyle(paper.querySelector(".xtick text")).fill,
          };
        })"""
    )
    assert "1980" in printed(page, tmp_path)
    paper = page.evaluate("window.paper")
    assert paper["width"] == 695
    assert {"Rauma 38,773", "Raahe 23,413", "1980", "2020"} <= set(paper["texts"])
    assert paper["ink"] == "rgb(86, 99, 93)"
    assert page.locator(".paper-graph").count() == 0


@pytest.mark.not_in("firefox", why="prints names that have an outline as shapes, which have no words")
@pytest.mark.not_in("webkit", why=NO_PRINT)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_names_of_a_live_chart_are_words_on_paper(visit: Begin, tmp_path: Path, width: int) -> None:
    assert "Raahe 23,413" in printed(trend(visit, width), tmp_path).replace("\u00a0", " ")


@pytest.mark.not_in("webkit", why=NO_MEDIA)
def test_what_a_background_tells_is_seen_in_forced_colours_and_on_paper(visit: Begin) -> None:
    one = visit()
    page = one.open("/en/cities/rauma?view=map")
    ways = ("printColorAdjust", "forcedColorAdjust")
    for part in (".steps i.on", ".map-classes i.q1"):
        own = page.locator(part).first.evaluate("(own, ways) => ways.map((way) => getComputedStyle(own)[way])", ways)
        assert own == ["exact", "none"], part
    page.emulate_media(forced_colors="active")
    ground = "(own) => getComputedStyle(own).backgroundColor"
    tones = [page.locator(f".map-classes i.q{number}").first.evaluate(ground) for number in range(1, 6)]
    assert len(set(tones)) == 5
    chosen = page.locator("#s-view-map + label").evaluate(ground)
    assert chosen != page.locator("#s-view-trend + label").evaluate(ground)
    on, off = (page.locator(f".steps {step}").first.evaluate(ground) for step in ("i.on", "i:not(.on)"))
    assert on != off


@pytest.mark.parametrize(("width", "least"), [(320, 270), (390, 340), (820, 300), (1440, 450)])
def test_a_towns_portrait_is_large_enough_to_be_read(visit: Begin, width: int, least: int) -> None:
    one = visit(viewport={"width": width, "height": 900})
    box = one.open(address("city", "sv", "kristiinankaupunki")).locator(".portrait").bounding_box()
    assert box is not None
    assert box["width"] >= least
