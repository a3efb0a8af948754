"""Letters handed in to a real mail server, one that is not always kind."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from portal.delivery.mailer import LostError, Mailer, RefusedError, UnreachableError
from portal.enquiries.mail_server import BadServerError, Server
from tests.delivery.conftest import letter_of
from tests.mail import MailServer, Manner

TO = ("info@koivula.example",)
#: aiosmtpd says itself that AUTH without TLS is unsafe.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

MailerTo = Callable[..., Mailer]


def context_of(files: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    return context


@pytest.fixture
def trusted(certificate: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The certificates, trusted by this machine."""
    both = certificate["own"][0].parent / "trusted.pem"
    both.write_text("".join(certificate[name][0].read_text() for name in certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    return certificate


@pytest.fixture
def starttls(trusted: dict[str, Any]) -> Iterator[MailServer]:
    """A server elsewhere (so it seems) that demands TLS and a password."""
    options = {"tls_context": context_of(trusted["own"]), "require_starttls": True, "auth_required": True}
    with MailServer(host="127.0.0.2", options=options) as server:
        yield server


def test_a_letter_arrives_byte_for_byte(mail: MailServer, mailer_to: MailerTo, letter: EmailMessage) -> None:
    assert mailer_to(mail).send(letter, (*TO, "also@koivula.example")) == (*TO, "also@koivula.example")
    [arrived] = mail.accepted
    assert (arrived.sender, arrived.recipients) == ("portal@towns.example", (*TO, "also@koivula.example"))
    assert arrived.content == letter.as_bytes()


def test_one_line_is_kept_for_many_letters(mail: MailServer, mailer_to: MailerTo) -> None:
    mailer = mailer_to(mail)
    for number in range(20):
        mailer.send(letter_of(f"Letter {number}"), TO)
    assert (len(mail.accepted), mail.connections) == (20, 1)


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("refuse the recipients", "550 5.1.1 There is no mailbox info@koivula.example"),
        ("greylist", "451 4.7.1 Greylisted, come again"),
        ("refuse the content", "554 5.6.0 Not this"),
        ("be busy", "452 4.3.1 No room"),
        ("hang up politely", "421 4.3.2 closing"),
    ],
)
def test_a_refusal_is_told_in_the_servers_words_and_the_next_letter_goes(
    mail: MailServer, mailer_to: MailerTo, letter: EmailMessage, manner: Manner, said: str
) -> None:
    mail.manners[:] = [manner]
    mailer = mailer_to(mail)
    with pytest.raises(RefusedError) as refused:
        mailer.send(letter, TO)
    assert (str(refused.value), refused.value.for_good) == (said, said.startswith("5"))
    assert mail.accepted == []
    mailer.send(letter, TO)
    assert len(mail.accepted) == 1


def test_a_mailbox_of_several_that_is_refused_is_not_said_to_have_the_letter(
    mailer_to: MailerTo, letter: EmailMessage
) -> None:
    with MailServer(refused=["gone@koivula.example"]) as mail:
        assert mailer_to(mail).send(letter, ("gone@koivula.example", *TO)) == TO
        assert mail.accepted[0].recipients == TO


@pytest.mark.parametrize("manner", ["drop before the content", "drop after the content", "stall"])
def test_a_letter_that_is_lost_on_its_way_is_not_accepted_and_may_be_sent_again(
    mail: MailServer, mailer_to: MailerTo, letter: EmailMessage, manner: Manner
) -> None:
    mail.manners[:] = [manner]
    mailer = mailer_to(mail, timeout=0.4)
    with pytest.raises(LostError, match=r"."):
        mailer.send(letter, TO)
    assert mail.accepted == []
    mailer.send(letter, TO)
    assert len(mail.accepted) == 1


def test_a_reply_that_is_lost_repeats_the_letter_with_the_same_id(
    mail: MailServer, mailer_to: MailerTo, letter: EmailMessage
) -> None:
    mail.manners[:] = ["lose the reply"]
    mailer = mailer_to(mail)
    with pytest.raises(LostError):
        mailer.send(letter, TO)
    mailer.send(letter, TO)
    first, second = mail.accepted
    assert (first.id, first.content) == (second.id, second.content)


def test_a_line_that_the_server_has_closed_meanwhile_is_made_anew_and_nothing_is_lost(
    mailer_to: MailerTo, letter: EmailMessage
) -> None:
    with MailServer(options={"timeout": 0.2}) as mail:
        mailer = mailer_to(mail)
        mailer.send(letter, TO)
        time.sleep(0.5)
        mailer.send(letter, TO)
        assert (len(mail.accepted), mail.connections) == (2, 2)


def test_a_server_that_is_not_there_cannot_be_reached(mailer_to: MailerTo, letter: EmailMessage) -> None:
    with MailServer() as gone:
        pass
    with pytest.raises(UnreachableError, match="refused"):
        mailer_to(gone).send(letter, TO)


def test_a_server_that_says_nothing_cannot_be_reached(mailer_to: MailerTo, letter: EmailMessage) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UnreachableError, match="timed out"):
            mailer_to(MailServer(), url, timeout=0.3).send(letter, TO)


def test_a_server_elsewhere_gets_letters_and_password_over_tls(
    starttls: MailServer, mailer_to: MailerTo, letter: EmailMessage
) -> None:
    url = f"smtp://portal:p%40ss%2Fw%3Ard@127.0.0.2:{starttls.port}"
    mailer_to(starttls, url).send(letter, TO)
    assert (len(starttls.accepted), starttls.users) == (1, ["portal"])


def test_a_wrong_password_is_told_and_no_letter_is_begun(
    starttls: MailServer, mailer_to: MailerTo, letter: EmailMessage
) -> None:
    with pytest.raises(UnreachableError, match="535"):
        mailer_to(starttls, f"smtp://portal:wrong@127.0.0.2:{starttls.port}").send(letter, TO)


@pytest.mark.parametrize("whose", ["own", "other"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: dict[str, Any], mailer_to: MailerTo, letter: EmailMessage, whose: str
) -> None:
    with MailServer(host="127.0.0.2", options={"tls_context": context_of(certificate[whose])}) as mail:
        with pytest.raises(UnreachableError, match="certificate verify failed"):
            mailer_to(mail, f"smtp://portal:secret@127.0.0.2:{mail.port}").send(letter, TO)
        assert (mail.accepted, mail.users) == ([], [])


def test_a_certificate_of_another_server_is_refused(
    trusted: dict[str, Any], mailer_to: MailerTo, letter: EmailMessage
) -> None:
    with MailServer(host="127.0.0.2", options={"tls_context": context_of(trusted["other"])}) as mail:
        with pytest.raises(UnreachableError, match="certificate verify failed"):
            mailer_to(mail).send(letter, TO)
        assert mail.accepted == []


@pytest.mark.parametrize(("whose", "arrives"), [("own", True), ("other", False)])
def test_tls_from_the_first_byte(
    trusted: dict[str, Any], mailer_to: MailerTo, letter: EmailMessage, whose: str, arrives: bool
) -> None:
    with MailServer(host="127.0.0.2", secure=context_of(trusted[whose])) as mail:
        mailer = mailer_to(mail)
        if arrives:
            mailer.send(letter, TO)
        else:
            with pytest.raises(UnreachableError, match="certificate verify failed"):
                mailer.send(letter, TO)
        assert len(mail.accepted) == arrives


def test_a_password_never_goes_over_an_open_line(mailer_to: MailerTo, letter: EmailMessage) -> None:
    with MailServer(host="127.0.0.2", options={"auth_require_tls": False}) as mail:
        with pytest.raises(UnreachableError, match="no TLS"):
            mailer_to(mail, f"smtp://portal:secret@127.0.0.2:{mail.port}").send(letter, TO)
        assert (mail.accepted, mail.users) == ([], [])


def test_a_server_on_this_machine_may_ask_for_a_password_without_tls(mailer_to: MailerTo, letter: EmailMessage) -> None:
    with MailServer(options={"auth_require_tls": False, "auth_required": True}) as mail:
        mailer_to(mail, f"smtp://portal:p%40ss%2Fw%3Ard@127.0.0.1:{mail.port}").send(letter, TO)
        assert (len(mail.accepted), mail.users) == (1, ["portal"])


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 587, secure=False)),
        ("smtps://mail.example", Server("mail.example", 465, secure=True)),
        ("smtp://a%40b.fi:c%3Ad@mail.example:2525", Server("mail.example", 2525, False, "a@b.fi", "c:d")),
        ("smtp://[::1]:25", Server("::1", 25, secure=False)),
    ],
)
def test_addresses_of_servers_are_read(address: str, server: Server) -> None:
    assert Server.of(address) == server


@pytest.mark.parametrize("address", ["", "mail.example", "http://mail.example", "smtp://", "smtp://a:b:c", "smtp://[a"])
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(BadServerError):
        Server.of(address)
