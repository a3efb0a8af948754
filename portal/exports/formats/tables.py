"""Figures and lists as CSV, with what its columns mean beside it, as a workbook and as JSON."""

from __future__ import annotations

from collections.abc import Callable

from portal.exports import town
from portal.exports.csv_file import CSVW, figures_csv, metadata
from portal.exports.file_request import Export, FileRequest
from portal.exports.json_file import figures_json
from portal.exports.lists import Listing, listing
from portal.exports.schemas import reference
from portal.exports.workbook import workbook
from portal.file_formats import FileFormat, Link
from portal.i18n import lazy

Makers = dict[str, Callable[[FileRequest], Export]]


def figures(write: Callable[[FileRequest], str | bytes]) -> Makers:
    """Makes files of figures: of an indicator or a view, of a town, of a comparison."""

    def make(asked: FileRequest) -> Export:
        return asked.export(write(asked), asked.dataset.name)

    return {"indicator": make, "city": make, "compare": make}


def lists(write: Callable[[Listing], str]) -> Makers:
    """Makes files of complete lists."""

    def make(asked: FileRequest) -> Export:
        return asked.export(write(listing(asked.portal, asked.address)))

    return {"cities": make, "indicators": make, "municipalities": make}


def _metadata(asked: FileRequest) -> str:
    return metadata(asked.dataset, asked.portal.site.site_url + asked.path("csv"))


FILE_FORMATS = (
    FileFormat(
        "csv",
        "text/csv",
        lazy("CSV, UTF-8, decimal point, a row for each place and period; for Excel take XLSX"),
        order=1,
        makers=lists(Listing.csv) | figures(lambda asked: figures_csv(asked.dataset)),
        links={
            "view": Link(1, "CSV"),
            "indicator": Link(1, "CSV"),
            "city": Link(4, lazy("all figures (CSV)")),
            "compare": Link(3, "CSV"),
        },
    ),
    FileFormat(
        "csv-metadata.json",
        CSVW[0],
        lazy("the meaning of the CSV's columns, its sources and licence (CSV on the Web)"),
        order=2,
        makers=lists(Listing.metadata) | figures(_metadata),
        shown=True,
        cheap=True,
        describes="csv",
        schema=lambda page: {"type": "object", "required": ["@context", "url", "tableSchema"]},
    ),
    FileFormat(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lazy("Excel workbook with a cover, notes and sources"),
        order=3,
        makers=figures(lambda asked: workbook(asked.dataset, asked.sheets)),
        links={
            "view": Link(2, "XLSX"),
            "indicator": Link(2, "XLSX"),
            "city": Link(3, lazy("all figures (XLSX)")),
            "compare": Link(4, "XLSX"),
        },
        compressed=True,
    ),
    FileFormat(
        "json",
        "application/json",
        lazy("JSON, as the OpenAPI description says"),
        order=4,
        makers=lists(Listing.json)
        | figures(lambda asked: figures_json(asked.dataset))
        | {"city": lambda asked: asked.export(town.town_json(asked.profile))},
        links={
            "view": Link(3, "JSON"),
            "indicator": Link(3, "JSON"),
            "city": Link(5, lazy("this page (JSON)")),
            "compare": Link(5, "JSON"),
        },
        shown=True,
        schema=reference,
    ),
)
