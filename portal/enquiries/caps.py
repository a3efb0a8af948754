"""How many letters may go out: to a town, from a network address, to a visitor's own address, and altogether.

They are counted in the database, so that all processes and machines count together. Who sends is known by a keyed hash
that lasts no longer than the longest of these times.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, func, insert, select, tuple_

from portal.enquiries.enquiry import Enquiry
from portal.enquiries.tables import usage
from portal.enquiries.throttle import limits_of

#: Scope -> the most letters, as `limits` writes it. `mailbox` is a visitor's address and `copies` what one network
#: address may have sent to such: who is over these two is taken in all the same, without a confirmation by e-mail.
CAPS: dict[str, str] = {
    "address": "120 per hour; 300 per day",
    "town": "60 per hour; 200 per day",
    "mailbox": "3 per day",
    "copies": "10 per hour; 30 per day",
    "total": "600 per hour; 3000 per day",
}
#: The lock of whoever counts, so that of two at once each sees the other: a number that nothing else uses.
COUNTING = 7_306_002
#: A clock that was wrong and is set right again leaves counts in the future: they do not count.
AHEAD = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Window:
    """The most letters in a time."""

    most: int
    time: dt.timedelta


@dataclass(frozen=True)
class Use:
    """So many letters of one subject."""

    scope: str
    subject: str
    letters: int


class CappedError(Exception):
    """No more letters for now; `until` when they would go, None where so many never do. `towns` are those concerned."""

    def __init__(self, scope: str, until: dt.datetime | None, towns: tuple[str, ...] = ()) -> None:
        super().__init__(scope)
        self.scope, self.until, self.towns = scope, until, towns


def windows(text: str) -> tuple[Window, ...]:
    """What a cap says. Raises ValueError for what is none."""
    return tuple(Window(item.amount, dt.timedelta(seconds=item.get_expiry())) for item in limits_of(text))


class Caps:
    """The caps of a site; `secret` keys the hashes, so all who share a database share it."""

    def __init__(self, caps: Mapping[str, str] | None = None, secret: str = "") -> None:
        self._secret = secret.encode()
        self._windows = {scope: windows(text) for scope, text in (CAPS | dict(caps or {})).items()}
        self._longest = max(window.time for each in self._windows.values() for window in each)

    def count(self, connection: Connection, enquiry: Enquiry, network: str, moment: dt.datetime) -> bool:
        """Count the letters of an enquiry; gives whether a confirmation may go to its sender too.

        Raises CappedError where the towns' letters are too many.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(COUNTING)))
        sender, mailbox = self._hidden("address", network), self._hidden("mailbox", _mailbox(enquiry.email))
        copy = [Use("mailbox", mailbox, 1), *([Use("copies", sender, 1)] if network else [])]
        towns = [Use("town", town, 1) for town in enquiry.towns]
        own = [Use("total", "", len(towns)), *([Use("address", sender, len(towns))] if network else [])]
        over = self._over(connection, [*own, *towns, *copy], moment)
        self._refuse(connection, [use for use in over if use not in copy], moment)
        copied = enquiry.copy and not any(use in copy for use in over)
        counted = [*own, *towns, *(copy if copied else [])]
        connection.execute(insert(usage), [{**vars(use), "moment": moment} for use in counted])
        self.forget(connection, moment)
        return copied

    def _over(self, connection: Connection, uses: list[Use], moment: dt.datetime) -> list[Use]:
        """Which of these are over one of their caps."""
        times = sorted({window.time for each in self._windows.values() for window in each})
        sums = [
            func.coalesce(func.sum(case((usage.c.moment > moment - time, usage.c.letters), else_=0)), 0)
            for time in times
        ]
        asked = tuple_(usage.c.scope, usage.c.subject).in_([(use.scope, use.subject) for use in uses])
        lately = (usage.c.moment > moment - times[-1], usage.c.moment <= moment + AHEAD)
        rows = select(usage.c.scope, usage.c.subject, *sums).where(asked, *lately)
        found = connection.execute(rows.group_by(usage.c.scope, usage.c.subject)).all()
        so_far = {(row[0], row[1]): dict(zip(times, row[2:], strict=True)) for row in found}
        return [
            use
            for use in uses
            if any(
                so_far.get((use.scope, use.subject), {}).get(window.time, 0) + use.letters > window.most
                for window in self._windows[use.scope]
            )
        ]

    def _refuse(self, connection: Connection, over: list[Use], moment: dt.datetime) -> None:
        """Raise CappedError for the first scope that is over its cap; of towns, for all that are."""
        if not over:
            return
        same = [use for use in over if use.scope == over[0].scope]
        untils = [self._until(connection, use, window, moment) for use in same for window in self._windows[use.scope]]
        until = None if None in untils else max(one for one in untils if one)
        raise CappedError(over[0].scope, until, tuple(use.subject for use in same if use.scope == "town"))

    def _until(self, connection: Connection, use: Use, window: Window, moment: dt.datetime) -> dt.datetime | None:
        """When so many letters more will fit into a window; None where they never do."""
        if use.letters > window.most:
            return None
        mine = (usage.c.scope == use.scope, usage.c.subject == use.subject)
        lately = (usage.c.moment > moment - window.time, usage.c.moment <= moment + AHEAD)
        rows = select(usage.c.moment, usage.c.letters).where(*mine, *lately).order_by(usage.c.moment.desc())
        count = use.letters
        for row in connection.execute(rows):
            count += row.letters
            if count > window.most:  # this one has to be past, and with it all that are older
                when: dt.datetime = row.moment
                return when + window.time
        return moment

    def forget(self, connection: Connection, moment: dt.datetime) -> None:
        """Counts that no cap looks at any more go, and those of a clock that was wrong."""
        past, to_come = usage.c.moment <= moment - self._longest, usage.c.moment > moment + self._longest
        connection.execute(delete(usage).where(past | to_come))

    def _hidden(self, scope: str, text: str) -> str:
        return hmac.new(self._secret, f"{scope}\0{text}".encode(), hashlib.sha256).hexdigest()


def _mailbox(email: str) -> str:
    """The mailbox of an address: Name+shop@example.com and name@example.com are one."""
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
