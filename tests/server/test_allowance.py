"""How much one client may ask for: in one process, and in several that share a store."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.server import allowance
from portal.server.allowance import Allowance

MISSING = "Redis is not here, and shared limits are tested on it: run `make test`, or `apt-get install redis-server`."
LIMITS = {"answers": "3 per hour", "files": "off"}


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Debian's Redis in a folder of its own."""
    program = shutil.which("redis-server")
    assert program, MISSING
    socket = tmp_path / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not socket.exists():
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        yield server
    finally:
        server.send_signal(signal.SIGCONT)
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def address(redis: Any, tmp_path: Path) -> str:
    return f"redis+unix://{tmp_path / 'redis.sock'}?db=0"


def test_each_client_has_its_own_allowance_and_is_told_how_long_to_wait() -> None:
    one = Allowance(LIMITS, "secret")
    assert [one.spend("answers", "a") for _ in range(3)] == [0, 0, 0]
    assert 1 <= one.spend("answers", "a") <= 3600
    assert one.spend("answers", "b") == 0
    assert [one.spend("files", "a") for _ in range(50)] == [0] * 50


def test_hosts_count_together_where_they_share_a_store(address: str, redis: Any, tmp_path: Path) -> None:
    hosts = [Allowance(LIMITS, "secret", address) for _ in range(2)]
    assert [host.spend("answers", "203.0.113.7") for host in [*hosts, hosts[0]]] == [0, 0, 0]
    assert all(host.spend("answers", "203.0.113.7") for host in hosts)
    held = subprocess.run(
        ["redis-cli", "-s", tmp_path / "redis.sock", "keys", "*"], capture_output=True, text=True, check=True
    ).stdout
    assert "portal" in held
    assert "203.0.113" not in held


def test_a_store_that_stops_is_left_alone_and_each_process_counts(
    address: str, redis: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(allowance, "PATIENCE", 0.05)
    host = Allowance(LIMITS, "secret", address)
    assert host.spend("answers", "a") == 0
    redis.send_signal(signal.SIGSTOP)
    assert [bool(host.spend("answers", "a")) for _ in range(4)] == [False, False, False, True]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_a_store_that_is_away_when_the_site_starts_stops_nothing(tmp_path: Path) -> None:
    host = Allowance(LIMITS, "secret", f"redis+unix://{tmp_path / 'nothing.sock'}?db=0")
    assert host.spend("answers", "a") == 0


@pytest.mark.parametrize("store", ["nonsense", "redi://host", "http://host", ""])
def test_what_is_no_store_is_told_at_once(store: str) -> None:
    with pytest.raises(ValueError, match="store"):
        Allowance(LIMITS, "secret", store)


@pytest.mark.parametrize("limit", ["many", "10", "", "10 per century", "0 per hour"])
def test_what_is_no_limit_is_told_at_once(limit: str) -> None:
    with pytest.raises(ValueError, match="no limit"):
        Allowance({"answers": limit}, "secret")
