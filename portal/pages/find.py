"""Find your place: the visitor's wish as a form, and the ten towns ranked by it with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from portal import i18n
from portal.domain.entries import RECRUITMENT, ROLE_NAMES
from portal.domain.finder.criteria import GROUPS, Criterion
from portal.domain.finder.entries import Fitting, fitting
from portal.domain.finder.figures import QUOTIENT_DECIMALS, TownFact, TownFacts, figures_of, sectors_of
from portal.domain.finder.ranking import Judged, RankedTown, Result, find
from portal.domain.finder.wish import RESIDENT, ParsedWish, Wish, canonical, messages, read, write
from portal.domain.profile import Portal, Profile
from portal.i18n import _, lazy
from portal.indicators.connections import TransportConnection
from portal.indicators.specialisation import FEW
from portal.indicators.words import amount, source_line
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

WHO = {
    **{role: name for role, name in ROLE_NAMES.items() if role != RECRUITMENT},
    RESIDENT: lazy("Worker or new resident"),
}
STEPS = {"must": lazy("Must"), "matters": lazy("Matters"), "": lazy("Indifferent")}
#: The towns up to this rank are offered for comparison and for an enquiry.
FIRST = 3
#: Wishes to begin with, where nothing is wished for yet.
EXAMPLES: tuple[tuple[object, Wish], ...] = (
    (
        lazy("A manufacturer that ships by sea"),
        Wish("company", "C", (("port", "must"), ("vocational", "matters"), ("industry", "matters"))),
    ),
    (
        lazy("An investor in tourism"),
        Wish("investor", "I", (("airport", "must"), ("industry", "matters"), ("property_tax", "matters"))),
    ),
    (
        lazy("A family that moves for work"),
        Wish("resident", "", (("rail", "matters"), ("campus", "matters"), ("price", "matters"), ("tax", "matters"))),
    ),
)
#: Who publishes the coordinates that a distance is computed from, by how the row's source or licence begins.
COORDINATES = (
    ("UN/LOCODE", "UN/LOCODE (PDDL)"),
    ("PyPI searoute", "searoute (Apache 2.0)"),
    ("PyPI airportsdata", "airportsdata (MIT)"),
)


def query_of(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str]:
    """The part of a query that the page depends on, in one spelling."""
    return canonical(read(args, list(sectors_of(portal))))


@dataclass(frozen=True)
class Reason:
    """One criterion in one town, in words: the figure, its positions, the limit and the source."""

    name: str
    value: str
    positions: str
    limit: str
    source: str
    key: str = ""


@dataclass(frozen=True)
class Card:
    """One town of the result, in words; `unknown` are the criteria without a figure."""

    profile: Profile
    place: int
    rank: str
    score: str
    fails: list[Reason]
    speaks_for: list[Reason]
    speaks_against: list[Reason]
    unknown: list[str]
    entries: list[Fitting]
    contact: str


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The form with the visitor's wish, and what the towns answer."""
    reading = read(query, list(sectors_of(reader.portal)))
    figures = figures_of(reader.portal, reading.wish.sector, reader.today)
    result = find(reading.wish, figures)
    words = _Words(reader, reading.wish, figures)
    return Page(
        title=_("Find your place"),
        description=_(
            "Say who you are and what matters to you: the ten towns are ranked with reasons, what speaks against "
            "each as clearly as what speaks for it."
        ),
        template="find.html",
        values={
            **_form(reader, reading.wish),
            "messages": messages(reading),
            "wish": reading.wish,
            "wished": wished(reader, reading.wish),
            "summary": _summary(reader, reading, result),
            "groups": _groups(words, result),
            "examples": [(label, reader.url("find", query=write(wish))) for label, wish in EXAMPLES],
            "first": _first(reader, result),
            "actions": _actions(reader, reading.wish, result),
            "prose": reader.prose("find"),
            "methods": [(heading, [words.method(one) for one in group]) for heading, group in GROUPS],
        },
        query=write(reading.wish),
    )


def _form(reader: Reader, wish: Wish) -> dict[str, object]:
    """What can be chosen, and what is."""
    weights = dict(wish.weights)

    def steps(criterion: Criterion) -> list[tuple[str, object, bool]]:
        return [(step, label, weights.get(criterion.key, "") == step) for step, label in STEPS.items()]

    return {
        "roles": [(key, label, key == wish.role) for key, label in WHO.items()],
        "sectors": [(code, name, code == wish.sector) for code, name in _sectors(reader).items()],
        "criteria": [(heading, [(one, steps(one)) for one in group]) for heading, group in GROUPS],
    }


def _sectors(reader: Reader) -> dict[str, str]:
    """The sections that can be chosen, by name in the reader's language."""
    return {code: reader.localized(words) for code, words in sectors_of(reader.portal).items()}


def wished(reader: Reader, wish: Wish) -> list[tuple[str, str]]:
    """The wish in words, for the result and for paper."""
    named = {step: [str(one.name) for one, weight in wish.asked if weight == step] for step in ("must", "matters")}
    pairs = [
        (_("Role"), str(WHO[wish.role]) if wish.role else ""),
        (_("Sector"), _sectors(reader).get(wish.sector, "")),
        (_("Must"), "; ".join(named["must"])),
        (_("Matters"), "; ".join(named["matters"])),
    ]
    return [(label, text) for label, text in pairs if text]


def _summary(reader: Reader, reading: ParsedWish, result: Result) -> str:
    """The result in one or two sentences."""
    if not reading.wish.asked:
        return _("Weigh at least one thing: then the towns are ranked by it.")
    count = len(result.above) + len(result.unranked) + len(result.below)
    if not result.above:
        return _("No town stands above the line: see below in what each one falls short.")
    first = reader.listing([reader.names.label(town.code) for town in result.above if town.rank == 1])
    if all(step != "must" for _criterion, step in reading.wish.asked):  # there is no line to stand above
        return _(
            "In order: %(ranked)s of %(all)s towns. First: %(towns)s.", ranked=len(result.above), all=count, towns=first
        )
    return _(
        "Above the line: %(above)s of %(all)s towns. First: %(towns)s.", above=len(result.above), all=count, towns=first
    )


def _groups(words: _Words, result: Result) -> list[dict[str, object]]:
    """The towns in up to three groups, each with its heading and what it means."""
    if words.wish.empty:
        return []
    plain = not words.wish.asked
    unranked = _("The towns, not ranked") if plain else _("Not ranked")
    found = (
        ("above", _("The towns in order"), _("Position 1 is the best for your wish."), result.above),
        (
            "unranked",
            unranked,
            "" if plain else _("There is no figure of these towns to compare in anything that you weigh."),
            result.unranked,
        ),
        (
            "below",
            _("Below the line"),
            _("These towns miss at least one of your musts. Those that miss the fewest come first."),
            result.below,
        ),
    )
    return [
        {"key": key, "heading": heading, "lead": lead, "cards": [words.card(town, key) for town in towns]}
        for key, heading, lead, towns in found
        if towns
    ]


def _foremost(result: Result) -> list[str]:
    """The codes of the towns that can be taken along together; one alone is taken along on its own page."""
    codes = [town.code for town in result.above if town.rank <= FIRST]
    return codes if len(codes) > 1 else []


def _actions(reader: Reader, wish: Wish, result: Result) -> list[tuple[str, str]]:
    """Where the first towns of the result can be taken: to the comparison and to the contact page."""
    codes = _foremost(result)
    if not codes:
        return []
    keys = [reader.portal.by_code[code] for code in codes]
    return [
        (_("Compare the first %(count)s", count=len(codes)), reader.url("compare", query={"c": ",".join(codes)})),
        (_("Contact the first %(count)s", count=len(codes)), _contact(reader, wish, keys)),
    ]


def _first(reader: Reader, result: Result) -> dict[str, str]:
    """The first towns of the result, to be put on the short list together."""
    codes = _foremost(result)
    return {
        "towns": ",".join(reader.portal.by_code[code] for code in codes),
        "names": reader.listing([reader.names.label(code) for code in codes]),
        "off": _("Put the first %(count)s on the short list", count=len(codes)),
        "on": _("The first %(count)s are on the short list", count=len(codes)),
    }


def _contact(reader: Reader, wish: Wish, towns: Sequence[str]) -> str:
    """The contact page for an enquiry to some towns that tells them the wish."""
    query = {"town": ",".join(towns), "wish": urlencode(write(wish))}
    return reader.url("contact", query={name: text for name, text in query.items() if text})


@dataclass(frozen=True)
class _Words:
    """Says a result in the reader's language."""

    reader: Reader
    wish: Wish
    figures: TownFacts

    def card(self, town: RankedTown, group: str) -> Card:
        """One town in words."""
        portal = self.reader.portal
        key = portal.by_code[town.code]
        entries = [entry for whose, entry in portal.sought(self.reader.today) if whose == key]
        return Card(
            profile=self.reader.profile(key),
            place=town.rank,
            rank=self._rank(town) if group == "above" else "",
            score=self._score(town) if group != "unranked" else "",
            fails=self._reasons(town.failed),
            speaks_for=self._reasons(town.speaking("for")),
            speaks_against=self._reasons(one for one in town.speaking("against") if not one.failed),
            unknown=[self._unknown(one) for one in town.speaking("unknown")],
            entries=fitting(self.wish, entries),
            contact=_contact(self.reader, self.wish, [key]),
        )

    def _rank(self, town: RankedTown) -> str:
        return _("shared rank %(rank)s", rank=town.rank) if town.shared else _("rank %(rank)s", rank=town.rank)

    def _score(self, town: RankedTown) -> str:
        if town.score is None:
            return ""
        return _("%(points)s points of 100", points=i18n.number(float(100 * town.score), self.reader.locale))

    def _unknown(self, one: Judged) -> str:
        """What is not known; of a must also that it is one."""
        name = str(one.criterion.name)
        if one.criterion.kind == "quotient" and self.wish.sector:
            name = _("%(criterion)s (fewer than %(few)s jobs in the sector)", criterion=name, few=FEW)
        if one.step == "must":
            return _("%(criterion)s (your must: not known whether it is met)", criterion=name)
        return name

    def _reasons(self, found: Iterable[Judged]) -> list[Reason]:
        return [self._reason(one, one.fact) for one in found if one.fact is not None]

    def _reason(self, one: Judged, fact: TownFact) -> Reason:
        """One criterion in words."""
        return Reason(
            name=str(one.criterion.name),
            value=self._value(one.criterion, fact),
            positions=self._positions(one, fact),
            limit=self._limit(one),
            source=self._source(one.criterion, fact),
            key=one.criterion.source[0] if one.criterion.kind in ("figure", "quotient") else "",
        )

    def _value(self, criterion: Criterion, fact: TownFact) -> str:
        if criterion.kind == "presence":
            return _("freight trains run") if fact.value else _("no freight trains")
        text = self._amount(criterion, fact.value)
        if criterion.kind == "distance":
            place = self.reader.localized(fact.near.name) if fact.near and fact.near.name else ""
            return _("%(place)s, %(distance)s in a straight line", place=place, distance=text)
        when = i18n.period(fact.period, self.reader.locale)
        if criterion.kind == "quotient":
            return _("%(times)s times the share in all municipalities together (%(period)s)", times=text, period=when)
        return f"{text} ({when})"

    def _amount(self, criterion: Criterion, value: float) -> str:
        """A figure of a criterion with its unit."""
        locale = self.reader.locale
        if criterion.kind == "distance":
            return i18n.with_unit(i18n.number(value, locale, 1), "km", locale)
        if criterion.kind == "quotient":
            return i18n.number(value, locale, QUOTIENT_DECIMALS)
        series = self.reader.portal.statistics.series(criterion.source[0])
        return amount(value, series.indicator, series.unit, locale)

    def _positions(self, one: Judged, fact: TownFact) -> str:
        """The position among the towns, and among all municipalities where more than the towns have a figure."""
        values = {"position": one.position, "of": one.of}
        if one.shared:
            text = _("shared position %(position)s/%(of)s among the towns", **values)
        else:
            text = _("position %(position)s/%(of)s among the towns", **values)
        if fact.of <= len(self.figures.towns):
            return text
        everywhere = _("%(position)s/%(of)s among all municipalities", position=fact.position, of=fact.of)
        return f"{text}, {everywhere}"

    def _limit(self, one: Judged) -> str:
        """The limit that the figure reaches or not."""
        rule = self.rule(one.criterion)
        if one.step == "matters":
            return _("limit: %(rule)s", rule=rule)
        return _("your must is met: %(rule)s", rule=rule) if one.reaches else _("your must fails: %(rule)s", rule=rule)

    def rule(self, criterion: Criterion) -> str:
        """The limit in words; of the better half also the figure at its end."""
        limit = self.figures.limits.get(criterion.key)
        if criterion.limit is not None or limit is None:
            return str(criterion.rule)
        values = {"rule": criterion.rule, "limit": self._amount(criterion, limit)}
        if criterion.better == "highest":
            return _("%(rule)s: at least %(limit)s", **values)
        return _("%(rule)s: at most %(limit)s", **values)

    def method(self, criterion: Criterion) -> tuple[str, str, str, str]:
        """A criterion as the method tells it: name, measure, limit, source."""
        facts = [facts[criterion.key] for facts in self.figures.towns.values() if criterion.key in facts]
        known = [*dict.fromkeys(self._source(criterion, fact, dated=False) for fact in facts)]
        return str(criterion.name), str(criterion.measure), self.rule(criterion), "; ".join(known)

    def _source(self, criterion: Criterion, fact: TownFact, *, dated: bool = True) -> str:
        if fact.near:
            return credit(fact.near, self.reader, dated=dated)
        catalogue = self.reader.portal.statistics.catalogue
        return source_line(catalogue, [fact.source], self.reader.locale) if fact.source else ""


def credit(row: TransportConnection, reader: Reader, *, dated: bool = True) -> str:
    """Who says that there is such a place and where it is; with the date of the data where one is known."""
    said = row.source.split(";")[0].split(" ")[0]
    host = urlsplit(said).hostname if said.startswith("http") else None
    begins = next((name for start, name in COORDINATES if row.source.startswith(start)), "")
    if not begins and host:
        begins = _("coordinates: %(publisher)s", publisher=_survey(row))
    parts: Sequence[str | None] = (host, begins or row.licence, _as_of(row, reader) if dated else "")
    return ", ".join(part for part in parts if part)


def _survey(row: TransportConnection) -> str:
    """Whose coordinates of a town centre or a station they are; all are under the row's licence."""
    return _("National Land Survey of Finland, CC BY 4.0") if "geofi" in row.source else "Fintraffic, CC BY 4.0"


def _as_of(row: TransportConnection, reader: Reader) -> str:
    """The date of the data, where the row has one."""
    return _("data of %(date)s", date=i18n.partial_date(row.as_of, reader.locale)) if row.as_of[:1].isdigit() else ""


PAGE_TYPES = (PageType("find", page, query_of, label=lazy("Find your place"), menu=5, footer=1),)
