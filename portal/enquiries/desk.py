"""The desk where enquiries are handed in: the store, the tokens of forms and the throttle."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.enquiries.database import engine_of
from portal.enquiries.store import Store
from portal.enquiries.throttle import Throttle
from portal.enquiries.tokens import Tokens
from portal.settings import Settings


@dataclass(frozen=True)
class Desk:
    """What takes enquiries in. Without a store none is taken: the page then gives the direct contacts.

    `mail` says whether letters can leave at all: visitors are told when they cannot.
    """

    store: Store | None
    tokens: Tokens
    throttle: Throttle
    mail: bool


def desk_of(settings: Settings, site_url: str, secret: str) -> Desk:
    """The desk that the environment describes. Raises ValueError for a database or a limit that cannot be read."""
    return Desk(store_of(settings, site_url), Tokens(secret), Throttle(settings.enquiry_limit), mail_of(settings))


def mail_of(settings: Settings) -> bool:
    """Whether there is a mail server and a sender for it."""
    return bool(settings.smtp_url and settings.mail_from)


def store_of(settings: Settings, site_url: str) -> Store | None:
    """The enquiries; None where there is no database that stays. Raises BadAddressError."""
    address = settings.database(site_url)
    return Store(engine_of(address), host_of(site_url)) if address else None


def host_of(site_url: str) -> str:
    """The site's name for Message-IDs, which take no bare numbers."""
    host = urlsplit(site_url).hostname or "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return "localhost"
