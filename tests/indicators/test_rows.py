"""The rules of a series file: the server, which asks of all rows, and the checks, which name one, never disagree."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import use_locale
from portal.indicators.reading import _rows
from portal.indicators.rows import RowRules, Rows
from tests.made_up import series

PLACES = st.sampled_from(["001", "002", "SSS", "1", "0011", "sss", "TEN", "", "٠٠١"])
PERIODS = st.sampled_from(["2019", "2020", "2020M01", "2020M13", "20", "٢٠٢٠", ""])
VALUES = st.sampled_from(["1", "-2.5", "1e3", "inf", "-inf", "nan"])
SOURCES = st.sampled_from(["a", "b", "c", ""])


@pytest.mark.parametrize("frequency", ["year", "month"])
@given(rows=st.lists(st.tuples(PLACES, PERIODS, VALUES, SOURCES), min_size=1, max_size=4))
def test_rows_hold_when_and_only_when_no_row_has_a_fault(
    frequency: str, rows: list[tuple[str, str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    indicator = series({"001": {"2020": 1}}, frequency=frequency).indicator
    file = Path(tmp_path_factory.getbasetemp()) / f"{frequency}.csv"
    lines = ["place,period,value,source", *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with use_locale("en"):
        faults = list(_rows(file, indicator))
    assert RowRules.of(indicator).hold(Rows.read(("place", "period", "value", "source"), rows)) == (not faults)


def test_a_file_begins_with_its_columns_and_a_section_tells_rows_apart() -> None:
    words = {"fi": "x", "sv": "x", "en": "x"}
    dimension = {"name": words, "values": {"A": words, "B": words}}
    plain = RowRules.of(series({"001": {"2020": 1}}).indicator)
    cut = RowRules.of(series({"001": {"2020": 1}}, dimension=dimension).indicator)
    assert (plain.header, cut.header) == ("place,period,value,source", "place,section,period,value,source")
    rows = Rows(["001"] * 2, ["2020"] * 2, [1.0, 2.0], ["a"] * 2, section=["A", "B"])
    assert cut.hold(rows)
    assert not plain.hold(rows)


def test_no_rows_are_no_series() -> None:
    rules = RowRules.of(series({"001": {"2020": 1}}).indicator)
    assert not rules.hold(Rows([], [], [], []))
    assert not rules.is_number(math.nan)


def test_a_row_that_is_not_whole_is_no_row() -> None:
    with pytest.raises(ValueError, match="argument"):
        Rows.read(("place", "period", "value", "source"), [("001", "2020", "1", "a"), ("002", "2020", "1")])
