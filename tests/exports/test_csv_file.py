"""CSV that other programs read, and what its columns mean."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.exports.csv_file import plain, written
from portal.i18n import LOCALES, Locale
from tests.exports.conftest import COMPARE, INDICATORS, TOWNS, Fetch


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_is_written_as_every_program_reads_it(number: object) -> None:
    value = float(str(number))
    text = plain(value)
    assert float(text) == value
    assert set(text) <= set("-.0123456789")
    assert not text.endswith(".")


def test_quotes_commas_and_line_ends_stay_in_their_cell() -> None:
    cells = ['say "hello"', "a,b", "line\nend", "åäö"]
    assert list(csv.reader(io.StringIO(written(["a", "b", "c", "d"], [cells])))) == [["a", "b", "c", "d"], cells]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_metadata_describes_each_column_of_the_file_that_links_to_it(fetch: Fetch, locale: Locale) -> None:
    paths = (
        f"{INDICATORS[locale]}/employment_rate_18_64.csv",
        f"{INDICATORS[locale]}/population.csv?view=trend&scale=index&h=140",
        f"{TOWNS[locale]}.csv",
        f"{COMPARE[locale]}.csv?c=140,684",
        f"{INDICATORS[locale]}.csv",
    )
    for path in paths:
        answer = fetch(path)
        link, relation, kind = answer.headers["Link"].split("; ")
        assert (relation, kind) == ('rel="describedby"', 'type="application/csvm+json"')
        described = fetch(link.strip("<>"))
        assert described.content_type.startswith("application/csvm+json")
        head = next(csv.reader(io.StringIO(answer.text)))
        columns = described.json["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == [column["titles"] for column in columns] == head
        assert described.json["url"].startswith("http://127.0.0.1:8050" + path.partition("?")[0])
        assert described.json["@context"][0] == "http://www.w3.org/ns/csvw"


def test_the_metadata_names_source_and_licence(fetch: Fetch) -> None:
    described = fetch("/en/indicators/employment_rate_18_64.csv-metadata.json").json
    source = described["dc:source"][0]
    assert source["dc:publisher"] == "Statistics Finland"
    assert source["dc:license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["dc:modified"] == "2022-11-08"
    assert described["dc:relation"].endswith("/en/indicators/employment_rate_18_64")


def test_the_metadata_lead_to_the_table_and_name_the_copy_that_was_read(fetch: Fetch) -> None:
    words = {"fi": "Saatu julkisesta kopiosta", "sv": "Hämtat från en offentlig kopia"}
    for locale, page in (("fi", "/fi/tunnusluvut"), ("sv", "/sv/nyckeltal")):
        source = fetch(f"{page}/price_old_flats_per_m2.csv-metadata.json").json["dc:source"][0]
        table = f"https://pxdata.stat.fi/PxWeb/pxweb/{locale}/StatFin/StatFin__ashi/13mx.px/"
        assert source["dc:relation"] == [table]
        assert source["dc:provenance"].startswith(f"{words[locale]}: github:")
    untabled = fetch("/en/indicators/intermunicipal_in_migration.csv-metadata.json").json["dc:source"][0]
    assert untabled["dc:relation"] == ["https://stat.fi"]


def test_json_and_workbook_name_table_and_copy_too(fetch: Fetch) -> None:
    table = "https://pxdata.stat.fi/PxWeb/pxweb/en/StatFin/StatFin__ashi/13mx.px/"
    [source] = fetch("/en/indicators/price_old_flats_per_m2.json").json["sources"]
    assert source["table_urls"] == [table]
    assert source["public_copy"].startswith("github:")
    book = openpyxl.load_workbook(io.BytesIO(fetch("/en/indicators/price_old_flats_per_m2.xlsx").data))
    head, row = [*book["Sources"].iter_rows(values_only=True)][-2:]
    told = dict(zip(head, row, strict=True))
    assert told["Address of the table"] == table
    assert told["Obtained through a public copy"] == source["public_copy"]
    figures = fetch("/en/cities/iisalmi.json").json["key_figures"]
    assert all(address.startswith("https://") for figure in figures for address in figure["source_urls"])
