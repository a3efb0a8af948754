"""How many of a process's threads may wait for the database at once, and for how long: the others go on serving."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

#: Questions that a process has at the database at once; a thread that waits longer than TURN seconds to ask gives up,
#: and sooner when a question has been open for longer than FRESH ones are.
MOST, TURN, FRESH, STEP = 4, 0.25, 0.1, 0.02
#: Seconds that a request waits for an answer, and after which nobody else is let through until it comes.
ANSWER, SLOW = 4.0, 1.0


class NoTurnError(Exception):
    """Others wait for the database already: nothing was asked."""


class SilenceError(Exception):
    """The database has not answered in time: whether it does what was asked is not known."""


@dataclass(eq=False)
class _Outcome(Generic[T]):
    done: threading.Event = field(default_factory=threading.Event)
    value: list[T] = field(default_factory=list)
    error: BaseException | None = None


class Gate:
    """Lets a few through at a time. Whoever asks goes on at the deadline, whatever holds the asking thread."""

    def __init__(self, most: int = MOST, turn: float = TURN, answer: float = ANSWER) -> None:
        self._turns = threading.BoundedSemaphore(most)
        self._turn, self._answer = turn, answer
        #: When each question that has no answer yet was asked.
        self._open: dict[object, float] = {}

    @property
    def oldest(self) -> float:
        """For how many seconds a question has been open."""
        return max(0.0, time.monotonic() - min([*self._open.values()], default=math.inf))

    def _enter(self) -> bool:
        """Wait for a turn, as long as those who have one get their answers; else others would only wait as well."""
        until = time.monotonic() + self._turn
        while self.oldest < SLOW:
            if self._turns.acquire(timeout=STEP):
                return True
            if self.oldest > FRESH or time.monotonic() > until:
                return False
        return False

    def ask(self, question: Callable[[], T]) -> T:
        """The answer to a question, or its error. Raises NoTurnError and SilenceError."""
        if not self._enter():
            raise NoTurnError
        outcome: _Outcome[T] = _Outcome()
        self._open[outcome] = time.monotonic()

        def work() -> None:
            try:
                outcome.value.append(question())
            except BaseException as error:  # whoever asked gets it
                outcome.error = error
            finally:
                del self._open[outcome]
                self._turns.release()
                outcome.done.set()

        try:
            threading.Thread(target=work, name="database", daemon=True).start()
        except RuntimeError:  # no thread can be made
            del self._open[outcome]
            self._turns.release()
            raise NoTurnError from None
        if not outcome.done.wait(self._answer):
            raise SilenceError
        if outcome.error is not None:
            raise outcome.error
        return outcome.value[0]
