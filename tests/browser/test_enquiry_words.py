"""The confirmation by e-mail repeats no word of the visitor's: the page that confirms the enquiry hands them back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.visit import Visit

Begin = Callable[..., Visit]
CONTACT = {"fi": "/fi/yhteys", "sv": "/sv/kontakt", "en": "/en/contact"}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("locale", CONTACT)
def test_ones_own_words_are_shown_once_and_can_be_saved(visit: Begin, locale: str, width: int) -> None:
    on = visit(viewport={"width": width, "height": 900})
    page = on.open(f"{CONTACT[locale]}?town=rauma")
    words = "We look for a hall.\n<b>Two</b> lines, and å " + "x" * 120
    for name, text in (("name", "Åsa Öberg"), ("email", "asa@example.com"), ("message", words)):
        page.locator(f"#{name}").fill(text)
    page.locator("#copy").click()
    page.locator("#enquiry button.btn-accent").click()
    page.wait_for_selector("#own-words")
    assert page.locator("#own-words pre").inner_text() == words
    reference = page.locator(".reference").inner_text()
    assert page.evaluate("document.querySelector('#own-words a').download") == f"{reference}.txt"
    with page.expect_download() as saving:
        page.locator("#own-words a").click()
    saved = saving.value.path().read_text(encoding="utf-8")
    assert saved.startswith(f"{reference}\n")
    assert saved.endswith(f"Åsa Öberg\nasa@example.com\n\n{words}\n")
    assert on.overflow == 0
    page.goto(page.url)
    assert not page.locator("#own-words").is_visible()


def test_nobody_elses_words_are_shown_to_who_opens_the_link(visit: Begin) -> None:
    page = visit().open("/en/contact?town=rauma")
    for name, text in (("name", "Åsa"), ("email", "asa@example.com"), ("message", "Mine")):
        page.locator(f"#{name}").fill(text)
    page.locator("#enquiry button.btn-accent").click()
    page.wait_for_selector("#own-words")
    address = page.url
    other = visit().open(address.removeprefix(visit().base))
    assert not other.locator("#own-words").is_visible()
