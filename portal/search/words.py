"""Words as a search compares them: stems, basic forms, parts of compounds, near spellings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from portal.folding import plain, tidy
from portal.i18n import LANGUAGES, Locale

#: A word of letters and digits; hyphens of any kind and apostrophes hold its parts together.
WORD = re.compile(r"\w+(?:[-\u2010-\u2015\u2212'’]\w+)*")
#: The signs between the parts of such a word.
JOINTS = re.compile(r"[-\u2010-\u2015\u2212'’]")
#: So short a word is no part of a compound, and so long a one is found by its beginning alone.
SHORTEST_PART, LONG = 3, 4
#: Finnish consonants that a case ending has weakened, and what they stand for: luvun is of luku, vedyn of vety.
GRADES = (("v", "k"), ("d", "t"), ("v", "p"), ("ng", "nk"), ("nn", "nt"), ("ll", "lt"), ("rr", "rt"), ("mm", "mp"))


@dataclass(frozen=True)
class Word:
    """A word as it is written, in small letters; the same without diacritics; and what it may be a form of."""

    written: str
    plain: str
    stem: str
    forms: frozenset[str]


@lru_cache(maxsize=20_000)
def word(text: str, locale: Locale) -> Word:
    """A word of a language; basic forms that an inflected Finnish word may be of are among its forms."""
    small = text.casefold()
    stem = _stemmer(locale).stemWord(small)
    short, bare = plain(stem), plain(small)
    forms = {bare, short}
    if LANGUAGES[locale].gradation:
        forms |= {form for own in (bare, short) for form in basic_forms(own)} | root(bare)
    return Word(small, bare, stem, frozenset(forms))


@cache
def _stemmer(locale: Locale) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(LANGUAGES[locale].stemmer)


def tokens(text: str) -> list[tuple[str, ...]]:
    """The words of a text; what a hyphen or an apostrophe joins comes in its parts.

    >>> tokens("Data-center, EU:n")
    [('data', 'center'), ('eu',), ('n',)]
    """
    found = (JOINTS.split(part) for part in WORD.findall(tidy(text).casefold()))
    return [tuple(part for part in parts if part) for parts in found]


def basic_forms(form: str) -> set[str]:
    """Basic forms that an inflected Finnish word may be of: its weakened consonant made strong, its plural undone."""
    bases = {form, form.removesuffix("n")}
    strong_forms = {
        base[:at] + strong + base[at + len(weak) :]
        for base in bases
        for weak, strong in GRADES
        if (at := base.rfind(weak, 2)) >= max(2, len(base) - 4)
    }
    plural = {f"{form[:-1]}a"} if form.endswith("o") and len(form) > 3 else set()  # sahoja is of saha
    return strong_forms | plural


#: Endings of Finnish plurals that the stemmer leaves: tontteja, palkkojen, kaivokset.
PLURALS = re.compile(r"(?:j[ae]n?|ien|ia|ista|issa|illa|ilta|ille|t|n)$")


def root(form: str) -> set[str]:
    """What a Finnish word's plural shares with its basic form: no ending, no vowel at its end, one consonant of two.

    >>> root("palkkojen") == root("palkka") == {"palk"}, root("kaivokset") == root("kaivos") == {"kaivos"}
    (True, True)
    """
    bare = re.sub(r"ks$", "s", PLURALS.sub("", form).rstrip("aeiouyj"))
    bare = re.sub(r"([kpt])\1$", r"\1", bare)
    return {bare} if len(bare) >= LONG else set()


def is_part(part: str, whole: str, known: Collection[str], locale: Locale) -> bool:
    """Whether a compound begins or ends with a word, its other part being a known word too.

    >>> is_part("tuuli", "tuulivoima", {"voima"}, "fi"), is_part("mat", "matkailu", {"voima"}, "fi")
    (True, False)
    """
    if len(part) < SHORTEST_PART or len(whole) < len(part) + SHORTEST_PART:
        return False
    if whole.startswith(part):
        rest = whole[len(part) :]
        if any(rest.startswith(link) and _known(rest[len(link) :], known, locale) for link in LANGUAGES[locale].links):
            return True
    if len(part) < LONG or not whole.endswith(part):
        return False
    rest = whole[: -len(part)]
    if LANGUAGES[locale].compounds and len(part) > LONG and len(rest) >= SHORTEST_PART:
        return True
    return any(rest.endswith(link) and rest.removesuffix(link) in known for link in LANGUAGES[locale].links)


def _known(rest: str, known: Collection[str], locale: Locale) -> bool:
    """Whether the second part of a compound is a known word, in any form."""
    return len(rest) >= LONG and (rest in known or plain(word(rest, locale).stem) in known)


def allowed(length: int) -> int:
    """How many mistakes in typing a word of this length may have."""
    return 0 if length < LONG else 1 if length < 8 else 2


def nearest(typed: str, known: Iterable[str]) -> list[str]:
    """The known words that differ by a slip or two in typing, the nearest first; none for a short word."""
    most = allowed(len(typed))
    graded = [
        (steps, known_word)
        for known_word in known
        if abs(len(known_word) - len(typed)) <= most
        and (known_word[0] == typed[0] or most == 1)
        and (steps := distance(typed, known_word, most)) <= most
    ]
    least = min((steps for steps, _word in graded), default=0)
    return [found for steps, found in sorted(graded) if steps == least]


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, exchanged or swapped; more than `most` is not counted further.

    >>> distance("ruama", "rauma", 2), distance("savonlina", "savonlinna", 2)
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, own in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != own))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == own:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]
