"""Lines that do not line up with the lines they belong to, moved to where they were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.content.source_text import SourceText, indent_of


def says_something(line: str) -> bool:
    """Whether a line is more than a comment, a mark of the beginning or nothing."""
    return bool(line.strip()) and not line.lstrip().startswith("#") and line.strip() != "---"


def line_up(source: SourceText, line: int) -> None:
    """Move a line, and what stands further in below it, to the nearest level of the lines above it."""
    own = indent_of(source.lines[line])
    target = min(_levels(source, line), key=lambda level: (abs(level - own), -level))
    for number in (line, *_below(source, line, own)) if target != own else ():
        indent = indent_of(source.lines[number])
        source.replace(number, 0, indent, " " * (indent + target - own))


def _below(source: SourceText, line: int, own: int) -> Iterator[int]:
    """The lines that belong to a line: those below it that stand further in."""
    for number in range(line + 1, len(source.lines)):
        if source.lines[number].strip():
            if indent_of(source.lines[number]) <= own:
                return
            yield number


def _levels(source: SourceText, line: int) -> list[int]:
    """The indentations that a line can have: those of the groups it may belong to."""
    is_item = source.lines[line].lstrip().startswith("- ")
    levels: list[int] = []
    for above in reversed(source.lines[:line]):
        if not says_something(above):
            continue
        hyphens = re.match(r" *((?:- +)+)(?=\S)", above)
        for level in ([hyphens.end()] if hyphens and not is_item else []) + [indent_of(above)]:
            if not levels or level < levels[-1]:
                levels.append(level)
    return levels or [0]
