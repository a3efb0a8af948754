"""What is costly, and who may ask for it now: answers that nobody has asked for yet, and files.

A thread that waits for its turn costs nothing, but it is a thread: so few may wait that some are always left for kept
pages, which need no turn.
"""

from __future__ import annotations

import sys
from typing import Literal

from flask import Flask, g, request
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from portal.server.allowance import Allowance
from portal.server.client import client_network
from portal.server.turns import BusyError, Turns
from portal.settings import Settings, number

Kind = Literal["answers", "files"]

#: Threads that never wait for a turn.
ALWAYS_FREE = 8
#: How many of the others one client may hold, and how long anybody waits.
SHARE, PATIENCE = 0.75, 25.0
#: Seconds after which to try again.
RETRY = 5
#: Seconds after which a thread that computes lets another one in, while a costly answer is made and otherwise: a cached
#: page needs Python's lock three times, but to change it often costs a tenth of every answer.
YIELDING, USUAL = 0.001, sys.getswitchinterval()


class Costs:
    """Turns and allowances of one process."""

    def __init__(self, settings: Settings, secret: str) -> None:
        """Raises ValueError for a limit or a store that cannot be read."""
        waiting = max(2, number("PORTAL_THREADS") - ALWAYS_FREE - 2)
        most = {"answers": waiting // 2, "files": waiting - waiting // 2}
        self.turns: dict[str, Turns] = {
            kind: Turns(running=1, most=many, each=max(1, int(many * SHARE)), patience=PATIENCE)
            for kind, many in most.items()
        }
        limits = {"answers": settings.answer_limit, "files": settings.file_limit}
        self._allowance = Allowance(limits, secret, settings.limits_url)

    def begin(self, kind: Kind) -> None:
        """Wait for a turn, which ends with the request. 429 for whom it is too much, 503 where there are too many."""
        client = client_network(request.environ)
        wait = self._allowance.spend(kind, client)
        if wait:
            raise TooManyRequests(retry_after=wait)
        try:
            self.turns[kind].enter(client)
        except BusyError as busy:
            raise (TooManyRequests if busy.own else ServiceUnavailable)(retry_after=RETRY) from None
        g.turn = kind
        if kind == "answers":
            sys.setswitchinterval(YIELDING)

    def end(self, kind: Kind) -> None:
        """The turn is over."""
        if kind == "answers":
            sys.setswitchinterval(USUAL)
        self.turns[kind].leave()


def install_costs(server: Flask, costs: Costs) -> None:
    """Let every turn end with its request, whatever became of it."""

    @server.teardown_request
    def end(_error: BaseException | None) -> None:
        kind = g.pop("turn", None)
        if kind is not None:
            costs.end(kind)
