"""`portal check`: what staff have to mend, and what the operator has."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from portal.charts.map import UNREADABLE, FinlandMap, has_features
from portal.checks import check_all
from portal.cli.environment import environment
from portal.cli.terminal import spoken
from portal.content.library import Content, ContentError, in_order, is_folder, read_content
from portal.i18n import HELSINKI, LOCALES, Locale, _, ngettext, speaking
from portal.problems import Place, Problem
from portal.settings import Settings
from portal.statistics.connections import BadRowError, read_connections
from portal.statistics.reading import read_catalogue, read_statistics


@click.command()
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to check against: 2026-11-23. Default: today."
)
@click.option("--lang", type=click.Choice(LOCALES), help="The language of the messages. Default: the terminal's own.")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="FOLDER", help="The folder to check. Default: the portal's data."
)
def check(today: dt.datetime | None, lang: Locale | None, data: Path | None) -> None:
    """Check everything that staff have written, and say what to mend and where.

    Ends with 0 when there is nothing to mend (warnings may remain) and with 1 when there is.
    """
    settings = Settings.from_environment()
    with speaking(lang or spoken(os.environ)):
        problems = survey(replace(settings, data=data) if data else settings, day_of(today, settings))
        say(report(problems))
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def day_of(asked: dt.datetime | None, settings: Settings) -> dt.date:
    """The day that was asked for, the one that the environment fixes, or today."""
    if asked:
        return asked.date()
    try:
        return dt.date.fromisoformat(settings.today or "")
    except ValueError:
        return dt.datetime.now(tz=HELSINKI).date()


def survey(settings: Settings, today: dt.date) -> list[Problem]:
    """Every problem in the environment and the data folder, in file order."""
    try:
        content = read_content(settings.data, settings.overrides)
    except ContentError as error:
        found = list(in_order([*error.problems, *_catalogue_problems(settings.data)]))
        return [*environment(settings, None), *found]
    checked = [*_with_statistics(content, settings.data, today), *_files(settings.data)]
    return [*environment(settings, content.site), *in_order([*content.problems, *checked])]


def _catalogue_problems(data: Path) -> list[Problem]:
    return read_catalogue(data / "indicators.yaml")[1] if is_folder(data) else []


def _with_statistics(content: Content, data: Path, today: dt.date) -> list[Problem]:
    catalogue, problems = read_catalogue(data / "indicators.yaml")
    if catalogue is None:
        return [*problems, *check_all(content, None, None, today)]
    codes = [city.code for city in content.cities.values()]
    statistics, lacking = read_statistics(data, catalogue, codes, thorough=True)
    return [*problems, *lacking, *check_all(content, catalogue, statistics, today)]


def _files(data: Path) -> list[Problem]:
    """The files of places and borders that cannot be read; a server goes without them."""
    geo = data / "geo"
    found = [*_connections(data / "connections" / "connections.csv")]
    broken = [file for file in sorted(geo.glob("*.geojson")) if not has_features(file)]
    try:
        FinlandMap.read(geo)
    except UNREADABLE:
        broken = broken or [geo / "ten.geojson"]
    fault, cure = _("the borders cannot be read."), _("Put the file back as it was when it came.")
    return [*found, *(Problem(Place(file, 1, 1), "", fault, cure) for file in broken)]


def _connections(file: Path) -> list[Problem]:
    try:
        read_connections(file)
    except BadRowError as error:
        cure = _("Write the code in three digits, the distance as 12.5 and the day as 2027-01-31.")
        if error.line > 1:
            return [Problem(Place(file, error.line, 1), "", _("this row of connections cannot be read."), cure)]
    except (OSError, ValueError):
        pass
    else:
        return []
    cure = _("Put the file back as it was when it came.")
    return [Problem(Place(file, 1, 1), "", _("the list of connections cannot be read."), cure)]


# What is printed


def report(problems: Iterable[Problem]) -> list[str]:
    """The lines to print: what to mend, then the warnings, then how many there are."""
    near = [_near(problem) for problem in problems]
    errors = [problem for problem in near if problem.severity == "error"]
    warnings = [problem for problem in near if problem.severity == "warning"]
    lines = [str(problem) for problem in errors]
    if warnings:
        lines += ["", _("Warnings:")] if lines else [_("Warnings:")]
        lines += [str(problem) for problem in warnings]
    return [*lines, "", summary(errors, warnings)] if lines else [summary(errors, warnings)]


def summary(errors: list[Problem], warnings: list[Problem]) -> str:
    """2 things to mend in 1 file. 3 warnings."""
    said = [_to_mend(errors) if errors else _("Nothing to mend.")]
    if warnings:
        said.append(ngettext("%(num)s warning.", "%(num)s warnings.", len(warnings)))
    return " ".join(said)


def _to_mend(errors: list[Problem]) -> str:
    files = len({problem.place.file for problem in errors})
    things = ngettext("%(num)s thing to mend", "%(num)s things to mend", len(errors))
    # Translators: 2 things to mend in 1 file.
    return str(ngettext("%(things)s in %(num)s file.", "%(things)s in %(num)s files.", files, things=things))


def _near(problem: Problem) -> Problem:
    """The problem with its file named from the current folder, when it is inside it."""
    try:
        file = Path(os.path.abspath(problem.place.file)).relative_to(Path.cwd())  # noqa: PTH100  (resolve follows links)
    except (ValueError, OSError):
        return problem
    return replace(problem, place=replace(problem.place, file=file))


def say(lines: Iterable[str]) -> None:
    """Print the lines; what the terminal cannot show is shown as a question mark."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in lines:
        click.echo(line.encode(encoding, errors="replace").decode(encoding))
