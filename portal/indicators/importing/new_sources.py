"""New sources in data/indicators.yaml: lines that are put in, while no other line changes.

A round trip through a YAML library would write the whole file anew, and whoever has written a line in another way than
the library would find it changed beside the figures of an import.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from portal.content.reading import ParsedFile, parse_model
from portal.indicators.catalogue import Catalogue, SeriesSource


def with_sources(file: Path, new: Sequence[tuple[str, SeriesSource]]) -> bytes:
    """The catalogue's file with more sources of its indicators. Raises ValueError where they cannot be put in."""
    raw = file.read_bytes()
    for key, source in new:
        raw = _with_source(file, raw, key, source)
    return raw


def _with_source(file: Path, raw: bytes, key: str, source: SeriesSource) -> bytes:
    before = parse_model(Catalogue, file, raw)
    lines = raw.decode().split("\n")
    at, indent = _end_of_sources(lines, before, key)
    lines[at:at] = [" " * indent + line for line in _entry(source)]
    changed = "\n".join(lines).encode()
    if not _differ_by(before.model, parse_model(Catalogue, file, changed).model, key, source):
        raise ValueError(key)
    return changed


def _end_of_sources(lines: Sequence[str], parsed: ParsedFile[Catalogue], key: str) -> tuple[int, int]:
    """The line after an indicator's last source, counted from zero, and how far in its hyphen stands."""
    assert parsed.sheet is not None  # noqa: S101  (the catalogue has been read)
    start = parsed.sheet.key(("indicators", key, "sources")).line
    told = [number for number, line in enumerate(lines) if number >= start and not re.match(r"\s*(#.*)?$", line)]
    first = re.match(r" *(?=- )", lines[told[0]])
    if first is None:
        raise ValueError(key)
    within = re.compile(rf" {{{first.end()}}}[- ]")
    last = next((i for i, number in enumerate(told) if not within.match(lines[number])), len(told)) - 1
    return told[last] + 1, first.end()


def _entry(source: SeriesSource) -> list[str]:
    """The lines of an entry, as an item of a list, in the order of the model's fields."""
    text = yaml.safe_dump(
        source.model_dump(exclude_defaults=True), allow_unicode=True, sort_keys=False, width=float("inf")
    )
    first, *rest = text.rstrip("\n").split("\n")
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _differ_by(before: Catalogue | None, after: Catalogue | None, key: str, source: SeriesSource) -> bool:
    """Whether the new file says what the old one said, and the source."""
    if before is None or after is None:
        return False
    indicator = before.indicators[key]
    more = indicator.model_copy(update={"sources": [*indicator.sources, source]})
    return before.model_copy(update={"indicators": {**before.indicators, key: more}}) == after
