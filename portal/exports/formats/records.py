"""What other programs take over: a citation, a town's contacts, and a feed of what is sought."""

from __future__ import annotations

from portal.domain import entries
from portal.domain.profile import Portal
from portal.exports.feed import atom
from portal.exports.file_request import Export, FileRequest
from portal.exports.queries import Query
from portal.exports.vcard import number_of, vcards
from portal.file_formats import FileFormat, Parameter
from portal.i18n import lazy
from portal.pages.citation import citation
from portal.urls import Address


def _citation(asked: FileRequest) -> Export:
    return asked.export(citation(asked.portal, asked.start.key, asked.address.locale).bibtex)


def _contacts(asked: FileRequest) -> Export:
    number = number_of(asked.profile, asked.query)
    return asked.export(vcards(asked.profile, number), f"{asked.name}-{number}" if number else asked.name)


def _contact(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """The contact whose card is asked for: one of no more than the town can have on any day."""
    city = portal.cities.get(address.about or "")
    most = len(city.contacts) + len(city.looking_for) if city else 0
    asked = args.get("contact", "").strip()
    return {"contact": asked} if asked in map(str, range(1, most + 1)) else {}


def _feed(asked: FileRequest) -> Export:
    choice = entries.read(asked.query, asked.portal)
    return asked.export(atom(asked.portal, asked.address.locale, choice, asked.today))


FILE_FORMATS = (
    FileFormat(
        "vcf",
        "text/vcard",
        lazy("contacts as vCards"),
        order=5,
        makers={"city": _contacts},
        cheap=True,
        query=_contact,
        parameters={
            "city": (Parameter("contact", lazy("One of the town's contacts by its number; all when left out."), "1"),)
        },
    ),
    FileFormat(
        "bib",
        "application/x-bibtex",
        lazy("a citation for BibTeX"),
        order=8,
        makers={"indicator": _citation},
        cheap=True,
        plain=True,
    ),
    FileFormat(
        "atom",
        "application/atom+xml",
        lazy("a feed for feed readers (Atom)"),
        order=9,
        makers={"looking_for": _feed},
        shown=True,
        cheap=True,
    ),
)
