"""One YAML file, read into plain data and the place of each thing in it, and every fault of its form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from portal.content.advice import quoted, short
from portal.content.complaint import MisplacedError
from portal.content.source_text import MOST_FAULTS, SourceText, UnreadableError
from portal.content.syntax import cannot_begin, repair
from portal.i18n import _
from portal.problems import Problem, SourceLocation

#: The way to a thing in a file: ("strengths", 1, "title", "sv"), counted from zero.
Steps = tuple[str | int, ...]

#: Deeper than anything staff write; keeps a file of ten thousand brackets from exhausting the stack.
MOST_LEVELS = 20


class NodePosition(NamedTuple):
    """Where a field's name and its value begin, line and column from zero, and a single value as it was written."""

    key: tuple[int, int]
    value: tuple[int, int]
    written: str | None = None

    @property
    def place(self) -> tuple[int, int]:
        """The value when it begins on its name's line, or else the name."""
        return self.value if self.value[0] == self.key[0] else self.key


@dataclass(frozen=True)
class YamlFile:
    """A file's data and where each part of it stands."""

    source: SourceText
    data: dict[str, Any]
    spots: dict[Steps, NodePosition]
    #: Texts that a comment cuts off, by their field: what follows on the line.
    cut: dict[Steps, str] = field(default_factory=dict)

    def key(self, steps: Steps) -> SourceLocation:
        """Where the field's name stands."""
        return self.source.place(*self._nearest(steps).key)

    def place(self, steps: Steps) -> SourceLocation:
        """Where a reader should look for the field's value."""
        return self.source.place(*self._nearest(steps).place)

    def written(self, steps: Steps) -> str | None:
        """A single value as it was written, without its quotation marks; none for lists and groups."""
        spot = self.spots.get(steps)
        return spot.written if spot else None

    def lost_below(self, steps: Steps) -> list[str]:
        """The lines that could not be read within a group of fields."""
        if not self.source.lost:
            return []
        start, end = self._span(steps)
        return [line for number, line in self.source.lost.items() if start <= number < end]

    def _span(self, steps: Steps) -> tuple[int, int]:
        """The lines of a group: up to the next thing that is not within it."""
        start = self._nearest(steps).key[0] if steps else 0
        later = [spot.key[0] for other, spot in self.spots.items() if other[: len(steps)] != steps]
        return start, min((line for line in later if line > start), default=len(self.source.lines))

    def _nearest(self, steps: Steps) -> NodePosition:
        while steps and steps not in self.spots:
            steps = steps[:-1]
        return self.spots[steps] if steps else NodePosition((0, 0), (0, 0))


def read_yaml(file: Path, raw: bytes, names: frozenset[str] = frozenset()) -> tuple[YamlFile | None, list[Problem]]:
    """The data of what was read from a file, and every fault of its form; no data when it cannot be read at all.

    `names` are those of the fields that may stand in the file: they tell a field from a text that has a colon.
    """
    try:
        source = SourceText.of(file, raw, names)
    except UnreadableError as unreadable:
        return None, [unreadable.problem]
    return _read(source)


def _read(source: SourceText) -> tuple[YamlFile | None, list[Problem]]:
    while len(source.problems) <= MOST_FAULTS:
        builder = _Builder(source)
        try:
            data = builder.document()
        except (yaml.MarkedYAMLError, MisplacedError) as error:
            if not repair(source, error):
                break
        except UnreadableError as unreadable:
            return None, source.problems or [unreadable.problem]
        else:
            return YamlFile(source, data, builder.spots, builder.cut), [*source.problems, *builder.problems]
    return None, source.problems


# From text to data


@dataclass
class _Builder:
    """Builds plain data from YAML's events, noting where each part began."""

    source: SourceText
    problems: list[Problem] = field(default_factory=list)
    spots: dict[Steps, NodePosition] = field(default_factory=dict)
    cut: dict[Steps, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The one document of the file, which must be fields and their values."""
        self._events: Iterator[Any] = yaml.parse(self.source.text, Loader=LOADER)
        self._next(yaml.StreamStartEvent)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise self._empty()
        data = self._node(next(self._events), (), None)
        self._next(yaml.DocumentEndEvent)
        if isinstance(event := next(self._events), yaml.DocumentStartEvent):
            raise MisplacedError(
                *_start(event),
                _("a second document begins here."),
                _("Delete the line of three hyphens or dots: a file holds one document."),
            )
        return self._fields_only(data)

    def _empty(self) -> UnreadableError:
        return UnreadableError(
            SourceLocation(self.source.file, 1, 1), _("the file is empty."), _("Write the fields into it.")
        )

    def _fields_only(self, data: Any) -> dict[str, Any]:
        if data is None:
            raise self._empty()
        if not isinstance(data, dict):
            place = self.source.place(*self.spots[()].value)
            hint = _("Begin with the name of the first field and a colon.")
            if isinstance(data, list):
                raise UnreadableError(place, _("the file should hold fields and their values, but it is a list."), hint)
            raise UnreadableError(place, _("the file should hold fields and their values, but it is one text."), hint)
        return data

    def _next(self, kind: type) -> None:
        event = next(self._events)
        assert isinstance(event, kind), event  # noqa: S101  (the parser's own grammar)

    def _node(self, event: Any, steps: Steps, key: tuple[int, int] | None) -> Any:
        start = _start(event)
        if isinstance(event, yaml.ScalarEvent):
            nothing = not (event.value or event.style or event.anchor or event.tag)
            return self._scalar(
                event, steps, NodePosition(key or start, key or start if nothing else start, event.value)
            )
        self._refuse_magic(event, start, steps)
        self.spots[steps] = NodePosition(key or start, start)
        if len(steps) > MOST_LEVELS:
            place, message = self.source.place(*start), _("there are too many levels of brackets or lists.")
            raise UnreadableError(place, message, _("Check the brackets."))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(steps)
        return self._sequence(steps) if isinstance(event, yaml.SequenceStartEvent) else ""

    def _scalar(self, event: Any, steps: Steps, spot: NodePosition) -> Any:
        self.spots[steps] = spot
        if event.style:
            self._refuse_magic(event, spot.value, steps)
            return event.value
        if event.anchor or event.tag:
            self._refuse_magic(event, spot.value, steps)
        rest = self.source.line(event.end_mark.line)[event.end_mark.column :]
        if rest.lstrip().startswith("#"):
            self.cut[steps] = rest.strip()
        return scalar(event.value)

    def _refuse_magic(self, event: Any, start: tuple[int, int], steps: Steps) -> None:
        mark = _magic(event)
        if mark:
            place = self.source.place(*start)
            line = line_of(steps, quoted(short(self.source.lines[start[0]][start[1] :])))
            self.problems.append(Problem(place, named(steps), *cannot_begin(mark, line)))

    def _sequence(self, steps: Steps) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*steps, len(items)), None))
        return items

    def _mapping(self, steps: Steps) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event, steps)
            if name in fields:
                self._repeated(name, _start(event), steps)
            else:
                fields[name] = self._node(next(self._events), (*steps, name), _start(event))
        return fields

    def _name(self, event: Any, steps: Steps) -> str:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            raise MisplacedError(
                *_start(event),
                _("a field's name is expected here."),
                _("Write a name, a colon, a space and the value."),
            )
        self._refuse_magic(event, _start(event), (*steps, event.value))
        return str(event.value)

    def _repeated(self, name: str, start: tuple[int, int], steps: Steps) -> None:
        first = self.source.place(*self.spots[(*steps, name)].key).line
        message = _("this field is already on line %(line)s.", line=first)
        self.problems.append(
            Problem(self.source.place(*start), named((*steps, name)), message, _("Delete one of them."))
        )
        # The first one is kept, with its places, so that later faults point at what counts.
        kept, self.spots = self.spots, {}
        cut, self.cut = self.cut, {}
        self._node(next(self._events), (*steps, name), start)
        self.spots, self.cut = kept, cut


#: The parser of libyaml, which the wheels of PyYAML carry; without it the same in Python, thirty times as slow.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def named(steps: Steps) -> str:
    """The field as staff write it, counted from one: strengths, 2, title, sv."""
    return ", ".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def line_of(steps: Steps, value: str) -> str:
    """The line of a field with this value, as it should be written."""
    return f"{steps[-1]}: {value}" if steps and isinstance(steps[-1], str) else f"- {value}"


def _magic(event: Any) -> str:
    if isinstance(event, yaml.AliasEvent):
        return "*"
    if event.anchor:
        return "&"
    return "!" if event.tag else ""


# From what is written to a value: every text that is not clearly something else stays a text.

WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
#: What every number and day begins with; most texts do not.
NUMERIC = frozenset("-+0123456789")
SINGLE: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def scalar(text: str) -> str | int | float | bool | dt.date | None:
    """The value of what is written without quotation marks: `2019` is a number, `no` a text, `2027-01-31` a date."""
    if text in SINGLE:
        return SINGLE[text]
    if text[0] not in NUMERIC:
        return text
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return day(text) or text


def day(text: str) -> dt.date | None:
    """The day written as 2027-01-31, or none."""
    found = DATE.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
