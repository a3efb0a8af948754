"""Why an enquiry is not taken in, in words: what was typed stays in the form, and what to do instead is said."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from portal import i18n
from portal.enquiries.caps import CappedError
from portal.enquiries.gate import NoTurnError, SilenceError
from portal.enquiries.repository import now
from portal.i18n import Locale, _, ngettext

#: Seconds after which a database that failed is asked again.
AGAIN = 30


@dataclass(frozen=True)
class Refusal:
    """Why a form is not taken in: the answer's status, what is said, and the seconds to wait."""

    status: int
    notice: str = ""
    wait: int = 0


def throttled(wait: int) -> Refusal:
    """One network sends faster than a person."""
    said = ngettext(
        "Many enquiries have come from your network. Nothing is lost: please send it again in a second.",
        "Many enquiries have come from your network. Nothing is lost: please send it again in %(num)s seconds.",
        wait,
    )
    return Refusal(429, said, wait)


def from_elsewhere() -> Refusal:
    """Another site made the browser send it."""
    said = _("The form was sent from another site, so it was not taken in. Check what it says and send it here.")
    return Refusal(403, said)


def too_old() -> Refusal:
    """The token is not ours, or no longer."""
    return Refusal(400, _("The form had been open for long. Nothing is lost: check what it says and send it again."))


def used(reference: str) -> Refusal:
    """The form was taken in before, with other words."""
    said = _(
        "This form has already been sent, with the reference %(reference)s, and what it says has been changed since. "
        "If you want to send it as another enquiry, send it once more.",
        reference=reference,
    )
    return Refusal(409, said)


def capped(error: CappedError, towns: list[str], locale: Locale) -> Refusal:
    """Too many letters have gone out; `towns` are the names of those that get too many."""
    wait = AGAIN if error.until is None else max(1, math.ceil((error.until - now()).total_seconds()))
    return Refusal(429, f"{_why(error, towns, locale)} {_instead(error.until, locale)}", wait)


def _why(error: CappedError, towns: list[str], locale: Locale) -> str:
    if error.scope == "town":
        names = i18n.listing(towns, locale)
        return _(
            "These towns have been sent as many enquiries as the portal passes on to one town for now: %(towns)s. "
            "Leave them out to reach the others at once.",
            towns=names,
        )
    if error.scope == "address":
        return _("So many letters have been sent from your network that the portal takes no more from it for now.")
    return _("So many enquiries have come that the portal takes in no more for now.")


def _instead(until: dt.datetime | None, locale: Locale) -> str:
    if until is None:
        return _(
            "Your message has not been sent. Choose fewer towns, or write to them directly: their addresses are below."
        )
    return _(
        "Your message has not been sent. Nothing that you wrote is lost: send it again after %(moment)s, or write to "
        "the towns directly: their addresses are below.",
        moment=i18n.moment(until + dt.timedelta(minutes=1), locale),
    )


def not_stored(fault: Exception) -> Refusal:
    """The database failed: it has said so, or it has said nothing and may yet do what it was asked."""
    if _open(fault):
        said = _(
            "The portal could not make sure that your message was stored. Please send it again in a moment: should it "
            "have been stored after all, it is kept and sent only once. You can also reach the towns directly below."
        )
    else:
        said = _(
            "Your message could not be stored, so it has not been sent. Nothing that you wrote is lost: please try "
            "again in a moment, or reach the towns directly below."
        )
    return Refusal(503, said, AGAIN)


def _open(fault: Exception) -> bool:
    """Whether what was asked may have been done all the same."""
    if isinstance(fault, NoTurnError):
        return False
    return isinstance(fault, SilenceError) or (isinstance(fault, DBAPIError) and fault.connection_invalidated)
