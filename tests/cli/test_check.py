"""`portal check`, as staff meet it: whole outputs word for word, exit codes, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cli.check import OPERATORS
from portal.cli.main import main
from portal.cli.terminal import spoken
from portal.settings import ROOT
from tests.small_data import TOWN, write_small_data

Check = Callable[..., Result]

PLAIN = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG", "PORTAL_DATA", "PORTAL_TODAY", "PORTAL_SITE_URL"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The small data folder."""
    return write_small_data(tmp_path)


@pytest.fixture
def check(data: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run `portal check` in the folder that holds the small data folder."""
    monkeypatch.chdir(data.parent)

    def run(*options: str, **environment: str) -> Result:
        arguments = ["check", "--data", "data", "--today", "2026-11-23", *options]
        return CliRunner().invoke(main, arguments, env={**PLAIN, **environment})

    return run


@pytest.fixture
def mend(data: Path) -> Callable[[str, str, str], None]:
    """Change a part of a file of the data folder."""

    def change(name: str, old: str, new: str) -> None:
        file = data / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


Mend = Callable[[str, str, str], None]


@pytest.fixture
def three_slips(mend: Mend) -> None:
    """Two mistakes in one town and a warning in the other."""
    mend("cities/koivula.yaml", "kind: city", "knd: city")
    mend("cities/koivula.yaml", "  sv: Mittlandet\n", "  sv:\n    - Mittlandet\n")
    mend("cities/rantala.yaml", "  sv: Mittlandet\n", "")


def test_nothing_to_mend(check: Check) -> None:
    result = check()
    assert (result.output, result.exit_code) == ("No errors.\n", 0)


@pytest.mark.usefixtures("three_slips")
def test_what_to_mend_comes_first_then_the_warnings_then_how_many(check: Check) -> None:
    result = check()
    assert result.exit_code == 1
    assert result.output == (
        "data/cities/koivula.yaml:3:1  knd: there is no such field. Did you mean “kind”?\n"
        "data/cities/koivula.yaml:25:3  region, sv: one line of text is expected, but this is a list. "
        "Write it like this: sv: Mittlandet\n"
        "\n"
        "Warnings:\n"
        "data/cities/rantala.yaml:23:1  region, sv: the Swedish text is missing. "
        "Add it: until then, readers see the Finnish text.\n"
        "\n"
        "2 errors in 1 file. 1 warning.\n"
    )


@pytest.mark.usefixtures("three_slips")
def test_the_same_in_finnish(check: Check) -> None:
    assert check("--lang", "fi").output == (
        "data/cities/koivula.yaml:3:1  knd: tällaista kenttää ei ole. Tarkoititko ”kind”?\n"
        "data/cities/koivula.yaml:25:3  region, sv: tähän kuuluu yksi rivi tekstiä, mutta tässä on luettelo. "
        "Kirjoita se näin: sv: Mittlandet\n"
        "\n"
        "Varoitukset:\n"
        "data/cities/rantala.yaml:23:1  region, sv: ruotsinkielinen teksti puuttuu. "
        "Lisää se: siihen asti lukijat näkevät suomenkielisen tekstin.\n"
        "\n"
        "2 virhettä 1 tiedostossa. 1 varoitus.\n"
    )


@pytest.mark.usefixtures("three_slips")
def test_the_same_in_swedish(check: Check) -> None:
    assert check("--lang", "sv").output == (
        "data/cities/koivula.yaml:3:1  knd: det finns inget sådant fält. Menade du ”kind”?\n"
        "data/cities/koivula.yaml:25:3  region, sv: här ska det stå en rad text, men det här är en lista. "
        "Skriv så här: sv: Mittlandet\n"
        "\n"
        "Varningar:\n"
        "data/cities/rantala.yaml:23:1  region, sv: den svenska texten saknas. "
        "Lägg till den: tills dess ser läsarna den finska texten.\n"
        "\n"
        "2 fel i 1 fil. 1 varning.\n"
    )


def test_one_thing_and_several_files(check: Check, mend: Mend) -> None:
    mend("network.yaml", "kind: official", "kind: oficial")
    assert check().output.endswith("\n1 error in 1 file.\n")
    mend("organisations.yaml", "kind: research", "kind: reserch")
    assert check().output.endswith("\n2 errors in 2 files.\n")


def test_warnings_alone_end_well(check: Check, mend: Mend) -> None:
    mend("cities/koivula.yaml", "  sv: Mittlandet\n", "")
    mend("cities/rantala.yaml", "  sv: Mittlandet\n", "")
    result = check()
    assert result.exit_code == 0
    assert result.output.startswith("Warnings:\ndata/cities/koivula.yaml:23:1  region, sv:")
    assert result.output.endswith("\n\nNo errors. 2 warnings.\n")


def test_the_day_can_be_chosen(check: Check) -> None:
    result = check("--today", "2028-01-01")
    assert result.exit_code == 0
    assert "this ended on 31 December 2027 and is no longer shown." in result.output


def test_the_environment_can_fix_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_small_data(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"], env={**PLAIN, "PORTAL_DATA": str(data), "PORTAL_TODAY": "2026-11-23"})
    assert (result.output, result.exit_code) == ("No errors.\n", 0)


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "sv_FI.UTF-8"}, "sv"),
        ({"LC_ALL": "sv_SE", "LANG": "fi_FI.UTF-8"}, "sv"),
        ({"LC_MESSAGES": "fi", "LANG": "sv_FI"}, "fi"),
        ({"LC_ALL": "", "LANG": "fi_FI@euro"}, "fi"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "final"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_terminal(environment: dict[str, str], locale: str) -> None:
    assert spoken(environment) == locale


def test_the_option_wins_over_the_terminal(check: Check) -> None:
    assert check(LANG="fi_FI.UTF-8").output == "Ei virheitä.\n"
    assert check("--lang", "sv", LANG="fi_FI.UTF-8").output == "Inga fel.\n"


def test_what_the_environment_says_of_the_site_is_checked(check: Check) -> None:
    result = check(PORTAL_SITE_URL="invest.example")
    assert result.exit_code == 1
    assert "environment  PORTAL_SITE_URL: “invest.example” is not a web address." in result.output


def test_a_folder_that_is_not_there(check: Check) -> None:
    result = check("--data", "nowhere")
    assert result.exit_code == 1
    assert result.output == "nowhere  there is no such folder. Check its name.\n\n1 error in 1 file.\n"


def test_a_folder_that_is_empty_or_a_file(check: Check, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = check("--data", "empty")
    assert result.exit_code == 1
    assert "empty/site.yaml:1:1  there is no such file. Check its name and folder.\n" in result.output
    assert check("--data", "data/site.yaml").output.startswith("data/site.yaml  there is no such folder.")


def test_a_file_outside_the_current_folder_is_named_in_full(check: Check, tmp_path: Path, mend: Mend) -> None:
    mend("cities/koivula.yaml", "kind: city", "kind: citi")
    (tmp_path / "elsewhere").mkdir()
    os.chdir(tmp_path / "elsewhere")
    assert check("--data", str(tmp_path / "data")).output.startswith(
        f"{(tmp_path / 'data/cities/koivula.yaml').as_posix()}:3:7  kind: “citi” is not one of the choices."
    )


def test_a_folder_that_cannot_be_opened(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.iterdir

    def closed(folder: Path) -> Iterator[Path]:
        """As for somebody who may not read the folder; the superuser may read every one, so rights cannot be taken."""
        if folder.name == "cities":
            raise PermissionError(13, "Permission denied", str(folder))
        return opened(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    result = check()
    assert result.exit_code == 1
    assert "data/cities  the folder cannot be opened. Check that you have the right to read it." in result.output


def test_files_that_cannot_be_opened(check: Check, tmp_path: Path) -> None:
    town = tmp_path / "data" / "cities" / "koivula.yaml"
    town.unlink()
    town.symlink_to(town.name)
    result = check()
    assert result.exit_code == 1
    assert "data/cities/koivula.yaml:1:1  the file cannot be opened. Check that you have the right" in result.output


@pytest.mark.parametrize("options", [["--today", "yesterday"], ["--lang", "de"], ["--colour"]])
def test_a_wrong_option_is_explained(check: Check, options: list[str]) -> None:
    result = check(*options)
    assert result.exit_code == 2
    assert "Usage: " in result.output
    assert "Traceback" not in result.output


def test_every_command_and_option_is_explained() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        assert all(getattr(option, "help", None) for option in command.params), name


def test_it_runs_as_a_module_where_the_terminal_is_not_utf8(tmp_path: Path) -> None:
    write_small_data(tmp_path)
    (tmp_path / "data" / "site.yaml").write_text("nme: “x”\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "portal", "check", "--data", "data"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"data/site.yaml:1:1  nme: there is no such field." in done.stdout
    assert b"Traceback" not in done.stdout + done.stderr


SLIPS = "\t\n \"'{}[]:,&*!|>%@-#?~abcäö019.\\\u2028"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_slip_of_the_finger_makes_a_traceback(check: Check, tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TOWN)))
    end = start + data.draw(st.integers(0, 60))
    town = TOWN[:start] + data.draw(st.text(SLIPS, max_size=8)) + TOWN[end:]
    (tmp_path / "data" / "cities" / "koivula.yaml").write_text(town, encoding="utf-8")
    result = check()
    assert isinstance(result.exception, SystemExit | None)
    assert result.exit_code in (0, 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["site", "organisations", "network", "indicators"]), content=st.binary(max_size=200))
def test_no_bytes_make_a_traceback(check: Check, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / "data" / f"{name}.yaml"
    before = file.read_bytes()
    file.write_bytes(content)
    result = check()
    file.write_bytes(before)
    assert isinstance(result.exception, SystemExit | None)
    assert result.exit_code == 1


def test_a_day_that_is_none_stops_the_release_as_it_stops_the_server(check: Check) -> None:
    result = check(PORTAL_TODAY="31.1.2026")
    assert result.exit_code == 1
    assert (
        "environment  PORTAL_TODAY: this is not a date. Write it like this: PORTAL_TODAY=2026-11-23\n" in result.output
    )


def test_a_stray_copy_of_a_file_is_blamed_and_not_the_town(check: Check, tmp_path: Path) -> None:
    town = tmp_path / "data" / "cities" / "koivula.yaml"
    (town.parent / "a koivula (1).yaml").write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "a koivula (1).yaml" in result.output
    assert not [line for line in result.output.splitlines() if line.startswith("data/cities/koivula.yaml:")]


def test_an_empty_translation_is_a_missing_one(check: Check, mend: Mend) -> None:
    mend("cities/koivula.yaml", "  sv: Mittlandet\n", '  sv: ""\n')
    result = check()
    assert result.exit_code == 0
    assert "the Swedish text is missing." in result.output


def test_borders_and_connections_that_cannot_be_read_are_told(check: Check, tmp_path: Path) -> None:
    (tmp_path / "data" / "geo" / "ten.geojson").write_text("[]", encoding="utf-8")
    (tmp_path / "data" / "connections" / "connections.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "data/geo/ten.geojson:1:1  the borders cannot be read." in result.output
    assert "data/connections/connections.csv:1:1  the list of connections cannot be read." in result.output


def test_a_row_of_connections_that_cannot_be_read_is_told_at_its_line(check: Check, mend: Mend) -> None:
    mend("connections/connections.csv", "Port of Koivula,1.5", "Port of Koivula,1.5 km")
    assert check().output.startswith(
        "data/connections/connections.csv:3:1  this row of connections cannot be read. "
        "Write the code in three digits, the distance as 12.5 and the day as 2027-01-31.\n"
    )


@pytest.mark.parametrize("text", ["[]", "{", '{"features": {}}'])
def test_every_file_of_borders_is_read(check: Check, tmp_path: Path, text: str) -> None:
    (tmp_path / "data" / "geo" / "municipalities.geojson").write_text(text, encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "data/geo/municipalities.geojson:1:1  the borders cannot be read." in result.output


def test_a_town_that_the_map_leaves_out_is_a_warning(check: Check, mend: Mend) -> None:
    mend("geo/ten.geojson", '"code": "902"', '"code": "903"')
    result = check()
    assert result.exit_code == 0
    assert (
        "data/geo/ten.geojson:1:1  there are no borders of municipality 902 here, so the map leaves this town out. "
        "Add its borders and its centre: README.md beside the file says how."
    ) in result.output


def test_a_town_whose_code_is_not_known_is_told(check: Check, mend: Mend) -> None:
    mend("municipalities.csv", "901,Koivula", "911,Koivula")
    result = check()
    assert result.exit_code == 1
    assert "koivula.yaml:2:7  code: there is no municipality “901” in municipalities.csv." in result.output


def test_every_variable_that_the_readme_names_has_the_environment_checked() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| variable |")[2].partition("\n\n")[0]
    names = set(
        re.findall(r"`([A-Z_]+)`", "".join(row.split("|")[1] for row in table.splitlines() if row.startswith("|")))
    )
    assert len(names) > 15
    unchecked = {name for name in names if name not in OPERATORS and not name.startswith("PORTAL_")}
    assert unchecked == {"MALLOC_ARENA_MAX"}


def test_the_second_check_says_the_same_as_the_first(check: Check, mend: Mend, tmp_path: Path) -> None:
    first = check()
    assert check().output == first.output
    mend("cities/koivula.yaml", "claim: above_country", "claim: below_country")
    changed = check()
    assert "the town is not below the whole country" in changed.output
    assert check().output == changed.output
    series = tmp_path / "data" / "series" / "employment_rate.csv"
    series.write_text(series.read_text(encoding="utf-8").replace(",a\n", ",b\n"), encoding="utf-8")
    broken = check()
    assert "the indicator has no source “b”." in broken.output
    assert check().output == broken.output


def test_a_check_loads_neither_the_database_nor_the_server(tmp_path: Path) -> None:
    write_small_data(tmp_path)
    script = (
        "import sys\nfrom click.testing import CliRunner\nfrom portal.cli.main import main\n"
        "done = CliRunner().invoke(main, ['check', '--data', 'data', '--today', '2026-11-23'])\n"
        "print(done.exit_code, *{'flask', 'sqlalchemy', 'dash', 'plotly', 'pandas'} & {*sys.modules})"
    )
    own = {
        name: value for name, value in os.environ.items() if name not in OPERATORS and not name.startswith("PORTAL_")
    }
    environment = {**own, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0\n"
