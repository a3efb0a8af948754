"""The list of the figures that the portal publishes, with their published sources: `make facts` writes it anew.

A figure that changes without anybody's wish fails a test. A change that is wished for is one command and its diff.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.indicators.catalogue import SeriesSource
from portal.indicators.catalogue_file import read_catalogue
from portal.settings import Settings

COLUMNS = ("indicator", "source", "publisher", "table", "first", "last", "places", "figures", "country", "sha256")
Row = dict[str, str]


def facts(data: Path) -> str:
    """One line for each source of each indicator: what it gives, the country's newest figure, and a digest of all."""
    catalogue, problems = read_catalogue(data / "indicators.yaml")
    assert catalogue, problems
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for file in sorted((data / "series").glob("*.csv")):
        lines.writerows(_lines(file, {source.id: source for source in catalogue.indicators[file.stem].sources}))
    return text.getvalue()


def _lines(file: Path, known: Mapping[str, SeriesSource]) -> Iterator[tuple[object, ...]]:
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(file):
        by_source[row["source"]].append(row)
    for ident, rows in sorted(by_source.items()):
        yield file.stem, ident, *_source(known.get(ident)), *_figures(rows)


def _source(source: SeriesSource | None) -> tuple[str, str]:
    return (source.publisher, source.table) if source else ("unknown", "unknown")


def _figures(rows: list[Row]) -> tuple[object, ...]:
    periods = sorted(row["period"] for row in rows)
    lines = sorted(",".join((row["place"], row.get("section", ""), row["period"], row["value"])) for row in rows)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return periods[0], periods[-1], len({row["place"] for row in rows}), len(rows), _country(rows), digest


def _country(rows: list[Row]) -> str:
    """The newest figure of the whole country, where there is one and not one for each section."""
    found = [(row["period"], row["value"]) for row in rows if row["place"] == "SSS" and "section" not in row]
    return max(found)[1] if found else ""


def rows_of(file: Path) -> list[Row]:
    """The rows of a series."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Write the list beside the data, and say what changed."""
    data = Settings().data
    file = data / "facts.csv"
    before = set(file.read_text(encoding="utf-8").splitlines()) if file.is_file() else set()
    text = facts(data)
    file.write_text(text, encoding="utf-8", newline="\n")
    after = set(text.splitlines())
    sys.stdout.writelines(f"{line}\n" for line in sorted({f"- {one}" for one in before - after}))
    sys.stdout.writelines(f"{line}\n" for line in sorted({f"+ {one}" for one in after - before}))


if __name__ == "__main__":
    main()
