"""What a visitor wishes for, as a query string and back; what the query asks wrongly is told, never repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from portal.content.models import Role
from portal.domain.finder.criteria import CRITERIA, Criterion, Step
from portal.i18n import _

#: Who the visitor is: an actor whom an ecosystem may lack, or somebody who would work and live in the town.
RESIDENT = "resident"
ROLES: tuple[str, ...] = (*get_args(Role), RESIDENT)
STEPS: tuple[Step, ...] = get_args(Step)
#: Stands in a canonical query for every value that is not known.
UNKNOWN = "?"
#: The criterion that cannot be told without a sector.
NEEDS_SECTOR = "industry"


@dataclass(frozen=True)
class Wish:
    """Who the visitor is, the sector (a TOL 2008 section), and what weighs; `weights` in the order of the form."""

    role: str = ""
    sector: str = ""
    weights: tuple[tuple[str, Step], ...] = ()

    @property
    def asked(self) -> list[tuple[Criterion, Step]]:
        """The criteria that weigh; specialisation only where there is a sector to be specialised in."""
        return [(CRITERIA[key], step) for key, step in self.weights if self.sector or key != NEEDS_SECTOR]

    @property
    def lacks_sector(self) -> bool:
        """Whether specialisation is asked for without a sector."""
        return len(self.asked) < len(self.weights)

    @property
    def empty(self) -> bool:
        """Whether nothing is wished for."""
        return self == Wish()


@dataclass(frozen=True)
class ParsedWish:
    """The wish nearest to what a query asks, and the names of the parameters that asked what there is not."""

    wish: Wish
    faults: tuple[str, ...] = ()


def read(query: Mapping[str, str], sectors: Sequence[str]) -> ParsedWish:
    """The wish that a query string stands for; an unknown value is a fault and weighs nothing."""
    allowed: dict[str, Sequence[str]] = {"role": ROLES, "sector": sectors} | dict.fromkeys(CRITERIA, STEPS)
    found = {name: query.get(name, "") for name in allowed}
    faults = tuple(name for name, value in found.items() if value and value not in allowed[name])
    known = {name: value for name, value in found.items() if value and name not in faults}
    weights = tuple((key, cast(Step, known[key])) for key in CRITERIA if key in known)
    return ParsedWish(Wish(known.get("role", ""), known.get("sector", ""), weights), faults)


def write(wish: Wish) -> dict[str, str]:
    """The query of a wish: only what is wished for."""
    chosen = {"role": wish.role, "sector": wish.sector, **dict(wish.weights)}
    return {name: value for name, value in chosen.items() if value}


def canonical(reading: ParsedWish) -> dict[str, str]:
    """The one spelling of a query that leads to the same page: the wish, and a mark for each mistake."""
    return write(reading.wish) | dict.fromkeys(reading.faults, UNKNOWN)


def messages(reading: ParsedWish) -> list[str]:
    """What was wrong with a query or is missing from a wish, in words; call inside `use_locale`."""
    weighed = any(name in CRITERIA for name in reading.faults)
    faults = (
        ("role" in reading.faults, _("The address asks for a role that is not known here. It was left out.")),
        ("sector" in reading.faults, _("The address asks for a sector that is not known here. It was left out.")),
        (weighed, _("The address weighs a criterion in a way that is not known here. It was taken as indifferent.")),
        (reading.wish.lacks_sector, _("Choose a sector as well: without one no specialisation can be told.")),
    )
    return [text for wrong, text in faults if wrong]
