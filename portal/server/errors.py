"""Pages for what went wrong, in the reader's language and in the site's look."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from portal.i18n import LOCALES, Locale
from portal.server.callbacks import endpoint
from portal.urls import frames

log = logging.getLogger(__name__)

DEFAULT: Locale = "fi"
#: Said when even the page about the fault cannot be made.
LAST_WORDS = "Palvelussa on häiriö.\nTjänsten har en störning.\nSomething has gone wrong.\n"


def chosen_language(asked: Request) -> Locale:
    """The language a reader has chosen before, or the best of those that the browser asks for."""
    remembered = asked.cookies.get("portal_language", "")
    if remembered in LOCALES:
        return remembered
    wanted = (tag.split("-")[0].lower() for tag, quality in asked.accept_languages if quality > 0)
    return next((language for language in wanted if language in LOCALES), DEFAULT)


def language_of(asked: Request) -> Locale:
    """The language in the path; where it names none, the reader's."""
    first = asked.path.split("/", 2)[1] if asked.path.startswith("/") else ""
    return first if first in LOCALES else chosen_language(asked)


def install_errors(server: Flask, page: Callable[[int, Locale, bool], str]) -> None:
    """Answer every fault with its page; `page` is asked once for each kind, language, and for frames of other sites."""

    @cache
    def kept(status: int, locale: Locale, framed: bool) -> str:
        return page(status, locale, framed)

    @server.errorhandler(HTTPException)
    def answer(error: HTTPException) -> Response:
        response = cast(Response, error.get_response())
        status = error.code or 500
        if status < 400:
            return response
        text, kind = _words(status, kept)
        response.set_data(text)
        response.content_type = f"{kind}; charset=utf-8"
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept-Language", "Cookie"))
        return response


def _words(status: int, page: Callable[[int, Locale, bool], str]) -> tuple[str, str]:
    if endpoint(request.path) is not None:
        return f"{status}\n", "text/plain"
    try:
        return page(status, language_of(request), frames(request.path) == "framed"), "text/html"
    except Exception:
        log.exception("The page for status %s could not be made.", status)
        return LAST_WORDS, "text/plain"
