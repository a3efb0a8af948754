"""Who gets a turn at what is costly, and who is sent away."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import pytest

from portal.server.turns import BusyError, Turns


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, for ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


class Crowd:
    """Clients who want a turn, one after another; `served` says in which order they had it, `refused` who had none."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[str] = []
        self.refused: list[tuple[str, bool]] = []
        self.threads: list[Thread] = []
        turns.enter("first of all")

    def comes(self, client: str) -> None:
        """One more comes, and waits or is refused before the next one comes."""
        before = (self.turns.waiting, len(self.refused))
        thread = Thread(target=self._want, args=(client,))
        thread.start()
        self.threads.append(thread)
        until(lambda: (self.turns.waiting, len(self.refused)) != before)

    def all_served(self) -> list[str]:
        """Let everybody have their turn: the order."""
        self.turns.leave()
        for thread in self.threads:
            thread.join(10)
        return self.served

    def _want(self, client: str) -> None:
        try:
            with self.turns.take(client):
                self.served.append(client)
        except BusyError as busy:
            self.refused.append((client, busy.own))


def test_clients_take_turns_however_many_requests_one_of_them_has() -> None:
    crowd = Crowd(Turns(running=1, most=10, each=10, patience=10))
    for client in "aaaabcb":
        crowd.comes(client)
    assert "".join(crowd.all_served()) == "abcabaa"


def test_a_client_with_too_many_waiting_is_told_that_they_are_its_own() -> None:
    crowd = Crowd(Turns(running=1, most=10, each=2, patience=10))
    for client in "aaab":
        crowd.comes(client)
    assert crowd.refused == [("a", True)]
    assert "".join(crowd.all_served()) == "aba"


def test_when_everything_is_full_the_greediest_makes_room() -> None:
    crowd = Crowd(Turns(running=1, most=3, each=3, patience=10))
    for client in "aaa":
        crowd.comes(client)
    crowd.comes("b")
    until(lambda: bool(crowd.refused))
    assert crowd.refused == [("a", True)]
    assert "".join(crowd.all_served()) == "aba"


def test_when_everything_is_full_and_nobody_greedy_a_newcomer_is_told_that_there_are_too_many() -> None:
    crowd = Crowd(Turns(running=1, most=3, each=3, patience=10))
    for client in "abcd":
        crowd.comes(client)
    assert crowd.refused == [("d", False)]
    assert "".join(crowd.all_served()) == "abc"


def test_nobody_waits_for_ever_and_who_has_left_is_not_called() -> None:
    turns = Turns(running=1, most=3, each=3, patience=0.01)
    with turns.take("a"), pytest.raises(BusyError):
        turns.enter("b")
    with turns.take("b"):
        assert turns.waiting == 0


def test_a_turn_ends_with_a_fault_too() -> None:
    turns = Turns(running=1, most=1, each=1, patience=0.01)
    with pytest.raises(RuntimeError), turns.take("a"):
        raise RuntimeError("broken")
    with turns.take("a"):
        pass
