"""A comparison as files: its figures and positions equal the series."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from tests.exports.conftest import AS_TEXT, COMPARE, Fetch


@pytest.mark.parametrize("locale", LOCALES)
def test_the_figures_are_those_of_the_series(portal: Portal, fetch: Fetch, locale: Locale) -> None:
    rows = pd.read_csv(io.StringIO(fetch(f"{COMPARE[locale]}.csv?c=140,684,091").text), dtype=AS_TEXT)
    assert set(rows["municipality_code"]) == {"140", "684", "091"}
    for row in rows.itertuples():
        series = portal.statistics.series(row.indicator)
        assert row.value == series.value(row.municipality_code, row.period)
        assert 1 <= row.position <= row.of
        assert 0 <= row.percentile <= 100
    found = fetch(f"{COMPARE[locale]}.json?c=140,684,091").json
    assert [row["value"] for row in found["observations"]] == rows["value"].tolist()
    assert found["view"] == {"c": "140,684,091"}


def test_the_ten_are_compared_when_nothing_is_chosen(portal: Portal, fetch: Fetch) -> None:
    found = fetch("/fi/vertailu.json").json
    assert {row["place"] for row in found["observations"]} == set(portal.statistics.cities)
    assert found["address"].endswith("/fi/vertailu")


def test_sheets_have_the_places_side_by_side(portal: Portal, fetch: Fetch) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetch("/en/compare.xlsx?c=140,684").data))
    values, positions = (sheet for sheet in book.worksheets if set(sheet.tables) & {"Comparison", "Positions"})
    (table,) = values.tables.values()
    top = openpyxl.utils.cell.range_boundaries(table.ref)[1]
    assert [cell.value for cell in values[top]] == ["Indicator", "Period", "Unit", "Iisalmi", "Rauma"]
    rows = {row[0]: row for row in values.iter_rows(min_row=top + 1, values_only=True)}
    series = portal.statistics.series("employment_rate_18_64")
    name, period, _unit, iisalmi, rauma = rows["Employment rate"]
    assert (iisalmi, rauma) == (series.value("140", str(period)), series.value("684", str(period))), name
    assert positions.max_row == values.max_row + 1  # one more line is said over its table


def test_wrong_wishes_are_told_and_not_echoed(fetch: Fetch) -> None:
    answer = fetch("/en/compare.json?c=140,684,nowhere-at-all")
    assert len(answer.json["messages"]) == 1
    assert "nowhere-at-all" not in answer.text
