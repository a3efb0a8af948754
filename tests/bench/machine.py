"""What the machine notices: start-up, memory, and cached pages each second."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator

from apps import PAGE
from rows import Row
from serving import HERE, PORTAL, ROOT, gunicorn, memory, visit_all, workers, wrk


def machine_rows(rounds: int) -> Iterator[Row]:
    """Start-up, memory, and requests each second."""
    starts = []
    for _round in range(rounds):
        with gunicorn(PORTAL, "/healthz", ROOT) as (_url, _pid, seconds):
            starts.append(seconds)
    start = statistics.median(starts)
    yield Row("start-up until the first answer", "< 3 s", f"{start:.2f} s", start < 3)
    with gunicorn(PORTAL, PAGE, ROOT) as (url, pid, _seconds):
        yield from kept_rows(url, rounds)
        visit_all(url)
        resident = max(memory(worker) for worker in workers(pid))
        own = max(memory(worker, "Pss") for worker in workers(pid))
        yield Row("memory of a worker, all pages kept", "< 200 MB", f"{resident:.0f} MB", resident < 200)
        yield Row("   its share of what is shared counted once", "", f"{own:.0f} MB")


def kept_rows(url: str, rounds: int) -> Iterator[Row]:
    """A cached page beside a Flask view of the same bytes, by turns."""
    if not shutil.which("wrk"):
        yield Row("cached page, requests a second", "≥ 2,500", "no wrk here: apt-get install wrk")
        return
    with gunicorn("apps:view()", "/", HERE) as (other, _pid, _started):
        pairs = [(wrk(url + PAGE, 4), wrk(other + "/", 4)) for _round in range(rounds)]
    kept, view = (statistics.median(values) for values in zip(*pairs, strict=True))
    yield Row("cached page, requests a second", "≥ 2,500", f"{kept:,.0f}", kept >= 2500)
    yield Row("cached page ÷ Flask view of the same bytes", "≥ 0.9", f"{kept / view:.2f}", kept >= 0.9 * view)
