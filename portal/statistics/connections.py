"""What is near each town, as the crow flies (data/connections/)."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from portal.i18n import Words


@dataclass(frozen=True)
class Connection:
    """One place near a town; `distance_km` is a straight line between two points, never a road."""

    city: str
    kind: str
    name: Words | None
    distance_km: float | None
    value: str
    note: Words | None
    source: str
    licence: str
    as_of: str
    valid_until: dt.date | None


def _words(row: dict[str, str], field: str) -> Words | None:
    if not row[f"{field}_fi"]:
        return None
    return Words(fi=row[f"{field}_fi"], sv=row[f"{field}_sv"] or None, en=row[f"{field}_en"] or None)


def read_connections(path: Path) -> dict[str, list[Connection]]:
    """Connections by municipality code, nearest first within each kind. Raises OSError or ValueError on a bad file."""
    found: dict[str, list[Connection]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["municipality_code"], []).append(
                Connection(
                    city=row["municipality_code"],
                    kind=row["kind"],
                    name=_words(row, "name"),
                    distance_km=float(row["distance_km"]) if row["distance_km"] else None,
                    value=row["value"],
                    note=_words(row, "note"),
                    source=row["source"],
                    licence=row["licence"],
                    as_of=row["as_of"],
                    valid_until=dt.date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                )
            )
    return found
