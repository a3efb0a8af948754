"""Collect the messages of the code into locales/, and tell which translations became stale: `make messages`.

An English message that was edited is another message to gettext, and its translations would be gone. Here they stay
with the new message, marked as guesses (fuzzy) with the English that they were made for: nobody is shown them before
somebody has taken the mark away. Those of messages that nothing resembles stay as `#~` until `--forget`.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import escape, read_po, write_po

from portal.settings import ROOT

#: What is looked for besides Babel's own: plurals as (one, many).
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy": None, "N_": None}
#: Two messages that share so much are taken for one that was edited.
ALIKE = 0.6


@dataclass(frozen=True)
class Stale:
    """A translation and the English that it was made for; `now` is what that became, where it can be guessed."""

    file: Path
    line: int
    before: str
    now: str
    translation: str

    def __str__(self) -> str:
        now = f"  now it is:      {self.now}" if self.now else "  now it is used nowhere"
        return f"{self.file}:{self.line}\n  English was:    {self.before}\n{now}\n  translated as:  {self.translation}"


def one(text: str | Sequence[str]) -> str:
    """A message as one text; a plural with all its forms."""
    return text if isinstance(text, str) else " | ".join(text)


# Reading and writing


def collected(root: Path) -> Catalog:
    """Every message of the code and the templates under a folder."""
    with (root / "locales" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(project="portal")
    every = extract_from_dir(root, methods, options, keywords=KEYWORDS, comment_tags=["Translators:"])
    for _file, _line, message, comments, context in every:
        found.add(message, None, auto_comments=comments, context=context)
    return found


def read(po: Path) -> Catalog:
    """A language's catalogue; for Babel the English that a guess was made for is a comment like any other."""
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name)
    for message in [*catalogue, *catalogue.obsolete.values()]:
        previous = [line[1:].strip() for line in message.user_comments if line.startswith("|")]
        if previous:
            message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
            message.previous_id = parsed(previous)
    return catalogue


def parsed(lines: list[str]) -> list[str]:
    """The message that `msgid "…"` and perhaps `msgid_plural "…"` say."""
    plural = any(line.startswith("msgid_plural") for line in lines)
    text = "\n".join([*lines, 'msgstr[0] ""' if plural else 'msgstr ""'])
    found = next(message for message in read_po(io.BytesIO(text.encode())) if message.id)
    return [found.id] if isinstance(found.id, str) else list(found.id)


def write(po: Path, catalogue: Catalog, forget: bool) -> None:
    previous = {}
    for n, message in enumerate(catalogue):
        if message.previous_id:
            previous[f"# previous {n}\n"] = message.previous_id
            message.user_comments = [*message.user_comments, f"previous {n}"]
    made = io.BytesIO()
    write_po(made, catalogue, no_location=True, sort_output=True, ignore_obsolete=forget)
    text = made.getvalue().decode()
    for mark, ids in previous.items():  # Babel would break a long message in the middle of its words
        names = ("msgid", "msgid_plural")
        lines = [f"#| {name} {escape(english)}\n" for name, english in zip(names, ids, strict=False)]
        text = text.replace(mark, "".join(lines))
    po.write_text(text, "utf-8", newline="\n")


# Putting together


def merged(catalogue: Catalog, template: Catalog) -> Catalog:
    """A language's catalogue with the messages of the template; translations of edited messages become guesses."""
    for old in catalogue.obsolete.values():
        catalogue[old.id] = old
    catalogue.obsolete.clear()
    known = {key(message): message.clone() for message in catalogue}
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        if message.id and key(message) in known and translated(message):
            take_over(message, known[key(message)])  # Babel keeps it although its plural was edited
    catalogue.obsolete = {name: old for name, old in catalogue.obsolete.items() if translated(old)}
    new = [message for message in catalogue if key(message) not in known]
    for message, old in pairs(new, [*catalogue.obsolete.values()]):
        take_over(message, old)
        del catalogue.obsolete[key(old)]
    return catalogue


def key(message: Message) -> str:
    """What gettext knows a message by: of a plural the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def pairs(new: list[Message], gone: list[Message]) -> Iterator[tuple[Message, Message]]:
    """Each new message with the one that it was, the most alike first; each is used once."""
    scores = [(alike(message, old), i, n) for i, message in enumerate(new) for n, old in enumerate(gone)]
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, i, n in sorted(scores, key=lambda found: (-found[0], *found[1:])):
        if score >= ALIKE and i not in taken[0] and n not in taken[1]:
            taken[0].add(i)
            taken[1].add(n)
            yield new[i], gone[n]


def alike(message: Message, old: Message) -> float:
    """How much two messages share, from 0 to 1: letters of short ones, words of long ones."""
    ours = one(message.id)
    theirs = [one(text) for text in (old.id, old.previous_id) if text]
    pairs = [pair for text in theirs for pair in ((ours, text), (ours.split(), text.split()))]
    return 2.0 if ours == theirs[-1] else max(SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in pairs)


def take_over(message: Message, old: Message) -> None:
    """Give an edited message the translation that it had, as a guess; a sure one where the edit was undone."""
    before = old.previous_id or ([old.id] if isinstance(old.id, str) else list(old.id))
    forms = [old.string] if isinstance(old.string, str) else list(old.string)
    message.string = (forms[0], forms[-1]) if message.pluralizable else forms[-1]
    edited = one(before) != one(message.id) or (old.fuzzy and not old.previous_id)
    message.flags = {flag for flag in message.flags if flag != "fuzzy"} | ({"fuzzy"} if edited else set())
    message.previous_id = before if one(before) != one(message.id) else []


def translated(message: Message) -> bool:
    return any(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


# What is told


def stale(po: Path) -> Iterator[Stale]:
    """What is stale in a file as it is written, guesses first."""
    catalogue = read(po)
    for message in catalogue:
        if message.id and message.fuzzy:
            yield Stale(
                po, message.lineno or 1, one(message.previous_id) or "(not known)", one(message.id), one(message.string)
            )
    for message in catalogue.obsolete.values():
        yield Stale(po, message.lineno or 1, one(message.id), "", one(message.string))


def missing(po: Path) -> list[str]:
    """The messages without a translation."""
    return [one(message.id) for message in read(po) if message.id and not translated(message)]


def report(files: Sequence[Path]) -> tuple[list[str], bool]:
    """The lines to print, what matters most at the end, and whether anything is stale."""
    found = [one for po in files for one in stale(po)]
    lacking = [f"{po}: not translated: {message}" for po in files for message in missing(po)]
    guesses = sum(bool(one.now) for one in found)
    lines = [*lacking, *(f"\n{one}" for one in found), ""]
    if lacking:
        lines.append(f"{len(lacking)} translations are missing.")
    if guesses:
        lines.append(
            f"STALE: {guesses} translations were made for other English, and nobody is shown them (English is shown)."
        )
        lines.append("Correct each where it is told above, and delete its lines “#, fuzzy” and “#|”.")
    if guesses < len(found):
        lines.append(f"STALE: {len(found) - guesses} translations are used nowhere. Move what can be used;")
        lines.append("`make messages forget=1` deletes the rest.")
    return lines, bool(found)


def collect(root: Path, forget: bool = False) -> tuple[list[str], bool]:
    """Bring every language up to the code; what to tell, and whether anything is stale."""
    template = collected(root)
    files = sorted((root / "locales").glob("*/LC_MESSAGES/messages.po"))
    for po in files:
        write(po, merged(read(po), deepcopy(template)), forget)  # Babel puts its messages into the catalogue
    return report(files)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--forget", action="store_true", help="delete the translations that are used nowhere")
    os.chdir(ROOT)
    lines, anything = collect(Path(), options.parse_args().forget)
    print("\n".join(lines).strip() or "All messages are translated.")
    sys.exit(anything)


if __name__ == "__main__":
    main()
