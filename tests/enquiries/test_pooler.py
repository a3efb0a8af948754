"""PostgreSQL behind PgBouncer, which lends a session for one transaction: no enquiry is lost, no cap is passed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.enquiries import database
from portal.enquiries.caps import CappedError, Caps
from portal.enquiries.database import engine_of, migrate, reading
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository, Origin
from tests import databases
from tests.databases import USER, Cluster, pooler
from tests.writing import enquiry

UNCAPPED = Caps(dict.fromkeys(("address", "town", "total"), "1000000 per hour"))


@pytest.fixture(scope="module")
def pooled(cluster: Cluster) -> Iterator[str]:
    """An empty database that is reached through a pooler with two sessions, migrated through it as well."""
    cluster.create("pooled")
    with pooler(cluster) as folder:
        address = f"postgresql://{USER}@/pooled?host={folder}&port=6432"
        engine = engine_of(address)
        for _release in range(2):
            migrate(engine)
        engine.dispose()
        yield address


@pytest.fixture
def engine(pooled: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(database, "PATIENCE", 60.0)  # a busy machine is no database that stalls
    made = engine_of(pooled)
    yield made
    with made.begin() as connection:
        connection.execute(text("TRUNCATE enquiry, usage CASCADE"))
    made.dispose()


def test_every_enquiry_is_stored_by_processes_that_share_two_sessions(pooled: str, engine: Engine) -> None:
    stores = [EnquiryRepository(engine_of(pooled), caps=UNCAPPED) for _process in range(4)]
    with ThreadPoolExecutor(16) as pool:
        references = list(pool.map(lambda number: stores[number % 4].keep(enquiry(), f"key {number}"), range(200)))
    for repository in stores:
        repository.engine.dispose()
    assert len(set(references)) == 200
    assert {one.reference for one in EnquiryRepository(engine).every()} == set(references)


def test_caps_hold_and_one_form_is_taken_once(pooled: str, engine: Engine) -> None:
    repository = EnquiryRepository(engine, caps=Caps({"address": "10 per hour"}))

    def send(number: int) -> bool:
        try:
            repository.keep(enquiry(), f"key {number}", Origin(f"form {number}", "192.0.2.1"))
        except CappedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(send, range(24)))
    assert (sum(taken), len(repository.every())) == (10, 10)


def test_letters_are_taken_once_and_no_setting_is_left_in_a_session(pooled: str, engine: Engine) -> None:
    EnquiryRepository(engine, caps=UNCAPPED).keep(enquiry(towns=("koivula", "rantala")), "a")
    outboxes = [Outbox(engine, name) for name in ("me", "you")]
    taken = [outbox.take() for outbox in outboxes * 2]
    assert [letter.town if letter else "" for letter in taken] == ["koivula", "rantala", "", ""]
    with engine.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "0"
    with reading(engine) as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "1min"


def test_without_the_pooler_the_tests_say_what_to_install(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "POOLER", tmp_path / "pgbouncer")
    with pytest.raises(FileNotFoundError, match="apt-get install pgbouncer"), pooler(cluster):
        pass
