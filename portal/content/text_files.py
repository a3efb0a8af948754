"""The texts of pages, one Markdown file for each page and language; what is broken is left out and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.content.cache import Cache
from portal.content.mistake import did_you_mean
from portal.content.source_text import UnreadableError, read_bytes
from portal.content.texts import TEXTS, Text, TextKind
from portal.i18n import BASE, LOCALES, Locale, _
from portal.problems import Problem, SourceLocation


@dataclass(frozen=True)
class Texts:
    """The texts that can be shown, and what is wrong with the others."""

    whole: Mapping[tuple[str, Locale], Text] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: tuple[Path, ...] = ()

    def get(self, page: str, locale: Locale) -> tuple[Text, Locale]:
        """A page's text and its language: Finnish stands in for another; without that, the page's blocks alone."""
        for found in (locale, BASE):
            if (page, found) in self.whole:
                return self.whole[page, found], found
        return Text("", "".join(f"{{{name}}}" for name in TEXTS[page].blocks)), locale


def read_texts(folder: Path, cache: Cache | None = None) -> Texts:
    """Read every text of the folder."""
    if not folder.is_dir():
        hint = _("The texts of the pages belong in it.")
        return Texts(
            problems=(Problem(SourceLocation(folder), "", _("there is no such folder."), hint),), broken=(folder,)
        )
    files = {(page, locale): folder / f"{page}.{locale}.md" for page in TEXTS for locale in LOCALES}
    read = {key: _read(file, TEXTS[key[0]], cache) for key, file in files.items()}
    whole = {key: text for key, (text, _problems) in read.items() if text}
    problems = [problem for _text, found in read.values() for problem in found]
    problems += [*_uneven(whole, files), *_unknown(folder, files.values())]
    return Texts(whole, tuple(problems), tuple(files[key] for key in files if key not in whole))


def _read(file: Path, kind: TextKind, cache: Cache | None) -> tuple[Text | None, list[Problem]]:
    try:
        raw = read_bytes(file)
    except UnreadableError as unreadable:
        return None, [unreadable.problem]

    def parse() -> tuple[Text | None, list[Problem]]:
        from portal.content.markdown import parsed  # noqa: PLC0415  (a cached answer needs no Markdown)

        return parsed(file, raw, kind)

    return cache.remember(f"text {file}", [raw], parse) if cache else parse()


def _uneven(whole: Mapping[tuple[str, Locale], Text], files: Mapping[tuple[str, Locale], Path]) -> Iterator[Problem]:
    """Texts whose headings are not those of the Finnish text, each at the first one that differs."""
    for (page, locale), text in whole.items():
        finnish = whole.get((page, BASE))
        if finnish and text.structure != finnish.structure:
            same = _common(text.structure, finnish.structure)
            place = (
                text.headings[same].place if same < len(text.headings) else SourceLocation(files[page, locale], 1, 1)
            )
            yield Problem(place, "", *_difference(text, finnish, same))


def _common(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> int:
    """How many headings are alike from the beginning."""
    unlike = [one != other for one, other in zip(ours, theirs, strict=False)]
    return unlike.index(True) if True in unlike else len(unlike)


def _difference(text: Text, finnish: Text, same: int) -> tuple[str, str]:
    if same >= len(finnish.headings):
        return _("the Finnish text has no heading for this one."), _("Delete it, or write the section in Finnish too.")
    other = finnish.headings[same]
    where = f"{other.place.file.name}:{other.place.line}"
    if same >= len(text.headings):
        return _("the heading of %(where)s is missing here.", where=where), _("Write its section here too.")
    hint = _("Headings have the same level, the same {#name} and the same order in every language.")
    return _("this heading is another than that of %(where)s.", where=where), hint


def _unknown(folder: Path, known: Iterable[Path]) -> Iterator[Problem]:
    """Files that no page shows."""
    names = {file.name for file in known}
    for file in sorted(folder.iterdir()):
        if file.name not in names and not file.name.startswith("."):
            message = _("no page shows this text.")
            hint = did_you_mean(file.name, names) or _("Delete it, or move it to another folder.")
            yield Problem(SourceLocation(file, 1, 1), "", message, hint, "warning")
