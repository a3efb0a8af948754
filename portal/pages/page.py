"""A page before it is written: its head and what its template needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class MissingError(LookupError):
    """What the address is about does not exist, or no longer."""


@dataclass(frozen=True)
class Page:
    """Title and description for the head, a template and its values.

    `tone` is the class of a town's colour, `sign` the town whose outline is the page's icon, and `picture` the address
    of what is shown where the page is shared, with its words.

    `query` is the part of the address after ? that the page depends on; the language switch carries it along.
    """

    title: str
    description: str
    template: str
    values: Mapping[str, Any]
    query: Mapping[str, str] = field(default_factory=dict)
    index: bool = True
    tone: str = ""
    sign: str = ""
    picture: tuple[str, str] | None = None
