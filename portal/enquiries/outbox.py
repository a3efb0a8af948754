"""The letters that wait: taken by one who delivers at a time, and put back with a later date when it fails."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, Update, and_, func, or_, select, update

from portal.enquiries.database import reading, writing
from portal.enquiries.enquiry import Kind, StoredEnquiry
from portal.enquiries.repository import Clock, kept, now
from portal.enquiries.tables import enquiries, letters

#: How long a letter is held by whoever takes it: as long as a mail server may take over one (`delivery.mailer`).
LEASE = dt.timedelta(minutes=5)
#: Several may reach for the same letters at once: each goes on to the next when one is gone.
REACH = 20
#: A letter waits so long for its second attempt, twice as long for each one after it, at most so long; the last
#: attempt comes after about five days.
FIRST = dt.timedelta(seconds=30)
LONGEST = dt.timedelta(hours=6)
ATTEMPTS = 28
#: No letter is put off or held for so long.
FAR = dt.timedelta(days=2)
#: What a letter has besides its enquiry.
OWN = (letters.c.kind, letters.c.town, letters.c.message_id, letters.c.attempts)


@dataclass(frozen=True)
class Letter:
    """A letter in the hands of one who delivers. `message_id` stays the same however often it is sent."""

    id: int
    kind: Kind
    town: str
    message_id: str
    attempts: int
    kept: StoredEnquiry


class Outbox:
    """The letters, as one who delivers sees them; `holder` names that process and nobody else."""

    def __init__(self, engine: Engine, holder: str, clock: Clock = now, lease: dt.timedelta = LEASE) -> None:
        self._engine = engine
        self._holder = holder
        self._clock = clock
        self._lease = lease

    def take(self) -> Letter | None:
        """Hold the letter that has been due longest; None when none is due.

        The update says once more that the letter is free: of two who reach for it the database lets one through.
        """
        moment = self._clock()
        wanted = select(letters.c.id).where(_free(moment)).order_by(letters.c.due, letters.c.id).limit(REACH)
        with reading(self._engine) as connection:
            found = list(connection.execute(wanted).scalars())
        for number in found:
            held = (
                update(letters)
                .where(letters.c.id == number, _free(moment))
                .values(holder=self._holder, held_until=moment + self._lease)
            )
            if self._say(held) and (letter := self._letter(number)):
                return letter
        return None

    def _letter(self, number: int) -> Letter | None:
        """A letter with its enquiry; None when both were erased in this very moment."""
        wanted = select(*OWN, enquiries).join_from(letters, enquiries).where(letters.c.id == number)
        with reading(self._engine) as connection:
            row = connection.execute(wanted).mappings().first()
        if row is None:
            return None
        return Letter(number, row["kind"], row["town"], row["message_id"], row["attempts"], kept(row))

    def sent(self, letter: Letter, recipient: str) -> bool:
        """The mail server has accepted it. False when another had taken it meanwhile."""
        done = self._held(letter).values(
            state="sent", sent=self._clock(), recipient=recipient, fault="", **_given_back(letter.attempts + 1)
        )
        return self._say(done)

    def postpone(self, letter: Letter, fault: str) -> dt.datetime | None:
        """It was refused for now: the moment of the next attempt, or None when there have been enough."""
        attempts = letter.attempts + 1
        if attempts >= ATTEMPTS:
            self.fail(letter, fault)
            return None
        due: dt.datetime = self._clock() + min(FIRST * 2 ** (attempts - 1), LONGEST)
        self._say(self._held(letter).values(due=due, fault=fault, **_given_back(attempts)))
        return due

    def put_back(self, letter: Letter, after: dt.timedelta, fault: str) -> None:
        """Nothing is wrong with the letter itself, so this was no attempt."""
        due = self._clock() + after
        self._say(self._held(letter).values(due=due, fault=fault, **_given_back(letter.attempts)))

    def fail(self, letter: Letter, fault: str) -> None:
        """It cannot be delivered: the operator is to look at it."""
        self._say(self._held(letter).values(state="failed", fault=fault, **_given_back(letter.attempts + 1)))

    def waiting(self) -> int:
        """How many letters wait, due or not."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).where(letters.c.state == "waiting")).scalar_one()

    def _held(self, letter: Letter) -> Update:
        return update(letters).where(letters.c.id == letter.id, letters.c.holder == self._holder)

    def _say(self, change: Update) -> bool:
        with writing(self._engine) as connection:
            return connection.execute(change).rowcount > 0


def _free(moment: dt.datetime) -> ColumnElement[bool]:
    """Due, and held by nobody or by somebody who has vanished.

    What is due or held long after any letter could be was written by a clock that has been set right since.
    """
    held, due = letters.c.held_until, letters.c.due
    unheld = or_(held.is_(None), held < moment, held > moment + FAR)
    return and_(letters.c.state == "waiting", or_(due <= moment, due > moment + FAR), unheld)


def _given_back(attempts: int) -> dict[str, object]:
    return {"attempts": attempts, "holder": "", "held_until": None}
