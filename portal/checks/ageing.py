"""What grows old, what ends, and what is said to have been done on a day that has not come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from portal.checks.parts import ContentFile, Group, day, inner, text
from portal.content.days import last_day, months_before
from portal.content.fields import MOST_YEARS
from portal.content.meant import first_day
from portal.content.yaml_file import Steps
from portal.i18n import _, current, date
from portal.problems import Problem

STRENGTH_MONTHS = 18
ENTRY_MONTHS = 18
CONTACT_MONTHS = 12
SOURCE_MONTHS = 24
#: What was true so many years ago tells a visitor little of today.
NEWS_YEARS = 5
#: A site, an investment and the like stand on what their source said when it was written; figures carry their year.
NEWS = ("looking_for", "sites", "energy", "investments", "aid", "education", "connections")
#: So many days ahead staff are told that an entry is about to end.
WARNING_DAYS = 60


def ageing(town: ContentFile, today: dt.date) -> Iterator[Problem]:
    """Every date of a town's file that is too old, too far away or impossible."""
    for steps, strength in town.items("strengths"):
        yield from STRENGTH.faults(town, (steps, strength), _read_on(town, strength), today)
    for steps, entry in town.items("looking_for"):
        until = day(entry, "valid_until")
        if until is None or until >= today:  # what has ended is not shown
            yield from ENTRY.faults(town, (steps, entry), _read_on(town, entry), today)
        yield from _ending(town, steps, entry, today)
    for steps, contact in town.contacts():
        yield from CONTACT.faults(town, (steps, contact), _contact_read_on(town, contact), today)
    yield from _old_news(town, today)
    yield from old_sources(town, today)


def _old_news(town: ContentFile, today: dt.date) -> Iterator[Problem]:
    """What is told as true today by a source that is years old."""
    for steps, item in town.items(*NEWS):
        source = town.source(item.get("source"))
        written = text(source, "date")
        said = last_day(written) if written else None
        if said and said.year < today.year - NEWS_YEARS and source.get("kind") != "statistics":
            message = _("its source is of %(year)s: visitors want to know how things are now.", year=said.year)
            hint = _("Find a newer source, tell it as history, or delete it.")
            yield town.problem((*steps, "source"), message, hint)


class ReviewRule(NamedTuple):
    """What a town goes through now and then: under which field it says when, how long that holds, what is said."""

    field: str
    months: int
    old: Callable[[str], str]
    never: Callable[[], str]

    def faults(
        self, part: ContentFile, at: tuple[Steps, Group], read: dt.date | None, today: dt.date
    ) -> Iterator[Problem]:
        """What nobody went through counts from the day its source was read; a day to come is no such day."""
        steps, item = at
        before = months_before(today, self.months)
        done = day(item, self.field)
        if done and done > today:
            message, hint = (
                _("this date is in the future."),
                _("Write the date on which the town reviewed or confirmed it."),
            )
            yield part.problem((*steps, self.field), message, hint, "error")
        elif done and done < before:
            hint = _("Check that it is still true, and write the date of the check here.")
            yield part.problem((*steps, self.field), self.old(date(done, current())), hint)
        elif self.field not in item and read and read < before:
            hint = _("Check that it is still true, and write: %(line)s", line=f"{self.field}: {today}")
            yield part.problem((*steps, self.field), self.never(), hint)


STRENGTH = ReviewRule(
    "reviewed",
    STRENGTH_MONTHS,
    lambda day: _("the strength was last reviewed on %(day)s.", day=day),
    lambda: _("the strength has not been reviewed since its source was read, at least 18 months ago."),
)
ENTRY = ReviewRule(
    "confirmed",
    ENTRY_MONTHS,
    lambda day: _("the town last confirmed this on %(day)s.", day=day),
    lambda: _("the town has not confirmed this, and its source was read at least 18 months ago."),
)
CONTACT = ReviewRule(
    "confirmed",
    CONTACT_MONTHS,
    lambda day: _("the contact was last confirmed on %(day)s.", day=day),
    lambda: _("the contact has not been confirmed, and its source was read at least 12 months ago."),
)


def _read_on(part: ContentFile, item: Group) -> dt.date | None:
    read = text(part.source(item.get("source")), "read")
    return last_day(read) if read else None


def _contact_read_on(town: ContentFile, contact: Group) -> dt.date | None:
    """When a contact was read; that of a shared organisation in organisations.yaml."""
    shared = ContentFile(town.content, "organisations.yaml")
    organisation = inner(inner(shared.data, "organisations"), contact.get("organisation"))
    if organisation:
        return _read_on(shared, {"source": organisation.get("contact_source") or organisation.get("source")})
    return _read_on(town, contact)


def _ending(town: ContentFile, steps: Steps, entry: Group, today: dt.date) -> Iterator[Problem]:
    until = day(entry, "valid_until")
    if until is None:
        return
    place: Steps = (*steps, "valid_until")
    if until.year > today.year + MOST_YEARS:
        message = _("this date is more than %(years)s years away.", years=MOST_YEARS)
        yield town.problem(place, message, _farther(until, today), "error")
    elif until - today <= dt.timedelta(days=WARNING_DAYS):
        said = date(until, current())
        message = (
            _("this ended on %(day)s and is no longer shown.", day=said)
            if until < today
            else _("this ends on %(day)s and is not shown after that.", day=said)
        )
        hint = _("Ask whether the search continues. If it does, write the new last day here; if not, delete the entry.")
        yield town.problem(place, message, hint)


def _farther(until: dt.date, today: dt.date) -> str:
    """Two digits of a year change places easily: 2207 was 2027."""
    digits = str(until.year)
    turned = (int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(len(digits) - 1))
    near = next((year for year in turned if today.year <= year <= today.year + MOST_YEARS), None)
    if near is None or (until.month, until.day) == (2, 29):
        return _("Check the year, or delete the line: an entry without a last day is shown until it is deleted.")
    line = f"valid_until: {until.replace(year=near)}"
    return _("If two digits of the year changed places, write: %(line)s", line=line)


def old_sources(part: ContentFile, today: dt.date) -> Iterator[Problem]:
    """Sources of any file: read too long ago, or on a day that has not come."""
    for steps, source in part.items("sources"):
        yield from _to_come(part, steps, source, today)
        read = text(source, "read")
        if read and (read_on := last_day(read)) and read_on < months_before(today, SOURCE_MONTHS):
            message = _("the source was last read more than two years ago.")
            yield part.problem((*steps, "read"), message, _("Read it again, and write the month here."))


def _to_come(part: ContentFile, steps: Steps, source: Group, today: dt.date) -> Iterator[Problem]:
    hints = {
        "read": _("Write the month in which it was last read."),
        "date": _("Write when it was published, or delete the line."),
    }
    for name, hint in hints.items():
        written = text(source, name)
        if written and (begins := first_day(written)) and begins > today:
            yield part.problem((*steps, name), _("this date is in the future."), hint, "error")
