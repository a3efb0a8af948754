from __future__ import annotations

import pytest
from lxml import html

from portal.explorer.state import PARAMETERS
from tests.pages.conftest import SITE, Open

PATHS = ("/fi/upota", "/sv/badda-in", "/en/embed")


@pytest.mark.parametrize("path", PATHS)
def test_an_example_stands_beside_the_code_that_makes_it(show: Open, path: str) -> None:
    page = show(path)
    frames, codes = page.all("//iframe"), page.all("//textarea")
    assert len(frames) == len(codes) == 2
    for frame, code in zip(frames, codes, strict=True):
        pasted, script = html.fragments_fromstring(code.text)
        assert pasted.get("src") == SITE + frame.get("src")
        assert pasted.get("title") == frame.get("title")
        assert script.get("src") == f"{SITE}/embed.js"
        assert show(frame.get("src")).status == 200
        assert show(frame.get("src")).locale == page.locale


def test_every_parameter_that_an_address_may_have_is_explained(show: Open) -> None:
    names = {found.text for found in show("/en/embed").all("//dt/code")}
    of_forms = {"t", "i", "was", "add"}  # what the explorer's own form needs besides
    assert names == {*PARAMETERS, "figures", "theme"} - of_forms


@pytest.mark.parametrize("path", ["/fi/tietoa", "/sv/om", "/en/about"])
def test_the_page_about_the_data_leads_there(show: Open, path: str) -> None:
    assert show(path).all("//main//a[@href='/fi/upota' or @href='/sv/badda-in' or @href='/en/embed']")


@pytest.mark.parametrize("path", ["/fi/kaupungit/iisalmi", "/sv/stader/idensalmi", "/en/cities/iisalmi"])
def test_a_towns_page_has_the_code_for_its_figures(show: Open, path: str) -> None:
    page = show(path)
    code = page.one("//textarea[@id='figures-code']")
    pasted, _script = html.fragments_fromstring(code.text)
    target = show(pasted.get("src").removeprefix(SITE))
    assert (target.status, target.locale) == (200, page.locale)
    assert page.all("//h1")[0].text in pasted.get("title")
    assert "readonly" in code.attrib
    assert page.one("//button[@data-copy='#figures-code']").get("type") == "button"
