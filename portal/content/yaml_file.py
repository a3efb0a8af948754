"""One YAML file, read into plain data and the place of each thing in it, or into problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from portal.i18n import _
from portal.problems import Place, Problem

#: The way to a thing in a file: ("strengths", 1, "title", "sv"), counted from zero.
Steps = tuple[str | int, ...]

MOST_BYTES = 1_000_000
#: Deeper than anything staff write; keeps a file of ten thousand brackets from exhausting the stack.
MOST_LEVELS = 20
#: What YAML forbids in a file, beyond the tab, line feed and carriage return.
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Spot:
    """Where a field's name and its value stand, and a single value as it was written."""

    key: Place
    value: Place
    written: str | None = None

    @property
    def place(self) -> Place:
        """The value when it begins on its name's line, or else the name."""
        return self.value if self.value.line == self.key.line else self.key


@dataclass(frozen=True)
class YamlFile:
    """A file's data and where each part of it stands."""

    file: Path
    data: dict[str, Any]
    spots: dict[Steps, Spot]

    def key(self, steps: Steps) -> Place:
        """Where the field's name stands."""
        return self._nearest(steps).key

    def place(self, steps: Steps) -> Place:
        """Where a reader should look for the field's value."""
        return self._nearest(steps).place

    def written(self, steps: Steps) -> str | None:
        """A single value as it was written, without its quotation marks; none for lists and groups."""
        spot = self.spots.get(steps)
        return spot.written if spot else None

    def _nearest(self, steps: Steps) -> Spot:
        while steps and steps not in self.spots:
            steps = steps[:-1]
        whole = Place(self.file, 1, 1)
        return self.spots.get(steps, Spot(whole, whole)) if steps else Spot(whole, whole)


def read_yaml(file: Path) -> tuple[YamlFile | None, list[Problem]]:
    """The file's data and every fault of its form; no data when it cannot be read at all."""
    try:
        text = _text(file)
        builder = _Builder(file, text)
        data = builder.document()
    except _UnreadableError as unreadable:
        return None, [unreadable.problem]
    return YamlFile(file, data, builder.spots), builder.problems


class _UnreadableError(Exception):
    """The file cannot be read any further."""

    def __init__(self, place: Place, fault: str, cure: str) -> None:
        super().__init__(fault)
        self.problem = Problem(place, "", fault, cure)


# From the file to text


def _text(file: Path) -> str:
    raw = _bytes(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _UnreadableError(
            Place(file, 1, 1), _("the file is not in UTF-8."), _("Save it again with the encoding UTF-8.")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _after(file, raw[: error.start].decode("utf-8-sig", errors="replace"))
        raise _UnreadableError(
            place, _("this letter is not in UTF-8."), _("Save the file again with the encoding UTF-8.")
        ) from None
    if found := FORBIDDEN.search(text):
        raise _UnreadableError(
            _after(file, text[: found.start()]), _("there is an invisible control character here."), _("Take it away.")
        )
    return text


def _bytes(file: Path) -> bytes:
    try:
        about = file.stat()
        if not S_ISREG(about.st_mode):
            raise _UnreadableError(
                Place(file, 1, 1), _("this is not an ordinary file."), _("Take it away or give it another name.")
            )
        if about.st_size > MOST_BYTES:
            raise _UnreadableError(
                Place(file, 1, 1), _("the file is larger than one megabyte."), _("Check that it is the right file.")
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise _UnreadableError(
            Place(file, 1, 1), _("there is no such file."), _("Check its name and folder.")
        ) from None
    except (OSError, ValueError):
        raise _UnreadableError(
            Place(file, 1, 1), _("the file cannot be opened."), _("Check that you have the right to read it.")
        ) from None


def _after(file: Path, before: str) -> Place:
    lines = re.split(r"\r\n|\r|\n", before)
    return Place(file, len(lines), len(lines[-1]) + 1)


# From text to data


@dataclass
class _Builder:
    """Builds plain data from YAML's events, noting where each part began."""

    file: Path
    text: str
    problems: list[Problem] = field(default_factory=list)
    spots: dict[Steps, Spot] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The one document of the file, which must be fields and their values."""
        self._events = self._read()
        self._next(StreamStartEvent)
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            raise _UnreadableError(Place(self.file, 1, 1), _("the file is empty."), _("Write the fields into it."))
        data = self._node(next(self._events), (), None)
        self._next(DocumentEndEvent)
        self._only_document()
        return self._fields_only(data)

    def _fields_only(self, data: Any) -> dict[str, Any]:
        if data is None:
            raise _UnreadableError(Place(self.file, 1, 1), _("the file is empty."), _("Write the fields into it."))
        if not isinstance(data, dict):
            place = self.spots[()].value
            cure = _("Begin with the name of the first field and a colon.")
            if isinstance(data, list):
                raise _UnreadableError(
                    place, _("the file should hold fields and their values, but it is a list."), cure
                )
            raise _UnreadableError(place, _("the file should hold fields and their values, but it is one text."), cure)
        return data

    def _only_document(self) -> None:
        event = next(self._events)
        if isinstance(event, DocumentStartEvent):
            raise _UnreadableError(
                self._place(event),
                _("a second document begins here."),
                _("Take away the line of three hyphens or dots: a file holds one document."),
            )

    def _read(self) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text)
        except MarkedYAMLError as error:
            raise _syntax(self.file, self.text, error) from None
        except (YAMLError, ValueError, AssertionError, AttributeError, IndexError, TypeError, RecursionError):
            raise _UnreadableError(Place(self.file, 1, 1), *_unknown()) from None

    def _next(self, kind: type) -> None:
        event = next(self._events)
        assert isinstance(event, kind), event  # noqa: S101  (the parser's own grammar)

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, steps: Steps, key: Place | None) -> Any:
        place = self._place(event)
        self._refuse_magic(event, place, steps)
        written = event.value if isinstance(event, ScalarEvent) else None
        self.spots[steps] = Spot(key or place, place, written)
        if len(steps) > MOST_LEVELS:
            raise _UnreadableError(place, _("there are too many levels inside each other."), _("Check the brackets."))
        if isinstance(event, MappingStartEvent):
            return self._mapping(steps)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(steps)
        return scalar(event.value, plain=event.style is None) if isinstance(event, ScalarEvent) else ""

    def _refuse_magic(self, event: Any, place: Place, steps: Steps) -> None:
        mark = _magic(event)
        if mark:
            self.problems.append(Problem(place, named(steps), *_cannot_begin(mark)))

    def _sequence(self, steps: Steps) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, (*steps, len(items)), None))
        return items

    def _mapping(self, steps: Steps) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            place = self._place(event)
            name = self._name(event, place, steps)
            if name in fields:
                self._repeated(name, place, steps)
            else:
                fields[name] = self._node(next(self._events), (*steps, name), place)
        return fields

    def _name(self, event: Any, place: Place, steps: Steps) -> str:
        if not isinstance(event, ScalarEvent) or not event.value:
            raise _UnreadableError(
                place, _("a field's name is expected here."), _("Write a name, a colon, a space and the value.")
            )
        self._refuse_magic(event, place, (*steps, event.value))
        return str(event.value)

    def _repeated(self, name: str, place: Place, steps: Steps) -> None:
        line = self.spots[(*steps, name)].key.line
        fault = _("this field is here already, on line %(line)s.", line=line)
        self.problems.append(Problem(place, named((*steps, name)), fault, _("Keep one of them.")))
        # The first one is kept, with its places, so that later faults point at what counts.
        kept, self.spots = self.spots, {}
        self._node(next(self._events), (*steps, name), place)
        self.spots = kept


def named(steps: Steps) -> str:
    """The field as staff write it, counted from one: strengths, 2, title, sv."""
    return ", ".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def _magic(event: Any) -> str:
    if isinstance(event, AliasEvent):
        return "*"
    if getattr(event, "anchor", None):
        return "&"
    # A lone “!” on a plain text is a tag too, one that ruamel keeps out of `tag`.
    return "!" if getattr(event, "ctag", None) or getattr(event, "tag", None) else ""


# From what is written to a value: every text that is not clearly something else stays a text.

WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
SINGLE: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def scalar(text: str, *, plain: bool) -> str | int | float | bool | dt.date | None:
    """The value of what is written: `2019` is a number, `"2019"` and `no` are texts, `2027-01-31` is a date."""
    if not plain:
        return text
    if text in SINGLE:
        return SINGLE[text]
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


# From the parser's complaints to staff words

#: A fault and its cure.
Advice = tuple[str, str]
#: Where to point, counted from zero, and what to say there.
Finding = tuple[int, int, Advice]


@dataclass(frozen=True)
class _Slip:
    """What to say of one kind of slip, starting from where it was noticed or from where it began."""

    find: Callable[[list[str], int, int], Finding]
    where_it_began: bool = False


def _syntax(file: Path, text: str, error: MarkedYAMLError) -> _UnreadableError:
    complaint = f"{error.problem} {error.context}"
    slip = next((found for part, found in SLIPS.items() if part in complaint), _says(_unknown))
    mark = (slip.where_it_began and error.context_mark) or error.problem_mark or error.context_mark
    line, column, advice = slip.find(text.splitlines(), mark.line if mark else 0, mark.column if mark else 0)
    return _UnreadableError(Place(file, line + 1, column + 1), *advice)


def _says(advice: Callable[[], Advice], *, where_it_began: bool = False) -> _Slip:
    return _Slip(lambda _lines, line, column: (line, column, advice()), where_it_began)


def _unknown() -> Advice:
    return (
        _("this cannot be read."),
        _("Check the indentation, the colons and the quotation marks on this line and the one above it."),
    )


def _cannot_begin(mark: str) -> Advice:
    return _("a text cannot begin with %(mark)s.", mark=mark), _("Put the text in quotation marks.")


def _indentation() -> Advice:
    return (
        _("this line does not line up with the lines it belongs to."),
        _("Begin the lines of one level with equally many spaces."),
    )


def _space_after_colon() -> Advice:
    return _("a space is missing after the colon."), _("Write a name, a colon, a space and the value.")


def _colon_in_text() -> Advice:
    return _("the text has a colon in it."), _("Put the text in quotation marks.")


def _colon_missing() -> Advice:
    return (
        _("there is no colon on this line."),
        _("Write a name, a colon, a space and the value. If the line continues a text, indent it more."),
    )


def _tab() -> Advice:
    return _("there is a tab here."), _("Replace it with spaces.")


def _open_quote() -> Advice:
    return _("the quotation mark that opens here is never closed."), _("End the text with the same mark.")


def _after_quote() -> Advice:
    return (
        _("something follows a closing quotation mark."),
        _("Check the marks on this line and the one above it; inside \"…\" write ” and inside '…' write ’."),
    )


def _backslash() -> Advice:
    return _('the backslash has a meaning of its own inside "…".'), _("Write it twice.")


def _open_bracket() -> Advice:
    return _("the bracket that opens here is never closed."), _("Close it, or put the text in quotation marks.")


def _block_text() -> Advice:
    return _("a text after | or > begins on the next line."), _("Move it there and indent it more.")


def _list_on_line() -> Advice:
    return (
        _("a list cannot begin on its field's own line."),
        _("Begin it on the next line, or put the text in quotation marks."),
    )


def _second_colon(lines: list[str], line: int, column: int) -> Finding:
    """A colon within a text, a colon without its space on the line above, or a line that stands too far in."""
    here = lines[line] if line < len(lines) else ""
    if re.search(r":\s", here[:column]):
        return line, column, _colon_in_text()
    return _tight_colon(lines, line - 1) or (line, len(here) - len(here.lstrip()), _indentation())


def _no_colon(lines: list[str], line: int, column: int) -> Finding:
    return _tight_colon(lines, line) or (line, column, _colon_missing())


def _tight_colon(lines: list[str], line: int) -> Finding | None:
    found = re.match(r"\s*(- +)?[A-Za-z_]+:(?=[^\s/])", lines[line]) if 0 <= line < len(lines) else None
    return (line, found.end(), _space_after_colon()) if found else None


def _mark(lines: list[str], line: int, column: int) -> Finding:
    mark = lines[line][column : column + 1] if line < len(lines) else ""
    return line, column, _tab() if mark == "\t" else _cannot_begin(mark)


#: A field or an item whose value begins with a quotation mark.
QUOTED = re.compile(r"""\s*(?:- +)?(?:[A-Za-z_]+: +|- +)(?P<mark>["'])""")


def _quote(lines: list[str], line: int, column: int) -> Finding:
    """What follows a closing mark, or the line above where a mark opened that the next quoted text closed."""
    here = QUOTED.match(lines[line]) if line < len(lines) else None
    for above in range(line - 1, -1, -1) if here else ():
        opened = QUOTED.match(lines[above])
        if here and here["mark"] in lines[above]:
            if opened and opened["mark"] == here["mark"] and here["mark"] not in lines[above][opened.end() :]:
                return above, opened.end() - 1, _open_quote()
            break
    return line, column, _after_quote()


#: A part of the parser's complaint -> what to say. The first that fits is said.
SLIPS: dict[str, _Slip] = {
    "mapping values are not allowed": _Slip(_second_colon),
    "cannot start any token": _Slip(_mark),
    "could not find expected ':'": _Slip(_no_colon, where_it_began=True),
    "scanning a quoted scalar": _says(_open_quote, where_it_began=True),
    "escape": _says(_backslash),
    "found '<scalar>'": _Slip(_quote),
    "expected ',' or": _says(_open_bracket, where_it_began=True),
    "sequence entries are not allowed": _says(_list_on_line),
    "scanning a block scalar": _says(_block_text),
    "scanning an alias": _Slip(_mark, where_it_began=True),
    "scanning an anchor": _Slip(_mark, where_it_began=True),
    "scanning a tag": _Slip(_mark, where_it_began=True),
    "undefined tag handle": _Slip(_mark, where_it_began=True),
    "found ','": _Slip(_mark),
    "mapping keys are not allowed": _Slip(_mark),
    "parsing a flow": _says(_open_bracket, where_it_began=True),
    "expected <block end>": _says(_indentation),
    "expected '<document start>'": _says(_indentation),
}
