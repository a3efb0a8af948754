from __future__ import annotations

import pytest

from portal.i18n import HTML_LANG, LOCALES, Locale
from portal.pages.rendering import Pages
from tests.pages.conftest import Open

TITLES = {"fi": "Sivua ei löydy", "sv": "Sidan hittades inte", "en": "Page not found"}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_unknown_address_is_a_true_404_in_its_language(show: Open, locale: Locale) -> None:
    page = show(f"/{locale}/no-such-page")
    assert page.status == 404
    assert page.one("/html").get("lang") == HTML_LANG[locale]
    assert page.one("//h1").text == TITLES[locale]
    assert page.one("//meta[@name='robots']").get("content") == "noindex"
    assert len(page.all("//ul[@class='columns']/li/a")) == 10
    assert page.all("//link[@rel='canonical'] | //link[@rel='alternate']") == []


@pytest.mark.parametrize("path", ["/fi/kaupungit/espoo", "/en/indicators/happiness", "/sv/vi-soker/ingen"])
def test_what_does_not_exist_is_not_found(show: Open, path: str) -> None:
    assert show(path).status == 404


@pytest.mark.parametrize("status", [400, 404, 405, 413, 500, 503])
def test_every_fault_has_a_page_of_its_own_in_three_languages(pages: Pages, status: int) -> None:
    made = {locale: pages.error(status, locale) for locale in LOCALES}
    assert len(set(made.values())) == 3
    for locale, page in made.items():
        assert f'<html lang="{HTML_LANG[locale]}">' in page
        assert f">{status}<" in page
