"""Workbooks, opened by foreign readers, follow the guidance on statistics in spreadsheets."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from portal.domain.profile import Portal
from portal.exports.indicator import whole
from portal.exports.workbook import UNDATED, Field, Sheet, created, number_format, workbook
from portal.i18n import LOCALES, Locale
from tests.exports.conftest import COMPARE, INDICATORS, TOWNS, Fetch
from tests.exports.test_indicator import figures_of

FILES: list[tuple[str, Locale]] = [
    ("employment_rate_18_64", "fi"),
    ("employment_rate_18_64", "sv"),
    ("employment_rate_18_64", "en"),
    ("workplaces_by_industry", "sv"),
    ("unemployment_rate_jobseekers_monthly", "fi"),
    ("mean_age", "en"),
]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def table_of(data: bytes, name: str) -> pd.DataFrame:
    """The marked-up table of this name, read by pandas."""
    for sheet in opened(data).worksheets:
        if name in sheet.tables:
            head = openpyxl.utils.cell.range_boundaries(sheet.tables[name].ref)[1]
            return pd.read_excel(io.BytesIO(data), sheet_name=sheet.title, header=head - 1, keep_default_na=False)
    raise AssertionError(name)


@pytest.mark.parametrize(("key", "locale"), FILES)
def test_a_workbook_holds_every_figure(portal: Portal, fetch: Fetch, key: str, locale: Locale) -> None:
    rows = table_of(fetch(f"{INDICATORS[locale]}/{key}.xlsx").data, "Figures")
    columns = list(rows.columns)
    parts = portal.statistics.indicator(key).dimension is not None
    code, value = (2, 5) if parts else (0, 3)
    found = {
        (str(row[0]) if parts else "", str(row[code]), str(row[code + 2])): row[value]
        for row in rows.itertuples(index=False, name=None)
    }
    assert found == figures_of(portal, key), columns
    assert pd.api.types.is_numeric_dtype(rows[columns[value]])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sheets_follow_the_guidance(fetch: Fetch, locale: Locale) -> None:
    paths = (
        f"{INDICATORS[locale]}/employment_rate_18_64.xlsx",
        f"{INDICATORS[locale]}/population.xlsx?view=ranking",
        f"{TOWNS[locale]}.xlsx",
        f"{COMPARE[locale]}.xlsx?c=140,684",
    )
    for path in paths:
        cover, *sheets = opened(fetch(path).data).worksheets
        assert not cover.tables
        assert all(cell.value for (cell,) in cover.iter_rows()), "no blank rows on the cover"
        assert len(sheets) >= 2
        for sheet in sheets:
            follows_guidance(sheet)


def follows_guidance(sheet: Any) -> None:
    """One marked-up table from the left edge down to the end, one header row, frozen; title and remarks above it."""
    assert not sheet.merged_cells.ranges
    assert sheet["A1"].value
    (table,) = sheet.tables.values()
    left, top, right, bottom = openpyxl.utils.cell.range_boundaries(table.ref)
    assert (left, right, bottom) == (1, sheet.max_column, sheet.max_row)
    assert sheet.freeze_panes == f"A{top + 1}"
    assert table.headerRowCount == 1
    assert table.autoFilter is None
    heads = [cell.value for cell in sheet[top]]
    assert len(set(heads)) == len(heads) and all(heads)
    rows = list(sheet.iter_rows(min_row=top + 1, values_only=True))
    assert all(any(cell is not None for cell in row) for row in rows)
    assert not any(
        isinstance(cell, str) and cell.replace(".", "", 1).isdigit() and len(cell) > 4 for row in rows for cell in row
    )
    if any(cell is None for row in rows for cell in row):
        told = " ".join(str(sheet.cell(row, 1).value) for row in range(1, top))
        assert any(word in told.lower() for word in ("blank", "tyhjä", "tom ")), sheet.title


def test_the_cover_says_what_it_is_and_where_it_is_found(fetch: Fetch) -> None:
    book = opened(fetch("/en/indicators/employment_rate_18_64.xlsx").data)
    cover = book.worksheets[0]
    texts = [cell.value for (cell,) in cover.iter_rows()]
    address = "http://127.0.0.1:8050/en/indicators/employment_rate_18_64"
    assert texts[0] == "Employment rate"
    assert {"Description", "Source", "Licence", "Data date", "8 November 2022", address} <= set(texts)
    links = [cell.hyperlink for (cell,) in cover.iter_rows() if cell.hyperlink]
    assert address in [link.target for link in links]
    inside = [link.location.split("!")[0].strip("'") for link in links if link.location]
    assert inside == book.sheetnames[1:]


@pytest.mark.parametrize(("locale", "title"), [("fi", "Työllisyysaste"), ("sv", "Relativt sysselsättningstal")])
def test_the_documents_properties_are_in_the_readers_language(fetch: Fetch, locale: Locale, title: str) -> None:
    book = opened(fetch(f"{INDICATORS[locale]}/employment_rate_18_64.xlsx").data)
    assert book.properties.title == title
    assert [prop.value for prop in book.custom_doc_props] == [locale]
    assert book.properties.created.date().isoformat() == "2022-11-08"


def test_numbers_have_as_many_decimals_as_on_the_page(fetch: Fetch) -> None:
    sheet = opened(fetch("/fi/tunnusluvut/employment_rate_18_64.xlsx").data).worksheets[2]
    assert {cell.number_format for cell in sheet["D"][5:]} == {"#,##0.0"}
    assert {cell.number_format for cell in sheet["C"][5:]} == {"0"}
    assert number_format(0) == "#,##0"


def test_wrong_wishes_are_told_on_the_cover(fetch: Fetch) -> None:
    data = fetch("/en/indicators/population.xlsx?view=ranking&year=1066").data
    texts = [cell.value for (cell,) in opened(data).worksheets[0].iter_rows()]
    assert "There are no figures of the year asked for; the nearest year is shown." in texts


def test_the_same_content_gives_the_same_bytes(portal: Portal) -> None:
    dataset = whole(portal, "mean_age", "fi")
    assert workbook(dataset) == workbook(dataset)


def test_no_text_becomes_a_formula(portal: Portal) -> None:
    dataset = whole(portal, "mean_age", "fi")
    sheet = Sheet("Extra", "=1+1", [], [Field("head", lambda row: row)], ["=HYPERLINK(1)", "@x", "+1"], "Extra")
    cells = [cell for (cell,) in opened(workbook(dataset, [sheet]))["Extra"].iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells if cell.value and cell.value[0] in "=@+"] == [
        ("=1+1", "s"),
        ("=HYPERLINK(1)", "s"),
        ("@x", "s"),
        ("+1", "s"),
    ]


@pytest.mark.parametrize(
    ("text", "day"), [("2022-11-08", "2022-11-08"), ("2020-05", "2020-05-01"), ("2020", "2020-01-01")]
)
def test_a_partial_date_is_the_first_day_that_it_can_be(text: str, day: str) -> None:
    assert created(text).date().isoformat() == day
    assert created("") == UNDATED
