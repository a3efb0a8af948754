"""A series that pages could not be made of is left out and said, whether by the server or by `portal check`."""

import shutil
from pathlib import Path

import pytest

from portal.i18n import use_locale
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.reading import read_statistics
from tests.made_up_site import COUNTRY

FAULTS = {
    "a period that is none": "the period “x1972” is not a year.",
    "a month in a yearly series": "the period “1972M01” is not a year.",
    "a place that is none": "“14” is neither a municipality code nor SSS.",
    "a repeated row": "line %(line)s already has this place and period.",
    "an unknown source": "the indicator has no source “%(source)s”.",
    "a number without end": "“inf” is not a number.",
}
DAMAGE = {
    "a period that is none": ("140,1972,", "140,x1972,"),
    "a month in a yearly series": ("140,1972,", "140,1972M01,"),
    "a place that is none": ("140,1972,", "14,1972,"),
    "a repeated row": ("140,1973,", "140,1972,"),
    "an unknown source": ("140,1972,20640,", "140,1972,20640,zz"),
    "a number without end": ("140,1972,20640", "140,1972,inf"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_series_is_left_out_and_the_others_stay(tmp_path: Path, damage: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(COUNTRY / "series", data / "series")
    shutil.copy(COUNTRY / "municipalities.csv", data)
    file = data / "series" / "population.csv"
    before, after = DAMAGE[damage]
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    catalogue, _problems = read_catalogue(COUNTRY / "indicators.yaml")
    assert catalogue is not None
    with use_locale("en"):
        statistics, problems = read_statistics(data, catalogue, ["140"])
    assert "population" not in statistics.keys
    assert "workplaces" in statistics.keys
    assert [problem.place.file.name for problem in problems] == ["population.csv"]


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_check_says_which_row_is_at_fault(tmp_path: Path, damage: str) -> None:
    data = write_series(tmp_path)
    file = data / "series" / "population.csv"
    before, after = DAMAGE[damage]
    text = file.read_text(encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    catalogue, _problems = read_catalogue(COUNTRY / "indicators.yaml")
    assert catalogue is not None
    row = file.read_text(encoding="utf-8").splitlines()[line - 1]
    fault = FAULTS[damage] % {"line": line - 1, "source": row.split(",")[-1]}
    with use_locale("en"):
        _statistics, problems = read_statistics(data, catalogue, ["140"], thorough=True)
        assert [str(problem) for problem in problems] == [
            f"{file.as_posix()}:{line}:1  {fault} Correct the row, or delete it."
        ]


def write_series(tmp_path: Path) -> Path:
    """The series, to be damaged."""
    data = tmp_path / "data"
    shutil.copytree(COUNTRY / "series", data / "series")
    shutil.copy(COUNTRY / "municipalities.csv", data)
    return data


def test_an_empty_series_is_left_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(COUNTRY / "series", data / "series")
    shutil.copy(COUNTRY / "municipalities.csv", data)
    (data / "series" / "population.csv").write_text("place,period,value,source\n", encoding="utf-8")
    catalogue, _problems = read_catalogue(COUNTRY / "indicators.yaml")
    assert catalogue is not None
    with use_locale("en"):
        statistics, _said = read_statistics(data, catalogue, ["140"])
    assert "population" not in statistics.keys
