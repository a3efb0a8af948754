"""Lists are complete, in CSV as in JSON."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from tests.exports.conftest import INDICATORS, TOWNS, Fetch

MUNICIPALITIES: dict[Locale, str] = {"fi": "/fi/kunnat", "sv": "/sv/kommuner", "en": "/en/municipalities"}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_indicator_is_listed_with_files_that_exist(
    portal: Portal, fetch: Fetch, client: FlaskClient, locale: Locale
) -> None:
    found = fetch(f"{INDICATORS[locale]}.json").json["indicators"]
    assert [entry["key"] for entry in found] == portal.statistics.keys
    assert [row["key"] for row in rows(fetch(f"{INDICATORS[locale]}.csv").text)] == portal.statistics.keys
    site = portal.site.site_url
    for form, address in found[0]["files"].items():
        assert address.startswith(f"{site}{INDICATORS[locale]}/") and address.endswith(f".{form}")
        assert client.get(address.removeprefix(site)).status_code == 200
    assert "csv-metadata.json" not in found[0]["files"]


def test_an_indicator_is_listed_with_its_years_and_industries(portal: Portal, fetch: Fetch) -> None:
    found = {entry["key"]: entry for entry in fetch("/sv/nyckeltal.json").json["indicators"]}
    series = portal.statistics.series("employment_rate_18_64")
    entry = found["employment_rate_18_64"]
    assert (entry["first_period"], entry["last_period"]) == (series.periods[0], series.periods[-1])
    assert entry["municipalities"] == len(series.places) - 1
    assert entry["sections"] == []
    sections = [part["code"] for part in found["workplaces_by_industry"]["sections"]]
    assert sections == portal.statistics.sections("workplaces_by_industry")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_town_is_listed(portal: Portal, fetch: Fetch, locale: Locale) -> None:
    path = TOWNS[locale].rsplit("/", 1)[0]
    found = fetch(f"{path}.json").json["cities"]
    assert [entry["code"] for entry in found] == list(portal.by_code)
    assert [row["code"] for row in rows(fetch(f"{path}.csv").text)] == list(portal.by_code)
    assert found[0]["address"] == portal.site.site_url + TOWNS[locale]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_municipality_is_listed_in_three_languages(portal: Portal, fetch: Fetch, locale: Locale) -> None:
    found = {entry["code"]: entry for entry in fetch(f"{MUNICIPALITIES[locale]}.json").json["municipalities"]}
    assert list(found) == sorted(portal.statistics.municipalities)
    rauma = found["684"]
    assert rauma["names"] == {"fi": "Rauma", "sv": "Raumo", "en": "Rauma"}
    assert rauma["name"] == rauma["names"][locale]
    assert (rauma["town"], found["091"]["town"]) == (True, False)
    table = {row["code"]: row for row in rows(fetch(f"{MUNICIPALITIES[locale]}.csv").text)}
    assert list(table) == list(found)
    assert (table["684"]["name_sv"], table["684"]["town"]) == ("Raumo", "true")


def test_municipalities_exist_as_files_only(client: FlaskClient) -> None:
    assert client.get("/fi/kunnat").status_code == 404
    assert client.get("/fi/kunnat.xlsx").status_code == 404
    moved = client.get("/sv/kunnat.csv")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/sv/kommuner.csv")
