"""Which looking-for entries fit a visitor."""

from __future__ import annotations

from typing import Any

from portal.content.models import LookingFor
from portal.domain.finder.entries import fitting
from portal.domain.finder.wish import Wish
from tests.made_up import same


def entry(ident: str, kind: str = "complementary", **more: Any) -> LookingFor:
    fields: dict[str, Any] = {"id": ident, "kind": kind, "what": same(ident), "source": "town"}
    return LookingFor.model_validate(fields | more)


ENTRIES = [
    entry("only-role", roles=["company"]),
    entry("only-sector", roles=["research"], sectors=["C"]),
    entry("both", roles=["company", "investor"], sectors=["C", "D"]),
    entry("neither", roles=["education"], sectors=["P"]),
    entry("workers", "recruitment", sectors=["C"]),
]


def found(wish: Wish) -> list[str]:
    return [one.entry.id for one in fitting(wish, ENTRIES)]


def test_entries_that_name_role_and_sector_come_first() -> None:
    assert found(Wish("company", "C")) == ["both", "only-role", "only-sector", "workers"]


def test_role_or_sector_alone_is_enough() -> None:
    assert found(Wish("company")) == ["only-role", "both"]
    assert found(Wish(sector="P")) == ["neither"]


def test_recruitment_is_for_those_who_would_work_and_live_there() -> None:
    assert found(Wish("resident")) == ["workers"]
    assert found(Wish("resident", "C"))[0] == "workers"


def test_without_role_and_sector_nothing_is_chosen() -> None:
    assert found(Wish()) == []
