"""Which of a town's looking-for entries fit a visitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.content.models import LookingFor
from portal.domain.finder.wish import RESIDENT, Wish


@dataclass(frozen=True)
class Fitting:
    """An entry and what of the wish it names."""

    entry: LookingFor
    role: bool
    sector: bool


def fitting(wish: Wish, entries: Iterable[LookingFor]) -> list[Fitting]:
    """The entries that name the visitor's role or sector, those that name both first, otherwise in their order."""
    found = [Fitting(entry, _role(wish, entry), wish.sector in entry.sectors) for entry in entries]
    return sorted((one for one in found if one.role or one.sector), key=lambda one: -(one.role + one.sector))


def _role(wish: Wish, entry: LookingFor) -> bool:
    """Whether the entry asks for the visitor's role; workers and residents are asked for by recruitment."""
    if wish.role == RESIDENT:
        return entry.kind == "recruitment"
    return entry.kind == "complementary" and wish.role in entry.roles
