"""What the environment says wrongly: it would stop the server, or lose letters, so it stops the release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
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
from portal.server.allowance import Allowance
from portal.settings import ANSWER_LIMIT, DELIVERIES, ENQUIRY_LIMIT, FILE_LIMIT, Settings

ENVIRONMENT = Place(Path("environment"))


def environment(settings: Settings, site: SiteSettings | None) -> list[Problem]:
    """Every problem of the environment; `site` tells whether it is public, None where site.yaml cannot be read."""
    public = site is not None and site.site_url.startswith("https://")
    return [
        *_day(settings),
        *_database(settings, public=public),
        *_mail(settings, public=public),
        *_limit(settings),
        *_costs(settings),
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


def _costs(settings: Settings) -> Iterator[Problem]:
    limits = {
        "PORTAL_ANSWER_LIMIT": (settings.answer_limit, ANSWER_LIMIT),
        "PORTAL_FILE_LIMIT": (settings.file_limit, FILE_LIMIT),
    }
    for name, (limit, usual) in limits.items():
        if not _holds(lambda limit=limit: Allowance({"": limit}, "")):  # type: ignore[misc]
            yield _problem(name, _("this is no limit."), _like(f"{name}={usual}"))
    if not _holds(lambda: Allowance({}, "", settings.limits_url)):
        fault = _("this is no address of a store that can be used.")
        yield _problem("PORTAL_LIMITS_URL", fault, _like("PORTAL_LIMITS_URL=redis://user:password@host:6379/0"))


def _lease(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: lease_of(settings)):
        fault = _("a letter cannot be held for so many seconds.")
        cure = _("Write a number from %(least)s to %(most)s.", least=STEPS, most=LONGEST_LEASE)
        yield _problem("PORTAL_LEASE_SECONDS", fault, cure)
