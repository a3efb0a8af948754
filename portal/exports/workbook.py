"""Figures as an Excel workbook, by the UK government's guidance on releasing statistics in spreadsheets.

A cover that says what the thing is and whence, notes where there are any, and sheets that each hold one table from
the left-hand edge on, marked up as a table, with one header row, without merged cells, filters or blank rows.
The header is frozen because the tables are long. The same content gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal import i18n
from portal.charts.columns import Column
from portal.exports.dataset import Cell, DataPoint, Dataset
from portal.i18n import _, use_locale
from portal.rounding import rounded

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: The date of a workbook whose sources state none.
UNDATED = dt.datetime(2000, 1, 1)
#: Columns are so wide as their longest text, within these bounds, in characters.
NARROWEST, WIDEST = 8, 60
#: The column of a cover or of notes, in characters; longer texts go on in the next line of their cell.
COVER = 100


@dataclass(frozen=True)
class Field:
    """A column of a sheet: its heading, what stands in a row, and the number format of a row where it has one."""

    title: str
    cell: Callable[[Any], Cell]
    form: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table: `name` on its tab, `title` over the table, `about` what a reader must know of it."""

    name: str
    title: str
    about: Sequence[str]
    fields: Sequence[Field]
    rows: Sequence[Any]
    marker: str = "Figures"


def workbook(dataset: Dataset, first: Sequence[Sheet] = ()) -> bytes:
    """The workbook of some figures; `first` are sheets that come before the table of all of them."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - read only by those who are asked for a workbook

    out = io.BytesIO()
    with use_locale(dataset.locale):
        book = Workbook(out, {"in_memory": True, "default_format_properties": {"font_name": "Arial", "font_size": 10}})
        book.set_properties(_properties(dataset))
        book.set_custom_property(_("Language"), i18n.HTML_LANG[dataset.locale])
        sheets = [*first, figures_sheet(dataset), sources_sheet(dataset)]
        _Writer(book).write(dataset, [sheet for sheet in sheets if sheet.rows])
        book.close()
    return out.getvalue()


def _properties(dataset: Dataset) -> dict[str, Any]:
    site = dataset.localized(dataset.portal.site.name)
    return {
        "title": dataset.title,
        "subject": dataset.definition,
        "author": site,
        "company": site,
        "keywords": ", ".join(dataset.keys[:10]),
        "comments": dataset.address,
        "created": created(dataset.newest),
    }


def created(date: str) -> dt.datetime:
    """A source's date, whole or in part, as the day that the workbook is of."""
    if not date:
        return UNDATED
    year, month, day = [*(int(part) for part in date.split("-")), 1, 1][:3]
    return dt.datetime(year, month, day)


def figures_sheet(dataset: Dataset) -> Sheet:
    """Every figure, a row each; columns that would say the same in every row are on the cover instead."""
    return Sheet(_("Figures"), dataset.title, _about(dataset), _fields(dataset), dataset.figures)


def _about(dataset: Dataset) -> list[str]:
    units = list(dict.fromkeys(dataset.localized(dataset.unit(key).long) for key in dataset.keys))
    said = [_("This sheet has one table: a row for each place and period.")]
    if len(units) == 1:
        said.append(f"{_('Unit')}: {units[0]}.")
    if any(value is None for figure in dataset.figures for value in figure.more.values()):
        said.append(_("A blank cell: there is no such figure."))
    return said


def _fields(dataset: Dataset) -> list[Field]:
    titles = dataset.titles(dataset.columns)
    several = len(dataset.keys) > 1
    parts = any(figure.section for figure in dataset.figures)
    publishers = {source.publisher for _key, source in dataset.sources}
    fields = [
        (several, Field(titles["indicator"], lambda f: f.key)),
        (several, Field(titles["name"], lambda f: dataset.localized(dataset.indicator(f.key).name))),
        (parts, Field(titles["section"], lambda f: f.section)),
        (parts, Field(_("Industry"), dataset.section)),
        (True, Field(titles["municipality_code"], lambda f: f.place)),
        (True, Field(titles["municipality"], lambda f: dataset.places[f.place])),
        (True, Field(titles["period"], period, lambda f: "0")),
        (
            True,
            Field(
                titles["value"], lambda f: f.value, lambda f: number_format(dataset.indicator(f.key).decimals, f.value)
            ),
        ),
        *((True, _further(column, dataset, titles[column.name])) for column in dataset.more),
        (several, Field(titles["unit"], lambda f: dataset.localized(dataset.unit(f.key).long))),
        (len(dataset.sources) > 1, Field(titles["source_table"], lambda f: f.source.table)),
        (
            len(publishers) > 1,
            Field(titles["publisher"], lambda f: dataset.localized(dataset.publisher(f.source).name)),
        ),
        (
            any(figure.computed for figure in dataset.figures),
            Field(titles["computed"], lambda f: _("yes") if f.computed else _("no")),
        ),
    ]
    return [made for wanted, made in fields if wanted]


def _further(column: Column, dataset: Dataset, title: str) -> Field:
    """What a view tells beside the figure, with as many decimals as the view itself shows."""
    name = column.name
    decimals = dataset.shown_decimals if name == "shown" else column.decimals
    return Field(title, lambda f: f.more.get(name), lambda f: number_format(decimals, f.more.get(name) or 0))


def period(figure: DataPoint) -> Cell:
    """A year as a number, a month as it is."""
    return int(figure.period) if figure.period.isdigit() else figure.period


def number_format(decimals: int, value: float = 0) -> str:
    """Excel's format of a figure; it writes the marks of the reader's own language.

    A figure that is nothing when rounded has no minus either: the second part is for negative figures.
    """
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{form};{form}" if value < 0 and rounded(value, decimals) == 0 else form


def sources_sheet(dataset: Dataset) -> Sheet:
    """Where the figures come from, a row a source table."""

    def publisher(row: Any) -> Any:
        return dataset.publisher(row[1])

    fields = [
        Field(_("Indicator"), lambda row: dataset.localized(dataset.indicator(row[0]).name)),
        Field(_("Definition"), lambda row: dataset.localized(dataset.indicator(row[0]).definition)),
        Field(_("Unit"), lambda row: dataset.localized(dataset.unit(row[0]).long)),
        Field(_("Source table"), lambda row: row[1].table),
        Field(_("Address of the table"), lambda row: ", ".join(row[1].addresses(dataset.locale)) or _("not known")),
        Field(_("Publisher"), lambda row: dataset.localized(publisher(row).name)),
        Field(_("Licence"), lambda row: publisher(row).licence or _("no licence stated")),
        Field(_("Data date"), lambda row: row[1].data_date or _("not stated")),
        Field(_("Obtained through a public copy"), lambda row: row[1].retrieved_from),
        Field(_("How it was computed"), lambda row: dataset.localized(row[1].derived) if row[1].derived else None),
    ]
    derived = any(source.derived for _key, source in dataset.sources)
    about = [_("This sheet has one table: a row for each source table.")]
    if derived and not all(source.derived for _key, source in dataset.sources):
        about.append(_("A blank cell: the figures are as published."))
    shown = fields if derived else fields[:-1]
    return Sheet(_("Sources"), _("Sources"), about, shown, dataset.sources, "Sources")


class _Writer:
    """Writes sheets into a book."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.heading = book.add_format({"bold": True, "font_size": 14})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1})
        self._formats: dict[str, Any] = {}

    def write(self, dataset: Dataset, sheets: Sequence[Sheet]) -> None:
        """The cover, the notes and the tables."""
        notes = [*dataset.messages, *dataset.notes]
        listed = [(_("Notes"), _("What to know of these figures"))] if notes else []
        listed += [(sheet.name, sheet.title) for sheet in sheets]
        self._cover(dataset, listed)
        if notes:
            self._notes(notes)
        for sheet in sheets:
            self._table(self.book.add_worksheet(sheet.name), sheet)

    def _cover(self, dataset: Dataset, listed: Iterable[tuple[str, str]]) -> None:
        page = self.book.add_worksheet(_("Cover"))
        page.set_column(0, 0, COVER)
        page.write_string(0, 0, dataset.title, self.heading)
        row = 1
        for head, texts in _told(dataset):
            page.write_string(row, 0, head, self.strong)
            for text in texts:
                row += 1
                page.write_string(row, 0, text, self.wrapped)
            row += 1
        page.write_string(row, 0, _("Address"), self.strong)
        page.write_url(row + 1, 0, dataset.address, self.link, dataset.address)
        page.write_string(row + 2, 0, _("Sheets"), self.strong)
        for at, (name, title) in enumerate(listed, start=row + 3):
            page.write_url(at, 0, f"internal:'{name}'!A1", self.link, name if name == title else f"{name}: {title}")

    def _notes(self, notes: Sequence[str]) -> None:
        page = self.book.add_worksheet(_("Notes"))
        sheet = Sheet(
            _("Notes"),
            _("What to know of these figures"),
            [_("This sheet has one table: a row for each note.")],
            [Field(_("Number"), lambda row: row[0]), Field(_("Note"), lambda row: row[1])],
            list(enumerate(notes, start=1)),
            "Notes",
        )
        self._table(page, sheet)

    def _table(self, page: Worksheet, sheet: Sheet) -> None:
        page.write_string(0, 0, sheet.title, self.heading)
        for at, text in enumerate(sheet.about, start=1):
            page.write_string(at, 0, text)
        top = len(sheet.about) + 1
        widths = [len(field.title) + 2 for field in sheet.fields]
        for at, thing in enumerate(sheet.rows, start=top + 1):
            for column, field in enumerate(sheet.fields):
                cell = field.cell(thing)
                widths[column] = max(widths[column], len(str(cell)) + 2 if cell is not None else 0)
                self._cell(page, at, column, cell, field.form(thing) if field.form else "")
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width, NARROWEST), WIDEST))
        page.add_table(top, 0, top + len(sheet.rows), len(sheet.fields) - 1, _marked(sheet, self.strong))
        page.freeze_panes(top + 1, 0)

    def _cell(self, page: Worksheet, row: int, column: int, cell: Cell, form: str) -> None:
        if isinstance(cell, int | float):
            page.write_number(row, column, cell, self._format(form))
        elif cell is not None:
            page.write_string(row, column, cell, self.wrapped if len(cell) > WIDEST else None)

    def _format(self, form: str) -> Any:
        if form not in self._formats:
            self._formats[form] = self.book.add_format({"num_format": form} if form else {})
        return self._formats[form]


def _marked(sheet: Sheet, head: Any) -> dict[str, Any]:
    """How a table is marked up: named, with its header, without filters or stripes."""
    return {
        "name": sheet.marker,
        "columns": [{"header": field.title, "header_format": head} for field in sheet.fields],
        "autofilter": False,
        "style": "Table Style Light 1",
        "banded_rows": False,
    }


def _told(dataset: Dataset) -> list[tuple[str, list[str]]]:
    """What the cover says, under its headings."""
    publishers = list({source.publisher: dataset.publisher(source) for _key, source in dataset.sources}.values())
    licences = [
        f"{dataset.localized(publisher.name)}: {publisher.licence or _('no licence stated')}"
        + (f" ({publisher.licence_url})" if publisher.licence_url else "")
        for publisher in publishers
    ]
    told = [
        (_("Description"), [text for text in (dataset.definition, dataset.sentence) if text]),
        (_("Not followed in the address"), list(dataset.messages)),
        (_("Source"), [dataset.source_line] if dataset.sources else []),
        (_("Licence"), licences),
        (_("Data date"), [i18n.partial_date(dataset.newest, dataset.locale)] if dataset.newest else []),
        (_("Published by"), [dataset.localized(dataset.portal.site.name)]),
    ]
    return [(head, texts) for head, texts in told if texts]
