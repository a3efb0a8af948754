"""Clients that mean no good, each in a process of its own: they must not slow the one that measures.

    python hostile.py URL KIND CONNECTIONS SECONDS

KIND is a way to hold connections (idle, heads, bodies, reading) or something costly to ask for (see PAGES).
"""

from __future__ import annotations

import contextlib
import json
import resource
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

#: The address that all of them come from; whoever measures has another one.
SOURCE = "127.0.0.66"
HEAD = b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: slow"
BODY = b"POST /en/contact HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 9999\r\n\r\nhalf"
#: Asked for again and again over one connection by a client that reads nothing.
LARGE = b"GET /en/indicators/population HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50
#: What a connection says after it has been opened; then it says nothing more.
HOLDING = {"idle": b"", "heads": HEAD, "bodies": BODY, "reading": LARGE}

TOWNS = ("iisalmi", "savonlinna", "raahe", "kristiinankaupunki", "heinola", "kauhajoki", "keuruu", "rauma", "kuusamo")
MUNICIPALITIES = ("005", "009", "010", "016", "018", "019", "020", "035", "043", "046", "047", "049", "050", "051")
CRITERIA = ("port", "rail", "freight", "airport", "campus", "workforce", "tertiary", "vocational", "swedish", "price")


def places(dice: Random) -> str:
    """Four to eight places: hardly two questions are the same."""
    return ",".join([*dice.sample(TOWNS, dice.randint(2, 4)), *dice.sample(MUNICIPALITIES, dice.randint(2, 4))])


def wish(dice: Random) -> str:
    """A visitor to whom six things matter."""
    return "&".join(f"{name}={dice.choice(('must', 'matters'))}" for name in dice.sample(CRITERIA, 6))


def indicator(form: str, view: str) -> Callable[[Random], str]:
    """A view of an indicator in a form, each time of another place and year."""
    return lambda dice: (
        f"/en/indicators/population{form}?view={view}&year={dice.randint(1990, 2024)}&h={dice.randint(5, 900):03}"
    )


#: Something costly -> an address of it that hardly anybody has asked for.
PAGES: dict[str, Callable[[Random], str]] = {
    "comparisons": lambda dice: f"/en/compare?c={places(dice)}",
    "views": indicator("", "map"),
    "finder": lambda dice: (
        f"/en/find-your-place?role=company&sector=C&population={dice.randint(1, 5)}&n={dice.random()}"
    ),
    "searches": lambda dice: f"/en/search?q={dice.choice(TOWNS)}+{dice.randint(0, 9999)}",
    "forms": lambda dice: f"/en/contact?town={dice.choice(TOWNS)}",
    "pictures": indicator(".png", "map"),
    "tables": indicator(".xlsx", "ranking"),
    "briefs": lambda dice: f"/en/compare.pdf?c={places(dice)}",
    "slides": lambda dice: f"/en/compare.pptx?c={places(dice)}",
    "nothing": lambda dice: f"/en/{dice.random()}",
}


def greedy(url: str, kind: str, number: int, until: float) -> Counter[int]:
    """Ask without a pause over one connection; how often each status came, 0 where nothing came."""
    dice, found = Random(number), Counter[int]()
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60, source_address=(SOURCE, 0))
    while time.monotonic() < until:
        try:
            connection.request("GET", PAGES[kind](dice), headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            found[answer.status] += 1
        except (OSError, HTTPException):
            found[0] += 1
            connection.close()
    return found


def hold(url: str, kind: str, connections: int, until: float) -> Counter[int]:
    """Keep so many connections open, a new one for each that the server closes; how many it closed."""
    address = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
    held: list[socket.socket] = []
    closed, told = 0, False
    while time.monotonic() < until:
        while len(held) < connections:
            with contextlib.suppress(OSError):
                one = socket.create_connection(address, timeout=5, source_address=(SOURCE, 0))
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                one.sendall(HOLDING[kind])
                one.setblocking(False)
                held.append(one)
        if not told:
            print("begun", flush=True)
            told = True
        time.sleep(0.2)
        left = [one for one in held if kind == "reading" or is_open(one)]
        closed += len(held) - len(left)
        held = left
    return Counter({"closed": closed})  # type: ignore[dict-item]


def is_open(one: socket.socket) -> bool:
    """Whether the server still holds it; what it says is read away."""
    try:
        if one.recv(4096):
            return True
    except BlockingIOError:
        return True
    except OSError:
        pass
    one.close()
    return False


@contextlib.contextmanager
def attack(url: str, kind: str, connections: int, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """One such client, from before the block until after it."""
    command = [sys.executable, __file__, url, kind, str(connections), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or process.stdout.readline() != "begun\n":
            raise SystemExit(f"{' '.join(command)} does not begin")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers_of(process: subprocess.Popen[str]) -> dict[str, int]:
    """What became of its requests, once its time is over."""
    found: dict[str, int] = json.loads(process.communicate(timeout=90)[0])
    return found


def main() -> None:
    url, kind, connections, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, connections + 100)), hard))
    until = time.monotonic() + seconds
    if kind in HOLDING:
        found = hold(url, kind, connections, until)
    else:
        print("begun", flush=True)
        with ThreadPoolExecutor(connections) as pool:
            each = pool.map(lambda number: greedy(url, kind, number, until), range(connections))
            found = sum(each, Counter[int]())
    print(json.dumps(found))


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent)]
    main()
