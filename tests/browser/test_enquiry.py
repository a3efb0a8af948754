"""An enquiry, written in a real browser: by keyboard, with mistakes, without scripts, and sent twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from portal.enquiries.repository import EnquiryRepository
from portal.i18n import LOCALES
from tests.browser.addresses import in_turn
from tests.browser.visit import Visit

Begin = Callable[..., Visit]
CONTACT = {"fi": "/fi/yhteys", "sv": "/sv/kontakt", "en": "/en/contact"}


def write(page: Page, message: str, **changes: str) -> None:
    """Fill the fields that are needed."""
    texts = {"name": "Åsa Öberg", "email": "asa@example.com", "message": message} | changes
    for name, text in texts.items():
        page.fill(f"#{name}", text)


def send(page: Page) -> None:
    page.click("#enquiry button.btn-accent")


def arrived(page: Page) -> str:
    """The reference that the confirmation gives."""
    expect(page.locator("#sent")).to_be_visible()
    return page.locator(".reference").inner_text()


def serious(page: Page) -> list[Any]:
    return [
        (found["id"], [node["html"] for node in found["nodes"]]) for found in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_enquiry_is_written_and_sent_by_keyboard(visit: Begin, letters: EnquiryRepository, locale: str) -> None:
    page = visit().open(f"{CONTACT[locale]}?town=rauma")
    page.focus("#town-kuusamo")
    page.keyboard.press("Space")
    page.focus("#name")
    for text in ("Åsa Öberg", "Öbergs Ab", "asa@example.com", None, f"Message {locale}"):
        if text:
            page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    kept = letters.find(arrived(page))
    assert kept is not None
    enquiry = kept.enquiry
    assert (enquiry.locale, enquiry.language, enquiry.message) == (locale, locale, f"Message {locale}")
    assert (enquiry.towns, enquiry.organisation, enquiry.copy) == (("rauma", "kuusamo"), "Öbergs Ab", True)
    assert page.locator("html").get_attribute("lang") == {"fi": "fi", "sv": "sv", "en": "en-GB"}[locale]


@pytest.mark.parametrize(("width", "locale"), in_turn(390, 820, 1440))
def test_form_faults_and_confirmation_fit_and_are_accessible(visit: Begin, locale: str, width: int) -> None:
    on = visit(viewport={"width": width, "height": 800})
    on.expected.add(422)
    page = on.open(CONTACT[locale])
    assert on.overflow == 0
    assert serious(page) == []
    page.fill("#message", "Something")
    send(page)
    expect(page.locator("#faults")).to_be_focused()
    assert on.overflow == 0
    assert serious(page) == []
    page.check("#town-iisalmi")
    write(page, "Something")
    send(page)
    arrived(page)
    assert on.overflow == 0
    assert serious(page) == []


def test_a_fault_leads_to_its_field_and_what_was_typed_stays(visit: Begin) -> None:
    on = visit()
    on.expected.add(422)
    page = on.open("/en/contact?town=heinola")
    write(page, "We look for a hall.", email="asa@")
    send(page)
    page.click("#faults a[href='#email']")
    expect(page.locator("#email")).to_be_focused()
    expect(page.locator("#email-fault")).to_contain_text("No answer could reach this")
    expect(page.locator("#message")).to_have_value("We look for a hall.")
    expect(page.locator("#town-heinola")).to_be_checked()
    page.fill("#email", "asa@example.com")
    send(page)
    arrived(page)


def test_what_is_typed_outlives_a_change_of_language_and_leaves_with_the_letter(visit: Begin) -> None:
    page = visit().open("/en/contact?town=keuruu")
    write(page, "Half a message")
    page.click("a[data-language='sv']")
    expect(page).to_have_url(re.compile("/sv/kontakt"))
    expect(page.locator("#message")).to_have_value("Half a message")
    expect(page.locator("#town-keuruu")).to_be_checked()
    page.goto("/sv/stader")
    page.go_back()
    expect(page.locator("#name")).to_have_value("Åsa Öberg")
    send(page)
    arrived(page)
    page.goto("/sv/kontakt")
    expect(page.locator("#message")).to_have_value("")


def test_the_form_works_without_scripts(visit: Begin, letters: EnquiryRepository) -> None:
    on = visit(java_script_enabled=False)
    on.expected.add(422)
    page = on.open("/fi/yhteys")
    send(page)
    expect(page.locator("#name-fault")).to_be_visible()
    page.check("#town-taivalkoski")
    write(page, "Ilman skriptejä")
    send(page)
    kept = letters.find(arrived(page))
    assert kept is not None
    assert kept.enquiry.towns == ("taivalkoski",)


def test_two_clicks_make_one_enquiry(visit: Begin, letters: EnquiryRepository) -> None:
    page = visit().open("/en/contact?town=raahe")
    write(page, "Clicked twice")
    page.dblclick("#enquiry button.btn-accent")
    arrived(page)
    assert [kept.enquiry.message for kept in letters.every()].count("Clicked twice") == 1


def test_the_short_list_of_the_browser_goes_along(visit: Begin, letters: EnquiryRepository) -> None:
    page = visit().open("/en/contact?town=raahe")
    page.evaluate("localStorage.setItem('portal_short_list', JSON.stringify({towns: ['rauma', 'x'], entries: []}))")
    write(page, "With my list")
    page.check("#copy")
    send(page)
    kept = letters.find(arrived(page))
    assert kept is not None
    assert kept.enquiry.short_list == "town=rauma"


def test_without_a_copy_the_short_list_stays_in_the_browser(visit: Begin) -> None:
    page = visit().open("/en/contact?town=raahe")
    page.evaluate("localStorage.setItem('portal_short_list', JSON.stringify({towns: ['rauma'], entries: []}))")
    write(page, "Without my list")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        send(page)
    assert "&short_list=&" in f"{sent.value.post_data}&"


def test_people_do_not_meet_the_field_for_machines(visit: Begin) -> None:
    page = visit().open("/en/contact")
    trap = page.locator("#homepage").bounding_box()
    assert trap is not None
    assert trap["x"] < 0
    page.focus("#message")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "copy"
