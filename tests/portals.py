"""The portal's own processes, as an operator starts them: the web server, and those who deliver."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from portal.settings import CAPS, ROOT
from tests.made_up_site import COUNTRY

#: What a visitor types; `message` tells one enquiry from another.
FORM = {"town": "rauma", "name": "Ada Visitor", "email": "ada@visitor.example", "language": "en", "homepage": ""}
#: Caps that no test meets by chance.
UNCAPPED = dict.fromkeys(CAPS.values(), "1000000 per hour")
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
#: Seconds, generous: test runs share machines.
PATIENCE = 120.0


def environment(database_url: str, smtp_url: str, **others: str) -> dict[str, str]:
    """The environment of a portal's process, and nothing of ours that would change it."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
    given = {"DATABASE_URL": database_url, "SMTP_URL": smtp_url, "MAIL_FROM": "portal@towns.example"}
    usual = {"SECRET_KEY": "of the tests", "PORTAL_NETWORK_EMAIL": "network@towns.example", "PORTAL_DATA": str(COUNTRY)}
    return kept | given | usual | UNCAPPED | others


@contextlib.contextmanager
def mail_process(journal: Path, *options: str) -> Iterator[str]:
    """A mail server in a process of its own: its SMTP_URL."""
    command = [sys.executable, "-m", "tests.mail", "--journal", str(journal), *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield f"smtp://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def deliver(env: Mapping[str, str], log: Path | None = None) -> subprocess.Popen[bytes]:
    """`portal deliver`, in a process of its own."""
    with (log or Path(os.devnull)).open("ab") as errors:
        return subprocess.Popen([sys.executable, "-m", "portal", "deliver"], cwd=ROOT, env=dict(env), stderr=errors)


@contextlib.contextmanager
def web(env: Mapping[str, str], port: int, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn with two workers."""
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    with (log or Path(os.devnull)).open("ab") as errors:
        server = subprocess.Popen([*command, "portal.server.app:create_app()"], cwd=ROOT, env=dict(env), stderr=errors)
    try:
        wait_until(lambda: server.poll() is not None or answers(port))
        assert server.poll() is None, "the server does not start"
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError, HTTPException):
        line = HTTPConnection("127.0.0.1", port, timeout=2)
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    return False


def wait_until(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Until something holds; the caller finds out whether it does."""
    until = time.monotonic() + patience
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)


def workers(server: subprocess.Popen[bytes]) -> list[int]:
    """The web processes that answer."""
    return [int(one) for one in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


class Sender:
    """A visitor at an address of their own, with a form that is open."""

    def __init__(self, port: int, address: str) -> None:
        self._port, self._address = port, address
        self._line: HTTPConnection | None = None
        self.token = ""

    def open_form(self) -> None:
        """Get the form, as a browser does."""
        _status, _headers, text = self._ask("GET", "/en/contact")
        self.token = re.findall(r'name="token"[^>]*value="([^"]+)"', text)[0]

    def send(self, message: str, **fields: str) -> tuple[int, str]:
        """Send the form: the answer's status, and the reference where it was stored. The next one needs a new form."""
        if not self.token:
            self.open_form()
        body = urllib.parse.urlencode(FORM | {"token": self.token, "message": message} | fields)
        status, headers, _text = self._ask("POST", "/en/contact", body)
        found = re.findall(r"sent=([-\w]+)", headers.get("Location", ""))
        if status == 303:
            self.token = ""
        return status, found[0] if found else ""

    def send_until_answered(self, message: str, town: str) -> str:
        """The same form again and again, as somebody whose connection breaks does: the reference."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, HTTPException):
                status, reference = self.send(message, town=town)
                if status == 303:
                    return reference
            time.sleep(0.1)
        raise TimeoutError(message)

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, Mapping[str, str], str]:
        line = self._line or HTTPConnection("127.0.0.1", self._port, timeout=30, source_address=(self._address, 0))
        self._line = None
        try:
            line.request(method, path, body, HEADERS)
            response = line.getresponse()
            text = response.read().decode()
        except BaseException:
            line.close()
            raise
        self._line = line
        return response.status, dict(response.headers), text

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()


def kill(pid: int) -> None:
    """At once, without a word."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
