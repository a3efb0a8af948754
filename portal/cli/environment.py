"""What the environment says wrongly: it would stop the server, or lose letters, so it stops the release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from portal.checks import Severity
from portal.content.models import SiteSettings
from portal.delivery.mailer import STEPS, Server
from portal.delivery.service import LONGEST_LEASE, lease_of
from portal.enquiries.database import engine_of
from portal.enquiries.throttle import Throttle
from portal.i18n import _
from portal.problems import Place, Problem
from portal.server.signing import LEAST, weak
from portal.settings import DELIVERIES, ENQUIRY_LIMIT, NUMBERS, Settings, number

ENVIRONMENT = Place(Path("environment"))


def environment(settings: Settings, site: SiteSettings | None) -> list[Problem]:
    """Every problem of the environment; `site` tells whether it is public, None where site.yaml cannot be read."""
    public = site is not None and site.site_url.startswith("https://")
    return [
        *_numbers(),
        *_day(settings),
        *_key(settings),
        *_database(settings, public=public),
        *_mail(settings, public=public),
        *_limit(settings),
        *_lease(settings),
    ]


def _problem(name: str, fault: str, cure: str, severity: Severity = "error") -> Problem:
    return Problem(ENVIRONMENT, name, fault, cure, severity)


def _like(line: str) -> str:
    return _("Write it like this: %(line)s", line=line)


def _holds(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True


def _numbers() -> Iterator[Problem]:
    """The web server's own numbers: it would not start."""
    for name, (default, least, most) in NUMBERS.items():
        if not _holds(partial(number, name)):
            fault = _("this is no whole number from %(least)s to %(most)s.", least=least, most=most)
            yield _problem(name, fault, _like(f"{name}={default}"))


def _key(settings: Settings) -> Iterator[Problem]:
    if settings.secret_key and weak(settings.secret_key):
        fault = _("this key can be guessed.")
        cure = _("Write at least %(least)s random characters, such as “openssl rand -hex 32” gives.", least=LEAST)
        yield _problem("SECRET_KEY", fault, cure, "warning")


def _day(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: dt.date.fromisoformat(settings.today or "2000-01-01")):
        yield _problem("PORTAL_TODAY", _("this is no day."), _like("PORTAL_TODAY=2026-11-23"))


def _database(settings: Settings, *, public: bool) -> Iterator[Problem]:
    """A public site without a database of its own would lose enquiries with its passing disk."""
    address = settings.database_url
    if address is None and public:
        fault = _("this is not set, and the site has an https address: enquiries would be lost with the disk.")
        yield _problem("DATABASE_URL", fault, _like("DATABASE_URL=postgresql://user:password@host/name"))
    elif address is not None and not _holds(lambda: engine_of(address)):
        fault = _("this is no address of a PostgreSQL or SQLite database.")
        yield _problem("DATABASE_URL", fault, _like("DATABASE_URL=postgresql://user:password@host/name"))


def _mail(settings: Settings, *, public: bool) -> Iterator[Problem]:
    if settings.delivery not in DELIVERIES:
        yield _problem("DELIVERY", _("this is neither worker nor web."), _like("DELIVERY=worker"))
    address = settings.smtp_url
    if address is None:
        if public:
            fault = _("this is not set: enquiries wait in the outbox.")
            yield _problem("SMTP_URL", fault, _like("SMTP_URL=smtp://user:password@host:587"), "warning")
        return
    if not _holds(lambda: Server.of(address)):
        yield _problem(
            "SMTP_URL", _("this is no address of a mail server."), _like("SMTP_URL=smtp://user:password@host:587")
        )
    if not _is_email(settings.mail_from):
        fault = _("letters need a sender, and this is no e-mail address.")
        yield _problem("MAIL_FROM", fault, _like("MAIL_FROM=portal@example.fi"))


def _is_email(text: str | None) -> bool:
    try:
        validate_email(text or "", check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _limit(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: Throttle(settings.enquiry_limit)):
        yield _problem("PORTAL_ENQUIRY_LIMIT", _("this is no limit."), _like(f"PORTAL_ENQUIRY_LIMIT={ENQUIRY_LIMIT}"))


def _lease(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: lease_of(settings)):
        fault = _("a letter cannot be held for so many seconds.")
        cure = _("Write a number from %(least)s to %(most)s.", least=STEPS, most=LONGEST_LEASE)
        yield _problem("PORTAL_LEASE_SECONDS", fault, cure)
