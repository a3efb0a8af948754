"""The key that signs forms: the operator's, or one that all machines with the same database share."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from hashlib import scrypt
from urllib.parse import urlsplit

from portal.settings import Settings

log = logging.getLogger(__name__)

#: A key of fewer characters, or of fewer different ones, can be guessed.
LEAST, LEAST_DIFFERENT = 16, 6
#: Words of keys that somebody meant to change.
PLACEHOLDERS = ("secret", "changeme", "change-me", "change_me", "password", "example", "development")
#: Made once for the process that preloads, so that workers, old and new, share it.
MADE = secrets.token_hex(32)
_SALT = b"the portal signs forms"


@dataclass(frozen=True)
class Key:
    """What signs, and what is to be mended about it: nothing when it is as it should be.

    On a `public` site a fault is told by `/healthz` too; on a laptop a line in the log is enough.
    """

    secret: str
    fault: str = ""
    public: bool = False


def key_of(settings: Settings, site_url: str) -> Key:
    """The site's key. A machine without one of the operator's derives it from DATABASE_URL's password.

    So forms of one machine are taken in by another, which must have the same database anyway.
    """
    public = site_url.startswith("https://")
    if settings.secret_key:
        return Key(settings.secret_key, _weakness(settings.secret_key), public)
    derived = _derived(settings.database_url or "")
    if derived:
        return Key(derived)
    several = public or (settings.database_url or "").startswith("postgres")
    fault = "is not set: forms that are open are refused after a restart, and by every other machine."
    return Key(MADE, fault if several else "", several)


def weak(secret: str) -> bool:
    """Whether a key can be guessed."""
    plain = secret.strip().casefold()
    short = len(plain) < LEAST or len(set(plain)) < LEAST_DIFFERENT
    return short or (len(plain) < 2 * LEAST and any(word in plain for word in PLACEHOLDERS))


def _weakness(secret: str) -> str:
    if not weak(secret):
        return ""
    return f"can be guessed: write at least {LEAST} random characters, such as `openssl rand -hex 32` gives."


def _derived(address: str) -> str:
    """A key from the address of a database whose password nobody guesses; nothing for any other address."""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        return ""
    if weak(password):
        return ""
    return scrypt(address.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32).hex()
