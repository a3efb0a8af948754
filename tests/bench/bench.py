"""Measures the numbers that the portal is to reach, and prints them beside what they are to be.

    make bench                                    everything, about half an hour
    python tests/bench/bench.py --quick           each once and briefly, to see that it works
    python tests/bench/bench.py readers answers   only these measurements
    make bench against=COMMIT                     this checkout beside another commit, by turns; 1 where it is worse

Only this machine is asked. It is a benchmark and no test: look at it on a quiet machine.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from against import compare  # noqa: E402
from answers import Server, answer_rows  # noqa: E402
from browsers import choice_rows, chromium, page_rows  # noqa: E402
from growth import growth_rows  # noqa: E402
from machine import machine_rows  # noqa: E402
from readers import reader_rows, saturation_rows  # noqa: E402
from rows import HEAD, Row  # noqa: E402
from senders import flood_rows, kill_rows, sender_rows  # noqa: E402
from strain import soak_rows, strain_rows  # noqa: E402

from portal.settings import Settings  # noqa: E402


def in_a_browser(quick: bool) -> Iterator[Row]:
    """What a visitor sees, and when."""
    with chromium() as browser:
        yield from choice_rows(browser, 1 if quick else 5)
        yield from page_rows(browser, 1 if quick else 5)


#: Everything that is measured, by the name that chooses it.
MEASUREMENTS: dict[str, Callable[[bool], Iterator[Row]]] = {
    "machine": lambda quick: machine_rows(1 if quick else 5),
    "readers": lambda quick: reader_rows(5 if quick else 20),
    "saturation": lambda quick: saturation_rows(2 if quick else 8),
    "answers": lambda quick: answer_rows(Server.started(Settings()), 10 if quick else 1),
    "senders": lambda quick: sender_rows(5 if quick else 30),
    "flood": lambda quick: flood_rows(5 if quick else 20),
    "kills": lambda quick: kill_rows(1_000 if quick else 10_000),
    "strain": lambda quick: strain_rows(4 if quick else 20),
    "soak": lambda quick: soak_rows(30 if quick else 360),
    "growth": growth_rows,
    "browser": in_a_browser,
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="each once and briefly")
    options.add_argument("chosen", nargs="*", metavar="measurement", help=", ".join(MEASUREMENTS))
    options.add_argument("--against", metavar="COMMIT", help="compare with another commit instead, by turns")
    given = options.parse_args()
    if unknown := set(given.chosen) - set(MEASUREMENTS):
        options.error(f"no such measurement: {', '.join(sorted(unknown))}")
    os.environ.setdefault("PORTAL_TODAY", "2026-11-23")
    logging.disable()
    if given.against:
        sys.exit(0 if compare(given.against, given.quick) else 1)
    print(HEAD, flush=True)
    for name in given.chosen or MEASUREMENTS:
        for row in MEASUREMENTS[name](given.quick):
            print(row, flush=True)


if __name__ == "__main__":
    main()
