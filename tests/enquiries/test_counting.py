"""Counts of one process: right under many threads, and forgotten when they are over."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.enquiries.counting import FEW, Memory
from portal.enquiries.throttle import Throttle
from portal.server.allowance import Allowance


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that interrupt each other all the time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: moment[0])
    return moment


def test_many_requests_at_once_are_counted_each(restless: None) -> None:
    allowance, throttle = Allowance({"answers": "100 per hour"}, "secret"), Throttle("100 per hour")

    def ask(_number: int) -> tuple[bool, bool]:
        return allowance.spend("answers", "192.0.2.1") == 0, throttle.wait("192.0.2.1") == 0

    with ThreadPoolExecutor(32) as pool:
        answers = [*pool.map(ask, range(400))]
    assert [sum(allowed) for allowed in zip(*answers, strict=True)] == [100, 100]


def test_counting_begins_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: pytest.fail("a thread for a count"))
    assert Allowance({"answers": "1 per hour"}, "secret").spend("answers", "192.0.2.1") == 0
    assert Throttle("1 per hour").wait("192.0.2.1") == 0


def test_what_is_over_is_forgotten(clock: list[float]) -> None:
    memory = Memory()
    for number in range(3 * FEW):
        memory.incr(f"{number}", 10)
        memory.acquire_entry(f"moving {number}", 1, 10)
        clock[0] += 1
    assert len(memory) <= FEW + 20
    assert memory.get("0") == 0


def test_a_clock_that_is_set_back_locks_nobody_out_for_long(clock: list[float]) -> None:
    memory = Memory()
    assert memory.incr("a", 10) == 1
    assert memory.acquire_entry("b", 1, 10)
    clock[0] -= 86_400
    assert memory.incr("a", 10) == 1
    assert memory.acquire_entry("b", 1, 10)


def test_a_window_or_all_can_be_forgotten() -> None:
    memory = Memory()
    memory.incr("a", 60)
    memory.incr("b", 60)
    memory.clear("a")
    assert (memory.get("a"), memory.get("b")) == (0, 1)
    assert memory.reset() == 1
    assert memory.get("b") == 0
    assert memory.check()
