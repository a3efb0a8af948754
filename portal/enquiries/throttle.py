"""How many enquiries one network address may send. Addresses are held in memory, as long as the limit lasts."""

from __future__ import annotations

import ipaddress
import math
import time
from threading import Lock

from limits import RateLimitItem, RateLimitItemPerMinute, parse_many
from limits.strategies import MovingWindowRateLimiter

from portal.enquiries.counting import Memory

#: Forms are given back so often to who is over the limit: it costs the server more than saying no.
GIVEN_BACK = RateLimitItemPerMinute(6)
#: A household or an office has a network of this size in IPv6.
NETWORK = 64


def limits_of(text: str) -> list[RateLimitItem]:
    """A limit as the `limits` package writes it. ValueError for what is none, and for one that lets nothing pass."""
    try:
        items = parse_many(text)
    except ValueError:
        items = []
    if not items or any(item.amount < 1 for item in items):
        raise ValueError(f"{text!r} is no limit")
    return items


class Throttle:
    """Counts what each address sends. Every process counts for itself."""

    def __init__(self, limit: str) -> None:
        """`limit` as the `limits` package writes it: 20 per 10 seconds; 300 per hour. ValueError for anything else."""
        self._items = limits_of(limit)
        self._limiter = MovingWindowRateLimiter(Memory())
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Count one enquiry of an address: the seconds until it may send again, 0 when it may now."""
        name = network(address)
        with self._lock:  # or several at once would all pass the test before one is counted
            full = [item for item in self._items if not self._limiter.test(item, name)]
            if not full:
                for item in self._items:
                    self._limiter.hit(item, name)
                return 0
        until = max(self._limiter.get_window_stats(item, name).reset_time for item in full)
        return max(1, math.ceil(until - time.time()))

    def patient(self, address: str) -> bool:
        """Whether who is over the limit still gets the form back as it was typed: a person does, a flood does not."""
        return self._limiter.hit(GIVEN_BACK, network(address), "given back")


def network(address: str) -> str:
    """An address, or in IPv6 the network that it is in."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK), strict=False).network_address)
