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
#: The most bytes that anybody may send us: an explorer's question is a few kilobytes.
LARGEST_REQUEST = 256 * 1024
#: Threads of a web process: most of them only wait for their turn at something costly.
THREADS = 64
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
    locales: Path = ROOT / "locales"
    instance: Path = ROOT / "instance"
    secret_key: str | None = None
    today: str | None = None
    database_url: str | None = None
    delivery: str = "worker"
    smtp_url: str | None = None
    mail_from: str | None = None
    enquiry_limit: str = ENQUIRY_LIMIT
    lease_seconds: str = LEASE_SECONDS
    threads: int = THREADS
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
            threads=whole_number(env, "PORTAL_THREADS", cls.threads),
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


def whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    """What a variable says, a whole number from 1. SystemExit with one line for anything else."""
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise SystemExit(f"{name} is {text!r}, but must be a whole number from 1. Without it, it is {default}.")
    return int(text)


#: Environment variable -> the field of data/site.yaml it replaces.
OVERRIDES = {
    "PORTAL_SITE_URL": "site_url",
    "PORTAL_TRUSTED_PROXIES": "trusted_proxies",
    "PORTAL_OPERATOR": "operator",
    "PORTAL_DATA_CONTROLLER": "data_controller",
    "PORTAL_FEEDBACK_EMAIL": "feedback_email",
    "PORTAL_NETWORK_EMAIL": "network_email",
    "PORTAL_RETENTION_DAYS": "retention_days",
}
