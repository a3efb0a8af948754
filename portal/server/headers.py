"""What every answer says about how it may be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

from portal.server.body import Headers
from portal.urls import Frames, frames, shared

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Everything from ourselves. Styles may be inline: plotly and Dash position things with them. A chart that is saved as
#: a picture passes through a blob.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: A page for frames on other sites needs less than the others, and may stand in anybody's frame.
FRAMED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "*",
}
POLICIES: Mapping[Frames, Mapping[str, str]] = {
    "plain": POLICY,
    "framed": FRAMED,
    "framing": POLICY | {"frame-src": "'self'"},
}
#: Files may be read by programs on any site, and shown as pictures there. Browsers let them read few headers unasked.
SHARED = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Content-Disposition, ETag, Link, Retry-After"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
METHODS = "GET, HEAD, OPTIONS"
UNUSED = ("camera", "geolocation", "microphone", "payment", "usb")
KIND_AND_REFERRER = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
PERMISSIONS = ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in UNUSED))
HTTPS = ("Strict-Transport-Security", "max-age=31536000")


def page_headers(site_url: str, path: str = "") -> Headers:
    """The headers of pages and of everything that is not a static file.

    Whether other sites may show it in a frame, and whether their programs may read it, depends on the path alone
    (`portal.urls.frames` and `shared`).
    """
    return _page_headers(site_url, frames(path), shared(path))


@cache
def _page_headers(site_url: str, kind: Frames, open_to_all: bool) -> Headers:
    return [
        ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in POLICIES[kind].items())),
        *KIND_AND_REFERRER,
        PERMISSIONS,
        *([] if kind == "framed" else [("Cross-Origin-Opener-Policy", "same-origin")]),
        *(SHARED if open_to_all else []),
        *_https(site_url),
    ]


def static_headers(site_url: str) -> Headers:
    """The headers of a style sheet, a script or a picture: short, because there are many."""
    return [
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        *KIND_AND_REFERRER,
        PERMISSIONS,
        *_https(site_url),
    ]


def _https(site_url: str) -> Headers:
    return [HTTPS] if site_url.startswith("https://") else []


class WithHeaders:
    """Adds the headers to whatever the app answers, errors included; a header that the app set itself stays."""

    def __init__(self, app: WSGIApplication, headers: Callable[[str], Headers]) -> None:
        """`headers` gives those of a path."""
        self.app = app
        self.headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        return self.app(environ, self._adding(start_response, self.headers(environ.get("PATH_INFO", ""))))

    def _adding(self, start_response: StartResponse, ours: Headers) -> StartResponse:
        def start(
            status: str,
            headers: Headers,
            exc_info: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,
        ) -> Callable[[bytes], Any]:
            there = {name.lower() for name, _value in headers}
            added = [pair for pair in ours if pair[0].lower() not in there]
            return start_response(status, [*headers, *added], exc_info)

        return start
