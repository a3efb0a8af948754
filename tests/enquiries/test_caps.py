"""The form is no cannon: so many letters to a town, from an address, to a mailbox, in all; an office gets through."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text

from portal.enquiries.caps import CAPS, CappedError, Caps, windows
from portal.enquiries.database import reading
from portal.enquiries.repository import EnquiryRepository, Origin, UsedError
from tests.writing import NOON, Clock, enquiry

WIDE = dict.fromkeys(CAPS, "1000000 per hour")


@pytest.fixture
def make(engine: Engine, clock: Clock) -> Any:
    """Makes stores with these caps and no others."""
    return lambda **caps: EnquiryRepository(engine, clock=clock, caps=Caps(WIDE | caps, "secret"))


def send(repository: EnquiryRepository, number: int, network: str = "192.0.2.1", **changes: Any) -> str:
    return repository.keep(enquiry(**changes), f"key {number} {network}", Origin(f"form {number} {network}", network))


def refused(repository: EnquiryRepository, number: int, network: str = "192.0.2.1", **changes: Any) -> CappedError:
    with pytest.raises(CappedError) as error:
        send(repository, number, network, **changes)
    return error.value


def kinds(repository: EnquiryRepository) -> list[str]:
    return [letter.kind for one in repository.every() for letter in one.letters]


def test_an_address_sends_so_many_letters_and_another_one_is_served(make: Any, clock: Clock) -> None:
    repository = make(address="5 per hour; 7 per day")
    send(repository, 0, towns=("koivula", "rantala"))
    clock.go(minutes=10)
    for number in range(1, 4):
        send(repository, number)
    error = refused(repository, 4)
    assert (error.scope, error.until) == ("address", NOON + dt.timedelta(hours=1))
    assert refused(repository, 4, towns=("koivula", "rantala")).until == NOON + dt.timedelta(hours=1)
    send(repository, 4, network="192.0.2.2")
    clock.now = NOON + dt.timedelta(hours=1)
    send(repository, 4, towns=("koivula", "rantala"))
    assert refused(repository, 5).until == NOON + dt.timedelta(days=1)


def test_who_wants_more_than_ever_goes_is_told_so(make: Any) -> None:
    assert refused(make(address="1 per hour"), 0, towns=("koivula", "rantala")).until is None


def test_a_town_gets_so_many_letters_from_all_together_and_the_others_go_on(make: Any) -> None:
    repository = make(town="2 per hour")
    for number in range(2):
        send(repository, number, network=f"192.0.2.{number}")
    error = refused(repository, 3, network="192.0.2.9", towns=("rantala", "koivula"))
    assert (error.scope, error.towns) == ("town", ("koivula",))
    send(repository, 3, network="192.0.2.9", towns=("rantala",))


def test_the_portal_sends_so_many_in_all(make: Any) -> None:
    repository = make(total="3 per hour")
    send(repository, 0, towns=("koivula", "rantala"))
    assert refused(repository, 1, "192.0.2.2", towns=("koivula", "rantala")).scope == "total"
    send(repository, 1, "192.0.2.2")


def test_a_mailbox_gets_so_many_confirmations_however_it_is_written(make: Any) -> None:
    repository = make(mailbox="2 per day")
    for number, email in enumerate(["a@b.example", "A@B.example", "a+x@b.example", "a+y@b.example", "other@b.example"]):
        send(repository, number, network=f"192.0.2.{number}", email=email, copy=True)
    assert (kinds(repository).count("town"), kinds(repository).count("copy")) == (5, 3)


def test_an_address_has_so_many_confirmations_sent_to_whomever(make: Any) -> None:
    repository = make(copies="2 per hour")
    for number in range(6):
        send(repository, number, email=f"stranger{number}@mail.example", copy=True)
    assert (kinds(repository).count("town"), kinds(repository).count("copy")) == (6, 2)


def test_what_was_refused_does_not_count_and_is_not_kept(make: Any, clock: Clock) -> None:
    repository = make(address="1 per hour")
    send(repository, 0)
    for number in range(1, 20):
        refused(repository, number)
    clock.go(hours=1)
    send(repository, 20)
    assert len(repository.every()) == 2


def test_caps_hold_when_all_is_sent_at_once(make: Any) -> None:
    repository, gate = make(address="7 per hour"), threading.Barrier(16)

    def try_(number: int) -> bool:
        gate.wait()
        try:
            send(repository, number)
        except CappedError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(try_, range(16))) == 7
    assert len(repository.every()) == 7


def test_an_enquiry_sent_again_counts_once_and_is_told_its_reference_over_the_cap(make: Any) -> None:
    repository = make(address="1 per hour")
    assert send(repository, 0) == send(repository, 0)


def test_a_form_is_taken_once(make: Any) -> None:
    repository = make()
    reference = repository.keep(enquiry(), "a", Origin("form", "192.0.2.1"))
    with pytest.raises(UsedError) as used:
        repository.keep(enquiry(message="Other words"), "b", Origin("form", "192.0.2.1"))
    assert used.value.reference == reference


def test_a_form_is_taken_once_of_many_sent_at_once(make: Any) -> None:
    repository, gate = make(), threading.Barrier(8)

    def try_(number: int) -> bool:
        gate.wait()
        try:
            repository.keep(enquiry(message=f"Words {number}"), f"key {number}", Origin("form", "192.0.2.1"))
        except UsedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_, range(8))) == 1


def test_nobodys_address_is_in_the_database_but_in_the_enquiry_itself(make: Any, engine: Engine) -> None:
    repository = make()
    send(repository, 0, copy=True)
    with reading(engine) as connection:
        rows = [tuple(map(str, row)) for row in connection.execute(text("SELECT scope, subject FROM usage"))]
    assert {scope for scope, _subject in rows} == {"address", "town", "total", "mailbox", "copies"}
    assert not [row for row in rows if "192.0.2.1" in row[1] or "visitor" in row[1]]
    keys = {Caps(secret=secret)._hidden("address", "192.0.2.1") for secret in ("secret", "another")}
    assert len(keys) == 2


def test_counts_go_when_no_cap_needs_them_any_more(make: Any, engine: Engine, clock: Clock) -> None:
    repository = make(address="5 per day")
    send(repository, 0)
    clock.go(days=1, seconds=1)
    send(repository, 1)
    with reading(engine) as connection:
        moments = connection.execute(text("SELECT count(DISTINCT moment) FROM usage")).scalar()
    assert moments == 1


def test_counts_go_within_the_hour_when_nobody_writes_any_more(make: Any, engine: Engine, clock: Clock) -> None:
    repository = make(address="5 per day")
    send(repository, 0)
    clock.go(days=1, hours=1)
    repository.erase(180)  # as whoever delivers does every hour
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM usage")).scalar() == 0


def test_a_clock_that_was_wrong_refuses_nobody(make: Any, clock: Clock) -> None:
    repository = make(address="2 per hour")
    clock.go(days=1000)
    for number in range(2):
        send(repository, number)
    clock.go(days=-1000)
    for number in range(2, 4):
        send(repository, number)
    clock.go(seconds=-3)
    assert refused(repository, 5).scope == "address"


def test_an_office_with_one_address_gets_through_with_the_defaults(engine: Engine, clock: Clock) -> None:
    """Ten people of one office write within a quarter of an hour, each to all ten towns."""
    repository = EnquiryRepository(engine, clock=clock, caps=Caps())
    for number in range(10):
        clock.go(minutes=1.5)
        send(
            repository,
            number,
            email=f"p{number}@office.example",
            towns=tuple(f"town-{i}" for i in range(10)),
            copy=True,
        )
    assert kinds(repository).count("town") == 100
    assert kinds(repository).count("copy") == 10


def test_an_address_that_means_ill_sends_a_fraction_of_what_it_did(engine: Engine, clock: Clock) -> None:
    """660 letters in half a minute it was, sixty of them with words and links to strangers."""
    repository, refusals = EnquiryRepository(engine, clock=clock, caps=Caps()), 0
    for number in range(60):
        clock.go(seconds=0.5)
        try:
            towns = tuple(f"town-{i}" for i in range(10))
            send(repository, number, email=f"s{number}@stranger.example", towns=towns, copy=True)
        except CappedError:
            refusals += 1
    assert refusals == 48
    assert (kinds(repository).count("town"), kinds(repository).count("copy")) == (120, 10)


@pytest.mark.parametrize("cap", ["", "many", "5", "0 per hour", "-1 per hour", "5 per fortnight"])
def test_what_is_no_cap_is_refused(cap: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        windows(cap)
