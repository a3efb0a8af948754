"""A courier as the environment describes it: for `portal deliver`, or beside a web server with DELIVERY=web."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from portal.content.library import Content
from portal.delivery.courier import Courier, new_holder
from portal.delivery.mailer import STEPS, Mailer
from portal.enquiries.directory import Directory
from portal.enquiries.enquiry_service import repository_of
from portal.enquiries.letters import Sender
from portal.enquiries.mail_server import Server
from portal.enquiries.outbox import Outbox
from portal.settings import Settings
from portal.urls import Addresses

log = logging.getLogger(__name__)

#: Seconds; a letter whose holder died waits no longer than a day.
LONGEST_LEASE = 24 * 60 * 60


def courier_of(settings: Settings, content: Content) -> Courier:
    """Made of what staff wrote alone: letters need no statistics. Raises ValueError for what cannot be read."""
    content = replace(content, sheets={}, problems=())
    repository = repository_of(settings, content.site.site_url)
    if repository is None:
        raise ValueError("no database")
    slugs = {key: city.slug.each for key, city in content.cities.items()}
    outbox = Outbox(repository.engine, new_holder(), lease=lease_of(settings))
    return Courier(repository, Directory(content, Addresses(slugs)), mailer_of(settings), outbox)


def mailer_of(settings: Settings) -> Mailer | None:
    """The mail server of the environment; None where there is none, and letters wait."""
    if not settings.smtp_url or not settings.mail_from:
        return None
    timeout = lease_of(settings).total_seconds() / STEPS
    return Mailer(Server.of(settings.smtp_url), Sender.of(settings.mail_from), timeout)


def lease_of(settings: Settings) -> dt.timedelta:
    """How long a letter is held by whoever takes it. Raises ValueError for what is no such number of seconds."""
    seconds = int(settings.lease_seconds)
    if not STEPS <= seconds <= LONGEST_LEASE:
        raise ValueError(settings.lease_seconds)
    return dt.timedelta(seconds=seconds)


def beside_web(
    content: Content, settings: Settings | None = None, lacks: Callable[[str], None] = lambda name: None
) -> Callable[[], None]:
    """Let a courier work in this web process when DELIVERY=web. Gives what stops it.

    `content` is what the process serves: the files may be broken by now, and the process must start all the same.
    `lacks` is told where nothing can be delivered.
    """
    settings = settings or Settings.from_environment()
    if settings.delivery != "web":
        return lambda: None
    try:
        courier = courier_of(settings, content)
    except ValueError:
        log.error("No letters are delivered from here: the environment is not set rightly. Run `portal check`.")
        lacks("DELIVERY")
        return lambda: None
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,), name="courier", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(timeout=10)

    return end
