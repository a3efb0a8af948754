"""What is handed to a board: a town or a comparison as a brief on paper, and the same as slides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from portal.domain.profile import Portal
from portal.exports.brief import chosen
from portal.exports.brief.parts import BriefParts
from portal.exports.brief.pieces import Brief
from portal.exports.brief.places import of_places
from portal.exports.brief.town import of_town
from portal.exports.file_request import Export, FileRequest
from portal.exports.queries import Query, places
from portal.exports.style import Style
from portal.file_formats import FileFormat, Link, Parameter
from portal.i18n import lazy, use_locale
from portal.urls import Address


def briefs(write: Callable[[Brief, Style, dt.date], bytes]) -> dict[str, Callable[[FileRequest], Export]]:
    """Makes briefs: of a town, of a comparison."""

    def of_one(asked: FileRequest) -> Export:
        key = asked.profile.key
        return _made(asked, write, lambda parts: of_town(parts, key))

    def of_several(asked: FileRequest) -> Export:
        wanted = chosen.read(asked.query.get("i"), asked.portal.statistics)
        return _made(asked, write, lambda parts: of_places(parts, asked.places, wanted))

    return {"city": of_one, "compare": of_several}


def _made(
    asked: FileRequest, write: Callable[[Brief, Style, dt.date], bytes], told: Callable[[BriefParts], Brief]
) -> Export:
    drawing, locale = asked.drawing, asked.address.locale
    with use_locale(locale):
        brief = told(BriefParts(asked.portal, drawing.finland, drawing.style, locale, asked.today))
        return asked.export(write(brief, drawing.style, asked.today))


def _pdf(brief: Brief, style: Style, day: dt.date) -> bytes:
    from portal.exports.brief.pdf import pdf  # noqa: PLC0415 - large, and read only when one is asked for

    return pdf(brief, style, day)


def _slides(brief: Brief, style: Style, day: dt.date) -> bytes:
    from portal.exports.brief.slides import slides  # noqa: PLC0415 - large, and read only when they are asked for

    return slides(brief, style, day)


def _query(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """A brief of several places also depends on the indicators that it is asked for."""
    if address.page != "compare":
        return {}
    written = chosen.write(chosen.read(args.get("i"), portal.statistics))
    return places(portal, address, args) | ({"i": written} if written else {})


PARAMETERS = {
    "compare": (
        Parameter(
            "i",
            lazy(
                "The indicators of a brief (PDF or PPTX): keys joined by commas. Without it, the key figures and more."
            ),
            "population,mean_age",
        ),
    )
}
FILE_FORMATS = (
    FileFormat(
        "pdf",
        "application/pdf",
        lazy("a brief of two to four pages to print or hand on, readable by screen readers (PDF/UA)"),
        order=10,
        makers=briefs(_pdf),
        links={
            "city": Link(1, lazy("brief as PDF")),
            "compare": Link(1, lazy("brief as PDF")),
            "short_list": Link(1, lazy("Brief (PDF)")),
        },
        compressed=True,
        shown=True,
        opened=True,
        query=_query,
        parameters=PARAMETERS,
    ),
    FileFormat(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lazy("the brief as slides, with charts that can be edited"),
        order=11,
        makers=briefs(_slides),
        links={
            "city": Link(2, lazy("slides (PPTX)")),
            "compare": Link(2, lazy("slides (PPTX)")),
            "short_list": Link(2, lazy("slides (PPTX)")),
        },
        compressed=True,
        query=_query,
        parameters=PARAMETERS,
    ),
)
