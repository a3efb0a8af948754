"""Pages for what is not there and what went wrong."""

from __future__ import annotations

from portal.i18n import _
from portal.pages.page import Page
from portal.pages.reader import Reader


def page(reader: Reader, status: int) -> Page:
    """The page of an HTTP status: 400, 404, 405, 413, 429, 500 and 503 have words of their own."""
    title, text = words(status)
    return Page(
        title=title,
        description=text,
        template="error.html",
        values={"status": status, "text": text, "profiles": reader.profiles},
        index=False,
    )


def words(status: int) -> tuple[str, str]:
    """The title and the text for an HTTP status."""
    if status == 404:
        return _("Page not found"), _(
            "There is nothing at this address. It may have moved, or its last day has passed."
        )
    if status == 405:
        return _("This cannot be done here"), _("The address exists, but it does not answer this kind of request.")
    if status == 413:
        return _("Too much at once"), _("The request was larger than this site accepts.")
    if status == 429:
        return _("Please wait a moment"), _(
            "More was asked for at once than this site can answer. Please try again in a little while."
        )
    if status < 500:
        return _("The request could not be read"), _(
            "The address or the form held something this site does not understand."
        )
    return _unable(status)


def _unable(status: int) -> tuple[str, str]:
    if status == 503:
        return _("This is not available just now"), _(
            "The site is very busy, or a part of it is not answering. Please try again in a little while."
        )
    return _("Something went wrong"), _("The fault is ours. It has been logged. Please try again in a moment.")
