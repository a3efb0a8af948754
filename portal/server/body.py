"""A response body in its variants: identity, gzip or brotli, each compressed once and with its own ETag."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import brotli

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]
#: What we can send, best first.
ENCODINGS = ("br", "gzip", "identity")
_ITEM = re.compile(r"^\s*([\w*!#$%&'+.^`|~-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?$")


@lru_cache(maxsize=256)
def _choose(accept: str, made: tuple[str, ...]) -> str:
    wishes: dict[str, float] = {}
    for item in accept.lower().split(","):
        found = _ITEM.match(item)
        if found:
            wishes[found[1]] = _weight(found[2])
    anything = wishes.get("*", 0.0)
    offers = [name for name in made if wishes.get(name, anything) > 0]
    preferred = max(offers, key=lambda name: wishes.get(name, anything), default="identity")
    return preferred if wishes.get(preferred, anything) >= wishes.get("identity", 0.0) else "identity"


def _weight(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0


def choose(accept: str, made: tuple[str, ...] = ENCODINGS[:-1]) -> str:
    """The encoding to send to someone who accepts these; nothing said means the plain bytes."""
    return _choose(accept, made) if len(accept) <= 200 else "identity"


def compress(raw: bytes, encoding: str, effort: int) -> bytes:
    """Bytes in an encoding; effort 1 to 11 as brotli counts it."""
    if encoding == "br":
        return bytes(brotli.compress(raw, quality=effort))
    return gzip.compress(raw, compresslevel=min(effort, 9), mtime=0) if encoding == "gzip" else raw


@dataclass(frozen=True)
class Variant:
    """One encoding of a body, with every header it is sent with."""

    data: bytes
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
        data, etag = self._load(encoding), f'"{self._tag}-{encoding}"'
        common = [("ETag", etag), ("Vary", "Accept-Encoding"), *self._headers]
        unchanged = [pair for pair in common if pair[0] != "Content-Type"]
        if encoding != "identity":
            common.append(("Content-Encoding", encoding))
        return Variant(data, etag, [("Content-Length", str(len(data))), *common], unchanged)

    def answer(self, environ: Mapping[str, Any]) -> tuple[str, Headers, bytes]:
        """Status, headers and bytes for one request: the encoding it accepts, or 304 when it has it already."""
        variant = self.variant(choose(environ.get("HTTP_ACCEPT_ENCODING", ""), self._made))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if (
            known
            and environ.get("REQUEST_METHOD") != "POST"
            and (known == variant.etag or matches(known, variant.etag))
        ):
            return "304 Not Modified", variant.unchanged, b""
        data = b"" if environ.get("REQUEST_METHOD") == "HEAD" else variant.data
        return "200 OK", variant.headers, data

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The same, as a WSGI application."""
        status, headers, data = self.answer(environ)
        start_response(status, headers.copy())
        return [data]


def matches(known: str, etag: str) -> bool:
    """Whether If-None-Match names this ETag (compared weakly, as the standard asks)."""
    return any(item.strip().removeprefix("W/") in {etag, "*"} for item in known.split(","))


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
