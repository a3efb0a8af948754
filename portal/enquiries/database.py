"""The database: SQLite on a laptop, PostgreSQL elsewhere; and its migrations."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from portal.enquiries.tables import letters

MIGRATIONS = Path(__file__).parent / "migrations"
#: Seconds to wait for SQLite's one writer, and for PostgreSQL to answer.
PATIENCE = 10
#: Milliseconds between looks at whether SQLite's writer has finished.
LOOK = 4
_turn = threading.Lock()
#: The lock of whoever migrates, a number that nothing else in the database uses.
MIGRATING = 7_306_001
#: Marks a connection that writes nothing.
READS = "portal_reads"


class BadAddressError(ValueError):
    """DATABASE_URL is no address of a database that we know."""


def engine_of(address: str) -> Engine:
    """What talks to the database at an address; nothing is opened yet, and no fault tells what somebody wrote.

    Raises BadAddressError.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadAddressError from None
    kind = url.drivername.split("+")[0]
    if kind == "sqlite":
        return _sqlite(url.set(drivername="sqlite"))
    if kind in ("postgres", "postgresql"):  # the first is what several PaaS write
        known = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000}
        url = url.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_pre_ping=True, connect_args=known, hide_parameters=True)
    raise BadAddressError


def _sqlite(url: Any) -> Engine:
    """SQLite as several processes need it: writers wait for one another, and what is acknowledged is on the disk."""
    if url.database:
        with suppress(OSError):  # whoever opens the file is told
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def opened(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and then lose the race
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(READS):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_to_write(connection)

    return engine


def _begin_to_write(connection: Connection) -> None:
    """Wait for the file's one writer, looking often: SQLite itself looks ten times a second, and who waits starves."""
    until = time.monotonic() + PATIENCE
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {LOOK}")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if not _busy(error) or time.monotonic() > until:
                    raise
            else:
                return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE * 1000}")


def _busy(error: OperationalError) -> bool:
    """Whether another one writes: a file that cannot be written at all is not worth a second look."""
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return int(code) & 0xFF == sqlite3.SQLITE_BUSY  # the upper bits tell more about it


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: whole or not at all. In SQLite the threads of a process queue up for it."""
    with _turn if engine.dialect.name == "sqlite" else nullcontext(), engine.begin() as connection:
        yield connection


def reading(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that writes nothing: in SQLite it waits for no writer."""
    return engine.execution_options(**{READS: True}).begin()


def migrate(engine: Engine) -> None:
    """Bring the tables to what this version of the portal expects."""
    from alembic import command  # noqa: PLC0415  (needed by the release alone)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # two releases at once: the second finds everything done
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def answers(engine: Engine) -> bool:
    """Whether the database can be reached and has our tables."""
    try:
        with reading(engine) as connection:
            connection.execute(letters.select().limit(1))
    except SQLAlchemyError:
        return False
    return True
