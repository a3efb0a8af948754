"""What a visitor may type, and what is said when it will not do."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.enquiries.form import EMAIL, MESSAGE, NAME, EnquiryForm, form_of
from portal.i18n import LOCALES, use_locale

TOWNS = {"iisalmi": "Iisalmi", "rauma": "Rauma"}
TYPED: dict[str, Any] = {
    "town": ["rauma"],
    "name": "Åsa Öberg",
    "organisation": "Öbergs Mekaniska Ab",
    "email": "asa@example.com",
    "language": "sv",
    "message": "We look for a hall of 2,000 m².",
}


def sent(**changes: Any) -> EnquiryForm:
    """The form as it is after somebody has sent it; a change to None takes the field away."""
    fields = {name: value for name, value in (TYPED | changes).items() if value is not None}
    form = form_of(TOWNS, MultiDict(fields))
    with use_locale("en"):
        form.validate()
    return form


def test_a_whole_form_makes_an_enquiry() -> None:
    form = sent(copy="yes", entry=["rauma-wind", "rauma-wind"], wish="role=company")
    assert form.faults == {}
    enquiry = form.enquiry("en")
    assert (enquiry.name, enquiry.email, enquiry.language) == ("Åsa Öberg", "asa@example.com", "sv")
    assert (enquiry.towns, enquiry.entries, enquiry.copy) == (("rauma",), ("rauma-wind",), True)


def test_what_is_missing_is_told_field_by_field_in_the_order_of_the_form() -> None:
    form = sent(town=None, name=" ", organisation="", email="", message="\n")
    assert list(form.faults) == ["town", "name", "email", "message"]
    assert form.faults["town"] == "Choose at least one town."


@pytest.mark.parametrize("field", ["name", "message"])
@pytest.mark.parametrize("text", ["\u200b", "\u200e\u200f", "\u2060 \ufeff", "\u202e", "\u00ad\u00a0\u00ad"])
def test_what_nobody_can_see_is_no_name_and_no_message(field: str, text: str) -> None:
    assert list(sent(**{field: text}).faults) == [field]


def test_faults_are_told_in_the_language_of_the_page() -> None:
    form, said = sent(name=""), set()
    for locale in LOCALES:
        with use_locale(locale):
            said.add(form.faults["name"])
    assert len(said) == len(LOCALES)


@pytest.mark.parametrize(
    "email",
    ["asa", "asa@", "@example.com", "a b@example.com", "asa@example", "asa@example..com", "Åsa <asa@example.com>",
     "asa@example.com, b@example.com", "asa@example.com;b@example.com", "ö@example.com", "asa@-example.com",
     "🙂@example.com", "asa@[127.0.0.1]", "a" * 65 + "@example.com"],
)  # fmt: skip
def test_an_address_that_cannot_be_answered_is_told(email: str) -> None:
    form = sent(email=email)
    assert "email" in form.faults
    assert form.email.data == email


@pytest.mark.parametrize(
    ("email", "right"), [(" asa@EXAMPLE.com ", "asa@example.com"), ("asa@exämple.fi", "asa@xn--exmple-cua.fi")]
)
def test_an_address_is_written_as_mail_servers_want_it(email: str, right: str) -> None:
    form = sent(email=email)
    assert form.faults == {}
    assert form.enquiry("en").email == right


@pytest.mark.parametrize("field", ["name", "organisation", "email"])
@pytest.mark.parametrize("text", ["a\r\nBcc: b@example.com", "a\nb", "a\x00b", "a\x1b[31mb", "a\u2028b", "a\x85b"])
def test_one_line_takes_no_line_breaks_and_no_control_characters(field: str, text: str) -> None:
    form = sent(**{field: text})
    assert field in form.faults
    assert not any(unicodedata.category(sign) == "Cc" for sign in form[field].data)


def test_signs_that_turn_a_line_around_are_taken_away() -> None:
    form = sent(name="Maija \u202egnp.exe", message="one \u2066two\u2069 \u202ethree")
    assert form.faults == {}
    assert (form.name.data, form.message.data) == ("Maija gnp.exe", "one two three")


def test_marks_of_right_to_left_languages_stay() -> None:
    assert sent(name="דנה\u200f כהן").name.data == "דנה\u200f כהן"


def test_line_breaks_of_every_kind_are_one_kind_and_nobodys_words_go() -> None:
    assert sent(message="a\r\nb\rc\x0bd\u2028e\x00\x1b[0mf\tg").message.data == "a\nb\nc\nd\ne[0mf\tg"


@pytest.mark.parametrize(("field", "most"), [("name", NAME), ("email", EMAIL), ("message", MESSAGE)])
def test_too_long_a_text_is_told_with_both_numbers_and_stays(field: str, most: int) -> None:
    text = "a" * (most + 1) if field != "email" else "a@" + "b" * most + ".fi"
    form = sent(**{field: text})
    assert field in form.faults
    assert form[field].data == text
    if field == "message":
        assert form.faults[field] == "At most 5,000 characters, please; now there are 5,001."


def test_just_as_long_as_allowed_is_fine() -> None:
    assert sent(name="n" * NAME, message="🙂" * MESSAGE).faults == {}


@pytest.mark.parametrize("changes", [{"town": ["helsinki"]}, {"town": ["rauma", "<script>"]}, {"language": "de"}])
def test_what_is_not_on_the_form_cannot_be_chosen(changes: dict[str, Any]) -> None:
    assert list(sent(**changes).faults) == list(changes)


def test_a_machine_that_fills_every_field_is_told_so_and_a_person_can_mend_it() -> None:
    assert "homepage" in sent(homepage="https://spam.example").faults


def test_the_same_enquiry_has_the_same_key_and_every_word_counts() -> None:
    one, same, other = (sent(message=text).enquiry("en") for text in ("a", "a", "b"))
    assert one.key("form") == same.key("form") != other.key("form")
    assert one.key("form") != one.key("another form")


@given(st.dictionaries(st.sampled_from([*TYPED, "copy", "homepage", "wish", "short_list", "entry"]), st.text()))
def test_whatever_is_typed_ends_in_an_enquiry_or_in_words(changes: dict[str, str]) -> None:
    form = sent(**changes)
    if form.faults:
        assert all(form.faults.values())
        return
    enquiry = form.enquiry("fi")
    for line in (enquiry.name, enquiry.organisation, enquiry.email):
        assert "\n" not in line
        assert "\r" not in line
    assert "\x00" not in enquiry.message
