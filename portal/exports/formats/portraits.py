"""A town's portrait, as the picture that is shown where its page is shared."""

from __future__ import annotations

from portal.exports import raster
from portal.exports.file_request import Export, FileRequest
from portal.exports.portrait import shared
from portal.file_formats import FileFormat
from portal.i18n import lazy


def _portrait(asked: FileRequest) -> Export:
    return asked.export(raster.png(shared(asked.profile, asked.drawing.style), scale=1))


FILE_FORMATS = (
    FileFormat(
        "portrait.png",
        "image/png",
        lazy("the town's portrait, for where its page is shared"),
        order=12,
        makers={"city": _portrait},
        compressed=True,
        shown=True,
        plain=True,
    ),
)
