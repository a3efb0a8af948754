"""`portal enquiries`: what the operator sees of them, and does with them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

import click

from portal import i18n
from portal.cli.deliver import content_of, opened
from portal.cli.terminal import spoken
from portal.enquiries.enquiry import Posted, StoredEnquiry
from portal.enquiries.repository import EnquiryRepository
from portal.i18n import _, current, date, use_locale
from portal.settings import Settings

#: What a spreadsheet would take for a formula: at the start, or after what it may take for the end of a cell, with
#: spaces and quotation marks between. Which sign ends a cell depends on the reader's country.
FORMULA = re.compile(r"(^[\t\r]?|[;,|\t\r\n])([\s\"'\u201c\u201d]*)([=+\-@\uff0b\uff0d\uff1d\uff20])")
COLUMNS = (
    "reference",
    "received",
    "towns",
    "entries",
    "name",
    "organisation",
    "email",
    "answer_in",
    "message",
    "letters",
)


class Office:
    """The store and what the commands need of the site."""

    def __init__(self) -> None:
        settings = Settings.from_environment()
        site = content_of(settings).site
        self.days = site.retention_days
        self.mail = bool(settings.smtp_url and settings.mail_from)
        self.repository: EnquiryRepository = opened(settings, site.site_url)


@click.group()
@click.pass_context
def enquiries(context: click.Context) -> None:
    """What visitors have written: list, show, export, retry, delete, erase."""
    context.with_resource(use_locale(spoken(os.environ)))
    context.obj = Office()


@enquiries.command("list")
@click.option("--open", "waiting", is_flag=True, help="Only those of which a letter is not sent.")
@click.pass_obj
def listed(office: Office, waiting: bool) -> None:
    """List the enquiries, the newest first: reference, time, and how each letter fares. No personal data."""
    found = [one for one in office.repository.every() if not waiting or not one.delivered]
    for one in found:
        gone = date(one.erased(office.days), current())
        said = _("%(received)s, erased on %(day)s", received=_stamp(one.received), day=gone)
        click.echo(f"{one.reference}  {said}")
        for letter in one.letters:
            click.echo(f"    {_fares(letter)}")
    states = [letter.state for one in found for letter in one.letters]
    counts = {"count": len(found), "waiting": states.count("waiting"), "failed": states.count("failed")}
    click.echo(_("Enquiries: %(count)s. Letters waiting: %(waiting)s, failed: %(failed)s.", **counts))
    if counts["waiting"] and not office.mail:
        click.echo(_("Letters wait because SMTP_URL or MAIL_FROM is not set."))


def _fares(letter: Posted) -> str:
    to = letter.town or _("copy to the visitor")
    if letter.state == "sent" and letter.sent:
        words = _("sent %(moment)s", moment=_stamp(letter.sent))
        return f"{to}: {words}" + (f" → {letter.recipient}" if letter.kind == "town" else "")
    words = _("failed, attempts: %(count)s") if letter.state == "failed" else _("waiting, attempts: %(count)s")
    return f"{to}: {words % {'count': letter.attempts}}" + (f" ({letter.fault})" if letter.fault else "")


def _stamp(moment: dt.datetime) -> str:
    return i18n.moment(moment, current())


@enquiries.command()
@click.argument("reference")
@click.pass_obj
def show(office: Office, reference: str) -> None:
    """Show one enquiry whole."""
    one = _find(office, reference)
    for name, text in zip(COLUMNS, _row(one), strict=True):
        click.echo(f"{name}: {text}" if "\n" not in text else f"{name}:\n{text}")


@enquiries.command()
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write. Default: the screen."
)
@click.pass_obj
def export(office: Office, output: Path | None) -> None:
    """Export every enquiry as CSV (UTF-8). It holds personal data: keep it as such."""
    text = table(office.repository.every())
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.touch(mode=0o600)
        output.chmod(0o600)  # before there is anything to read in it
        output.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from None


def table(found: Iterable[StoredEnquiry]) -> str:
    """Enquiries as CSV, harmless in a spreadsheet: every field is quoted, and what is like a formula marked as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerow([harmless(text) for text in _row(one)])
    return buffer.getvalue()


def harmless(text: str) -> str:
    """A text in which no spreadsheet finds a formula, wherever it cuts the text into cells."""
    marked = FORMULA.sub(r"\1\2'\3", text)
    return f"'{marked}" if marked.startswith(("\t", "\r")) else marked


def _row(one: StoredEnquiry) -> list[str]:
    about = one.enquiry
    return [
        one.reference,
        one.received.isoformat(timespec="seconds"),
        " ".join(about.towns),
        " ".join(about.entries),
        about.name,
        about.organisation,
        about.email,
        about.language,
        about.message,
        "; ".join(map(_fares, one.letters)),
    ]


@enquiries.command()
@click.argument("reference", required=False)
@click.pass_obj
def retry(office: Office, reference: str | None) -> None:
    """Make letters that are not sent due now: of one enquiry, or all."""
    if reference is not None:
        reference = _find(office, reference).reference
    click.echo(_("Letters due now: %(count)s.", count=office.repository.retry(reference)))


@enquiries.command()
@click.argument("reference")
@click.confirmation_option(prompt="The enquiry is erased for good, with letters that are not sent. Go on?")
@click.pass_obj
def delete(office: Office, reference: str) -> None:
    """Delete one enquiry, as its sender may ask. What was sent by e-mail is not called back."""
    one = _find(office, reference)
    office.repository.delete(one.reference)
    click.echo(_("%(reference)s is erased.", reference=one.reference))


@enquiries.command()
@click.option("--all", "all_", is_flag=True, help="Erase undelivered ones too, and without notice.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def erase(office: Office, all_: bool, yes: bool) -> None:
    """Erase what is delivered and older than the retention time; whoever delivers does so every hour.

    An enquiry is marked some days before it is erased, so that a wrong clock erases nothing at once.
    """
    days = office.days
    if all_:
        asked = _("Erase %(count)s enquiries for good, delivered or not?", count=office.repository.overdue(days))
        if not yes:
            click.confirm(asked, abort=True)
        count = office.repository.erase_all(days)
    else:
        count = office.repository.erase(days)
    click.echo(_("Erased: %(count)s. Enquiries are kept for %(days)s days.", count=count, days=days))
    if kept := office.repository.undelivered(days):
        click.echo(_("Kept past their time because a town has not received them: %(count)s.", count=kept))


def _find(office: Office, reference: str) -> StoredEnquiry:
    one = office.repository.find(reference)
    if one is None:
        raise click.ClickException(_("There is no enquiry of this reference."))
    return one
