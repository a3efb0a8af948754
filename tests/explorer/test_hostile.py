"""Whatever stands in an address, the page and the explorer's answer are whole, and say nothing of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.explorer.state import PARAMETERS
from portal.i18n import LOCALES
from tests.explorer.test_callbacks import Browser

PAGES = {
    "fi": ("/fi/kaupungit/rauma", "/fi/tunnusluvut/workplaces_by_industry", "/fi/vertailu"),
    "sv": ("/sv/stader/raumo", "/sv/nyckeltal/price_old_flats_per_m2", "/sv/jamfor"),
    "en": ("/en/cities/kuusamo", "/en/indicators/unemployed_jobseekers_share_monthly", "/en/compare"),
}
#: Begins every value that nobody may see again.
MARK = "zzqq"
EVIL = (
    '"><script>alert(1)</script>',
    "'\"`${7*7}{{7*7}}%(locale)s",
    "../../etc/passwd",
    "\x00\r\nSet-Cookie: a=b",
    "\u202e\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "9" * 300,
    "-1e309",
    ",,,,",
)
VALUES = st.one_of(
    st.sampled_from(EVIL).map(lambda text: MARK + text),
    st.text(max_size=20).map(lambda text: MARK + text),
    st.sampled_from(["", "140", "684,SSS,TEN", "2010", "2024M05", "C", "index", "change", "population", "region", "-"]),
    st.sampled_from([*CHART_TYPES]),
)
NAMES = st.sampled_from([*PARAMETERS, "c", "utm_source", "__proto__", "x-url"])


def encoded(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs, errors='surrogatepass')}"


@settings(max_examples=40)
@given(data=st.data())
def test_no_query_breaks_a_page_or_is_seen_on_it(app: Flask, data: st.DataObject) -> None:
    locale = data.draw(st.sampled_from(LOCALES))
    page = data.draw(st.sampled_from(PAGES[locale]))
    search = encoded(data.draw(st.lists(st.tuples(NAMES, VALUES), max_size=7)))
    response = app.test_client().get(page + search)
    assert response.status_code == 200, search
    assert MARK not in response.text


@settings(max_examples=40)
@given(data=st.data())
def test_no_query_breaks_an_answer_or_is_seen_in_it(app: Flask, data: st.DataObject) -> None:
    locale = data.draw(st.sampled_from(LOCALES))
    browser = Browser(app, locale, data.draw(st.sampled_from(PAGES[locale])))
    search = encoded(data.draw(st.lists(st.tuples(NAMES, VALUES), max_size=7)))
    response = browser.client.post(f"/{locale}/_explorer/_dash-update-component", json=browser.body(search, ""))
    assert response.status_code == 200, search
    assert MARK not in response.text


@settings(max_examples=40)
@given(data=st.data())
def test_no_choice_breaks_an_answer_or_is_seen_in_it(app: Flask, data: st.DataObject) -> None:
    """Values of controls, which a browser of ours never sends but anybody else may."""
    browser = Browser(app, "en", "/en/cities/iisalmi")
    browser.open(data.draw(st.sampled_from(["", *(f"?view={view}" for view in CHART_TYPES)])))
    control = data.draw(st.sampled_from(sorted(browser.values)))
    value: Any = data.draw(st.none() | VALUES | st.lists(VALUES, max_size=4) | st.integers() | st.floats())
    browser.values[control] = value if control == "x-p" or not isinstance(value, list) else value[:1]
    body = browser.body("", f"{control}.value")
    response = browser.client.post("/en/_explorer/_dash-update-component", json=body)
    assert response.status_code in (200, 400)
    assert MARK not in response.text


@pytest.mark.parametrize("view", CHART_TYPES)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_and_the_answer_of_every_view_say_the_same(app: Flask, portal: Portal, locale: str, view: str) -> None:
    key = "workplaces_by_industry" if view == "industries" else "share_over_64"
    browser = Browser(app, locale)
    answer = browser.open(f"?i={key}&view={view}&p=684&h=205&peers=region")
    page = browser.client.get(f"{browser.pathname}?i={key}&view={view}&p=684&h=205&peers=region").text
    assert answer["x-view"]["value"] == view
    for text in (browser.says("x-title"), browser.says()):
        escaped = text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")
        assert escaped in page.replace("\u00a0", " "), quote(text)
