"""The courier: every letter arrives, late rather than never, and once unless nobody can know."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from portal.delivery import courier as module
from portal.delivery.courier import UNADDRESSED, Courier
from portal.delivery.mailer import Mailer, UnreachableError
from portal.enquiries.database import reading
from portal.enquiries.directory import Directory
from portal.enquiries.enquiry import Posted
from portal.enquiries.outbox import ATTEMPTS, Outbox
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.tables import states
from tests.mail import MailServer, Manner
from tests.writing import NOON, Clock, directory_of, enquiry


class Office:
    """A store, a mail server and a courier between them, with a clock that the test sets."""

    def __init__(self, engine: Engine, mail: MailServer, mailer: Mailer | None, directory: Directory) -> None:
        self.clock, self.mail, self.engine = Clock(), mail, engine
        self.repository = EnquiryRepository(engine, "towns.example", self.clock)
        self.outbox = Outbox(engine, "me", self.clock)
        self.courier = Courier(self.repository, directory, mailer, self.outbox, self.clock)

    def letters(self, reference: str) -> list[Posted]:
        kept = self.repository.find(reference)
        assert kept
        return list(kept.letters)

    def deliver(self, **later: float) -> None:
        """Whatever is due at that time."""
        self.clock.go(**later)
        while self.courier.deliver_one():
            pass


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """Koivula has an address, Rantala is served by the network."""
    edit = ("cities/rantala.yaml", "    email: info@rantala.example\n", "")
    return directory_of(tmp_path_factory.mktemp("courier"), edit)


@pytest.fixture
def office(
    engine: Engine, mail: MailServer, mailer_to: Callable[..., Mailer], directory: Directory
) -> Iterator[Office]:
    """With a mail server that accepts everything until it is told otherwise."""
    yield Office(engine, mail, mailer_to(mail, timeout=0.5), directory)


def test_town_network_and_visitor_get_their_letters(office: Office) -> None:
    reference = office.repository.keep(enquiry(towns=("koivula", "rantala"), copy=True), "a")
    office.deliver()
    assert [(letter.recipients, letter.id) for letter in office.mail.accepted] == [
        (("info@koivula.example",), f"<{reference.lower()}.koivula@towns.example>"),
        (("network@koivula.example",), f"<{reference.lower()}.rantala@towns.example>"),
        (("ada@visitor.example",), f"<{reference.lower()}.copy@towns.example>"),
    ]
    assert [(one.state, one.attempts, one.sent, one.recipient) for one in office.letters(reference)] == [
        ("sent", 1, NOON, "info@koivula.example"),
        ("sent", 1, NOON, "network@koivula.example"),
        ("sent", 1, NOON, "ada@visitor.example"),
    ]


def test_a_delivered_letter_never_goes_again(office: Office) -> None:
    office.repository.keep(enquiry(), "a")
    office.deliver()
    office.repository.retry()
    office.deliver(days=2)
    assert len(office.mail.accepted) == 1


@pytest.mark.parametrize(
    ("manner", "fault"),
    [
        ("refuse the recipients", "550"),
        ("greylist", "451"),
        ("refuse the content", "554"),
        ("be busy", "452"),
        ("hang up politely", "421"),
        ("drop before the content", "closed"),
        ("drop after the content", "closed"),
        ("stall", "timed out"),
    ],
)
def test_a_towns_letter_that_does_not_get_through_is_tried_again_and_arrives_once(
    office: Office, manner: Manner, fault: str
) -> None:
    office.mail.manners[:] = [manner]
    reference = office.repository.keep(enquiry(), "a")
    office.deliver()
    [waiting] = office.letters(reference)
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert fault in waiting.fault
    office.deliver(seconds=29)
    assert office.mail.accepted == []
    office.deliver(seconds=1)
    [sent] = office.letters(reference)
    assert (sent.state, sent.attempts, sent.fault, len(office.mail.accepted)) == ("sent", 2, "", 1)


def test_a_letter_whose_acceptance_was_not_heard_repeats_with_the_same_id(office: Office) -> None:
    office.mail.manners[:] = ["lose the reply"]
    office.repository.keep(enquiry(), "a")
    office.deliver()
    office.deliver(seconds=30)
    first, second = office.mail.accepted
    assert (first.id, first.undated) == (second.id, second.undated)
    assert first.content != second.content  # each has the date of its own sending


def test_one_bad_letter_does_not_hold_up_the_others(office: Office) -> None:
    office.mail.manners[:] = ["refuse the content"]
    references = [office.repository.keep(enquiry(), key) for key in "abc"]
    office.deliver()
    assert [office.letters(one)[0].state for one in references] == ["waiting", "sent", "sent"]


def test_a_town_that_never_takes_its_letter_is_given_up_and_the_operator_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.mail.manners[:] = ["refuse the recipients"] * 100
    reference = office.repository.keep(enquiry(), "a")
    for _ in range(ATTEMPTS):
        office.deliver(hours=6)
    [failed] = office.letters(reference)
    assert (failed.state, failed.attempts) == ("failed", ATTEMPTS)
    assert f"Enquiry {reference} to koivula is given up: 550" in caplog.text


def test_a_copy_whose_mailbox_does_not_exist_is_given_up_at_once(office: Office) -> None:
    office.mail.refused = ["ada@visitor.example"]
    reference = office.repository.keep(enquiry(copy=True), "a")
    office.deliver()
    assert [(one.kind, one.state) for one in office.letters(reference)] == [("town", "sent"), ("copy", "failed")]


def test_a_copy_that_is_refused_for_now_comes_later(office: Office) -> None:
    office.mail.manners[:] = ["accept", "greylist"]
    office.repository.keep(enquiry(copy=True), "a")
    office.deliver()
    office.deliver(seconds=30)
    assert [letter.recipients[0] for letter in office.mail.accepted] == ["info@koivula.example", "ada@visitor.example"]


def test_a_mail_server_that_is_away_costs_no_attempt(
    engine: Engine, mailer_to: Callable[..., Mailer], directory: Directory
) -> None:
    with MailServer() as mail:
        pass
    office = Office(engine, mail, mailer_to(mail), directory)
    reference = office.repository.keep(enquiry(), "a")
    for _ in range(3):
        with pytest.raises(UnreachableError):
            office.deliver(minutes=10)
    [waiting] = office.letters(reference)
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    assert "refused" in waiting.fault


def test_letters_for_nobody_wait_until_there_is_somebody(
    engine: Engine, mail: MailServer, mailer_to: Callable[..., Mailer], tmp_path: Path, directory: Directory
) -> None:
    nobody = directory_of(
        tmp_path,
        ("cities/rantala.yaml", "    email: info@rantala.example\n", ""),
        ("site.yaml", "network_email: network@koivula.example\n", ""),
    )
    office = Office(engine, mail, mailer_to(mail), nobody)
    reference = office.repository.keep(enquiry(towns=("rantala",)), "a")
    office.deliver()
    [waiting] = office.letters(reference)
    assert (waiting.state, waiting.attempts, waiting.fault) == ("waiting", 0, "no e-mail address is known")
    mended = Courier(office.repository, directory, mailer_to(mail), office.outbox, office.clock)
    office.clock.now += UNADDRESSED
    assert mended.deliver_one()
    assert mail.accepted[0].recipients == ("network@koivula.example",)


def test_a_town_that_cannot_be_shown_any_more_is_answered_for_by_the_network(office: Office) -> None:
    office.repository.keep(enquiry(towns=("atlantis",)), "a")
    office.deliver()
    assert office.mail.accepted[0].recipients == ("network@koivula.example",)


def test_without_a_mail_server_letters_wait_and_the_log_says_how_many(
    engine: Engine, mail: MailServer, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(engine, mail, None, directory)
    office.repository.keep(enquiry(towns=("koivula", "rantala")), "a")
    office.courier.keep_house()
    assert not office.courier.deliver_one()
    assert "2 letters wait in the outbox: SMTP_URL is not set." in caplog.text


def test_what_is_old_is_erased_within_the_hour(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    reference = office.repository.keep(enquiry(), "a")
    office.deliver()
    for _day in range(179):
        office.clock.go(days=1)
        office.courier.keep_house()
    office.clock.go(days=1, minutes=-1)
    office.courier.keep_house()
    assert office.repository.find(reference)
    office.clock.go(hours=1)
    office.courier.keep_house()
    assert office.repository.find(reference) is None
    assert "1 enquiries were erased" in caplog.text


def test_erasing_that_failed_is_not_put_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = office.repository.keep(enquiry(), "a")
    office.deliver(days=177)
    office.courier.keep_house()
    office.clock.go(days=4)
    with monkeypatch.context() as patch:
        patch.setattr(EnquiryRepository, "erase", away)
        with pytest.raises(OperationalError):
            office.courier.keep_house()
    office.courier.keep_house()
    assert office.repository.find(reference) is None


def away(*_: object) -> bool:
    raise OperationalError("", {}, Exception("the database is away"))


def test_an_accepted_letter_is_written_down_as_soon_as_the_database_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (office.repository.keep(enquiry(), key) for key in "ab")
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "sent", away)
        for _ in range(3):  # none is taken meanwhile, and this one does not go again
            assert office.courier._turn(2.0) == module.PAUSE
            office.clock.go(minutes=10)
    assert [office.letters(one)[0].state for one in (first, second)] == ["waiting", "waiting"]
    office.deliver()
    assert [office.letters(one)[0].state for one in (first, second)] == ["sent", "sent"]
    assert len(office.mail.accepted) == 2


def test_pauses_grow_while_the_mail_server_is_away(
    engine: Engine, mailer_to: Callable[..., Mailer], directory: Directory
) -> None:
    with MailServer() as mail:
        pass
    office = Office(engine, mail, mailer_to(mail), directory)
    office.repository.keep(enquiry(), "a")
    pauses = []
    for _ in range(11):
        pauses.append(office.courier._turn(2.0))
        office.clock.go(hours=1)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert office.outbox.waiting() == 1


def test_several_couriers_deliver_each_letter_once(
    engine: Engine, mail: MailServer, mailer_to: Callable[..., Mailer], directory: Directory
) -> None:
    repository = EnquiryRepository(engine, "towns.example")
    for number in range(40):
        repository.keep(enquiry(towns=("koivula", "rantala")), str(number))
    stop = threading.Event()
    couriers = [Courier(repository, directory, mailer_to(mail)) for _ in range(4)]
    threads = [threading.Thread(target=one.run, args=(stop, 0.05)) for one in couriers]
    for thread in threads:
        thread.start()
    until = dt.datetime.now() + dt.timedelta(seconds=60)
    while couriers[0]._outbox.waiting() and dt.datetime.now() < until:
        stop.wait(0.1)
    stop.set()
    for thread in threads:
        thread.join(20)
    assert len(mail.accepted) == len({letter.id for letter in mail.accepted}) == 80


def test_a_courier_that_is_told_to_stop_ends_the_letter_in_hand(office: Office) -> None:
    references = [office.repository.keep(enquiry(), key) for key in "ab"]
    stop = threading.Event()
    office.mail._keep = lambda letter: (stop.set(), office.mail.accepted.append(letter))[1]  # type: ignore[method-assign]
    office.courier.run(stop)
    assert [office.letters(one)[0].state for one in references] == ["sent", "waiting"]


def mail_state(office: Office) -> str:
    with reading(office.engine) as connection:
        return str(connection.execute(select(states.c.words).where(states.c.name == "mail")).scalar())


def test_how_the_mail_server_fares_is_written_down_even_when_there_are_no_letters(office: Office) -> None:
    office.courier._turn(2.0)
    assert mail_state(office) == "ok"
    assert office.mail.accepted == []
    connections = office.mail.connections
    office.clock.go(minutes=1)
    office.courier._turn(2.0)
    assert office.mail.connections == connections  # not at every look
    office.clock.go(minutes=5)
    office.courier._turn(2.0)
    assert office.mail.connections == connections + 1


def test_a_mail_server_that_is_away_and_comes_back_is_written_down(
    engine: Engine, mail: MailServer, mailer_to: Callable[..., Mailer], directory: Directory
) -> None:
    away_ = Office(engine, mail, mailer_to(mail, "smtp://127.0.0.1:1"), directory)
    away_.courier._turn(2.0)
    assert mail_state(away_) == "away"
    back = Office(engine, mail, mailer_to(mail), directory)
    back.repository.keep(enquiry(), "a")
    back.courier._turn(2.0)
    assert mail_state(back) == "ok"
    assert len(mail.accepted) == 1
    none = Office(engine, mail, None, directory)
    none.courier._turn(2.0)
    assert mail_state(none) == "not set"


def test_letters_to_domains_of_other_letters_go_in_ascii(
    engine: Engine, mail: MailServer, mailer_to: Callable[..., Mailer], tmp_path: Path
) -> None:
    edit = ("cities/rantala.yaml", "    email: info@rantala.example\n", "    email: info@jämsä.example\n")
    office = Office(engine, mail, mailer_to(mail), directory_of(tmp_path, edit))
    reference = office.repository.keep(enquiry(towns=("rantala",)), "a")
    office.deliver()
    assert mail.accepted[0].recipients == ("info@xn--jms-qlac.example",)
    assert mail.accepted[0].message["To"] == "info@xn--jms-qlac.example"
    assert office.letters(reference)[0].state == "sent"
