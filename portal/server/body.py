"""A response body in its variants: identity, gzip or brotli, each compressed once and with its own ETag."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import brotli
from werkzeug.http import parse_accept_header, parse_etags, quote_etag

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]
#: What we can send, best first.
ENCODINGS = ("br", "gzip", "identity")
#: The smallest wish there is: quality values have three decimals.
LEAST = 0.001


@lru_cache(maxsize=256)
def choose(accept: str, made: tuple[str, ...] = ENCODINGS[:-1]) -> str:
    """The encoding to send to someone who accepts these; nothing said means the plain bytes."""
    accepted = parse_accept_header(accept)
    best = max(made, key=accepted.quality, default="identity")
    return best if accepted.quality(best) >= max(accepted.quality("identity"), LEAST) else "identity"


def compress(raw: bytes, encoding: str, effort: int) -> bytes:
    """Bytes in an encoding; effort 1 to 11 as brotli counts it."""
    if encoding == "br":
        return bytes(brotli.compress(raw, quality=effort))
    return gzip.compress(raw, compresslevel=min(effort, 9), mtime=0) if encoding == "gzip" else raw


@dataclass(frozen=True)
class Variant:
    """One encoding of a body, its name as ETag, bare and quoted, and every header it is sent with."""

    data: bytes
    name: str
    etag: str
    headers: Headers
    unchanged: Headers


class Body:
    """A body whose variants are made when first asked for, and then stay."""

    def __init__(
        self,
        headers: Headers,
        tag: str,
        load: Callable[[str], bytes],
        made: tuple[str, ...] = ENCODINGS[:-1],
        *,
        weight: int = 0,
    ) -> None:
        """`load` gives the bytes in an encoding, `made` are those worth making, `tag` names the content.

        `weight` is about how many bytes all its variants hold in memory.
        """
        self.weight = weight
        self._headers = headers
        self._tag = tag
        self._load = load
        self._made = made
        self._variants: dict[str, Variant] = {}

    def variant(self, encoding: str) -> Variant:
        """The body in one encoding; the plain one is big and rarely asked for, so it is not held here."""
        if encoding == "identity":
            return self._make(encoding)
        return self._variants.get(encoding) or self._variants.setdefault(encoding, self._make(encoding))

    def _make(self, encoding: str) -> Variant:
        data, name = self._load(encoding), f"{self._tag}-{encoding}"
        etag = quote_etag(name)
        common = [("ETag", etag), ("Vary", "Accept-Encoding"), *self._headers]
        unchanged = [pair for pair in common if pair[0] != "Content-Type"]
        if encoding != "identity":
            common.append(("Content-Encoding", encoding))
        return Variant(data, name, etag, [("Content-Length", str(len(data))), *common], unchanged)

    def answer(self, environ: Mapping[str, Any]) -> tuple[str, Headers, bytes]:
        """Status, headers and bytes for one request: the encoding it accepts, or 304 when it has it already."""
        variant = self.variant(choose(environ.get("HTTP_ACCEPT_ENCODING", ""), self._made))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if (
            known
            and environ.get("REQUEST_METHOD") != "POST"
            and (known == variant.etag or parse_etags(known).contains_weak(variant.name))
        ):
            return "304 Not Modified", variant.unchanged, b""
        data = b"" if environ.get("REQUEST_METHOD") == "HEAD" else variant.data
        return "200 OK", variant.headers, data

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The same, as a WSGI application."""
        status, headers, data = self.answer(environ)
        start_response(status, headers.copy())
        return [data]


def compressed(text: str | bytes, content_type: str, headers: Headers, effort: int = 9) -> Body:
    """A text for the cache, compressed with brotli; its other variants are made when first asked for."""
    raw = text.encode() if isinstance(text, str) else text
    brotli_bytes = compress(raw, "br", effort)
    kind = ("Content-Type", f"{content_type}; charset=utf-8")

    def load(encoding: str) -> bytes:
        return brotli_bytes if encoding == "br" else compress(_decompressed(brotli_bytes), encoding, effort)

    return Body(
        [kind, *headers], digest(brotli_bytes), load, weight=3 * len(brotli_bytes)
    )  # gzip's is no larger than twice this


@lru_cache(maxsize=16)
def _decompressed(form: bytes) -> bytes:
    return bytes(brotli.decompress(form))


def digest(*parts: bytes) -> str:
    """A short name for some content."""
    whole = sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()[:16]
