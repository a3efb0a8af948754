"""Files that are made in a process of their own: the same files, and what becomes of one that breaks it."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.exports.file_request import Export
from portal.file_formats import file_formats
from portal.pages.page import MissingError
from portal.server import file_process
from portal.server.file_process import FileProcess, NotMadeError
from portal.settings import ROOT
from portal.urls import Address

TODAY = dt.date(2026, 11, 23)


def asked(about: str, form: str = "png") -> Address:
    return Address("city", "fi", about, form=form)


class Breaking:
    """Makes files that say who made them, or does worse."""

    def query_of(self, address: Address, args: Mapping[str, str]) -> dict[str, str]:
        return dict(args)

    def make(self, address: Address, query: Mapping[str, str], today: dt.date) -> Export:
        if address.about == "missing":
            raise MissingError("missing")
        if address.about == "faulty":
            raise OSError("disk full")
        if address.about == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        if address.about == "slow":
            time.sleep(60)
        if address.about == "heavy":
            self.held = b"x" * 50_000_000
        return Export(str(os.getpid()).encode(), "text/plain", "a.txt")


def started(path: str) -> None:
    """What runs in the processes of these tests: one thread only, as a web process has when it starts."""
    making = FileProcess(Breaking())
    making.start()
    globals()[path](making)
    making.stop()
    print("good")


def run(name: str) -> None:
    code = f"import sys; sys.path.insert(0, 'tests/server'); from test_file_process import started; started({name!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "good\n", done.stderr


def make(making: FileProcess, about: str, form: str = "png") -> int:
    return int(making.make(asked(about, form), {}, TODAY).content)


def another_process(making: FileProcess) -> None:
    first = make(making, "rauma")
    assert first != os.getpid()
    assert make(making, "rauma") == first
    assert {make(making, "rauma", form) for form, one in file_formats().items() if one.cheap} == {os.getpid()}


def faults(making: FileProcess) -> None:
    with pytest.raises(MissingError):
        make(making, "missing")
    with pytest.raises(RuntimeError, match="disk full"):
        make(making, "faulty")


def death(making: FileProcess) -> None:
    with pytest.raises(NotMadeError):
        make(making, "deadly")
    assert make(making, "rauma") != os.getpid()


def slowness(making: FileProcess) -> None:
    file_process.LONGEST = 1
    again = FileProcess(Breaking())
    again.start()
    with pytest.raises(NotMadeError):
        make(again, "slow")
    assert make(again, "rauma") != os.getpid()


def growth(making: FileProcess) -> None:
    file_process.GROWTH = 10_000_000
    again = FileProcess(Breaking())
    again.start()
    first = make(again, "rauma")
    assert make(again, "heavy") == first
    assert make(again, "rauma") != first


def end(making: FileProcess) -> None:
    pid = make(making, "rauma")
    making.stop()
    until = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_heavy_files_are_made_in_another_process_and_light_ones_here() -> None:
    run("another_process")


def test_a_file_that_is_not_there_and_a_fault_are_told_as_if_it_were_made_here() -> None:
    run("faults")


def test_when_the_process_dies_the_next_file_is_made_by_another() -> None:
    run("death")


def test_a_file_that_takes_too_long_is_given_up() -> None:
    run("slowness")


def test_a_process_that_has_grown_makes_room_for_a_fresh_one() -> None:
    run("growth")


def test_the_processes_end_with_the_one_that_asks() -> None:
    run("end")


def test_every_form_crosses_the_pipe_as_it_is() -> None:
    """Files made in the other process, which has no request, they have the same bytes."""
    script = """
import datetime as dt, pickle, sys
from portal.exports.files import Files
from portal.domain.profile import load_portal
from portal.server.file_process import FileProcess
from portal.urls import Address
from tests.made_up_site import country_settings
settings = country_settings()
files = Files(load_portal(settings), settings.assets / "portal.css")
making = FileProcess(files)
making.start()
today = dt.date(2026, 11, 23)
for address, query in [
    (Address("city", "fi", "rauma", form="pdf"), {}), (Address("compare", "sv", form="pptx"), {"c": "rauma,raahe"}),
    (Address("indicator", "en", "population", form="png"), {"view": "map"}),
    (Address("indicator", "fi", "population", form="json"), {}), (Address("city", "sv", "rauma", form="csv"), {}),
]:
    assert making.make(address, query, today) == files.make(address, query, today), address
print("good")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stdout == "good\n", done.stderr
