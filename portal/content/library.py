"""Everything staff wrote, read from the data folder; what is broken is left out and said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from portal.content.cache import Cache
from portal.content.models import City, Contact, LookingFor, Network, Organisation, Organisations, SiteSettings
from portal.content.reading import ParsedFile, read_model
from portal.content.references import (
    SLUG,
    ids_in,
    listed_towns,
    own_ids,
    repeated,
    shared_organisations,
    slugs,
    sources,
)
from portal.content.source_text import SourceText
from portal.content.text_files import Texts, read_texts
from portal.content.yaml_file import Steps, YamlFile
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
            found += sources(reading)
        towns = self._listed_first()
        words = [slug for town in towns for slug in slugs(town)]
        codes = [(town, ("code",), town.sheet.data.get("code")) for town in towns if town.sheet]
        return [*found, *repeated(words), *repeated(codes)]

    def _listed_first(self) -> list[ParsedFile[City]]:
        """The towns, those on the site's list first: a stray copy is blamed for what it repeats, never the town."""
        listed = self.site.model.cities if self.site.model else []
        return [self.towns[stem] for stem in sorted(self.towns, key=lambda stem: (stem not in listed, stem))]

    def slips(self) -> list[Problem]:
        """What is to be mended although the portal can show the rest of the file."""
        found = [*self.unread, *listed_towns(self.site, self.towns)]
        for stem, town in self.towns.items():
            if SLUG.fullmatch(stem):
                found += own_ids(stem, town)
            found += shared_organisations(town, self.organisations)
        sought = [(town, *entry) for town in self._listed_first() for entry in ids_in(town, "looking_for")]
        return [*found, *repeated(sought)]


#: A name that was meant to end in .yaml; Notepad adds an ending of its own.
MISNAMED = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)


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
