"""The database: SQLite on a laptop, PostgreSQL elsewhere; and its migrations."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from portal.enquiries.tables import letters

MIGRATIONS = Path(__file__).parent / "migrations"
#: Seconds to wait for SQLite's one writer, and for PostgreSQL to answer.
PATIENCE = 10
#: The lock of whoever migrates, a number that nothing else in the database uses.
MIGRATING = 7_306_001
#: Marks a connection that writes nothing.
READS = "portal_reads"


class BadAddressError(ValueError):
    """DATABASE_URL is no address of a database that we know."""


def engine_of(address: str) -> Engine:
    """What talks to the database at an address; nothing is opened yet. Raises BadAddressError."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadAddressError from None
    kind = url.drivername.split("+")[0]
    if kind == "sqlite":
        return _sqlite(url.set(drivername="sqlite"))
    if kind in ("postgres", "postgresql"):  # the first is what several PaaS write
        known = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000}
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=known)
    raise BadAddressError


def _sqlite(url: Any) -> Engine:
    """SQLite as several processes need it: writers wait for one another, and what is acknowledged is on the disk."""
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def opened(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and then lose the race
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


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
