"""The translated messages of a language: its .po file is the source, and what is compiled of it is only a copy.

Whoever needs them first compiles them, so that no way of installing the portal can forget to; `python -m
portal.translations` does it while a release is built.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from contextlib import suppress
from gettext import GNUTranslations
from pathlib import Path

from portal.settings import ROOT

CATALOGUES = ROOT / "locales"
SEAL_BYTES = 32


def source(folder: Path, locale: str) -> Path:
    """The file in which the messages of a language are written."""
    return folder / locale / "LC_MESSAGES" / "messages.po"


def load(po: Path) -> GNUTranslations:
    """The messages of a .po file. Raises an error of the disk, of the encoding or of Babel when it cannot be read.

    Where the disk cannot be written they are compiled at each start, which takes a fifth of a second for a language.
    """
    written, mo = po.read_bytes(), po.with_suffix(".mo")
    return GNUTranslations(io.BytesIO(_stored(mo, written) or _store(mo, written)))


def compiled(written: bytes) -> bytes:
    """What gettext reads, made of what is written in a .po file; guesses (fuzzy) and blanks are left out."""
    # Seldom needed, and slow to load
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    catalogue = read_po(io.BytesIO(written), abort_invalid=True)
    if not len(catalogue):
        raise ValueError("There is no message in the file.")
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def _seal(written: bytes, made: bytes) -> bytes:
    """What a copy is known by: times lie after a rollback, or on a disk that was copied."""
    return hashlib.sha256(written + made).digest()


def _stored(mo: Path, written: bytes) -> bytes | None:
    """The compiled file, where it is there, whole and made of what is written."""
    with suppress(OSError):
        found = mo.read_bytes()
        made, seal = found[:-SEAL_BYTES], found[-SEAL_BYTES:]
        return made if seal == _seal(written, made) else None
    return None


def _store(mo: Path, written: bytes) -> bytes:
    made = compiled(written)
    new = mo.with_suffix(f".{os.getpid()}.mo")
    with suppress(OSError):
        # gettext does not look at what follows its tables.
        new.write_bytes(made + _seal(written, made))
        new.replace(mo)
    return made


def main() -> None:
    """Compile every language, or say why not."""
    for po in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        try:
            load(po)
        except Exception as error:
            sys.exit(f"{po.relative_to(ROOT)} cannot be read: {error}")


if __name__ == "__main__":
    main()
