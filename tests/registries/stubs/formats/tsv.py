"""A file format that is not the portal's: its maker and its registration, as a format of the portal has them."""

from __future__ import annotations

from portal.exports.file_request import Export, FileRequest
from portal.file_formats import FileFormat, Link
from portal.i18n import lazy


def _tsv(asked: FileRequest) -> Export:
    rows = (f"{figure.place}\t{figure.period}\t{figure.value:g}\n" for figure in asked.dataset.figures)
    return asked.export("".join(rows))


FILE_FORMATS = (
    FileFormat(
        "tsv",
        "text/tab-separated-values",
        lazy("figures between tabs"),
        order=20,
        makers={"indicator": _tsv, "city": _tsv, "compare": _tsv},
        links={place: Link(20, "TSV") for place in ("view", "indicator", "city", "compare")},
        cheap=True,
    ),
)
