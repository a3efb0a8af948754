"""Files that are written all or, when something goes wrong, so that doing it again completes them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

#: How a file that is being written is called; no reader looks for such a name.
UNFINISHED = ".importing"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else imports into this folder meanwhile: a second one waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put the contents in place of the files, in this order, each at once; OSError leaves every file as it was.

    All are on the disk beside their files before the first takes its place, so that a full disk changes nothing. A
    process that dies between two of them leaves the first ones new and the later ones old, each whole.
    """
    try:
        for file, content in files.items():
            _write(_unfinished(file), content)
    except OSError:
        for file in files:
            with suppress(OSError):
                _unfinished(file).unlink()
        raise
    for file in files:
        _unfinished(file).replace(file)
    for folder in {file.parent for file in files}:
        _settle(folder)


def clear(folder: Path) -> None:
    """Delete what an import that was killed has left unfinished."""
    for file in folder.rglob(f".*{UNFINISHED}"):
        file.unlink()


def _unfinished(file: Path) -> Path:
    return file.with_name(f".{file.name}{UNFINISHED}")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _settle(folder: Path) -> None:
    """Let the disk know the folder's new names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
