"""Databases to test on: Debian's PostgreSQL, started for one run in a folder of its own, and SQLite files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
#: As whom the server runs when we are root: it refuses to be root.
USER = "postgres"
MISSING = "PostgreSQL is not here, and enquiries are tested on it: run `make test`, or `apt-get install postgresql`."


def programs() -> Path:
    """The folder of the newest server that Debian has installed. Raises FileNotFoundError."""
    found = [folder for folder in PROGRAMS.glob("*/bin") if (folder / "initdb").exists()]
    if not found:
        raise FileNotFoundError(MISSING)
    return max(found, key=lambda folder: int(folder.parent.name))


class Cluster:
    """A running server; it listens in its folder alone, so it is in nobody's way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def address(self, name: str, scheme: str = "postgresql") -> str:
        """What DATABASE_URL says of a database."""
        return f"{scheme}://{USER}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """A new database, empty or with what another one holds; its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def empty(self, name: str) -> None:
        """Whoever still talks to a database is sent away, and its enquiries go."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute(others, [name])
            connection.execute("TRUNCATE enquiry, usage RESTART IDENTITY CASCADE")


@contextlib.contextmanager
def cluster(*, durable: bool = True) -> Iterator[Cluster]:
    """A server for one run. One that is not durable does not wait for the disk. Raises FileNotFoundError."""
    bin_ = programs()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    data = folder / "data"
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    init = [bin_ / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(init, user=user, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(f"initdb fails:\n{made.stderr}")
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=200"]
    options += [] if durable else ["-c", "fsync=off"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([bin_ / "postgres", "-D", data, *options], user=user, cwd=folder, stderr=log)
    try:
        _wait(Cluster(folder), server)
        yield Cluster(folder)
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: the folder goes too
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(started: Cluster, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(started.address("postgres")).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start:\n{(started.folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return
