"""Who asks: the network address of the client, as the trusted proxies name it, and the network that it is in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from portal.enquiries.throttle import network

#: Some proxies add a port: 192.0.2.1:4711, [2001:db8::1]:4711; and a zone: fe80::1%eth0.
WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d*)?|(?P<four>[^:]*):\d*")


def client_address(environ: Mapping[str, Any]) -> str:
    """The client's address alone; where a proxy names none, the address of the proxy."""
    before = environ.get("werkzeug.proxy_fix.orig") or {}
    return _bare(environ.get("REMOTE_ADDR")) or _bare(before.get("REMOTE_ADDR")) or ""


def client_network(environ: Mapping[str, Any]) -> str:
    """The same, or in IPv6 the network that it is in: a household has many addresses."""
    return network(client_address(environ))


def _bare(text: str | None) -> str | None:
    """An address without its port, brackets and zone; None for what is no address."""
    text = (text or "").strip().strip('"')
    found = WITH_PORT.fullmatch(text)
    bare = (found["six"] or found["four"] or "") if found else text
    try:
        found_address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(found_address, "ipv4_mapped", None) or found_address)
