"""The lines of the table that `make bench` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = f"{'':2}{'what':44}{'target':>9}  measured"


@dataclass
class Row:
    """One line of the table."""

    what: str
    target: str
    measured: str
    good: bool | None = None

    def __str__(self) -> str:
        mark = {True: "✓", False: "✗", None: " "}[self.good]
        return f"{mark} {self.what:44}{self.target:>9}  {self.measured}"


def at(share: float, values: Sequence[float]) -> float:
    """The value under which this share of them lies: 0.95 for the 95th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
