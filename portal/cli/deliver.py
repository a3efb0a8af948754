"""`portal migrate` and `portal deliver`: the database in shape, and letters on their way."""

from __future__ import annotations

import logging
import signal
import sys
import threading

import click

from portal.content.library import Content, ContentError, read_content
from portal.delivery.courier import Courier
from portal.delivery.mailer import UnreachableError
from portal.delivery.service import courier_of
from portal.enquiries.database import BadAddressError
from portal.enquiries.database import migrate as bring_up
from portal.enquiries.enquiry_service import repository_of
from portal.enquiries.repository import EnquiryRepository
from portal.settings import Settings


def opened(settings: Settings, site_url: str) -> EnquiryRepository:
    """The store of enquiries; the command ends where there is none."""
    try:
        repository = repository_of(settings, site_url)
    except BadAddressError:
        raise click.ClickException("DATABASE_URL is no address of a database that the portal knows.") from None
    except ValueError:
        raise click.ClickException("A PORTAL_CAP_… cannot be read. Run `portal check`.") from None
    if repository is None:
        raise click.ClickException("There is no database: set DATABASE_URL. A site with an https address needs one.")
    return repository


def content_of(settings: Settings) -> Content:
    """What staff wrote; the site's address decides where enquiries are kept."""
    try:
        return read_content(settings.data, settings.overrides)
    except ContentError as error:
        raise click.ClickException(f"The content cannot be read.\n{error}") from None


@click.command()
def migrate() -> None:
    """Bring the database to what this version of the portal expects. Part of every release."""
    settings = Settings.from_environment()
    repository = opened(settings, content_of(settings).site.site_url)
    bring_up(repository.engine)
    click.echo("The database is up to date.")


@click.command()
@click.option("--once", is_flag=True, help="Deliver what is due now, and end.")
def deliver(once: bool) -> None:
    """Deliver enquiries by e-mail until stopped: the `worker` of the Procfile."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    settings = Settings.from_environment()
    courier = _courier(settings)
    if once:
        _all_due(courier)
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    courier.run(stop)


def _courier(settings: Settings) -> Courier:
    """The courier, or why there is none. What it does not need of the content is let go here."""
    content = content_of(settings)
    opened(settings, content.site.site_url)
    try:
        return courier_of(settings, content)
    except ValueError:
        raise click.ClickException(
            "SMTP_URL, MAIL_FROM or PORTAL_LEASE_SECONDS cannot be read. Run `portal check`."
        ) from None


def _all_due(courier: Courier) -> None:
    try:
        courier.keep_house()
        while courier.deliver_one():
            pass
    except UnreachableError as error:
        raise click.ClickException(f"The mail server cannot be reached: {error}") from None
