"""Where things are, and what the environment says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Who delivers what visitors write: a process of its own, or the web processes.
DELIVERIES = ("worker", "web")
#: How many enquiries one network address may send, as `limits` writes it.
ENQUIRY_LIMIT = "20 per 10 seconds; 300 per hour"
#: How long a letter stays with the process that has taken it, when that one dies.
LEASE_SECONDS = "300"
#: What letters are counted by (`enquiries.caps`) -> the environment variable that says how many may go.
CAPS = {scope: f"PORTAL_CAP_{scope.upper()}" for scope in ("address", "town", "mailbox", "copies", "total")}


#: Numbers that the web server itself is started with: the default, the least and the most.
NUMBERS = {
    "PORT": (8050, 1, 65_535),
    "WEB_CONCURRENCY": (2, 1, 64),
    "PORTAL_THREADS": (64, 1, 256),
    "PORTAL_HEAD_SECONDS": (10, 1, 600),
    "PORTAL_BODY_SECONDS": (30, 1, 3600),
    "PORTAL_SEND_SECONDS": (30, 1, 3600),
    "PORTAL_CONNECTIONS": (2000, 10, 100_000),
    "PORTAL_CLIENT_CONNECTIONS": (1000, 1, 100_000),
}


class BadNumberError(ValueError):
    """A variable of the environment should be a number, and is not."""

    def __init__(self, name: str, text: str) -> None:
        _default, least, most = NUMBERS[name]
        super().__init__(f"{name} is {text!r}. Write a whole number from {least} to {most}, or take it away.")


def number(name: str, environ: Mapping[str, str] | None = None) -> int:
    """One of `NUMBERS` as the environment gives it, or its default. Raises BadNumberError."""
    env = os.environ if environ is None else environ
    default, least, most = NUMBERS[name]
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise BadNumberError(name, text)
    return int(text)


#: The most bytes that anybody may send us: an explorer's question is a few kilobytes.
LARGEST_REQUEST = 256 * 1024
#: How much of what is costly one network address may ask of each process: answers that nobody has asked for, and files.
ANSWER_LIMIT = "300 per 10 seconds; 6000 per 10 minutes"
FILE_LIMIT = "240 per minute; 3000 per hour"


@dataclass(frozen=True)
class Settings:
    """The folders and the operator's choices, read once from the environment.

    Every field has a default that needs nothing. `overrides` are the fields of
    data/site.yaml that the environment replaces (PORTAL_SITE_URL and so on).
    """

    data: Path = ROOT / "data"
    assets: Path = ROOT / "assets"
    built: Path = ROOT / "assets" / "built"
    instance: Path = ROOT / "instance"
    #: Where `portal check` stores what it has read.
    cache: Path = ROOT / "instance" / "cache"
    secret_key: str | None = None
    today: str | None = None
    database_url: str | None = None
    delivery: str = "worker"
    smtp_url: str | None = None
    mail_from: str | None = None
    enquiry_limit: str = ENQUIRY_LIMIT
    lease_seconds: str = LEASE_SECONDS
    caps: Mapping[str, str] = field(default_factory=dict)
    answer_limit: str = ANSWER_LIMIT
    file_limit: str = FILE_LIMIT
    limits_url: str = "memory://"
    overrides: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings as the environment gives them; unset variables keep their defaults."""
        env = os.environ if environ is None else environ
        data = Path(env["PORTAL_DATA"]) if env.get("PORTAL_DATA") else cls.data
        return cls(
            data=data,
            secret_key=env.get("SECRET_KEY") or None,
            today=env.get("PORTAL_TODAY") or None,
            database_url=env.get("DATABASE_URL") or None,
            delivery=env.get("DELIVERY") or cls.delivery,
            smtp_url=env.get("SMTP_URL") or None,
            mail_from=env.get("MAIL_FROM") or None,
            enquiry_limit=env.get("PORTAL_ENQUIRY_LIMIT") or cls.enquiry_limit,
            lease_seconds=env.get("PORTAL_LEASE_SECONDS") or cls.lease_seconds,
            caps={scope: env[name] for scope, name in CAPS.items() if env.get(name)},
            answer_limit=env.get("PORTAL_ANSWER_LIMIT") or cls.answer_limit,
            file_limit=env.get("PORTAL_FILE_LIMIT") or cls.file_limit,
            limits_url=env.get("PORTAL_LIMITS_URL") or cls.limits_url,
            overrides={option: env[name] for name, option in OVERRIDES.items() if env.get(name)},
        )

    def database(self, site_url: str) -> str | None:
        """The database's address: DATABASE_URL, or a file on a laptop.

        None on a site with an https address: the disk of a PaaS passes away, and letters with it.
        """
        if self.database_url or site_url.startswith("https://"):
            return self.database_url
        return f"sqlite:///{self.instance / 'portal.sqlite3'}"


#: Environment variable -> the field of data/site.yaml it replaces.
OVERRIDES = {
    "PORTAL_SITE_URL": "site_url",
    "PORTAL_TRUSTED_PROXIES": "trusted_proxies",
    "PORTAL_OPERATOR": "operator",
    "PORTAL_DATA_CONTROLLER": "data_controller",
    "PORTAL_FEEDBACK_EMAIL": "feedback_email",
    "PORTAL_SECURITY_EMAIL": "security_email",
    "PORTAL_NETWORK_EMAIL": "network_email",
    "PORTAL_RETENTION_DAYS": "retention_days",
}
