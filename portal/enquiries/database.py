"""The database: SQLite on a laptop, PostgreSQL elsewhere; and its migrations."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError, TimeoutError

from portal.enquiries.patience import left, within

MIGRATIONS = Path(__file__).parent / "migrations"
#: Seconds that a transaction may take, from the wait for a connection or for SQLite's one writer to the commit.
PATIENCE = 3.0
#: Seconds that a connection may take to be made where no transaction waits for it.
CONNECTING = 10
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
    except (ArgumentError, ValueError):  # the second repeats what it takes for a port
        raise BadAddressError from None
    kind = url.drivername.split("+")[0]
    if kind == "sqlite":
        if url.database in (None, "", ":memory:") or url.query.get("mode") == "memory":  # gone with the process
            raise BadAddressError
        return _sqlite(url.set(drivername="sqlite"))
    if kind in ("postgres", "postgresql"):  # the first is what several PaaS write
        if not _whole(url, address):
            raise BadAddressError
        return _postgresql(url.set(drivername="postgresql+psycopg"))
    raise BadAddressError


def _postgresql(url: URL) -> Engine:
    """PostgreSQL, also behind a pooler that gives each transaction another session: nothing is left behind in one."""
    from portal.enquiries.patient_connection import connect  # noqa: PLC0415  (the driver, where it is used)

    known = {"connect_timeout": CONNECTING, "tcp_user_timeout": CONNECTING * 1000, "prepare_threshold": None}
    try:
        engine = create_engine(url, pool_pre_ping=True, pool_timeout=PATIENCE, connect_args=known, hide_parameters=True)
        engine.dialect.create_connect_args(url)
    except (ArgumentError, ValueError):
        raise BadAddressError from None

    @event.listens_for(engine, "do_connect")
    def connecting(_dialect: Any, _record: Any, arguments: Any, parameters: Any) -> Any:
        return connect(*arguments, **parameters)

    return engine


def _whole(url: URL, address: str) -> bool:
    """Whether the address was read as it was meant.

    An unencoded @, / or ? in a password cuts it short, and its rest would be taken for the host, the name or an
    option, which error messages repeat.
    """
    from psycopg import pq  # noqa: PLC0415  (the driver, where it is used)

    options = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    return (
        re.fullmatch(r"[\w.:,%-]*", url.host or "") is not None
        and not set(url.database or "") & set("@/?#")
        and set(url.query) <= options
        and all("=" in part for part in address.partition("?")[2].split("&") if part)
    )


def _sqlite(url: Any) -> Engine:
    """SQLite as several processes need it: writers wait for one another, and what is acknowledged is on the disk."""
    if url.database:
        with suppress(OSError):  # whoever opens the file is told
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, pool_timeout=PATIENCE, hide_parameters=True)

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
    seconds = left()
    until = time.monotonic() + (PATIENCE if seconds is None else seconds)
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
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")


def _busy(error: OperationalError) -> bool:
    """Whether another one writes: a file that cannot be written at all is not worth a second look."""
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return int(code) & 0xFF == sqlite3.SQLITE_BUSY  # the upper bits tell more about it


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, whole or not at all, in a bounded time. Raises SQLAlchemyError."""
    with within(PATIENCE), _in_turn(engine), engine.begin() as connection:
        _bound(connection, PATIENCE)
        yield connection


@contextmanager
def reading(engine: Engine, patience: float | None = None) -> Iterator[Connection]:
    """A transaction that writes nothing: in SQLite it waits for no writer. Raises SQLAlchemyError."""
    seconds = PATIENCE if patience is None else patience
    with within(seconds), engine.execution_options(**{READS: True}).begin() as connection:
        _bound(connection, seconds)
        yield connection


@contextmanager
def _in_turn(engine: Engine) -> Iterator[None]:
    """In SQLite the threads of a process queue up to write, for as long as the deadline lets them."""
    if engine.dialect.name != "sqlite":
        yield
        return
    seconds = left()
    if not _turn.acquire(timeout=PATIENCE if seconds is None else seconds):
        raise TimeoutError("others write to the database")
    try:
        yield
    finally:
        _turn.release()


def _bound(connection: Connection, seconds: float) -> None:
    """Let PostgreSQL give up a transaction that stalls, for this transaction alone: a pooler hands its session on.

    Whoever dies in the middle of one holds its locks no longer than that.
    """
    if connection.dialect.name != "postgresql":
        return
    bounds = {"statement_timeout": seconds, "lock_timeout": seconds, "idle_in_transaction_session_timeout": 2 * seconds}
    settings = [func.set_config(name, f"{int(1000 * bound)}ms", True) for name, bound in bounds.items()]
    connection.execute(select(*settings))


def forget(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, in which erased words would stay; False while somebody reads from it."""
    if engine.dialect.name != "sqlite":
        return True
    line = engine.raw_connection()  # in no transaction
    try:
        cursor = line.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = cursor.fetchone()
    except sqlite3.Error:
        return False
    finally:
        line.close()
    return found is not None and not found[0]


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


def cause(error: SQLAlchemyError) -> str:
    """What the database's driver said, in one line; it names no password."""
    said = str(getattr(error, "orig", None) or type(error).__name__)
    return " ".join(said.split())
