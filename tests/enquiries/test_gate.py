"""A few threads wait for the database, and none of them for long."""

from __future__ import annotations

import threading

import pytest

from portal.enquiries import gate as module
from portal.enquiries.gate import Gate, NoTurnError, SilenceError


def test_a_question_gets_its_answer_or_its_error() -> None:
    gate = Gate()
    assert gate.ask(lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        gate.ask(lambda: 1 // 0)


def test_who_gets_no_answer_goes_on_and_the_next_is_let_through_when_it_comes() -> None:
    gate, answer, asked = Gate(most=1, turn=0.01, answer=0.05), threading.Event(), threading.Event()

    def question() -> bool:
        asked.set()
        return answer.wait(30)

    with pytest.raises(SilenceError):
        gate.ask(question)
    assert asked.is_set()
    with pytest.raises(NoTurnError):  # the first is still at it
        gate.ask(lambda: None)
    answer.set()
    while True:
        try:
            assert gate.ask(lambda: "again") == "again"
        except NoTurnError:
            continue
        break


def test_turns_are_given_back_whatever_happens() -> None:
    gate = Gate(most=2, turn=5)
    for _ in range(20):
        with pytest.raises(ValueError, match="no"):
            gate.ask(lambda: int("no"))
    assert gate.ask(lambda: 1) == 1


def test_nobody_else_is_let_through_while_a_question_has_been_open_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLOW", 0.02)
    gate, answer = Gate(answer=0.05), threading.Event()
    with pytest.raises(SilenceError):
        gate.ask(lambda: answer.wait(30))
    assert gate.oldest > 0.02
    with pytest.raises(NoTurnError):  # though there are turns
        gate.ask(lambda: None)
    answer.set()
    while gate.oldest:
        pass
    assert gate.ask(lambda: 1) == 1
