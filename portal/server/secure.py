"""From http to https: a site with an https address sends readers on http there, and nobody in a loop."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

#: What asks whether the server lives comes from beside it, over http, and follows no redirect.
PROBES = {"/healthz", "/readyz"}
METHODS = {"GET", "HEAD"}
#: Who comes back to the same address within so many seconds was sent to https and told to be on http again.
SOON = 10.0
#: So many redirects are remembered.
MOST = 2048
#: Browsers say this over https alone.
BROWSERS_OVER_HTTPS = ("HTTP_SEC_FETCH_SITE", "HTTP_SEC_FETCH_MODE", "HTTP_SEC_FETCH_DEST")
#: Other ways in which a proxy says that the reader is on https.
OTHER_WORDS = {"HTTP_X_FORWARDED_SSL": "on", "HTTP_FRONT_END_HTTPS": "on", "HTTP_FORWARDED": "proto=https"}


class Secure:
    """Stands before everything else of a site with an https address and at least one trusted proxy.

    docs/decisions/0021-http-to-https.md says why a redirect is refused where anything speaks for https already.
    """

    def __init__(
        self, app: WSGIApplication, site_url: str, proxies: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._origin = "https://" + urlsplit(site_url).netloc
        self._proxies = proxies
        self._sent = _Recent(clock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        said = environ.get("HTTP_X_FORWARDED_PROTO")
        if said is None or said == "https" or not self._is_plain(said, environ):
            return self._app(environ, start_response)
        path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/:@!$&'()*+,;=~-._")
        query = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe="%/?:@!$&'()*+,;=~-._[]|{}^`\\\"<>")
        location = f"{self._origin}{path or '/'}{'?' if query else ''}{query}"
        if self._sent.before((location, self._client(environ), environ.get("HTTP_USER_AGENT", ""))):
            log.error("A redirect to https led back to http. Check PORTAL_TRUSTED_PROXIES and X-Forwarded-Proto.")
            return self._app(environ, start_response)
        headers = [("Location", location), ("Cache-Control", "no-store"), ("Content-Length", "0")]
        start_response("301 Moved Permanently", headers)
        return []

    def _is_plain(self, said: str, environ: WSGIEnvironment) -> bool:
        """Whether the proxy next to the reader says http, and nothing else speaks for https."""
        words = [word.strip().lower() for word in said.split(",")]
        if len(words) < self._proxies or words[-self._proxies] != "http" or "https" in words:
            return False
        if environ["REQUEST_METHOD"] not in METHODS or environ.get("PATH_INFO") in PROBES:
            return False
        if any(name in environ for name in BROWSERS_OVER_HTTPS):
            return False
        return not any(word in environ.get(name, "").lower() for name, word in OTHER_WORDS.items())

    def _client(self, environ: WSGIEnvironment) -> str:
        addresses = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        known = addresses[-self._proxies] if len(addresses) >= self._proxies else ""
        return known.strip() or environ.get("REMOTE_ADDR", "")


class _Recent:
    """What has been met within the last seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._met: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self._lock = Lock()

    def before(self, key: tuple[str, ...]) -> bool:
        """Whether this has been met a moment ago; it has been met now."""
        now = self._clock()
        with self._lock:
            last = self._met.pop(key, None)
            self._met[key] = now
            while len(self._met) > MOST:
                self._met.popitem(last=False)
        return last is not None and now - last < SOON
