"""One address may send so much; others are not held up by it."""

from __future__ import annotations

import time

import pytest

from portal.enquiries.throttle import Throttle, network
from portal.settings import ENQUIRY_LIMIT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moment, as the throttle's clock says it."""
    moment = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: moment[0])
    return moment


def test_a_flood_from_one_address_is_held_up_while_others_are_served(clock: list[float]) -> None:
    throttle = Throttle("3 per 10 seconds")
    assert [throttle.wait("127.0.0.2") for _ in range(4)] == [0, 0, 0, 10]
    assert throttle.wait("127.0.0.3") == 0


def test_who_waits_as_long_as_told_may_send_again(clock: list[float]) -> None:
    throttle = Throttle("2 per 10 seconds")
    throttle.wait("127.0.0.2")
    clock[0] += 2.6
    throttle.wait("127.0.0.2")
    clock[0] += 1
    wait = throttle.wait("127.0.0.2")
    assert wait == 7  # 6.4 seconds: told in whole ones, never too few
    clock[0] += wait
    assert throttle.wait("127.0.0.2") == 0


def test_being_refused_costs_nothing(clock: list[float]) -> None:
    throttle = Throttle("1 per 10 seconds")
    throttle.wait("127.0.0.2")
    for _ in range(50):
        assert throttle.wait("127.0.0.2") > 0
    clock[0] += 10.1
    assert throttle.wait("127.0.0.2") == 0


def test_the_narrower_of_two_limits_decides(clock: list[float]) -> None:
    throttle = Throttle("2 per 10 seconds; 3 per hour")
    assert [throttle.wait("127.0.0.2") for _ in range(3)] == [0, 0, 10]
    clock[0] += 11
    assert throttle.wait("127.0.0.2") == 0
    clock[0] += 11
    assert throttle.wait("127.0.0.2") > 3500


def test_a_sender_a_second_is_within_the_default(clock: list[float]) -> None:
    throttle = Throttle(ENQUIRY_LIMIT)
    for _ in range(300):
        assert throttle.wait("127.0.0.2") == 0
        clock[0] += 1
    assert throttle.wait("127.0.0.2") > 0


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_household_in_ipv6_is_one_sender(address: str, name: str) -> None:
    assert network(address) == name


@pytest.mark.parametrize("limit", ["", "many", "3", "3 per fortnight", "-1 per hour"])
def test_what_is_no_limit_is_refused(limit: str) -> None:
    with pytest.raises(ValueError):
        Throttle(limit)
