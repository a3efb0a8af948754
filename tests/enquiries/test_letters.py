"""Letters as another program reads them, and what nobody can smuggle into them."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.enquiries.directory import Directory
from portal.enquiries.enquiry import Enquiry, Kind, StoredEnquiry
from portal.enquiries.enquiry_service import host_of
from portal.enquiries.form import many_lines, one_line
from portal.enquiries.letters import Sender, compose
from portal.enquiries.outbox import Letter
from portal.i18n import LOCALES, Locale, localized
from tests.writing import NOON, directory_of, enquiry

TO = ("info@koivula.example",)
FROM = Sender("portal@towns.example")
#: Some days after the visitor wrote: the mail server was away.
NOW = NOON + dt.timedelta(days=3)
NAMES = (
    "Müller, Hans",
    "Ada <ada@evil.example>",
    'Bobby "The" Tables',
    "evil@evil.example, Ada",
    "=?utf-8?q?Bcc:_evil=40evil.example?=",
    "=?utf-8?b?QmNjOg==?= Ada",
    "😀" * 60,
    "Ä" * 120,
    "a" * 120,
    "ä, " * 40,
    '"' * 120,
    "\\" * 119,
    "مرحبا بالعالم, (comment) <x>",
    "Ada;Bo:group;",
    "Åsa (Ltd)",
    "ä" * 70 + ", " + "b" * 40,
    ".",
    "@",
    "=?utf-8?q?Ada=0D=0ABcc:_evil=40evil.example?=",
    "Ada =?utf-8?q?=0D=0A=0D=0ABody?=",
)


SAID = {
    "fi": ("Yhteydenotto 7KQ3M-92XTA", "Lähettäjä: Ada", "Sähköpostiosoitteellasi", "Palvelu poistaa"),
    "sv": ("Förfrågan 7KQ3M-92XTA", "Avsändare: Ada", "En förfrågan har skickats", "Tjänsten raderar"),
    "en": ("Enquiry 7KQ3M-92XTA", "Sender: Ada", "An enquiry has been sent", "The portal erases"),
}


GREETING = {"fi": "Hei,", "sv": "Hej,", "en": "Hello,"}
REGARDS = {"fi": "Ystävällisin terveisin", "sv": "Med vänlig hälsning", "en": "Kind regards"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """Both towns, at an address of their own."""
    return directory_of(tmp_path_factory.mktemp("letters"), site_url="https://towns.example")


def letter_of(sent: Enquiry, kind: Kind = "town", received: dt.datetime = NOON) -> Letter:
    kept = StoredEnquiry("7KQ3M-92XTA", received, sent)
    town = sent.towns[0] if kind == "town" else ""
    return Letter(1, kind, town, f"<7kq3m-92xta.{town or kind}@towns.example>", 0, kept)


def read(letter: Letter, directory: Directory, emails: tuple[str, ...] = TO) -> EmailMessage:
    """The letter as a foreign program reads its bytes."""
    data = compose(letter, directory, FROM, emails, NOW).as_bytes()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    return message_from_bytes(data, policy=policy.default)  # type: ignore[return-value]


HEADERS = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "Reply-To",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
    "Content-Language",
]


def addresses(message: EmailMessage, header: str) -> list[tuple[str, str]]:
    """Names and addresses of a header, as two readers see them who were written twenty years apart."""
    modern: Any = message[header]
    [old] = message_from_bytes(message.as_bytes()).get_all(header)
    found = [(str(make_header(decode_header(name))), address) for name, address in getaddresses([old])]
    assert [one.addr_spec for one in modern.addresses] == [address for _name, address in found]
    return found


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_a_letter_to_a_town_says_who_writes_and_is_answered_to_the_sender(directory: Directory) -> None:
    message = read(letter_of(enquiry(entries=("koivula-wood-builders",))), directory)
    assert list(message.keys()) == HEADERS
    assert message["Message-ID"] == "<7kq3m-92xta.koivula@towns.example>"
    assert parsedate_to_datetime(message["Date"]) == NOW.replace(microsecond=0)  # the day of sending, not of writing
    assert message["Date"].endswith("+0200")
    assert addresses(message, "From") == [("Pienet kaupungit", "portal@towns.example")]
    assert addresses(message, "To") == [("", "info@koivula.example")]
    assert addresses(message, "Reply-To") == [("Ada Visitor", "ada@visitor.example")]
    assert "7KQ3M-92XTA" in message["Subject"]
    assert "Timber Ltd" in message["Subject"]
    assert "Puurakentamisen suunnittelijoita" in message["Subject"]
    assert (message["Content-Language"], message["Content-Transfer-Encoding"]) == ("fi", "quoted-printable")
    assert message.get_content_charset() == "utf-8"
    text = text_of(message)
    assert "We build houses of wood.\nWhere could we begin?" in text
    assert "ada@visitor.example" in text


def test_a_confirmation_goes_back_in_the_visitors_language_with_the_short_list(directory: Directory) -> None:
    sent = enquiry(locale="sv", towns=("koivula", "rantala"), copy=True, short_list="town=koivula,rantala")
    message = read(letter_of(sent, "copy"), directory, ("ada@visitor.example",))
    assert message["Content-Language"] == "sv"
    assert message["Message-ID"] == "<7kq3m-92xta.copy@towns.example>"
    assert addresses(message, "To") == [("", "ada@visitor.example")]
    assert message["Reply-To"] is None  # an answer to a copy is nothing for the sender
    text = text_of(message)
    assert message["Auto-Submitted"] == "auto-generated"
    for words in ("7KQ3M-92XTA", "?town=koivula,rantala", "info@koivula.example", "info@rantala.example"):
        assert words in text


@pytest.mark.parametrize("locale", SAID)
def test_a_confirmation_says_nothing_that_its_sender_wrote(directory: Directory, locale: Locale) -> None:
    words = "Buy at https://evil.example now"
    sent = enquiry(locale=locale, name=f"A {words}", organisation=f"B {words}", message=f"C {words}", copy=True)
    data = compose(letter_of(sent, "copy"), directory, FROM, ("stranger@mail.example",), NOW).as_bytes()
    message = message_from_bytes(data, policy=policy.default)
    said = " ".join([*map(str, message.values()), message.get_content()])  # type: ignore[attr-defined]
    for word in ("Buy", "evil", "now"):
        assert word not in said


def test_an_address_of_other_letters_travels_in_ascii(tmp_path: Path) -> None:
    directory = directory_of(tmp_path, site_url="https://jämsä.example")
    message = read(letter_of(enquiry(entries=("koivula-wood-builders",))), directory)
    assert "https://xn--jms-qlac.example/fi/" in message.get_content()
    assert host_of("https://jämsä.example:8443") == "xn--jms-qlac.example"


@pytest.mark.parametrize(
    ("text", "sender", "header"),
    [
        ("portal@jämsä.example", Sender("portal@xn--jms-qlac.example"), "Pienet kaupungit"),
        ("Kaupungit Åbo <p@towns.example>", Sender("p@towns.example", "Kaupungit Åbo"), "Kaupungit Åbo"),
        ('"Towns, the" <p@towns.example>', Sender("p@towns.example", "Towns, the"), "Towns, the"),
    ],
)
def test_a_sender_may_have_a_name_and_a_domain_of_other_letters(
    directory: Directory, text: str, sender: Sender, header: str
) -> None:
    assert Sender.of(text) == sender
    data = compose(letter_of(enquiry()), directory, sender, TO, NOW).as_bytes()
    assert addresses(message_from_bytes(data, policy=policy.default), "From") == [  # type: ignore[arg-type]
        (header, sender.email)
    ]


@pytest.mark.parametrize(
    "text", ["", "portal", "pörtal@towns.example", "a@b.example, c@d.example", "a@b\nBcc: c@d", "a@ä..b"]
)
def test_what_is_no_sender_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"name|address|Label"):
        Sender.of(text)


def test_a_letter_to_a_town_is_in_the_towns_language(directory: Directory) -> None:
    text = text_of(read(letter_of(enquiry(locale="en", language="en", towns=("koivula", "rantala"))), directory))
    assert "Lähettäjä: Ada Visitor, Timber Ltd" in text
    assert "Toivottu vastauskieli: englanti" in text
    assert "Saman yhteydenoton saivat myös: Rantala" in text


def test_an_entry_is_named_with_its_town_for_it_may_be_anothers(directory: Directory) -> None:
    sent = enquiry(towns=("rantala", "koivula"), entries=("koivula-wood-builders",))
    assert "Aihe: Puurakentamisen suunnittelijoita (Koivula)" in text_of(read(letter_of(sent), directory))


@pytest.mark.parametrize("locale", SAID)
def test_a_letter_speaks_its_readers_language_from_the_subject_to_the_last_line(tmp_path: Path, locale: Locale) -> None:
    serves = ("cities/koivula.yaml", "languages: [fi, sv, en]", f"languages: [{locale}]")
    directory = directory_of(tmp_path, serves)
    letter, copy = (read(letter_of(enquiry(locale=locale), kind), directory) for kind in get_args(Kind))
    subject, sender, begins, last = SAID[locale]
    assert letter["Subject"].startswith(subject)
    assert f"\n{sender}" in text_of(letter)
    assert f"\n\n{begins}" in text_of(copy)
    for message in (letter, copy):
        assert f"\n{last}" in text_of(message)


def test_a_copy_says_plainly_who_cannot_answer_yet(tmp_path: Path) -> None:
    directory = directory_of(
        tmp_path,
        ("cities/rantala.yaml", "    email: info@rantala.example\n", ""),
        ("site.yaml", "network_email: network@koivula.example\n", ""),
    )
    text = read(letter_of(enquiry(towns=("rantala",)), "copy"), directory).get_content()
    assert "nobody yet, for no e-mail address is known. Your message is stored, unread" in text


def test_a_letter_sent_again_is_the_same_letter(directory: Directory) -> None:
    letter = letter_of(enquiry(name="Müller, Hans", message="Ä" * 500))
    assert len({compose(letter, directory, FROM, TO, NOW).as_bytes() for _ in range(3)}) == 1


def test_the_day_of_erasing_is_the_day_in_finland(directory: Directory) -> None:
    late = dt.datetime(2026, 5, 1, 22, 30, tzinfo=dt.UTC)  # the second of May in Helsinki
    text = read(letter_of(enquiry(), "copy", late), directory).get_content()
    assert "29 October 2026" in text  # 180 days later


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["town", "copy"])
def test_a_hostile_name_adds_no_header_and_no_address(directory: Directory, name: str, kind: Kind) -> None:
    harmless(read(letter_of(enquiry(name=name, organisation=name), kind), directory), name, kind)


def harmless(message: EmailMessage, name: str, kind: Kind = "town") -> None:
    replaced = {"Reply-To": "Auto-Submitted"} if kind == "copy" else {}
    assert list(message.keys()) == [replaced.get(one, one) for one in HEADERS]
    assert addresses(message, "To") == [("", "info@koivula.example")]
    assert [address for _name, address in addresses(message, "From")] == ["portal@towns.example"]
    if kind == "town":
        [(said, address)] = addresses(message, "Reply-To")
        assert (said.split(), address) == (name.split(), "ada@visitor.example")
    assert len(message["Subject"]) <= 140
    assert kind == "copy" or name in message.get_content()


def test_no_name_adds_a_header_or_an_address(directory: Directory) -> None:
    @settings(max_examples=100)
    @given(st.text(max_size=120).map(one_line).filter(bool))
    @example("=?utf-8?q?=0ABcc:_evil=40evil.example?=")
    def holds(name: str) -> None:
        message = read(letter_of(enquiry(name=name, organisation=name)), directory)
        assert list(message.keys()) == HEADERS
        assert [address for _name, address in addresses(message, "Reply-To")] == ["ada@visitor.example"]

    holds()


@pytest.mark.parametrize(
    "words",
    [
        "From here\n.\n..\n>From there",
        "😀" * 2000,
        "a" * 5000,
        "Ä" * 5000,
        "trailing \nspaces\t\n\n\n=3D =E4 =\nsoft",
        "Subject: other\n\nBcc: evil@evil.example",
        "----------------------------------------------------------------",
        "مرحبا\u200f بالعالم",
    ],
)
def test_every_word_of_a_message_arrives(directory: Directory, words: str) -> None:
    text = text_of(read(letter_of(enquiry(message=many_lines(words))), directory))
    assert many_lines(words) in text


def test_any_message_arrives_as_the_form_took_it(directory: Directory) -> None:
    @settings(max_examples=40)
    @given(st.text(max_size=400).map(many_lines).filter(bool))
    def holds(words: str) -> None:
        assert words in text_of(read(letter_of(enquiry(message=words)), directory))

    holds()


@pytest.mark.parametrize("kind", ["town", "copy"])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_letter_greets_and_is_signed(tmp_path: Path, kind: Kind, locale: Locale) -> None:
    directory = directory_of(tmp_path, site_url="https://towns.example")
    text = text_of(read(letter_of(enquiry(locale=locale), kind), directory))
    said = directory.language("koivula") if kind == "town" else locale
    assert text.startswith(f"{GREETING[said]}\n\n")
    regards, site, address = text.strip().splitlines()[-3:]
    assert regards == REGARDS[said]
    assert site == localized(directory.content.site.name, said)
    assert address == f"https://towns.example/{said}/"
