"""How many of a process's threads may wait for the database at once, and for how long: the others go on serving."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

#: Questions that a process has at the database at once; a thread that waits longer than TURN seconds to ask gives up.
MOST, TURN = 4, 0.25
#: Seconds that a request waits for an answer.
ANSWER = 4.0


class NoTurnError(Exception):
    """Others wait for the database already: nothing was asked."""


class SilenceError(Exception):
    """The database has not answered in time: whether it does what was asked is not known."""


@dataclass
class _Outcome(Generic[T]):
    done: threading.Event = field(default_factory=threading.Event)
    value: list[T] = field(default_factory=list)
    error: BaseException | None = None


class Gate:
    """Lets a few through at a time. Whoever asks goes on at the deadline, whatever holds the asking thread."""

    def __init__(self, most: int = MOST, turn: float = TURN, answer: float = ANSWER) -> None:
        self._turns = threading.BoundedSemaphore(most)
        self._turn, self._answer = turn, answer

    def ask(self, question: Callable[[], T]) -> T:
        """The answer to a question, or its error. Raises NoTurnError and SilenceError."""
        if not self._turns.acquire(timeout=self._turn):
            raise NoTurnError
        outcome: _Outcome[T] = _Outcome()

        def work() -> None:
            try:
                outcome.value.append(question())
            except BaseException as error:  # whoever asked gets it
                outcome.error = error
            finally:
                self._turns.release()
                outcome.done.set()

        try:
            threading.Thread(target=work, name="database", daemon=True).start()
        except RuntimeError:  # no thread can be made
            self._turns.release()
            raise NoTurnError from None
        if not outcome.done.wait(self._answer):
            raise SilenceError
        if outcome.error is not None:
            raise outcome.error
        return outcome.value[0]
