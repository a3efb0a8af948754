"""The words of the interface in Finnish and Swedish: none missing, none left over, none stale."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from portal.settings import ROOT
from tests.collecting import KEYWORDS, collected

LANGUAGES = ("fi", "sv")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%")

#: What a template says in every language alike: a name, a unit, an address.
ALIKE = {"Invest", "in", "km"}

in_both = pytest.mark.parametrize("language", LANGUAGES)


def folder(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES"


@cache
def written(language: str) -> Catalog:
    with (folder(language) / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def said_in_the_code() -> frozenset[str]:
    """Every message of the code and the templates; a plural by its singular."""
    return frozenset(forms(message.id)[0] for message in collected(ROOT) if message.id)


def spoken_by(source: str) -> set[str]:
    """The messages that a module says, as Python reads it: Babel's own reader does not look inside f-strings."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS]
    first = [call.args[1 if call.func.id == "pgettext" else 0] for call in named]  # type: ignore[attr-defined]
    return {
        argument.value for argument in first if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if isinstance(text, str) or text is None else list(text)


def messages(language: str) -> list[Message]:
    return [message for message in written(language) if message.id]


def test_no_message_hides_where_the_collector_does_not_look() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in messages("fi")}
    said = {text for file in (ROOT / "portal").rglob("*.py") for text in spoken_by(file.read_text(encoding="utf-8"))}
    assert len(said) > 300
    assert said - known == set()


@in_both
def test_every_message_is_translated(language: str) -> None:
    assert [message.id for message in messages(language) if not all(forms(message.string))] == []


@in_both
def test_no_translation_is_a_guess(language: str) -> None:
    assert not written(language).fuzzy
    assert [message.id for message in messages(language) if message.fuzzy] == []


@in_both
def test_a_translation_is_filled_in_with_the_same_things(language: str) -> None:
    def asked(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    wrong = []
    for message in messages(language):
        wanted = asked(forms(message.id)[-1])
        one = asked(forms(message.id)[0])
        for i, text in enumerate(forms(message.string)):
            if text and asked(text) not in ([wanted] if i else [wanted, one]):
                wrong.append((message.id, text))
    assert wrong == []


@in_both
def test_every_message_of_the_code_is_in_the_catalogue(language: str) -> None:
    known = {forms(message.id)[0] for message in messages(language)}
    assert len(said_in_the_code()) > 100
    assert sorted(said_in_the_code() - known) == []


@in_both
def test_no_message_is_left_over(language: str) -> None:
    known = {forms(message.id)[0] for message in messages(language)}
    assert sorted(known - said_in_the_code()) == []
    assert list(written(language).obsolete) == []


@in_both
def test_spaces_at_the_ends_and_full_stops_are_kept(language: str) -> None:
    """What is joined to other words in the page must begin and end alike."""

    def ends(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text.rstrip().endswith(".")

    pairs = [(forms(m.id)[0], forms(m.string)[0]) for m in messages(language)]
    assert [(ours, theirs) for ours, theirs in pairs if theirs and ends(ours) != ends(theirs)] == []


@pytest.mark.parametrize("file", sorted((ROOT / "portal" / "pages" / "templates").glob("*.html")), ids=lambda f: f.name)
def test_every_word_of_a_template_can_be_translated(file: Path) -> None:
    """Nothing is written between the tags, nor in what is read aloud of them, outside _()."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    aloud = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    between = re.sub(r"<[^>]*>|&\w+;", " ", text)
    assert set(re.findall(r"[^\W\d_]+", " ".join([between, *aloud]))) <= ALIKE
