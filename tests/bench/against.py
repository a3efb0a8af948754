"""This checkout beside another commit, measured by turns in one run: nothing may be slower or heavier than before.

Each measure is taken of both, one after the other and in changing order, round after round. What counts is the median
of the rounds' ratios; how far the middle half of them lies apart is stated beside it, for that is the machine's noise.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from apps import PAGE
from browsers import chromium, visit
from commits import both, name_of
from playwright.sync_api import Browser
from questions import Form, fresh, room
from readers import Line, form_of
from serving import PORTAL, answers, cpu, gunicorn, wrk

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal, load_portal
from portal.settings import Settings
from portal.urls import PAGES

TOLERANCE = 0.05
#: An answer that nobody has asked for is asked of so many indicators in each round, so many seconds go to cached pages.
INDICATORS, SECONDS, ROUNDS = 8, 4, 7
QUICK_INDICATORS, QUICK_SECONDS, QUICK_ROUNDS = 2, 1, 1
#: More is worse, but for these.
MORE_IS_BETTER = ("cached page, requests a second",)
#: Of these a difference of one is a difference: they do not depend on the machine.
COUNTED = ("requests",)
WHAT_WIDTH = 52


@dataclass
class Side:
    """One of the two servers: its address, its process, and its questions' form."""

    url: str
    pid: int
    form: Form

    def spent(self, act: Callable[[], float]) -> tuple[float, float]:
        """What an act counts, and the CPU that the server took for each of them, in milliseconds."""
        before = cpu(self.pid)
        count = act()
        return count, (cpu(self.pid) - before) / count


@dataclass
class Measured:
    """What was measured of both, round by round: what -> (before, now) of each round."""

    rounds: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, before: Mapping[str, float], now: Mapping[str, float]) -> None:
        """One round; what only one of the two has is left out."""
        for what in before:
            if what in now:
                self.rounds[what].append((before[what], now[what]))

    def verdicts(self) -> list[Verdict]:
        """The table's lines."""
        return [Verdict.of(what, pairs) for what, pairs in self.rounds.items()]


@dataclass(frozen=True)
class Verdict:
    """A line of the table: both medians, now ÷ before as it grows worse, the noise, and whether it holds."""

    what: str
    before: float
    now: float
    ratio: float
    noise: float
    good: bool

    @classmethod
    def of(cls, what: str, pairs: list[tuple[float, float]]) -> Verdict:
        """The median of the rounds' ratios decides."""
        before, now = (statistics.median(values) for values in zip(*pairs, strict=True))
        ratios = [_worse(what, *pair) for pair in pairs]
        ratio = statistics.median(ratios)
        low, _middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratio, ratio, ratio)
        most = 1.0 if what.endswith(COUNTED) else 1 + TOLERANCE
        return cls(what, before, now, ratio, (high - low) / 2, ratio <= most)

    def __str__(self) -> str:
        mark = "✓" if self.good else "✗"
        figures = f"{self.before:>10,.2f}{self.now:>10,.2f}{self.ratio:>8.2f} ×{self.noise:>8.2f}"
        return f"{mark} {self.what:{WHAT_WIDTH}}{figures}"


HEAD = f"  {'':{WHAT_WIDTH}}{'before':>10}{'now':>10}{'worse by':>10}{'noise ±':>8}"


def _worse(what: str, before: float, now: float) -> float:
    """How many times as bad it is now."""
    if what in MORE_IS_BETTER:
        before, now = now, before
    return now / before if before else float(now > 0) + 1


Measure = Callable[[Side], dict[str, float]]


def by_turns(sides: tuple[Side, Side], measure: Measure, rounds: int, measured: Measured) -> None:
    """The same measure of both in each round, in changing order; the first round warms up and is not counted."""
    for number in range(-1 if rounds > 1 else 0, rounds):
        order = (0, 1) if number % 2 else (1, 0)
        found = {side: measure(sides[side]) for side in order}
        if number >= 0:
            measured.add(found[0], found[1])


def kept_page(seconds: int) -> Measure:
    """How many times a second a page that is kept is answered; nothing where there is no wrk."""

    def measure(side: Side) -> dict[str, float]:
        if not shutil.which("wrk"):
            return {}
        count, own = side.spent(lambda: wrk(side.url + PAGE, seconds) * seconds)
        return {MORE_IS_BETTER[0]: count / seconds, "cached page: ms of CPU": own}

    return measure


def unasked(keys: list[str]) -> Measure:
    """The CPU of an answer that nobody has asked for, by view, over some indicators: waits are the machine's own."""

    def measure(side: Side) -> dict[str, float]:
        line = Line(side.url)
        return {
            f"answer not asked before, {view}: ms of CPU": side.spent(lambda view=view: ask(side, line, view))[1]
            for view in CHART_TYPES
        }

    def ask(side: Side, line: Line, view: str) -> int:
        for key in keys:
            question = side.form.opened(PAGE, f"?i={key}&view={view}")
            line.post(room("fi"), fresh(question, time.monotonic_ns()))
        return len(keys)

    return measure


def painted(browser: Browser, pages: Mapping[str, str]) -> Measure:
    """What a visitor on a slow line waits for and is sent, by kind of page."""

    def measure(side: Side) -> dict[str, float]:
        found: dict[str, float] = {}
        for kind, path in pages.items():
            seen = visit(browser, side.url + path, quiet=True)
            found |= {f"{kind}: {what}": seen[name] or 0 for what, name in PAINTED.items()}
            found[f"{kind}: kB"] = seen["bytes"] / 1000
        found["explorer usable: ms"] = visit(browser, f"{side.url}{PAGE}#numbers", chart=True)["chart"]
        return found

    return measure


#: What is told of a page -> its name in the browser's notes.
PAINTED = {"first paint, ms": "fcp", "largest paint, ms": "lcp", "requests": "requests"}


def kinds(portal: Portal, sides: tuple[Side, Side]) -> dict[str, str]:
    """Each kind of page that both have -> an address of it."""
    town = next(iter(portal.cities))
    about = {"city": town, "key": portal.statistics.keys[0], "entry": next(iter(portal.content.entries))}
    found = {}
    for page, paths in PAGES.items():
        argument = next((name for name in about if f"<{name}>" in paths["fi"]), None)
        query = {"search": {"q": "satama"}, "compare": {"c": "140,684"}}.get(page)
        path = portal.addresses.path(page, "fi", about[argument] if argument else None, query)
        if all(answers(side.url + path) for side in sides):
            found[page] = path
        else:
            print(f"  {page}: {path} is not on both, so it is not compared", flush=True)
    return found


def compare(commit: str, quick: bool) -> bool:
    """Measure both, print the table, and say whether nothing is worse."""
    print(f"this checkout against {name_of(commit)}", flush=True)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with both(commit) as homes, ExitStack() as stack:
        started = [stack.enter_context(gunicorn(PORTAL, PAGE, home.root, home)) for home in homes]
        sides = [Side(url, pid, form_of(url)) for url, pid, _seconds in started]
        measured = _measured((sides[0], sides[1]), rounds, quick)
    verdicts = measured.verdicts()
    print(HEAD, *verdicts, sep="\n")
    worse = [verdict.what for verdict in verdicts if not verdict.good]
    print(f"{rounds} rounds by turns; worse by more than {TOLERANCE:.0%}: {', '.join(worse) or 'nothing'}.")
    return not worse


def _measured(sides: tuple[Side, Side], rounds: int, quick: bool) -> Measured:
    portal, measured = load_portal(Settings()), Measured()
    keys = portal.statistics.keys
    some = [*keys[:: max(1, len(keys) // (QUICK_INDICATORS if quick else INDICATORS))]]
    by_turns(sides, kept_page(QUICK_SECONDS if quick else SECONDS), rounds, measured)
    by_turns(sides, unasked(some), rounds, measured)
    with chromium() as browser:
        by_turns(sides, painted(browser, kinds(portal, sides)), rounds, measured)
    return measured
