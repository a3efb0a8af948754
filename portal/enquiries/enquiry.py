"""One enquiry: who writes, what, to which towns and about what."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Literal

from portal.i18n import HELSINKI, Locale

#: A letter goes to a town, or to the visitor as a copy.
Kind = Literal["town", "copy"]
State = Literal["waiting", "sent", "failed"]


@dataclass(frozen=True)
class Enquiry:
    """What a visitor sent; `locale` is the page's, `language` the one wished for the answer.

    `towns` and `entries` are keys; `wish` and `short_list` are queries of the pages where they were made.
    """

    locale: Locale
    name: str
    organisation: str
    email: str
    language: Locale
    message: str
    towns: tuple[str, ...]
    entries: tuple[str, ...] = ()
    wish: str = ""
    short_list: str = ""
    copy: bool = False

    def key(self, form: str) -> str:
        """What makes it the same enquiry when it is sent twice: the form it was written in, and every word of it."""
        return sha256(json.dumps([form, asdict(self)]).encode()).hexdigest()


@dataclass(frozen=True)
class Posted:
    """How one letter of an enquiry fares."""

    kind: Kind
    town: str
    state: State
    attempts: int
    sent: dt.datetime | None
    recipient: str
    fault: str


@dataclass(frozen=True)
class StoredEnquiry:
    """An enquiry in the database; times in UTC."""

    reference: str
    received: dt.datetime
    enquiry: Enquiry
    letters: tuple[Posted, ...] = ()

    def erased(self, days: int) -> dt.date:
        """The day, in Finland, on which it is erased when enquiries are kept for so many days."""
        return (self.received + dt.timedelta(days=days)).astimezone(HELSINKI).date()

    @property
    def delivered(self) -> bool:
        """Whether every letter is sent."""
        return all(letter.state == "sent" for letter in self.letters)
