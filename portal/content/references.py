"""What files of content say of each other and of themselves: keys that exist, and names that are used once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from portal.content.advice import like_this
from portal.content.mistake import nearest, not_among
from portal.content.models import City, Organisations, SiteSettings
from portal.content.reading import ParsedFile
from portal.content.yaml_file import Steps, named
from portal.i18n import _
from portal.problems import Problem, SourceLocation

#: A town's file is named as the town is in the site's list; a copy that a file manager made is not.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# References within a file

#: So many lines that repeat a mistake are named.
MOST_LINES = 8


def sources(reading: ParsedFile[Any]) -> Iterator[Problem]:
    """Keys of sources that do not match; one that is misspelt is one problem, however often it is used."""
    if reading.sheet is None:
        return
    known, used = _names(reading, "sources"), dict[str, list[Steps]]()
    for steps, value in reading.keys:
        if _is_source(steps):
            used.setdefault(value, []).append(steps)
    unused = [key for key in known if key not in used]
    for key, places in used.items():
        if key in known:
            continue
        near = nearest(key, known)
        if near in unused and len(places) > 1:
            yield from _misspelt_source(reading, near, key, places)
        else:
            message, hint = not_among(key, known, _no_source(reading, key, places), _("Add it under “sources:”."))
            yield reading.problem(places[0], (message, hint))
        unused = [other for other in unused if other != near]
    for key in unused:
        advice = _("nothing in this file refers to this source."), _("Delete it, or refer to it where it was used.")
        yield Problem(reading.sheet.key(("sources", key)), named(("sources", key)), *advice, "warning")


def _no_source(reading: ParsedFile[Any], key: str, places: list[Steps]) -> str:
    if len(places) == 1:
        return _("there is no source “%(key)s” in this file.", key=key)
    return _(
        "there is no source “%(key)s” in this file, but lines %(lines)s refer to it.",
        key=key,
        lines=_lines(reading, places),
    )


def _misspelt_source(reading: ParsedFile[Any], written: str, key: str, places: list[Steps]) -> Iterator[Problem]:
    """Several lines agree on a key: it is the source's own that is misspelt."""
    assert reading.sheet is not None  # noqa: S101  (the caller has looked)
    place = reading.sheet.key(("sources", written))
    if any(problem.place == place and problem.severity == "error" for problem in reading.problems):
        return  # a key that cannot be one is said already
    message = _("lines %(lines)s call this source “%(key)s”.", lines=_lines(reading, places), key=key)
    yield Problem(place, named(("sources", written)), message, like_this(f"{key}:"))


def _lines(reading: ParsedFile[Any], places: list[Steps]) -> str:
    assert reading.sheet is not None  # noqa: S101  (parts of an unreadable file do not exist)
    numbers = sorted({reading.sheet.place(steps).line for steps in places})
    shown = [str(number) for number in numbers[:MOST_LINES]]
    return ", ".join(shown) + (" …" if len(numbers) > MOST_LINES else "")


def _is_source(steps: Steps) -> bool:
    if steps and isinstance(steps[-1], int):
        return steps[-2:-1] == ("sources",)
    return bool(steps) and steps[-1] in ("source", "contact_source")


def _names(reading: ParsedFile[Any], group: str) -> list[str]:
    found = reading.sheet.data.get(group) if reading.sheet else None
    return list(found) if isinstance(found, dict) else []


def shared_organisations(town: ParsedFile[City], organisations: ParsedFile[Organisations]) -> Iterator[Problem]:
    """Shared organisations that a town names and organisations.yaml has not."""
    if organisations.sheet is None:
        return
    known = _names(organisations, "organisations")
    for steps, value in town.keys:
        if steps[-1:] == ("organisation",) and value not in known:
            message = _("there is no organisation “%(key)s” in organisations.yaml.", key=value)
            advice = not_among(value, known, message, _("Add it there, or describe it here."))
            yield town.problem(steps, advice)


def ids_in(town: ParsedFile[City], group: str) -> list[tuple[Steps, str]]:
    """The ids of a group of a town's file, with where they stand."""
    found = town.sheet.data.get(group) if town.sheet else None
    items = enumerate(found) if isinstance(found, list) else ()
    return [((group, i, "id"), item["id"]) for i, item in items if isinstance(item, dict) and _is_text(item.get("id"))]


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def own_ids(stem: str, town: ParsedFile[City]) -> Iterator[Problem]:
    """Ids that a town uses twice, and entries whose id does not begin with the town."""
    yield from repeated([(town, steps, key) for steps, key in ids_in(town, "strengths")])
    for steps, key in ids_in(town, "looking_for"):
        if not key.startswith(f"{stem}-"):
            better = f"{stem}-{key}"
            advice = (
                _("this does not begin with the town's name."),
                _("Write it like this: %(line)s", line=f"id: {better}"),
            )
            yield town.problem(steps, advice)


# What must be unique among the towns


def slugs(town: ParsedFile[City]) -> Iterator[tuple[ParsedFile[City], Steps, object]]:
    """A town's words in addresses, each once, with where they stand."""
    words = town.sheet.data.get("slug") if town.sheet else None
    mine = set()
    for locale, slug in words.items() if isinstance(words, dict) else ():
        if _is_text(slug) and slug not in mine:
            mine.add(slug)
            yield town, ("slug", locale), slug


def repeated(things: Iterable[tuple[ParsedFile[City], Steps, object]]) -> Iterator[Problem]:
    """Each thing that was met before is an error at its second place; the first one is left alone."""
    first: dict[object, tuple[ParsedFile[City], Steps]] = {}
    for town, steps, key in things:
        if not _is_text(key):
            continue
        before, there = first.setdefault(key, (town, steps))
        if before is not town or there != steps:
            yield town.problem(steps, _taken(str(key), before, there, town))


def _taken(key: str, before: ParsedFile[City], steps: Steps, here: ParsedFile[City]) -> tuple[str, str]:
    line = before.sheet.place(steps).line if before.sheet else 0
    if before is here:
        message = _("“%(key)s” is already used on line %(line)s.", key=key, line=line)
    else:
        message = _(
            "“%(key)s” is already used in %(file)s on line %(line)s.", key=key, file=before.file.name, line=line
        )
    return message, _("Change one of them.")


def listed_towns(site: ParsedFile[SiteSettings], towns: Mapping[str, ParsedFile[City]]) -> Iterator[Problem]:
    """The site's list of towns against the files there are."""
    listed = site.sheet.data.get("cities") if site.sheet else None
    if not isinstance(listed, list):
        return
    for i, stem in enumerate(listed):
        if _is_text(stem) and stem in listed[:i]:
            yield site.problem(("cities", i), (_("“%(town)s” is in the list twice.", town=stem), _("Delete one.")))
        elif _is_text(stem) and stem not in towns:
            message = _("there is no file %(file)s.", file=f"cities/{stem}.yaml")
            advice = not_among(stem, towns, message, _("Add the file, or delete the town from the list."))
            yield site.problem(("cities", i), advice)
    for stem, town in towns.items():
        if stem not in listed and not SLUG.fullmatch(stem):
            message = _("this looks like a copy of a town's file.")
            yield Problem(SourceLocation(town.file, 1, 1), "", message, _("Delete it, or move it to another folder."))
        elif stem not in listed:
            hint = _("Add “- %(town)s” to “cities:” in site.yaml.", town=stem)
            yield Problem(SourceLocation(town.file, 1, 1), "", _("this town is not on the site's list."), hint)
