"""Numbered notes: a text carries a small number, and the end of its block says which source that is."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.content.models import Source

#: What tells one source from another: the same page under two keys is one source.
Identity = tuple[str, str | None, str | None, str | None]


def identity(source: Source) -> Identity:
    """What tells a source from another."""
    return (source.publisher, source.title, source.url, source.date)


@dataclass(frozen=True)
class Note:
    """A source with its number on the page, and where its note stands."""

    number: int
    anchor: str
    source: Source


@dataclass
class Block:
    """One part of a page, whose notes stand at its end; `notes` are those that were cited so far."""

    name: str
    numbers: dict[Identity, int]
    _cited: dict[int, Note] = field(default_factory=dict)

    def cite(self, source: Source) -> Note:
        """The note of a source, which is numbered where the page names it for the first time."""
        number = self.numbers.setdefault(identity(source), len(self.numbers) + 1)
        return self._cited.setdefault(number, Note(number, f"{self.name}-{number}", source))

    @property
    def notes(self) -> list[Note]:
        """The notes of this part, in the order of their numbers."""
        return [self._cited[number] for number in sorted(self._cited)]


class Footnotes:
    """The notes of a page: a source has one number on it, however often it is cited."""

    def __init__(self) -> None:
        self._numbers: dict[Identity, int] = {}

    def block(self, name: str) -> Block:
        """A new part of the page."""
        return Block(name, self._numbers)

    def number(self, source: Source) -> int | None:
        """The number of a source that was cited."""
        return self._numbers.get(identity(source))
