"""`portal check`: what staff have to mend, and what the operator has."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from portal.checks.consistency import check_all
from portal.checks.former import former_addresses
from portal.checks.parts import text, towns
from portal.cli.main import without_collecting
from portal.cli.terminal import spoken
from portal.content.cache import Cache
from portal.content.days import day_of
from portal.content.library import Content, ContentError, in_order, is_folder, read_content
from portal.content.models import SiteSettings
from portal.content.topics import read_topics
from portal.i18n import LOCALES, Locale, _, ngettext, use_locale
from portal.indicators.catalogue import Catalogue
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.connections import BadRowError, read_connections
from portal.indicators.newest import Newest
from portal.problems import Problem, SourceLocation
from portal.settings import Settings

T = TypeVar("T")


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
    with use_locale(lang or spoken(os.environ)), without_collecting():
        day = today.date() if today else day_of(settings)
        problems = survey(replace(settings, data=data) if data else settings, day)
        say(report(problems))
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def survey(settings: Settings, today: dt.date) -> list[Problem]:
    """Every problem in the environment and the data folder, in file order."""
    cache = Cache(settings.cache)
    try:
        content = read_content(settings.data, settings.overrides, cache, today)
    except ContentError as error:
        found = list(in_order([*error.problems, *_catalogue_problems(settings.data, cache)]))
        return [*_environment(settings, None), *found]
    checked = [*_with_statistics(content, settings.data, today, cache), *_files(content, settings.data, cache)]
    return [*_environment(settings, content.site), *in_order([*content.problems, *checked])]


#: The variables that the checks of the environment are about, beside those that begin with PORTAL_.
OPERATORS = ("DATABASE_URL", "DELIVERY", "MAIL_FROM", "PORT", "SECRET_KEY", "SMTP_URL", "WEB_CONCURRENCY")


def _environment(settings: Settings, site: SiteSettings | None) -> list[Problem]:
    """What is wrong with the environment. Where nothing is set, as on a laptop, nothing can be, and neither the
    database's library nor the mail's is loaded to say so.
    """
    public = site is not None and site.site_url.startswith("https://")
    if not public and not any(name in OPERATORS or name.startswith("PORTAL_") for name in os.environ):
        return []
    from portal.cli.environment import environment  # noqa: PLC0415

    return environment(settings, site)


def _catalogue_problems(data: Path, cache: Cache) -> list[Problem]:
    return read_catalogue(data / "indicators.yaml", cache)[1] if is_folder(data) else []


def _with_statistics(content: Content, data: Path, today: dt.date, cache: Cache) -> list[Problem]:
    catalogue, problems = read_catalogue(data / "indicators.yaml", cache)
    if catalogue is None:
        return [*problems, *former_addresses(data, content, None), *check_all(content, None, None, today)]
    _topics, slips = read_topics(data / "search.yaml", catalogue.keys, cache)
    codes = _codes(content)
    numbers, lacking = _once(
        cache,
        f"statistics {data} {' '.join(codes)}",
        [data / "indicators.yaml", data / "municipalities.csv", *sorted((data / "series").glob("*.csv"))],
        lambda: _numbers(data, catalogue, codes),
    )
    old = former_addresses(data, content, catalogue)
    return [*problems, *lacking, *slips, *old, *check_all(content, catalogue, numbers, today)]


def _codes(content: Content) -> list[str]:
    return [code for town in towns(content) if (code := text(town.data, "code"))]


def _numbers(data: Path, catalogue: Catalogue, codes: list[str]) -> tuple[Newest, list[Problem]]:
    from portal.indicators.reading import read_statistics  # noqa: PLC0415  (arrays, which a cached answer needs not)

    statistics, lacking = read_statistics(data, catalogue, codes, thorough=True)
    return Newest.of(statistics), lacking


def _once(cache: Cache, name: str, files: list[Path], make: Callable[[], T]) -> T:
    """A result made of files, unless the same was made before; one whose files change meanwhile is not stored."""
    try:
        before = [part for file in files for part in (file.name.encode(), file.read_bytes())]
    except (OSError, ValueError):
        return make()
    return cache.remember(name, before, make)


def _files(content: Content, data: Path, cache: Cache) -> list[Problem]:
    """The files of places and borders that cannot be read or lack a town; a server goes without them."""
    codes = _codes(content)
    connections, shapes = data / "connections" / "connections.csv", sorted((data / "geo").glob("*.geojson"))
    return _once(cache, f"files {data} {' '.join(codes)}", [connections, *shapes], lambda: _file_problems(data, codes))


def _file_problems(data: Path, codes: list[str]) -> list[Problem]:
    from portal.charts.map import UNREADABLE, FinlandMap, has_features  # noqa: PLC0415  (seldom asked)

    geo = data / "geo"
    found = [*_connections(data / "connections" / "connections.csv")]
    broken = [file for file in sorted(geo.glob("*.geojson")) if not has_features(file)]
    try:
        known = {
            str(f["properties"]["code"]) for f in json.loads((geo / "municipalities.geojson").read_bytes())["features"]
        }
        absent = sorted(known & {*codes} - FinlandMap.read(geo).codes)
    except UNREADABLE:
        absent, broken = [], broken or [geo / "ten.geojson"]
    found += [_without_borders(geo / "ten.geojson", code) for code in absent]
    message, hint = _("the borders cannot be read."), _("Restore the file from an earlier version.")
    return [*found, *(Problem(SourceLocation(file, 1, 1), "", message, hint) for file in broken)]


def _without_borders(file: Path, code: str) -> Problem:
    message = _("there are no borders of municipality %(code)s here, so the map leaves this town out.", code=code)
    return Problem(
        SourceLocation(file, 1, 1),
        "",
        message,
        _("Add its borders and its centre: README.md beside the file says how."),
        "warning",
    )


def _connections(file: Path) -> list[Problem]:
    try:
        read_connections(file)
    except BadRowError as error:
        hint = _("Write the code in three digits, the distance as 12.5 and the day as 2027-01-31.")
        if error.line > 1:
            return [
                Problem(SourceLocation(file, error.line, 1), "", _("this row of connections cannot be read."), hint)
            ]
    except (OSError, ValueError):
        pass
    else:
        return []
    hint = _("Restore the file from an earlier version.")
    return [Problem(SourceLocation(file, 1, 1), "", _("the list of connections cannot be read."), hint)]


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
    said = [_to_mend(errors) if errors else _("No errors.")]
    if warnings:
        said.append(ngettext("%(num)s warning.", "%(num)s warnings.", len(warnings)))
    return " ".join(said)


def _to_mend(errors: list[Problem]) -> str:
    files = len({problem.place.file for problem in errors})
    things = ngettext("%(num)s error", "%(num)s errors", len(errors))
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
