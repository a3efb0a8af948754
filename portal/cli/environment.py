"""What the environment says wrongly: it would stop the server, or lose letters, so it stops the release."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import validate_email

from portal.content.models import SiteSettings
from portal.delivery.mailer import STEPS
from portal.delivery.service import LONGEST_LEASE, lease_of
from portal.domains import ascii_email, ascii_host
from portal.enquiries.caps import CAPS as DEFAULTS
from portal.enquiries.caps import windows
from portal.enquiries.database import engine_of
from portal.enquiries.letters import Sender
from portal.enquiries.mail_server import BadServerError, Server
from portal.enquiries.throttle import Throttle
from portal.i18n import _
from portal.problems import Problem, Severity, SourceLocation
from portal.server.allowance import Allowance
from portal.server.signing import LEAST, weak
from portal.settings import ANSWER_LIMIT, CAPS, DELIVERIES, ENQUIRY_LIMIT, FILE_LIMIT, NUMBERS, Settings, number

#: A host's name or number in ASCII.
HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
#: How signs that mean something in an address are written in a password.
SIGNS = {"at": "%40", "colon": "%3A", "slash": "%2F", "percent": "%", "itself": "%25"}
ENVIRONMENT = SourceLocation(Path("environment"))


def environment(settings: Settings, site: SiteSettings | None) -> list[Problem]:
    """Every problem of the environment; `site` tells whether it is public, None where site.yaml cannot be read."""
    public = site is not None and site.site_url.startswith("https://")
    return [
        *_numbers(),
        *_day(settings),
        *_key(settings),
        *(_site(settings, site, public=public) if site else ()),
        *_database(settings, public=public),
        *_mail(settings, public=public),
        *_limits(settings),
        *_costs(settings),
        *_lease(settings),
    ]


def _problem(name: str, message: str, hint: str, severity: Severity = "error") -> Problem:
    return Problem(ENVIRONMENT, name, message, hint, severity)


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
            message = _("this is not a whole number from %(least)s to %(most)s.", least=least, most=most)
            yield _problem(name, message, _like(f"{name}={default}"))


def _key(settings: Settings) -> Iterator[Problem]:
    if settings.secret_key and weak(settings.secret_key):
        message = _("this key can be guessed.")
        hint = _("Write at least %(least)s random characters, such as “openssl rand -hex 32” gives.", least=LEAST)
        yield _problem("SECRET_KEY", message, hint, "warning")


def _day(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: dt.date.fromisoformat(settings.today or "2000-01-01")):
        yield _problem("PORTAL_TODAY", _("this is not a date."), _like("PORTAL_TODAY=2026-11-23"))


def _site(settings: Settings, site: SiteSettings, *, public: bool) -> Iterator[Problem]:
    """What the links and the senders of letters are made of."""
    if not _holds(lambda: _root(site.site_url)):
        message = _("links need the address of a host, without a path, a question mark or a user's name.")
        yield _problem("PORTAL_SITE_URL", message, _like("PORTAL_SITE_URL=https://invest.example.fi"))
    for name, email in (("PORTAL_NETWORK_EMAIL", site.network_email), ("PORTAL_FEEDBACK_EMAIL", site.feedback_email)):
        if email and not _is_email(email):
            yield _problem(name, _not_taken(), _like(f"{name}=info@example.fi"))
    if not public:
        return
    if not settings.secret_key:
        message = _("this is not set: forms and counts would be lost with each start, and differ between machines.")
        yield _problem("SECRET_KEY", message, _("Set it to a long random text and keep it secret."))
    if not site.trusted_proxies:
        message = _("no proxy is trusted: behind one, all visitors look like one and share one limit.")
        yield _problem("PORTAL_TRUSTED_PROXIES", message, _like("PORTAL_TRUSTED_PROXIES=1"), "warning")


def _root(address: str) -> None:
    """Raises ValueError for an address that is not a host's alone."""
    parts = urlsplit(address)
    alone = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc or address.endswith(("?", "#")))
    if not alone or not parts.hostname or parts.port == 0 or not HOST.fullmatch(ascii_host(parts.hostname)):
        raise ValueError("not a host's address")


def _database(settings: Settings, *, public: bool) -> Iterator[Problem]:
    """A public site without a database of its own would lose enquiries with its passing disk."""
    address = settings.database_url
    if address is None and public:
        message = _("this is not set, and the site has an https address: enquiries would be lost with the disk.")
        yield _problem("DATABASE_URL", message, _like("DATABASE_URL=postgresql://user:password@host/name"))
    elif address is not None and not _holds(lambda: engine_of(address)):
        message = _("this is not the address of a PostgreSQL or SQLite database.")
        hint = _like("DATABASE_URL=postgresql://user:password@host/name")
        yield _problem("DATABASE_URL", message, f"{hint} {_encoded()}")


def _encoded() -> str:
    return _("In a password write @ as %(at)s, : as %(colon)s, / as %(slash)s and %(percent)s as %(itself)s.", **SIGNS)


def _mail(settings: Settings, *, public: bool) -> Iterator[Problem]:
    if settings.delivery not in DELIVERIES:
        yield _problem("DELIVERY", _("this is neither worker nor web."), _like("DELIVERY=worker"))
    like = _like("SMTP_URL=smtp://user:password@host:587")
    if settings.smtp_url is None:
        if public:
            yield _problem("SMTP_URL", _("this is not set: enquiries wait in the outbox."), like)
        return
    try:
        Server.of(settings.smtp_url)
    except BadServerError as error:
        message, hint = _bad_server(error.fault)
        yield _problem("SMTP_URL", message, hint or like)
    sender = settings.mail_from or ""
    if not _holds(lambda: _deliverable(Sender.of(sender).email)):
        message = _("letters need a sender, and this is not an e-mail address.")
        yield _problem("MAIL_FROM", _not_taken() if _foreign(sender) else message, _like("MAIL_FROM=portal@example.fi"))


def _bad_server(message: str) -> tuple[str, str]:
    """What is wrong with SMTP_URL, and a cure of its own where there is one."""
    if message == "port":
        return (
            _("the port and the kind of encryption do not go together."),
            _("Write smtps:// with port 465, or smtp:// with 587 or 25."),
        )
    if message == "password":
        return _("there is a user without a password, or a password without a user."), ""
    if message == "letters":
        return _("user and password may only have letters from a to z, digits and common signs."), ""
    return _(
        "this is not the address of a mail server."
    ), f"{_like('SMTP_URL=smtp://user:password@host:587')} {_encoded()}"


def _foreign(email: str) -> bool:
    """Whether an address has letters before the @ that need SMTPUTF8."""
    return "@" in email and not email.rpartition("@")[0].rpartition("<")[2].isascii()


def _not_taken() -> str:
    return _("before the @, not every mail server accepts letters other than a to z.")


def _is_email(text: str) -> bool:
    return _holds(lambda: _deliverable(ascii_email(text)))


def _deliverable(email: str) -> None:
    """Raises ValueError for an address that mail cannot be sent to or come from."""
    validate_email(email, check_deliverability=False, allow_smtputf8=False)


def _limits(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: Throttle(settings.enquiry_limit)):
        yield _problem(
            "PORTAL_ENQUIRY_LIMIT", _("this is not a limit."), _like(f"PORTAL_ENQUIRY_LIMIT={ENQUIRY_LIMIT}")
        )
    for scope, text in settings.caps.items():
        if not _holds(lambda text=text: windows(text)):  # type: ignore[misc]
            yield _problem(CAPS[scope], _("this is not a limit."), _like(f"{CAPS[scope]}={DEFAULTS[scope]}"))


def _costs(settings: Settings) -> Iterator[Problem]:
    limits = {
        "PORTAL_ANSWER_LIMIT": (settings.answer_limit, ANSWER_LIMIT),
        "PORTAL_FILE_LIMIT": (settings.file_limit, FILE_LIMIT),
    }
    for name, (limit, usual) in limits.items():
        if not _holds(lambda limit=limit: Allowance({"": limit}, "")):  # type: ignore[misc]
            yield _problem(name, _("this is not a limit."), _like(f"{name}={usual}"))
    if not _holds(lambda: Allowance({}, "", settings.limits_url)):
        message = _("this is not the address of a store that can be used.")
        yield _problem("PORTAL_LIMITS_URL", message, _like("PORTAL_LIMITS_URL=redis://user:password@host:6379/0"))


def _lease(settings: Settings) -> Iterator[Problem]:
    if not _holds(lambda: lease_of(settings)):
        message = _("a letter cannot be held for so many seconds.")
        hint = _("Write a number from %(least)s to %(most)s.", least=STEPS, most=LONGEST_LEASE)
        yield _problem("PORTAL_LEASE_SECONDS", message, hint)
