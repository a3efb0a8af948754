"""The same things as files: indicators, their views, towns, comparisons and lists in every form that `urls` names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.charts.map import FinlandMap, finland
from portal.domain import comparison as choices
from portal.domain import entries
from portal.domain.comparison import Comparison
from portal.domain.profile import Portal, Profile
from portal.explorer.start import of_indicator
from portal.explorer.state import canonical, read
from portal.explorer.view import View
from portal.exports import comparison, drawing, indicator, raster, town
from portal.exports.brief import chosen
from portal.exports.brief.parts import BriefParts
from portal.exports.brief.pieces import Brief
from portal.exports.brief.places import of_places
from portal.exports.brief.town import of_town
from portal.exports.brief.writing import write
from portal.exports.csv_file import CSVW, figures_csv, metadata
from portal.exports.dataset import Dataset
from portal.exports.drawing import Picture, svg
from portal.exports.feed import atom
from portal.exports.json_file import figures_json
from portal.exports.lists import listing
from portal.exports.style import Style
from portal.exports.vcard import number_of, vcards
from portal.exports.workbook import Sheet, workbook
from portal.i18n import use_locale
from portal.pages.citation import citation
from portal.pages.page import MissingError
from portal.urls import BRIEFS, METADATA, PICTURES, Address, split

Query = Mapping[str, str]

#: What each form is called on the way, and whether a browser shows it or saves it.
CONTENT_TYPES = {
    "csv": "text/csv",
    METADATA: CSVW[0],
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "bib": "application/x-bibtex",
    "vcf": "text/vcard",
    "atom": "application/atom+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
SHOWN = {"json", METADATA, "svg", "png", "atom", "pdf"}
#: Forms that are bytes, compressed already; the others are text.
DENSE = {"xlsx", "png", *BRIEFS}


@dataclass(frozen=True)
class Export:
    """A file: what is in it, what it is, what to call it, and the address that describes it where there is one."""

    content: bytes
    content_type: str
    name: str
    compressed: bool = False
    shown: bool = False
    described_by: str = ""


class Files:
    """Makes every file. `sheet` is the site's style sheet, by which charts are drawn."""

    def __init__(self, portal: Portal, sheet: Path) -> None:
        self._portal = portal
        self._sheet = sheet
        self._style: Style | None = None

    @property
    def style(self) -> Style:
        """How charts are drawn; read when the first picture is asked for."""
        self._style = self._style or Style.read(self._sheet)
        return self._style

    @cached_property
    def finland(self) -> FinlandMap:
        """The map of briefs; read when the first one is asked for."""
        return finland(self._portal.data / "geo")

    def query_of(self, address: Address, args: Query) -> dict[str, str]:
        """The part of a query that a file depends on, in one spelling."""
        if address.page == "compare":
            return self._compared(args) | (self._chosen(args) if address.form in BRIEFS else {})
        if address.page == "looking_for":
            return entries.canonical(entries.read(args, self._portal))
        if address.form == "vcf":
            return self._contact(address, args)
        if address.page != "indicator" or not is_view(address, args):
            return {}
        start = of_indicator(self._portal, address.about or "", args)
        if start is None:
            return {}
        reading = read(args, start, self._portal.statistics)
        return {"view": reading.state.view} | canonical(reading, start, self._portal.statistics)

    def _compared(self, args: Query) -> dict[str, str]:
        """The places that are compared, in one spelling."""
        written = choices.write(choices.read(args.get("c"), self._portal.statistics), self._portal.statistics)
        return {"c": written} if written else {}

    def _chosen(self, args: Query) -> dict[str, str]:
        """The indicators that a brief is asked for, in one spelling."""
        written = chosen.write(chosen.read(args.get("i"), self._portal.statistics))
        return {"i": written} if written else {}

    def _contact(self, address: Address, args: Query) -> dict[str, str]:
        """The contact whose card is asked for: one of no more than the town can have on any day."""
        city = self._portal.cities.get(address.about or "")
        most = len(city.contacts) + len(city.looking_for) if city else 0
        asked = args.get("contact", "").strip()
        return {"contact": asked} if asked in map(str, range(1, most + 1)) else {}

    def make(self, address: Address, query: Query, today: dt.date) -> Export:
        """The file at an address. Raises MissingError for something that is not there."""
        return MAKERS[address.page](FileRequest(self, self._portal, address, query, today))


@dataclass(frozen=True)
class FileRequest:
    """One file that is asked for, and what it is made with."""

    files: Files
    portal: Portal
    address: Address
    query: Query
    today: dt.date

    def export(self, text: str | bytes, name: str) -> Export:
        """A made file under its name."""
        form = self.address.form
        return Export(
            content=text.encode() if isinstance(text, str) else text,
            content_type=CONTENT_TYPES[form],
            name=f"{name}.{form}",
            compressed=form in DENSE,
            shown=form in SHOWN,
            described_by=self.path(METADATA) if form == "csv" else "",
        )

    def path(self, form: str) -> str:
        """The same thing's address in another form."""
        address = self.address
        return self.portal.addresses.path(address.page, address.locale, address.about, self.query, form)

    def table(self, dataset: Dataset, first: Callable[[], list[Sheet]] = list) -> Export:
        """Figures in one of the forms of a table."""
        makers: dict[str, Callable[[], str | bytes]] = {
            "csv": lambda: figures_csv(dataset),
            METADATA: lambda: metadata(dataset, self.portal.site.site_url + self.path("csv")),
            "json": lambda: figures_json(dataset),
            "xlsx": lambda: workbook(dataset, first()),
        }
        return self.export(makers[self.address.form](), dataset.name)

    def picture(self, picture: Picture, name: str) -> Export:
        """A picture as SVG or as PNG."""
        drawn = svg(picture, self.files.style)
        return self.export(raster.png(drawn) if self.address.form == "png" else drawn, name)

    def brief(self, made: Callable[[BriefParts], Brief], name: str) -> Export:
        """A brief as PDF or as slides."""
        style, day, locale = self.files.style, self.today, self.address.locale
        with use_locale(locale):
            told = made(BriefParts(self.portal, self.files.finland, style, locale, day))
            return self.export(write(self.address.form, told, style, day), name)


def is_view(address: Address, args: Query) -> bool:
    """Whether a view of an indicator is asked for: pictures always are of one, tables where one is named."""
    return address.form in PICTURES or (bool(args.get("view")) and address.form != "bib")


def _indicator(asked: FileRequest) -> Export:
    portal, address = asked.portal, asked.address
    key = address.about or ""
    start = of_indicator(portal, key, asked.query)
    if start is None:
        raise MissingError(key)
    if address.form == "bib":
        return asked.export(citation(portal, key, address.locale).bibtex, key)
    if not is_view(address, asked.query):
        return asked.table(indicator.whole(portal, key, address.locale))
    view = View.read(portal, address.locale, start, asked.query)
    if address.form in PICTURES:
        return asked.picture(drawing.of_view(view, asked.files.style), f"{view.state.key}-{view.state.view}")
    return asked.table(indicator.of_view(view))


def _city(asked: FileRequest) -> Export:
    about = asked.address.about or ""
    if about not in asked.portal.cities:
        raise MissingError(about)
    profile = Profile(asked.portal, about, asked.address.locale, asked.today)
    name = town.path(profile).rsplit("/", 1)[-1]
    if asked.address.form in BRIEFS:
        return asked.brief(lambda parts: of_town(parts, about), name)
    if asked.address.form in PICTURES:
        return asked.picture(town.card(profile), name)
    if asked.address.form == "json":
        return asked.export(town.town_json(profile), name)
    if asked.address.form == "vcf":
        number = number_of(profile, asked.query)
        return asked.export(vcards(profile, number), f"{name}-{number}" if number else name)
    return asked.table(town.figures(profile), lambda: town.sheets(profile))


def _comparison(asked: FileRequest) -> Export:
    statistics = asked.portal.statistics
    choice = choices.read(asked.query.get("c"), statistics)
    if asked.address.form in BRIEFS:
        wanted = chosen.read(asked.query.get("i"), statistics)
        name = asked.path("").partition("?")[0].rsplit("/", 1)[-1]
        return asked.brief(lambda parts: of_places(parts, choice, wanted), name)
    codes = choices.compared(choice, statistics)
    made = Comparison(asked.portal, codes, asked.address.locale, asked.today)
    if asked.address.form in PICTURES:
        name, _form = split(asked.path("svg").partition("?")[0])
        return asked.picture(comparison.picture(made, choice), name.rsplit("/", 1)[-1])
    return asked.table(comparison.figures(made, choice), lambda: comparison.sheets(made))


def _list(asked: FileRequest) -> Export:
    made = listing(asked.portal, asked.address)
    texts = {"csv": made.csv, "json": made.json, METADATA: made.metadata}
    return asked.export(texts[asked.address.form](), made.address().rsplit("/", 1)[-1])


def _feed(asked: FileRequest) -> Export:
    address, choice = asked.address, entries.read(asked.query, asked.portal)
    name, _form = split(asked.portal.addresses.path(address.page, address.locale, form=address.form))
    return asked.export(atom(asked.portal, address.locale, choice, asked.today), name.rsplit("/", 1)[-1])


MAKERS: dict[str, Callable[[FileRequest], Export]] = {
    "indicator": _indicator,
    "city": _city,
    "compare": _comparison,
    "indicators": _list,
    "cities": _list,
    "municipalities": _list,
    "looking_for": _feed,
}
