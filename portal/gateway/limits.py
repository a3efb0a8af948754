"""How long and how much a client may take of a worker: the operator's choices, read from the environment."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass, fields

from portal.settings import NUMBERS, number

#: File descriptors that a worker needs besides those of its connections.
SPARE_FILES = 128


@dataclass(frozen=True)
class Limits:
    """Seconds and numbers, each with the variable that sets it."""

    #: Until the whole head of a request is there, counted from the connection or from the head's first byte.
    head_seconds: int = NUMBERS["PORTAL_HEAD_SECONDS"][0]
    #: From the end of the head until the whole body is there.
    body_seconds: int = NUMBERS["PORTAL_BODY_SECONDS"][0]
    #: In which a client takes some of its answer; for the whole, one second more for every `slowest` bytes.
    send_seconds: int = NUMBERS["PORTAL_SEND_SECONDS"][0]
    #: Connections of one worker, and how many of these may be one network address's where no proxy stands before.
    connections: int = NUMBERS["PORTAL_CONNECTIONS"][0]
    client_connections: int = NUMBERS["PORTAL_CLIENT_CONNECTIONS"][0]

    #: Bytes a second: who takes an answer more slowly is dropped.
    slowest = 4096
    #: Seconds for a client to close its side after the last answer.
    closing_seconds = 2
    #: Bytes of requests that are not whole, and of answers not taken, in one worker.
    buffered = 32 * 1024 * 1024

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Limits:
        """The limits as PORTAL_HEAD_SECONDS and so on give them. Raises BadNumberError for what is no number."""
        return cls(**{one.name: number(f"PORTAL_{one.name.upper()}", environ) for one in fields(cls)})


def allow_files(wanted: int) -> int:
    """Raise the soft limit of open files to what is wanted, as far as the system lets it; the limit that then holds."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))
        return enough
    return wanted if soft == resource.RLIM_INFINITY else soft
