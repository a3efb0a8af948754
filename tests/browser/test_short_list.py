"""The short list in a real browser: marked on many pages, kept, shown, shared, merged, and lost without harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import LOCALES, TOWNS, Locale, address, in_turn, portal
from tests.browser.test_axe import complaints
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

KEY = "portal_short_list"
ENTRY, OTHER = (entry.id for entry in portal().cities["rauma"].looking_for[:2])


def kept(page: Page) -> dict[str, list[str]] | None:
    """What the browser keeps."""
    text = page.evaluate(f"localStorage.getItem('{KEY}')")
    return None if text is None else json.loads(text)


def keep(page: Page, text: object) -> None:
    """As if the browser had kept this."""
    page.evaluate(f"text => localStorage.setItem('{KEY}', text)", text if isinstance(text, str) else json.dumps(text))


def marks(page: Page, kind: str, name: str) -> Locator:
    return page.locator(f'main .mark[data-{kind}="{name}"]')


def rows(page: Page) -> list[str]:
    return page.locator(".short-row").evaluate_all("rows => rows.map((row) => row.id.replace(/^(town|entry)-/, ''))")


def asked(page: Page) -> dict[str, list[str]]:
    """What the address asks for."""
    return {name: values[0].split(",") for name, values in parse_qs(urlsplit(page.url).query).items()}


def count(page: Page) -> Locator:
    return page.locator(".menu [data-short-count]")


def own(one: Visit, towns: list[str], entries: list[str] | None = None) -> Page:
    """One's own list, open."""
    page = one.open(address("privacy", "en"))
    keep(page, {"towns": towns, "entries": entries or []})
    one.open(address("short_list", "en"))
    expect(page.locator(".short-row")).to_have_count(len(towns) + len(entries or []))
    return page


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_marked_on_any_page_is_on_the_list_in_any_language(visit: Begin, locale: Locale) -> None:
    one = visit()
    page = one.open(address("city", locale, "rauma"))
    button = marks(page, "town", "rauma")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = button.bounding_box()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert button.bounding_box() == before
    expect(count(page)).to_have_text(" (1)")
    expect(page.locator(".short-note-said")).to_contain_text("Rau")
    one.open(address("cities", locale))
    expect(marks(page, "town", "rauma")).to_have_attribute("aria-pressed", "true")
    marks(page, "town", "kuusamo").click()
    one.open(address("looking_for", locale))
    marks(page, "entry", ENTRY).click()
    one.open(address("entry", locale, ENTRY))
    expect(marks(page, "entry", ENTRY)).to_have_attribute("aria-pressed", "true")
    one.open(address("find", locale) + "?port=must")
    marks(page, "town", "raahe").click()
    assert kept(page) == {"towns": ["rauma", "kuusamo", "raahe"], "entries": [ENTRY]}
    expect(count(page)).to_have_text(" (4)")
    other = LOCALES[LOCALES.index(locale) - 1]
    one.open(address("short_list", other))
    expect(page.locator(".short-row")).to_have_count(4)
    assert rows(page) == ["rauma", "kuusamo", "raahe", ENTRY]
    assert asked(page) == {"town": ["rauma", "kuusamo", "raahe"], "entry": [ENTRY]}
    assert not one.context.cookies()


def test_marking_again_takes_away_and_can_be_undone(visit: Begin) -> None:
    page = visit().open(address("city", "en", "rauma"))
    button = marks(page, "town", "rauma")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".short-note-said")).to_have_text("Removed from the short list: Rauma.")
    assert kept(page) is None
    expect(count(page)).to_have_text("")
    page.locator("[data-undo]").click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert kept(page) == {"towns": ["rauma"], "entries": []}


def test_the_first_towns_of_a_wish_are_marked_together_also_after_another_choice(visit: Begin) -> None:
    page = visit().open(address("find", "en"))
    page.locator('label[for="port-must"]').click()
    together = page.locator("#result > .actions .mark")
    expect(together).to_be_visible()
    together.click()
    expect(together).to_have_attribute("aria-pressed", "true")
    found = kept(page)
    assert found is not None
    assert len(found["towns"]) == 3
    page.locator('label[for="tax-must"]').click()
    expect(page.locator('.place-card .mark[aria-pressed="true"]')).to_have_count(3)


def test_one_thing_and_then_everything_leaves_the_list(visit: Begin) -> None:
    one = visit()
    page = own(one, ["rauma", "heinola"], [ENTRY])
    page.locator("#town-rauma [data-remove]").click()
    expect(page.locator(".short-row")).to_have_count(2)
    expect(page.locator("#town-heinola [data-remove]")).to_be_focused()
    assert asked(page) == {"town": ["heinola"], "entry": [ENTRY]}
    assert kept(page) == {"towns": ["heinola"], "entries": [ENTRY]}
    page.locator("[data-clear]").click()
    expect(page.locator('[data-when="empty"]')).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    assert page.url == one.base + address("short_list", "en")
    assert kept(page) is None
    page.locator("[data-undo]").click()
    expect(page.locator(".short-row")).to_have_count(2)
    assert kept(page) == {"towns": ["heinola"], "entries": [ENTRY]}


def test_a_shared_list_is_the_senders_and_joins_ones_own_only_when_asked_to(visit: Begin) -> None:
    sender = visit(permissions=["clipboard-read", "clipboard-write"])
    page = own(sender, ["rauma", "heinola"], [ENTRY])
    page.locator("[data-copy-link]").click()
    expect(page.get_by_role("button", name="Link copied", exact=True)).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url

    one = visit()
    page = own(one, ["kuusamo", "heinola"])
    one.open(link.removeprefix(one.base))
    expect(page.locator('[data-state="shared"]')).to_be_visible()
    assert rows(page) == ["rauma", "heinola", ENTRY]
    assert kept(page) == {"towns": ["kuusamo", "heinola"], "entries": []}
    expect(page.locator("[data-remove]:visible, [data-clear]:visible")).to_have_count(0)
    assert one.shift == 0
    expect(marks(page, "town", "heinola")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Show my own list").click()
    expect(page.locator("#town-kuusamo")).to_be_visible()
    page.go_back()
    page.locator("[data-keep]").click()
    expect(page.locator(".short-row")).to_have_count(4)
    assert kept(page) == {"towns": ["kuusamo", "heinola", "rauma"], "entries": [ENTRY]}
    assert asked(page) == {"town": ["kuusamo", "heinola", "rauma"], "entry": [ENTRY]}
    one.open(link.removeprefix(one.base))
    expect(page.locator('[data-state="known"]')).to_be_visible()
    expect(page.locator("[data-keep]")).to_be_hidden()


def test_going_back_to_ones_own_list_shows_what_was_marked_since(visit: Begin) -> None:
    one = visit()
    page = own(one, ["rauma"])
    page.locator(f'.short-sought a[href$="{ENTRY}"]').click()
    marks(page, "entry", ENTRY).click()
    page.go_back()
    expect(page.locator(".short-row")).to_have_count(2)
    expect(page.locator('[data-state="shared"]')).to_be_hidden()
    page.reload()
    assert rows(page) == ["rauma", ENTRY]


def test_two_tabs_stay_in_step(visit: Begin) -> None:
    one = visit()
    page = own(one, ["rauma"])
    other = one.context.new_page()
    other.goto(address("cities", "en"))
    marks(other, "town", "keuruu").click()
    expect(page.locator(".short-row")).to_have_count(2)
    expect(count(page)).to_have_text(" (2)")
    page.locator("#town-rauma [data-remove]").click()
    expect(marks(other, "town", "rauma")).to_have_attribute("aria-pressed", "false")
    expect(count(other)).to_have_text(" (1)")


@pytest.mark.parametrize("text", ["{", "null", '"rauma"', "[]", '{"towns": "rauma"}', "\u0000"])
def test_what_cannot_be_read_is_told_and_the_list_begins_anew(visit: Begin, text: str) -> None:
    one = visit()
    page = one.open(address("privacy", "en"))
    keep(page, text)
    one.open(address("short_list", "en"))
    expect(page.locator('[data-when="unreadable"]')).to_be_visible()
    expect(page.locator('[data-when="empty"]')).to_be_visible()
    one.open(address("city", "en", "rauma"))
    marks(page, "town", "rauma").click()
    assert kept(page) == {"towns": ["rauma"], "entries": []}


def test_what_the_site_does_not_know_leaves_what_is_kept(visit: Begin) -> None:
    one = visit()
    page = one.open(address("privacy", "en"))
    strange = ["atlantis", 7, None, "<b>", "rauma", "rauma", "x" * 200]
    keep(page, {"towns": strange, "entries": ["gone-long-ago", ENTRY], "more": 1})
    one.open(address("short_list", "en"))
    expect(page.locator(".short-row")).to_have_count(2)
    expect(count(page)).to_have_text(" (2)")
    assert kept(page) == {"towns": ["rauma"], "entries": [ENTRY]}
    expect(page.get_by_text("The address names a town that is not one of the network.")).to_be_visible()


def test_a_list_is_not_longer_than_it_can_be(visit: Begin) -> None:
    one = visit()
    page = one.open(address("looking_for", "en"))
    every = [entry.id for city in portal().cities.values() for entry in city.looking_for]
    keep(page, {"towns": [], "entries": every[:30]})
    page.reload()
    button = marks(page, "entry", every[30])
    button.click()
    expect(page.locator(".short-note-said")).to_have_text("A short list holds at most 30 entries. Remove one first.")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-undo]")).to_be_hidden()
    expect(count(page)).to_have_text(" (30)")


@pytest.mark.parametrize("how", ["getter", "full"])
def test_a_browser_that_keeps_nothing_is_told_of(visit: Begin, how: str) -> None:
    one = visit()
    one.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        if how == "getter"
        else "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    page = one.open(address("city", "en", "rauma"))
    button = marks(page, "town", "rauma")
    button.click()
    expect(page.locator(".short-note-said")).to_have_text("This browser does not let the site keep a list.")
    expect(button).to_have_attribute("aria-pressed", "false")
    one.open(address("short_list", "en"))
    expect(page.locator('[data-when="empty"]')).to_be_visible()
    expect(page.locator('[data-when="refused"]')).to_be_visible(visible=how == "getter")
    one.open(address("short_list", "en") + "?town=rauma")
    assert rows(page) == ["rauma"]


def test_ones_own_list_can_be_asked_for_again_when_the_line_was_down(visit: Begin) -> None:
    one = visit()
    page = one.open(address("privacy", "en"))
    keep(page, {"towns": ["rauma"], "entries": []})
    one.expected.add(503)
    page.route("**/short-list?**", lambda route: route.fulfill(status=503, body=""))
    one.open(address("short_list", "en"))
    expect(page.locator(".line-note")).to_contain_text("What is shown is not your list yet.")
    page.unroute("**/short-list?**")
    page.locator(".line-note button").click()
    expect(page.locator("#town-rauma")).to_be_visible()


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_a_list_is_made_by_a_form_and_changed_by_links(visit: Begin, locale: Locale) -> None:
    one = visit(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = one.open(address("cities", locale))
    expect(page.locator(".mark:visible")).to_have_count(0)
    page.locator(".fold summary").click()
    page.locator(".fold a:has([data-short-count])").click()
    page.locator("#list-rauma").check()
    page.locator("#list-keuruu").check()
    page.locator("noscript form button, form:has(#list-rauma) button").click()
    assert sorted(rows(page)) == ["keuruu", "rauma"]
    page.locator("#town-rauma [data-remove]").click()
    assert rows(page) == ["keuruu"]
    expect(page.locator("[data-copy-link]:visible, [data-share]:visible, [data-keep]:visible")).to_have_count(0)
    page.locator("[data-clear]").click()
    expect(page.locator("#list-rauma")).to_be_visible()
    assert one.overflow <= 0


def test_a_phone_offers_its_own_list_of_ways_to_share(visit: Begin) -> None:
    one = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    one.context.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page = own(one, ["rauma"])
    page.locator("[data-share]").click()
    page.wait_for_function("window.shared")
    shared = page.evaluate("window.shared")
    assert shared["url"] == page.url
    assert "Rauma" in shared["title"]


def test_the_language_switch_takes_the_list_along(visit: Begin) -> None:
    one = visit()
    page = own(one, ["rauma"], [ENTRY])
    page.locator('.languages a[data-language="sv"]').click()
    page.wait_for_url("**/sv/utvalda?**")
    assert rows(page) == ["rauma", ENTRY]
    expect(page.locator('[data-state="shared"]')).to_be_hidden()


def test_at_most_twelve_figures_can_be_ticked(visit: Begin) -> None:
    page = own(visit(), ["rauma", "keuruu"])
    page.locator(".short-choose summary").click()
    boxes = page.locator(".short-choose input[type=checkbox]")
    for number in range(12):
        boxes.nth(number).check()
    expect(boxes.nth(12)).to_be_disabled()
    boxes.nth(3).uncheck()
    expect(boxes.nth(12)).to_be_enabled()


def test_nothing_moves_when_what_is_kept_is_painted(visit: Begin) -> None:
    one = visit(viewport={"width": 390, "height": 844})
    page = one.open(address("privacy", "fi"))
    keep(page, {"towns": ["rauma", "keuruu"], "entries": [ENTRY, OTHER]})
    for kind in ("city", "cities", "looking_for", "entry"):
        one.open(address(kind, "fi", "rauma" if kind == "city" else None))
        expect(page.locator('main .mark[aria-pressed="true"]').first).to_be_visible()
        assert one.shift == 0, kind


@pytest.mark.parametrize(("width", "locale"), in_turn(390, 820, 1440))
def test_the_list_has_room_and_axe_finds_nothing(visit: Begin, locale: Locale, width: int) -> None:
    one = visit(viewport={"width": width, "height": 900})
    page = one.open(address("privacy", locale))
    keep(page, {"towns": [town for town in TOWNS if town != "heinola"], "entries": [ENTRY]})
    one.open(address("short_list", locale))
    expect(page.locator(".short-row")).to_have_count(10)
    page.locator(".short-choose summary").click()
    assert one.overflow <= 0
    small = page.locator("#short-list :is(a, button, summary):visible").evaluate_all(
        "found => found.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.textContent)"
    )
    assert width > 390 or not small
    assert not complaints(page)
    page.locator(f"#entry-{ENTRY} [data-remove]").click()
    expect(page.locator(".short-note")).to_be_in_viewport()
    assert not complaints(page)
    one.open(address("short_list", locale) + "?town=heinola")
    expect(page.locator('[data-state="shared"]')).to_be_visible()
    assert one.overflow <= 0
    assert not complaints(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_menu_has_room_for_the_count(visit: Begin, locale: Locale) -> None:
    one = visit()
    page = one.open(address("privacy", locale))
    every = [entry.id for city in portal().cities.values() for entry in city.looking_for]
    keep(page, {"towns": [*portal().cities], "entries": every[:30]})
    page.reload()
    expect(count(page)).to_have_text(" (40)")
    for width in (1024, 1100, 1200, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        edges = page.evaluate(
            "['.menu ul', '.languages'].map((part) => document.querySelector(part).getBoundingClientRect())"
            ".map(({ left, right }) => [left, right])"
        )
        assert edges[0][1] <= edges[1][0], width
        assert one.overflow <= 0, width


def test_on_paper_the_list_is_whole_and_its_buttons_are_left_out(visit: Begin) -> None:
    page = own(visit(), ["rauma"], [ENTRY])
    page.emulate_media(media="print")
    expect(page.locator("#town-rauma")).to_be_visible()
    expect(page.locator(f"#entry-{ENTRY}")).to_be_visible()
    expect(page.locator("main .btn:visible, [data-remove]:visible")).to_have_count(0)
