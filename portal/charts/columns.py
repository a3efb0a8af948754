"""The columns of figures in files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from babel.support import LazyProxy

from portal.i18n import lazy

Datatype = Literal["string", "number", "integer", "boolean"]


@dataclass(frozen=True)
class Column:
    """A column of every table: its name in CSV and JSON, what it holds, its heading for readers.

    `decimals` are those that a view shows of it beside the figure.
    """

    name: str
    datatype: Datatype
    title: LazyProxy
    decimals: int = 0


#: What some charts tell beside the figure: an index or a change as it is drawn; the position in a ranking.
SHOWN = Column("shown", "number", lazy("As drawn"))
POSITION = Column("position", "integer", lazy("Position"))
