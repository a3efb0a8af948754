"""Where enquiries are handed in: the repository, the tokens of forms and the throttle."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from portal.domains import ascii_host
from portal.enquiries.caps import Caps
from portal.enquiries.database import engine_of
from portal.enquiries.gate import Gate, NoTurnError
from portal.enquiries.letters import Sender
from portal.enquiries.mail_server import Server
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.throttle import Throttle
from portal.enquiries.tokens import Tokens
from portal.enquiries.watch import Watch
from portal.settings import DELIVERIES, Settings

T = TypeVar("T")


@dataclass(frozen=True)
class EnquiryService:
    """What takes enquiries in. Without a store none is taken: the page then gives the direct contacts.

    `mail` says whether letters can leave at all: visitors are told when they cannot.
    """

    repository: EnquiryRepository | None
    tokens: Tokens
    throttle: Throttle
    mail: bool
    watch: Watch
    gate: Gate = field(default_factory=Gate)

    def ask(self, question: Callable[[], T]) -> T:
        """Ask the database something in a bounded time, and at once nothing while it is known to stall.

        Raises NoTurnError, SilenceError, and what the question raises.
        """
        self.watch.start()
        if self.watch.stalls:
            raise NoTurnError
        return self.gate.ask(question)


def enquiry_service_of(settings: Settings, site_url: str, secret: str, days: int) -> EnquiryService:
    """The service that the environment describes. Raises ValueError for a database or a limit that cannot be read."""
    repository = repository_of(settings, site_url, Caps(settings.caps, secret))
    return EnquiryService(
        repository,
        Tokens(secret),
        Throttle(settings.enquiry_limit),
        mail=mail_of(settings),
        watch=Watch(repository, days),
    )


def mail_of(settings: Settings) -> bool:
    """Whether there is a mail server and a sender for it."""
    return bool(settings.smtp_url and settings.mail_from and not bad_mail(settings))


def bad_mail(settings: Settings) -> tuple[str, ...]:
    """The variables of the environment for which no letter can leave though they are set."""
    readers: dict[str, tuple[str | None, Callable[[str], object]]] = {
        "SMTP_URL": (settings.smtp_url, Server.of),
        "MAIL_FROM": (settings.mail_from or (settings.smtp_url and "none"), Sender.of),
        "DELIVERY": (settings.delivery, DELIVERIES.index),
    }
    return tuple(name for name, (text, read) in readers.items() if text and not _holds(read, text))


def _holds(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def repository_of(settings: Settings, site_url: str, caps: Caps | None = None) -> EnquiryRepository | None:
    """The enquiries; None where there is no database that stays. Raises BadAddressError, and ValueError for a cap."""
    address = settings.database(site_url)
    return (
        EnquiryRepository(engine_of(address), host_of(site_url), caps=caps or Caps(settings.caps)) if address else None
    )


def host_of(site_url: str) -> str:
    """The site's name for Message-IDs, which take no bare numbers."""
    try:
        host = ascii_host(urlsplit(site_url).hostname or "localhost")
    except ValueError:
        return "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return "localhost"
