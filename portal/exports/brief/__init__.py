"""A town or a short list as something to hand to a board: a tagged PDF of a few pages, or slides."""

from __future__ import annotations

import datetime as dt

from portal.exports.brief.parts import BriefParts
from portal.exports.brief.pieces import Brief
from portal.exports.brief.places import of_places
from portal.exports.brief.town import of_town
from portal.exports.style import Style

__all__ = ["BriefParts", "of_places", "of_town", "write"]


def write(form: str, brief: Brief, style: Style, day: dt.date) -> bytes:
    """The brief as a file, pdf or pptx. What sets them is large, and read only when one is asked for."""
    if form == "pdf":
        from portal.exports.brief.pdf import pdf  # noqa: PLC0415

        return pdf(brief, style, day)
    from portal.exports.brief.slides import slides  # noqa: PLC0415

    return slides(brief, style, day)
