"""Visitors who write: how long each waits until the enquiry is stored, a flood, and what survives kills."""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rows import Row, at
from serving import free_port

from portal.enquiries.database import engine_of, migrate
from portal.enquiries.outbox import Outbox
from tests.databases import cluster
from tests.killing import Plan, run
from tests.portals import Sender, environment, mail_process, wait_until, web

SENDERS, BESIDE_A_FLOOD, FLOODING = 50, 20, 4
#: Milliseconds in which 95 of 100 are to have their answer.
TARGET = 150


@contextlib.contextmanager
def databases() -> Iterator[list[tuple[str, Path, str]]]:
    """Both, empty but for their tables: a name, a folder for what is written beside, and the address."""
    with tempfile.TemporaryDirectory() as folder, cluster() as postgresql:
        found = []
        for name in ("SQLite", "PostgreSQL"):
            own = Path(folder, name)
            own.mkdir()
            address = f"sqlite:///{own / 'portal.sqlite3'}" if name == "SQLite" else postgresql.create("bench")
            found.append((name, own, address))
        yield found


@contextlib.contextmanager
def site(folder: Path, address: str) -> Iterator[tuple[int, Path]]:
    """The portal with two workers that also deliver: its port, and the mail server's journal."""
    engine, port, journal = engine_of(address), free_port(), folder / "journal"
    migrate(engine)
    engine.dispose()
    journal.touch()
    with mail_process(journal) as smtp, web(environment(address, smtp, DELIVERY="web"), port, folder / "web.log"):
        yield port, journal


@dataclass
class Waits:
    """The answers to a visitor's enquiries: the milliseconds until each that was stored, and the other answers."""

    stored: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def send(self, sender: Sender, message: str) -> None:
        if not sender.token:
            sender.open_form()
        begun = time.perf_counter()
        status, _reference = sender.send(message)
        if status == 303:
            self.stored.append((time.perf_counter() - begun) * 1000)
        else:
            self.refused.append(status)


def one_a_second(port: int, number: int, count: int, seconds: int) -> Waits:
    """One visitor of so many, at an address of their own, whatever the others do."""
    sender, waits = Sender(port, f"127.0.0.{number + 2}"), Waits()
    sender.open_form()
    begin = time.perf_counter() + number / count
    for second in range(seconds):
        time.sleep(max(0.0, begin + second - time.perf_counter()))
        waits.send(sender, f"Visitor {number}, enquiry {second}: we build houses of wood, where could we begin?")
    sender.close()
    return waits


def together(port: int, count: int, seconds: int) -> Waits:
    """The answers to all of them."""
    with ThreadPoolExecutor(count) as pool:
        each = list(pool.map(lambda number: one_a_second(port, number, count, seconds), range(count)))
    return Waits([one for own in each for one in own.stored], [one for own in each for one in own.refused])


def sender_rows(seconds: int) -> Iterator[Row]:
    """Fifty visitors, each from an address of their own and once a second; letters go out meanwhile."""
    with databases() as found:
        for name, folder, address in found:
            with site(folder, address) as (port, journal):
                waits = together(port, SENDERS, seconds)
                begun = time.perf_counter()
                engine = engine_of(address)
                wait_until(lambda engine=engine: not Outbox(engine, "nobody").waiting(), 120)  # type: ignore[misc]
                later = time.perf_counter() - begun
                engine.dispose()
                gone = {json.loads(line)["id"] for line in journal.read_text().splitlines()}
            slow, all_ = at(0.95, waits.stored), SENDERS * seconds
            words = f"{slow:.0f} ms; median {statistics.median(waits.stored):.0f}, slowest {max(waits.stored):.0f}"
            yield Row(f"{SENDERS} senders, {name}: stored answer p95", f"< {TARGET} ms", words, slow < TARGET)
            words = f"{len(waits.stored):,} stored, {len(gone):,} delivered, the last {later:.0f} s later"
            yield Row(
                "   every enquiry stored and delivered", f"{all_:,}", words, len(waits.stored) == len(gone) == all_
            )


def flood(port: int, ended: threading.Event) -> Waits:
    """One connection of an address that sends as fast as it can."""
    sender, waits = Sender(port, "127.0.0.200"), Waits()
    sender.open_form()
    while not ended.is_set():
        waits.send(sender, f"{time.perf_counter()} buy!")
    sender.close()
    return waits


def flood_rows(seconds: int) -> Iterator[Row]:
    """The same with a flood from one address beside it."""
    with databases() as found:
        for name, folder, address in found:
            with site(folder, address) as (port, _journal), ThreadPoolExecutor(FLOODING) as pool:
                ended = threading.Event()
                flooding = [pool.submit(flood, port, ended) for _ in range(FLOODING)]
                waits = together(port, BESIDE_A_FLOOD, seconds)
                ended.set()
                floods = [one.result() for one in flooding]
            stored = sum(len(one.stored) for one in floods)
            answers = [status for one in floods for status in one.refused]
            slow, all_ = at(0.95, waits.stored), BESIDE_A_FLOOD * seconds
            words = (
                f"{stored} stored, {answers.count(429):,} throttled, {len(answers) - answers.count(429)} other answers"
            )
            throttled = {*answers} == {429} and stored < len(answers)
            yield Row(f"flood from one address, {name}", "429", words, throttled)
            words = f"{slow:.0f} ms; {len(waits.stored):,} of {all_:,} stored"
            served = len(waits.stored) == all_
            yield Row(f"   {BESIDE_A_FLOOD} others beside it: all served, p95", f"{all_:,}", words, served)


def kill_rows(enquiries: int) -> Iterator[Row]:
    """Enquiries while web processes and couriers are killed, at a mail server that refuses, stalls, drops and loses."""
    plan = Plan(enquiries, kills=20, addresses=400, at_once=16, lease=60, stall=6.0, patience=1800)
    with databases() as found:
        for name, folder, address in found:
            engine = engine_of(address)
            migrate(engine)
            engine.dispose()
            outcome = run(plan, address, folder, free_port())
            words = (
                f"{len(outcome.acknowledged):,} acknowledged, {len(outcome.stored):,} stored, "
                f"{len(outcome.ids):,} delivered in {outcome.seconds:.0f} s"
            )
            killed = f"{outcome.killed.count('web')} web, {outcome.killed.count('worker')} workers"
            yield Row(f"kills, {name}: all stored and delivered", f"{enquiries:,}", words, not outcome.faults)
            bound = len(outcome.killed) + outcome.lost_replies
            words = f"{outcome.repeats}; killed {killed}; replies lost {outcome.lost_replies}"
            yield Row("   repeats, each with the same Message-ID", f"≤ {bound}", words, outcome.repeats <= bound)
            for fault in outcome.faults:
                yield Row("   fault", "none", fault, good=False)
