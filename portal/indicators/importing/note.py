"""The note of an import: where its figures come from, as YAML between two lines of hyphens, and then in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from portal.content.fields import Key
from portal.content.library import in_order
from portal.content.mistake import did_you_mean, not_among
from portal.content.reading import ParsedFile, parse_model
from portal.content.source_text import UnreadableError, read_bytes
from portal.i18n import Model, Text, _
from portal.indicators.catalogue import Catalogue, Indicator, SeriesSource
from portal.indicators.catalogue_file import unknown
from portal.problems import Problem, SourceLocation

FENCE = b"---"


class NoteSource(SeriesSource):
    """A source as the catalogue will have it, and the indicators of the file whose figures come from it."""

    indicators: list[Key] = Field(min_length=1, description="The indicators that get this source.")

    @property
    def source(self) -> SeriesSource:
        """The entry of the catalogue."""
        return SeriesSource(**{name: getattr(self, name) for name in SeriesSource.model_fields})


class NoteHead(Model):
    """What a note says for the portal, before its text."""

    sources: list[NoteSource] = Field(
        default_factory=list, description="The sources, each as an entry of `sources:` in data/indicators.yaml."
    )
    uses: dict[Key, Key] = Field(
        default_factory=dict, description="Indicators whose source the catalogue has already: its id."
    )
    leave_out: list[Text] = Field(
        default_factory=list, description="Indicators of the file that are not imported on purpose."
    )


@dataclass(frozen=True)
class Note:
    """A note that has been read and can be followed."""

    file: Path
    raw: bytes
    head: NoteHead

    def new_sources(self, key: str) -> list[SeriesSource]:
        """The sources that the note gives an indicator."""
        return [one.source for one in self.head.sources if key in one.indicators]

    def source_ids(self, key: str) -> list[str]:
        """The ids of the sources that the figures of an indicator may come from, by this note."""
        return [*(source.id for source in self.new_sources(key)), *filter(None, [self.head.uses.get(key)])]


def read_note(file: Path, catalogue: Catalogue) -> tuple[Note | None, list[Problem]]:
    """Read a note; none when anything in it is an error."""
    try:
        raw = read_bytes(file)
    except UnreadableError as unreadable:
        return None, [unreadable.problem]
    head = _head(raw)
    if head is None:
        return None, [_without_head(file)]
    parsed = parse_model(NoteHead, file, head)
    problems = [*in_order([*parsed.problems, *_problems(parsed, catalogue)])]
    whole = parsed.model is not None and not any(problem.severity == "error" for problem in problems)
    return (Note(file, raw, parsed.model) if whole and parsed.model else None), problems


def _head(raw: bytes) -> bytes | None:
    """The lines between the hyphens, below an empty one so that each keeps its number; None where there are none."""
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    return b"\n".join([b"", *lines[1 : ends[1]]]) if ends[1:] and ends[0] == 0 else None


def _without_head(file: Path) -> Problem:
    message = _("the note does not say for the portal where the figures come from.")
    hint = _(
        "Begin it with a line “---”, then “sources:” with a list of entries as in indicators.yaml, each with "
        "“indicators:” beside its own fields, then another line “---”; the text follows."
    )
    return Problem(SourceLocation(file, 1, 1), "", message, hint)


def _problems(parsed: ParsedFile[NoteHead], catalogue: Catalogue) -> Iterator[Problem]:
    if parsed.model is None:
        return
    for i, source in enumerate(parsed.model.sources):
        yield from _publisher(parsed, catalogue, i, source)
        for j, key in enumerate(source.indicators):
            yield from _entry(parsed, catalogue, ("sources", i, "indicators", j), key, source.source)
    for key, source_id in parsed.model.uses.items():
        yield from _used(parsed, catalogue, key, source_id)


def _publisher(parsed: ParsedFile[NoteHead], catalogue: Catalogue, i: int, source: NoteSource) -> Iterator[Problem]:
    if source.publisher not in catalogue.publishers:
        fault = _("indicators.yaml has no publisher “%(key)s”.", key=source.publisher)
        yield parsed.problem(
            ("sources", i, "publisher"), not_among(source.publisher, catalogue.publishers, fault, _("Add it there."))
        )


def _entry(
    parsed: ParsedFile[NoteHead],
    catalogue: Catalogue,
    steps: tuple[str | int, ...],
    key: str,
    source: SeriesSource,
) -> Iterator[Problem]:
    """What is wrong with a source of an indicator: an id means one thing for ever."""
    if key not in catalogue.indicators:
        yield parsed.problem(steps, unknown(key, catalogue))
        return
    known = source_of(catalogue.indicators[key], source.id)
    if known is not None and known != source:
        message = _("“%(key)s” has another source “%(id)s” already.", key=key, id=source.id)
        yield parsed.problem(steps, (message, _("Give this one an id of its own, or write it as there.")))


def _used(parsed: ParsedFile[NoteHead], catalogue: Catalogue, key: str, source_id: str) -> Iterator[Problem]:
    if key not in catalogue.indicators:
        yield parsed.problem(("uses", key), unknown(key, catalogue))
    elif source_of(catalogue.indicators[key], source_id) is None:
        ids = [source.id for source in catalogue.indicators[key].sources]
        message = _("“%(key)s” has no source “%(id)s”.", key=key, id=source_id)
        listed = _("Its sources are %(ids)s.", ids=", ".join(ids))
        yield parsed.problem(("uses", key), (message, f"{did_you_mean(source_id, ids)} {listed}".strip()))


def source_of(indicator: Indicator, source_id: str) -> SeriesSource | None:
    """An indicator's source by its id."""
    return next((source for source in indicator.sources if source.id == source_id), None)
