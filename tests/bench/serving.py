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
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORTAL = "portal.server:create_app()"
WORKERS = 2
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


@contextlib.contextmanager
def gunicorn(app: str, path: str, folder: Path, *, limited: bool = False) -> Iterator[tuple[str, int, float]]:
    """A server of its own: its address, its process and how long it took until it answered.

    All who measure come from one address, so what one address may ask for is limited only where that is measured.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(folder), "--config", str(ROOT / "gunicorn.conf.py")]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error", app]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | ({} if limited else UNLIMITED)
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
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
