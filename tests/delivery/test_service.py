"""Couriers as operators start them: `portal deliver`, and web processes with DELIVERY=web."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, update

from portal.cli.main import main as command
from portal.content.library import Content, read_content
from portal.delivery.mailer import STEPS, Mailer
from portal.delivery.service import beside_web, courier_of, lease_of, mailer_of
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository, now
from portal.enquiries.tables import letters
from portal.settings import ROOT, Settings
from tests.mail import MailServer
from tests.portals import deliver, environment, kill, wait_until
from tests.small_data import write_small_data
from tests.writing import enquiry


@pytest.fixture
def repository(engine: Engine) -> EnquiryRepository:
    return EnquiryRepository(engine, "towns.example")


@pytest.fixture
def env(database_url: str, mail: MailServer, tmp_path: Path) -> dict[str, str]:
    """The environment of a worker for the two small towns."""
    return environment(database_url, mail.url, PORTAL_DATA=str(write_small_data(tmp_path)))


@pytest.fixture
def settings(env: dict[str, str]) -> Settings:
    return Settings.from_environment(env)


def content(settings: Settings) -> Content:
    return read_content(settings.data)


@pytest.fixture
def worker(env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`portal deliver`, started."""
    process = deliver(env)
    yield process
    kill(process.pid)
    process.wait()


def states(repository: EnquiryRepository) -> list[str]:
    return [letter.state for one in repository.every()[::-1] for letter in one.letters]


def test_told_to_end_a_worker_ends_the_letter_in_hand_first(
    worker: subprocess.Popen[bytes], mail: MailServer, repository: EnquiryRepository
) -> None:
    mail.manners[:], mail.stall = ["hold the reply"], 1.0
    for key in "ab":
        repository.keep(enquiry(), key)
    wait_until(lambda: bool(mail.accepted))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert states(repository) == ["sent", "waiting"]
    assert len(mail.accepted) == 1


def test_a_worker_that_dies_in_the_middle_repeats_that_letter_alone_with_the_same_id(
    worker: subprocess.Popen[bytes], env: dict[str, str], mail: MailServer, repository: EnquiryRepository
) -> None:
    mail.manners[:], mail.stall = ["accept", "hold the reply"], 60.0
    for key in "abc":
        repository.keep(enquiry(), key)
    wait_until(lambda: len(mail.accepted) == 2)
    kill(worker.pid)
    worker.wait()
    assert states(repository) == ["sent", "waiting", "waiting"]
    with repository.engine.begin() as connection:  # as if the lease had passed
        connection.execute(update(letters).values(held_until=now() - dt.timedelta(seconds=1)))
    subprocess.run([sys.executable, "-m", "portal", "deliver", "--once"], cwd=ROOT, env=env, check=True, timeout=60)
    assert states(repository) == ["sent", "sent", "sent"]
    sent = [letter.id for letter in mail.accepted]
    assert len(sent) == 4
    assert sorted(sent.count(one) for one in set(sent)) == [1, 1, 2]
    assert sent[1] in sent[2:]
    assert len({letter.undated for letter in mail.accepted if letter.id == sent[1]}) == 1


@pytest.mark.parametrize(
    ("name", "text"), [("SMTP_URL", "mail.example"), ("PORTAL_LEASE_SECONDS", "soon"), ("DATABASE_URL", "there")]
)
def test_a_worker_says_what_it_cannot_read(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(write_small_data(tmp_path)))
    given = environment(f"sqlite:///{tmp_path / 'portal.sqlite3'}", "smtp://127.0.0.1:1") | {name: text}
    for each in ("DATABASE_URL", "SMTP_URL", "MAIL_FROM", "PORTAL_LEASE_SECONDS"):
        monkeypatch.setenv(each, given.get(each, ""))
    done = CliRunner().invoke(command, ["deliver", "--once"])
    assert done.exit_code == 1
    assert name in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_worker_told_to_deliver_once_says_when_the_mail_server_is_away(
    env: dict[str, str], repository: EnquiryRepository
) -> None:
    repository.keep(enquiry(), "a")
    done = CliRunner().invoke(command, ["deliver", "--once"], env=env | {"SMTP_URL": "smtp://127.0.0.1:1"})
    assert (done.exit_code, states(repository)) == (1, ["waiting"])
    assert "The mail server cannot be reached" in done.output


def test_a_worker_says_in_a_line_that_the_database_is_away(env: dict[str, str]) -> None:
    away = "postgresql://portal:secret@127.0.0.1:1/portal"
    done = CliRunner().invoke(command, ["deliver", "--once"], env=env | {"DATABASE_URL": away})
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True)
    assert "Error: The database does not answer: connection failed" in done.output
    assert "secret" not in done.output
    assert "Traceback" not in done.output


def test_beside_the_web_letters_are_delivered_until_it_ends(
    settings: Settings, mail: MailServer, repository: EnquiryRepository
) -> None:
    import dataclasses

    repository.keep(enquiry(), "a")
    end = beside_web(content(settings), dataclasses.replace(settings, delivery="web"))
    wait_until(lambda: states(repository) == ["sent"])
    end()
    repository.keep(enquiry(), "b")
    assert states(repository) == ["sent", "waiting"]
    assert len(mail.accepted) == 1


def test_beside_the_web_nothing_is_delivered_where_a_worker_does(
    settings: Settings, mail: MailServer, repository: EnquiryRepository
) -> None:
    repository.keep(enquiry(), "a")
    beside_web(content(settings), settings)()
    assert (states(repository), mail.connections) == (["waiting"], 0)


def test_beside_the_web_letters_go_by_what_is_served_whatever_the_files_have_become(
    settings: Settings, mail: MailServer, repository: EnquiryRepository
) -> None:
    import dataclasses

    served = content(settings)
    (settings.data / "site.yaml").write_text("{{{")
    repository.keep(enquiry(), "a")
    end = beside_web(served, dataclasses.replace(settings, delivery="web"))
    wait_until(lambda: states(repository) == ["sent"])
    end()


def test_a_mistake_in_the_environment_does_not_take_the_web_down(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    lacking: list[str] = []
    beside_web(content(settings), Settings(delivery="web", database_url="there"), lacking.append)()
    assert lacking == ["DELIVERY"]
    assert "No letters are delivered from here" in caplog.text


def test_a_letter_is_held_as_long_as_its_mail_server_may_take(settings: Settings) -> None:
    import dataclasses

    assert lease_of(settings) == dt.timedelta(minutes=5)
    shorter = dataclasses.replace(settings, lease_seconds="30")
    mailer = mailer_of(shorter)
    assert isinstance(mailer, Mailer)
    assert mailer._timeout * STEPS == 30
    outbox = courier_of(shorter, read_content(shorter.data, shorter.overrides))._outbox
    assert isinstance(outbox, Outbox)
    assert outbox._lease == dt.timedelta(seconds=30)


@pytest.mark.parametrize("text", ["soon", "0", "-300", "1.5", "14", "86401", "9" * 17])
def test_a_lease_that_no_mail_server_could_keep_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        lease_of(Settings(lease_seconds=text))


def test_without_a_mail_server_or_a_sender_there_is_no_mailer() -> None:
    assert mailer_of(Settings(smtp_url="smtp://127.0.0.1")) is None
    assert mailer_of(Settings(mail_from="portal@towns.example")) is None


def test_the_log_names_nobody(
    settings: Settings, mail: MailServer, repository: EnquiryRepository, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    mail.manners[:], mail.refused = ["greylist"], ["eve@secret.example"]
    repository.keep(enquiry(name="Eve Adams", email="eve@secret.example", message="hush", copy=True), "a")
    courier = courier_of(settings, read_content(settings.data, settings.overrides))
    while courier.deliver_one():
        pass
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("portal."))
    assert "There is no mailbox …" in said
    for words in ("Eve", "eve@secret.example", "hush"):
        assert words not in said
        assert words.lower() not in _faults(repository).lower()


def _faults(repository: EnquiryRepository) -> str:
    """What the operator's list says of letters that did not go."""
    return " ".join(letter.fault for kept in repository.every() for letter in kept.letters)
