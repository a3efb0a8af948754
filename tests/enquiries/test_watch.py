"""What `/healthz` says of enquiries and letters, found out beside the requests."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from portal.enquiries import watch as module
from portal.enquiries.database import engine_of
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.watch import Findings, Watch, note
from tests.writing import Clock, enquiry


@pytest.fixture
def watch(repository: EnquiryRepository, clock: Clock) -> Watch:
    """Looks when it is told to."""
    made = Watch(repository, 180, clock)
    made.start = lambda: None  # type: ignore[method-assign]
    made.look()
    return made


def findings(watch: Watch) -> Findings:
    watch.look()
    found = watch.report().findings
    assert found
    return found


def test_without_a_database_enquiries_are_closed() -> None:
    assert Watch(None, 180).report().enquiries == "closed"


def test_all_is_well_where_enquiries_can_be_stored(watch: Watch) -> None:
    report = watch.report()
    assert (report.enquiries, report.good) == ("ok", True)
    assert report.findings == Findings("unknown", 0, 0, 0, 0)


def test_letters_that_wait_are_late_or_have_failed_are_counted(
    watch: Watch, repository: EnquiryRepository, engine: Engine, clock: Clock
) -> None:
    for key in "abc":
        repository.keep(enquiry(), key)
    assert findings(watch) == Findings("unknown", 3, 0, 0, 0)
    outbox = Outbox(engine, "me", clock)
    first, second = outbox.take(), outbox.take()
    assert first
    assert second
    outbox.sent(first, "x")
    outbox.fail(second, "550")
    assert findings(watch) == Findings("unknown", 1, 0, 1, 0)
    assert not watch.report().good
    clock.go(minutes=16)
    assert findings(watch).late == 1
    clock.go(days=200)
    assert findings(watch).kept == 2


def test_a_mail_server_that_is_away_is_told_as_long_as_somebody_says_so(
    watch: Watch, engine: Engine, clock: Clock
) -> None:
    note(engine, "mail", "away", clock())
    assert findings(watch).mail == "away"
    assert not watch.report().good
    note(engine, "mail", "ok", clock())
    assert findings(watch).mail == "ok"
    assert watch.report().good
    clock.go(minutes=16)
    assert findings(watch).mail == "unknown"


def test_a_database_that_is_away_is_told(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch(EnquiryRepository(engine_of("postgresql://127.0.0.1:1/portal")), 180)
    watch.look()
    watch.look()
    assert watch.report().enquiries == "no database"
    assert caplog.text.count("Enquiries cannot be stored: no database.") == 1


def test_a_database_that_can_only_be_read_is_told(
    tmp_path: Path, repository: EnquiryRepository, engine: Engine
) -> None:
    if engine.dialect.name == "sqlite":
        engine_ = engine_of(f"sqlite:///file:{engine.url.database}?mode=ro&uri=true")
    else:
        engine_ = engine_of(
            f"{engine.url.render_as_string(hide_password=False)}&options=-cdefault_transaction_read_only%3Don"
        )
    watch = Watch(EnquiryRepository(engine_), 180)
    watch.look()
    assert watch.report().enquiries == "not stored"
    engine_.dispose()


def test_a_database_that_stalls_is_told_before_it_answers(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STALLED", 0.05)
    answer, asked = threading.Event(), threading.Event()

    def silent(*_: object) -> Findings:
        asked.set()
        answer.wait(30)
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(module, "look", silent)
    looking = threading.Thread(target=watch.look)
    looking.start()
    asked.wait(30)
    while not watch.stalls:
        pass
    assert watch.report().enquiries == "no answer"
    answer.set()
    looking.join()
    assert not watch.stalls


def test_after_an_enquiry_that_was_not_stored_all_is_well_when_one_as_long_can_be(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.doubt()
    assert watch.report().enquiries == "not stored"
    watch.look()
    assert watch.report().enquiries == "ok"

    def full(_engine: Engine) -> None:
        raise OperationalError("", {}, Exception("database or disk is full"))

    monkeypatch.setattr(module, "try_long", full)
    watch.doubt()
    watch.look()
    assert watch.report().enquiries == "not stored"


def test_a_watch_that_nobody_needs_any_more_ends(repository: EnquiryRepository) -> None:
    watch = Watch(repository, 180)
    watch.report()
    gone = weakref.ref(watch)
    thread = watch._thread
    assert thread
    assert thread.daemon
    while watch._ended is None:
        pass
    del watch
    gc.collect()
    assert gone() is None
