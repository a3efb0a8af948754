"""The catalogue and its series, read from the data folder, or what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from portal.content.library import in_order
from portal.content.missing import missing_words
from portal.content.mistake import not_among
from portal.content.reading import Reading, read_model
from portal.content.yaml_file import Steps
from portal.i18n import _
from portal.problems import Place, Problem
from portal.statistics.catalogue import Catalogue, Indicator
from portal.statistics.library import Series, Statistics, read_series
from portal.statistics.places import Municipality, read_municipalities
from portal.statistics.rows import RowRules

#: Fields of an indicator that name something else in the file -> the group it is in. A star is any step.
REFERENCES: dict[Steps, str] = {
    ("indicators", "*", "theme"): "themes",
    ("indicators", "*", "unit"): "units",
    ("indicators", "*", "sources", "*", "publisher"): "publishers",
    ("indicators", "*", "rule", "weight"): "indicators",
    ("indicators", "*", "total"): "indicators",
    ("indicators", "*", "not_comparable", "*"): "indicators",
}


def read_catalogue(path: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Read data/indicators.yaml; no catalogue when anything in it is an error."""
    reading = read_model(Catalogue, path)
    found = in_order([*reading.problems, *_references(reading), *_indicators(reading), *missing_words(reading)])
    whole = not any(problem.severity == "error" for problem in found)
    return (reading.model if whole else None), list(found)


def _references(reading: Reading[Catalogue]) -> Iterator[Problem]:
    for steps, _kind, value in reading.parts:
        group = next((group for way, group in REFERENCES.items() if _fits(steps, way)), None)
        if group and isinstance(value, str):
            yield from _reference(reading, steps, value, group)


def _fits(steps: Steps, way: Steps) -> bool:
    return len(steps) == len(way) and all(there in ("*", here) for here, there in zip(steps, way, strict=True))


def _reference(reading: Reading[Catalogue], steps: Steps, key: str, group: str) -> Iterator[Problem]:
    known = _group(reading, group)
    if key not in known:
        fault = _("there is no “%(key)s” under “%(group)s:” in this file.", key=key, group=group)
        yield reading.problem(steps, not_among(key, known, fault, _("Add it there.")))
    elif group == "indicators" and key == steps[1]:
        yield reading.problem(steps, (_("the indicator refers to itself."), _("Take this away.")))


def _group(reading: Reading[Catalogue], group: str) -> dict[str, Any]:
    found = reading.sheet.data.get(group) if reading.sheet else None
    return found if isinstance(found, dict) else {}


def _indicators(reading: Reading[Catalogue]) -> Iterator[Problem]:
    for key, indicator in _group(reading, "indicators").items():
        if isinstance(indicator, dict):
            yield from _total(reading, ("indicators", key), indicator)
            yield from _source_ids(reading, ("indicators", key, "sources"), indicator.get("sources"))


def _total(reading: Reading[Catalogue], steps: Steps, indicator: dict[str, Any]) -> Iterator[Problem]:
    if indicator.get("total") and not indicator.get("dimension"):
        fault = _("there is a total, but no dimension whose values add up to it.")
        yield reading.problem((*steps, "total"), (fault, _("Add “dimension:”, or take “total:” away.")))


def _source_ids(reading: Reading[Catalogue], steps: Steps, sources: Any) -> Iterator[Problem]:
    ids = [source.get("id") for source in sources if isinstance(source, dict)] if isinstance(sources, list) else []
    for i, key in enumerate(ids):
        if isinstance(key, str) and key in ids[:i]:
            advice = _("“%(key)s” is the key of another source of this indicator.", key=key), _("Change one of them.")
            yield reading.problem((*steps, i, "id"), advice)


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
                    yield Problem(Place(file, rows.line_num, 1), "", fault, _("Mend the row, or take it away."))
    except (OSError, ValueError, csv.Error):
        return


def _row_fault(row: dict[str, str], rules: RowRules, met: dict[tuple[str, ...], int], line: int) -> str:
    if None in row or None in row.values():
        return str(_("the row is not whole."))
    before = met.setdefault(tuple(row[name] for name in rules.keys), line)
    fault = ""
    if not rules.is_place(row["place"]):
        fault = _("“%(place)s” is no place.", place=row["place"])
    elif not rules.is_period(row["period"]):
        fault = _not_a_period(row["period"], rules)
    elif not _is_number(row["value"], rules):
        fault = _("“%(value)s” is no number.", value=row["value"])
    elif not rules.is_source(row["source"]):
        fault = _("the indicator has no source “%(source)s”.", source=row["source"])
    elif before != line:
        fault = _("this place and period are on line %(line)s already.", line=before)
    return fault


def _not_a_period(period: str, rules: RowRules) -> str:
    if rules.monthly:
        return _("the period “%(period)s” is no month.", period=period)
    return _("the period “%(period)s” is no year.", period=period)


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
    return Problem(Place(file, 1, 1), "", fault, _("Put the file back as it was when it came from the statistics."))
