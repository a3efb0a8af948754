"""Lines that do not line up with the lines they belong to: which of them is the odd one, and where it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from portal.content.source_text import SourceText, indent_of


class Move(NamedTuple):
    """Lines that stand too far in or out, the first of them first, and by how much."""

    lines: tuple[int, ...]
    by: int

    def make(self, source: SourceText) -> None:
        """Move them."""
        for number in self.lines:
            indent = indent_of(source.lines[number])
            source.replace(number, 0, indent, " " * max(indent + self.by, 0))


def says_something(line: str) -> bool:
    """Whether a line is more than a comment, a mark of the beginning or nothing."""
    return bool(line.strip()) and not line.lstrip().startswith("#") and line.strip() != "---"


def odd_lines(source: SourceText, line: int) -> Move:
    """What to move where the parser noticed that a line does not line up."""
    return _all_above(source, line) or _one_above(source, line) or _first_above(source, line) or _itself(source, line)


def _above(source: SourceText, line: int) -> Iterator[int]:
    return (number for number in range(line - 1, -1, -1) if says_something(source.lines[number]))


def _is_opener(text: str) -> bool:
    """Whether a line is a field's name alone: what it holds stands below it."""
    return re.fullmatch(r" *(?:- +)*[^\s#\"'][^#]*:\s*(#.*)?", text) is not None


def _all_above(source: SourceText, line: int) -> Move | None:
    """Everything before a line at the margin stands too far in."""
    above = [*reversed([*_above(source, line)])]
    least = min((indent_of(source.lines[number]) for number in above), default=0)
    return Move(tuple(above), -least) if least and indent_of(source.lines[line]) == 0 else None


def _one_above(source: SourceText, line: int) -> Move | None:
    """The first field of a group stands at its group's own level: `region:`, `fi: x`, and only then `  sv: y`."""
    own = indent_of(source.lines[line])
    outer = [number for number in _above(source, line) if indent_of(source.lines[number]) < own][:2]
    if len(outer) < 2:
        return None
    first, group = outer
    depth = indent_of(source.lines[first]) - indent_of(source.lines[group])
    adjacent = next(_above(source, first)) == group
    if not adjacent or not _is_opener(source.lines[group]) or source.lines[first].lstrip().startswith("- "):
        return None
    # Further in than its group, it is the odd one only when several fields stand elsewhere.
    is_odd = depth == 0 or (depth > 0 and any(True for _ in _siblings(source, line)))
    return Move((first,), own - indent_of(source.lines[first])) if is_odd else None


def _first_above(source: SourceText, line: int) -> Move | None:
    """The lines above of the same group are fewer than those that follow, and so they are the odd ones."""
    own = indent_of(source.lines[line])
    group = list[int]()
    for number in _above(source, line):
        if indent_of(source.lines[number]) <= own:
            if indent_of(source.lines[number]) == own or not _is_opener(source.lines[number]):
                return None
            break
        group.insert(0, number)
    if not group:
        return None
    level = indent_of(source.lines[group[0]])
    above = sum(indent_of(source.lines[number]) == level for number in group)
    return Move(tuple(group), own - level) if above < 1 + sum(1 for _ in _siblings(source, line)) else None


def _siblings(source: SourceText, line: int) -> Iterator[int]:
    own = indent_of(source.lines[line])
    for number in range(line + 1, len(source.lines)):
        if says_something(source.lines[number]) and (indent := indent_of(source.lines[number])) <= own:
            if indent < own:
                return
            yield number


def _itself(source: SourceText, line: int) -> Move:
    """A line, with what stands below it where it has to, to the nearest level of the lines above it."""
    text = source.lines[line]
    own = indent_of(text)
    target = min(_levels(source, line), key=lambda level: (abs(level - own), -level))
    below = [*_below(source, line, own)]
    inner = min((indent_of(source.lines[number]) for number in below), default=own)
    is_item = text.lstrip().startswith("- ")
    stay = inner == target + 2 if is_item else not _is_opener(text) or inner > target
    return Move((line,) if stay else (line, *below), target - own)


def _below(source: SourceText, line: int, own: int) -> Iterator[int]:
    """The lines that stand further in below a line."""
    for number in range(line + 1, len(source.lines)):
        if source.lines[number].strip():
            if indent_of(source.lines[number]) <= own:
                return
            yield number


def _levels(source: SourceText, line: int) -> list[int]:
    """The indentations that a line can have: those of the groups it may belong to."""
    if source.lines[line].lstrip().startswith("- "):
        return _item_levels(source, line) or [0]
    levels: list[int] = []
    for number in _above(source, line):
        above = source.lines[number]
        hyphens = re.match(r" *((?:- +)+)(?=\S)", above)
        for level in ([hyphens.end()] if hyphens else []) + [indent_of(above)]:
            if not levels or level < levels[-1]:
                levels.append(level)
    return levels or [0]


def _item_levels(source: SourceText, line: int) -> list[int]:
    """The indentations of the lists that an item can belong to."""
    above = [*_above(source, line)]
    items = {indent_of(source.lines[number]) for number in above if source.lines[number].lstrip().startswith("- ")}
    if above and _is_opener(source.lines[above[0]]):
        items.add(indent_of(source.lines[above[0]]) + 2)
    return sorted(items, reverse=True)
