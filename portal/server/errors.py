"""Pages for what went wrong, in the reader's language and in the site's look; for programs, the same as JSON."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from functools import cache
from typing import cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from portal.i18n import BASE, LANGUAGES, LOCALES, SOURCE, Locale
from portal.server.callbacks import endpoint
from portal.urls import API, frames

log = logging.getLogger(__name__)

#: The language of those who name none, and, where they name only others, the one that most of them read.
DEFAULT: Locale = BASE
COMMON: Locale = SOURCE
#: A language tag as browsers send it: fi, sv-FI, zh-Hant-TW.
TAG = re.compile(r"[a-z]{2,8}([-_][a-z0-9]{1,8})*", re.IGNORECASE)
#: How programs read what went wrong (RFC 9457).
PROBLEM = "application/problem+json"
#: Said when even the page about the fault cannot be made.
LAST_WORDS = "".join(f"{language.last_words}\n" for language in LANGUAGES.values())


def chosen_language(asked: Request) -> Locale:
    """The language a reader has chosen before, or the best of those that the browser asks for.

    English for a browser that names only languages which we do not speak, Finnish for one that names none.
    """
    remembered = asked.cookies.get("portal_language", "")
    if remembered in LOCALES:
        return remembered
    named = [(re.split("[-_]", tag)[0].lower(), good > 0) for tag, good in asked.accept_languages if TAG.fullmatch(tag)]
    spoken = [language for language, wanted in named if wanted and language in LOCALES]
    refused = {language for language, wanted in named if not wanted}
    rest = [language for language in ((COMMON, *LOCALES) if named else (DEFAULT,)) if language not in refused]
    return cast(Locale, [*spoken, *rest, COMMON][0])


def language_of(asked: Request) -> Locale:
    """The language in the path; where it names none, the reader's."""
    first = asked.path.split("/", 2)[1] if asked.path.startswith("/") else ""
    return first if first in LOCALES else chosen_language(asked)


def wants_json(asked: Request) -> bool:
    """Whether a program asks: for a JSON file, for JSON rather than HTML, or below `/api` for nothing in particular."""
    if asked.path.lower().endswith(".json"):
        return True
    accepts = asked.accept_mimetypes
    asked_json = max(accepts[kind] for kind in ("application/json", PROBLEM))
    asked_html = max(accepts[kind] for kind in ("text/html", "application/xhtml+xml"))
    return asked_json > asked_html or (asked_json == asked_html and asked.path.startswith(API))


def install_errors(
    server: Flask, page: Callable[[int, Locale, bool], str], words: Callable[[int, Locale], tuple[str, str]]
) -> None:
    """Answer every fault with its page, or for a program with the page's title and text (`words`) as JSON.

    `page` is asked once for each kind, language, and for frames of other sites.
    """

    @cache
    def kept(status: int, locale: Locale, framed: bool) -> str:
        return page(status, locale, framed)

    @server.errorhandler(HTTPException)
    def answer(error: HTTPException) -> Response:
        response = cast(Response, error.get_response())
        status = error.code or 500
        if status < 400:
            return response
        text, kind = _body(status, kept, words)
        response.set_data(text)
        response.content_type = kind if kind == PROBLEM else f"{kind}; charset=utf-8"
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept", "Accept-Language", "Cookie"))
        return response


def _body(
    status: int, page: Callable[[int, Locale, bool], str], words: Callable[[int, Locale], tuple[str, str]]
) -> tuple[str, str]:
    """What is said, and its media type."""
    if endpoint(request.path) is not None:
        return f"{status}\n", "text/plain"
    locale = language_of(request)
    try:
        if wants_json(request):
            title, detail = words(status, locale)
            return json.dumps({"status": status, "title": title, "detail": detail}, ensure_ascii=False), PROBLEM
        return page(status, locale, frames(request.path) == "framed"), "text/html"
    except Exception:
        log.exception("The page for status %s could not be made.", status)
        return LAST_WORDS, "text/plain"
