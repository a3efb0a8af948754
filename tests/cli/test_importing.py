"""`portal import`, as whoever brings in figures meets it, on a small made-up data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli.main import main
from portal.indicators.catalogue_file import read_catalogue
from portal.settings import ROOT
from tests.small_data import write_small_data

SOURCE = """\
    id: b
    table: StatFin/vaerak/11re.px
    code: "11re"
    publisher: statistics_finland
    pages: ['https://pxdata.stat.fi/{language}/11re.px/']
    retrieved_from: a made-up copy
    data_date: '2026-05-02'
    areas:
      fi: Kuntajako 1.1.2025
      sv: Kommunindelningen 1.1.2025
      en: 'Municipalities: 1 January 2025'
"""
#: Three new figures, one that is there already, and one revised.
FIGURES = """\
indicator,municipality_code,year,value
population,901,2020,20400
population,902,2020,9958
population,901,2021,20250
population,902,2021,9990
population,SSS,2021,5540000
"""
ONE = "indicator,municipality_code,year,value\n{}\n"

Import = Callable[..., Result]


def note(*indicators: str, more: str = "") -> str:
    """A note that gives these indicators a new source."""
    return f"---\nsources:\n  - indicators: [{', '.join(indicators)}]\n{SOURCE}{more}---\n# From where\n\nChecked.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_small_data(tmp_path)


@pytest.fixture
def bring(data: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Run `portal import` with a file and a note of these texts, in the folder that holds the data."""
    monkeypatch.chdir(data.parent)

    def run(figures: str | bytes, text: str = note("population"), *options: str) -> Result:
        Path("figures.csv").write_bytes(figures.encode() if isinstance(figures, str) else figures)
        Path("figures.md").write_text(text, encoding="utf-8")
        command = ["import", "figures.csv", "--note", "figures.md", "--data", "data", "--lang", "en", *options]
        return CliRunner().invoke(main, command, env={"PORTAL_TODAY": "2026-11-28", "PORTAL_DATA": None})

    return run


def contents(data: Path) -> dict[str, bytes]:
    """Every file of a data folder."""
    return {file.relative_to(data).as_posix(): file.read_bytes() for file in data.rglob("*") if file.is_file()}


def test_new_and_revised_figures_are_told_and_written_with_their_source(data: Path, bring: Import) -> None:
    before = (data / "series" / "population.csv").read_text().splitlines()
    result = bring(FIGURES)
    assert result.output.splitlines() == [
        "population: Population",
        "  new periods, with how many figures: 2021 (3)",
        "  1 revised figure, the largest change first:",
        "    Rantala 2020: 9,960 → 9,958",
        "  1 row unchanged",
        "  places without a figure in the newest period: Niittylä, Suola",
        "  new source b: StatFin/vaerak/11re.px",
        "Written: notes/figures.md, indicators.yaml, series/population.csv.",
        "Now run “portal check”.",
    ]
    after = (data / "series" / "population.csv").read_text().splitlines()
    assert [line for line in after if line not in before] == [
        "SSS,2021,5540000,b",
        "901,2021,20250,b",
        "902,2020,9958,b",
        "902,2021,9990,b",
    ]
    assert [line for line in before if line not in after] == ["902,2020,9960,a"]
    assert (data / "notes" / "figures.md").read_text(encoding="utf-8") == note("population")


def test_the_catalogue_only_gains_the_lines_of_the_source(data: Path, bring: Import) -> None:
    file = data / "indicators.yaml"
    before = file.read_text(encoding="utf-8").replace("    sources:\n", "    sources:   # in order\n\n", 1)
    file.write_text(before, encoding="utf-8")
    assert bring(FIGURES).exit_code == 0
    lines, after = before.splitlines(), file.read_text(encoding="utf-8").splitlines()
    added = len(after) - len(lines)
    start = next(i for i, line in enumerate(after) if line != lines[i])
    assert after[:start] + after[start + added :] == lines
    catalogue, problems = read_catalogue(file)
    assert catalogue
    assert problems == []
    assert [source.id for source in catalogue.indicators["population"].sources] == ["a", "b"]
    assert catalogue.indicators["population"].sources[1].data_date == "2026-05-02"


def test_the_second_time_no_byte_changes_and_one_line_says_so(data: Path, bring: Import) -> None:
    bring(FIGURES)
    before = contents(data)
    result = bring(FIGURES)
    assert result.output == "Nothing to change: all 5 figures of figures.csv are there already.\n"
    assert result.exit_code == 0
    assert contents(data) == before


def test_a_figure_that_is_written_otherwise_is_no_other_figure(data: Path, bring: Import) -> None:
    before = contents(data)
    assert bring(ONE.format("mean_age,901,2016,45.10"), note("mean_age")).output.startswith("Nothing to change")
    assert contents(data) == before


def test_a_dry_run_tells_the_same_and_writes_nothing(data: Path, bring: Import) -> None:
    before = contents(data)
    dry = bring(FIGURES, note("population"), "--dry-run")
    assert contents(data) == before
    assert dry.output.splitlines()[-1] == "Nothing was written: this was a dry run."
    assert bring(FIGURES).output.splitlines()[:-2] == dry.output.splitlines()[:-1]


@pytest.mark.parametrize(
    ("row", "place", "says"),
    [
        ("populaton,901,2021,5", "2:1", "no indicator “populaton”. Did you mean “population”?"),
        ("population,9,2021,5", "2:12", "“9” is neither a municipality's code nor SSS."),
        ("population,Rantala,2021,5", "2:12", "Write it like this: 902"),
        ("population,901,2021M01,5", "2:16", "“2021M01” is not a year. Write it like this: 2021"),
        ("population,901,2021.0,5", "2:16", "Write it like this: 2021"),
        ("population,901,2027,5", "2:16", "the period 2027 has not come yet."),
        ('population,901,2021,"20 250"', "2:21", "“20 250” is not a number. Write it like this: 20250"),
        ("population,901,2021,nan", "2:21", "the figure is missing. Leave the row out"),
        ("population,901,2021,..", "2:21", "the figure is missing. Leave the row out"),
        ("population,901,2021,1e5", "2:21", "“1e5” is not a number."),
        (
            "population,901,2021,20250.5",
            "2:21",
            "20250.5 has more decimals than the indicator's figures. Write it like",
        ),
        ("population,901,2021,-5", "2:21", "-5 is less than nothing."),
        ("population,901,2021", "2:1", "the row has 3 values, and there are 4 columns."),
        ('population,901,2021,"5', "2:1", "a quotation mark is not closed."),
        ("mean_age,901,2021,45.1", "2:1", "figures.md does not say where the figures of “mean_age” come from."),
        ("workplaces_by_industry,901,2021,5", "2:1", "the value is missing. Choose one of these: A, C."),
    ],
)
def test_a_fault_is_told_where_it_stands_and_changes_nothing(
    data: Path, bring: Import, row: str, place: str, says: str
) -> None:
    before = contents(data)
    result = bring(ONE.format(row), note("population", "workplaces_by_industry"))
    assert result.exit_code == 1
    assert f"figures.csv:{place}  " in result.output
    assert says in result.output
    assert contents(data) == before


def test_a_month_is_asked_of_a_monthly_indicator(bring: Import) -> None:
    result = bring(ONE.format("unemployment_share,901,2021-3,9.1"), note("unemployment_share"))
    assert "“2021-3” is not a month. Write it like this: 2021M03" in result.output


def test_every_fault_of_a_row_is_told_and_many_alike_are_counted(bring: Import) -> None:
    rows = "\n".join(f"population,{code},2021,x" for code in range(500, 520))
    result = bring(ONE.format(rows))
    assert result.output.count("is not a number") == 6
    assert "and 15 more rows with a fault like the last of these: “x” is not a number." in result.output
    assert result.output.count("“500” is neither a municipality's code") == 1


def test_a_figure_twice_is_told_with_the_first_line(bring: Import) -> None:
    result = bring(ONE.format("population,901,2021,5\npopulation,901,2021,5"))
    assert "figures.csv:3:1  line 2 already has this indicator, place and period." in result.output


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("indicator;place;period;value", "the columns are not separated by commas."),
        ("indicator,place,vlue,period", "there is no column “vlue”. Did you mean “value”?"),
        ("indicator,place,period", "the column “value” is missing."),
        ("indicator,place,period,value,year", "the column “period” is there twice."),
        ("", "the column “indicator” is missing."),
    ],
)
def test_a_file_that_is_no_tidy_file_is_told_by_its_first_line(bring: Import, head: str, says: str) -> None:
    result = bring(f"{head}\npopulation,901,2021,5\n")
    assert says in result.output
    assert result.exit_code == 1


def test_a_file_in_another_encoding_is_told_and_a_mark_at_its_beginning_is_not(bring: Import) -> None:
    assert (
        "figures.csv:2:1  this character is not in UTF-8."
        in bring(ONE.format("population,Äänekoski,2021,5").encode("latin-1")).output
    )
    assert bring(b"\xef\xbb\xbf" + FIGURES.encode()).exit_code == 0


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("Only words.\n", "1:1", "the note does not say for the portal where the figures come from."),
        (note("populaton"), "3:18", "no indicator “populaton”. Did you mean “population”?"),
        (
            note("population").replace("statistics_finland", "statistics_finlnd"),
            "7:16",
            "Did you mean “statistics_finland”?",
        ),
        (note("population").replace("    id: b\n", "    id: a\n"), "3:18", "has another source “a” already."),
        (note("population").replace("    table:", "    tabel:"), "5:5", "Did you mean “table”?"),
        (note("mean_age", more="uses:\n  population: q\n"), "16:15", "has no source “q”. Its sources are a."),
    ],
)
def test_a_fault_in_the_note_is_told_where_it_stands(
    data: Path, bring: Import, text: str, place: str, says: str
) -> None:
    before = contents(data)
    result = bring(FIGURES, text)
    assert (result.exit_code, contents(data)) == (1, before)
    assert f"figures.md:{place}  " in result.output
    assert says in result.output


def test_a_source_that_the_catalogue_has_can_be_used(data: Path, bring: Import) -> None:
    before = (data / "indicators.yaml").read_bytes()
    assert bring(FIGURES, "---\nuses:\n  population: a\n---\nThe same table.\n").exit_code == 0
    assert (data / "indicators.yaml").read_bytes() == before
    assert "901,2021,20250,a" in (data / "series" / "population.csv").read_text()


def test_a_row_says_which_of_several_sources_it_comes_from(data: Path, bring: Import) -> None:
    both = note("population", more="uses:\n  population: a\n")
    assert "gives “population” several sources: a, b. Say which in a column “source”." in bring(FIGURES, both).output
    rows = "indicator,place,period,value,source\npopulation,901,2021,20250,b\npopulation,902,2021,9990,a\n"
    assert bring(rows, both).exit_code == 0
    lines = (data / "series" / "population.csv").read_text().splitlines()
    assert {"901,2021,20250,b", "902,2021,9990,a"} <= {*lines}


def test_what_the_note_leaves_out_is_not_imported(data: Path, bring: Import) -> None:
    rows = FIGURES + "share_of_cats,901,2021,12.5\n"
    assert bring(rows).exit_code == 1
    assert bring(rows, note("population", more="leave_out: [share_of_cats]\n")).exit_code == 0


def test_sections_have_their_own_figures(data: Path, bring: Import) -> None:
    rows = "indicator,place,section,period,value\nworkplaces_by_industry,901,C,2021,1234\n"
    assert "new periods, with how many figures: 2021 (1)" in bring(rows, note("workplaces_by_industry")).output
    assert "901,C,2021,1234,b" in (data / "series" / "workplaces_by_industry.csv").read_text().splitlines()


def test_a_figure_that_moves_more_than_its_history_explains_is_pointed_out(bring: Import) -> None:
    result = bring(ONE.format("population,901,2018,2070"))
    assert "Check these: they move more than the place's history explains:" in result.output
    assert "Koivula 2018: 2,070 (2018: 20,700)" in result.output
    assert result.exit_code == 0
    assert "Check these" not in bring(ONE.format("population,901,2018,20710")).output


def test_a_source_whose_figures_are_all_replaced_is_named(bring: Import, data: Path) -> None:
    rows = (data / "series" / "income.csv").read_text().splitlines()[1:]
    new = [
        f"income,{place},{period},{float(value) + 1:.0f}" for place, period, value, _ in (r.split(",") for r in rows)
    ]
    result = bring(ONE.format("\n".join(new)), note("income"))
    assert "no figure comes from source a any more: delete it from indicators.yaml" in result.output


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_it_speaks_the_other_languages(bring: Import, lang: str) -> None:
    result = bring(FIGURES, note("population"), "--lang", lang)
    assert {"fi": "Väkiluku", "sv": "Folkmängd"}[lang] in result.output
    assert not any(word in result.output for word in ("new periods", "revised", "Written", "source"))


def test_a_full_disk_changes_nothing(data: Path, bring: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    before, left = contents(data), iter([True, True, False])

    def full(handle: int) -> None:
        if not next(left):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = bring(FIGURES)
    assert result.exit_code == 1
    assert "No space left on device. Correct that, and run the command again." in result.output
    assert contents(data) == before


#: Runs the command, and dies in the middle: before it puts the file of this number in its place.
DIES = """
import os, pathlib, signal, sys
from portal.cli.main import main
replace, left = pathlib.Path.replace, [int(sys.argv.pop(1))]
def once(self, target):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return replace(self, target)
pathlib.Path.replace = once
main()
"""


@pytest.mark.parametrize("files", range(4))
def test_a_killed_import_leaves_a_whole_state_and_running_it_again_completes_it(
    data: Path, bring: Import, tmp_path: Path, files: int
) -> None:
    figures = FIGURES + "mean_age,901,2021,47.2\n"
    text = note("population", "mean_age")
    Path("figures.csv").write_text(figures, encoding="utf-8")
    Path("figures.md").write_text(text, encoding="utf-8")
    command = ["import", "figures.csv", "--note", "figures.md", "--data", str(data)]
    killed = subprocess.run(
        [sys.executable, "-c", DIES, str(files), *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORTAL_TODAY": "2026-11-28"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    check = CliRunner().invoke(main, ["check", "--data", str(data), "--today", "2026-11-23", "--lang", "en"])
    assert check.exit_code == 0, check.output
    assert bring(figures, text).exit_code == 0
    assert {"901,2021,20250,b", "902,2020,9958,b"} <= {*(data / "series" / "population.csv").read_text().splitlines()}
    assert "901,2021,47.2,b" in (data / "series" / "mean_age.csv").read_text().splitlines()
    assert not [name for name in contents(data) if name.endswith(".importing")]
    assert bring(figures, text).output.startswith("Nothing to change")


def test_the_parts_that_serve_know_nothing_of_imports() -> None:
    """The server reads series; what writes them is loaded by the command alone."""
    code = "import sys, portal.server.app; print([m for m in sys.modules if 'importing' in m or m == 'pandas'])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
