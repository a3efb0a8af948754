"""`portal migrate`, `portal deliver` and `portal enquiries`, as the operator meets them."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from portal.cli.main import main
from portal.enquiries.database import engine_of
from portal.enquiries.outbox import Outbox
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.tables import enquiries
from tests.small_data import write_small_data
from tests.writing import NOON, enquiry

UNSET = dict.fromkeys(
    ("LC_ALL", "LC_MESSAGES", "LANG", "PORTAL_SITE_URL", "PORTAL_TODAY", "SMTP_URL", "MAIL_FROM", "DELIVERY")
)
ENQUIRY = enquiry(
    name="Åsa Öberg",
    organisation='=HYPERLINK("https://evil.example")',
    email="asa@example.com",
    message="Two\nlines; and, commas",
    towns=("raahe",),
    copy=True,
)
Run = Callable[..., Result]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'letters.sqlite3'}"


@pytest.fixture
def run(tmp_path: Path, address: str) -> Run:
    """Run a command of `portal` with a database of its own."""
    data = write_small_data(tmp_path)

    def command(*arguments: str, typed: str | None = None, **environment: str | None) -> Result:
        env = {**UNSET, "PORTAL_DATA": str(data), "DATABASE_URL": address, **environment}
        return CliRunner().invoke(main, arguments, input=typed, env=env)

    assert command("migrate").output == "The database is up to date.\n"
    return command


@pytest.fixture
def store(run: Run, address: str) -> EnquiryRepository:
    return EnquiryRepository(engine_of(address))


def test_migrating_twice_changes_nothing(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    assert run("migrate").exit_code == 0
    assert store.find(reference) is not None


def test_the_list_says_what_waits_and_why_and_names_nobody(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    said = run("enquiries", "list")
    assert said.exit_code == 0
    assert reference in said.output
    assert "raahe: waiting, attempts: 0" in said.output
    assert "copy to the visitor: waiting" in said.output
    assert "Letters waiting: 2, failed: 0." in said.output
    assert "SMTP_URL or MAIL_FROM is not set" in said.output
    assert "Åsa" not in said.output
    assert "asa@example.com" not in said.output


def test_the_list_of_open_ones_leaves_out_what_is_sent(run: Run, store: EnquiryRepository) -> None:
    store.keep(dataclasses.replace(ENQUIRY, copy=False), "key")
    outbox = Outbox(store.engine, "test")
    letter = outbox.take()
    assert letter is not None
    outbox.sent(letter, "raahe@example.fi")
    assert "→ raahe@example.fi" in run("enquiries", "list").output
    assert "Enquiries: 0." in run("enquiries", "list", "--open").output


def test_the_list_speaks_the_language_of_the_terminal(run: Run, store: EnquiryRepository) -> None:
    store.keep(ENQUIRY, "key")
    outputs = {run("enquiries", "list", LANG=f"{language}.UTF-8").output for language in ("fi_FI", "sv_FI", "en_GB")}
    assert len(outputs) == 3


def test_one_enquiry_is_shown_whole(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    said = run("enquiries", "show", reference.lower())
    assert "asa@example.com" in said.output
    assert "Two\nlines" in said.output


def test_the_export_is_a_table_that_a_spreadsheet_cannot_be_tricked_by(
    run: Run, store: EnquiryRepository, tmp_path: Path
) -> None:
    store.keep(ENQUIRY, "key")
    rows = list(csv.DictReader(io.StringIO(run("enquiries", "export").output)))
    assert [row["message"] for row in rows] == ["Two\nlines; and, commas"]
    assert rows[0]["organisation"] == '\'=HYPERLINK("https://evil.example")'
    file = tmp_path / "enquiries.csv"
    assert run("enquiries", "export", "--output", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b'\xef\xbb\xbf"reference",')
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words",
    [
        "x; =1+1",
        "x;=1+1",
        'x;"=1+1"',
        "x, @SUM(1)",
        "x\n-1+2",
        "x\t+1",
        "x;\u00a0=1",
        "x;\n =1",
        "x|=1",
        "\t=1",
        "＝1",
        "x;＋1",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_separator_makes_a_formula_of_a_visitors_words(
    run: Run, store: EnquiryRepository, words: str, separator: str
) -> None:
    store.keep(dataclasses.replace(ENQUIRY, name=words, organisation=words, message=words), "key")
    text = run("enquiries", "export").output
    assert all(line.startswith('"') for line in text.splitlines()[:1])
    for cell in (cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row):
        for part in cell.splitlines() or [""]:
            assert part.strip().strip('"').strip()[:1] not in tuple("=+@＝＋＠"), (words, cell)
    assert next(csv.reader(io.StringIO(text)))[:2] == ["reference", "received"]


def test_failed_letters_are_tried_again_when_the_operator_says_so(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    outbox = Outbox(store.engine, "test")
    letter = outbox.take()
    assert letter is not None
    outbox.fail(letter, "550 no such user")
    assert "failed, attempts: 1 (550 no such user)" in run("enquiries", "list").output
    assert run("enquiries", "retry", reference).output == "Letters due now: 2.\n"
    assert {found.state for found in store.every()[0].letters} == {"waiting"}
    assert run("enquiries", "retry", "").exit_code == 1  # as a script writes it that has lost the reference
    assert run("enquiries", "retry").exit_code == 0


def test_deleting_asks_first_and_erases_for_good(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    assert run("enquiries", "delete", reference, typed="n\n").exit_code == 1
    assert store.find(reference) is not None
    assert run("enquiries", "delete", reference, typed="y\n").exit_code == 0
    assert store.find(reference) is None
    assert Outbox(store.engine, "test").take() is None


@pytest.mark.parametrize("command", ["show", "delete", "retry"])
def test_a_reference_that_nobody_has_is_told(run: Run, command: str) -> None:
    said = run("enquiries", command, "ABCDE-FGHJK", typed="y\n")
    assert said.exit_code == 1
    assert "There is no enquiry of this reference." in said.output


@pytest.mark.parametrize("reference", ["nonsense", "", "\udcff\udcfe"])
def test_what_can_be_no_reference_is_told_the_same_way(run: Run, reference: str) -> None:
    said = run("enquiries", "show", reference)
    assert said.exit_code == 1
    assert "There is no enquiry of this reference." in said.output


def test_an_export_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    said = run("enquiries", "export", "--output", str(tmp_path / "no such folder" / "enquiries.csv"))
    assert said.exit_code == 1
    assert "No such file or directory" in said.output


@pytest.mark.parametrize("command", [("migrate",), ("enquiries", "list"), ("deliver", "--once")])
def test_a_database_that_is_away_is_told_in_a_line(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, DATABASE_URL="postgresql://u:geheim@127.0.0.1:9/portal")
    assert said.exit_code == 1
    assert "The database does not answer: connection failed" in said.output
    assert "geheim" not in said.output


def test_a_database_without_tables_is_told_with_the_cure(run: Run, tmp_path: Path) -> None:
    said = run("enquiries", "list", DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert "The database does not answer: no such table: enquiry. Has `portal migrate` been run?" in said.output


def test_what_is_undelivered_is_erased_when_somebody_says_so(run: Run, store: EnquiryRepository) -> None:
    reference = store.keep(ENQUIRY, "key")
    with store.engine.begin() as connection:
        connection.execute(update(enquiries).values(received=NOON - dt.timedelta(days=5000)))
    assert "Erased: 0." in (said := run("enquiries", "erase").output)
    assert "because a town has not received them: 1." in said
    assert run("enquiries", "erase", "--all", typed="n\n").exit_code == 1
    assert store.find(reference)
    assert "Erased: 1." in run("enquiries", "erase", "--all", typed="y\n").output
    assert store.find(reference) is None


def test_erasing_tells_how_many_and_how_long_they_are_kept(run: Run, store: EnquiryRepository) -> None:
    store.keep(ENQUIRY, "key")
    said = run("enquiries", "erase", PORTAL_RETENTION_DAYS="30")
    assert said.output == "Erased: 0. Enquiries are kept for 30 days.\n"


@pytest.mark.parametrize("command", [("migrate",), ("enquiries", "list"), ("deliver", "--once")])
def test_a_public_site_without_a_database_cannot_go_on(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, DATABASE_URL=None, PORTAL_SITE_URL="https://portal.example")
    assert said.exit_code == 1
    assert "set DATABASE_URL" in said.output


@pytest.mark.parametrize("command", [("migrate",), ("enquiries", "list"), ("deliver", "--once")])
@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://user:secret@host/x",
        "postgresql://user:p@ss:secret@host/name",
        "postgresql://user:p@secret/rd@host:5432/name",
        "postgresql://user:p@secret?rd@host/name",
        "postgresql://user:p@secret?rd=1@host/name",
        "postgresql://user:p@[secret@host/name",
        "postgres://user:p#@secret@host/name",
        "postgresql://user:secret@host:port/name",
        "postgresql://user:secret@host/name?nonsense=1",
    ],
)
def test_an_address_of_no_database_is_told_without_a_traceback(run: Run, command: tuple[str, ...], wrong: str) -> None:
    said = run(*command, DATABASE_URL=wrong)
    assert said.exit_code == 1
    assert "DATABASE_URL is no address" in said.output
    assert "ss:w" not in said.output
    assert not {"secret", "s/rd"} & set(re.split("[@/: ]", said.output))


@pytest.mark.parametrize("command", [("migrate",), ("enquiries", "list"), ("deliver", "--once")])
def test_a_cap_that_cannot_be_read_is_told_without_a_traceback(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, PORTAL_CAP_TOWN="many")
    assert said.exit_code == 1
    assert "A PORTAL_CAP_… cannot be read" in said.output


def test_delivering_without_a_mail_server_leaves_letters_where_they_are(run: Run, store: EnquiryRepository) -> None:
    store.keep(ENQUIRY, "key")
    assert run("deliver", "--once").exit_code == 0
    assert {letter.state for letter in store.every()[0].letters} == {"waiting"}


ENVIRONMENT_FAULTS = [
    ({"DATABASE_URL": "mysql://x"}, "environment  DATABASE_URL: this is not the address"),
    ({"DATABASE_URL": None, "PORTAL_SITE_URL": "https://portal.example"}, "environment  DATABASE_URL: this is not set"),
    ({"SMTP_URL": "http://mail", "MAIL_FROM": "a@example.fi"}, "environment  SMTP_URL: this is not the address"),
    ({"SMTP_URL": "smtp://mail:x", "MAIL_FROM": "a@example.fi"}, "environment  SMTP_URL: this is not the address"),
    ({"SMTP_URL": "smtp://mail"}, "environment  MAIL_FROM: letters need a sender"),
    ({"SMTP_URL": "smtp://mail", "MAIL_FROM": "pörtal@example.fi"}, "environment  MAIL_FROM: before the @, not every"),
    ({"SMTP_URL": "smtp://mail", "MAIL_FROM": "portal@localhost"}, "environment  MAIL_FROM: letters need a sender"),
    ({"SMTP_URL": "smtp://mail", "MAIL_FROM": "a@example.fi, b@example.fi"}, "MAIL_FROM: letters need a sender"),
    ({"SMTP_URL": "smtp://u:ge#heim@mail"}, "environment  SMTP_URL: this is not the address"),
    ({"SMTP_URL": "smtp://u:1/geheim@mail"}, "In a password write @ as %40"),
    ({"SMTP_URL": "smtp://u:geheim@mail:465"}, "Write smtps:// with port 465"),
    ({"SMTP_URL": "smtps://u:geheim@mail:587"}, "Write smtps:// with port 465"),
    ({"SMTP_URL": "smtp://u@mail"}, "environment  SMTP_URL: there is a user without a password"),
    ({"SMTP_URL": "smtp://u:gehäim@mail"}, "environment  SMTP_URL: user and password may only have"),
    ({"SMTP_URL": "smtp://mail..fi"}, "environment  SMTP_URL: this is not the address"),
    ({"PORTAL_SITE_URL": "http://example.fi/invest"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_SITE_URL": "http://example.fi?a=b"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_SITE_URL": "http://geheim@example.fi"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_SITE_URL": "http://exa mple.fi"}, "PORTAL_SITE_URL"),
    ({"PORTAL_SITE_URL": "http://-ä.fi"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_SITE_URL": "http://example.fi:99999"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_SITE_URL": "https://portal.example"}, "environment  SECRET_KEY: this is not set"),
    ({"PORTAL_SITE_URL": "https://portal.example"}, "environment  SMTP_URL: this is not set: enquiries wait"),
    ({"PORTAL_NETWORK_EMAIL": "verkko@ä..fi"}, "environment  PORTAL_NETWORK_EMAIL"),
    ({"PORTAL_NETWORK_EMAIL": "vörkko@example.fi"}, "environment  PORTAL_NETWORK_EMAIL"),
    ({"PORTAL_NETWORK_EMAIL": f"a@{'b' * 64}.fi"}, "environment  PORTAL_NETWORK_EMAIL"),
    ({"PORTAL_CAP_TOWN": "many"}, "environment  PORTAL_CAP_TOWN: this is not a limit."),
    ({"PORTAL_CAP_TOTAL": "0 per hour"}, "environment  PORTAL_CAP_TOTAL: this is not a limit."),
    ({"DATABASE_URL": "postgresql://u:ge@heim@host/name"}, "environment  DATABASE_URL: this is not the address"),
    ({"DELIVERY": "pigeon"}, "environment  DELIVERY: this is neither worker nor web."),
    ({"PORTAL_ENQUIRY_LIMIT": "many"}, "environment  PORTAL_ENQUIRY_LIMIT: this is not a limit."),
    ({"PORTAL_ENQUIRY_LIMIT": "0 per second"}, "environment  PORTAL_ENQUIRY_LIMIT: this is not a limit."),
    ({"PORTAL_ANSWER_LIMIT": "5 per day; 0 per minute"}, "environment  PORTAL_ANSWER_LIMIT: this is not a limit."),
    ({"PORTAL_FILE_LIMIT": "0 per hour"}, "environment  PORTAL_FILE_LIMIT: this is not a limit."),
    ({"PORTAL_SITE_URL": "https://[::1"}, "environment  PORTAL_SITE_URL: links need the address"),
    ({"PORTAL_LEASE_SECONDS": "1"}, "environment  PORTAL_LEASE_SECONDS: a letter cannot be held for so many seconds."),
    ({"PORTAL_LEASE_SECONDS": "9" * 17}, "Write a number from 15 to 86400."),
    ({"PORTAL_RETENTION_DAYS": "0"}, "environment  PORTAL_RETENTION_DAYS"),
]


@pytest.mark.parametrize(("environment", "fault"), ENVIRONMENT_FAULTS)
def test_check_stops_a_release_that_would_lose_letters(run: Run, environment: dict[str, str], fault: str) -> None:
    said = run("check", "--today", "2026-11-23", **environment)
    assert said.exit_code == 1
    assert fault in said.output
    assert "Traceback" not in said.output
    assert "geheim" not in said.output


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_check_says_it_in_the_language_of_the_terminal(run: Run, language: str) -> None:
    wrong = {"SMTP_URL": "smtp://u@mail:587", "MAIL_FROM": "ä@b.fi", "DATABASE_URL": "mysql://x", "DELIVERY": "pigeon"}
    wrong |= {"PORTAL_SITE_URL": "https://example.fi/invest", "PORTAL_CAP_TOWN": "many", "PORTAL_TRUSTED_PROXIES": "0"}
    said, other = (
        {line.partition(": ")[0]: line.partition(": ")[2] for line in output.splitlines() if "environment" in line}
        for output in (run("check", "--lang", lang, **wrong).output for lang in ("en", language))
    )
    assert said.keys() == other.keys()
    assert {f"environment  {name}" for name in (*wrong, "SECRET_KEY")} <= said.keys()
    assert [name for name in said if said[name] == other[name]] == []


GOOD = {
    "PORTAL_SITE_URL": "https://jämsä.fi/",
    "PORTAL_TRUSTED_PROXIES": "1",
    "PORTAL_OPERATOR": "The Towns",
    "PORTAL_DATA_CONTROLLER": "The Towns",
    "PORTAL_FEEDBACK_EMAIL": "palaute@jämsä.fi",
    "PORTAL_NETWORK_EMAIL": "verkosto@jämsä.fi",
    "SECRET_KEY": "a long random text",
    "DATABASE_URL": "postgresql://u:p%40ss%3Aw%2Frd@host/name",
    "SMTP_URL": "smtp://u:p@ss%2Fw:rd@mail.jämsä.fi:587",
    "MAIL_FROM": "Kaupungit Å <portal@jämsä.fi>",
}


def test_check_lets_a_public_site_pass_from_which_letters_can_go(run: Run) -> None:
    said = run("check", "--today", "2026-11-23", **GOOD)
    assert "environment" not in said.output
    assert said.exit_code == 0


def test_check_warns_of_a_public_site_that_trusts_no_proxy(run: Run) -> None:
    said = run("check", "--today", "2026-11-23", **GOOD | {"PORTAL_TRUSTED_PROXIES": "0"})
    assert said.exit_code == 0
    assert "environment  PORTAL_TRUSTED_PROXIES: no proxy is trusted" in said.output.split("Warnings:")[1]
