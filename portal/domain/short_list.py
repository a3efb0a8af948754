"""The short list: towns and looking-for entries that somebody has marked, as a query and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from portal.domain.comparison import BEYOND, UNKNOWN
from portal.domain.entries import Found
from portal.domain.profile import Portal
from portal.i18n import _

#: What can be marked, by its name in the query.
Kind = Literal["town", "entry"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: A list holds so many of each: as many towns as a comparison, and entries that still can be read through.
MOST: Mapping[Kind, int] = {"town": 10, "entry": 30}


@dataclass(frozen=True)
class ShortList:
    """Towns by their keys and entries by their ids, in the reader's own order."""

    town: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The marked things of one kind."""
        return self.town if kind == "town" else self.entry

    @property
    def empty(self) -> bool:
        """Whether nothing is marked."""
        return not self.town and not self.entry

    @property
    def query(self) -> dict[str, str]:
        """The list as a query: only the kinds of which something is marked."""
        return {kind: ",".join(self.of(kind)) for kind in KINDS if self.of(kind)}

    def without(self, kind: Kind, name: str) -> ShortList:
        """The same list without one thing."""
        kept: dict[str, tuple[str, ...]] = {kind: tuple(own for own in self.of(kind) if own != name)}
        return replace(self, **kept)


@dataclass(frozen=True)
class ParsedShortList:
    """The list nearest to what a query asks; of which kinds it asked what there is not, or more than a list holds."""

    listed: ShortList
    unknown: tuple[Kind, ...] = ()
    beyond: tuple[Kind, ...] = ()


def read(query: Mapping[str, str], portal: Portal) -> ParsedShortList:
    """The list that a query stands for. Entries that have ended are on it still: the day decides what is shown."""
    meanings: Mapping[Kind, Callable[[str], str | None]] = {
        "town": portal.addresses.city_of,
        "entry": lambda name: name if name in portal.content.entries else None,
    }
    asked = {kind: _names(query.get(kind, "")) for kind in KINDS}
    known = {kind: _meant(asked[kind], meanings[kind]) for kind in KINDS}
    return ParsedShortList(
        ShortList(**{kind: tuple(known[kind][: MOST[kind]]) for kind in KINDS}),
        unknown=tuple(kind for kind in KINDS if _stray(asked[kind], meanings[kind]) - {BEYOND}),
        beyond=tuple(kind for kind in KINDS if len(known[kind]) > MOST[kind] or BEYOND in asked[kind]),
    )


def _names(text: str) -> list[str]:
    """What is named between commas."""
    return [name for part in text.split(",") if (name := part.strip().lower())]


def _meant(names: Iterable[str], meaning: Callable[[str], str | None]) -> list[str]:
    """What the names stand for, each thing once."""
    return [*dict.fromkeys(key for name in names if (key := meaning(name)))]


def _stray(names: Iterable[str], meaning: Callable[[str], str | None]) -> set[str]:
    """The names that stand for nothing."""
    return {name for name in names if not meaning(name)}


def canonical(reading: ParsedShortList) -> dict[str, str]:
    """The one spelling of a query that leads to the same page: the list, and a sign for each mistake."""
    signs = {
        kind: [*([UNKNOWN] if kind in reading.unknown else []), *([BEYOND] if kind in reading.beyond else [])]
        for kind in KINDS
    }
    written = {kind: ",".join([*reading.listed.of(kind), *signs[kind]]) for kind in KINDS}
    return {str(kind): text for kind, text in written.items() if text}


def on(day: dt.date, listed: ShortList, portal: Portal) -> tuple[ShortList, list[Found]]:
    """The list as it is on a day, and the entries that have ended before it."""
    valid = {entry.id for _town, entry in portal.sought(day)}
    ended = [name for name in listed.entry if name not in valid]
    left = replace(listed, entry=tuple(name for name in listed.entry if name in valid))
    return left, [portal.content.entries[name] for name in ended]


def entries(listed: ShortList, portal: Portal) -> list[Found]:
    """The entries of a list, each with its town's key."""
    return [portal.content.entries[name] for name in listed.entry]


def enquiry(listed: ShortList, portal: Portal) -> dict[str, str]:
    """The query of the contact page for an enquiry about the list: the towns of its entries are asked as well."""
    towns = dict.fromkeys([*listed.town, *(town for town, _entry in entries(listed, portal))])
    return replace(listed, town=tuple(towns)).query


def messages(reading: ParsedShortList) -> list[str]:
    """What was wrong with a query, in words; call inside `use_locale`."""
    unknown: Mapping[Kind, str] = {
        "town": _("The address names a town that is not one of the network. It was left out."),
        "entry": _("The address names an entry that does not exist. It was left out."),
    }
    beyond: Mapping[Kind, str] = {
        "town": _("A short list holds at most %(most)s towns. The first ones are shown.", most=MOST["town"]),
        "entry": _("A short list holds at most %(most)s entries. The first ones are shown.", most=MOST["entry"]),
    }
    return [
        *(unknown[kind] for kind in KINDS if kind in reading.unknown),
        *(beyond[kind] for kind in KINDS if kind in reading.beyond),
    ]
