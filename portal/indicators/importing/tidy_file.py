"""A tidy CSV file: a row for each figure, with its indicator, place and period, and where each value stands."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.content.advice import Advice
from portal.content.mistake import not_among
from portal.i18n import _
from portal.problems import Problem, SourceLocation

#: Each column under our own name, and under that of tidy files from elsewhere.
ALIASES = {"municipality_code": "place", "year": "period"}
NEEDED = ("indicator", "place", "period", "value")
COLUMNS = (*NEEDED, "section", "source")
#: So many rows of one fault are told; the rest are counted.
FEW = 5


@dataclass(frozen=True)
class Cells:
    """One row: the line that it stands on and its values by column, empty where the file has no such column."""

    line: int
    text: str
    values: Mapping[str, str]
    order: Sequence[str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def column(self, name: str) -> int:
        """Where a value begins on its line, counted from one."""
        starts = [*_starts(self.text)]
        return starts[self.order.index(name)] if name in self.order else 1


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value; faults of one `kind` are told of a few rows and then counted."""

    kind: str
    line: int
    column: int
    advice: Advice


@dataclass(frozen=True)
class TidyFile:
    """A file's rows, as far as they can be told apart, and the rows and columns that cannot."""

    file: Path
    rows: Sequence[Cells]
    faults: Sequence[Fault]

    def problems(self, more: Sequence[Fault] = ()) -> list[Problem]:
        """The faults in file order: of each kind the first few, and then how many there are still."""
        met: dict[str, list[Fault]] = {}
        for fault in sorted([*self.faults, *more], key=lambda one: (one.line, one.column)):
            met.setdefault(fault.kind, []).append(fault)
        told = [self._problem(fault) for group in met.values() for fault in group[:FEW]]
        rest = [self._rest(group) for group in met.values() if group[FEW:]]
        return [*sorted(told, key=lambda problem: problem.place), *rest]

    def _problem(self, fault: Fault) -> Problem:
        return Problem(SourceLocation(self.file, fault.line, fault.column), "", *fault.advice)

    def _rest(self, group: list[Fault]) -> Problem:
        message = _(
            "and %(num)s more rows with a fault like the last of these: %(fault)s",
            num=len(group) - FEW,
            fault=group[FEW - 1].advice[0],
        )
        return Problem(SourceLocation(self.file, group[FEW].line, group[FEW].column), "", message)


def read_tidy(file: Path) -> TidyFile:
    """Read a file, or say why it is none."""
    try:
        lines = file.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _refused(file, (_("this character is not in UTF-8."), _("Save the file as CSV in UTF-8.")), line)
    except OSError:
        return _refused(file, (_("the file cannot be read."), _("Check its name and folder.")))
    order = [ALIASES.get(name.strip(), name.strip()) for name in lines[0].split(",")] if lines else []
    wrong = [*_header(lines[0] if lines else "", order)]
    return TidyFile(file, [], wrong) if wrong else _body(file, lines, order)


def _refused(file: Path, advice: Advice, line: int = 1) -> TidyFile:
    return TidyFile(file, [], [Fault("file", line, 1, advice)])


def _header(head: str, order: Sequence[str]) -> Iterator[Fault]:
    if ";" in head or "\t" in head:
        advice = _("the columns are not separated by commas."), _("Save the file as CSV with commas between columns.")
        yield Fault("header", 1, 1, advice)
        return
    for name, column in zip(order, _starts(head), strict=True):
        if name not in COLUMNS:
            listed = _("The columns are %(columns)s.", columns=", ".join((*COLUMNS, *ALIASES)))
            advice = not_among(name, (*COLUMNS, *ALIASES), _("there is no column “%(name)s”.", name=name), listed)
            yield Fault("header", 1, column, advice)
        elif order.count(name) > 1:
            yield Fault("header", 1, column, (_("the column “%(name)s” is there twice.", name=name), _("Delete one.")))
    for name in NEEDED:
        if name not in order:
            advice = _("the column “%(name)s” is missing.", name=name), _("Add it, with a value in every row.")
            yield Fault("header", 1, 1, advice)


def _body(file: Path, lines: Sequence[str], order: Sequence[str]) -> TidyFile:
    rows: list[Cells] = []
    faults: list[Fault] = []
    for number, text in enumerate(lines[1:], 2):
        if not text.strip():
            continue
        values = _values(text)
        if values is None or len(values) != len(order):
            faults.append(Fault("row", number, 1, _broken(values, order)))
        else:
            rows.append(Cells(number, text, dict(zip(order, values, strict=True)), order))
    if not rows and not faults:
        return _refused(file, (_("the file has no rows."), _("Add a row for each figure.")))
    return TidyFile(file, rows, faults)


def _values(text: str) -> list[str] | None:
    """The values of a line; None where its quotation marks are not closed."""
    try:
        return [value.strip() for value in next(csv.reader([text], strict=True))]
    except csv.Error:
        return None


def _broken(values: Sequence[str] | None, order: Sequence[str]) -> Advice:
    if values is None:
        return _("a quotation mark is not closed."), _("Close it, or delete it.")
    message = _("the row has %(num)s values, and there are %(columns)s columns.", num=len(values), columns=len(order))
    return message, _("Write one value for each column, and a number with a decimal point.")


def _starts(text: str) -> Iterator[int]:
    """Where each value of a line begins, counted from one: after each comma that is not quoted."""
    quoted = False
    yield 1
    for column, sign in enumerate(text, 2):
        quoted ^= sign == '"'
        if sign == "," and not quoted:
            yield column
