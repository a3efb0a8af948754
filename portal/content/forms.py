"""Texts that must have a certain form: addresses, numbers, keys, dates. The fix is the writer's own value mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from portal.content import meant
from portal.content.advice import Advice, like_this, short, unquoted
from portal.content.fields import Email, Key, MunicipalityCode, PartialDate, Phone, Slug, WebAddress
from portal.content.mistake import Mistake
from portal.content.model_types import bare, fields_of, pattern
from portal.i18n import _

#: Fields whose values are told by their form, so that one in the other's place is seen.
OTHERS: dict[str, Any] = {"email": Email, "url": WebAddress, "phone": Phone}


def bad_form(mistake: Mistake) -> Advice:
    """What to say of a text that has not the form of its kind."""
    return FORMS.get(pattern(mistake.kind) or "", _bad_other)(mistake)


def _bad_other(mistake: Mistake) -> Advice:
    return _("“%(value)s” is not in the form that is needed here.", value=mistake.written), ""


def _with_example(rule: str, better: str) -> str:
    return " ".join([rule, _("For example: %(better)s", better=short(better))]) if better else rule


def _bad_slug(mistake: Mistake) -> Advice:
    message = _("“%(value)s” cannot be part of an address.", value=mistake.written)
    rule = _("Use small letters a to z, digits and hyphens.")
    better = "-".join(re.findall("[a-z0-9]+", plain_letters(mistake.whole).lower()))
    return message, _with_example(rule, better)


def _bad_key(mistake: Mistake) -> Advice:
    key = str(mistake.steps[-1]) if mistake.context.get("of_key") else mistake.whole
    message = _("“%(value)s” cannot be a key.", value=short(key))
    rule = _("Use letters a to z, digits and underscores, a small letter first.")
    better = "_".join(re.findall("[A-Za-z0-9]+", plain_letters(key).lower())).lstrip("0123456789_")
    return message, _with_example(rule, better)


def plain_letters(text: str) -> str:
    """The text with å, ä and ö as a and o."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _moved(mistake: Mistake) -> str:
    """Where a value belongs that has the form of another field's; nothing when it has none."""
    text = unquoted(mistake.whole)
    for name, kind in OTHERS.items():
        if name != mistake.name and meant.fits(text, kind) and name in fields_of(bare(mistake.parent)):
            return _("This belongs after “%(name)s:”.", name=name)
    return ""


def _bad_email(mistake: Mistake) -> Advice:
    addresses = meant.emails(mistake.whole)
    if len(addresses) > 1:
        message = _(
            "one e-mail address is expected, but there are %(count)s here: %(addresses)s.",
            count=len(addresses),
            addresses=", ".join(addresses),
        )
        return message, _("Choose one of them: %(line)s", line=mistake.line(addresses[0]))
    message = _("“%(value)s” is not an e-mail address.", value=mistake.written)
    if addresses:
        return message, like_this(mistake.line(addresses[0]))
    name, at, domain = meant.cleaned(mistake.whole).partition("@")
    if not name.isascii() and meant.fits(f"x{at}{domain}", Email):
        return _("before the @, not every mail server accepts letters other than a to z."), ""
    return message, _moved(mistake) or _("Write one address, with one @ and without spaces.")


def _bad_web_address(mistake: Mistake) -> Advice:
    message = _("“%(value)s” is not a web address.", value=mistake.written)
    if moved := _moved(mistake):
        return message, moved
    better = meant.web_address(mistake.whole)
    return message, like_this(mistake.line(better)) if better else _(
        "Write the whole address, beginning with https:// and without spaces."
    )


def _bad_phone(mistake: Mistake) -> Advice:
    message = _("“%(value)s” is not a phone number with its country code.", value=mistake.written)
    better = meant.phone(mistake.whole)
    if better:
        return message, _("Use digits and spaces: %(line)s", line=mistake.line(better))
    return message, _moved(mistake) or _("Write a plus sign, the country code and the number, in digits and spaces.")


def _bad_partial_date(mistake: Mistake) -> Advice:
    message = _("“%(value)s” is not a year, a month or a day.", value=mistake.written)
    better = meant.partial_date(mistake.whole)
    if better and mistake.is_refused(meant.first_day(better)):
        return message, _("Check the date, and write it like one of these: 2023, 2023-05, 2023-05-06.")
    if better:
        return message, like_this(mistake.line(better))
    return message, _("Write it like one of these: 2023, 2023-05, 2023-05-06.")


def _bad_code(mistake: Mistake) -> Advice:
    message = _("“%(value)s” is not a municipality code.", value=mistake.written)
    digits = re.sub(r"\D", "", mistake.whole)
    if not 0 < len(digits) <= 3:
        return message, _("Write its three digits in quotation marks.")
    line = mistake.line(f'"{digits:0>3}"')
    return message, _("Write its three digits in quotation marks: %(line)s", line=line)


#: The pattern of a text -> what to say when it does not fit.
FORMS: dict[str, Callable[[Mistake], Advice]] = {
    str(pattern(Slug)): _bad_slug,
    str(pattern(Key)): _bad_key,
    str(pattern(Email)): _bad_email,
    str(pattern(WebAddress)): _bad_web_address,
    str(pattern(Phone)): _bad_phone,
    str(pattern(PartialDate)): _bad_partial_date,
    str(pattern(MunicipalityCode)): _bad_code,
}
