"""A town as files: what is downloaded says the same as the page."""

import csv
import io
import json

import openpyxl
import pandas as pd
import pytest
import vobject
from flask.testing import FlaskClient

from portal.domain.profile import Portal

TOWNS = {"fi": "/fi/kaupungit/iisalmi", "sv": "/sv/stader/idensalmi", "en": "/en/cities/iisalmi"}


@pytest.mark.parametrize("locale", TOWNS)
def test_the_csv_holds_every_figure_of_the_town(client: FlaskClient, portal: Portal, locale: str) -> None:
    answer = client.get(f"{TOWNS[locale]}.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = pd.read_csv(io.StringIO(answer.text), dtype={"municipality_code": str, "period": str, "section": str})
    assert set(rows["municipality_code"]) == {"140"}
    wanted = {
        (key, section, point.period): point.value
        for key in portal.statistics.keys
        for section in portal.statistics.sections(key)
        for point in portal.statistics.series(key, section).points("140")
    }
    found = {
        (r.indicator, r.section if isinstance(r.section, str) else "", r.period): r.value for r in rows.itertuples()
    }
    assert found == wanted
    assert rows["source_table"].notna().all()


def test_the_csv_speaks_the_language_of_its_address(client: FlaskClient) -> None:
    names = {
        locale: next(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text)))["name"]
        for locale, path in TOWNS.items()
    }
    assert names == {"fi": "Väkiluku", "sv": "Folkmängd", "en": "Population"}


def test_the_json_says_what_the_page_says(client: FlaskClient, portal: Portal) -> None:
    town = json.loads(client.get("/sv/stader/idensalmi.json").text)
    city = portal.cities["iisalmi"]
    assert town["name"] == "Idensalmi"
    assert town["pitch"]["text"] == city.pitch.text.sv
    assert [entry["id"] for entry in town["strengths"]] == [strength.id for strength in city.strengths]
    assert {entry["id"] for entry in town["looking_for"]} == {entry.id for entry in city.looking_for}
    population = portal.statistics.series("population").latest("140")
    assert population is not None
    assert town["key_figures"][0]["value"] == population.value
    assert town["key_figures"][0]["period"] == population.period


def test_the_vcard_is_read_by_another_program_and_holds_only_what_is_known(client: FlaskClient) -> None:
    answer = client.get("/fi/kaupungit/kuusamo.vcf")
    assert answer.content_type == "text/vcard; charset=utf-8"
    cards = list(vobject.readComponents(answer.text))
    assert [card.fn.value for card in cards] == ["Naturpolis Oy", "Kuusamon kaupunki"]
    assert cards[0].email.value == "info@naturpolis.fi"
    assert not hasattr(cards[1], "email")


@pytest.mark.parametrize("locale", TOWNS)
def test_the_workbook_holds_the_key_figures_and_every_figure(client: FlaskClient, portal: Portal, locale: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{TOWNS[locale]}.xlsx").data))
    tables = {name: sheet for sheet in book.worksheets for name in sheet.tables}
    rows = list(tables["KeyFigures"].iter_rows(min_row=5, values_only=True))
    town = json.loads(client.get(f"{TOWNS[locale]}.json").text)
    wanted = [(figure["name"], figure["value"], figure["position"], figure["of"]) for figure in town["key_figures"]]
    assert [(row[0], row[1], row[4], row[5]) for row in rows] == wanted
    every = sum(
        len(portal.statistics.series(key, section).points("140"))
        for key in portal.statistics.keys
        for section in portal.statistics.sections(key)
    )
    assert tables["Figures"].max_row == every + int(tables["Figures"].freeze_panes[1:]) - 1


def test_a_file_of_a_town_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/fi/kaupungit/atlantis.json").status_code == 404
    assert client.get("/fi/kaupungit/iisalmi.docx").status_code == 404
    assert client.get("/fi/etsimme.json").status_code == 404


def test_the_other_languages_name_leads_to_the_right_file(client: FlaskClient) -> None:
    answer = client.get("/sv/stader/iisalmi.json")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/sv/stader/idensalmi.json")
