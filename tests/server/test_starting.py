"""gunicorn as the Procfile starts it, with slips in the environment: it ends at once, with one line that says what."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import NUMBERS, ROOT, BadNumberError, number
from tests.small_data import write_small_data

COMMAND = [sys.executable, "-m", "portal", "serve"]


def start(data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A server that is expected to end by itself."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
    env = kept | {"PORTAL_DATA": str(data), "DATABASE_URL": f"sqlite:///{data.parent / 'p.sqlite3'}"} | environ
    return subprocess.run(COMMAND, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "abc"),
        ("PORTAL_THREADS", "-1"),
        ("PORT", "abc"),
        ("PORT", "70000"),
    ],
)
def test_a_number_that_is_none_ends_the_start_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode != 0
    _default, least, most = NUMBERS[name]
    cure = f"Write a whole number from {least} to {most}, or take it away."
    assert ended.stderr == f"Error: The portal cannot start. {name} is {value!r}. {cure}\n"


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("text", ["0", "-1", "x", " ", "1.5", "1e1", "9" * 99, "٣", "+2", "2 "])
def test_only_whole_numbers_within_the_limits_are_numbers(name: str, text: str) -> None:
    with pytest.raises(BadNumberError, match=name):
        number(name, {name: text})


@pytest.mark.parametrize("environ", [{}, {"PORT": ""}])
def test_a_number_that_is_not_set_has_its_default(environ: dict[str, str]) -> None:
    assert number("PORT", environ) == 8050


def test_content_that_is_broken_ends_the_start_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    ended = start(tmp_path / "data")
    assert ended.returncode != 0
    assert ended.stderr.startswith("The portal cannot start.\n")
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        ended = start(write_small_data(tmp_path), PORT=str(taken.getsockname()[1]))
    assert ended.returncode != 0
    assert "in use" in ended.stderr
    assert "Traceback" not in ended.stderr
