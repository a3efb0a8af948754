"""Enquiries in the database: kept, found, listed, erased."""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.enquiries.caps import Caps
from portal.enquiries.database import forget, reading, writing
from portal.enquiries.enquiry import Enquiry, Kind, Posted, StoredEnquiry
from portal.enquiries.tables import enquiries, letters

#: Letters and digits that nobody takes for one another, for references.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(f"[{SIGNS}]{{5}}-[{SIGNS}]{{5}}")
#: An enquiry is marked so long before it is erased: a clock that jumps erases nothing at once.
NOTICE = dt.timedelta(days=3)
#: Whoever erases looks at least so often: a mark is made that much earlier, so that it is old enough in time.
OFTEN = dt.timedelta(days=1)
#: Seconds that reading everything may take, for a command.
EVERY = 60.0
#: A town has not got its letter of an enquiry.
UNDELIVERED = exists().where(
    letters.c.enquiry_id == enquiries.c.id, letters.c.kind == "town", letters.c.state != "sent"
)
#: How often another reference is tried when the first is taken: one in a million million is.
TRIES = 3

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def new_reference() -> str:
    """A number for the visitor, such as 7KQ3M-92XTA: it cannot be guessed from another one."""
    text = "".join(secrets.choice(SIGNS) for _ in range(10))
    return f"{text[:5]}-{text[5:]}"


@dataclass(frozen=True)
class Origin:
    """Where an enquiry comes from: the name of its form, which is taken once, and the sender's network address."""

    form: str
    network: str


class UsedError(Exception):
    """The form was sent before, with other words; `reference` is of what it said then."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class EnquiryRepository:
    """The enquiries. `host` names the site in the Message-ID of letters."""

    def __init__(self, engine: Engine, host: str = "localhost", clock: Clock = now, caps: Caps | None = None) -> None:
        self.engine = engine
        self._host = host
        self._clock = clock
        self._caps = caps or Caps()

    def keep(self, enquiry: Enquiry, key: str, origin: Origin | None = None) -> str:
        """Write an enquiry and its letters, and give its reference; one with the same key is there already.

        Raises UsedError, CappedError, and SQLAlchemyError when nothing could be written.
        """
        for attempt in range(TRIES):
            reference = new_reference()
            try:
                with writing(self.engine) as connection:
                    found = _sent_before(connection, key, origin)
                    return found or self._write(connection, enquiry, key, reference, origin)
            except IntegrityError:  # another process has written the same one, or the reference is taken
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _write(
        self, connection: Connection, enquiry: Enquiry, key: str, reference: str, origin: Origin | None = None
    ) -> str:
        moment = self._clock()
        copied = self._caps.count(connection, enquiry, origin.network if origin else "", moment)
        row = insert(enquiries).values(
            reference=reference,
            key=key,
            form=origin.form if origin else None,
            received=moment,
            locale=enquiry.locale,
            name=enquiry.name,
            organisation=enquiry.organisation,
            email=enquiry.email,
            language=enquiry.language,
            message=enquiry.message,
            about={
                "towns": enquiry.towns,
                "entries": enquiry.entries,
                "wish": enquiry.wish,
                "short_list": enquiry.short_list,
                "copy": enquiry.copy,
            },
        )
        key_of_row = connection.execute(row).inserted_primary_key
        addressed: list[tuple[Kind, str]] = [("town", town) for town in enquiry.towns]
        if copied:
            addressed.append(("copy", ""))
        connection.execute(
            insert(letters),
            [
                {
                    "enquiry_id": key_of_row[0] if key_of_row else None,
                    "kind": kind,
                    "town": town,
                    "message_id": f"<{reference.lower()}.{town or kind}@{self._host}>",
                    "state": "waiting",
                    "attempts": 0,
                    "due": moment,
                    "holder": "",
                    "recipient": "",
                    "fault": "",
                }
                for kind, town in addressed
            ],
        )
        return reference

    def find(self, reference: str) -> StoredEnquiry | None:
        """The enquiry with a reference, as it fares; what can be no reference is not asked the database."""
        reference = reference.strip().upper()
        if not REFERENCE.fullmatch(reference):
            return None
        with reading(self.engine) as connection:
            found = _read(connection, select(enquiries).where(enquiries.c.reference == reference))
        return found[0] if found else None

    def every(self) -> list[StoredEnquiry]:
        """Every enquiry, the newest first."""
        with reading(self.engine, EVERY) as connection:
            return _read(connection, select(enquiries).order_by(enquiries.c.received.desc(), enquiries.c.id.desc()))

    def delete(self, reference: str) -> bool:
        """Erase an enquiry and its letters; False when there is none."""
        with writing(self.engine) as connection:
            found = connection.execute(delete(enquiries).where(enquiries.c.reference == reference)).rowcount > 0
        self._forget()
        return found

    def retry(self, reference: str | None = None) -> int:
        """Make letters that are not sent due now: those of one enquiry, or all. Gives how many."""
        again = update(letters).where(letters.c.state != "sent")
        if reference is not None:
            whose = select(enquiries.c.id).where(enquiries.c.reference == reference)
            again = again.where(letters.c.enquiry_id.in_(whose))
        with writing(self.engine) as connection:
            return connection.execute(again.values(state="waiting", attempts=0, due=self._clock())).rowcount

    def erase(self, days: int) -> int:
        """Erase what was received more than so many days ago and is delivered. Gives how many enquiries.

        Each is marked some days before, and erased only when its mark is as old: a clock that jumps ahead marks, and
        whoever looks after the portal has these days to set it right. Marks that come from such a clock do not count.
        """
        moment, time = self._clock(), dt.timedelta(days=days)
        notice = min(NOTICE, time / 2)
        near = enquiries.c.received < moment - time + notice + OFTEN
        wrong = (enquiries.c.leaving > moment) | ~near
        with writing(self.engine) as connection:
            connection.execute(update(enquiries).where(enquiries.c.leaving.is_not(None), wrong).values(leaving=None))
            connection.execute(update(enquiries).where(enquiries.c.leaving.is_(None), near).values(leaving=moment))
            past = (enquiries.c.received < moment - time) & (enquiries.c.leaving <= moment - notice)
            count = connection.execute(delete(enquiries).where(past, ~UNDELIVERED)).rowcount
            self._caps.forget(connection, moment)
        self._forget()
        return count

    def overdue(self, days: int) -> int:
        """How many enquiries were received more than so many days ago."""
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).where(self._older(days))).scalar_one()

    def erase_all(self, days: int) -> int:
        """Erase what was received more than so many days ago, delivered or not, as somebody has said."""
        with writing(self.engine) as connection:
            count = connection.execute(delete(enquiries).where(self._older(days))).rowcount
        self._forget()
        return count

    def undelivered(self, days: int) -> int:
        """How many enquiries are kept beyond their time because a letter of theirs is not sent."""
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).where(self._older(days), UNDELIVERED)).scalar_one()

    def _older(self, days: int) -> ColumnElement[bool]:
        return enquiries.c.received < self._clock() - dt.timedelta(days=days)

    def _forget(self) -> None:
        """Erased words are to be gone from SQLite's log as well: now, or with the next look when somebody reads it."""
        if not forget(self.engine):
            log.warning("Erased words are still in SQLite's log, which somebody reads; the next erasing tries again.")


def _sent_before(connection: Connection, key: str, origin: Origin | None) -> str | None:
    """The reference of the same enquiry sent before. Raises UsedError where the form was sent with other words."""
    found: str | None = connection.execute(select(enquiries.c.reference).where(enquiries.c.key == key)).scalar()
    if found is None and origin is not None:
        other = select(enquiries.c.reference).where(enquiries.c.form == origin.form)
        if used := connection.execute(other).scalar():
            raise UsedError(used)
    return found


def _read(connection: Connection, wanted: Select[Any]) -> list[StoredEnquiry]:
    rows = connection.execute(wanted).mappings().all()
    posted = _posted(connection, [row["id"] for row in rows])
    return [kept(row, posted.get(row["id"], [])) for row in rows]


def _posted(connection: Connection, ids: Iterable[int]) -> Mapping[int, list[Posted]]:
    """The letters of these enquiries, asked for some hundreds at a time: databases bound a question's length."""
    found: dict[int, list[Posted]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        some = select(letters).where(letters.c.enquiry_id.in_(wanted[start : start + 500])).order_by(letters.c.id)
        for row in connection.execute(some).mappings():
            found.setdefault(row["enquiry_id"], []).append(
                Posted(
                    row["kind"],
                    row["town"],
                    row["state"],
                    row["attempts"],
                    row["sent"],
                    row["recipient"],
                    row["fault"],
                )
            )
    return found


def kept(row: RowMapping, posted: Iterable[Posted] = ()) -> StoredEnquiry:
    """A row of the table as an enquiry."""
    about = row["about"]
    enquiry = Enquiry(
        locale=row["locale"],
        name=row["name"],
        organisation=row["organisation"],
        email=row["email"],
        language=row["language"],
        message=row["message"],
        towns=tuple(about["towns"]),
        entries=tuple(about["entries"]),
        wish=about["wish"],
        short_list=about["short_list"],
        copy=about["copy"],
    )
    return StoredEnquiry(row["reference"], row["received"], enquiry, tuple(posted))
