"""Content and statistics put together, and one town as one reader sees it."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from portal import i18n
from portal.checks.claims import claim_fault
from portal.content.days import as_of, day_of
from portal.content.former import FILE as FORMER
from portal.content.former import in_one_step, read_former
from portal.content.library import Content, ContentError, read_content
from portal.content.models import (
    City,
    Contact,
    LookingFor,
    Organisation,
    SiteSettings,
    Source,
    Strength,
)
from portal.content.names import NameForms
from portal.content.topics import Topics, read_topics
from portal.i18n import LOCALES, Locale, _, use_locale
from portal.indicators.catalogue import Indicator, SeriesSource, Unit
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.connections import TransportConnection, read_connections
from portal.indicators.library import COUNTRY, NETWORK, Point, Rank, Statistics
from portal.indicators.reading import read_statistics
from portal.indicators.words import amount, difference, rank_words, source_line
from portal.problems import Problem
from portal.settings import Settings
from portal.urls import Addresses

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Portal:
    """Everything the site knows, read once at start."""

    content: Content
    statistics: Statistics
    connections: Mapping[str, Sequence[TransportConnection]]
    site: SiteSettings
    addresses: Addresses
    data: Path
    version: str
    problems: tuple[Problem, ...] = ()
    broken: tuple[str, ...] = ()
    topics: Topics | None = None

    @cached_property
    def cities(self) -> dict[str, City]:
        """The towns that can be shown, in the site's order."""
        return self.content.cities

    @cached_property
    def by_code(self) -> dict[str, str]:
        """Municipality code -> the town's key."""
        return {city.code: key for key, city in self.cities.items()}

    def sought(self, today: dt.date) -> list[tuple[str, LookingFor]]:
        """Every entry that is still valid, with its town's key; complementary actors before recruitment."""
        found = [
            (key, entry)
            for key, city in self.cities.items()
            for entry in city.looking_for
            if entry.valid_until is None or entry.valid_until >= today
        ]
        return sorted(found, key=lambda pair: pair[1].kind == "recruitment")


@lru_cache(maxsize=2 * len(LOCALES))
def _labels(portal: Portal, locale: Locale) -> Mapping[str, str]:
    """What every place is called: a view of all municipalities names each of them several times."""
    towns = {city.code: forms(city, locale).nominative for city in portal.cities.values()}
    others = {code: place.called(locale) for code, place in portal.statistics.municipalities.items()}
    with use_locale(locale):
        return others | towns | {COUNTRY: _("Whole country"), NETWORK: _("The ten together")}


@dataclass(frozen=True)
class Names:
    """What places are called in one language."""

    portal: Portal
    locale: Locale

    def label(self, place: str) -> str:
        """The name as it stands alone: Iisalmi, Koko maa; those merged since keep figures under their code."""
        return self._known.get(place, place)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return _labels(self.portal, self.locale)

    def inside(self, place: str) -> str:
        """The name with its 'in': Iisalmessa, i Idensalmi, in Iisalmi."""
        if place in self.portal.by_code:
            return self._city(place).inside
        if place in self.portal.statistics.municipalities:
            return self.portal.statistics.municipalities[place].inside(self.locale)
        with use_locale(self.locale):
            if place in (COUNTRY, NETWORK):
                return _("in the whole country") if place == COUNTRY else _("in the ten towns together")
            return _("in municipality %(code)s, which has merged since", code=place)

    def _city(self, place: str) -> NameForms:
        """The forms of a town's name in this language."""
        return forms(self.portal.cities[self.portal.by_code[place]], self.locale)


def forms(city: City, locale: Locale) -> NameForms:
    """A town's name in one language, inflected."""
    return city.name.forms(locale)


@dataclass(frozen=True)
class KeyFigure:
    """One indicator of one town: its newest figure with everything a reader needs to trust it.

    `country` is the whole country's figure of the same period, empty where none is published: a tile has no room to
    say that a figure was computed.
    """

    key: str
    name: str
    indicator: Indicator
    unit: Unit
    point: Point
    number: str
    text: str
    period: str
    rank: Rank | None
    rank_text: str
    country: str
    difference: str
    points: tuple[Point, ...]
    source: SeriesSource
    publisher: str

    @property
    def halves(self) -> tuple[str, str]:
        """The written figure in two, for a tile: the number, with a euro sign that comes first, and what follows it."""
        digits = self.number.removeprefix(i18n.MINUS)
        before, _digits, unit = self.text.partition(digits)
        return before + digits, unit


def head_keys(portal: Portal, city: City) -> list[str]:
    """The indicators that head a town's page: its own choice, or the site's."""
    return [key for key in city.key_figures or portal.site.key_figures if key in portal.statistics.keys]


def key_figure(portal: Portal, key: str, place: str, locale: Locale, year: int | None = None) -> KeyFigure | None:
    """The newest figure of an indicator for a place, or that of a year or the nearest before it; None for none.

    Position and country are those of the figure's own period.
    """
    series = portal.statistics.series(key)
    points = tuple(point for point in series.points(place) if year is None or int(point.period[:4]) <= year)
    if not points:
        return None
    point, indicator, unit = points[-1], series.indicator, series.unit
    ranking = series.ranking(point.period, portal.statistics.cities)
    rank = next((rank for rank in ranking if rank.place == place), None)
    published = indicator.comparable_with_country and not series.computed(COUNTRY, point.period)
    country = series.value(COUNTRY, point.period) if published else None
    source = series.source(point)
    with use_locale(locale):
        return KeyFigure(
            key=key,
            name=i18n.localized(indicator.short or indicator.name, locale),
            indicator=indicator,
            unit=unit,
            point=point,
            number=i18n.number(point.value, locale, indicator.decimals),
            text=amount(point.value, indicator, unit, locale),
            period=i18n.period(point.period, locale),
            rank=rank,
            rank_text=rank_words(indicator, rank) if rank and rank.of > 1 else "",
            country=amount(country, indicator, unit, locale) if country is not None else "",
            difference=difference(point.value, country, indicator, unit, locale) if country is not None else "",
            points=points,
            source=source,
            publisher=i18n.localized(portal.statistics.catalogue.publishers[source.publisher].name, locale),
        )


@dataclass(frozen=True)
class Evidence:
    """A strength with what supports it: our own figure, a source, or both.

    `fault` is what the newest figures say against the claim, in words; empty while they bear it out. `everywhere` is
    the position among all municipalities that have a figure in the period, and `credit` the figure's source line.
    """

    strength: Strength
    figure: KeyFigure | None
    source: Source | None
    fault: str = ""
    everywhere: Rank | None = None
    everywhere_text: str = ""
    credit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the claim is still what its own indicator says."""
        return not self.fault


@dataclass(frozen=True)
class SimilarTown:
    """A similar town and how similar: the ratio of the larger population to the smaller."""

    key: str
    ratio: float


@dataclass(frozen=True)
class Profile:
    """One town as one reader sees it, on one day."""

    portal: Portal
    key: str
    locale: Locale
    today: dt.date

    @cached_property
    def city(self) -> City:
        """What the town's staff wrote."""
        return self.portal.cities[self.key]

    @cached_property
    def names(self) -> Names:
        """What places are called in the reader's language."""
        return Names(self.portal, self.locale)

    @cached_property
    def key_figures(self) -> list[KeyFigure]:
        """The figures that head the page; indicators without one are left out."""
        keys = head_keys(self.portal, self.city)
        found = [key_figure(self.portal, key, self.city.code, self.locale) for key in keys]
        return [figure for figure in found if figure is not None]

    @cached_property
    def strengths(self) -> list[Evidence]:
        """The town's claims with their evidence."""
        return [self._evidence(strength) for strength in self.city.strengths]

    def _evidence(self, strength: Strength) -> Evidence:
        known = strength.indicator in self.portal.statistics.keys
        figure = key_figure(self.portal, strength.indicator or "", self.city.code, self.locale) if known else None
        source = self.city.sources.get(strength.source) if strength.source else None
        with use_locale(self.locale):
            if figure is None:
                return Evidence(strength, None, source, self._fault(strength))
            rank = self._everywhere(figure)
            return Evidence(
                strength,
                figure,
                source,
                fault=self._fault(strength),
                everywhere=rank,
                everywhere_text=rank_words(figure.indicator, rank) if rank and rank.of > 1 else "",
                credit=source_line(self.portal.statistics.catalogue, [figure.source], self.locale),
            )

    def _fault(self, strength: Strength) -> str:
        """What the newest figures say against a strength's claim; nothing when they bear it out."""
        catalogue = self.portal.statistics.catalogue
        if not strength.claim or strength.indicator not in catalogue.indicators:
            return ""
        return claim_fault(self.city, strength, catalogue, self.portal.statistics)

    def _everywhere(self, figure: KeyFigure) -> Rank | None:
        """The town's position among all municipalities that have a figure in the period."""
        series = self.portal.statistics.series(figure.key)
        order = series.ranking(figure.point.period, series.municipalities_at(figure.point.period))
        return next((rank for rank in order if rank.place == self.city.code), None)

    def sought(self, kind: str) -> list[LookingFor]:
        """The valid entries of one kind: complementary or recruitment."""
        return [e for key, e in self.portal.sought(self.today) if key == self.key and e.kind == kind]

    def connections(self, *kinds: str) -> list[TransportConnection]:
        """What is near the town and still valid today, the nearest first."""
        rows = self.portal.connections.get(self.city.code, ())
        near = [r for r in rows if r.kind in kinds and (r.valid_until is None or r.valid_until >= self.today)]
        return sorted(near, key=lambda row: row.distance_km or 0)

    @cached_property
    def contacts(self) -> list[tuple[Contact, Organisation | None]]:
        """Whom to contact; a shared organisation comes with its own entry."""
        return self.portal.content.contacts(self.city.contacts)

    @cached_property
    def email(self) -> str | None:
        """The first e-mail address that reaches the town."""
        return self.portal.content.email(self.city.contacts)

    @cached_property
    def peers(self) -> list[SimilarTown]:
        """The three towns of the ten whose population is nearest, by ratio."""
        if "population" not in self.portal.statistics.keys:
            return []
        series = self.portal.statistics.series("population")
        own = series.latest(self.city.code)
        if own is None:
            return []
        values = series.in_period(own.period, self.portal.statistics.cities)
        ratios = [
            SimilarTown(self.portal.by_code[code], max(value, own.value) / min(value, own.value))
            for code, value in values.items()
            if code != self.city.code and min(value, own.value) > 0
        ]
        return sorted(ratios, key=lambda peer: peer.ratio)[:3]


def load_portal(settings: Settings) -> Portal:
    """Read the data folder. What is broken is left out and told in `problems`.

    Raises ContentError when nothing could be shown: no town, no site.yaml or no catalogue.
    """
    content = as_of(read_content(settings.data, settings.overrides), day_of(settings))
    catalogue, faults = read_catalogue(settings.data / "indicators.yaml")
    if catalogue is None:
        raise ContentError(tuple(faults))
    codes = [city.code for city in content.cities.values()]
    statistics, lacking = read_statistics(settings.data, catalogue, codes)
    topics, slips = read_topics(settings.data / "search.yaml", catalogue.keys)
    connections, missed = _connections(settings.data)
    former, unread = _former(settings.data)
    return Portal(
        content=content,
        statistics=statistics,
        connections=connections,
        site=content.site,
        addresses=Addresses({key: city.slug.each for key, city in content.cities.items()}, former),
        data=settings.data,
        version=_version(settings.data),
        problems=(*content.problems, *faults, *lacking, *slips),
        broken=(*(path.name for path in content.broken), *_broken(lacking), *_broken(slips), *missed, *unread),
        topics=topics,
    )


def _broken(problems: Sequence[Problem]) -> list[str]:
    """The names of the files that are left out for their errors."""
    return list(dict.fromkeys(problem.place.file.name for problem in problems if problem.severity == "error"))


def _connections(data: Path) -> tuple[Mapping[str, Sequence[TransportConnection]], tuple[str, ...]]:
    """Connections, or none and their file's name when it cannot be read: the pages leave the section out."""
    file = data / "connections" / "connections.csv"
    try:
        return read_connections(file), ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("%s cannot be read (%s): pages show no distances.", file, type(error).__name__)
        return {}, (file.name,)


def _former(data: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Former addresses, or none and their file's name when it cannot be read: they are then unknown."""
    try:
        return in_one_step(read_former(data)), ()
    except (OSError, ValueError):
        return {}, (FORMER,)


def _version(data: Path) -> str:
    """A fingerprint of everything in the data folder that can be read."""
    digest = hashlib.sha256()
    for file in sorted(data.rglob("*")):
        with suppress(OSError):  # a folder, or a file that is left out and told elsewhere
            digest.update(os.fsencode(file.relative_to(data)) + file.read_bytes())
    return digest.hexdigest()[:12]
