"""How the C library gives memory to threads."""

from __future__ import annotations

import contextlib
import ctypes
import os

#: glibc's number for the most arenas that it makes.
M_ARENA_MAX = -8
ARENAS = 2


def few_arenas() -> None:
    """Let all threads share two arenas, unless MALLOC_ARENA_MAX says how many; glibc would give each thread its own."""
    if os.environ.get("MALLOC_ARENA_MAX"):
        return
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
