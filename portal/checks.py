"""What must hold across content and statistics: keys that exist, claims that hold, dates that are not too old."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, Protocol

from portal.content.library import Content, in_order
from portal.content.mistake import not_among
from portal.content.models import City, Contact, LookingFor, Source, Strength
from portal.content.yaml_file import Steps, named
from portal.i18n import _, current, date, number, period, with_unit
from portal.problems import Problem
from portal.statistics.catalogue import Catalogue
from portal.statistics.library import COUNTRY
from portal.statistics.places import Municipality

#: A claim to be among the highest or the lowest means this many.
TOP = 3

STRENGTH_MONTHS = 18
CONTACT_MONTHS = 12
SOURCE_MONTHS = 24
#: So many days ahead staff are told that an entry is about to end.
WARNING_DAYS = 60

NEEDED = ("operator", "data_controller", "feedback_email", "network_email")

Severity = Literal["error", "warning"]


class Numbers(Protocol):
    """The little that these checks ask of the statistics."""

    @property
    def municipalities(self) -> Mapping[str, Municipality]:
        """Every municipality by its code; none when the list cannot be read."""

    def latest(self, key: str, place: str) -> tuple[str, float] | None:
        """The place's newest period and figure. KeyError when the indicator has no series."""

    def values(self, key: str, period: str) -> dict[str, float]:
        """The ten's figures in a period, by municipality code."""


def check_all(content: Content, catalogue: Catalogue | None, numbers: Numbers | None, today: dt.date) -> list[Problem]:
    """Everything that is wrong between the files, in file order. What cannot be read is not checked here."""
    found = [*_settings(content)]
    if catalogue:
        found += _indicator_keys(content, catalogue)
    if numbers and numbers.municipalities:
        found += _codes(content, numbers.municipalities)
    if catalogue and numbers:
        found += _claims(content, catalogue, numbers)
    for town in _towns(content):
        found += _ageing(town, today)
    for file in ("organisations.yaml", "network.yaml"):
        found += _old_sources(_Part(content, file), today)
    return list(in_order(found))


class _Part(NamedTuple):
    """One file of the content, to point into."""

    content: Content
    file: str

    def problem(self, steps: Steps, fault: str, cure: str, severity: Severity = "warning") -> Problem:
        return Problem(self.content.place(self.file, steps), named(steps), fault, cure, severity)


class _Town(NamedTuple):
    """A town and its file."""

    city: City
    part: _Part

    def strengths(self) -> Iterator[tuple[Steps, Strength]]:
        return ((("strengths", i), strength) for i, strength in enumerate(self.city.strengths))

    def looking_for(self) -> Iterator[tuple[Steps, LookingFor]]:
        return ((("looking_for", i), entry) for i, entry in enumerate(self.city.looking_for))

    def contacts(self) -> Iterator[tuple[Steps, Contact]]:
        """The town's contacts and those of its entries."""
        yield from ((("contacts", i), contact) for i, contact in enumerate(self.city.contacts))
        yield from (((*steps, "contact"), entry.contact) for steps, entry in self.looking_for() if entry.contact)


def _towns(content: Content) -> list[_Town]:
    return [_Town(city, _Part(content, f"cities/{stem}.yaml")) for stem, city in content.cities.items()]


# Keys that exist


def _indicator_keys(content: Content, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _unknown_keys(_Part(content, "site.yaml"), _listed(content.site.key_figures), catalogue)
    for town in _towns(content):
        used: dict[Steps, str | None] = dict(_listed(town.city.key_figures))
        used |= {(*steps, "indicator"): strength.indicator for steps, strength in town.strengths()}
        used |= {(*steps, "indicator"): entry.indicator for steps, entry in town.looking_for()}
        yield from _unknown_keys(town.part, used, catalogue)


def _listed(keys: list[str]) -> dict[Steps, str | None]:
    return {("key_figures", i): key for i, key in enumerate(keys)}


def _unknown_keys(part: _Part, used: Mapping[Steps, str | None], catalogue: Catalogue) -> Iterator[Problem]:
    for steps, key in used.items():
        if key is not None and key not in catalogue.indicators:
            fault = _("there is no indicator “%(key)s” in indicators.yaml.", key=key)
            otherwise = _("Add it there, or take it away from here.")
            yield part.problem(steps, *not_among(key, catalogue.indicators, fault, otherwise), "error")


def _codes(content: Content, municipalities: Mapping[str, Municipality]) -> Iterator[Problem]:
    """A wrong code shows another town's figures."""
    for town in _towns(content):
        code, name = town.city.code, town.city.name.fi.nominative
        its_own = next((known.code for known in municipalities.values() if known.name.fi == name), None)
        if code not in municipalities:
            fault = _("there is no municipality “%(code)s” in municipalities.csv.", code=code)
        elif municipalities[code].name.fi != name:
            fault = _("“%(code)s” is the code of %(other)s.", code=code, other=municipalities[code].name.fi)
        else:
            continue
        cure = (
            _("Write it like this: %(line)s", line=f'code: "{its_own}"')
            if its_own
            else _("Check the code and the Finnish name.")
        )
        yield town.part.problem(("code",), fault, cure, "error")


# Claims that hold


def _claims(content: Content, catalogue: Catalogue, numbers: Numbers) -> Iterator[Problem]:
    for town in _towns(content):
        for steps, strength in town.strengths():
            if strength.claim and strength.indicator in catalogue.indicators:
                fault = claim_fault(town.city, strength, catalogue, numbers)
                if fault:
                    cure = _("Mend the text, or take “claim:” away.")
                    yield town.part.problem((*steps, "claim"), fault, cure)


def claim_fault(city: City, strength: Strength, catalogue: Catalogue, numbers: Numbers) -> str:
    """What the newest figures say against a strength's claim; nothing when they bear it out."""
    return _Claim(city, strength.claim or "", strength.indicator or "", catalogue, numbers).fault()


class _Claim(NamedTuple):
    """One claim and the figures it is held against, rounded as readers see them."""

    city: City
    claim: str
    key: str
    catalogue: Catalogue
    numbers: Numbers

    def fault(self) -> str:
        """What the figures say against the claim; nothing when they bear it out."""
        own = self._latest(self.city.code)
        if own is None:
            return str(_("the claim cannot be checked: the indicator has no figure of this town."))
        return self._against_country(*own) if self.claim.endswith("_country") else self._among_the_ten(*own)

    def _latest(self, place: str) -> tuple[str, float] | None:
        try:
            return self.numbers.latest(self.key, place)
        except KeyError:
            return None

    def _against_country(self, when: str, value: float) -> str:
        country = self._latest(COUNTRY)
        if country is None or country[0] != when:
            return str(_("the claim cannot be checked: the indicator has no figure of the whole country of that time."))
        ours, theirs = self._rounded(value), self._rounded(country[1])
        if (ours > theirs) if self.claim == "above_country" else (ours < theirs):
            return ""
        figures = {"town": self._said(value), "country": self._said(country[1]), "period": period(when, current())}
        if self.claim == "above_country":
            return str(
                _("the town is not above the country: %(town)s, the country %(country)s (%(period)s).", **figures)
            )
        return str(_("the town is not below the country: %(town)s, the country %(country)s (%(period)s).", **figures))

    def _among_the_ten(self, when: str, value: float) -> str:
        ours = self._rounded(value)
        others = [self._rounded(other) for other in self.numbers.values(self.key, when).values()]
        above, below = sum(other > ours for other in others), sum(other < ours for other in others)
        figures = {"value": self._said(value), "count": len(others), "period": period(when, current())}
        if self.claim == "top_three" and above >= TOP:
            fault = _(
                "the town is not among the three highest: %(value)s, number %(place)s of %(count)s (%(period)s).",
                place=above + 1,
                **figures,
            )
            return str(fault)
        if self.claim == "lowest_three" and below >= TOP:
            fault = _(
                "the town is not among the three lowest: %(value)s, number %(place)s of %(count)s "
                "from the lowest (%(period)s).",
                place=below + 1,
                **figures,
            )
            return str(fault)
        return ""

    def _rounded(self, value: float) -> float:
        return round(value, self.catalogue.indicators[self.key].decimals)

    def _said(self, value: float) -> str:
        indicator, locale = self.catalogue.indicators[self.key], current()
        unit = self.catalogue.units[indicator.unit].short
        return with_unit(number(value, locale, indicator.decimals), getattr(unit, locale) or unit.fi, locale)


# Dates that are not too old


def _ageing(town: _Town, today: dt.date) -> Iterator[Problem]:
    yield from _old_strengths(town, today)
    yield from _old_contacts(town, today)
    yield from _ending(town, today)
    yield from _to_come(town, today)
    yield from _old_sources(town.part, today)


def _old_strengths(town: _Town, today: dt.date) -> Iterator[Problem]:
    """A strength that nobody has gone through counts from the day on which its source was read."""
    before = months_before(today, STRENGTH_MONTHS)
    for steps, strength in town.strengths():
        source = town.city.sources.get(strength.source or "")
        read = last_day(source.read) if source else None
        if strength.reviewed and strength.reviewed < before:
            fault = _("the strength was last gone through on %(day)s.", day=date(strength.reviewed, current()))
            cure = _("Check that it still holds, and write the day here.")
        elif strength.reviewed is None and read and read < before:
            fault = _("nobody has gone through the strength since its source was read, 18 months ago or more.")
            cure = _("Check that it still holds, and write: %(line)s", line=f"reviewed: {today}")
        else:
            continue
        yield town.part.problem((*steps, "reviewed"), fault, cure)


def _old_contacts(town: _Town, today: dt.date) -> Iterator[Problem]:
    """A contact that the town never confirmed counts from the day on which it was read."""
    before = months_before(today, CONTACT_MONTHS)
    for steps, contact in town.contacts():
        source = _read_from(town, contact)
        read = last_day(source.read) if source else None
        if contact.confirmed and contact.confirmed < before:
            fault = _("the contact was last confirmed on %(day)s.", day=date(contact.confirmed, current()))
            cure = _("Check that it still holds, and write the day here.")
        elif contact.confirmed is None and read and read < before:
            fault = _("the contact has not been confirmed, and it was read twelve months ago or more.")
            cure = _("Check that it still holds, and write: %(line)s", line=f"confirmed: {today}")
        else:
            continue
        yield town.part.problem((*steps, "confirmed"), fault, cure)


def _read_from(town: _Town, contact: Contact) -> Source | None:
    """Where a contact was read; that of a shared organisation in organisations.yaml."""
    shared = town.part.content.organisations
    organisation = shared.organisations.get(contact.organisation or "") if shared else None
    if shared and organisation:
        return shared.sources.get(organisation.contact_source or organisation.source)
    return town.city.sources.get(contact.source or "")


def _ending(town: _Town, today: dt.date) -> Iterator[Problem]:
    for steps, entry in town.looking_for():
        if entry.valid_until and entry.valid_until - today <= dt.timedelta(days=WARNING_DAYS):
            day = date(entry.valid_until, current())
            ended = entry.valid_until < today
            fault = (
                _("this ended on %(day)s and is no longer shown.", day=day)
                if ended
                else _("this ends on %(day)s and is not shown after that.", day=day)
            )
            cure = _("Ask whether the search goes on, and write the new last day here, or take the entry away.")
            yield town.part.problem((*steps, "valid_until"), fault, cure)


def _to_come(town: _Town, today: dt.date) -> Iterator[Problem]:
    """What was done on a day that has not come: it would never grow old."""
    days = [
        *(((*steps, "reviewed"), strength.reviewed) for steps, strength in town.strengths()),
        *(((*steps, "confirmed"), contact.confirmed) for steps, contact in town.contacts()),
        *(((*steps, "confirmed"), entry.confirmed) for steps, entry in town.looking_for()),
    ]
    for steps, day in days:
        if day and day > today:
            yield town.part.problem(
                steps, _("this day has not come yet."), _("Write the day on which the town went through it.")
            )


def _old_sources(part: _Part, today: dt.date) -> Iterator[Problem]:
    sheet = part.content.sheets.get(part.file)
    sources = sheet.data.get("sources") if sheet else None
    for key in sources if isinstance(sources, dict) else ():
        steps: Steps = ("sources", key, "read")
        read = sheet.written(steps) if sheet else None
        if read and (day := last_day(read)) and day < months_before(today, SOURCE_MONTHS):
            fault = _("the source was last read more than two years ago.")
            yield part.problem(steps, fault, _("Read it again, and write the month here."))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or that month's last day.

    >>> months_before(dt.date(2026, 8, 31), 18)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(text: str) -> dt.date | None:
    """The last day that 2026, 2026-11 or 2026-11-03 can mean; none for a day that does not exist."""
    try:
        year, month, day = [*map(int, text.split("-")), 0, 0][:3]
        return dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


# Who runs the portal


def _settings(content: Content) -> Iterator[Problem]:
    public = content.site.site_url.startswith("https://")
    for name in NEEDED:
        if getattr(content.site, name) is None:
            cure = _("Write “%(name)s:” in site.yaml, or set it in the environment.", name=name)
            severity: Severity = "error" if public else "warning"
            yield _Part(content, "site.yaml").problem((name,), _("this is not set."), cure, severity)
