"""The chart comes first: a slim bar, everything else behind one button, and an answer before the library is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import LOCALES, Locale, address
from tests.browser.exploring import Held, settled, until
from tests.browser.visit import Visit

Begin = Callable[..., Visit]
WIDTHS = [(390, 844), (820, 1180), (1440, 900)]
#: The choices that lie in the fold, by the name of their parameter.
FOLDED = ("h", "scale", "from", "to", "peers", "add", "p")
ABOVE = """
side => {
  const top = document.querySelector("#explorer").getBoundingClientRect().top;
  const at = (part) => document.querySelector(`${side} ${part}`).getBoundingClientRect();
  return [at(".figure-box").top - top, at(".figure-chart").top - top, at(".figure-chart").bottom - top];
}
"""


def seen(page: Any, side: str) -> list[float]:
    """Where the figure's box and its chart begin and where the chart ends, from the top of the explorer."""
    found: list[float] = page.evaluate(ABOVE, side)
    return found


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_title_sentence_and_chart_are_seen_on_reaching_the_explorer(
    visit: Begin, width: int, height: int, locale: Locale
) -> None:
    one = visit(viewport={"width": width, "height": height})
    page = one.open(address("city", locale, "iisalmi"))
    box, chart, end = seen(page, ".explorer-static")
    assert box <= 200
    assert end < height
    assert chart < 420
    assert one.overflow <= 0
    one.reach()
    one.live()
    live = seen(page, ".explorer-live")
    assert all(abs(a - b) <= 1 for a, b in zip(live[:2], (box, chart), strict=True))
    assert one.shift < 0.02
    assert one.overflow <= 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_tells_the_state_and_opens_by_keyboard(visit: Begin, scripts: bool) -> None:
    one = visit(java_script_enabled=scripts)
    Held(one.page, "**/dash_renderer*")
    page = one.open(address("city", "en", "iisalmi") + "?p=684,SSS&from=1990")
    fold = page.locator(".explorer-static .choices > summary")
    expect(fold).to_contain_text("3 places, 1990–2025")
    expect(page.locator("#s-h")).not_to_be_visible()
    page.locator("#s-view-table").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in FOLDED:
        expect(page.locator(f"#s-{name}")).to_be_visible()


def test_without_scripts_the_bar_alone_leads_to_another_view(visit: Begin) -> None:
    page = visit(java_script_enabled=False).open(address("city", "en", "iisalmi"))
    page.locator("label[for=s-view-ranking]").click()
    page.locator("#explorer-form button").click()
    expect(page.locator(".figure-chart[data-view=ranking]")).to_be_visible()
    expect(page.locator(".choices > summary")).to_contain_text("1 place, ")


def test_a_choice_is_answered_before_the_library_has_come(visit: Begin) -> None:
    one = visit()
    page = one.page
    scripts = Held(page, "**/dash_renderer*")
    page.goto(address("city", "en", "iisalmi"))
    page.locator("label[for=s-view-ranking]").click()
    expect(page.locator(".explorer-static .figure-chart[data-view=ranking]")).to_be_visible()
    settled(page, view="ranking")
    page.locator(".explorer-static .choices > summary").click()
    page.locator("label[for=s-p-684]").click()
    settled(page, view="ranking", p="684")
    expect(page.locator(".explorer-static .choices")).to_have_attribute("open", "")
    expect(page.locator(".explorer-static .choices > summary")).to_contain_text("2 places")
    until(page, "() => document.activeElement.id === 's-p-684'")
    said = page.locator(".explorer-static .figure-sentence").text_content()
    scripts.let_go()
    one.live()
    until(page, "said => document.querySelector('#x-sentence').textContent === said", said)
    settled(page, view="ranking", p="684")
    expect(page.locator(".explorer-live .choices > summary")).to_contain_text("2 places")


def test_the_library_is_not_fetched_before_a_reader_comes(visit: Begin) -> None:
    one = visit(viewport={"width": 1440, "height": 900})
    page = one.open(address("indicator", "en", "population"))
    page.wait_for_timeout(1500)
    assert not [url for url in one.requests if "dash" in url or "plotly" in url]
    one.reach()
    one.live()


def test_another_indicator_keeps_places_and_view_but_not_the_years(visit: Begin) -> None:
    page = visit(java_script_enabled=False).open(address("city", "en", "iisalmi") + "?p=684&from=1990&scale=index")
    page.select_option("#s-i", "share_over_64")
    page.locator("#explorer-form button").click()
    expect(page.locator(".figure-title")).to_contain_text("over 64")
    assert page.locator("#s-p-684").is_checked()
    assert page.locator("#s-scale-absolute").is_checked()
