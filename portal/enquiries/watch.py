"""Whether enquiries can be stored and letters go out, found out beside the requests: they never wait for it."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import time
import weakref
from dataclasses import dataclass

from sqlalchemy import Engine, case, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from portal.enquiries.database import reading, writing
from portal.enquiries.repository import Clock, EnquiryRepository, now
from portal.enquiries.tables import enquiries, letters, states

log = logging.getLogger(__name__)

#: Seconds between two looks at the database, and while something is wrong with it.
EVERY, IN_TROUBLE = 5.0, 1.0
#: A look that has gone on for so many seconds says that the database stalls, before it has ended.
STALLED = 1.5
#: Seconds after the start in which who asks waits for the first look.
FIRST = 0.5
#: Letters that have waited so long are late.
LATE = dt.timedelta(minutes=15)
#: Who delivers says how the mail server fares several times in this time.
SILENT = dt.timedelta(minutes=15)
#: Bytes of a long enquiry, twice over.
LONG = 20_000


@dataclass(frozen=True)
class Findings:
    """What one look has found: `mail` is ok, away, not set or unknown; the rest are numbers of letters and enquiries.

    `kept` are enquiries beyond their time that are not erased, because no town has got them.
    """

    mail: str
    waiting: int
    late: int
    failed: int
    kept: int


@dataclass(frozen=True)
class Report:
    """What is known now; `age` in seconds.

    `enquiries` is ok, closed (there is no database), unknown (not looked yet), no database (it is away or without our
    tables), no answer (it stalls) or not stored (it can be read, not written; or the last enquiry failed).
    """

    enquiries: str
    findings: Findings | None = None
    age: float | None = None

    @property
    def good(self) -> bool:
        """Whether nobody has to look after enquiries and letters."""
        found = self.findings
        letters_go = found is None or not (found.mail == "away" or found.late or found.failed or found.kept)
        return self.enquiries in ("ok", "closed") and letters_go


def note(engine: Engine, name: str, words: str, moment: dt.datetime) -> None:
    """Write down how a part of the portal fares. Raises SQLAlchemyError."""
    since = case((states.c.words == words, states.c.since), else_=moment)
    with writing(engine) as connection:
        connection.execute(update(states).where(states.c.name == name).values(words=words, since=since, moment=moment))


def try_long(engine: Engine) -> None:
    """Write as much as a long enquiry is, and take it back. Raises SQLAlchemyError."""
    for filling in (secrets.token_hex(LONG // 2), None):
        with writing(engine) as connection:
            connection.execute(update(states).where(states.c.name == "web").values(filling=filling))


def look(repository: EnquiryRepository, days: int, moment: dt.datetime) -> Findings:
    """Write a line, as an enquiry would, and count. Raises SQLAlchemyError."""
    note(repository.engine, "web", "ok", moment)
    waits, fails = letters.c.state == "waiting", letters.c.state == "failed"
    late = waits & (enquiries.c.received < moment - LATE)
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (waits, late, fails)]
    with writing(repository.engine) as connection:
        counts = connection.execute(select(*sums).select_from(letters.join(enquiries))).one()
        mail = connection.execute(select(states.c.words, states.c.moment).where(states.c.name == "mail")).first()
    heard = mail is not None and abs(moment - mail.moment) <= SILENT
    waiting, behind, failed = counts
    kept = repository.undelivered(days)
    return Findings(mail.words if mail and heard else "unknown", waiting, behind, failed, kept)


class Watch:
    """Looks again and again, from the start or the first question on; in each process for itself."""

    def __init__(self, repository: EnquiryRepository | None, days: int, clock: Clock = now) -> None:
        self._repository, self._days, self._clock = repository, days, clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._looked = threading.Event()
        self._first = 0.0
        self._found: Findings | None = None
        self._fault = ""
        self._began: float | None = None
        self._ended: float | None = None
        self._doubt = False

    def report(self) -> Report:
        """What is known now."""
        if self._repository is None:
            return Report("closed")
        self.start()
        self._looked.wait(max(0.0, self._first - time.monotonic()))
        if self._ended is None and not self.stalls:
            return Report("unknown")
        age = None if self._ended is None else round(time.monotonic() - self._ended, 1)
        return Report(self._enquiries(), self._found, age)

    def _enquiries(self) -> str:
        if self.stalls:
            return "no answer"
        if self._fault:
            return self._fault
        return "not stored" if self._doubt else "ok"

    @property
    def stalls(self) -> bool:
        """Whether a look has begun and not ended for long: whoever asked the database now would wait as long."""
        began = self._began
        return began is not None and time.monotonic() - began > STALLED

    def doubt(self) -> None:
        """An enquiry could not be stored: until one as long can be, nobody is told that all is well."""
        self._doubt = True

    def start(self) -> None:
        """Look from now on, in a thread of this process; one that was forked from another begins anew."""
        with self._lock:
            if self._repository is not None and (self._thread is None or not self._thread.is_alive()):
                self._first = time.monotonic() + FIRST
                self._thread = threading.Thread(target=_looking, args=(weakref.ref(self),), name="watch", daemon=True)
                self._thread.start()

    def look(self) -> float:
        """Look once; gives the seconds until the next look."""
        if self._repository is None:
            return EVERY
        self._began = time.monotonic()
        before, doubt = self._fault, self._doubt
        try:
            if doubt:
                try_long(self._repository.engine)
            self._found = look(self._repository, self._days, self._clock())
            self._fault = ""
            self._doubt = self._doubt and not doubt
        except SQLAlchemyError:
            self._found, self._fault = None, _fault(self._repository)
        finally:
            self._began, self._ended = None, time.monotonic()
            self._looked.set()
        if self._fault != before:
            log.log(*_said(self._fault))
        return IN_TROUBLE if self._fault or self._doubt else EVERY


def _fault(repository: EnquiryRepository) -> str:
    """What is wrong with a database that took no line: it cannot be written, or it is not there."""
    return "not stored" if readable(repository) else "no database"


def readable(repository: EnquiryRepository) -> bool:
    """Whether the database is there, with our tables."""
    try:
        with reading(repository.engine) as connection:
            connection.execute(select(states.c.name))
    except SQLAlchemyError:
        return False
    return True


def _said(fault: str) -> tuple[int, str]:
    """The line of the log for a change."""
    if not fault:
        return logging.WARNING, "Enquiries can be stored again."
    return logging.ERROR, f"Enquiries cannot be stored: {fault}."


def _looking(watch: weakref.ref[Watch]) -> None:
    """Look until nobody needs it any more."""
    while (own := watch()) is not None:
        pause = own.look()
        del own
        time.sleep(pause)
