"""What `portal check` has read before, by the content of the files: a file that has not changed is not read again."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import pydantic
import yaml

from portal.i18n import current
from portal.settings import ROOT

T = TypeVar("T")

#: So many results are stored; the ones unused for longest make way.
MOST_ENTRIES = 200
DIGEST_BYTES = 32


class Cache:
    """Results on disk, each under a digest of everything it depends on.

    A result that is missing, cut short or changed is made again, and a folder that cannot be written is done without:
    the cache never changes what is said.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remember(self, name: str, depends_on: Iterable[bytes], make: Callable[[], T]) -> T:
        """The result that was made of the same bytes, by the same code and in the same language, or a new one."""
        key = self._key(name, depends_on)
        stored = self._load(key)
        if stored is not None:
            return cast(T, stored[0])
        made = make()
        self._store(key, (made,))
        return made

    def _key(self, name: str, depends_on: Iterable[bytes]) -> bytes:
        digest = hashlib.blake2b(self._version, digest_size=DIGEST_BYTES)
        for part in (name.encode(), current().encode(), *depends_on):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()

    @cached_property
    def _version(self) -> bytes:
        """Everything that a result depends on beside its files: our code and words, and the libraries that read."""
        digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        for version in (sys.version, pydantic.VERSION, yaml.__version__):
            digest.update(version.encode())
        for file in _code():
            digest.update(file.name.encode() + file.read_bytes())
        return digest.digest()

    def _load(self, key: bytes) -> tuple[object] | None:
        file = self._file(key)
        try:
            stored = file.read_bytes()
            if stored[:DIGEST_BYTES] != _seal(key, stored[DIGEST_BYTES:]):
                return None
            os.utime(file)
            # The folder is the portal's own, beside its code; the seal refuses what a full disk or a crash left.
            return cast(tuple[object], pickle.loads(stored[DIGEST_BYTES:]))  # noqa: S301
        except Exception:
            return None

    def _store(self, key: bytes, made: tuple[object]) -> None:
        with suppress(OSError):
            payload = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".new", delete=False) as new:
                new.write(_seal(key, payload) + payload)
            Path(new.name).replace(self._file(key))
            self._make_room()

    def _make_room(self) -> None:
        files = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[MOST_ENTRIES:]:
            file.unlink(missing_ok=True)

    def _file(self, key: bytes) -> Path:
        return self.folder / key.hex()


def _code() -> Iterator[Path]:
    yield from sorted((ROOT / "portal").rglob("*.py"))
    yield from sorted((ROOT / "locales").rglob("*.po"))


def _seal(key: bytes, payload: bytes) -> bytes:
    return hashlib.blake2b(key + payload, digest_size=DIGEST_BYTES).digest()
