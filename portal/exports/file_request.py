"""One file that is asked for: what it is made with, and the same figures, picture or list whatever its format is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.charts.map import FinlandMap, finland
from portal.domain import comparison as choices
from portal.domain.comparison import Comparison, PlaceSelection
from portal.domain.profile import Portal, Profile
from portal.explorer.start import of_indicator
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.exports import comparison, drawing, indicator, town
from portal.exports.dataset import Dataset
from portal.exports.drawing import Picture
from portal.exports.queries import Query
from portal.exports.style import Style
from portal.exports.workbook import Sheet
from portal.file_formats import FileFormat, file_formats
from portal.pages.page import MissingError
from portal.urls import Address, split


@dataclass(frozen=True)
class Export:
    """A file: what is in it, what it is, what to call it, and the address that describes it where there is one."""

    content: bytes
    content_type: str
    name: str
    compressed: bool = False
    shown: bool = False
    described_by: str = ""


class Drawing:
    """How charts and maps of files are drawn, by the site's style `sheet`; read when the first one is asked for."""

    def __init__(self, portal: Portal, sheet: Path) -> None:
        self._portal = portal
        self._sheet = sheet

    @cached_property
    def style(self) -> Style:
        """How charts are drawn."""
        return Style.read(self._sheet)

    @cached_property
    def finland(self) -> FinlandMap:
        """The map of briefs."""
        return finland(self._portal.data / "geo")


@dataclass(frozen=True)
class FileRequest:
    """One file that is asked for, and what it is made with."""

    drawing: Drawing
    portal: Portal
    address: Address
    query: Query
    today: dt.date

    @property
    def format(self) -> FileFormat:
        """The format of the file."""
        return file_formats()[self.address.form]

    def export(self, made: str | bytes, name: str = "") -> Export:
        """A made file, under the name of what it is about unless another is given."""
        described = (one.ending for one in file_formats().values() if one.describes == self.address.form)
        return Export(
            content=made.encode() if isinstance(made, str) else made,
            content_type=self.format.media_type,
            name=f"{name or self.name}.{self.address.form}",
            compressed=self.format.compressed,
            shown=self.format.shown,
            described_by="".join(self.path(ending) for ending in described),
        )

    def path(self, form: str) -> str:
        """The same thing's address in another form."""
        address = self.address
        return self.portal.addresses.path(address.page, address.locale, address.about, self.query, form)

    @property
    def name(self) -> str:
        """The last part of the address, without its ending."""
        return split(self.path(self.address.form).partition("?")[0])[0].rsplit("/", 1)[-1]

    @cached_property
    def profile(self) -> Profile:
        """The town that is asked for. Raises MissingError for one that is not there."""
        about = self.address.about or ""
        if about not in self.portal.cities:
            raise MissingError(about)
        return Profile(self.portal, about, self.address.locale, self.today)

    @cached_property
    def start(self) -> Start:
        """Where a view of the indicator begins. Raises MissingError for one that is not there."""
        start = of_indicator(self.portal, self.address.about or "", self.query)
        if start is None:
            raise MissingError(self.address.about)
        return start

    @cached_property
    def view(self) -> View:
        """The view of the indicator that is asked for."""
        return View.read(self.portal, self.address.locale, self.start, self.query)

    @cached_property
    def places(self) -> PlaceSelection:
        """The places that are compared."""
        return choices.read(self.query.get("c"), self.portal.statistics)

    @cached_property
    def comparison(self) -> Comparison:
        """Their comparison."""
        codes = choices.compared(self.places, self.portal.statistics)
        return Comparison(self.portal, codes, self.address.locale, self.today)

    @cached_property
    def dataset(self) -> Dataset:
        """The figures of an indicator, of a view of it, of a town or of a comparison."""
        return DATASETS[self.address.page](self)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """What a workbook begins with, before the figures."""
        return SHEETS[self.address.page](self) if self.address.page in SHEETS else []

    def picture(self) -> tuple[Picture, str]:
        """A view of an indicator, a town's key figures or a comparison as a picture, and its name."""
        return PICTURES[self.address.page](self)


def _figures(asked: FileRequest) -> Dataset:
    key = asked.start.key
    named = asked.query.get("view")
    return indicator.of_view(asked.view) if named else indicator.whole(asked.portal, key, asked.address.locale)


def _view(asked: FileRequest) -> tuple[Picture, str]:
    state = asked.view.state
    return drawing.of_view(asked.view, asked.drawing.style), f"{state.key}-{state.view}"


DATASETS: Mapping[str, Callable[[FileRequest], Dataset]] = {
    "indicator": _figures,
    "city": lambda asked: town.figures(asked.profile),
    "compare": lambda asked: comparison.figures(asked.comparison, asked.places),
}
SHEETS: Mapping[str, Callable[[FileRequest], list[Sheet]]] = {
    "city": lambda asked: town.sheets(asked.profile),
    "compare": lambda asked: comparison.sheets(asked.comparison),
}
PICTURES: Mapping[str, Callable[[FileRequest], tuple[Picture, str]]] = {
    "indicator": _view,
    "city": lambda asked: (town.card(asked.profile), asked.name),
    "compare": lambda asked: (comparison.picture(asked.comparison, asked.places), asked.name),
}
