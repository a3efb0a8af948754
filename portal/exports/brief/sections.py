"""What a brief says of a town beyond its strengths, in the order of the town's page. Call inside `use_locale`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.content.models import Fact, Site
from portal.domain.entries import credit
from portal.domain.profile import Profile
from portal.domain.sites import hectares
from portal.exports.brief.pieces import FactPiece, Section, localized
from portal.i18n import _

#: So many things are told under one heading; the page has the rest.
MOST = 5


def sections(profile: Profile) -> Iterator[Section]:
    """Companies, investments, sites, energy, connections, education and aid; what the town's file has of them."""
    city = profile.city
    yield from _companies(profile)
    yield from _facts(profile, _("Investments since 2023"), city.investments)
    yield from _sites(profile, city.sites)
    yield from _facts(profile, _("Energy and water"), city.energy)
    yield from _facts(profile, _("Roads, rails, ports and flights"), city.connections)
    yield from _facts(profile, _("Education and research"), city.education)
    yield from _facts(profile, _("Aid and permits"), city.aid)


def _companies(profile: Profile) -> Iterator[Section]:
    found = [
        (FactPiece(localized(actor.brings, profile.locale), localized(actor.name, profile.locale)), actor.source)
        for actor in profile.city.ecosystem.actors
        if actor.kind == "company" and actor.name and actor.brings and actor.source
    ]
    yield from _section(profile, _("Companies"), found)


def _sites(profile: Profile, sites: Sequence[Site]) -> Iterator[Section]:
    locale = profile.locale
    found = [
        (FactPiece(localized(site.text, locale), localized(site.name, locale), hectares(site, locale)), site.source)
        for site in sites
    ]
    yield from _section(profile, _("Parks and sites"), found)


def _facts(profile: Profile, title: str, facts: Sequence[Fact]) -> Iterator[Section]:
    yield from _section(profile, title, [(FactPiece(localized(f.text, profile.locale)), f.source) for f in facts])


def _section(profile: Profile, title: str, found: Sequence[tuple[FactPiece, str]]) -> Iterator[Section]:
    """The first of what was found, with the sources of these; nothing where nothing was."""
    told = found[:MOST]
    if told:
        yield Section(title, [piece for piece, _source in told], _cite(profile, [key for _piece, key in told]))


def _cite(profile: Profile, keys: Sequence[str]) -> str:
    credits = dict.fromkeys(credit(profile.city.sources[key], profile.locale) for key in keys)
    return f"{_('Sources')}: {'; '.join(credits)}"
