"""Letters in words: an enquiry as the town reads it, and the confirmation that its sender may have asked for.

The confirmation says nothing that the sender wrote: the address may be a stranger's (docs/decisions/0010).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from portal import i18n
from portal.content.library import ways
from portal.domains import ascii_email
from portal.enquiries.directory import Directory, Recipient
from portal.enquiries.enquiry import StoredEnquiry
from portal.enquiries.outbox import Letter
from portal.enquiries.outcome import outcome
from portal.i18n import HELSINKI, Locale, _, use_locale

#: Names of languages as the letter's reader calls them.
LANGUAGES = {code: i18n.lazy(language.name) for code, language in i18n.LANGUAGES.items()}
#: Headers that we have encoded ourselves stay as they are.
AS_WRITTEN = SMTP.clone(refold_source="none")
CRLF = "\r\n"
FOLD = f"{CRLF} "
#: Words that mean themselves in every header, in one line.
PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9 '-]{0,50}[A-Za-z0-9]")
#: A subject longer than this is cut by mail programs anyway.
SUBJECT = 140


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("portal.enquiries"),
        autoescape=False,  # noqa: S701  (plain text)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["_"] = _  # Flask-Babel's own would say everything in English where there is no app, as in the worker
    return made


@dataclass(frozen=True)
class Sender:
    """From whom letters come: the address in ASCII, and a name where the operator has given one."""

    email: str
    name: str = ""

    @classmethod
    def of(cls, text: str) -> Sender:
        """Read MAIL_FROM: portal@example.fi, or The Towns <portal@example.fi>. Raises ValueError."""
        text = text.strip()
        found = getaddresses([text])
        if not text.isprintable() or len(found) != 1 or " " in found[0][1]:
            raise ValueError("no e-mail address")
        return cls(ascii_email(found[0][1]), found[0][0])


def compose(
    letter: Letter, directory: Directory, sender: Sender, emails: tuple[str, ...], moment: dt.datetime
) -> EmailMessage:
    """The letter, ready to be sent to these addresses now; the same each time but for the addresses and the date."""
    kept, site = letter.kept, directory.content.site
    locale = kept.enquiry.locale if letter.kind == "copy" else directory.language(letter.town)
    with use_locale(locale):
        subject, text = _copy(kept, directory, locale) if letter.kind == "copy" else _town(letter, directory, locale)
    message = EmailMessage(AS_WRITTEN)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(moment.astimezone(HELSINKI))
    message.set_raw("From", _mailbox(sender.name or i18n.localized(site.name, locale), sender.email))
    message["To"] = ", ".join(emails)
    message.set_raw("Subject", _encoded(subject if len(subject) <= SUBJECT else subject[: SUBJECT - 1] + "…"))
    if letter.kind == "town":
        message.set_raw("Reply-To", _mailbox(kept.enquiry.name, kept.enquiry.email))
    else:  # nobody wrote it; what a person wrote must not look like it, or it is not answered
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message["Content-Language"] = locale
    return message


def _mailbox(name: str, email: str) -> str:
    """A name and its address for a header: whatever could mean something there is encoded, so that it cannot."""
    return f"{name if PLAIN.fullmatch(name) else _encoded(name)}{FOLD}<{email}>"


def _encoded(words: str) -> str:
    """Anybody's words for a header. The email package would read encoded words in them, line breaks among those."""
    return words if PLAIN.fullmatch(words) else Header(words, "utf-8", header_name="Reply-To").encode(linesep=CRLF)


def _town(letter: Letter, directory: Directory, locale: Locale) -> tuple[str, str]:
    """Subject and text of the letter to a town."""
    enquiry = letter.kept.enquiry
    about = [i18n.localized(entry.what, locale) for entry in directory.entries(enquiry.entries, letter.town)]
    who = enquiry.organisation or enquiry.name
    what = about[0] if about else directory.name(letter.town, locale)
    reached = [one for one in enquiry.towns if directory.recipient(one, enquiry.entries).emails]
    others = [directory.name(town, locale) for town in reached if town != letter.town]
    subject = _("Enquiry %(reference)s from %(who)s: %(what)s", reference=letter.kept.reference, who=who, what=what)
    return subject, _write("town.txt", letter.kept, directory, locale, town=letter.town, others=others)


def _copy(kept: StoredEnquiry, directory: Directory, locale: Locale) -> tuple[str, str]:
    """Subject and text of the confirmation: in the portal's own words alone."""
    comes = outcome(kept, directory)
    subject = _("Confirmation of enquiry %(reference)s", reference=kept.reference)
    if not comes.arrives:
        subject = f"{comes.headline} ({kept.reference})"
    return subject, _write("copy.txt", kept, directory, locale, outcome=comes, direct=_direct)


def _direct(recipient: Recipient) -> list[str]:
    """The other ways to reach a town: telephone numbers and sites."""
    found = [ways(contact, shared) for contact, shared in recipient.contacts]
    return [way for own in found for way in (own.phone, own.url) if way]


def _write(template: str, kept: StoredEnquiry, directory: Directory, locale: Locale, **values: object) -> str:
    enquiry, site = kept.enquiry, directory.content.site
    text = (
        _templates()
        .get_template(template)
        .render(
            kept=kept,
            enquiry=enquiry,
            locale=locale,
            directory=directory,
            site=i18n.localized(site.name, locale),
            language=LANGUAGES[enquiry.language],
            received=i18n.moment(kept.received, locale),
            erased=i18n.date(kept.erased(site.retention_days), locale),
            entries=[
                (
                    f"{i18n.localized(entry.what, locale)} ({directory.name(town, locale)})",
                    directory.url("entry", locale, key),
                )
                for key in enquiry.entries
                for town, entry in filter(None, [directory.entry(key)])
            ],
            wish=directory.url("find", locale, query=enquiry.wish) if enquiry.wish else "",
            short_list=directory.url("short_list", locale, query=enquiry.short_list) if enquiry.short_list else "",
            listing=lambda names: i18n.listing(names, locale),
            **values,
        )
    )
    return text.strip() + "\n"
