"""Each view of the explorer, in each language, by mouse and by keyboard, on wide pages and on phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Names
from portal.explorer.words import FAULTS, RULE_NAMES, measure
from portal.i18n import number, use_locale
from portal.indicators.peers import RULES, peers
from tests.browser.addresses import LOCALES, Locale, address, portal
from tests.browser.exploring import (
    BOXES,
    PARTS,
    PHONE,
    Held,
    choices,
    drawn,
    focused,
    near,
    pick,
    settled,
    until,
    words,
)
from tests.browser.visit import Visit

Begin = Callable[..., Visit]
Seen = tuple[str, dict[str, Any], list[str]]

SHARE, INDUSTRIES = "share_over_64", "workplaces_by_industry"
TOWNS = portal().statistics.cities
#: The views of an indicator that has figures of every municipality and year; jobs by industry have the seventh.
OFFERED: tuple[str, ...] = ("trend", "ranking", "distribution", "map", "scatter", "table")


def query(view: str) -> str:
    """An address of each view."""
    return f"?i={INDUSTRIES if view == 'industries' else SHARE}&view={view}"


def calm(page: Page) -> Seen:
    """The address, the choices and the words, when they have stopped changing."""
    last: Seen | None = None
    for _ in range(100):
        now = (page.url.partition("#")[0], choices(page), words(page))
        if now == last:
            return now
        last = now
        page.wait_for_timeout(100)
    pytest.fail("The explorer never came to rest.")


def comes_to(page: Page, state: Seen) -> None:
    """Wait for a state that was seen before; a slow machine rests between the address and the answer."""
    for _ in range(20):
        if calm(page) == state:
            return
        page.wait_for_timeout(250)
    assert calm(page) == state


def middle(mark: Locator) -> tuple[float, float]:
    """Where a mark is on the screen."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def label(place: str, locale: Locale = "fi") -> str:
    """What a place is called."""
    return Names(portal(), locale).label(place)


# --- Choosing a view


@pytest.mark.parametrize("locale", LOCALES)
def test_every_view_is_chosen_by_mouse_and_kept_by_its_address(visit: Begin, locale: Locale) -> None:
    one = visit()
    page = one.explore(address("city", locale, "rauma") + f"?i={SHARE}")
    drawn(page, "trend")
    seen = [calm(page)]

    def note(view: str) -> None:
        drawn(page, view)
        seen.append(calm(page))
        assert seen[-1][2][2:4] != seen[-2][2][2:4], "title and sentence are those of the view before"

    for view in OFFERED[1:]:
        pick(page, "view", view)
        settled(page, view=view)
        note(view)
    page.select_option("#x-t", "work")  # the view stays when theme or indicator change
    settled(page, i="workplaces")
    note("table")
    page.select_option("#x-i", INDUSTRIES)
    settled(page, i=INDUSTRIES)
    note("table")
    pick(page, "view", "industries")
    settled(page, view="industries")
    note("industries")

    for step, states in ((page.go_back, seen[-2::-1]), (page.go_forward, seen[1:])):
        for state in states:
            step()
            until(page, "url => location.href.split('#')[0] === url", state[0])
            comes_to(page, state)
    for state in seen:
        page.goto(state[0])
        plain = words(page, ".explorer-static")
        one.reach()
        drawn(one.live(), state[1]["view"])
        comes_to(page, state)
        assert plain == state[2]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_view_is_chosen_by_keyboard(visit: Begin, locale: Locale) -> None:
    page = visit().explore(address("city", locale, "kuusamo") + f"?i={SHARE}")
    page.locator("#x-copy").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "x-view trend"
    for view in OFFERED[1:]:
        page.keyboard.press("ArrowRight")
        settled(page, view=view)
        drawn(page, view)
        assert focused(page) == f"x-view {view}"
    page.select_option("#x-t", "work")
    settled(page, i="workplaces")
    page.select_option("#x-i", INDUSTRIES)
    settled(page, i=INDUSTRIES)
    page.locator("#x-view input:checked").focus()
    page.keyboard.press("ArrowLeft")
    settled(page, view="industries")
    drawn(page, "industries")
    assert focused(page) == "x-view industries"


# --- From the server's view to the live one

LONG = "?i=employed_residents&p=140,SSS&from=2000&to=2015&scale=index"
STATES = [
    *((("city", "iisalmi"), query(view), width) for view in CHART_TYPES for width in (390, 1440)),
    (("city", "kristiinankaupunki"), query("scatter") + "&h=297&p=005,TEN,SSS&peers=population", 820),
    (("city", "rauma"), LONG, 390),
    (("city", "rauma"), LONG, 820),
    (("city", "savonlinna"), "?view=map&year=1975&p=684,853&h=091", 820),
    (("indicator", "unemployed_jobseekers_share_monthly"), "?view=pie&p=999", 390),
    (("indicator", "median_income_inhabitants"), "?p=SSS&view=table&sort=-place", 820),
]


@pytest.mark.parametrize(
    ("locale", "where", "asked", "width"),
    [(LOCALES[number % 3], *state) for number, state in enumerate(STATES)],
)
def test_nothing_moves_when_the_explorer_takes_over(
    visit: Begin, locale: Locale, where: tuple[str, str], asked: str, width: int
) -> None:
    """And it says the same: the words, the cells and the boxes of the server's view are the live one's."""
    one = visit(viewport={"width": width, "height": 900})
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address(where[0], locale, where[1]) + asked)
    page.evaluate("document.querySelector('[data-explorer]').scrollIntoView(); scrollBy(0, 137)")
    held.wait()
    place = page.evaluate(BOXES, ["body", ["[data-explorer]", "footer"]])
    before, said = page.evaluate(BOXES, [".explorer-static", PARTS]), words(page, ".explorer-static")
    scrolled = page.evaluate("scrollY")
    held.let_go()
    one.live()
    page.wait_for_timeout(150)
    assert page.evaluate("scrollY") == scrolled
    assert page.evaluate(BOXES, ["body", ["[data-explorer]", "footer"]]) == place
    after = page.evaluate(BOXES, [".explorer-live", PARTS])
    moved = {part: (box, after.get(part)) for part, box in before.items() if not near(box, after.get(part))}
    assert not moved
    assert one.shift < 0.02
    assert one.overflow <= 0
    assert calm(page)[2] == said


# --- On a phone

SMALL = """
() => [...document.querySelectorAll(".explorer-live :is(a, button, summary, input, select, textarea)")]
  .map((it) => it.classList.contains("btn-check") || it.classList.contains("form-check-input") ? it.labels[0] : it)
  .map((it) => [it.id || it.textContent.trim().slice(0, 30), it.getBoundingClientRect(), it])
  .filter(([, box, it]) => box.width && !it.closest(".figure-sentence, .numbers, .cite, .files"))
  .filter(([, box, it]) => box.height < (it.matches(".btn, select") ? 44 : 24) || box.width < 24)
  .map(([name, box]) => [name, box.width, box.height])
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_no_view_is_too_wide_for_a_phone(visit: Begin, locale: Locale) -> None:
    one = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page = one.explore(address("city", locale, "kristiinankaupunki") + f"?i={SHARE}&p=140,684&peers=population")
    for view in (*OFFERED, "industries"):
        if view == "industries":
            page.select_option("#x-t", "work")
            settled(page, i="workplaces")
            page.select_option("#x-i", INDUSTRIES)
            settled(page, i=INDUSTRIES)
        pick(page, "view", view)
        drawn(page, view)
        calm(page)
        assert one.overflow <= 0, view
        assert page.evaluate(SMALL) == [], view


# --- One place, everywhere


def in_colour(page: Page, place: str) -> None:
    """The address, the list, the sentence and the table all have this place in front."""
    settled(page, h=place)
    expect(page.locator("#x-h")).to_have_value(place)
    expect(page.locator("#x-sentence")).to_contain_text(label(place)[:5])
    words(page)  # the table is asked for
    expect(page.locator(":is(#x-table, #x-main) tr.town")).to_contain_text(label(place))


def test_a_place_chosen_in_one_view_is_in_colour_in_all(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "iisalmi") + f"?i={SHARE}&view=map&p=684,740")
    inari = middle(page.locator('#x-main path[data-code="148"]'))
    page.mouse.move(*inari)
    expect(page.locator("#x-main .map-tip")).to_contain_text(said("148", "2021", "fi").replace(" %", ""))
    page.mouse.click(*inari)
    in_colour(page, "148")
    expect(page.locator("#x-main path.town")).to_have_attribute("data-code", "148")
    expect(page.locator("#x-main .map-label.town")).to_have_text(label("148"))

    pick(page, "view", "ranking")
    drawn(page, "ranking")
    in_colour(page, "148")
    expect(page.locator("#x-graph .ytick", has_text=label("148"))).to_be_visible()
    names = page.locator("#x-graph .ytick text").all_text_contents()
    page.mouse.click(*middle(page.locator("#x-graph .bars .point").nth(names.index(label("684")))))
    in_colour(page, "684")

    pick(page, "view", "distribution")
    drawn(page, "distribution")
    in_colour(page, "684")
    expect(page.locator("#x-graph .annotation", has_text=label("684"))).to_be_visible()
    page.mouse.click(*middle(page.locator("#x-graph .trace").first.locator(".points path").first))
    until(page, "old => new URLSearchParams(location.search).get('h') !== old", "684")
    lowest = choices(page)["h"]
    in_colour(page, lowest)

    pick(page, "view", "trend")
    drawn(page, "trend")
    in_colour(page, lowest)
    expect(page.locator("#x-graph .annotation", has_text=label(lowest))).to_be_visible()
    page.locator("#x-chart").scroll_into_view_if_needed()
    end = page.locator("#x-graph path.js-line").first.evaluate(
        """line => {
          const { x, y } = line.getPointAtLength(line.getTotalLength()).matrixTransform(line.getScreenCTM());
          return [x, y];
        }"""
    )
    page.mouse.click(end[0] - 1, end[1])
    until(page, "old => new URLSearchParams(location.search).get('h') !== old", lowest)
    town = choices(page)["h"]
    in_colour(page, town)

    pick(page, "view", "scatter")
    drawn(page, "scatter")
    in_colour(page, town)
    expect(page.locator("#x-graph .annotation", has_text=label(town))).to_be_visible()


def test_a_place_of_the_table_is_put_in_colour_by_its_link(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "iisalmi") + f"?i={SHARE}&view=table&p=684,740&h=684")
    in_colour(page, "684")
    page.locator("#x-main tbody a", has_text=label("740")).click()
    in_colour(page, "740")
    assert focused(page).startswith("a "), "the focus stays on the link that was followed"
    page.locator("#x-main tbody a", has_text=label("140")).click()
    settled(page, h="")
    expect(page.locator("#x-main tr.town")).to_contain_text(label("140"))


def test_an_open_table_of_all_municipalities_follows_every_choice(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "rauma") + query("map"))
    page.locator("#x-details summary").click()
    rows, caption = page.locator("#x-table tbody tr"), page.locator("#x-table caption")
    expect(rows.nth(100)).to_be_attached()
    for control, chosen, said in (("year", "2018", "2018"), ("h", "140", "2018"), ("i", "mean_age", "keski-ikä")):
        page.select_option(f"#x-{control}", chosen)
        expect(caption).to_contain_text(said)
        expect(page.locator("#x-table tr.town")).to_contain_text("Rauma" if control == "year" else "Iisalmi")
        expect(rows.nth(100)).to_be_attached()
    name = page.locator('#x-table a[href*="h=091"]')
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#x-table tr.town")).to_contain_text("Helsinki")
    assert page.evaluate("document.activeElement.textContent") == "Helsinki"
    pick(page, "view", "ranking")
    expect(rows.nth(5)).to_be_attached()
    expect(rows.nth(50)).not_to_be_attached()
    page.go_back()
    expect(rows.nth(100)).to_be_attached()


def test_the_table_is_sorted_by_its_heads(visit: Begin) -> None:
    page = visit().explore(address("city", "sv", "rauma") + f"?i={SHARE}&view=table&p=140,684,SSS")
    head = page.locator("#x-main thead th").nth(1)
    for sort, direction in (("-2021", "descending"), ("2021", "ascending")):
        head.locator("a").click()
        settled(page, sort=sort)
        expect(head).to_have_attribute("aria-sort", direction)
        assert page.evaluate("document.activeElement.closest('th') !== null")
        cells = page.locator("#x-main tbody tr td:nth-child(2)").all_text_contents()
        figures = [float(cell.replace(",", ".")) for cell in cells]
        assert figures == sorted(figures, reverse=direction == "descending")


# --- The keyboard in the chart


def spoken(page: Page, key: str) -> str:
    """What is said after a key."""
    page.keyboard.press(key)
    return (page.locator("#x-spoken").text_content() or "").replace("\u00a0", " ")


def said(place: str, period: str, locale: Locale) -> str:
    """What must be said of a place's figure."""
    point = portal().statistics.series(SHARE).value(place, period)
    assert point is not None
    unit = "%" if locale == "en" else " %"
    return f"{label(place, locale)} {period}: {number(point, locale, 1)}{unit}".replace("\u00a0", " ")


@pytest.mark.parametrize("locale", LOCALES)
def test_arrow_keys_go_through_the_points_and_say_them(visit: Begin, locale: Locale) -> None:
    page = visit().explore(address("city", locale, "iisalmi") + f"?i={SHARE}&p=")
    drawn(page, "trend")
    page.locator("#x-chart").focus()
    expect(page.locator("#x-keys")).to_be_visible()
    assert spoken(page, "ArrowRight") == said("140", "2000", locale)
    assert spoken(page, "ArrowRight") == said("140", "2001", locale)
    assert spoken(page, "End") == said("140", "2021", locale)
    assert spoken(page, "ArrowRight") == said("140", "2021", locale)
    expect(page.locator("#x-graph .hovertext")).to_contain_text(label("140", locale))
    assert spoken(page, "ArrowLeft") == said("140", "2020", locale)
    value = portal().statistics.series(SHARE).value
    order = sorted(portal().statistics.cities, key=lambda place: -(value(place, "2020") or 0))
    under = order[order.index("140") + 1]
    assert spoken(page, "ArrowDown") == said(under, "2020", locale)
    assert spoken(page, "Home") == said(under, "2000", locale)
    page.keyboard.press("Enter")
    settled(page, h=under)
    assert focused(page) == "x-chart"
    expect(page.locator("#x-graph .hovertext")).to_contain_text(label(under, locale))
    assert spoken(page, "ArrowRight") == said(under, "2001", locale)

    pick(page, "view", "map")
    drawn(page, "map")
    page.locator("#x-chart").focus()
    everywhere = portal().statistics.municipalities
    highest = max(everywhere, key=lambda place: value(place, "2021") or 0)
    assert spoken(page, "Home").startswith(said(highest, "2021", locale))
    expect(page.locator("#x-main .walk circle")).to_be_visible()
    page.keyboard.press("Enter")
    settled(page, h=highest)
    expect(page.locator("#x-main path.town")).to_have_attribute("data-code", highest)
    page.keyboard.press("Tab")
    expect(page.locator("#x-main .walk")).to_have_count(0)


@pytest.mark.parametrize("view", ["ranking", "distribution", "scatter", "industries"])
def test_every_chart_is_walked_in_order_by_keyboard(visit: Begin, view: str) -> None:
    page = visit().explore(address("city", "sv", "savonlinna") + query(view))
    drawn(page, view)
    page.locator("#x-chart").focus()
    first, *rest = [spoken(page, key) for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft")]
    assert first
    assert rest[-1] == first
    assert rest[0] == rest[2]
    assert len({first, *rest}) == 3
    expect(page.locator("#x-graph .hovertext")).to_be_visible()


# --- The year

PLAY = "#x-slider button"


def test_the_years_are_played_when_asked_and_stop_at_the_last(visit: Begin) -> None:
    page = visit().explore(address("city", "en", "rauma") + query("map") + "&year=2019")
    play, slider = page.locator(PLAY), page.locator("#x-slider input")
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(slider).to_have_value(str(int(slider.get_attribute("max") or 0) - 2))
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    for year in ("2020", "2021"):
        expect(page.locator("#x-year")).to_have_value(year)
        expect(page.locator("#x-title")).to_contain_text(year)
        expect(slider).to_have_attribute("aria-valuetext", year)
    expect(play).to_have_attribute("aria-pressed", "false")
    settled(page, year="")
    play.click()  # again from the first year, until it is pressed again
    expect(slider).to_have_value("0")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    calm(page)
    year = page.input_value("#x-year")
    page.wait_for_timeout(1500)
    assert page.input_value("#x-year") == year


def test_one_step_back_leads_to_where_the_years_began_to_be_played(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "rauma") + query("ranking") + "&year=2015")
    steps = page.evaluate("history.length")
    page.locator(PLAY).click()
    settled(page, view="ranking", year="2017")
    page.locator(PLAY).click()
    calm(page)
    page.locator("#x-slider input").focus()
    for key, year in (("Home", "2000"), ("ArrowRight", "2001")):
        page.keyboard.press(key)
        settled(page, view="ranking", year=year)
        calm(page)
    page.select_option("#x-h", "140")
    settled(page, h="140", year="2001")
    assert page.evaluate("history.length") == steps + 2
    for step, year in (("back", "2001"), ("back", "2015"), ("forward", "2001")):
        page.evaluate(f"history.{step}()")
        settled(page, h="", year=year)
        expect(page.locator("#x-title")).to_contain_text(year)


def test_the_slider_and_the_list_of_years_agree(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "rauma") + "?i=unemployed_jobseekers_share_monthly&view=ranking")
    slider, years = page.locator("#x-slider input"), page.locator("#x-year")
    periods = portal().statistics.series("unemployed_jobseekers_share_monthly").periods
    slider.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        calm(page)
        assert years.input_value() == periods[int(slider.input_value())]
        named = years.locator("option:checked").text_content() or "?"
        expect(slider).to_have_attribute("aria-valuetext", named)
        expect(page.locator("#x-title")).to_contain_text(named)
    years.select_option(periods[3])
    expect(slider).to_have_value("3")


def test_the_years_are_not_played_where_less_motion_is_wanted(visit: Begin) -> None:
    page = visit(reduced_motion="reduce").explore(address("city", "sv", "rauma") + query("map") + "&year=2017")
    play = page.locator(PLAY)
    expect(play).to_be_disabled()
    play.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#x-still")).to_be_visible()
    expect(page.locator("#x-still")).to_have_text(page.locator("#x-slider").get_attribute("data-still") or "?")
    page.wait_for_timeout(1300)
    expect(page.locator("#x-year")).to_have_value("2017")
    page.emulate_media(reduced_motion="no-preference")
    expect(play).to_be_enabled()


# --- Places


@pytest.mark.parametrize(
    ("locale", "typed", "code"),
    [("fi", "jyvaskyla", "179"), ("en", "aanekoski", "992"), ("sv", "abo", "853"), ("fi", "Pedersören", "599")],
)
def test_any_municipality_is_added_by_typing(visit: Begin, locale: Locale, typed: str, code: str) -> None:
    page = visit().explore(address("city", locale, "iisalmi") + f"?i={SHARE}&p=684")
    field = page.get_by_role("combobox", name=page.locator("label[for=x-add]").text_content() or "?")
    field.focus()
    page.keyboard.type("qqq")
    page.keyboard.press("Enter")
    expect(page.locator("#x-adding li")).to_have_text(page.locator("#x-adding").get_attribute("data-none") or "?")
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)
    expect(page.locator("#x-adding li").first).to_contain_text(label(code, locale))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page, p=f"684,{code}")
    expect(page.locator(f'#x-p input[value="{code}"]')).to_be_checked()
    expect(page.locator("#x-table tr.compared", has_text=label(code, locale))).to_be_attached()
    expect(field).to_have_value("")
    assert focused(page) == "x-add"


def test_without_the_script_that_offers_names_a_name_is_typed_whole(visit: Begin) -> None:
    one = visit()
    one.page.route("**/accessible-autocomplete*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = one.explore(address("city", "sv", "iisalmi") + f"?i={SHARE}&p=684")
    field = page.locator("#x-add")
    field.fill("Atlantis")
    field.press("Enter")
    with use_locale("sv"):
        expect(page.locator("#x-messages")).to_have_text(str(FAULTS["add"]))
    field.fill("abo")
    field.press("Enter")
    settled(page, p="684,853")
    expect(page.locator("#x-messages")).to_be_empty()


def test_a_name_half_typed_is_there_when_the_explorer_takes_over(visit: Begin) -> None:
    one = visit()
    held = Held(one.page, "**/explorer-start.js")
    page = one.open(address("city", "fi", "iisalmi") + f"?i={SHARE}&p=")
    page.locator(".explorer-static .choices > summary").click()
    page.locator("#s-add").focus()
    page.keyboard.type("oulu")
    held.wait()
    held.let_go()
    one.live()
    expect(page.locator("#x-add")).to_have_value("oulu")
    assert focused(page) == "x-add"
    expect(page.locator("#x-adding li").first).to_contain_text("Oulu")
    page.keyboard.press("Enter")
    settled(page, p="564")


@pytest.mark.parametrize("locale", LOCALES)
def test_peers_are_named_with_how_near_they_are(visit: Begin, locale: Locale) -> None:
    page = visit().explore(address("city", locale, "iisalmi") + f"?i={SHARE}&p=")
    for rule in RULES:
        page.select_option("#x-peers", rule)
        settled(page, peers=rule)
        found = peers(portal().statistics, "140", rule).found
        assert found
        with use_locale(locale):
            named, near_by = str(RULE_NAMES[rule]), [measure(peer, rule, locale) for peer in found]
        notes = page.locator("#x-notes")
        expect(notes).to_contain_text(named)
        calm(page)
        for peer, how in zip(found, near_by, strict=True):
            expect(notes).to_contain_text(f"{label(peer.code, locale)} ({how})")
            expect(page.locator("#x-table tr.compared", has_text=label(peer.code, locale)).first).to_be_attached()
        assert page.locator("#x-graph path.js-line").count() == 10 + len([p for p in found if p.code not in TOWNS])


# --- What the address asks wrongly


@pytest.mark.parametrize("locale", LOCALES)
def test_an_address_that_cannot_be_followed_says_so(visit: Begin, locale: Locale) -> None:
    asked = "?i=%3Cb%3Ezzqq&p=zzqq,684&h=zzqq&view=zzqq&year=1066&sort=zzqq"
    one = visit()
    page = one.open(address("city", locale, "iisalmi") + asked)
    with use_locale(locale):
        expected = [str(FAULTS[name]) for name in ("i", "p", "h", "view")]
    shown = page.locator(".explorer-static .messages")
    expect(shown).to_have_attribute("role", "status")
    assert set(expected) <= set(shown.locator("p").all_text_contents())
    assert "zzqq" not in (page.locator("body").text_content() or "")
    one.reach()
    one.live()
    live = page.locator("#x-messages")
    assert live.get_attribute("role") == "status"
    assert set(expected) <= set(live.locator("p").all_text_contents())
    assert "zzqq" not in (page.locator("body").inner_text())
    page.select_option("#x-i", SHARE)
    settled(page, i=SHARE)
    expect(live).to_be_empty()


# --- Scale, link


def test_an_index_has_a_base_year_and_changes_have_signs(visit: Begin) -> None:
    page = visit().explore(address("city", "fi", "rauma") + "?p=140&from=2000")
    expect(page.locator("#x-base-field")).to_be_hidden()
    pick(page, "scale", "index")
    settled(page, scale="index")
    expect(page.locator("#x-base-field")).to_be_visible()
    page.select_option("#x-base", "2010")
    settled(page, base="2010")
    expect(page.locator("#x-title")).to_contain_text("2010 = 100")
    calm(page)
    years = page.locator("#x-table thead th").all_text_contents()
    column = page.locator(f"#x-table tbody tr > :nth-child({years.index('2010') + 1})")
    assert set(column.all_text_contents()) == {"100,0"}
    pick(page, "scale", "change")
    settled(page, scale="change", base="")
    expect(page.locator("#x-base-field")).to_be_hidden()
    calm(page)
    cells = page.locator("#x-table tbody tr.town td").all_text_contents()
    figures = [cell for cell in cells if cell not in ("–", "")]
    assert figures
    assert all(cell.startswith(("+", "\u2212")) or cell.strip("0,") == "" for cell in figures)


SHARING = "navigator.share = (data) => { window.shared = data; return Promise.resolve(); }"


@pytest.mark.parametrize(("phone", "able"), [(True, True), (True, False), (False, True)])
def test_a_phone_has_its_own_way_to_share(visit: Begin, phone: bool, able: bool) -> None:
    one = visit(viewport=PHONE, has_touch=True, is_mobile=True) if phone else visit()
    one.context.add_init_script(SHARING if able else "delete Navigator.prototype.share")
    page = one.explore(address("city", "sv", "rauma") + f"?i={SHARE}")
    button = page.locator("#x-share")
    if not (phone and able):
        expect(button).to_be_hidden()
        return
    button.click()
    until(page, "() => window.shared")
    shared = page.evaluate("window.shared")
    assert shared["url"] == f"{page.url.partition('#')[0]}#numbers"
    assert shared["text"] == page.locator("#x-sentence").text_content()
