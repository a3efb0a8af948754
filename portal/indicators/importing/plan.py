"""What an import will write: read and checked first, so that a fault in any row leaves everything as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.i18n import _
from portal.indicators.catalogue import Catalogue, SeriesSource
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.importing.difference import Difference
from portal.indicators.importing.new_sources import with_sources
from portal.indicators.importing.note import Note, read_note, source_of
from portal.indicators.importing.row_checks import Known, RowChecks
from portal.indicators.importing.series_file import Figure, Figures, Key, decimals, places_in, read_figures, written
from portal.indicators.importing.tidy_file import Cells, TidyFile, read_tidy
from portal.indicators.places import Municipality, read_municipalities
from portal.indicators.rows import RowRules
from portal.problems import Problem, SourceLocation

#: Where the notes of imports are, in the data folder.
NOTES = "notes"


@dataclass(frozen=True)
class ImportPlan:
    """Everything that is read of a file and its note: what changes, and the files as they will be."""

    data: Path
    catalogue: Catalogue
    municipalities: Mapping[str, Municipality]
    note: Note
    differences: Mapping[str, Difference]

    @cached_property
    def new_sources(self) -> list[tuple[str, SeriesSource]]:
        """The sources that the catalogue gets: those that new or revised figures come from, and it does not have."""
        return [
            (key, source)
            for key, difference in self.differences.items()
            for source in self.note.new_sources(key)
            if source.id in difference.sources and source_of(self.catalogue.indicators[key], source.id) is None
        ]

    @cached_property
    def files(self) -> dict[Path, bytes]:
        """The files that change, in the order in which they may be written.

        A source without figures harms nobody, while figures without their source cannot be shown: the note and the
        catalogue come first. Raises OSError or ValueError when a file cannot be changed.
        """
        changed = {key: difference for key, difference in self.differences.items() if difference.changes}
        catalogue, stored = self.data / "indicators.yaml", self.data / NOTES / self.note.file.name
        files: dict[Path, bytes] = {}
        if changed if not stored.exists() else stored.read_bytes() != self.note.raw:
            files[stored] = self.note.raw
        if self.new_sources:
            files[catalogue] = with_sources(catalogue, self.new_sources)
        for key, difference in changed.items():
            rules = RowRules.of(self.catalogue.indicators[key])
            files[self.data / "series" / f"{key}.csv"] = written(difference.after, rules)
        return files


@dataclass(frozen=True)
class Stored:
    """What the data folder has of a file's indicators."""

    municipalities: Mapping[str, Municipality]
    #: Places that series have and the list of municipalities has no longer: merged since.
    former: frozenset[str]
    figures: Mapping[str, Figures]

    @classmethod
    def read(cls, data: Path, keys: Sequence[str]) -> Stored:
        """Read it. Raises OSError, ValueError or KeyError when a file is broken."""
        municipalities = read_municipalities(data / "municipalities.csv")
        former = places_in(data / "series") - municipalities.keys()
        return cls(municipalities, former, {key: read_figures(data / "series" / f"{key}.csv") for key in keys})


def plan_import(data: Path, file: Path, note_file: Path, year: int) -> tuple[ImportPlan | None, list[Problem]]:
    """What importing a file with its note will change; no plan when anything in them is an error."""
    catalogue, problems = read_catalogue(data / "indicators.yaml")
    if catalogue is None:
        return None, problems
    note, faults = read_note(note_file, catalogue)
    if note is None:
        return None, faults
    tidy = read_tidy(file)
    try:
        stored = Stored.read(data, _keys(tidy, catalogue))
    except (OSError, ValueError, KeyError):
        return None, [_unreadable(data)]
    rows = [row for row in tidy.rows if row["indicator"] not in note.head.leave_out]
    checks = RowChecks(_known(catalogue, stored, note, year))
    wrong = tidy.problems([fault for row in rows for fault in checks.faults(row)])
    if wrong or not rows:
        return None, wrong or [_nothing_left(file)]
    differences = _differences(stored.figures, rows, note)
    return ImportPlan(data, catalogue, stored.municipalities, note, differences), faults


def _keys(tidy: TidyFile, catalogue: Catalogue) -> list[str]:
    """The indicators of the file that the catalogue has, in the catalogue's order."""
    told = {row["indicator"] for row in tidy.rows}
    return [key for key in catalogue.indicators if key in told]


def _known(catalogue: Catalogue, stored: Stored, note: Note, year: int) -> Known:
    given = {key: note.source_ids(key) for key in stored.figures}
    own = {key: catalogue.indicators[key] for key in stored.figures}
    return Known(
        catalogue=catalogue,
        municipalities=stored.municipalities,
        former=stored.former,
        given=given,
        sources={key: {*ids, *(source.id for source in own[key].sources)} for key, ids in given.items()},
        decimals={key: max(own[key].decimals, decimals(found.values())) for key, found in stored.figures.items()},
        year=year,
        note=note.file.name,
    )


def _differences(before: Mapping[str, Figures], rows: Sequence[Cells], note: Note) -> dict[str, Difference]:
    """Each indicator's series before and what comes in; a row without a source has the one that the note gives."""
    incoming: dict[str, dict[Key, Figure]] = {key: {} for key in before}
    for row in rows:
        key = row["indicator"]
        source = row["source"] or note.source_ids(key)[0]
        incoming[key][Key(row["place"], row["section"], row["period"])] = Figure(row["value"], source)
    return {key: Difference(before[key], figures) for key, figures in incoming.items() if figures}


def _unreadable(data: Path) -> Problem:
    message = _("a series or the list of municipalities cannot be read.")
    return Problem(SourceLocation(data), "", message, _("Run “portal check”, and correct what it says first."))


def _nothing_left(file: Path) -> Problem:
    message = _("the file has nothing that the note does not leave out.")
    return Problem(SourceLocation(file, 1, 1), "", message, _("Check “leave_out:” in the note."))
