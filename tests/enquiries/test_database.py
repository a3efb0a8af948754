"""The database: addresses as operators write them, and tables as the migrations make them."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from portal.enquiries import database
from portal.enquiries.database import MIGRATIONS, BadAddressError, engine_of, migrate, reading
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.tables import enquiries, metadata
from tests import databases
from tests.databases import Cluster
from tests.writing import enquiry


def answers(engine: Engine) -> bool:
    """Whether the database can be reached and has our tables."""
    try:
        with reading(engine) as connection:
            connection.execute(enquiries.select().limit(1))
    except SQLAlchemyError:
        return False
    return True


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = engine_of(f"sqlite:///{tmp_path / 'a folder' / 'empty.sqlite3'}")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        engine = engine_of(cluster.create(f"empty_{tmp_path.name}"))
    yield engine
    engine.dispose()


def step(engine: Engine, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if to == "base" else command.upgrade)(config, to)


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def test_migrations_make_what_the_portal_expects(empty: Engine) -> None:
    assert not answers(empty)
    assert differences(empty)
    migrate(empty)
    assert answers(empty)
    assert differences(empty) == []


def test_migrating_again_changes_nothing_and_keeps_what_was_written(empty: Engine) -> None:
    migrate(empty)
    reference = EnquiryRepository(empty).keep(enquiry(), "a")
    migrate(empty)
    assert EnquiryRepository(empty).find(reference)
    assert differences(empty) == []


def test_every_step_can_be_taken_back(empty: Engine) -> None:
    migrate(empty)
    step(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    step(empty, "head")
    assert differences(empty) == []


def test_two_releases_at_once_migrate_once(empty: Engine) -> None:
    gate = threading.Barrier(4)

    def release(_number: int) -> None:
        gate.wait()
        migrate(empty)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(release, range(4)))
    assert differences(empty) == []


def test_an_enquiry_takes_its_letters_with_it(engine: Engine) -> None:
    repository = EnquiryRepository(engine)
    repository.delete(repository.keep(enquiry(towns=("koivula", "rantala"), copy=True), "a"))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM letter")).scalar() == 0


def test_what_several_paas_write_for_postgresql_is_read(postgresql: Cluster) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg2"):
        engine = engine_of(postgresql.address("migrated", scheme))
        assert answers(engine), scheme
        engine.dispose()


@pytest.mark.parametrize("address", ["", "portal.sqlite3", "mysql://host/name", "http://host", "postgresql:/", "a:b"])
def test_what_is_no_address_of_a_database_is_refused(address: str) -> None:
    with pytest.raises(BadAddressError):
        engine_of(address)


def test_a_database_that_is_not_there_does_not_answer() -> None:
    assert not answers(engine_of("postgresql://127.0.0.1:1/portal"))


def test_a_database_without_our_tables_does_not_answer(empty: Engine) -> None:
    assert not answers(empty)


def test_sqlite_answers_readers_while_somebody_writes(tmp_path: Path) -> None:
    engine = engine_of(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    migrate(engine)
    with engine.begin() as writer:
        writer.execute(text("DELETE FROM letter"))
        assert answers(engine)
    engine.dispose()


def test_sqlite_waits_for_another_writer_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 1)
    engine = engine_of(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    migrate(engine)
    other = sqlite3.connect(tmp_path / "portal.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        EnquiryRepository(engine).keep(enquiry(), "a")
    engine.dispose()
    monkeypatch.setattr(database, "PATIENCE", 60)
    engine = engine_of(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    ending = threading.Timer(0.2, other.execute, ["COMMIT"])
    ending.start()
    assert EnquiryRepository(engine).keep(enquiry(), "a")
    ending.join()
    other.close()
    engine.dispose()


def test_sqlite_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    migrate(engine_of(f"sqlite:///{tmp_path / 'portal.sqlite3'}"))
    engine = engine_of(f"sqlite:///file:{tmp_path / 'portal.sqlite3'}?mode=ro&uri=true")
    began = time.monotonic()
    with pytest.raises(OperationalError, match="readonly"):
        EnquiryRepository(engine).keep(enquiry(), "a")
    assert time.monotonic() - began < database.PATIENCE / 2
    engine.dispose()


def test_a_file_that_cannot_be_made_is_a_database_that_does_not_answer() -> None:
    assert not answers(engine_of("sqlite:////proc/no/such/portal.sqlite3"))


def test_a_fault_of_the_database_repeats_nothing_that_a_visitor_wrote(empty: Engine) -> None:
    migrate(empty)
    EnquiryRepository(empty).keep(enquiry(), "a")
    with pytest.raises(DBAPIError) as fault:
        EnquiryRepository(empty)._write(empty.connect(), enquiry(message="the secret of the house"), "a", "AAAAA-AAAAA")
    assert "INSERT INTO enquiry" in str(fault.value)
    assert "secret" not in str(fault.value)


def test_sqlite_is_durable_and_keeps_no_erased_words(tmp_path: Path) -> None:
    engine = engine_of(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    migrate(engine)
    repository = EnquiryRepository(engine)
    reference = repository.keep(enquiry(message="the secret of the house " * 40), "a")
    assert b"secret of the house" in (tmp_path / "portal.sqlite3-wal").read_bytes()
    repository.delete(reference)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    for file in (tmp_path / "portal.sqlite3", tmp_path / "portal.sqlite3-wal"):  # while others have it open
        assert b"secret of the house" not in file.read_bytes()
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert b"secret of the house" not in (tmp_path / "portal.sqlite3").read_bytes()


def test_postgresql_that_goes_away_for_a_moment_is_found_again(postgresql: Cluster) -> None:
    engine = engine_of(postgresql.address("migrated"))
    assert answers(engine)
    with engine.connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert answers(engine)
    engine.dispose()


def test_without_postgresql_the_tests_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "PROGRAMS", tmp_path)
    with pytest.raises(FileNotFoundError, match="apt-get install postgresql"), databases.cluster():
        pass
