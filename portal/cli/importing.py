"""`portal import`: figures from a CSV file into the series, with their source and a note."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import click

from portal.cli.check import report, say
from portal.cli.terminal import spoken
from portal.content.days import day_of
from portal.i18n import LOCALES, Locale, _, use_locale
from portal.indicators.importing.plan import ImportPlan, plan_import
from portal.indicators.importing.report import Report, files, unchanged
from portal.indicators.importing.writing import alone, clear, write_all
from portal.settings import Settings

FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--note", type=FILE, required=True, metavar="NOTE.md", help="Where the figures come from.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--lang", type=click.Choice(LOCALES), help="The language of the messages. Default: the terminal's own.")
@click.option("--data", type=FILE, metavar="FOLDER", help="The data folder. Default: the portal's data.")
def import_file(file: Path, note: Path, dry_run: bool, lang: Locale | None, data: Path | None) -> None:
    """Import figures from a CSV file, with a note that says where they come from.

    The file has a row for each figure and the columns indicator, place (a municipality's code, or SSS), period and
    value; also section where the indicator has sections, and source where the note names several. The note begins with
    the sources as YAML between two lines of three hyphens; data/notes has examples.

    Everything is checked first: with a fault in any row nothing is changed, and the command ends with 1. Otherwise it
    says what changes and writes series, sources and note. Whatever interrupts it, running it again completes the work.
    """
    settings = Settings.from_environment()
    folder = data or settings.data
    with use_locale(lang or spoken(os.environ)), nullcontext() if dry_run else _alone(folder):
        plan, problems = plan_import(folder, file, note, day_of(replace(settings, data=folder)).year)
        if problems:
            say(report(problems))
        if plan is None:
            sys.exit(1)
        _carry_out(plan, file, dry_run, lang or spoken(os.environ))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other import meanwhile, and nothing left of one that was killed."""
    if not folder.is_dir():
        raise click.ClickException(_("There is no folder %(folder)s.", folder=folder))
    with alone(folder):
        clear(folder)
        yield


def _carry_out(plan: ImportPlan, file: Path, dry_run: bool, locale: Locale) -> None:
    """Say what changes, and write it."""
    try:
        changed = plan.files
        if not changed:
            say([unchanged(plan, file.name)])
            return
        say(Report(plan, locale).lines())
        if dry_run:
            say([_("Nothing was written: this was a dry run.")])
            return
        write_all(changed)
    except ValueError:
        raise click.ClickException(_("The sources cannot be added to indicators.yaml: add them by hand.")) from None
    except OSError as error:
        raise click.ClickException(
            _("A file could not be written: %(why)s. Correct that, and run the command again.", why=error.strerror)
        ) from None
    say([files(name.relative_to(plan.data).as_posix() for name in changed), _("Now run “portal check”.")])
