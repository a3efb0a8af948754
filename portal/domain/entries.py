"""The looking-for entries of all towns, and those of them that a reader asks for by role, sector and town."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

from babel.support import LazyProxy

from portal import i18n
from portal.content.fields import Section
from portal.content.meant import first_day
from portal.content.models import LookingFor, Role, Source
from portal.domain.profile import Portal, forms
from portal.i18n import SOURCE, Locale, LocalizedText, _, lazy, localized

Facet = Literal["role", "sector", "town"]
FACETS: tuple[Facet, ...] = get_args(Facet)
#: Workers and residents are sought apart from actors: a role of their own among those of the filter.
RECRUITMENT = "recruitment"
ROLES: tuple[str, ...] = (*get_args(Role), RECRUITMENT)
SECTIONS: tuple[str, ...] = get_args(Section)
#: Stands in a canonical query for whatever there is not.
UNKNOWN = "?"

ROLE_NAMES: Mapping[str, LazyProxy] = {
    "company": lazy("Company"),
    "investor": lazy("Investor"),
    "research": lazy("Research"),
    "education": lazy("Education"),
    "service": lazy("Service"),
    "public": lazy("Public sector"),
    RECRUITMENT: lazy("Workers and residents"),
}
#: The indicator whose dimension names the sections of TOL 2008.
INDUSTRIES = "workplaces_by_industry"

#: An entry with its town's key.
Found = tuple[str, LookingFor]


@dataclass(frozen=True)
class EntryFilter:
    """What a reader asks for; an empty field is open. `faults` are the parameters that asked what there is not.

    `sector` is a section of TOL 2008 by its letter, or a plain theme by its slug.
    """

    role: str = ""
    sector: str = ""
    town: str = ""
    faults: tuple[Facet, ...] = ()

    @property
    def chosen(self) -> dict[Facet, str]:
        """The fields that are not open, in order."""
        values: dict[Facet, str] = {"role": self.role, "sector": self.sector, "town": self.town}
        return {facet: value for facet, value in values.items() if value}

    @property
    def query(self) -> dict[str, str]:
        """The query of the choice, without its faults."""
        return {str(facet): value for facet, value in self.chosen.items()}

    def to(self, facet: Facet, value: str = "") -> EntryFilter:
        """The choice with one field changed; opened where no value is given. Faults have been told."""
        changed: dict[str, str] = {facet: value}
        return replace(self, **changed, faults=())

    def fits(self, town: str, entry: LookingFor) -> bool:
        """Whether an entry of a town is asked for."""
        return all(value in VALUES[facet](town, entry) for facet, value in self.chosen.items())


def theme_slug(theme: LocalizedText) -> str:
    """A theme in the address, the same in all languages: circular-economy."""
    plain = unicodedata.normalize("NFKD", localized(theme, SOURCE)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _roles(town: str, entry: LookingFor) -> Sequence[str]:
    return [*entry.roles, *([RECRUITMENT] if entry.kind == "recruitment" else [])]


def _sectors(town: str, entry: LookingFor) -> Sequence[str]:
    return [*entry.sectors, *map(theme_slug, entry.themes)]


#: What an entry is found by.
VALUES: Mapping[Facet, Callable[[str, LookingFor], Sequence[str]]] = {
    "role": _roles,
    "sector": _sectors,
    "town": lambda town, entry: [town],
}


@lru_cache(maxsize=4)
def themes(portal: Portal) -> Mapping[str, LocalizedText]:
    """Every theme of the entries by its slug, ended entries included: an old link stays a right one."""
    every = [theme for city in portal.cities.values() for entry in city.looking_for for theme in entry.themes]
    return {theme_slug(theme): theme for theme in reversed(every)}


def read(query: Mapping[str, str], portal: Portal) -> EntryFilter:
    """The choice that a query stands for; what it asks wrongly is left open and told in `faults`."""
    asked = {facet: query.get(facet, "").strip() for facet in FACETS}
    known = {facet: _known(facet, text, portal) for facet, text in asked.items()}
    return EntryFilter(**known, faults=tuple(facet for facet in FACETS if asked[facet] and not known[facet]))


def _known(facet: Facet, text: str, portal: Portal) -> str:
    """The value that a text means; empty where it means none. A town may be named in any language."""
    if facet == "town":
        return portal.addresses.city_of(text) or ""
    values = ROLES if facet == "role" else (*SECTIONS, *themes(portal))
    return text if text in values else ""


def canonical(choice: EntryFilter) -> dict[str, str]:
    """The one spelling of a query that leads to the same page: the choice's own, and a mark for each mistake."""
    return choice.query | dict.fromkeys(choice.faults, UNKNOWN)


def find(portal: Portal, choice: EntryFilter, today: dt.date) -> list[Found]:
    """The valid entries that a choice asks for, complementary actors before recruitment."""
    return [(town, entry) for town, entry in portal.sought(today) if choice.fits(town, entry)]


@dataclass(frozen=True)
class FilterOption:
    """One value that a field may be given, and how many entries would be found then."""

    facet: Facet
    value: str
    count: int
    chosen: bool


def options(portal: Portal, facet: Facet, choice: EntryFilter, today: dt.date) -> Iterator[FilterOption]:
    """The values of a field that any valid entry has, in the field's own order."""
    valid = portal.sought(today)
    there = {value for town, entry in valid for value in VALUES[facet](town, entry)}
    orders: dict[Facet, Sequence[str]] = {
        "role": ROLES,
        "sector": (*SECTIONS, *themes(portal)),
        "town": [*portal.cities],
    }
    for value in orders[facet]:
        if value in there:
            changed = choice.to(facet, value)
            count = sum(changed.fits(town, entry) for town, entry in valid)
            yield FilterOption(facet, value, count, choice.chosen.get(facet) == value)


def name_of(portal: Portal, facet: Facet, value: str, locale: Locale) -> str:
    """What a value of the filter is called; call inside `use_locale`."""
    if facet == "role":
        return str(ROLE_NAMES[value])
    if facet == "town":
        return forms(portal.cities[value], locale).nominative
    theme = themes(portal).get(value)
    return i18n.localized(theme, locale) if theme else section_name(portal, value, locale)


def section_name(portal: Portal, section: str, locale: Locale) -> str:
    """A section of TOL 2008 as the catalogue's jobs by industry call it; its letter where there are none."""
    indicator = portal.statistics.catalogue.indicators.get(INDUSTRIES)
    names = indicator.dimension.values if indicator and indicator.dimension else {}
    return i18n.localized(names[section], locale) if section in names else section


def messages(choice: EntryFilter) -> list[str]:
    """What was wrong with a choice, in words; call inside `use_locale`."""
    texts: dict[Facet, str] = {
        "role": _("The address asks for a role that does not exist; all roles are shown."),
        "sector": _("The address asks for a sector or a theme that does not exist; all sectors are shown."),
        "town": _("The address asks for a town that is not one of the network; all towns are shown."),
    }
    return [texts[facet] for facet in choice.faults]


# Who said it, and when


def publisher(source: Source, locale: Locale) -> str:
    """The publisher's name in a language, or as it names itself."""
    return i18n.localized(source.publisher_names, locale) if source.publisher_names else source.publisher


def credit(source: Source, locale: Locale) -> str:
    """Publisher and date of a source; an undated one says when it was read. Call inside `use_locale`."""
    said = publisher(source, locale)
    if source.date:
        return f"{said}, {i18n.partial_date(source.date, locale)}"
    return _("%(publisher)s, read in %(year)s", publisher=said, year=source.read[:4])


def state(entry: LookingFor, locale: Locale) -> str:
    """Whether the town stands behind an entry, in a word, and since when. Call inside `use_locale`."""
    if entry.confirmed is None:
        return _("unconfirmed")
    return _("confirmed on %(day)s", day=i18n.date(entry.confirmed, locale))


def unconfirmed() -> str:
    """What the mark of an entry means that no town has confirmed; call inside `use_locale`."""
    return _("Unconfirmed: the source says so, and the town has not yet confirmed it here.")


def stated(entry: LookingFor, source: Source, locale: Locale) -> str:
    """Who said an entry, when, and whether the town stands behind it. Call inside `use_locale`."""
    return f"{credit(source, locale)} · {state(entry, locale)}"


def published(source: Source) -> dt.date | None:
    """When the source said it; none where it bears no date."""
    return first_day(source.date) if source.date else None


def updated(entry: LookingFor, source: Source) -> dt.date:
    """When the entry was last gone through: the town confirmed it, or its source was read."""
    return max(first_day(source.read) or dt.date.min, entry.confirmed or dt.date.min)
