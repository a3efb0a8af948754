"""From what a brief says to a file."""

from __future__ import annotations

import datetime as dt

from portal.exports.brief.pieces import Brief
from portal.exports.style import Style


def write(form: str, brief: Brief, style: Style, day: dt.date) -> bytes:
    """The brief as a file, pdf or pptx. What sets them is large, and read only when one is asked for."""
    if form == "pdf":
        from portal.exports.brief.pdf import pdf  # noqa: PLC0415

        return pdf(brief, style, day)
    from portal.exports.brief.slides import slides  # noqa: PLC0415

    return slides(brief, style, day)
