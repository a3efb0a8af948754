"""`make messages` tells which translations an edit of the English made stale, and loses none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.translations import load
from tests.collecting import collect

HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
LONG = (
    "Positions are among the ten towns in the year of the town's newest figure, by figures rounded as they are shown; "
    "equal figures share one."
)
Collected = tuple[list[str], bool]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Collected]:
    """Write what the code says, collect it, and give what was told."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "locales" / "fi" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locales" / "babel.cfg").write_text("[python: portal/**.py]\n")
    po(tmp_path).write_text(HEAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def said(*messages: str, forget: bool = False) -> Collected:
        calls = [message if message.startswith("ngettext") else f"_({message!r})" for message in messages]
        (tmp_path / "portal" / "words.py").write_text("\n".join(calls), encoding="utf-8")
        return collect(Path(), forget)

    return said


def po(root: Path) -> Path:
    return root / "locales" / "fi" / "LC_MESSAGES" / "messages.po"


def translate(root: Path, message: str, translation: str) -> None:
    file = po(root)
    text = file.read_text("utf-8")
    assert f'msgid "{message}"\nmsgstr ""' in text
    file.write_text(
        text.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"'), "utf-8"
    )


def spoken(root: Path, message: str) -> str:
    return load(po(root)).gettext(message)


def test_a_new_message_is_said_to_lack_its_translation(say: Callable[..., Collected], tmp_path: Path) -> None:
    lines, stale = say("The towns")
    assert "locales/fi/LC_MESSAGES/messages.po: not translated: The towns" in lines
    assert not stale


def test_an_edited_message_keeps_its_translation_as_a_guess_that_nobody_is_shown(
    say: Callable[..., Collected], tmp_path: Path
) -> None:
    say("Show the towns", "Contact")
    translate(tmp_path, "Show the towns", "Näytä kaupungit")
    translate(tmp_path, "Contact", "Yhteys")
    lines, stale = say("Show all towns", "Contact")
    told = "\n".join(lines)
    assert stale
    assert "English was:    Show the towns" in told
    assert "now it is:      Show all towns" in told
    assert "translated as:  Näytä kaupungit" in told
    assert f"messages.po:{line(tmp_path, 'Show all towns')}" in told
    assert lines[-2].startswith("STALE: 1 translations were made for other English")
    assert spoken(tmp_path, "Show all towns") == "Show all towns"
    assert spoken(tmp_path, "Contact") == "Yhteys"


def line(root: Path, message: str) -> int:
    return po(root).read_text("utf-8").splitlines().index(f'msgid "{message}"') + 1


def test_it_is_told_again_until_somebody_has_seen_to_it(say: Callable[..., Collected], tmp_path: Path) -> None:
    say("Show the towns")
    translate(tmp_path, "Show the towns", "Näytä kaupungit")
    first = say("Show all towns")
    assert first[1]
    assert say("Show all towns") == first
    kept = [row for row in po(tmp_path).read_text("utf-8").splitlines() if not row.startswith(("#, fuzzy", "#|"))]
    po(tmp_path).write_text("\n".join(kept).replace("Näytä kaupungit", "Näytä kaikki kaupungit"), "utf-8")
    assert say("Show all towns") == ([""], False)
    assert spoken(tmp_path, "Show all towns") == "Näytä kaikki kaupungit"


def test_an_edit_that_is_undone_leaves_the_translation_as_it_was(say: Callable[..., Collected], tmp_path: Path) -> None:
    say("Show the towns")
    translate(tmp_path, "Show the towns", "Näytä kaupungit")
    say("Show all towns")
    say("Show them all")
    assert "English was:    Show the towns" in "\n".join(say("Show all of the towns")[0])
    assert say("Show the towns") == ([""], False)
    assert spoken(tmp_path, "Show the towns") == "Näytä kaupungit"


def test_what_somebody_marked_as_a_guess_stays_one(say: Callable[..., Collected], tmp_path: Path) -> None:
    say("Contact")
    translate(tmp_path, "Contact", "Ota yhteyttä")
    text = po(tmp_path).read_text("utf-8")
    po(tmp_path).write_text(text.replace('msgid "Contact"', '#, fuzzy\nmsgid "Contact"'), "utf-8")
    assert say("Contact")[1]
    assert "English was:    (not known)" in "\n".join(say("Contact")[0])


def test_each_language_keeps_its_own_translation(say: Callable[..., Collected], tmp_path: Path) -> None:
    swedish = tmp_path / "locales" / "sv" / "LC_MESSAGES" / "messages.po"
    swedish.parent.mkdir(parents=True)
    swedish.write_text(HEAD, "utf-8")
    say("Show the towns")
    translate(tmp_path, "Show the towns", "Näytä kaupungit")
    swedish.write_text(po(tmp_path).read_text("utf-8").replace("Näytä kaupungit", "Visa städerna"), "utf-8")
    say("Show all towns")
    assert 'msgid "Show all towns"\nmsgstr "Visa städerna"' in swedish.read_text("utf-8")
    assert 'msgid "Show all towns"\nmsgstr "Näytä kaupungit"' in po(tmp_path).read_text("utf-8")


def test_each_edited_message_gets_its_own_translation(say: Callable[..., Collected], tmp_path: Path) -> None:
    say("One town", "One village")
    translate(tmp_path, "One town", "Yksi kaupunki")
    translate(tmp_path, "One village", "Yksi kylä")
    told = "\n".join(say("Only one village", "Only one town")[0])
    assert "now it is:      Only one village\n  translated as:  Yksi kylä" in told
    assert "now it is:      Only one town\n  translated as:  Yksi kaupunki" in told


def test_a_long_message_and_a_plural_are_followed_too(say: Callable[..., Collected], tmp_path: Path) -> None:
    say(LONG, 'ngettext("one town", "%(num)s towns", 2)')
    text = po(tmp_path).read_text("utf-8")
    text = text.replace('share one."\nmsgstr ""', 'share one."\nmsgstr "Sijat"')
    text = text.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "yksi"\nmsgstr[1] "monta"')
    po(tmp_path).write_text(text, "utf-8")
    edited = LONG.replace("ten towns", "towns"), 'ngettext("one town", "%(num)s other towns", 2)'
    say(*edited)
    told = "\n".join(say(*edited)[0])
    assert f"English was:    {LONG}\n  now it is:      {edited[0]}\n  translated as:  Sijat" in told
    assert "English was:    one town | %(num)s towns" in told
    assert "translated as:  yksi | monta" in told


def test_a_message_that_nothing_resembles_stays_until_it_is_forgotten(
    say: Callable[..., Collected], tmp_path: Path
) -> None:
    say("Show the towns")
    translate(tmp_path, "Show the towns", "Näytä kaupungit")
    lines, stale = say("Quite another thing")
    assert stale
    assert "  now it is used nowhere\n  translated as:  Näytä kaupungit" in "\n".join(lines)
    assert '#~ msgstr "Näytä kaupungit"' in po(tmp_path).read_text("utf-8")
    assert say("Show the towns") == ([""], False)
    say("Quite another thing")
    assert not say("Quite another thing", forget=True)[1]
    assert "kaupungit" not in po(tmp_path).read_text("utf-8")
