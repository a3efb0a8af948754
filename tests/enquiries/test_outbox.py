"""Letters wait, are held by one courier at a time, and come again later when they fail."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from portal.enquiries.outbox import ATTEMPTS, LEASE, Letter, Outbox
from portal.enquiries.repository import EnquiryRepository
from tests.writing import NOON, Clock, enquiry


@pytest.fixture
def outbox(engine: Engine, clock: Clock) -> Outbox:
    """The letters as one courier sees them."""
    return Outbox(engine, "me", clock)


@pytest.fixture
def other(engine: Engine, clock: Clock) -> Outbox:
    """The letters as another courier sees them."""
    return Outbox(engine, "another", clock)


def taken(outbox: Outbox) -> Letter:
    letter = outbox.take()
    assert letter
    return letter


def test_a_letter_comes_with_its_enquiry(repository: EnquiryRepository, outbox: Outbox) -> None:
    reference = repository.keep(enquiry(towns=("rantala",)), "a")
    letter = taken(outbox)
    assert (letter.kind, letter.town, letter.attempts) == ("town", "rantala", 0)
    assert letter.message_id == f"<{reference.lower()}.rantala@towns.example>"
    assert (letter.kept.reference, letter.kept.received) == (reference, NOON)
    assert letter.kept.enquiry == enquiry(towns=("rantala",))


def test_letters_go_in_the_order_in_which_they_are_due(
    repository: EnquiryRepository, outbox: Outbox, clock: Clock
) -> None:
    references = []
    for key in "abc":
        references.append(repository.keep(enquiry(), key))
        clock.go(seconds=1)
    outbox.put_back(taken(outbox), dt.timedelta(minutes=1), "later")
    assert [taken(outbox).kept.reference for _ in "bc"] == references[1:]
    assert outbox.take() is None
    clock.go(minutes=1)
    assert taken(outbox).kept.reference == references[0]


def test_nobody_gets_a_letter_that_is_held(repository: EnquiryRepository, outbox: Outbox, other: Outbox) -> None:
    repository.keep(enquiry(), "a")
    taken(outbox)
    assert other.take() is None
    assert outbox.take() is None


def test_a_letter_whose_holder_has_vanished_is_taken_again(
    repository: EnquiryRepository, outbox: Outbox, other: Outbox, clock: Clock
) -> None:
    repository.keep(enquiry(), "a")
    first = taken(outbox)
    clock.now += LEASE
    assert other.take() is None
    clock.go(seconds=1)
    second = taken(other)
    assert (second.id, second.message_id) == (first.id, first.message_id)


def test_who_held_a_letter_too_long_changes_nothing_any_more(
    repository: EnquiryRepository, outbox: Outbox, other: Outbox, clock: Clock
) -> None:
    reference = repository.keep(enquiry(), "a")
    late = taken(outbox)
    clock.go(minutes=6)
    now = taken(other)
    assert not outbox.sent(late, "late@koivula.example")
    outbox.fail(late, "late")
    outbox.put_back(late, dt.timedelta(), "late")
    outbox.postpone(late, "late")
    assert other.sent(now, "info@koivula.example")
    assert not outbox.sent(late, "late@koivula.example")
    kept = repository.find(reference)
    assert kept
    assert [(one.state, one.attempts, one.recipient, one.fault) for one in kept.letters] == [
        ("sent", 1, "info@koivula.example", "")
    ]


def test_who_held_a_letter_too_long_but_was_not_followed_may_still_say_that_it_is_sent(
    repository: EnquiryRepository, outbox: Outbox, other: Outbox, clock: Clock
) -> None:
    repository.keep(enquiry(), "a")
    letter = taken(outbox)
    clock.go(minutes=6)
    assert outbox.sent(letter, "info@koivula.example")
    assert other.take() is None


def test_a_letter_that_was_sent_says_when_and_to_whom(
    repository: EnquiryRepository, outbox: Outbox, clock: Clock
) -> None:
    reference = repository.keep(enquiry(), "a")
    letter = taken(outbox)
    clock.go(seconds=3)
    assert outbox.sent(letter, "info@koivula.example")
    kept = repository.find(reference)
    assert kept
    assert kept.delivered
    assert kept.letters[0].sent == NOON + dt.timedelta(seconds=3)
    assert kept.letters[0].recipient == "info@koivula.example"


def test_couriers_that_reach_at_once_never_hold_the_same_letter(repository: EnquiryRepository, engine: Engine) -> None:
    for number in range(60):
        repository.keep(enquiry(), str(number))
    gate = threading.Barrier(6)

    def courier(number: int) -> list[int]:
        outbox, held = Outbox(engine, f"courier {number}"), []
        gate.wait()
        while letter := outbox.take():
            held.append(letter.id)
        return held

    with ThreadPoolExecutor(6) as pool:
        held = [number for own in pool.map(courier, range(6)) for number in own]
    assert len(held) == len(set(held)) == 60


def test_one_who_delivers_gives_back_what_it_took_in_time(
    repository: EnquiryRepository, outbox: Outbox, other: Outbox
) -> None:
    repository.keep(enquiry(), "a")
    outbox.put_back(taken(outbox), dt.timedelta(), "no server")
    letter = taken(other)
    assert letter.attempts == 0


def test_a_letter_that_is_refused_waits_longer_each_time(
    repository: EnquiryRepository, outbox: Outbox, clock: Clock
) -> None:
    reference = repository.keep(enquiry(), "a")
    waits = []
    while due := outbox.postpone(taken(outbox), "451 busy"):
        waits.append((due - clock.now).total_seconds())
        clock.now = due - dt.timedelta(seconds=1)
        assert outbox.take() is None
        clock.now = due
    assert waits[:6] == [30, 60, 120, 240, 480, 960]
    assert waits[10:] == [21600] * (ATTEMPTS - 11)
    assert dt.timedelta(days=4) < dt.timedelta(seconds=sum(waits)) < dt.timedelta(days=6)
    kept = repository.find(reference)
    assert kept
    assert [(one.state, one.attempts, one.fault) for one in kept.letters] == [("failed", ATTEMPTS, "451 busy")]
    clock.go(days=30)
    assert outbox.take() is None


def test_given_up_letters_are_no_longer_waiting(repository: EnquiryRepository, outbox: Outbox) -> None:
    repository.keep(enquiry(towns=("koivula", "rantala")), "a")
    assert outbox.waiting() == 2
    outbox.fail(taken(outbox), "550 no such mailbox")
    assert outbox.waiting() == 1


def test_a_letter_erased_while_it_is_held_is_not_sent_for_anybody(
    repository: EnquiryRepository, outbox: Outbox
) -> None:
    reference = repository.keep(enquiry(), "a")
    letter = taken(outbox)
    repository.delete(reference)
    assert not outbox.sent(letter, "info@koivula.example")
    assert outbox.take() is None


def test_a_letter_erased_as_it_is_taken_does_not_hide_the_next(
    repository: EnquiryRepository, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = repository.keep(enquiry(), "a"), repository.keep(enquiry(), "b")
    outbox = Outbox(engine, "me", clock)
    say = Outbox._say

    def erased_after(self: Outbox, change: object) -> bool:
        done = say(self, change)  # type: ignore[arg-type]
        repository.delete(first)
        return done

    monkeypatch.setattr(Outbox, "_say", erased_after)
    assert taken(outbox).kept.reference == second


def test_a_clock_that_was_wrong_and_is_set_right_holds_up_no_letter(engine: Engine, clock: Clock) -> None:
    repository, outbox = EnquiryRepository(engine, clock=clock), Outbox(engine, "me", clock)
    clock.go(days=1000)
    repository.keep(enquiry(towns=("koivula", "rantala")), "a")
    assert outbox.take()  # held until some minutes after that day
    clock.go(days=-1000)
    assert [letter.town if letter else "" for letter in (outbox.take(), outbox.take(), outbox.take())] == [
        "koivula",
        "rantala",
        "",
    ]
