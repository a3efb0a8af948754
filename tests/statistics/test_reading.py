"""A series that pages could not be made of is left out and said, whether by the server or by `portal check`."""

import shutil
from pathlib import Path

import pytest

from portal.i18n import speaking
from portal.settings import ROOT
from portal.statistics.reading import read_catalogue, read_statistics

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
    shutil.copytree(ROOT / "data" / "series", data / "series")
    shutil.copy(ROOT / "data" / "municipalities.csv", data)
    file = data / "series" / "population.csv"
    before, after = DAMAGE[damage]
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    catalogue, _problems = read_catalogue(ROOT / "data" / "indicators.yaml")
    assert catalogue is not None
    with speaking("en"):
        statistics, problems = read_statistics(data, catalogue, ["140"])
    assert "population" not in statistics.keys
    assert "workplaces" in statistics.keys
    assert [problem.place.file.name for problem in problems] == ["population.csv"]


def test_an_empty_series_is_left_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "series", data / "series")
    shutil.copy(ROOT / "data" / "municipalities.csv", data)
    (data / "series" / "population.csv").write_text("place,period,value,source\n", encoding="utf-8")
    catalogue, _problems = read_catalogue(ROOT / "data" / "indicators.yaml")
    assert catalogue is not None
    with speaking("en"):
        statistics, _said = read_statistics(data, catalogue, ["140"])
    assert "population" not in statistics.keys
