"""Enquiries are kept once, found whole, and erased on time."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from portal.enquiries import repository as module
from portal.enquiries.database import engine_of, reading
from portal.enquiries.enquiry import Enquiry
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository, new_reference
from portal.settings import ROOT
from tests.writing import NOON, Clock, enquiry

#: The default cap of confirmations to one mailbox.
COPIES_A_DAY = 3
HOSTILE = (
    "'; DROP TABLE enquiry; --",
    "👩‍👩‍👧 😀 🇫🇮",
    "مرحبا بالعالم \u200f\u200e",
    "Ääkkösiä, ŝŭpersignoj, \u0301 yksin",
    "{{ 7*7 }} %s %(name)s {0} \\x00 \\",
    "<script>alert(1)</script>&amp;",
    "\ttab\n\n\n- lines -\n",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_written_is_read_back_letter_for_letter(repository: EnquiryRepository, words: str) -> None:
    sent = enquiry(
        name=words, organisation=words, message=words, wish=words, short_list=words, entries=(words,), copy=True
    )
    kept = repository.find(repository.keep(sent, "a"))
    assert kept
    assert kept.enquiry == sent


def test_the_longest_that_the_form_takes_is_kept(repository: EnquiryRepository) -> None:
    sent = enquiry(name="ä" * 120, organisation="😀" * 160, email="a" * 242 + "@example.com", message="語" * 5000)
    kept = repository.find(repository.keep(sent, "a"))
    assert kept
    assert kept.enquiry == sent


def test_an_enquiry_becomes_a_letter_for_each_town_and_a_copy(repository: EnquiryRepository) -> None:
    kept = repository.find(repository.keep(enquiry(towns=("rantala", "koivula"), copy=True), "a"))
    assert kept
    assert [(letter.kind, letter.town, letter.state, letter.attempts) for letter in kept.letters] == [
        ("town", "rantala", "waiting", 0),
        ("town", "koivula", "waiting", 0),
        ("copy", "", "waiting", 0),
    ]
    assert not kept.delivered


def test_moments_are_in_utc_whatever_the_clock_says(engine: Engine) -> None:
    there = dt.timezone(dt.timedelta(hours=-8))
    repository = EnquiryRepository(engine, clock=lambda: NOON.astimezone(there))
    kept = repository.find(repository.keep(enquiry(), "a"))
    assert kept
    assert (kept.received, kept.received.tzinfo) == (NOON, dt.UTC)
    with reading(engine) as connection:
        assert str(connection.execute(text("SELECT received FROM enquiry")).scalar()) == "2026-11-23 10:00:00.123456"


def test_references_are_easy_to_read_out_and_hard_to_guess() -> None:
    found = {new_reference() for _ in range(2000)}
    assert len(found) == 2000
    assert all(re.fullmatch("[2-9A-HJ-NP-TV-Z]{5}-[2-9A-HJ-NP-TV-Z]{5}", one) for one in found)


def test_a_reference_that_is_taken_is_drawn_again(
    repository: EnquiryRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAAA-AAAAA", "AAAAA-AAAAA", "BBBBB-BBBBB"])
    monkeypatch.setattr(module, "new_reference", lambda: next(drawn))
    assert [repository.keep(enquiry(), key) for key in "ab"] == ["AAAAA-AAAAA", "BBBBB-BBBBB"]


def test_nobody_finds_what_is_not_there(repository: EnquiryRepository) -> None:
    assert repository.find("AAAAA-AAAAA") is None
    assert repository.every() == []
    assert not repository.delete("AAAAA-AAAAA")


@pytest.mark.parametrize("reference", ["", "\x00", "A\x00AAA-AAAAA", "\udcff", "AAAAA-AAAAA-AAAAA", "ÄÄÄÄÄ-ÄÄÄÄÄ", "%"])
def test_what_can_be_no_reference_is_nobodys(repository: EnquiryRepository, reference: str) -> None:
    assert repository.find(reference) is None


def test_a_reference_is_found_as_people_write_it(repository: EnquiryRepository) -> None:
    reference = repository.keep(enquiry(), "a")
    found = repository.find(f" {reference.lower()}\n")
    assert found
    assert found.reference == reference


def test_hundreds_are_listed_newest_first_with_their_letters(repository: EnquiryRepository, clock: Clock) -> None:
    references = []
    for number in range(520):
        clock.go(seconds=1)
        references.append(repository.keep(enquiry(towns=("koivula", "rantala")), str(number)))
    found = repository.every()
    assert [one.reference for one in found] == references[::-1]
    assert {len(one.letters) for one in found} == {2}


def test_the_same_enquiry_sent_twice_is_one(repository: EnquiryRepository) -> None:
    one, key = enquiry(copy=True), enquiry(copy=True).key("form")
    assert repository.keep(one, key) == repository.keep(one, key)
    assert len(repository.every()) == 1


def test_other_words_or_another_form_make_another_enquiry() -> None:
    changes = [{}, {"message": "Other words"}, {"name": "Bo"}, {"towns": ("rantala",)}, {"copy": True}, {"wish": "a=1"}]
    keys = {enquiry(**change).key(form) for change in changes for form in ("one", "two")}
    assert len(keys) == 2 * len(changes)


def test_the_same_enquiry_from_many_threads_at_once_is_one(repository: EnquiryRepository) -> None:
    gate = threading.Barrier(12)

    def send(number: int) -> str:
        gate.wait()
        return repository.keep(enquiry(), f"key {number % 3}")

    with ThreadPoolExecutor(12) as pool:
        references = list(pool.map(send, range(12)))
    assert len(set(references)) == 3
    assert {one.reference for one in repository.every()} == set(references)
    assert [len(one.letters) for one in repository.every()] == [1, 1, 1]


SEND = """
import json, sys, time
from portal.enquiries.database import engine_of
from portal.enquiries.enquiry import Enquiry
from portal.enquiries.repository import EnquiryRepository
address, begin = sys.argv[1:]
sent = Enquiry("en", "Ada", "", "ada@visitor.example", "en", "Twice", ("koivula",))
repository = EnquiryRepository(engine_of(address))
time.sleep(max(0, float(begin) - time.time()))
print(json.dumps([repository.keep(sent, f"key {number}") for number in range(40)]))
"""


def test_the_same_enquiries_from_several_processes_at_once_are_one_each(
    database_url: str, repository: EnquiryRepository
) -> None:
    import time

    begin = str(time.time() + 1.5)
    command = [sys.executable, "-c", SEND, database_url, begin]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert said[0] == said[1] == said[2]
    assert len(repository.every()) == 40


def test_a_store_that_cannot_write_says_so() -> None:
    with pytest.raises(SQLAlchemyError):
        EnquiryRepository(engine_of("postgresql://127.0.0.1:1/portal")).keep(enquiry(), "a")


def test_a_mailbox_gets_so_many_copies_a_day(repository: EnquiryRepository, clock: Clock) -> None:
    def copies() -> int:
        return sum(letter.kind == "copy" for one in repository.every() for letter in one.letters)

    for number in range(COPIES_A_DAY + 3):
        address = "Ada@visitor.example" if number % 2 else "ada@visitor.example"
        repository.keep(enquiry(email=address, copy=True), f"first {number}")
    assert copies() == COPIES_A_DAY
    repository.keep(enquiry(email="bo@visitor.example", copy=True), "another mailbox")
    assert copies() == COPIES_A_DAY + 1
    clock.go(hours=24, seconds=1)
    repository.keep(enquiry(copy=True), "the day after")
    assert copies() == COPIES_A_DAY + 2
    assert len(repository.every()) == COPIES_A_DAY + 5  # every one is kept and goes to the town


def test_a_mailbox_gets_no_more_copies_when_all_are_asked_for_at_once(repository: EnquiryRepository) -> None:
    gate = threading.Barrier(12)

    def send(number: int) -> str:
        gate.wait()
        return repository.keep(enquiry(copy=True), str(number))

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(send, range(12)))
    kinds = [letter.kind for one in repository.every() for letter in one.letters]
    assert (kinds.count("town"), kinds.count("copy")) == (12, COPIES_A_DAY)


def deliver(engine: Engine, clock: Clock) -> None:
    """Every letter that is due is said to be sent."""
    outbox = Outbox(engine, "me", clock)
    while letter := outbox.take():
        outbox.sent(letter, "info@koivula.example")


def age(repository: EnquiryRepository, clock: Clock, days: int) -> int:
    """So many days go by, and whoever delivers looks once a day. Gives how many enquiries were erased."""
    count = 0
    for _day in range(days):
        clock.go(days=1)
        count += repository.erase(180)
    return count


def test_what_is_older_than_the_retention_time_is_erased_to_the_second(
    repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    old = repository.keep(enquiry(), "old")
    clock.go(seconds=2)
    new = repository.keep(enquiry(), "new")
    deliver(engine, clock)
    clock.now = NOON
    assert age(repository, clock, 180) == 0
    clock.go(seconds=1)
    assert repository.erase(180) == 1
    assert (repository.find(old), repository.find(new) is not None) == (None, True)


def test_a_clock_that_jumps_erases_nothing_at_once(repository: EnquiryRepository, engine: Engine, clock: Clock) -> None:
    kept = repository.keep(enquiry(), "a")
    deliver(engine, clock)
    clock.go(days=1000)
    assert repository.erase(180) == repository.erase(180) == 0
    clock.go(days=2)
    assert repository.erase(180) == 0
    clock.go(days=-1001)  # somebody sets it right: what was marked meanwhile is as it was
    assert age(repository, clock, 178) == 0
    assert repository.find(kept)
    assert age(repository, clock, 4) == 1


def test_where_the_clock_was_right_all_the_same_erasing_follows_after_the_notice(
    repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    repository.keep(enquiry(), "a")
    deliver(engine, clock)
    clock.go(days=1000)  # nobody delivered for that long
    assert repository.erase(180) == 0
    clock.go(days=3)
    assert repository.erase(180) == 1


def test_what_no_town_has_got_is_kept_until_somebody_says_so(
    repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    waiting = repository.keep(enquiry(towns=("koivula", "rantala")), "a")
    assert age(repository, clock, 200) == 0
    assert repository.find(waiting)
    assert (repository.undelivered(180), repository.overdue(180)) == (1, 1)
    assert repository.erase_all(180) == 1
    assert Outbox(engine, "me", clock).waiting() == 0


def test_a_copy_that_nobody_can_be_sent_keeps_no_enquiry(
    repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    repository.keep(enquiry(copy=True), "a")
    outbox = Outbox(engine, "me", clock)
    while letter := outbox.take():
        outbox.sent(letter, "x") if letter.kind == "town" else outbox.fail(letter, "550")
    assert age(repository, clock, 181) == 1


def test_retrying_makes_letters_due_that_were_given_up_but_none_that_are_sent(
    repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    outbox = Outbox(engine, "me", clock)
    first, second = repository.keep(enquiry(towns=("koivula", "rantala")), "a"), repository.keep(enquiry(), "b")
    for outcome in ("sent", "fail", "postpone"):
        letter = outbox.take()
        assert letter
        outbox.sent(letter, "info@koivula.example") if outcome == "sent" else getattr(outbox, outcome)(letter, "no")
    assert outbox.take() is None
    assert repository.retry(first) == 1
    again = outbox.take()
    assert again
    assert (again.kept.reference, again.town, again.attempts) == (first, "rantala", 0)
    assert repository.retry() == 2
    assert (found := outbox.take())
    assert found.kept.reference == second


def test_an_enquiry_is_what_its_fields_say(repository: EnquiryRepository) -> None:
    kept = repository.find(repository.keep(enquiry(entries=("koivula-wood-builders",)), "a"))
    assert kept
    assert isinstance(kept.enquiry, Enquiry)
    assert isinstance(kept.enquiry.towns, tuple)
    assert isinstance(kept.enquiry.entries, tuple)
