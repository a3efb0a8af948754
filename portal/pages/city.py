"""A town's page, and the list of towns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal import i18n
from portal.content.models import Actor, Source
from portal.domain.entries import ROLE_NAMES
from portal.domain.profile import KeyFigure, Profile, forms, key_figure
from portal.domain.sites import hectares
from portal.domain.tones import tone
from portal.explorer.start import start_of
from portal.explorer.state import write
from portal.explorer.view import View
from portal.explorer.words import RULE_NAMES, measure
from portal.i18n import Locale, LocalizedText, _, lazy
from portal.indicators.catalogue import SeriesSource
from portal.indicators.peers import RULES, peers
from portal.indicators.words import source_line
from portal.pages.embedding import figures_example
from portal.pages.footnotes import Footnotes, identity
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType, towns
from portal.pages.terms import ACTORS, CLAIMS, CONNECTIONS, DRIVERS, SKILLS, STAGES
from portal.typeface.letters import width
from portal.urls import Address


def list_page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """All towns."""
    return Page(
        title=_("Towns"),
        description=_("The ten towns of the network: what each is strong in and whom each is looking for."),
        template="cities.html",
        values={
            "profiles": reader.profiles,
            "map": reader.finland.svg(reader.towns, _("The ten towns on the map of Finland"), linked=True),
        },
    )


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """One town. Raises MissingError when the town is not shown."""
    if address.about not in reader.portal.cities:
        raise MissingError(address.about)
    begins = start_of(reader.portal, address, query)
    profile = reader.profile(address.about)
    city = profile.city
    name = forms(city, reader.locale).nominative
    similar = _alike(profile)
    portrait = reader.portraits.drawn(profile)
    view = View.read(reader.portal, reader.locale, begins, query) if begins else None
    headings, skills, connections = _headings(reader, profile), _skills(profile), _connections(profile)
    return Page(
        title=name,
        description=f"{name}: {reader.localized(city.pitch.text)}",
        template="city.html",
        values={
            "profile": profile,
            "city": city,
            "name": name,
            "ems": f"{width(name, bold=True, size=1):.2f}",
            "forms": forms(city, reader.locale),
            "headings": headings,
            "contents": _contents(profile, headings, skills, connections),
            "footnotes": Footnotes(),
            "hectares": lambda site: hectares(site, reader.locale),
            "skills": skills,
            "skills_credit": _credit(profile, [figure.source for figure in skills]),
            "strengths_credit": _credit(profile, [e.figure.source for e in profile.strengths if e.figure]),
            "portrait": portrait,
            "actors": _actors(profile),
            "connections": connections,
            "stage": STAGES.get(city.ecosystem.stage.value) if city.ecosystem.stage else None,
            "driver": DRIVERS.get(city.ecosystem.driver.value) if city.ecosystem.driver else None,
            "roles": ROLE_NAMES,
            "claims": CLAIMS,
            "partial_date": lambda text: i18n.partial_date(text, reader.locale),
            "day": lambda day: i18n.date(day, reader.locale),
            "view": view,
            "alike": [(rule, words) for rule, words, _codes in similar],
            "compared": [",".join((city.code, *codes)) for _rule, _words, codes in similar],
            "figures_credit": _figures_credit(profile),
            "figures_code": figures_example(reader, profile.key).code,
            "sources": _sources(profile),
            "file": lambda form: reader.portal.addresses.path("city", reader.locale, profile.key, form=form),
        },
        query=write(view.state, begins, reader.portal.statistics) if view and begins else {},
        tone=tone(reader.portal, profile.key),
        sign=profile.key if portrait else "",
        picture=(_shared(profile), portrait.words) if portrait else None,
    )


def _shared(profile: Profile) -> str:
    """The address of what is shown where the town's page is shared."""
    return profile.portal.addresses.path("city", profile.locale, profile.key, form="portrait.png")


def _headings(reader: Reader, profile: Profile) -> dict[str, str]:
    """The parts of the page under their anchors, in the order in which a stranger asks."""
    name = forms(profile.city, reader.locale)
    return {
        "strengths": _("Strengths"),
        # Translators: the heading above whom a town is looking for; in Finnish with the name's illative.
        "looking-for": _("Opportunities in %(town)s", town=getattr(name, "into", name.nominative)),
        "ecosystem": _("What is already %(inside)s", inside=name.inside),
        "connections": _("Sites, energy and connections"),
        "people": _("People and skills"),
        "aid": _("Aid and permits"),
        "contact": _("Who answers"),
        "numbers": _("The numbers"),
    }


def _contents(
    profile: Profile, headings: Mapping[str, str], skills: Sequence[object], connections: Sequence[object]
) -> list[tuple[str, str]]:
    """Anchors and headings of the parts that this town has."""
    city = profile.city
    there = {
        "strengths": profile.strengths,
        "looking-for": [*profile.sought("complementary"), *profile.sought("recruitment")],
        "connections": [*connections, *city.connections, *city.sites, *city.energy, *city.figures],
        "people": [*city.education, *skills],
        "aid": city.aid,
    }
    return [(anchor, heading) for anchor, heading in headings.items() if there.get(anchor, True)]


def _skills(profile: Profile) -> list[KeyFigure]:
    """The figures that tell of people and skills and do not head the page already."""
    heads = {figure.key for figure in profile.key_figures}
    keys = [key for key in SKILLS if key in profile.portal.statistics.keys and key not in heads]
    found = [key_figure(profile.portal, key, profile.city.code, profile.locale) for key in keys]
    return [figure for figure in found if figure is not None]


def _credit(profile: Profile, sources: Sequence[SeriesSource]) -> str:
    return source_line(profile.portal.statistics.catalogue, sources, profile.locale)


def _actors(profile: Profile) -> list[tuple[object, list[dict[str, object]]]]:
    """The actors under their kind's heading, in the order of kinds."""
    groups: dict[str, list[dict[str, object]]] = {}
    for actor in profile.city.ecosystem.actors:
        entry = _actor(profile, actor)
        if entry is not None:
            kind = profile.city.kind if entry["kind"] == "municipality" else str(entry["kind"])
            groups.setdefault(kind, []).append(entry)
    return [(label, groups[kind]) for kind, label in ACTORS.items() if kind in groups]


def _actor(profile: Profile, actor: Actor) -> dict[str, object] | None:
    if actor.organisation is None:
        source = profile.city.sources.get(actor.source or "")
        return {"kind": actor.kind, "name": actor.name, "brings": actor.brings, "source": source}
    shared = profile.portal.content.organisations
    organisation = shared.organisations.get(actor.organisation) if shared else None
    if shared is None or organisation is None:
        return None
    brings: LocalizedText = actor.brings or organisation.brings
    return {
        "kind": organisation.kind,
        "name": organisation.name,
        "brings": brings,
        "source": shared.sources.get(organisation.source),
    }


def _connections(profile: Profile) -> list[dict[str, object]]:
    """What is near the town, by group; each with its straight-line distance as written."""
    groups = []
    for _key, label, kinds in CONNECTIONS:
        rows = [row for kind, most in kinds.items() for row in profile.connections(kind)[:most]]
        rows = [row for row in rows if row.name is not None and row.distance_km is not None]
        rows.sort(key=lambda row: row.distance_km or 0)
        if rows:
            places = [
                {
                    "name": row.name,
                    "km": _km(row.distance_km or 0, profile.locale),
                    "note": row.note,
                }
                for row in rows
            ]
            groups.append({"label": label, "places": places})
    return groups


def _km(distance: float, locale: Locale) -> str:
    """A distance to the kilometre; nothing is nought kilometres away."""
    return i18n.number(distance, locale) if distance >= 1 else "< 1"


def _alike(profile: Profile) -> list[tuple[str, str, list[str]]]:
    """The municipalities of all Finland that are like the town: each rule, who they are in words, and their codes."""
    found = [(rule, peers(profile.portal.statistics, profile.city.code, rule).found) for rule in RULES]
    return [
        (
            str(RULE_NAMES[rule]),
            i18n.listing(
                [f"{profile.names.label(p.code)} ({measure(p, rule, profile.locale)})" for p in near], profile.locale
            ),
            [peer.code for peer in near],
        )
        for rule, near in found
        if near
    ]


def _figures_credit(profile: Profile) -> str:
    """Publishers and licences of the key figures, each once."""
    catalogue = profile.portal.statistics.catalogue
    found = dict.fromkeys(figure.source.publisher for figure in profile.key_figures)
    return "; ".join(
        ", ".join(
            part
            for part in (i18n.localized(catalogue.publishers[k].name, profile.locale), catalogue.publishers[k].licence)
            if part
        )
        for k in found
    )


def _sources(profile: Profile) -> list[Source]:
    """The town's sources, newest first, undated last; the same page once."""
    unique = {identity(s): s for s in profile.city.sources.values()}
    return sorted(unique.values(), key=lambda s: (s.date or "", s.publisher), reverse=True)


PAGE_TYPES = (
    PageType("cities", list_page, label=lazy("Towns"), menu=1),
    PageType("city", page, subjects=towns),
)
