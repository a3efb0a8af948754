"""The form: what a visitor typed, what is wrong with it in words, and the enquiry that it makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from email_validator import EmailNotValidError, validate_email
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, StopValidation, ValidationError

from portal.enquiries.enquiry import Enquiry
from portal.i18n import OWN_NAMES, Locale, _, current, lazy, number

#: The most signs of each field.
NAME, ORGANISATION, EMAIL, MESSAGE = 120, 160, 254, 5000
#: Signs that turn the direction of what follows them: in one line they could make it say something else.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: What word processors and pasted texts use for a line break.
BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")


#: Categories of signs that show nothing by themselves.
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def one_line(text: str | None) -> str:
    """A text for a line of its own: composed, without what cannot be seen in it."""
    seen = (sign for sign in TURNING.sub("", text or "") if unicodedata.category(sign) not in ("Cc", "Zl", "Zp"))
    return _composed(seen)


def many_lines(text: str | None) -> str:
    """A text of several lines, every line break the same; other control characters are nobody's words."""
    lines = BREAKS.sub("\n", TURNING.sub("", text or ""))
    seen = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    return _composed(seen)


def _composed(signs: Iterable[str]) -> str:
    """Signs as one text; nothing at all where none of them can be seen, for that is no name and no message."""
    text = unicodedata.normalize("NFC", "".join(signs)).strip()
    return text if any(unicodedata.category(sign) not in UNSEEN for sign in text) else ""


def _whole(form: Form, field: Field) -> None:
    """Refuse line breaks and control characters in one line: they are for cheating mail programs."""
    typed = field.raw_data[0].strip() if field.raw_data else ""
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in typed):
        raise StopValidation(_("Write this on one line, without control characters."))


def _at_most(most: int) -> Callable[[Form, Field], None]:
    def check(form: Form, field: Field) -> None:
        count = len(field.data or "")
        if count > most:
            values = {"most": number(most, current()), "count": number(count, current())}
            raise ValidationError(_("At most %(most)s characters, please; now there are %(count)s.", **values))

    return check


def _reachable(form: Form, field: Field) -> None:
    """An address that mail can be sent to; whether somebody reads it is not asked anybody."""
    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise StopValidation(
            _("No answer could reach this e-mail address. Write it like this: name@example.com")
        ) from None
    field.data = found.ascii_email or found.normalized


def _empty(form: Form, field: Field) -> None:
    if field.data:
        raise ValidationError(_("This field is for machines that send unasked mail. Empty it and send again."))


def _line(most: int, *, missing: object = None, then: Callable[[Form, Field], None] | None = None) -> StringField:
    needed = [DataRequired(cast(str, missing))] if missing else []
    return StringField(filters=[one_line], validators=[_whole, *needed, _at_most(most), *([then] if then else [])])


class EnquiryForm(Form):  # type: ignore[misc]
    """The fields of the form. `homepage` is hidden from people: who fills it is a machine."""

    town = SelectMultipleField(validators=[DataRequired(cast(str, lazy("Choose at least one town.")))])
    entry = SelectMultipleField(validate_choice=False)
    name = _line(NAME, missing=lazy("Write your name."))
    organisation = _line(ORGANISATION)
    email = _line(EMAIL, missing=lazy("Write your e-mail address: the answer comes there."), then=_reachable)
    language = SelectField(choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()])
    message = TextAreaField(
        filters=[many_lines], validators=[DataRequired(cast(str, lazy("Write a message."))), _at_most(MESSAGE)]
    )
    copy = BooleanField(false_values=("", "no"))
    homepage = StringField(validators=[_empty])
    wish = HiddenField(filters=[one_line])
    short_list = HiddenField(filters=[one_line])

    def validate_language(self, field: Field) -> None:
        """A language that is none of ours is no fault of the visitor's."""
        if field.data not in OWN_NAMES:
            raise StopValidation(_("Choose one of these languages."))

    @property
    def faults(self) -> dict[str, str]:
        """Field -> the first thing that is wrong with it, in the form's order."""
        return {field.name: str(field.errors[0]) for field in self if field.errors}

    def enquiry(self, locale: Locale) -> Enquiry:
        """The enquiry that a valid form makes."""
        typed: dict[str, Any] = self.data
        return Enquiry(
            locale=locale,
            name=typed["name"],
            organisation=typed["organisation"],
            email=typed["email"],
            language=typed["language"],
            message=typed["message"],
            towns=tuple(dict.fromkeys(typed["town"])),
            entries=tuple(dict.fromkeys(typed["entry"])),
            wish=typed["wish"],
            short_list=typed["short_list"],
            copy=typed["copy"],
        )


def form_of(
    towns: Mapping[str, str], posted: MultiDict[str, str] | None = None, context: Mapping[str, Any] | None = None
) -> EnquiryForm:
    """The form with these towns (key -> name) to choose from, filled with what was sent or else with a context."""
    form = EnquiryForm(posted, data=context)
    form.town.choices = [SelectChoice(*pair) for pair in towns.items()]
    return form
