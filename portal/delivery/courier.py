"""The courier: takes letters out of the outbox, hands them to the mail server, and erases what is old."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
import secrets
import socket
import threading
from email.message import EmailMessage

from sqlalchemy.exc import SQLAlchemyError

from portal.delivery.mailer import LostError, Mailer, RefusedError, UnreachableError
from portal.domains import ascii_email
from portal.enquiries.database import cause
from portal.enquiries.directory import Directory
from portal.enquiries.letters import compose
from portal.enquiries.outbox import Letter, Outbox
from portal.enquiries.repository import Clock, EnquiryRepository, now
from portal.enquiries.watch import note

log = logging.getLogger(__name__)

#: Seconds between looks into an empty outbox.
IDLE = 2.0
#: Seconds to wait after the mail server or the database did not answer: doubled each time, up to the second.
PAUSE, LONGEST_PAUSE = 1.0, 300.0
#: A letter that nobody can be sent waits so long: addresses change with a release, which starts the courier anew.
UNADDRESSED = dt.timedelta(hours=1)
#: How often the mail server is greeted while there are no letters for it, and what stays the same is written down.
GREETING = dt.timedelta(minutes=5)
TELLING = dt.timedelta(minutes=1)
#: How often old enquiries are erased and waiting ones counted.
HOUSEKEEPING = dt.timedelta(hours=1)


def new_holder() -> str:
    """A name for this process that no other one has."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


class Courier:
    """Delivers until it is told to stop. Without a mailer letters wait, and the log says how many."""

    def __init__(
        self,
        repository: EnquiryRepository,
        directory: Directory,
        mailer: Mailer | None,
        outbox: Outbox | None = None,
        clock: Clock = now,
    ) -> None:
        self._repository = repository
        self._directory = directory
        self._mailer = mailer
        self._outbox = outbox or Outbox(repository.engine, new_holder())
        self._clock = clock
        self._pause = PAUSE
        self._kept_house: dt.datetime | None = None
        #: How the mail server fared when it was last written down, and when that was.
        self._told: tuple[str, dt.datetime] | None = None
        #: A letter that the mail server has, while the database does not know it yet.
        self._accepted: tuple[Letter, str] | None = None

    def run(self, stop: threading.Event, idle: float = IDLE) -> None:
        """Deliver what is due, again and again, until `stop` is set; a letter begun is ended first."""
        while not stop.is_set():
            stop.wait(self._turn(idle))
        try:
            self._write_down()
        except SQLAlchemyError as error:
            log.error("A letter was sent, and the database could not be told: it may be sent again (%s).", cause(error))
        if self._mailer:
            self._mailer.close()

    def _turn(self, idle: float) -> float:
        """One letter, if there is one. Gives the seconds to wait after it."""
        try:
            self.keep_house()
            if self.deliver_one():
                self._pause = PAUSE
                return 0
            self._greet()
        except UnreachableError as error:
            log.warning("The mail server cannot be reached: %s", error)
            return self._away()
        except SQLAlchemyError as error:
            log.error("The database cannot be reached; letters wait (%s).", cause(error))
            return PAUSE if self._accepted else self._longer()
        except Exception:
            log.exception("A letter could not be dealt with; the next try comes when its hold has passed.")
            return self._longer()
        if self._mailer:
            self._mailer.close()
        return idle

    def _greet(self) -> None:
        """See from time to time how the mail server fares, for `/healthz`. Raises UnreachableError."""
        moment = self._clock()
        if self._told and abs(moment - self._told[1]) < GREETING:
            return
        if self._mailer:
            self._mailer.greet()
        self._tell("ok" if self._mailer else "not set")

    def _away(self) -> float:
        """Write down that the mail server is away. Gives the seconds to wait."""
        try:
            self._tell("away")
        except SQLAlchemyError as error:
            log.error("The database cannot be reached; letters wait (%s).", cause(error))
        return self._longer()

    def _tell(self, words: str) -> None:
        moment = self._clock()
        if self._told and self._told[0] == words and abs(moment - self._told[1]) < TELLING:
            return
        note(self._repository.engine, "mail", words, moment)
        self._told = words, moment

    def _longer(self) -> float:
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        return pause

    def deliver_one(self) -> bool:
        """Deal with the letter that is due; False when there is none or no mail server.

        Raises UnreachableError when the mail server was not there.
        """
        self._write_down()
        letter = self._outbox.take() if self._mailer else None
        if letter is None or self._mailer is None:
            return False
        emails = self._emails(letter)
        if not emails:
            self._outbox.put_back(letter, UNADDRESSED, "no e-mail address is known")
            log.warning("Enquiry %s waits: %s has no e-mail address.", letter.kept.reference, letter.town)
            return True
        try:
            message = compose(letter, self._directory, self._mailer.sender, emails, self._clock())
        except Exception:
            log.exception("Letter %s could not be written.", letter.message_id)
            self._postpone(letter, "the letter could not be written")
            return True
        self._hand_in(self._mailer, letter, message, emails)
        return True

    def _hand_in(self, mailer: Mailer, letter: Letter, message: EmailMessage, emails: tuple[str, ...]) -> None:
        try:
            reached = mailer.send(message, emails)
        except RefusedError as error:
            self._refused(letter, _nameless(letter, error), for_good=error.for_good)
        except LostError as error:
            self._postpone(letter, _nameless(letter, error))
        except UnreachableError as error:
            self._outbox.put_back(letter, dt.timedelta(seconds=self._pause), str(error))
            raise
        else:
            if reached != emails:
                log.warning("Letter %s went to %s alone, of %s.", letter.message_id, reached, emails)
            self._accepted = letter, ", ".join(reached)
            self._write_down()
            self._tell("ok")

    def _write_down(self) -> None:
        """That a letter is sent. Until the database knows it, no other one is taken: else this one would go again."""
        if self._accepted is None:
            return
        letter, recipient = self._accepted
        if not self._outbox.sent(letter, recipient):
            log.error("Letter %s was held too long or erased meanwhile; it may be sent again.", letter.message_id)
        self._accepted = None

    def _emails(self, letter: Letter) -> tuple[str, ...]:
        """To whom a letter goes, as mail servers write it; an address that no server takes is as good as none."""
        found: list[str] = []
        for email in self._known(letter):
            try:
                found.append(ascii_email(email))
            except ValueError:
                log.error("Letter %s cannot be sent to an address: no mail server would take it.", letter.message_id)
        return tuple(found)

    def _known(self, letter: Letter) -> tuple[str, ...]:
        if letter.kind == "copy":
            return (letter.kept.enquiry.email,)
        return self._directory.recipient(letter.town, letter.kept.enquiry.entries).emails

    def _refused(self, letter: Letter, fault: str, *, for_good: bool) -> None:
        """A copy whose address does not exist is given up; a town's letter is tried again, for addresses are mended."""
        if for_good and letter.kind == "copy":
            self._outbox.fail(letter, fault)
            log.warning("The copy of enquiry %s was refused: %s", letter.kept.reference, fault)
            return
        self._postpone(letter, fault)

    def _postpone(self, letter: Letter, fault: str) -> None:
        due = self._outbox.postpone(letter, fault)
        reference, to = letter.kept.reference, letter.town or letter.kind
        if due is None:
            log.error("Enquiry %s to %s is given up: %s", reference, to, fault)
        else:
            log.warning("Enquiry %s to %s is tried again at %s: %s", reference, to, due, fault)

    def keep_house(self) -> None:
        """Erase what is older than the retention time, and say what waits; once an hour."""
        moment = self._clock()
        if self._kept_house and abs(moment - self._kept_house) < HOUSEKEEPING:
            return
        erased = self._repository.erase(self._directory.content.site.retention_days)
        self._kept_house = moment
        if erased:
            log.info("%d enquiries were erased: their time had passed.", erased)
        if self._mailer is None and (waiting := self._outbox.waiting()):
            log.warning("%d letters wait in the outbox: SMTP_URL is not set.", waiting)


def _nameless(letter: Letter, error: Exception) -> str:
    """What went wrong. Mail servers like to repeat an address; a visitor's is neither for the log nor for the list."""
    return re.sub(re.escape(letter.kept.enquiry.email), "…", str(error), flags=re.IGNORECASE)
