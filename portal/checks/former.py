"""Former addresses lead to pages that are there, and none of them is an address of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portal.content.advice import like_this
from portal.content.former import FILE, BadTableError, FormerAddress, in_one_step, read_former
from portal.content.library import Content
from portal.i18n import _
from portal.indicators.catalogue import Catalogue
from portal.problems import Problem, SourceLocation
from portal.urls import Address, Addresses, Moved, argument


def former_addresses(data: Path, content: Content, catalogue: Catalogue | None) -> list[Problem]:
    """What is wrong with the table of former addresses."""
    try:
        rows = read_former(data)
    except BadTableError as error:
        hint = _("The first line is former,now; each other line has two paths such as /fi/kaupungit/iisalmi.")
        message = _("this line of former addresses cannot be read.")
        return [Problem(SourceLocation(data / FILE, error.line, 1), "", message, hint)]
    except OSError:
        return [
            Problem(
                SourceLocation(data / FILE, 1, 1),
                "",
                _("the file cannot be read."),
                _("Restore the file from an earlier version."),
            )
        ]
    addresses = Addresses({key: city.slug.each for key, city in content.cities.items()})
    known = {"key": {*catalogue.indicators} if catalogue else None, "entry": {*content.entries}}
    return [problem for row in rows for problem in _row(data / FILE, row, rows, addresses, known)]


def _row(
    file: Path, row: FormerAddress, rows: list[FormerAddress], addresses: Addresses, known: dict[str, set[str] | None]
) -> Iterator[Problem]:
    def problem(message: str, hint: str) -> Problem:
        return Problem(SourceLocation(file, row.line, 1), row.former, message, hint)

    live = addresses.match(row.former)
    if isinstance(live, Moved) or _exists(live, known):
        yield problem(_("there is a page at this address now, so nobody is led on."), _("Delete the line."))
    if any(other.key == row.key for other in rows if other.line < row.line):
        yield problem(_("this former address is in the table twice."), _("Delete one of the two."))
    end = in_one_step(rows).get(row.key)
    if end is None:
        yield problem(_("this address leads back to itself."), _("Write the address that the page has now."))
        return
    found = addresses.match(end)
    if isinstance(found, Moved):
        yield problem(_("“%(path)s” is not quite an address.", path=end), like_this(found.path))
    elif not _exists(found, known):
        yield problem(_("there is no page at “%(path)s”.", path=end), _("Write the address that the page has now."))


def _exists(address: Address | Moved | None, known: dict[str, set[str] | None]) -> bool:
    """Whether there is what an address is about; where the catalogue cannot be read, any indicator may be."""
    if not isinstance(address, Address):
        return False
    about = known.get(argument(address.page) or "")
    return about is None or address.about in about
