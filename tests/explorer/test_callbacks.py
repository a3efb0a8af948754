"""What the browser asks of the explorer, and what it is answered: over HTTP, as Dash asks."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from portal.explorer.callbacks import CONTROLS
from portal.i18n import LOCALES

TOWN = {"fi": "/fi/kaupungit/iisalmi", "sv": "/sv/stader/idensalmi", "en": "/en/cities/iisalmi"}
SHOWN = {
    "fi": "Iisalmessa oli 20",
    "sv": "I Idensalmi fanns det",
    "en": "In Iisalmi there were",
}


def address(locale: str) -> str:
    return f"/{locale}/_explorer/_dash-update-component"


class Browser:
    """The explorer of one language as a browser sees it: its controls keep what the last answer put into them."""

    def __init__(self, app: Flask, locale: str, pathname: str | None = None) -> None:
        self.client = app.test_client()
        self.locale = locale
        self.pathname = TOWN[locale] if pathname is None else pathname
        self.values: dict[str, Any] = dict.fromkeys(CONTROLS)
        found = self.client.get(f"/{locale}/_explorer/_dash-dependencies").get_json()
        self.callback = next(callback for callback in found if "x-shown.data" in callback["output"])
        self.answer: dict[str, Any] = {}
        self.was = ""

    def body(self, search: str, changed: str) -> dict[str, Any]:
        names = self.callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        given = {"x-url": search, **self.values}
        inputs = [{**part, "value": given[part["id"]]} for part in self.callback["inputs"]]
        held = {"x-url": self.pathname, "x-was": self.was}
        state = [{**part, "value": held[part["id"]]} for part in self.callback["state"]]
        return {
            "output": self.callback["output"],
            "outputs": outputs,
            "inputs": inputs,
            "state": state,
            "changedPropIds": [changed] if changed else [],
        }

    def open(self, search: str = "") -> dict[str, Any]:
        """The page is opened, with a query or without."""
        return self._ask(self.body(search, ""))

    def choose(self, control: str, value: Any) -> dict[str, Any]:
        """The reader chooses something."""
        self.values[control] = value
        return self._ask(self.body("", f"{control}.value"))

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        response = self.client.post(address(self.locale), json=body)
        assert response.status_code == 200, response.text
        self.answer = response.get_json()["response"]
        self.values |= {name: self.answer[name]["value"] for name in CONTROLS}
        self.was = self.answer["x-was"]["value"]
        return self.answer

    def says(self, ident: str = "x-sentence") -> str:
        return str(self.answer[ident]["children"]).replace("\u00a0", " ")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_explorer_answers_in_the_language_of_its_address(app: Flask, locale: str) -> None:
    browser = Browser(app, locale)
    browser.open()
    assert browser.says().startswith(SHOWN[locale])
    labels = {"fi": "Koko maa", "sv": "Hela landet", "en": "Whole country"}
    assert browser.answer["x-p"]["options"][-1]["label"] == labels[locale]
    source = {"fi": "Lähde: ", "sv": "Källa: ", "en": "Source: "}
    assert browser.says("x-source").startswith(f"['{source[locale]}")


def test_the_language_is_not_that_of_the_browser_nor_of_the_page_it_came_from(app: Flask) -> None:
    browser = Browser(app, "sv", TOWN["en"])
    headers = {"Accept-Language": "fi", "Referer": "http://localhost/en/cities/iisalmi", "Cookie": "portal_language=fi"}
    response = browser.client.post(address("sv"), json=browser.body("", ""), headers=headers)
    assert response.get_json()["response"]["x-sentence"]["children"].startswith(SHOWN["sv"])


def test_two_languages_asked_at_once_never_mix(app: Flask) -> None:
    def ask(locale: str) -> tuple[str, str]:
        browser = Browser(app, locale)
        browser.open("?i=population&p=684")
        return locale, browser.says() + json.dumps(browser.answer["x-view"], ensure_ascii=False)

    with ThreadPoolExecutor(6) as pool:
        heard = set(pool.map(ask, LOCALES * 8))
    assert {locale for locale, _said in heard} == set(LOCALES)
    assert len(heard) == len(LOCALES)


def test_an_opened_address_is_shown_as_it_asks_and_is_left_alone(app: Flask) -> None:
    browser = Browser(app, "en")
    answer = browser.open("?i=workplaces&p=684,SSS&view=ranking&to=2015")
    assert (answer["x-i"]["value"], answer["x-t"]["value"]) == ("workplaces", "work")
    assert answer["x-p"]["value"] == ["684", "SSS"]
    assert (answer["x-view"]["value"], answer["x-to"]["value"]) == ("ranking", "2015")
    assert "2015" in answer["x-title"]["children"]
    assert "x-url" not in answer


def test_a_choice_changes_chart_table_sentence_and_address_together(app: Flask) -> None:
    browser = Browser(app, "en")
    before = browser.open()
    after = browser.choose("x-p", ["684"])
    assert after["x-url"]["search"] == "?p=684"
    assert before["x-shown"] != after["x-shown"]
    assert before["x-shown"]["data"]["table"] != after["x-shown"]["data"]["table"]
    ranking = browser.choose("x-view", "ranking")
    assert ranking["x-url"]["search"] == "?p=684&view=ranking"
    assert ranking["x-shown"]["data"]["figure"]["data"][0]["type"] == "bar"
    assert "Position" in ranking["x-shown"]["data"]["table"]
    assert browser.says() == "In Iisalmi there were 20,205 residents in 2025; position 4/10."


def test_what_the_address_says_opens_the_same_view_again(app: Flask) -> None:
    chosen = Browser(app, "fi")
    chosen.open()
    chosen.choose("x-i", "share_over_64")
    chosen.choose("x-p", ["684", "SSS"])
    search = chosen.choose("x-from", "2010")["x-url"]["search"]
    opened = Browser(app, "fi")
    opened.open(search)
    for part in ("x-shown", "x-sentence", "x-title", *CONTROLS):
        assert opened.answer[part] == chosen.answer[part], part


def test_another_indicator_begins_with_its_own_years_and_keeps_the_places(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?p=684&from=1990&to=2000")
    after = browser.choose("x-i", "share_over_64")
    assert (after["x-from"]["value"], after["x-to"]["value"]) == ("2000", "2021")
    assert after["x-p"]["value"] == ["684"]
    assert after["x-url"]["search"] == "?i=share_over_64&p=684"


def test_another_theme_begins_with_its_first_indicator(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open()
    after = browser.choose("x-t", "living")
    assert after["x-t"]["value"] == "living"
    assert after["x-i"]["value"] == after["x-i"]["options"][0]["value"] == "price_old_flats_per_m2"


def test_industries_are_offered_where_there_are_any(app: Flask) -> None:
    browser = Browser(app, "fi")
    assert browser.open()["x-s-field"]["hidden"] is True
    after = browser.choose("x-i", "workplaces_by_industry")
    assert after["x-s-field"]["hidden"] is False
    assert {"value": "A", "label": "A Maatalous, metsätalous ja kalatalous", "disabled": False} in after["x-s"][
        "options"
    ]
    assert "Maatalous" in browser.choose("x-s", "A")["x-title"]["children"]
    assert browser.answer["x-url"]["search"] == "?i=workplaces_by_industry&s=A"


def test_an_index_is_drawn_from_a_hundred(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?from=2010")
    after = browser.choose("x-scale", "index")
    assert after["x-url"]["search"] == "?from=2010&scale=index"
    assert {trace["y"][0] for trace in after["x-shown"]["data"]["figure"]["data"]} == {100}


def test_nobody_to_compare_with_can_be_chosen(app: Flask) -> None:
    browser = Browser(app, "en", "/en/indicators/employment_rate_18_64")
    assert browser.open()["x-p"]["value"] == ["SSS"]
    after = browser.choose("x-p", [])
    assert (after["x-p"]["value"], after["x-url"]["search"]) == ([], "?p=")


def test_the_explorer_begins_where_its_page_does(app: Flask) -> None:
    browser = Browser(app, "en", "/en/indicators/municipal_loans_per_capita")
    assert browser.open()["x-i"]["value"] == "municipal_loans_per_capita"
    assert len(browser.answer["x-p"]["options"]) == 12


@pytest.mark.parametrize(
    "pathname", ["", "/", "/en/nowhere", "/en/cities/espoo", "/en/indicators/happiness", "x" * 900]
)
def test_an_explorer_on_a_strange_page_still_shows_something(app: Flask, pathname: str) -> None:
    browser = Browser(app, "en", pathname)
    assert browser.open()["x-i"]["value"] == "population"


@pytest.mark.parametrize(
    "search",
    [
        "?i=happiness&p=1,2,3&view=pie&from=x&to=y&scale=z",
        "?p=" + "684," * 500,
        "?" + "&".join(["p=684"] * 200),
        "?%00=%ff&%zz",
    ],
    ids=("nonsense", "many towns", "many parameters", "no text"),
)
def test_a_query_that_its_page_can_show_the_explorer_can_show(app: Flask, search: str) -> None:
    browser = Browser(app, "en")
    page = browser.client.get(TOWN["en"] + search)
    answer = browser.client.post(address("en"), json=browser.body(search, ""))
    assert page.status_code in (200, 400)
    assert answer.status_code == page.status_code


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize(
    "value",
    [None, "", "?", 7, True, [], [1], [None], [["684"]], {"a": 1}, "x" * 5000],
    ids=lambda value: repr(value)[:12],
)
def test_no_value_of_a_control_is_a_fault_of_ours(app: Flask, control: str, value: Any) -> None:
    browser = Browser(app, "en")
    browser.open()
    browser.values[control] = value
    body = browser.body("", f"{control}.value")
    assert browser.client.post(address("en"), json=body).status_code in (200, 400)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"output": "x-graph.figure"}', b'{"output": ["x"]}', b"\xff\xfe"],
)
def test_a_body_that_is_no_question_is_refused(client: Any, body: bytes) -> None:
    response = client.post(address("fi"), data=body, content_type="application/json")
    assert (response.status_code, response.mimetype) == (400, "text/plain")


def test_a_question_with_a_part_missing_is_refused(app: Flask) -> None:
    browser = Browser(app, "fi")
    for part in ("inputs", "state", "output"):
        body = browser.body("", "")
        del body[part]
        assert browser.client.post(address("fi"), json=body).status_code == 400
    body = browser.body("", "")
    body["inputs"].reverse()
    assert browser.client.post(address("fi"), json=body).status_code == 400


def test_the_layout_has_every_control_with_a_label_in_its_language(client: Any) -> None:
    for locale, theme in {"fi": "Teema", "sv": "Tema", "en": "Theme"}.items():
        text = client.get(f"/{locale}/_explorer/_dash-layout").text
        assert all(f'"{control}"' in text for control in CONTROLS)
        assert json.dumps(theme) in text


def test_no_button_of_a_chart_sends_figures_to_a_third_party(client: Any) -> None:
    layout = client.get("/fi/_explorer/_dash-layout").text
    assert '"showSendToCloud":false' in layout.replace(" ", "")
    assert '"displaylogo":false' in layout.replace(" ", "")
    assert '"locale":"fi"' in layout.replace(" ", "")


def test_a_place_that_no_list_offers_can_be_chosen_on_the_map(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?i=share_over_64&view=map")
    after = browser.choose("x-h", "148")
    assert after["x-url"]["search"] == "?i=share_over_64&h=148&view=map"
    assert {"value": "148", "label": "Inari", "disabled": False} in after["x-h"]["options"]
    assert "Inari" in browser.says()
    assert after["x-shown"]["data"]["map"]["front"][-1] == "148"
    for view in ("ranking", "distribution", "scatter", "trend", "table"):
        assert "h=148" in browser.choose("x-view", view)["x-url"]["search"]
        assert "Inari" in browser.says()


def test_the_view_stays_when_the_theme_changes(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?view=table")
    after = browser.choose("x-t", "work")
    assert (after["x-view"]["value"], after["x-url"]["search"]) == ("table", "?i=workplaces&view=table")


def test_a_year_that_was_chosen_for_one_view_is_not_taken_to_another(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?view=ranking")
    assert browser.choose("x-year", "1990")["x-url"]["search"] == "?view=ranking&year=1990"
    assert browser.choose("x-view", "trend")["x-url"]["search"] in ("", "?")


def test_a_typed_name_is_added_or_refused_and_the_field_is_emptied(app: Flask) -> None:
    browser = Browser(app, "sv")
    browser.open("?i=share_over_64&p=684")
    added = browser.choose("x-add", "abo")
    assert (added["x-p"]["value"], added["x-add"]["value"], added["x-messages"]["children"]) == (["684", "853"], "", [])
    refused = browser.choose("x-add", "Atlantis")
    assert refused["x-p"]["value"] == ["684", "853"]
    assert len(refused["x-messages"]["children"]) == 1
    assert "Atlantis" not in json.dumps(refused)


def test_a_table_is_sorted_in_the_address_and_in_its_rows(app: Flask) -> None:
    browser = Browser(app, "en")
    browser.open("?i=share_over_64&view=table&p=684,SSS")
    down = browser.choose("x-sort", "-2021")
    assert "sort=-2021" in down["x-url"]["search"]
    up = browser.choose("x-sort", "2021")
    assert down["x-shown"]["data"]["main"] != up["x-shown"]["data"]["main"]
    assert "sort" not in browser.choose("x-view", "trend")["x-url"]["search"]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_address_asks_wrongly_is_told_with_the_page_and_gone_with_the_next_choice(
    app: Flask, locale: str
) -> None:
    browser = Browser(app, locale)
    messages = browser.open("?i=zzqq&p=zzqq&view=zzqq&h=zzqq")["x-messages"]["children"]
    assert len(messages) == 4
    page = browser.client.get(f"{TOWN[locale]}?i=zzqq&p=zzqq&view=zzqq&h=zzqq").text
    for message in messages:
        assert message["props"]["children"] in page
    assert browser.choose("x-view", "ranking")["x-messages"]["children"] == []
