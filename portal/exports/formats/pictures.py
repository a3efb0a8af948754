"""Charts as pictures: SVG, and the same in pixels."""

from __future__ import annotations

from collections.abc import Callable

from portal.exports import raster
from portal.exports.drawing import svg
from portal.exports.file_request import Export, FileRequest
from portal.exports.queries import drawn
from portal.file_formats import FileFormat, Link
from portal.i18n import lazy


def pictures(write: Callable[[str], str | bytes]) -> dict[str, Callable[[FileRequest], Export]]:
    """Makes pictures from SVG: of a view of an indicator, of a town, of a comparison."""

    def make(asked: FileRequest) -> Export:
        picture, name = asked.picture()
        return asked.export(write(svg(picture, asked.drawing.style)), name)

    return {"indicator": make, "city": make, "compare": make}


FILE_FORMATS = (
    FileFormat(
        "svg",
        "image/svg+xml",
        lazy("the chart as a picture that can be enlarged"),
        order=6,
        makers=pictures(lambda drawing: drawing),
        links={"view": Link(4, "SVG"), "compare": Link(6, "SVG")},
        shown=True,
        cheap=True,
        query=drawn,
    ),
    FileFormat(
        "png",
        "image/png",
        lazy("the same picture in pixels"),
        order=7,
        makers=pictures(raster.png),
        links={
            "view": Link(5, "PNG"),
            "city": Link(6, lazy("the key figures as a picture (PNG)")),
            "compare": Link(7, "PNG"),
        },
        compressed=True,
        shown=True,
        query=drawn,
    ),
)
