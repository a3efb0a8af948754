"""Addresses that pages had before, and where each leads now (data/former_addresses.csv)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = "former_addresses.csv"
COLUMNS = ["former", "now"]


class BadTableError(ValueError):
    """What is no table of former addresses, and the line that is wrong."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class FormerAddress:
    """One row: its line in the file, the path as it was, and the path as it is now."""

    line: int
    former: str
    now: str

    @property
    def key(self) -> str:
        """The former path as it is compared: in small letters, with nothing at its end."""
        return self.former.lower().rstrip("/")


def read_former(data: Path) -> list[FormerAddress]:
    """Every row of the table; none where there is no such file. Raises OSError or BadTableError."""
    file = data / FILE
    if not file.exists():
        return []
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadTableError(1) from error
    if not rows or rows[0] != COLUMNS:
        raise BadTableError(1)
    return [_row(line, row) for line, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]


def _row(line: int, row: Sequence[str]) -> FormerAddress:
    if len(row) != len(COLUMNS) or not all(cell.strip().startswith("/") for cell in row):
        raise BadTableError(line)
    return FormerAddress(line, *(cell.strip() for cell in row))


def in_one_step(rows: Sequence[FormerAddress]) -> Mapping[str, str]:
    """Each former path -> where it leads in the end; those that lead round in a circle are left out."""
    now = {row.key: row.now for row in rows}
    ends = {former: _end(former, now) for former in now}
    return {former: end for former, end in ends.items() if end is not None}


def _end(former: str, now: Mapping[str, str]) -> str | None:
    path = now[former]
    for _row in now:
        if (known := now.get(path.lower().rstrip("/"))) is None:
            return path
        path = known
    return None
