"""Servers to be measured: started for it, asked, and stopped."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORTAL = "portal.server.app:create_app()"
WORKERS = 2
#: What an operator may have set here: a server with an environment of its own does without.
OPERATORS = ("PORTAL_", "SMTP_URL", "MAIL_FROM", "WEB_CONCURRENCY", "PORT", "SECRET_KEY")
UNLIMITED = {"PORTAL_ANSWER_LIMIT": "off", "PORTAL_FILE_LIMIT": "off"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@dataclass(frozen=True)
class Home:
    """The checkout that a server is started from, its Python, and what is set in its environment."""

    root: Path = ROOT
    python: str = sys.executable
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> str:
        """A command of this checkout's Python: what it prints."""
        command = [self.python, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=self.root, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} in {self.root}\n{done.stdout}{done.stderr}")
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: its own code comes before any other."""
        given = {name: text for name, text in os.environ.items() if not (self.environ and name.startswith(OPERATORS))}
        return given | {"PYTHONPATH": str(self.root)} | dict(self.environ)


@contextlib.contextmanager
def gunicorn(
    app: str, path: str, folder: Path, home: Home | None = None, *, limited: bool = False
) -> Iterator[tuple[str, int, float]]:
    """A server of its own: its address, its process and how long it took until it answered.

    All who measure come from one address, so what one address may ask for is limited only where that is measured.
    """
    home = home or Home()
    port = free_port()
    command = [home.python, "-m", "gunicorn", "--chdir", str(folder), "--config", str(home.root / "gunicorn.conf.py")]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error", app]
    environment = home.environment | ({} if limited else UNLIMITED)
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=home.root, stderr=subprocess.DEVNULL)
    try:
        while not answers(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit(f"{app} does not start: {' '.join(command)}")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def workers(pid: int) -> list[int]:
    """The processes that answer."""
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu(pid: int) -> float:
    """The milliseconds of CPU that the processes which answer have taken so far, threads that live together."""
    spent = (Path(task, "schedstat") for worker in workers(pid) for task in Path(f"/proc/{worker}/task").iterdir())
    return sum(int(file.read_text().split()[0]) for file in spent) / 1e6


def memory(pid: int | str, name: str = "Rss") -> float:
    """What a process holds in megabytes: Rss with all that it shares, Pss with its part of what is shared."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(rf"^{name}:\s+(\d+)", text, re.M)[0]) / 1024


def visit_all(url: str, seconds: float = math.inf) -> None:
    """Ask for every page of the site map twice, so that both workers have most of them; or as many as there is time."""
    until = time.monotonic() + seconds
    with urllib.request.urlopen(f"{url}/sitemap.xml") as response:
        places = re.findall(r"<loc>https?://[^/]+(.*?)</loc>", response.read().decode())
    for place in places * 2:
        if time.monotonic() < until:
            answers(url + place)


def wrk(url: str, seconds: int, script: Path | None = None, arguments: Sequence[str] = ()) -> float:
    """Requests a second over sixteen connections; the program ends where an answer is no answer."""
    asking = ["-s", str(script), url, "--", *arguments] if script else [url]
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-H", "Accept-Encoding: br", *asking]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "Non-2xx" in done.stdout:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0])
