"""The address of the mail server, read without reaching it: visitors are told when letters cannot leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from portal.domains import ascii_host

#: What can be wrong with SMTP_URL: it is no address; TLS and port do not go together; there is a user without a
#: password or the other way round; the two have letters that mail servers and smtplib do not agree on.
Fault = Literal["address", "port", "password", "letters"]


class BadServerError(ValueError):
    """SMTP_URL is no address of a mail server."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


#: Ports on which a server speaks TLS from the first byte, and those on which it offers it.
TLS_PORTS, PLAIN_PORTS = (465,), (25, 587)


@dataclass(frozen=True)
class Server:
    """Where letters are handed in: smtp://user:password@host:587, or smtps:// for TLS from the first byte."""

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, address: str) -> Server:
        """Read SMTP_URL. Raises BadServerError, which says what is wrong and nothing of the password."""
        try:
            url = urlsplit(address)
            port = url.port
            host = ascii_host(url.hostname or "")
        except ValueError:  # its words may be a part of the password
            raise BadServerError("address") from None
        # A #, ? or / in a password ends the host before it has begun.
        if url.scheme not in ("smtp", "smtps") or port == 0 or url.path not in ("", "/") or url.query or url.fragment:
            raise BadServerError("address")
        secure = url.scheme == "smtps"
        if port in (PLAIN_PORTS if secure else TLS_PORTS):
            raise BadServerError("port")
        user, password = unquote(url.username or ""), unquote(url.password or "")
        if bool(user) != bool(password):
            raise BadServerError("password")
        if not (user + password).isascii() or not (user + password).isprintable():
            raise BadServerError("letters")
        return cls(host, port or (465 if secure else 587), secure, user, password)
