"""Waiting for what is expected, as long as the visits in Chromium do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

#: Seconds.
PATIENCE = 15.0


def wait(holds: Callable[[], Any], what: str, most: float = PATIENCE) -> Any:
    """What holds, once it does; TimeoutError when it does not for so long."""
    last = time.monotonic() + most
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > last:
            raise TimeoutError(what)
        time.sleep(0.05)


def seconds(timeout: float | None) -> float:
    """Playwright counts in milliseconds."""
    return PATIENCE if timeout is None else timeout / 1000
