"""A mail server that does as it is told, and a letter for it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from portal.delivery.mailer import Mailer
from portal.enquiries.letters import Sender
from portal.enquiries.mail_server import Server
from tests.mail import MailServer


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that accepts everything until it is told otherwise."""
    with MailServer() as server:
        yield server


@pytest.fixture
def mailer_to() -> Iterator[Callable[..., Mailer]]:
    """Makes mailers to servers, and hangs up in the end."""
    made: list[Mailer] = []

    def make(server: MailServer, url: str | None = None, timeout: float = 2.0) -> Mailer:
        made.append(Mailer(Server.of(url or server.url), Sender("portal@towns.example"), timeout))
        return made[-1]

    yield make
    for mailer in made:
        mailer.close()


@pytest.fixture
def letter() -> EmailMessage:
    """A letter of a few words."""
    return letter_of("Good morning")


def letter_of(words: str) -> EmailMessage:
    message = EmailMessage(SMTP)
    message["Message-ID"] = f"<{abs(hash(words))}@towns.example>"
    message["From"], message["To"], message["Subject"] = "portal@towns.example", "info@koivula.example", words
    message.set_content(words + "\n.\n.. dots\nFrom here\n")
    return message


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Certificates that nobody has signed but themselves: of 127.0.0.2, and of somebody else."""
    folder = tmp_path_factory.mktemp("certificates")
    return {name: _certificate(folder, name, whose) for name, whose in (("own", "127.0.0.2"), ("other", "192.0.2.9"))}


def _certificate(folder: Path, name: str, address: str) -> tuple[Path, Path]:
    files = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=mail.example", "-addext", f"subjectAltName=IP:{address}"]
    subprocess.run([*command, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files
