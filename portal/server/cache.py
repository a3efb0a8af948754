"""Pages are rendered once and cached: the answer to most requests is a look-up in a table, before Flask is asked."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from cachetools import LRUCache

from portal.exports.file_request import Export
from portal.i18n import HELSINKI
from portal.pasted import pairs
from portal.server.body import Body, Headers, compressed, digest
from portal.server.static import PREFIX, StaticFiles
from portal.urls import MOST_PARAMETERS, Address

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: A browser or a proxy may hold a page but asks each time whether it is still so: the answer is an ETag's 304. A
#: page that outlived a release would ask for scripts and styles that are gone.
REVALIDATE = ("Cache-Control", "public, no-cache")
NO_STORE = ("Cache-Control", "no-store")
#: How many queries' one spelling is remembered.
SPELLINGS = 1024
#: How many bytes of files, of pages with a query and of the explorer's answers are cached; the least recently asked for
#: leave first.
FILE_BYTES, PAGE_BYTES, ANSWER_BYTES = 8 * 1024 * 1024, 8 * 1024 * 1024, 6 * 1024 * 1024
#: What an entry takes besides its body's bytes: its key, headers and objects.
OVERHEAD = 4096

log = logging.getLogger(__name__)

Query = Mapping[str, str]
K = TypeVar("K", bound=Hashable)


class PageRenderer(Protocol):
    """What the keeper needs of the pages."""

    def render(self, address: Address, query: Query, today: dt.date) -> str:
        """The page's HTML; LookupError when there is no such thing."""

    def query_of(self, address: Address, args: Query) -> dict[str, str] | None:
        """The part of the query that the page depends on; None for a page that must not be cached."""


class FileMaker(Protocol):
    """What the keeper needs of the files."""

    def query_of(self, address: Address, args: Query) -> dict[str, str]:
        """The part of the query that the file depends on."""

    def make(self, address: Address, query: Query, today: dt.date) -> Export:
        """The file; LookupError when there is no such thing."""


def today_in_helsinki() -> dt.date:
    """The day it is where the towns are."""
    return dt.datetime.now(HELSINKI).date()


def arguments(query_string: str) -> dict[str, str]:
    """The parameters of a query; values given for one name, as boxes ticked in a form are, joined by commas.

    ValueError when it is not written in UTF-8 or is endless.
    """
    found: dict[str, str] = {}
    for name, value in pairs(query_string.encode("latin-1").decode("utf-8"), MOST_PARAMETERS):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


class ByteLimitedCache(Generic[K]):
    """Bodies of so many bytes together, for threads; the least recently asked for leave first."""

    def __init__(self, limit: int) -> None:
        self._bodies: LRUCache[K, Body] = LRUCache(limit, getsizeof=lambda body: body.weight + OVERHEAD)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._bodies)

    def get(self, key: K) -> Body | None:
        """A cached body; it becomes the most recently used."""
        with self._lock:
            return self._bodies.get(key)

    def put(self, key: K, body: Body) -> None:
        """Cache a body; one that is larger than the cache is not."""
        with self._lock, suppress(ValueError):
            self._bodies[key] = body


@dataclass
class DayCache:
    """The pages of one day. A new day gets an empty one, so that a page begun before midnight lands on the old one."""

    day: dt.date
    page_bytes: int = PAGE_BYTES
    plain: dict[str, Body] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    files: ByteLimitedCache[tuple[str, str]] = field(default_factory=lambda: ByteLimitedCache(FILE_BYTES))

    def __post_init__(self) -> None:
        self.with_query: ByteLimitedCache[tuple[str, str]] = ByteLimitedCache(self.page_bytes)
        self.questions: ByteLimitedCache[bytes] = ByteLimitedCache(ANSWER_BYTES)


class PageCache:
    """Renders pages, caches them, and finds them again. The content is fixed as long as the process lives."""

    def __init__(
        self,
        pages: PageRenderer,
        path_of: Callable[[Address], str],
        headers: Callable[[str], Headers],
        day: Callable[[], dt.date] = today_in_helsinki,
        page_bytes: int = PAGE_BYTES,
        *,
        files: FileMaker | None = None,
    ) -> None:
        self._pages = pages
        self._files = files
        self._path_of = path_of
        self._headers = headers
        self._day = day
        self._page_bytes = page_bytes
        self._day_cache = DayCache(day(), page_bytes)
        self._spelling = lru_cache(maxsize=SPELLINGS)(self._canonical)

    @property
    def today(self) -> dt.date:
        """The day that pages are made for."""
        return self._day()

    def _today(self) -> DayCache:
        today = self._day()
        if self._day_cache.day != today:
            self._day_cache = DayCache(today, self._page_bytes)
        return self._day_cache

    def find(self, path: str, query_string: str) -> Body | None:
        """A page that has been made already."""
        day_cache = self._today()
        if not query_string:
            return day_cache.plain.get(path) or day_cache.files.get((path, ""))
        address = day_cache.addresses.get(path)
        return self._find_query(day_cache, address, query_string) if address else None

    def _find_query(self, day_cache: DayCache, address: Address, query_string: str) -> Body | None:
        try:
            spelling = self._spelling(address, query_string)
        except ValueError:
            return None
        path = self._path_of(address)
        if address.form:
            return day_cache.files.get((path, spelling))
        return day_cache.with_query.get((path, spelling)) if spelling else day_cache.plain.get(path)

    def _canonical(self, address: Address, query_string: str) -> str:
        """The one spelling of a query. ValueError for one that cannot be read or is for a page that is not cached."""
        whose = self._files if address.form and self._files else self._pages
        query = whose.query_of(address, arguments(query_string))
        if query is None:
            raise ValueError
        return canonical(query)

    def answered(self, path: str, question: bytes) -> Body | None:
        """The answer to a question of the explorer that somebody has asked before."""
        return self._today().questions.get(_question(path, question))

    def store_answer(self, path: str, question: bytes, text: bytes) -> Body:
        """Cache the explorer's answer to a question: it depends on nothing else."""
        body = compressed(text, "application/json", [NO_STORE, *self._headers(path)], effort=2)
        self._today().questions.put(_question(path, question), body)
        return body

    def store(self, path: str, text: str, content_type: str) -> Body:
        """Cache something that is no page, a list or a layout, for the rest of the day."""
        body = compressed(text, content_type, [REVALIDATE, *self._headers(path)])
        self._today().plain[path] = body
        return body

    def make(self, address: Address, args: Query) -> Body | str:
        """The page, rendered now: cached from here on, or the bare HTML where it must not be cached."""
        day_cache = self._today()
        query = self._pages.query_of(address, args)
        if query is None:
            return self._pages.render(address, args, day_cache.day)
        found = self.find(self._path_of(address), canonical(query))
        if found is not None:  # made while this one waited for its turn
            return found
        headers = [REVALIDATE, *self._headers(self._path_of(address))]
        body = compressed(self._pages.render(address, query, day_cache.day), "text/html", headers)
        self._store(day_cache, address, query, body)
        return body

    def file(self, address: Address, args: Query) -> Body:
        """The file, made now and cached. LookupError when there is no such thing."""
        day_cache = self._today()
        if self._files is None:
            raise LookupError(address.form)
        query = self._files.query_of(address, args)
        key = (self._path_of(address), canonical(query))
        return day_cache.files.get(key) or self._make_file(self._files, day_cache, address, query)

    def _make_file(self, files: FileMaker, day_cache: DayCache, address: Address, query: Query) -> Body:
        made = files.make(address, query, day_cache.day)
        path = self._path_of(address)
        body = file_response(made, [REVALIDATE, *self._headers(path)])
        day_cache.addresses[path] = address
        day_cache.files.put((path, canonical(query)), body)
        return body

    def _store(self, day_cache: DayCache, address: Address, query: Query, body: Body) -> None:
        path = self._path_of(address)
        day_cache.addresses[path] = address
        if not query:
            day_cache.plain[path] = body
            return
        day_cache.with_query.put((path, canonical(query)), body)


def file_response(made: Export, headers: Headers) -> Body:
    """A file as a body: what is compressed already is sent as it is."""
    shown = "inline" if made.shown else "attachment"
    headers = [*headers, ("Content-Disposition", f'{shown}; filename="{made.name}"')]
    if made.described_by:
        headers.append(("Link", f'<{made.described_by}>; rel="describedby"; type="application/csvm+json"'))
    if made.compressed:
        kind = ("Content-Type", made.content_type)
        return Body([kind, *headers], digest(made.content), lambda _: made.content, (), weight=len(made.content))
    return compressed(made.content.decode(), made.content_type, headers, effort=5)


def _question(path: str, question: bytes) -> bytes:
    """A question's name; itself it may be long."""
    return sha256(path.encode() + b"\n" + question).digest()


def canonical(query: Query) -> str:
    """A query in one spelling, whatever the order it came in."""
    return urlencode(sorted(query.items()))


class CacheMiddleware:
    """Answers what is made already, static files and cached pages, and hands everything else to the app."""

    def __init__(self, app: WSGIApplication, static_files: StaticFiles, page_cache: PageCache) -> None:
        self.app = app
        self.static_files = static_files
        self.page_cache = page_cache

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        body = self._body(environ) if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else None
        if body is not None:
            try:
                return body.send(environ, start_response)
            except OSError as error:  # a static file that is gone since the start
                log.error("%s cannot be read (%s).", error.filename, error.strerror)
        return self.app(environ, start_response)

    def _body(self, environ: WSGIEnvironment) -> Body | None:
        path = environ.get("PATH_INFO", "")
        if path.startswith(PREFIX):
            return self.static_files.body(path)
        return self.page_cache.find(path, environ.get("QUERY_STRING", ""))
