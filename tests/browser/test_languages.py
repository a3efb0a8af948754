"""Languages in a real browser: the switch, what it remembers, and addresses written in another language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.addresses import KINDS, LOCALES, Locale, address
from tests.browser.visit import Visit

Begin = Callable[..., Visit]

LANG = {"fi": "fi", "sv": "sv", "en": "en-GB"}
KEPT = [(kind, None) for kind in KINDS if kind != "not found"] + [
    ("city", "kristiinankaupunki"),
    ("indicator", "population"),
]


def lang(visit: Visit) -> str | None:
    return visit.page.locator("html").get_attribute("lang")


def switch_to(visit: Visit, locale: Locale) -> None:
    visit.page.locator(f'.languages a[data-language="{locale}"]').click()
    visit.page.wait_for_url(f"**/{locale}/**")


#: Without scripts only where scripts have a hand in the page's address.
SWITCHED = [(kind, about, True) for kind, about in KEPT]
SWITCHED += [(kind, about, False) for kind, about in KEPT if kind in ("city", "find", "short list with towns", "entry")]


@pytest.mark.parametrize(("kind", "about", "scripts"), SWITCHED)
def test_the_switch_keeps_the_page(visit: Begin, kind: str, about: str | None, scripts: bool) -> None:
    one = visit(java_script_enabled=scripts)
    one.open(address(kind, "fi", about))
    for locale in ("sv", "en", "fi"):
        switch_to(one, locale)
        assert one.page.url == one.base + address(kind, locale, about)
        assert lang(one) == LANG[locale]
        current = one.page.locator('.languages a[aria-current="true"]')
        assert current.get_attribute("data-language") == locale


@pytest.mark.parametrize(
    ("browser_speaks", "locale"),
    [("fi-FI", "fi"), ("sv-FI", "sv"), ("sv-SE", "sv"), ("en-US", "en"), ("de-DE", "en")],
)
def test_the_front_door_answers_in_the_browsers_language(visit: Begin, browser_speaks: str, locale: Locale) -> None:
    one = visit(locale=browser_speaks)
    one.open("/")
    assert one.page.url == f"{one.base}/{locale}/"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_front_door_remembers_the_choice(visit: Begin, locale: Locale) -> None:
    one = visit(locale="en-GB" if locale != "en" else "fi-FI")
    one.open(address("about", "sv" if locale != "sv" else "fi"))
    switch_to(one, locale)
    one.open("/")
    assert one.page.url == f"{one.base}/{locale}/"


def test_reading_a_page_in_a_language_is_no_choice(visit: Begin) -> None:
    one = visit(locale="en-GB")
    one.open(address("home", "sv"))
    assert one.context.cookies() == []
    one.open("/")
    assert one.page.url == f"{one.base}/en/"


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/sv/kaupungit/iisalmi", "/sv/stader/idensalmi"),
        ("/fi/stader/raumo", "/fi/kaupungit/rauma"),
        ("/en/kaupungit/kristiinankaupunki", None),
        ("/sv/nyckeltal/population/", "/sv/nyckeltal/population"),
        ("/fi", "/fi/"),
        ("/fi/kaupungit/iisalmi?x=1", "/fi/kaupungit/iisalmi?x=1"),
        ("/sv/kaupungit/iisalmi?i=mean_age", "/sv/stader/idensalmi?i=mean_age"),
    ],
)
def test_another_languages_address_leads_to_the_right_one(visit: Begin, asked: str, right: str | None) -> None:
    one = visit()
    answers: list[tuple[int, str]] = []
    one.page.on("response", lambda answer: answers.append((answer.status, answer.url)))
    one.open(asked)
    right = right or address("city", "en", "kristiinankaupunki")
    assert one.page.url == one.base + right
    if asked != right:
        assert answers[0] == (301, one.base + asked)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_unknown_address_is_a_404_in_the_sites_look(visit: Begin, locale: Locale) -> None:
    one = visit()
    one.expected.add(404)
    answer = one.page.goto(f"/{locale}/no-such-page")
    assert answer is not None
    assert answer.status == 404
    assert lang(one) == LANG[locale]
    assert one.page.locator("header .brand").is_visible()
    assert one.page.locator("main a").count()
    switch_to(one, "sv" if locale != "sv" else "fi")
