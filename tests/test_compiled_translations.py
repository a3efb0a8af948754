"""Messages are compiled from what is written, whoever installs the portal and however."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.translations import load

HEAD = 'msgid ""\nmsgstr ""\n"Language: fi\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def po(tmp_path: Path) -> Path:
    return write(tmp_path / "messages.po", "Kaupungit")


def write(po: Path, towns: str, flag: str = "") -> Path:
    po.write_text(f'{HEAD}{flag}msgid "Towns"\nmsgstr "{towns}"\n', encoding="utf-8")
    return po


def test_messages_that_nobody_has_compiled_are_compiled_when_they_are_needed(po: Path) -> None:
    assert load(po).gettext("Towns") == "Kaupungit"
    assert po.with_suffix(".mo").is_file()


def test_what_has_been_written_since_is_read(po: Path) -> None:
    load(po)
    write(po, "Paikkakunnat")
    assert load(po).gettext("Towns") == "Paikkakunnat"
    assert load(po).gettext("Towns") == "Paikkakunnat"


def test_an_older_text_that_is_put_back_is_read_although_the_compiled_file_is_newer(po: Path) -> None:
    load(po)
    write(po, "Paikat")
    long_ago = po.with_suffix(".mo").stat().st_mtime - 10_000
    os.utime(po, (long_ago, long_ago))
    assert load(po).gettext("Towns") == "Paikat"


def refuse(*arguments: object, **named: object) -> int:
    raise OSError("Read-only file system")


def test_a_disk_that_cannot_be_written_still_speaks(po: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert load(po).gettext("Towns") == "Kaupungit"
    assert [file.name for file in po.parent.iterdir()] == ["messages.po"]


@pytest.mark.parametrize("how", [bytes, lambda made: made[:-40], lambda made: b"rubbish" + made, lambda made: b""])
def test_a_compiled_file_that_was_cut_or_spoilt_is_made_again(po: Path, how: Callable[[bytes], bytes]) -> None:
    load(po)
    mo = po.with_suffix(".mo")
    whole = mo.read_bytes()
    mo.write_bytes(how(whole))
    assert load(po).gettext("Towns") == "Kaupungit"


def test_the_compiled_file_is_read_and_not_made_again(po: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(po)
    monkeypatch.setattr("portal.translations.compiled", refuse)
    assert load(po).gettext("Towns") == "Kaupungit"


def test_a_guess_is_never_said(po: Path) -> None:
    assert load(write(po, "Kunnat", "#, fuzzy\n")).gettext("Towns") == "Towns"


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n"])
def test_a_file_without_messages_or_with_marks_of_git_is_an_error(po: Path, text: str) -> None:
    po.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(Exception, match=r"."):
        load(po)
