"""Enquiries while processes die: sent, delivered and counted, whatever is killed meanwhile."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from portal.enquiries.database import engine_of
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository
from tests.portals import Sender, deliver, environment, kill, mail_process, wait_until, web, workers

#: What the mail server does to letters beside accepting them.
SHARES = {
    "greylist": 0.01,
    "be busy": 0.005,
    "hang up politely": 0.005,
    "drop before the content": 0.005,
    "drop after the content": 0.005,
    "lose the reply": 0.003,
    "stall": 0.001,
}


@dataclass(frozen=True)
class Plan:
    """How many enquiries come from how many addresses, by so many at once, while so many processes die."""

    enquiries: int
    kills: int
    addresses: int
    at_once: int
    lease: int
    stall: float
    #: Seconds that everything may take.
    patience: float
    #: The town that is written to, and the folder of content that it is in: the portal's own where none is named.
    town: str = "rauma"
    data: Path | None = None
    #: Whether letters that were refused are made due now, as `portal enquiries retry` does.
    hurried: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of them."""

    town: str
    acknowledged: list[str]
    stored: dict[str, list[str]]
    accepted: list[dict[str, str]]
    killed: list[str]
    seconds: float

    @property
    def repeats(self) -> int:
        return len(self.accepted) - len(self.ids)

    @property
    def ids(self) -> set[str]:
        return {line["id"] for line in self.accepted}

    @property
    def lost_replies(self) -> int:
        return sum(not line["heard"] for line in self.accepted)

    @property
    def faults(self) -> list[str]:
        """Whatever is not as promised."""
        count = Counter(self.acknowledged)
        missing = [one for one in count if one not in self.stored]
        letters = {f"<{one.lower()}.{self.town}@localhost>" for one in self.stored}
        contents = {(line["id"], line["digest"]) for line in self.accepted}
        checks = {
            f"{len(missing)} acknowledged are not stored": bool(missing),
            "two enquiries have one reference": max(count.values(), default=1) > 1,
            f"{len(self.stored)} stored, {len(self.acknowledged)} acknowledged": len(self.stored) != len(count),
            f"{len(letters - self.ids)} letters are not delivered": bool(letters - self.ids),
            f"{len(self.ids - letters)} letters are of no enquiry": bool(self.ids - letters),
            "letters are not said to be sent": any(state != "sent" for one in self.stored.values() for state in one),
            f"{self.repeats} repeats": self.repeats > len(self.killed) + self.lost_replies,
            "a repeat differs from the first": len(contents) != len(self.ids),
        }
        return [fault for fault, holds in checks.items() if holds]


def run(plan: Plan, database_url: str, folder: Path, port: int, seed: int = 1) -> Outcome:
    """Send, kill, wait until everything is delivered, and count."""
    journal = folder / "journal"
    journal.touch()
    begun = time.monotonic()
    options = ("--shares", json.dumps(SHARES), "--seed", str(seed), "--stall", str(plan.stall))
    store = EnquiryRepository(engine_of(database_url))
    with mail_process(journal, *options) as smtp:
        data = {"PORTAL_DATA": str(plan.data)} if plan.data else {}
        env = environment(database_url, smtp, PORTAL_LEASE_SECONDS=str(plan.lease), **data)
        with web(env, port, folder / "web.log") as server, Killer(plan, server, env, journal, seed) as killer:
            with ThreadPoolExecutor(plan.at_once) as pool:
                acknowledged = list(pool.map(lambda part: send(plan, port, part, killer), range(plan.at_once)))
            wait_until(lambda: _delivered(store, plan, killer), plan.patience)
    stored = {one.reference: [letter.state for letter in one.letters] for one in store.every()}
    store.engine.dispose()
    accepted = [json.loads(line) for line in journal.read_text().splitlines()]
    taken = time.monotonic() - begun
    return Outcome(plan.town, [*itertools.chain(*acknowledged)], stored, accepted, killer.killed, taken)


def _delivered(store: EnquiryRepository, plan: Plan, killer: Killer) -> bool:
    if plan.hurried:
        store.retry()
    time.sleep(0.5)
    return not killer.to_come and not Outbox(store.engine, "nobody").waiting()


def send(plan: Plan, port: int, part: int, killer: Killer) -> list[str]:
    """One part of the enquiries, from its addresses in turn: the references that were acknowledged."""
    own = [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(part, plan.addresses, plan.at_once)]
    senders = [Sender(port, address) for address in own]
    found = []
    for number in range(part, plan.enquiries, plan.at_once):
        found.append(senders[number // plan.at_once % len(senders)].send_until_answered(f"Enquiry {number}", plan.town))
        killer.acknowledged.append(number)
    for sender in senders:
        sender.close()
    return found


class Killer(threading.Thread):
    """Runs two workers that deliver, and kills them and the web processes by chance."""

    def __init__(
        self, plan: Plan, server: subprocess.Popen[bytes], env: dict[str, str], journal: Path, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self.killed: list[str] = []
        self.acknowledged: list[int] = []
        self._server, self._env, self._journal, self._dice = server, env, journal, random.Random(seed)
        #: How many enquiries have come and letters gone when somebody dies.
        self.to_come = sorted(self._dice.uniform(0.02, 0.7) * 2 * plan.enquiries for _ in range(plan.kills))
        self._delivering = [self._deliver(), self._deliver()]
        self._ended = threading.Event()

    def _deliver(self) -> subprocess.Popen[bytes]:
        return deliver(self._env, self._journal.with_name("deliver.log"))

    def __enter__(self) -> Killer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self.join()
        for process in self._delivering:
            process.terminate()
        for process in self._delivering:
            process.wait(timeout=60)

    def run(self) -> None:
        """Look how far things are, twenty times a second."""
        gone = 0
        with self._journal.open("rb") as lines:
            while self.to_come and not self._ended.wait(0.05):
                gone += lines.read().count(b"\n")
                if len(self.acknowledged) + gone >= self.to_come[0]:
                    self._kill_one()
                    self.to_come.pop(0)

    def _kill_one(self) -> None:
        if self._dice.random() < 0.5:
            self.killed.append("web")
            kill(self._dice.choice(workers(self._server)))
            return
        self.killed.append("worker")
        victim = self._delivering.pop(self._dice.randrange(2))
        kill(victim.pid)
        victim.wait()
        self._delivering.append(self._deliver())
