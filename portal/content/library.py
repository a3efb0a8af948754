"""Everything staff wrote, read from the data folder; what is broken is left out and said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from pydantic import ValidationError

from portal.content.advice import like_this
from portal.content.cache import Cache
from portal.content.mistake import nearest, not_among
from portal.content.models import City, Contact, LookingFor, Network, Organisation, Organisations, SiteSettings
from portal.content.reading import ParsedFile, read_model
from portal.content.source_text import SourceText
from portal.content.text_files import Texts, read_texts
from portal.content.yaml_file import Steps, YamlFile, named
from portal.i18n import _
from portal.problems import Problem, SourceLocation
from portal.settings import OVERRIDES


class Ways(NamedTuple):
    """The ways to reach an organisation; none where a way is not known."""

    email: str | None
    phone: str | None
    url: str | None


def ways(contact: Contact, shared: Organisation | None) -> Ways:
    """The contact's own ways, else those of the shared organisation."""
    if shared is None:
        return Ways(contact.email, contact.phone, contact.url)
    return Ways(contact.email or shared.email, contact.phone or shared.phone, contact.url or shared.url)


@dataclass(frozen=True)
class Content:
    """What staff wrote: whole towns only, in the site's order, and everything that is wrong with the rest."""

    cities: dict[str, City]
    organisations: Organisations
    network: Network | None
    site: SiteSettings
    problems: tuple[Problem, ...]
    broken: tuple[Path, ...] = ()
    sheets: Mapping[str, YamlFile] = field(default_factory=dict)
    texts: Texts = field(default_factory=Texts)

    def place(self, file: str, steps: Steps) -> SourceLocation:
        """Where a value stands, for a file named as it is under the data folder: cities/iisalmi.yaml."""
        sheet = self.sheets.get(file)
        return sheet.place(steps) if sheet else SourceLocation(Path(file), 1, 1)

    @cached_property
    def entries(self) -> Mapping[str, tuple[str, LookingFor]]:
        """Every looking-for entry by its id, with its town's key; those that have ended too."""
        return {entry.id: (key, entry) for key, city in self.cities.items() for entry in city.looking_for}

    def shared(self, contact: Contact) -> Organisation | None:
        """The shared organisation that a contact names."""
        return self.organisations.organisations.get(contact.organisation or "")

    def contacts(self, contacts: Iterable[Contact]) -> list[tuple[Contact, Organisation | None]]:
        """Contacts that can be named; a shared organisation comes with its own entry."""
        pairs = [(contact, self.shared(contact)) for contact in contacts]
        return [(contact, shared) for contact, shared in pairs if shared is not None or contact.name is not None]

    def email(self, contacts: Iterable[Contact]) -> str | None:
        """The first e-mail address among contacts."""
        found = [ways(contact, shared).email for contact, shared in self.contacts(contacts)]
        return next((email for email in found if email), None)


class ContentError(Exception):
    """The portal cannot start: site.yaml or the folder itself cannot be read."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems if problem.severity == "error"))
        self.problems = problems


def read_content(
    data: Path,
    overrides: Mapping[str, str] | None = None,
    cache: Cache | None = None,
    today: dt.date | None = None,
) -> Content:
    """Read the data folder. `overrides` are the fields of site.yaml that the environment replaces.

    What a cache has of a file that has not changed is taken from there. No fix proposes a day that is refused `today`.

    Raises ContentError, with every problem of every file, when site.yaml is broken or no town is whole.
    """
    if not is_folder(data):
        raise ContentError((Problem(SourceLocation(data), "", _("there is no such folder."), _("Check its name.")),))
    folder = _ContentFolder.of(data, cache, today)
    site, wrong = _overridden(folder.site.model, overrides or {})
    wrong += folder.faults()
    broken = {problem.place.file for problem in wrong if problem.severity == "error"}
    organisations = _whole(folder.organisations, broken) or Organisations(organisations={}, sources={})
    cities = _cities(folder, site, organisations, broken) if site else {}
    texts = read_texts(data / "texts", cache)
    found = in_order([*wrong, *folder.slips(), *texts.problems])
    if site is None or not cities:
        raise ContentError(found)
    return Content(
        cities=cities,
        organisations=organisations,
        network=_whole(folder.network, broken),
        site=site,
        problems=found,
        broken=tuple(sorted({*_missing(data, folder, site), *(broken & {*folder.files}), *texts.broken})),
        sheets={
            reading.file.relative_to(data).as_posix(): reading.sheet for reading in folder.readings if reading.sheet
        },
        texts=texts,
    )


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name that can be looked into."""
    try:
        return path.is_dir()
    except OSError:
        return False


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in file order, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))


# The folder


class _ContentFolder(NamedTuple):
    """Every file of the data folder, read."""

    site: ParsedFile[SiteSettings]
    organisations: ParsedFile[Organisations]
    network: ParsedFile[Network]
    towns: dict[str, ParsedFile[City]]
    unread: list[Problem]

    @classmethod
    def of(cls, data: Path, cache: Cache | None, today: dt.date | None) -> _ContentFolder:
        """Read the folder."""
        files, unread = _town_files(data)
        return cls(
            read_model(SiteSettings, data / "site.yaml", cache),
            read_model(Organisations, data / "organisations.yaml", cache, today),
            read_model(Network, data / "network.yaml", cache, today),
            {file.stem: read_model(City, file, cache, today) for file in files},
            unread,
        )

    @property
    def readings(self) -> list[ParsedFile[Any]]:
        return [self.site, self.organisations, self.network, *self.towns.values()]

    @property
    def files(self) -> list[Path]:
        return [reading.file for reading in self.readings]

    def faults(self) -> list[Problem]:
        """What is wrong with a file in such a way that it is left out, and sources that nothing refers to."""
        found = [problem for reading in self.readings for problem in reading.problems]
        for reading in self.readings[1:]:
            found += _sources(reading)
        towns = self._listed_first()
        slugs = [slug for town in towns for slug in _slugs(town)]
        codes = [(town, ("code",), town.sheet.data.get("code")) for town in towns if town.sheet]
        return [*found, *_repeated(slugs), *_repeated(codes)]

    def _listed_first(self) -> list[ParsedFile[City]]:
        """The towns, those on the site's list first: a stray copy is blamed for what it repeats, never the town."""
        listed = self.site.model.cities if self.site.model else []
        return [self.towns[stem] for stem in sorted(self.towns, key=lambda stem: (stem not in listed, stem))]

    def slips(self) -> list[Problem]:
        """What is to be mended although the portal can show the rest of the file."""
        found = [*self.unread, *_listed(self.site, self.towns)]
        for stem, town in self.towns.items():
            if SLUG.fullmatch(stem):
                found += _own_ids(stem, town)
            found += _shared_organisations(town, self.organisations)
        sought = [(town, *entry) for town in self._listed_first() for entry in _entries(town, "looking_for")]
        return [*found, *_repeated(sought)]


#: A name that was meant to end in .yaml; Notepad adds an ending of its own.
MISNAMED = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
#: A town's file is named as the town is in the site's list; a copy that a file manager made is not.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _town_files(data: Path) -> tuple[list[Path], list[Problem]]:
    folder = data / "cities"
    try:
        files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    except FileNotFoundError:
        return [], [
            Problem(SourceLocation(folder), "", _("there is no such folder."), _("The towns' files belong in it."))
        ]
    except OSError:
        hint = _("Check that you have the right to read it.")
        return [], [Problem(SourceLocation(folder), "", _("the folder cannot be opened."), hint)]
    message, hint = _("the file's name does not end in .yaml."), _("Give it that ending in small letters.")
    misnamed = [file for file in files if file.suffix != ".yaml" and MISNAMED.search(file.name)]
    problems = [Problem(SourceLocation(file, 1, 1), "", message, hint) for file in misnamed]
    return [file for file in files if file.suffix == ".yaml"], problems


# What the portal can use


def _whole(reading: ParsedFile[Any], broken: set[Path]) -> Any:
    return None if reading.file in broken else reading.model


def _missing(data: Path, folder: _ContentFolder, site: SiteSettings) -> list[Path]:
    """The files of towns on the site's list that are not there."""
    return [data / "cities" / f"{stem}.yaml" for stem in site.cities if stem not in folder.towns]


def _cities(
    folder: _ContentFolder, site: SiteSettings, organisations: Organisations, broken: set[Path]
) -> dict[str, City]:
    whole = {stem: _whole(folder.towns[stem], broken) for stem in site.cities if stem in folder.towns}
    return {stem: _with_known(city, organisations) for stem, city in whole.items() if city}


def _with_known(city: City, organisations: Organisations) -> City:
    """The town without the actors and contacts, those of its entries too, whose organisation cannot be read."""
    known = {None, *organisations.organisations}
    actors = [actor for actor in city.ecosystem.actors if actor.organisation in known]
    contacts = [contact for contact in city.contacts if contact.organisation in known]
    unknown = {entry.id for entry in city.looking_for if entry.contact and entry.contact.organisation not in known}
    sought = [e.model_copy(update={"contact": None}) if e.id in unknown else e for e in city.looking_for]
    ecosystem = city.ecosystem.model_copy(update={"actors": actors})
    return city.model_copy(update={"ecosystem": ecosystem, "contacts": contacts, "looking_for": sought})


def _overridden(site: SiteSettings | None, overrides: Mapping[str, str]) -> tuple[SiteSettings | None, list[Problem]]:
    if site is None or not overrides:
        return site, []
    try:
        return SiteSettings.model_validate({**site.model_dump(), **overrides}), []
    except ValidationError as error:
        from portal.content.explain import explain  # noqa: PLC0415  (most often there is nothing to explain)

        # The file is right and the environment is wrong: there is no line to point at.
        nowhere = YamlFile(SourceText(Path("environment"), []), {}, {})
        return None, [_of_the_environment(problem) for problem in explain(SiteSettings, error, nowhere)]


def _of_the_environment(problem: Problem) -> Problem:
    """The same problem of a variable, written as variables are."""
    variable = next((name for name, field in OVERRIDES.items() if field == problem.field), problem.field)
    hint = problem.hint.replace(f"{problem.field}: ", f"{variable}=")
    return replace(problem, place=SourceLocation(Path("environment")), field=variable, hint=hint)


# References within a file

#: So many lines that repeat a mistake are named.
MOST_LINES = 8


def _sources(reading: ParsedFile[Any]) -> Iterator[Problem]:
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


def _shared_organisations(town: ParsedFile[City], organisations: ParsedFile[Organisations]) -> Iterator[Problem]:
    if organisations.sheet is None:
        return
    known = _names(organisations, "organisations")
    for steps, value in town.keys:
        if steps[-1:] == ("organisation",) and value not in known:
            message = _("there is no organisation “%(key)s” in organisations.yaml.", key=value)
            advice = not_among(value, known, message, _("Add it there, or describe it here."))
            yield town.problem(steps, advice)


def _entries(town: ParsedFile[City], group: str) -> list[tuple[Steps, str]]:
    found = town.sheet.data.get(group) if town.sheet else None
    items = enumerate(found) if isinstance(found, list) else ()
    return [((group, i, "id"), item["id"]) for i, item in items if isinstance(item, dict) and _is_text(item.get("id"))]


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def _own_ids(stem: str, town: ParsedFile[City]) -> Iterator[Problem]:
    yield from _repeated([(town, steps, key) for steps, key in _entries(town, "strengths")])
    for steps, key in _entries(town, "looking_for"):
        if not key.startswith(f"{stem}-"):
            better = f"{stem}-{key}"
            advice = (
                _("this does not begin with the town's name."),
                _("Write it like this: %(line)s", line=f"id: {better}"),
            )
            yield town.problem(steps, advice)


# What must be unique among the towns


def _slugs(town: ParsedFile[City]) -> Iterator[tuple[ParsedFile[City], Steps, object]]:
    slugs = town.sheet.data.get("slug") if town.sheet else None
    mine = set()
    for locale, slug in slugs.items() if isinstance(slugs, dict) else ():
        if _is_text(slug) and slug not in mine:
            mine.add(slug)
            yield town, ("slug", locale), slug


def _repeated(things: Iterable[tuple[ParsedFile[City], Steps, object]]) -> Iterator[Problem]:
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


def _listed(site: ParsedFile[SiteSettings], towns: Mapping[str, ParsedFile[City]]) -> Iterator[Problem]:
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
