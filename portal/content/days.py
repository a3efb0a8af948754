"""Days in what staff wrote: what a partial date can mean, and what is said to have been done on a day to come."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from portal.content.library import Content
from portal.content.meant import first_day
from portal.content.models import City, Contact, LookingFor, Strength
from portal.i18n import HELSINKI
from portal.settings import Settings

D = TypeVar("D", Contact, Strength)


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


def day_of(settings: Settings) -> dt.date:
    """The day that the environment fixes, or today where the towns are."""
    try:
        return dt.date.fromisoformat(settings.today or "")
    except ValueError:
        return dt.datetime.now(tz=HELSINKI).date()


def as_of(content: Content, today: dt.date) -> Content:
    """The content without what is said to have been done after today: `portal check` refuses it, readers never see it.

    An entry is left out, a contact or a strength loses its date.
    """
    return replace(content, cities={key: _city_as_of(city, today) for key, city in content.cities.items()})


def _city_as_of(city: City, today: dt.date) -> City:
    sought = [
        entry.model_copy(update={"contact": _dated([entry.contact], "confirmed", today)[0]}) if entry.contact else entry
        for entry in city.looking_for
        if not _is_to_come(entry, city, today)
    ]
    return city.model_copy(
        update={
            "strengths": _dated(city.strengths, "reviewed", today),
            "contacts": _dated(city.contacts, "confirmed", today),
            "looking_for": sought,
        }
    )


def _dated(things: Iterable[D], field: str, today: dt.date) -> list[D]:
    """Things without a date that has not come."""
    late = {id(thing) for thing in things if (day := getattr(thing, field)) and day > today}
    return [thing.model_copy(update={field: None}) if id(thing) in late else thing for thing in things]


def _is_to_come(entry: LookingFor, city: City, today: dt.date) -> bool:
    source = city.sources[entry.source]
    days = [entry.confirmed, first_day(source.read), first_day(source.date) if source.date else None]
    return any(day and day > today for day in days)
