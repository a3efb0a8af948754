"""The series of the catalogue, read from the data folder, or what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.i18n import _
from portal.indicators.catalogue import Catalogue, Indicator
from portal.indicators.library import Series, Statistics, read_series
from portal.indicators.places import Municipality, read_municipalities
from portal.indicators.rows import RowRules
from portal.problems import Problem, SourceLocation

#: So many rows of one series are told; the rest are seldom another mistake.
FEW = 5


def read_statistics(
    data: Path, catalogue: Catalogue, cities: Sequence[str], *, thorough: bool = False
) -> tuple[Statistics, list[Problem]]:
    """The catalogue's series; one that cannot be used is left out and said. `cities` are the ten's codes.

    A server says which series is wrong; `portal check`, which is `thorough`, says which of its rows.
    """
    problems: list[Problem] = []
    municipalities = _municipalities(data / "municipalities.csv", problems)
    series: dict[str, dict[str, Series]] = {}
    for key in catalogue.indicators:
        file = data / "series" / f"{key}.csv"
        try:
            _header(file, RowRules.of(catalogue.indicators[key]))
            series[key] = read_series(file.parent, key, catalogue)
        except FileNotFoundError:
            problems.append(_csv(file, _("the series of an indicator is missing.")))
        except (OSError, ValueError, KeyError):
            rows = [*_rows(file, catalogue.indicators[key])] if thorough else []
            problems += rows[:FEW] or [_csv(file, _("the series cannot be read."))]
    return Statistics(catalogue, series, municipalities, cities), problems


def _header(file: Path, rules: RowRules) -> None:
    """ValueError unless the file begins as a series does."""
    with file.open(encoding="utf-8") as lines:
        if lines.readline().strip() != rules.header:
            raise ValueError(file.name)


def _rows(file: Path, indicator: Indicator) -> Iterator[Problem]:
    """Every row that cannot be used, at its line; nothing when the file does not begin as a series does."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            met: dict[tuple[str, ...], int] = {}
            rules = RowRules.of(indicator)
            if not {*rules.columns} <= {*(rows.fieldnames or ())}:
                return
            for row in rows:
                fault = _row_fault(row, rules, met, rows.line_num)
                if fault:
                    yield Problem(
                        SourceLocation(file, rows.line_num, 1), "", fault, _("Correct the row, or delete it.")
                    )
    except (OSError, ValueError, csv.Error):
        return


def _row_fault(row: dict[str, str], rules: RowRules, met: dict[tuple[str, ...], int], line: int) -> str:
    if None in row or None in row.values():
        return str(_("the row has too few or too many values."))
    before = met.setdefault(tuple(row[name] for name in rules.keys), line)
    fault = ""
    if not rules.is_place(row["place"]):
        fault = _("“%(place)s” is neither a municipality code nor SSS.", place=row["place"])
    elif not rules.is_period(row["period"]):
        fault = _not_a_period(row["period"], rules)
    elif not _is_number(row["value"], rules):
        fault = _("“%(value)s” is not a number.", value=row["value"])
    elif not rules.is_source(row["source"]):
        fault = _("the indicator has no source “%(source)s”.", source=row["source"])
    elif before != line:
        fault = _("line %(line)s already has this place and period.", line=before)
    return fault


def _not_a_period(period: str, rules: RowRules) -> str:
    if rules.monthly:
        return _("the period “%(period)s” is not a month.", period=period)
    return _("the period “%(period)s” is not a year.", period=period)


def _is_number(text: str, rules: RowRules) -> bool:
    try:
        return rules.is_number(float(text))
    except ValueError:
        return False


def _municipalities(file: Path, problems: list[Problem]) -> dict[str, Municipality]:
    try:
        return read_municipalities(file)
    except (OSError, ValueError, KeyError):
        problems.append(_csv(file, _("the list of municipalities cannot be read.")))
        return {}


def _csv(file: Path, fault: str) -> Problem:
    return Problem(
        SourceLocation(file, 1, 1),
        "",
        fault,
        _("Restore the file from an earlier version, or fetch it from the statistics again."),
    )
