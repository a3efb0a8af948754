"""How much of what is costly one client may ask for, counted in each process or in a store that several hosts share."""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Mapping
from functools import cached_property

from limits import RateLimitItem
from limits.errors import ConfigurationError
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from portal.enquiries.counting import Memory
from portal.enquiries.throttle import limits_of

log = logging.getLogger(__name__)

#: Written instead of a limit where there is to be none.
NO_LIMIT = "off"
#: Seconds that the store may take to answer, and those for which it is left alone when it did not.
PATIENCE, PAUSE = 0.25, 30.0
#: What belongs to us in a store that others use too.
PREFIX = "portal"
MEMORY = "memory://"


class Allowance:
    """Counts what each client asks for. A store that does not answer never stops the site: this process counts then."""

    def __init__(self, limits: Mapping[str, str], secret: str, store: str = MEMORY) -> None:
        """`limits` by the name of what is limited, as the `limits` package writes them; ValueError for anything else.

        `secret` hides the addresses of visitors in a store that others can read.
        """
        self._items = {name: _items(text) for name, text in limits.items()}
        self._key = hashlib.blake2b(secret.encode()).digest()
        self._store = store
        self._own = FixedWindowRateLimiter(Memory())
        self._left_alone_until = 0.0
        if store != MEMORY:
            _ = self._shared  # fails now, when somebody looks

    @cached_property
    def _shared(self) -> FixedWindowRateLimiter | None:
        if self._store == MEMORY:
            return None
        return FixedWindowRateLimiter(store_of(self._store))

    def spend(self, name: str, client: str) -> int:
        """Count one: the seconds that the client must wait instead, 0 when it need not."""
        if self._shared is not None and time.monotonic() >= self._left_alone_until:
            try:
                return _spend(self._shared, self._items[name], name, self._hidden(client))
            except Exception as error:  # each store has its own errors, and none may stop the site
                self._left_alone_until = time.monotonic() + PAUSE
                log.error(
                    "PORTAL_LIMITS_URL does not answer (%s): each process counts alone for now.", type(error).__name__
                )
        return _spend(self._own, self._items[name], name, client)

    def _hidden(self, client: str) -> str:
        return hashlib.blake2b(client.encode(), key=self._key, digest_size=16).hexdigest()


def _spend(limiter: FixedWindowRateLimiter, items: list[RateLimitItem], name: str, client: str) -> int:
    full = [item for item in items if not limiter.hit(item, name, client)]
    if not full:
        return 0
    until = max(limiter.get_window_stats(item, name, client).reset_time for item in full)
    return max(1, math.ceil(until - time.time()))


def _items(text: str) -> list[RateLimitItem]:
    return [] if text == NO_LIMIT else limits_of(text)


def store_of(address: str) -> Storage:
    """The store at an address such as redis://host:6379/0. ValueError for one that cannot be used."""
    timeouts = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE} if "redis" in address else {}
    try:
        found = storage_from_string(address, key_prefix=PREFIX, **timeouts)
    except (ConfigurationError, TypeError) as error:
        raise ValueError("no store that can be used") from error
    if not isinstance(found, Storage):
        raise ValueError("no store that can be used")
    return found
