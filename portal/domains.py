"""Internet names as machines write them: mail and links travel in ASCII, whatever letters people read."""

from __future__ import annotations

from urllib.parse import urlsplit

import idna


def ascii_host(host: str) -> str:
    """A host's name in ASCII: järvi.example is xn--jrvi-loa.example. Raises ValueError for what can be no name."""
    if host.isascii():  # numbers and names with an underscore among them
        if len(host) > 253 or any(not 0 < len(label) < 64 for label in host.removesuffix(".").split(".")):
            raise ValueError("no host name")
        return host.lower()
    return idna.encode(host, uts46=True).decode()  # its errors are ValueErrors


def ascii_email(email: str) -> str:
    """An address with its domain in ASCII. Raises ValueError, also for letters before the @ that need SMTPUTF8."""
    local, at, domain = email.rpartition("@")
    if not at or not local or not local.isascii():
        raise ValueError("no e-mail address that every mail server takes")
    return f"{local}@{ascii_host(domain)}"


def ascii_site(address: str) -> str:
    """A site's address without a slash at the end, its host in ASCII. Raises ValueError for what is no address."""
    parts = urlsplit(address.rstrip("/"))
    if not parts.hostname or parts.netloc.isascii():
        return address.rstrip("/")
    port = "" if parts.port is None else f":{parts.port}"
    return parts._replace(netloc=ascii_host(parts.hostname) + port).geturl()
