"""The same things as files: indicators, their views, towns, comparisons and lists in every format that has a maker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from portal.domain.profile import Portal
from portal.exports.file_request import Drawing, Export, FileRequest
from portal.exports.queries import Query, usual
from portal.file_formats import file_formats
from portal.urls import Address


class Files:
    """Makes every file. `sheet` is the site's style sheet, by which charts are drawn."""

    def __init__(self, portal: Portal, sheet: Path) -> None:
        self._portal = portal
        self._drawing = Drawing(portal, sheet)

    def query_of(self, address: Address, args: Query) -> dict[str, str]:
        """The part of a query that a file depends on, in one spelling."""
        known = file_formats()[address.form]
        query = known.query or usual(address.page)
        return {} if known.plain else query(self._portal, address, args)

    def make(self, address: Address, query: Query, today: dt.date) -> Export:
        """The file at an address. Raises MissingError for something that is not there."""
        maker = file_formats()[address.form].makers[address.page]
        made: Export = maker(FileRequest(self._drawing, self._portal, address, query, today))
        return made
