"""What is near each town, as the crow flies (data/connections/)."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from dataclasses import dataclass
from pathlib import Path

from portal.i18n import BASE, LocalizedText, localized_text


class BadRowError(ValueError):
    """A row that is no connection, and its line in the file."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class TransportConnection:
    """One place near a town; `distance_km` is a straight line between two points, never a road.

    `point` is where the place is, in kilometres east and north of ETRS-TM35FIN.
    """

    city: str
    kind: str
    name: LocalizedText | None
    distance_km: float | None
    value: str
    note: LocalizedText | None
    source: str
    licence: str
    as_of: str
    valid_until: dt.date | None
    point: tuple[float, float] | None = None


def _words(row: dict[str, str], field: str) -> LocalizedText | None:
    return localized_text(lambda locale: row.get(f"{field}_{locale}")) if row[f"{field}_{BASE}"] else None


def read_connections(path: Path) -> dict[str, list[TransportConnection]]:
    """Connections by municipality code, nearest first within each kind.

    Raises OSError, UnicodeDecodeError or BadRowError on a bad file.
    """
    found: dict[str, list[TransportConnection]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        try:
            for row in rows:
                connection = _connection(row)
                found.setdefault(connection.city, []).append(connection)
        except UnicodeDecodeError:
            raise
        except KeyError as error:  # a column is missing, whatever the row
            raise BadRowError(1) from error
        except (ValueError, TypeError, AttributeError, csv.Error) as error:
            raise BadRowError(rows.line_num or 1) from error
    return found


def _connection(row: dict[str, str]) -> TransportConnection:
    distance = float(row["distance_km"]) if row["distance_km"] else None
    if not re.fullmatch(r"\d{3}", row["municipality_code"]) or not (distance is None or 0 <= distance < math.inf):
        raise ValueError(row)
    return TransportConnection(
        city=row["municipality_code"],
        kind=row["kind"],
        name=_words(row, "name"),
        distance_km=distance,
        value=row["value"],
        note=_words(row, "note"),
        source=row["source"],
        licence=row["licence"],
        as_of=row["as_of"],
        valid_until=dt.date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        point=_point(row.get("east"), row.get("north")),
    )


def _point(east: str | None, north: str | None) -> tuple[float, float] | None:
    """Metres in the file as kilometres; None where no coordinates are known."""
    return (float(east) / 1000, float(north) / 1000) if east and north else None
