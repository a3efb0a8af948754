"""What becomes of an enquiry, town by town: decided once, said alike in the heading, on the page and in the copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.content.library import ways
from portal.enquiries.directory import Directory, Recipient
from portal.enquiries.enquiry import StoredEnquiry
from portal.i18n import _

#: It goes to somebody; it waits for the mail of this site; it was refused for good; there is nobody to send it to.
Fate = Literal["goes", "waits", "failed", "nobody"]


@dataclass(frozen=True)
class Delivery:
    """What becomes of an enquiry in one town."""

    recipient: Recipient
    fate: Fate

    @property
    def reachable(self) -> bool:
        """Whether the town can be reached in some other way that is known."""
        return any(any(ways(contact, shared)) for contact, shared in self.recipient.contacts)


@dataclass(frozen=True)
class Outcome:
    """What becomes of an enquiry in all its towns."""

    deliveries: tuple[Delivery, ...]

    @property
    def arrives(self) -> bool:
        """Whether somebody gets it in every town."""
        return all(delivery.fate == "goes" for delivery in self.deliveries)

    @property
    def headline(self) -> str:
        """It in one line; call inside `use_locale`."""
        fates = {delivery.fate for delivery in self.deliveries}
        if self.arrives:
            return _("Your enquiry has arrived")
        if "goes" in fates:
            return _("Your enquiry has arrived, but not in every town")
        if fates <= {"nobody"}:
            return _("Your enquiry is stored, but it reaches nobody yet")
        return _("Your enquiry is stored, but it has not been sent")


def outcome(kept: StoredEnquiry, directory: Directory, *, mail: bool = True) -> Outcome:
    """What becomes of an enquiry; `mail` says whether this site can send letters at all."""
    return Outcome(tuple(_delivery(kept, directory, town, mail) for town in kept.enquiry.towns))


def _delivery(kept: StoredEnquiry, directory: Directory, town: str, mail: bool) -> Delivery:
    recipient = directory.recipient(town, kept.enquiry.entries)
    states = {letter.state for letter in kept.letters if letter.kind == "town" and letter.town == town}
    if "sent" in states:
        return Delivery(recipient, "goes")
    if "failed" in states:
        return Delivery(recipient, "failed")
    if recipient.via == "nobody":
        return Delivery(recipient, "nobody")
    return Delivery(recipient, "goes" if mail else "waits")
