"""Enquiries in the database: kept, found, listed, erased."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.enquiries.database import reading, writing
from portal.enquiries.enquiry import Enquiry, Kept, Kind, Posted
from portal.enquiries.tables import enquiries, letters

#: Letters and digits that nobody takes for one another, for references.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(f"[{SIGNS}]{{5}}-[{SIGNS}]{{5}}")
#: A visitor gets so many copies a day: the form is no way to fill a stranger's mailbox.
COPIES_A_DAY = 5
#: How often another reference is tried when the first is taken: one in a million million is.
TRIES = 3

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def new_reference() -> str:
    """A number for the visitor, such as 7KQ3M-92XTA: it cannot be guessed from another one."""
    text = "".join(secrets.choice(SIGNS) for _ in range(10))
    return f"{text[:5]}-{text[5:]}"


class Store:
    """The enquiries. `host` names the site in the Message-ID of letters."""

    def __init__(self, engine: Engine, host: str = "localhost", clock: Clock = now) -> None:
        self.engine = engine
        self._host = host
        self._clock = clock

    def keep(self, enquiry: Enquiry, key: str) -> str:
        """Write an enquiry and its letters, and give its reference; one with the same key is there already.

        Raises SQLAlchemyError when nothing could be written.
        """
        for _try in range(TRIES):
            reference = new_reference()
            try:
                with writing(self.engine) as connection:
                    return _reference(connection, key) or self._write(connection, enquiry, key, reference)
            except IntegrityError:  # another process has written the same one, or the reference is taken
                continue
        with writing(self.engine) as connection:
            return self._write(connection, enquiry, key, new_reference())

    def _write(self, connection: Connection, enquiry: Enquiry, key: str, reference: str) -> str:
        moment = self._clock()
        row = insert(enquiries).values(
            reference=reference,
            key=key,
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
        if enquiry.copy and _may_copy(connection, enquiry.email, moment - dt.timedelta(days=1)):
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

    def find(self, reference: str) -> Kept | None:
        """The enquiry with a reference, as it fares; what can be no reference is not asked the database."""
        reference = reference.strip().upper()
        if not REFERENCE.fullmatch(reference):
            return None
        with reading(self.engine) as connection:
            found = _read(connection, select(enquiries).where(enquiries.c.reference == reference))
        return found[0] if found else None

    def every(self) -> list[Kept]:
        """Every enquiry, the newest first."""
        with reading(self.engine) as connection:
            return _read(connection, select(enquiries).order_by(enquiries.c.received.desc(), enquiries.c.id.desc()))

    def delete(self, reference: str) -> bool:
        """Erase an enquiry and its letters; False when there is none."""
        with writing(self.engine) as connection:
            return connection.execute(delete(enquiries).where(enquiries.c.reference == reference)).rowcount > 0

    def retry(self, reference: str | None = None) -> int:
        """Make letters that are not sent due now: those of one enquiry, or all. Gives how many."""
        again = update(letters).where(letters.c.state != "sent")
        if reference is not None:
            whose = select(enquiries.c.id).where(enquiries.c.reference == reference)
            again = again.where(letters.c.enquiry_id.in_(whose))
        with writing(self.engine) as connection:
            return connection.execute(again.values(state="waiting", attempts=0, due=self._clock())).rowcount

    def erase(self, days: int) -> int:
        """Erase what was received more than so many days ago, delivered or not. Gives how many enquiries."""
        before = self._clock() - dt.timedelta(days=days)
        with writing(self.engine) as connection:
            return connection.execute(delete(enquiries).where(enquiries.c.received < before)).rowcount


def _reference(connection: Connection, key: str) -> str | None:
    """The reference of the same enquiry sent before."""
    return connection.execute(select(enquiries.c.reference).where(enquiries.c.key == key)).scalar()


def _may_copy(connection: Connection, email: str, since: dt.datetime) -> bool:
    """Whether a mailbox has not yet had its copies; Name@example.com and name@example.com are one."""
    mailbox = email.lower()
    if connection.dialect.name == "postgresql":  # else several at once would each count without the others
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(mailbox))))
    sent = (
        select(func.count())
        .select_from(letters.join(enquiries))
        .where(func.lower(enquiries.c.email) == mailbox, enquiries.c.received >= since, letters.c.kind == "copy")
    )
    return connection.execute(sent).scalar_one() < COPIES_A_DAY


def _read(connection: Connection, wanted: Select[Any]) -> list[Kept]:
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


def kept(row: RowMapping, posted: Iterable[Posted] = ()) -> Kept:
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
    return Kept(row["reference"], row["received"], enquiry, tuple(posted))
