"""The explorer as a reader uses it: by mouse, by keyboard, by its address, on a slow line and in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from portal.domain.profile import Names
from portal.i18n import localized
from tests.browser.addresses import LOCALES, Locale, address, portal
from tests.browser.exploring import (
    PHONE,
    Held,
    choices,
    focused,
    name_of,
    pick,
    settled,
    until,
    words,
)
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

# --- Choosing


def test_everything_changes_with_a_choice_made_by_mouse(visit: Begin) -> None:
    one = visit()
    page = one.explore(address("city", "fi", "rauma"))
    title = page.locator("#x-title")
    assert choices(page)["i"] == "population"
    first = words(page)

    page.select_option("#x-t", "work")
    settled(page, i="workplaces")
    expect(title).to_contain_text(name_of("workplaces", "fi"))
    assert all(words(page)[part] != first[part] for part in (slice(2, 3), slice(3, 4), slice(6, None)))

    page.select_option("#x-i", "workplaces_by_industry")
    settled(page, i="workplaces_by_industry", view="")
    expect(page.locator("#x-s-field")).to_be_visible()
    page.select_option("#x-s", "A")
    settled(page, s="A")
    section = portal().statistics.indicator("workplaces_by_industry").dimension
    assert section is not None
    expect(title).to_contain_text(localized(section.values["A"], "fi"))

    page.select_option("#x-i", "employed_residents")
    settled(page, i="employed_residents", s="")
    expect(page.locator("#x-s-field")).to_be_hidden()
    assert choices(page)["view"] == "ranking"  # the reader's view stays
    ranking = words(page)
    pick(page, "view", "trend")
    settled(page, view="")
    expect(page.locator("#x-graph .scatterlayer path.js-line").first).to_be_attached()
    assert words(page)[6:] != ranking[6:]

    pick(page, "p", "140")
    settled(page, p="140")
    expect(page.locator("#x-graph .annotation", has_text="Iisalmi")).to_be_visible()
    page.locator("#x-details summary").click()
    expect(page.locator("#x-table tr.compared")).to_contain_text("Iisalmi")

    page.select_option("#x-from", "2000")
    settled(page, **{"from": "2000"})
    page.select_option("#x-to", "2010")
    settled(page, to="2010")
    expect(title).to_contain_text("2000–2010")
    pick(page, "scale", "index")
    settled(page, scale="index")
    expect(page.locator("#x-table")).to_contain_text("100,0")


def test_everything_can_be_chosen_by_keyboard(visit: Begin) -> None:
    one = visit()
    page = one.open(address("city", "en", "iisalmi"))
    page.locator("#s-t").focus()
    one.live()
    assert focused(page) == "x-t"

    def press(key: str, **query: str) -> None:
        page.keyboard.press(key)
        settled(page, **query)

    press("ArrowDown", i="workplaces")
    assert focused(page) == "x-t"
    page.keyboard.press("Tab")
    assert focused(page) == "x-i"
    press("ArrowDown", i="workplace_self_sufficiency")
    page.keyboard.press("Tab")
    assert focused(page) == "x-copy"
    page.keyboard.press("Tab")
    assert focused(page) == "x-view trend"
    press("ArrowRight", view="ranking")
    assert focused(page) == "x-view ranking"
    press("ArrowLeft", view="")
    page.keyboard.press("Tab")  # the fold's button
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "x-h"
    press("ArrowDown", h="740")
    press("ArrowUp", h="")
    page.keyboard.press("Tab")
    assert focused(page) == "x-scale absolute"
    press("ArrowRight", scale="index")
    page.keyboard.press("Tab")
    assert focused(page) == "x-from"
    press("ArrowDown", **{"from": "2001"})
    page.keyboard.press("Tab")
    assert focused(page) == "x-to"
    press("ArrowUp", to="2019")
    page.keyboard.press("Tab")
    assert focused(page) == "x-base"
    press("ArrowDown", base="2002")
    page.keyboard.press("Tab")
    assert focused(page) == "x-peers"
    press("ArrowDown", peers="population")
    page.keyboard.press("Tab")
    assert focused(page) == "x-add"
    page.keyboard.press("Tab")
    assert focused(page) == "x-p 740"
    press("Space", p="SSS,740" if "SSS" in choices(page)["p"] else "740")
    assert focused(page) == "x-p 740"
    expect(page.locator("#x-sentence")).to_contain_text("Iisalmi")


def test_an_indicator_of_another_theme_keeps_the_places(visit: Begin) -> None:
    one = visit()
    page = one.explore(address("city", "sv", "raahe") + "?p=140,684")
    assert choices(page)["p"] == ["140", "684"]
    page.select_option("#x-t", "living")
    expect(page.locator("#x-t")).to_have_value("living")
    settled(page, p="140,684")
    assert choices(page)["p"] == ["140", "684"]


def test_a_single_year_offers_no_trend(visit: Begin) -> None:
    page = visit().explore(address("indicator", "en", "price_old_flats_per_m2"))
    assert page.locator('#x-view input[value="trend"]').is_disabled()
    assert choices(page)["view"] == "ranking"
    assert page.locator("#x-graph .scatterlayer path.js-line").count() == 0


# --- The address

CHOSEN = "?i=employed_residents&p=140,SSS&from=2000&to=2015&scale=index"


@pytest.mark.parametrize(
    "query",
    [
        CHOSEN,
        "?i=workplaces_by_industry&s=A&p=140",
        "?view=ranking&to=1990",
        "?i=unemployed_jobseekers_share_monthly&from=2020&p=",
    ],
)
def test_a_copied_address_opens_the_same_view_in_any_language(visit: Begin, query: str) -> None:
    here = visit().explore(address("city", "fi", "rauma") + query)
    there = visit().explore(here.url)
    assert choices(there) == choices(here)
    assert words(there) == words(here)
    abroad = visit().explore(address("city", "sv", "rauma") + query)
    assert choices(abroad) == choices(here)
    assert words(abroad) != words(here)


SEEN = """
([texts, edge]) => {
  const right = document.querySelector(edge).getBoundingClientRect().right;
  const text = (it) => [...it.childNodes]
    .filter((part) => part.nodeType === Node.TEXT_NODE || part.getBoundingClientRect().width)
    .map((part) => part.textContent).join("").trim();
  return [...document.querySelectorAll(texts)].filter((it) => it.getBoundingClientRect().width)
    .map((it) => [text(it), it.getBoundingClientRect().right - 2 <= right]);
}
"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    ("town", "query"),
    [
        ("savonlinna", "?p=684,SSS"),
        ("kristiinankaupunki", ""),
        ("rauma", "?view=ranking"),
        ("iisalmi", "?i=share_over_64&view=distribution&p=684,SSS"),
        ("iisalmi", "?i=share_over_64&view=scatter&p=005"),
        ("iisalmi", "?i=workplaces_by_industry&view=industries"),
    ],
)
def test_the_live_chart_carries_the_words_of_the_servers_chart(visit: Begin, town: str, query: str, width: int) -> None:
    """The same names and numbers, none of them cut at the edge."""
    size = {"width": width, "height": 900}
    path = address("city", "fi", town) + query
    page = visit(java_script_enabled=False, viewport=size).open(path)
    plain = dict(page.evaluate(SEEN, [".explorer-static .chart-svg text", ".explorer-static .figure-box"]))
    page = visit(viewport=size).explore(path)
    live = dict(page.evaluate(SEEN, ["#x-graph :is(.xtick, .ytick, .annotation) text", ".explorer-live .figure-box"]))
    assert sorted(live) == sorted(plain)
    assert all(live.values())
    assert all(plain.values())


def test_the_link_is_copied_whole(visit: Begin) -> None:
    one = visit(permissions=["clipboard-read", "clipboard-write"])
    page = one.explore(address("city", "fi", "heinola"))
    pick(page, "p", "684")
    settled(page, p="684")
    page.locator("#x-copy").click()
    expect(page.locator("#x-copied")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{page.url}#numbers"
    assert choices(visit().explore(copied)) == choices(page)


def test_back_and_forward_go_through_the_views(visit: Begin) -> None:
    page = visit().explore(address("city", "en", "raahe"))
    first = (choices(page), words(page))
    page.select_option("#x-t", "work")
    settled(page, i="workplaces")
    expect(page.locator("#x-title")).to_contain_text(name_of("workplaces", "en"))
    second = (choices(page), words(page))
    pick(page, "view", "ranking")
    settled(page, view="ranking")
    expect(page.locator("#x-title")).not_to_have_text(second[1][2])
    third = (choices(page), words(page))
    for step, expected in (
        (page.go_back, second),
        (page.go_back, first),
        (page.go_forward, second),
        (page.go_forward, third),
    ):
        step()
        expect(page.locator("#x-title")).to_have_text(expected[1][2])
        assert (choices(page), words(page)) == expected
    expect(page.locator("#x-graph .bars path").first).to_be_attached()


@pytest.mark.parametrize(("kind", "about"), [("city", "kristiinankaupunki"), ("indicator", "employed_residents")])
def test_the_language_switch_keeps_the_view(visit: Begin, kind: str, about: str) -> None:
    one = visit()
    page = one.explore(address(kind, "fi", about))
    pick(page, "p", "684")
    settled(page, p="684")
    page.select_option("#x-from", "2003")
    settled(page, **{"from": "2003"})
    before = choices(page)
    page.locator('.languages a[data-language="sv"]').click()
    page.wait_for_url("**/sv/**")
    assert page.url.partition("?")[0] == one.base + address(kind, "sv", about)
    one.reach()
    one.live()
    assert choices(page) == before


# --- Taking over


def test_the_first_visible_mark_of_the_chart_stays_where_it_was(visit: Begin) -> None:
    """The town's line ends at the same spot in the SVG and in plotly's drawing."""
    one = visit()
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address("city", "fi", "rauma"))
    one.reach()
    held.wait()
    middle = (
        "found => { const b = found.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; }"
    )
    before = page.locator(".explorer-static .dot.town").evaluate(middle)
    held.let_go()
    one.live()
    after = page.locator("#x-graph .scatterlayer .trace:last-child .points path").last.evaluate(middle)
    assert after == pytest.approx(before, abs=5)


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ("#s-t", "x-t"),
        ("#s-i", "x-i"),
        ("#s-to", "x-to"),
        ('#s-view input[value="trend"]', "x-view trend"),
        ('#s-scale input[value="absolute"]', "x-scale absolute"),
        ('#s-p input[value="684"]', "x-p 684"),
        (".explorer-static .figure-table summary", "summary x-details"),
        (".explorer-static .embedding summary", "summary x-tools"),
    ],
)
def test_the_focus_stays_on_the_same_control(visit: Begin, control: str, expected: str) -> None:
    one = visit()
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address("city", "fi", "iisalmi"))
    page.locator(".explorer-static .choices > summary").click()
    page.locator(control).focus()
    one.explorer.locator(".figure-chart").first.dispatch_event("pointerdown", {"bubbles": True})
    held.wait()
    scrolled = page.evaluate("scrollY")
    held.let_go()
    one.live()
    assert focused(page) == expected
    assert page.evaluate("document.activeElement.closest('.explorer-live') !== null")
    assert page.evaluate("scrollY") == scrolled


def test_an_open_table_stays_open(visit: Begin) -> None:
    one = visit()
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address("city", "fi", "iisalmi"))
    for summary in page.locator(".explorer-static summary").all():
        summary.click()
    held.wait()
    held.let_go()
    one.live()
    expect(page.locator("#x-table table")).to_be_visible()
    expect(page.locator("#x-tools textarea")).to_be_visible()


# --- Scripts come when they are needed


def scripts(visit: Visit) -> list[str]:
    """The explorer's scripts that were asked for."""
    return [url for url in visit.requests if "plotly" in url or "/dash/" in url or "explorer-start" in url]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}])
def test_no_script_of_the_explorer_comes_before_the_reader_does(visit: Begin, viewport: dict[str, int]) -> None:
    one = visit(viewport=viewport)
    page = one.open(address("city", "fi", "savonlinna"))
    page.wait_for_timeout(400)
    assert scripts(one) == []
    one.reach()
    one.live()
    assert scripts(one)


def test_a_touch_from_afar_fetches_the_scripts(visit: Begin) -> None:
    one = visit(viewport=PHONE)
    page = one.open(address("city", "fi", "savonlinna"))
    page.wait_for_timeout(200)
    assert scripts(one) == []
    page.evaluate("document.getElementById('s-i').focus({ preventScroll: true })")
    one.live()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("waiting_for", ["explorer-start.js", "_dash-layout", "_dash-update-component"])
def test_a_choice_made_while_the_scripts_are_on_their_way_is_kept(visit: Begin, waiting_for: str) -> None:
    one = visit()
    held = Held(one.page, f"**/{waiting_for}")
    page = one.open(address("city", "fi", "iisalmi"))
    page.locator("#s-i").focus()
    held.wait()
    page.select_option("#s-i", "share_over_64")
    expect(page.locator(".explorer-static .figure-title")).to_contain_text(name_of("share_over_64", "fi"))
    page.locator(".explorer-static .choices > summary").click()
    page.check('#s-p input[value="684"]')
    settled(page, p="684")
    page.locator("label[for=s-view-ranking]").click()
    settled(page, view="ranking", p="684")
    held.let_go()
    one.live()
    expect(page.locator("#x-title")).to_contain_text(name_of("share_over_64", "fi"))
    expect(page.locator('#x-view input[value="ranking"]')).to_be_checked()
    expect(page.locator('#x-p input[value="684"]')).to_be_checked()
    assert choices(visit().explore(page.url)) == choices(page)


def test_a_new_theme_chosen_while_the_scripts_are_on_their_way_is_kept(visit: Begin) -> None:
    one = visit()
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address("city", "en", "iisalmi"))
    page.locator("#s-t").focus()
    held.wait()
    page.select_option("#s-t", "living")
    held.let_go()
    one.live()
    expect(page.locator("#x-t")).to_have_value("living")
    assert focused(page) == "x-t"


# --- Languages

NBSP = "\u00a0"


def hovered(page: Page) -> str:
    """What the chart says where the town's line ends."""
    graph = page.locator("#x-graph")
    graph.scroll_into_view_if_needed()
    point = graph.locator(".scatterlayer .trace:last-child .points path").last.bounding_box()
    assert point is not None
    page.mouse.move(point["x"] - 60, point["y"] - 30)
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2, steps=5)
    label = graph.locator(".hoverlayer .hovertext").first
    label.wait_for()
    return label.text_content() or ""


def in_words(key: str, locale: Locale) -> set[str]:
    """Every place's every figure as the chart must say it: place, period, number."""
    names, statistics = Names(portal(), locale), portal().statistics
    decimals = statistics.indicator(key).decimals
    marks = str.maketrans(",.", ",." if locale == "en" else f"{NBSP},")
    return {
        f"{names.label(place)} {point.period}: {point.value:,.{decimals}f}".translate(marks)
        for place in statistics.cities
        for point in statistics.series(key, "").points(place)
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_charts_speak_the_pages_language(visit: Begin, locale: Locale) -> None:
    page = visit().explore(address("city", locale, "savonlinna"))
    text = hovered(page)
    assert any(text.startswith(f"{words}{NBSP}") for words in in_words("population", locale)), text
    assert page.locator("#x-graph .modebar-btn").count() == 0, "a button would cover figures"
    page.select_option("#x-i", "share_over_64")
    expect(page.locator("#x-graph .annotation", has_text="," if locale != "en" else ".").first).to_be_visible()
    text = hovered(page)
    percent = "%" if locale == "en" else f"{NBSP}%"
    assert text in {f"{words}{percent}" for words in in_words("share_over_64", locale)}


def test_two_readers_in_two_languages_never_see_each_others_words(visit: Begin) -> None:
    answers: dict[Locale, list[Response]] = {"fi": [], "sv": []}
    pages: dict[Locale, Page] = {}
    for locale, responses in answers.items():
        one = visit()
        one.page.on("response", lambda answer, into=responses: "_dash-update" in answer.url and into.append(answer))
        pages[locale] = one.explore(address("city", locale, "rauma"))
    chosen = ("mean_age", "families", "share_over_64", "share_pensioners", "excess_of_births", "share_15_64")
    for key in chosen:
        for page in pages.values():
            page.select_option("#x-i", key)
        for locale, page in pages.items():  # a choice that is overtaken at once may not be asked for
            expect(page.locator("#x-title")).to_contain_text(name_of(key, locale))
            settled(page, i=key)
    themes = portal().statistics.catalogue.themes
    names = {locale: {localized(theme.name, locale) for theme in themes.values()} for locale in answers}
    for locale, responses in answers.items():
        assert len(responses) > len(chosen)
        for response in responses:
            said_here = {option["label"] for option in response.json()["response"]["x-t"]["options"]}
            assert said_here == names[locale]


# --- Light and dark

STROKE = "getComputedStyle(document.querySelector('#x-graph .trace:last-child path.js-line')).stroke"
MARK = """
(() => {
  const probe = document.body.appendChild(document.createElement("p"));
  probe.style.color = "var(--mark)";
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
})()
"""


def test_the_chart_follows_the_dark(visit: Begin) -> None:
    page = visit(color_scheme="light").explore(address("city", "fi", "rauma"))
    light = page.evaluate(STROKE)
    assert light == page.evaluate(MARK)
    page.emulate_media(color_scheme="dark")
    until(page, f"{STROKE} !== '{light}'")
    assert page.evaluate(STROKE) == page.evaluate(MARK)


def test_a_chart_that_begins_in_the_dark_is_dark(visit: Begin) -> None:
    page = visit(color_scheme="dark").explore(address("city", "fi", "rauma"))
    assert page.evaluate(STROKE) == page.evaluate(MARK)
