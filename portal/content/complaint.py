"""A complaint of the YAML parser: where it stumbled, and what was found there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from portal.content.advice import Advice
from portal.content.source_text import SourceText

#: A field's name, or the hyphen of an item, and where its value begins.
FIELD = re.compile(r" *(?:- +)*(?P<name>[A-Za-z_][\w-]*: *|-? *)(?=\S)")


class MisplacedError(Exception):
    """Something that is YAML, but not where it stands; line and column count from zero."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.line, self.column = line, column
        self.advice: Advice = message, hint


class Finding(NamedTuple):
    """Where to point, counted from zero, what to say there, and how reading can go on."""

    line: int
    column: int
    advice: Advice
    mend: Callable[[], None]


class Complaint(NamedTuple):
    """What the parser stumbled over: where it noticed, and where the thing began that it was reading."""

    source: SourceText
    line: int
    column: int
    began: tuple[int, int]

    @property
    def here(self) -> str:
        """The line on which it noticed."""
        return self.source.line(self.line)

    def line_like(self, line: int, value: str) -> str:
        """A line as it should be, with this value: its own name or hyphen before it."""
        found = FIELD.match(self.source.lines[line])
        return f"{found['name'].strip() if found else ''} {value}".strip()

    def disarm(self, line: int, column: int) -> Callable[[], None]:
        """Put a letter in place of a sign that means something to YAML."""
        return lambda: self.source.replace(line, column, column + 1, "x")
