"""A mail server to test with: aiosmtpd, which refuses, stalls, drops and loses as it is told.

`python -m tests.mail --journal FILE` is one in a process of its own. It prints its port, and writes a line of JSON for
each letter that it accepts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import signal
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self, get_args

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

#: What the server does with a letter.
Manner = Literal[
    "accept",
    "refuse the recipients",  # 550: for good
    "greylist",  # 451: not now
    "refuse the content",  # 554 once it has it
    "be busy",  # 452 once it has it
    "hang up politely",  # 421 at the recipients
    "drop before the content",
    "drop after the content",
    "lose the reply",  # the letter is accepted, and the connection is gone before anybody knows
    "hold the reply",  # the letter is accepted, and that is said after a while
    "stall",  # says nothing for long, and then has not accepted it
]


@dataclass(frozen=True)
class Accepted:
    """A letter that the server has; `heard` when it could say so."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    heard: bool

    @property
    def message(self) -> EmailMessage:
        """The letter as another program reads it."""
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def undated(self) -> bytes:
        """Everything but the date: of a letter that is sent again it is the day of that."""
        return b"\r\n".join(line for line in self.content.split(b"\r\n") if not line.startswith(b"Date: "))

    def line(self) -> str:
        """What is written down of it."""
        digest = sha256(self.undated).hexdigest()
        return json.dumps({"id": self.id, "digest": digest, "to": self.recipients, "heard": self.heard})


class Handler:
    """Deals with each letter in the next manner."""

    def __init__(
        self, manners: Iterator[Manner], keep: Callable[[Accepted], None], refused: Iterable[str], stall: float
    ) -> None:
        self._manners = manners
        self._keep = keep
        self._refused = set(refused)
        self._stall = stall

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from, envelope.manner = address, next(self._manners)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Any, address: str, options: list[str]
    ) -> str:
        if envelope.manner == "hang up politely":
            await server.push("421 4.3.2 closing")
        if envelope.manner in ("hang up politely", "drop before the content"):
            await self._drop(server)
        if envelope.manner == "refuse the recipients" or address in self._refused:
            return f"550 5.1.1 There is no mailbox {address}"
        if envelope.manner == "greylist":
            return "451 4.7.1 Greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Any) -> str:  # noqa: N802
        manner = envelope.manner
        if manner == "refuse the content":
            return "554 5.6.0 Not this"
        if manner == "be busy":
            return "452 4.3.1 No room"
        if manner == "drop after the content":
            await self._drop(server)
        if manner == "stall":
            await asyncio.sleep(self._stall)
            await self._drop(server)
        self._keep(_accepted(envelope, heard=manner != "lose the reply"))
        if manner == "lose the reply":
            await self._drop(server)
        if manner == "hold the reply":
            await asyncio.sleep(self._stall)
        return "250 OK"

    async def _drop(self, server: SMTP) -> None:
        """Hang up without a word; the connection's end then cancels this."""
        server.transport.abort()
        await asyncio.sleep(60)


def _accepted(envelope: Envelope, *, heard: bool) -> Accepted:
    content = envelope.original_content or b""
    return Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, heard)


@dataclass
class MailServer:
    """A server in a thread, told what to do with the letters to come; without a word it accepts them."""

    manners: list[Manner] = field(default_factory=list)
    #: Mailboxes that do not exist.
    refused: Iterable[str] = ()
    host: str = "127.0.0.1"
    port: int = 0
    stall: float = 5.0
    #: TLS from the first byte; `options` are aiosmtpd's, with STARTTLS among them.
    secure: ssl.SSLContext | None = None
    options: dict[str, Any] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    #: Connections that were made, and the user names that came through.
    connections: int = 0
    users: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda loop, context: None)  # connections cut short are what is tested
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        # In the thread of its own: that of the tests has the browser's loop running.
        begun = self._loop.create_server(self._connected, self.host, self.port, ssl=self.secure)
        self._server = asyncio.run_coroutine_threadsafe(begun, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _connected(self) -> SMTP:
        self.connections += 1
        handler = Handler(self._next(), self._keep, self.refused, self.stall)
        return SMTP(handler, loop=self._loop, hostname="mail.example", authenticator=self._let_in, **self.options)

    def _let_in(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        good = (given.login, given.password) == (b"portal", b"p@ss/w:rd")
        if good:
            self.users.append(given.login.decode())
        return AuthResult(success=good, handled=False)

    def _next(self) -> Iterator[Manner]:
        while True:
            yield self.manners.pop(0) if self.manners else "accept"

    def _keep(self, letter: Accepted) -> None:
        self.accepted.append(letter)

    @property
    def url(self) -> str:
        """What SMTP_URL says of it."""
        return f"{'smtps' if self.secure else 'smtp'}://{self.host}:{self.port}"


def by_chance(shares: dict[str, float], seed: int) -> Iterator[Manner]:
    """Manners by chance: each with its share of the letters, and the rest accepted."""
    dice = random.Random(seed)
    manners: dict[Manner, float] = {manner: shares.get(manner, 0) for manner in get_args(Manner)}
    manners["accept"] = 1 - sum(shares.values())
    while True:
        yield dice.choices(list(manners), list(manners.values()))[0]


class Noted(MailServer):
    """A server that writes down what it accepts before it says so."""

    def __init__(self, journal: Path, manners: Iterator[Manner], **options: Any) -> None:
        super().__init__(**options)
        self._journal = journal.open("a", buffering=1)
        self._by_chance = manners

    def _next(self) -> Iterator[Manner]:
        return self._by_chance

    def _keep(self, letter: Accepted) -> None:
        self._journal.write(letter.line() + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--journal", type=Path, required=True)
    options.add_argument("--shares", type=json.loads, default={}, help="manner -> its share of letters, as JSON")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--stall", type=float, default=5.0)
    given = options.parse_args()
    logging.disable()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with Noted(given.journal, by_chance(given.shares, given.seed), stall=given.stall) as server:
        print(server.port, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
