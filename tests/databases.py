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
    """A server; it listens in its folder alone, so it is in nobody's way. Without `durable` it waits for no disk."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self._durable = durable
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again after it was killed."""
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
        options += ["-c", "max_connections=200", *([] if self._durable else ["-c", "fsync=off"])]
        command = [programs() / "postgres", "-D", self.folder / "data", *options]
        with (self.folder / "log").open("a") as log:
            self._server = subprocess.Popen(command, user=_user(), cwd=self.folder, stderr=log)
        _wait(self, self._server)

    def end(self, number: int = signal.SIGQUIT) -> None:
        """End it at once; with SIGKILL as a machine does that fails."""
        if self._server:
            if number == signal.SIGKILL:
                for process in self.processes():
                    _signal(process, number)
            self._server.send_signal(number)
            self._server.wait(timeout=60)

    def processes(self) -> list[int]:
        """The server's own process and those that it has made for whoever talks to it."""
        assert self._server
        own = self._server.pid
        return [own, *map(int, Path(f"/proc/{own}/task/{own}/children").read_text().split())]

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """For some time it accepts connections, since the kernel does, and says nothing."""
        processes = self.processes()
        for process in processes:
            _signal(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes[::-1]:
                _signal(process, signal.SIGCONT)

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
    if user := _user():
        shutil.chown(folder, user, user)
    init = [bin_ / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    made = subprocess.run([*init, "--no-sync"], user=user, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(f"initdb fails:\n{made.stderr}")
    started = Cluster(folder, durable=durable)
    try:
        started.start()
        yield started
    finally:
        started.end()
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    return USER if os.geteuid() == 0 else None


def _signal(process: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


POOLER = Path("/usr/sbin/pgbouncer")
NO_POOLER = (
    "PgBouncer is not here, and enquiries are tested behind it: run `make test`, or `apt-get install pgbouncer`."
)


@contextlib.contextmanager
def pooler(cluster: Cluster, sessions: int = 2) -> Iterator[Path]:
    """PgBouncer before a server, with a few sessions that it lends for a transaction each: its socket's folder.

    Raises FileNotFoundError.
    """
    if not POOLER.exists():
        raise FileNotFoundError(NO_POOLER)
    folder = cluster.folder / "pooler"
    folder.mkdir()
    settings = f"""
[databases]
* = host={cluster.folder} user={USER}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {sessions}
max_client_conn = 200
pidfile = {folder}/pid
logfile = {folder}/log
"""
    (folder / "pgbouncer.ini").write_text(settings)
    if user := _user():
        shutil.chown(folder, user, user)
    server = subprocess.Popen(
        [POOLER, "-q", folder / "pgbouncer.ini"], user=user, cwd=folder, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for_file(folder / ".s.PGSQL.6432", server)
        yield folder
    finally:
        server.terminate()
        server.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_file(file: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while not file.exists():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{server.args!r} does not start")
        time.sleep(0.05)


def _wait(started: Cluster, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            psycopg.connect(started.address("postgres")).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start:\n{(started.folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return
