"""One file read as its model, or everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from portal.content import meant
from portal.content.advice import Advice
from portal.content.cache import Cache
from portal.content.fields import Key, PartialDate, WebAddress
from portal.content.missing import missing_words
from portal.content.model_types import ModelPart, bare, child, children, names_in, parts, pattern
from portal.content.source_text import UnreadableError, read_bytes
from portal.content.wording import text_faults
from portal.content.yaml_file import NodePosition, Steps, YamlFile, day, named, read_yaml
from portal.i18n import BASE, LocalizedText
from portal.problems import Problem

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class ParsedFile(Generic[M]):
    """What came of reading one file: the model where nothing is wrong, the sheet where it is YAML at all."""

    file: Path
    kind: type[M]
    model: M | None
    sheet: YamlFile | None
    problems: tuple[Problem, ...]
    #: Every text of the file, broken or not, that is the key of something: of a source, an indicator, an organisation.
    keys: tuple[tuple[Steps, str], ...] = ()

    def problem(self, steps: Steps, advice: Advice, severity: Literal["error", "warning"] = "error") -> Problem:
        """A problem with one value of the file."""
        assert self.sheet is not None  # noqa: S101  (parts of an unreadable file do not exist)
        return Problem(self.sheet.place(steps), named(steps), *advice, severity)


def read_model(kind: type[M], file: Path, cache: Cache | None = None, today: dt.date | None = None) -> ParsedFile[M]:
    """Read one file as its model, or say everything that is wrong with it, in file order."""
    try:
        raw = read_bytes(file)
    except UnreadableError as unreadable:
        return ParsedFile(file, kind, None, None, (unreadable.problem,))
    if cache is None:
        return parse_model(kind, file, raw, today)
    return cache.remember(f"{kind.__qualname__} {file}", [raw], lambda: parse_model(kind, file, raw, today))


def parse_model(kind: type[M], file: Path, raw: bytes, today: dt.date | None = None) -> ParsedFile[M]:
    """What was read from a file as its model, or everything that is wrong with it."""
    sheet, problems = read_yaml(file, raw, names_in(kind))
    if sheet is None:
        return ParsedFile(file, kind, None, None, in_file_order(problems))
    sheet = YamlFile(sheet.source, _as_meant(kind, sheet.data, (), sheet), sheet.spots, sheet.cut)
    found = parts(kind, sheet.data)
    problems += _new(text_faults(found, sheet), problems)
    model: M | None = None
    try:
        model = kind.model_validate(sheet.data, strict=True)
    except ValidationError as error:
        from portal.content.explain import explain  # noqa: PLC0415  (a file without mistakes needs no explanations)

        problems += _new(explain(kind, error, sheet, today), problems)
    whole = not any(problem.severity == "error" for problem in problems)
    problems += missing_words(found, sheet)
    return ParsedFile(file, kind, model if whole else None, sheet, in_file_order(problems), _keys(found))


def _keys(found: list[ModelPart]) -> tuple[tuple[Steps, str], ...]:
    return tuple((part.steps, part.value) for part in found if isinstance(part.value, str) and _is_key(part.kind))


@cache
def _is_key(kind: Any) -> bool:
    return pattern(kind) == pattern(Key)


def in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems by line and column."""
    return tuple(sorted(problems, key=lambda problem: problem.place))


def _new(found: Iterator[Problem] | list[Problem], known: list[Problem]) -> list[Problem]:
    """Problems that do not merely follow from others at the same place, or from a line that had to be mended."""
    places = {problem.place for problem in known if problem.severity == "error"}
    lines = {problem.place.line for problem in known if not problem.field and problem.severity == "error"}
    return [problem for problem in found if problem.place not in places and problem.place.line not in lines]


# What was meant


def _as_meant(kind: Any, value: Any, steps: Steps, sheet: YamlFile) -> Any:
    """The data with dates, lists and texts as the model wants them, however staff wrote them."""
    if isinstance(value, list) and _is_list_of_choices(kind):
        return _flat(value, steps, sheet)
    if isinstance(value, dict | list):
        pairs = [(step, _as_meant(child(kind, step), item, (*steps, step), sheet)) for step, item in children(value)]
        if isinstance(value, dict) and bare(kind) is LocalizedText:  # an empty translation is one that is missing
            pairs = [(step, item) for step, item in pairs if step == BASE or str(item or "").strip()]
        return dict(pairs) if isinstance(value, dict) else [item for _step, item in pairs]
    if isinstance(value, str):
        if _is_list_of_choices(kind):
            return _items(value, steps, sheet)
        return (day(value) if _is_day(kind) else None) or _one_line(value)
    if pattern(kind) and isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        return _written_as(kind, value, sheet.written(steps))
    return value


def _written_as(kind: Any, value: Any, written: str | None) -> Any:
    """A text that looks like a number or a day: +358401234567 is a phone number."""
    return value.isoformat() if isinstance(value, dt.date) and pattern(kind) == pattern(PartialDate) else written


def _one_line(text: str) -> str:
    """A text over several lines, or after | or >, as one: pages and files break lines themselves."""
    return re.sub(r"[ \t\n]+", " ", text) if "\n" in text else text


@cache
def _is_list_of_choices(kind: Any) -> bool:
    """Whether it is a list of words that have no separators in them: choices and keys, not addresses."""
    core = bare(kind)
    if get_origin(core) is not list:
        return False
    item = get_args(core)[0]
    return get_origin(bare(item)) is Literal or pattern(item) not in (None, pattern(WebAddress))


@cache
def _is_day(kind: Any) -> bool:
    return bare(kind) is dt.date


def _items(text: str, steps: Steps, sheet: YamlFile) -> list[str]:
    """The items of `fi, sv`, each with its own place."""
    items, spot = meant.choices(text), sheet.spots[steps]
    line, column = spot.value
    written = sheet.source.lines[line]
    for i, item in enumerate(items):
        column = max(written.find(item, column), 0) or column
        sheet.spots[(*steps, i)] = NodePosition((line, column), (line, column), item)
        column += len(item)
    return items


def _flat(values: list[Any], steps: Steps, sheet: YamlFile) -> list[Any]:
    """A list in which an item may itself be several: `- fi, sv`."""
    found: list[tuple[Any, NodePosition]] = []
    for i, value in enumerate(values):
        own = (*steps, i)
        items = _items(value, own, sheet) if isinstance(value, str) else []
        if len(items) > 1:
            found += [(item, sheet.spots[(*own, n)]) for n, item in enumerate(items)]
        else:
            found.append((value, sheet.spots[own]))
    for i, (_value, spot) in enumerate(found):
        sheet.spots[(*steps, i)] = spot
    return [value for value, _spot in found]
