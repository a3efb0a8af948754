"""Where a word of a headline may break: only there, and only where the word is wider than its column.

A long word stands in a box of its own (`.word` in assets/portal.css), so that it moves to the next line before it
breaks. Points are soft hyphens, for browsers do not all know Finnish or Swedish; Finnish ones follow its syllables,
those of the other languages the patterns that come with Pyphen. What people have decided comes first, in
locales/hyphenation/: names of places (`Kristiinan-kaupun`), beginnings of words, and second parts of compound words
(`-yrity`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup, escape
from pyphen import Pyphen

from portal import i18n
from portal.i18n import LANGUAGES, LOCALES, Locale

SHY = "\u00ad"
#: Words from so many letters on may not fit a window of 320 pixels, by their headline's size in assets/portal.css.
LONG = {"figure-title": 19, "h1-long": 15, "h1": 10, "h2": 15}
LONG_ELSEWHERE = 19
#: So many letters stay together at either end of a part.
LEFT, RIGHT = 2, 3

VOWELS = "aeiouyåäö"
#: Two vowels of one syllable, wherever in the word they are. Others part, such as i-a and e-o.
TOGETHER = {a + a for a in VOWELS} | {"ai", "ei", "oi", "ui", "yi", "äi", "öi", "au", "eu", "iu", "ou", "ey", "iy"}
TOGETHER |= {"äy", "öy", "ie", "uo", "yö"}

WORD = re.compile(r"(?<![&\w])[^\W\d_]+")
HEADING = re.compile(r"(<(h[1-6])\b(?![^>]*h1-name)([^>]*)>)(.*?)(</h[1-6]>)", re.DOTALL)
PIECE = re.compile(r"<[^>]*>|[^<]+")
LANG = re.compile(r'^<\w+ [^>]*\blang="(\w\w)')


def points(word: str, locale: Locale) -> list[str]:
    """The word in the parts between which it may break: `Kristiinan`, `kaupunki`."""
    if decided := _decided(word, locale):
        return decided
    divide = _patterns(locale) if LANGUAGES[locale].hyphenation else _syllables
    return [part for whole in _compound(word, locale) for part in divide(whole)]


def boxes(text: str, locale: Locale, long: int = LONG_ELSEWHERE) -> Iterator[tuple[str, bool]]:
    """A text in pieces, and whether each is a word of so many letters, with its soft hyphens, for a box of its own."""
    for piece in re.split(r"(\s+)", text):
        if piece:
            softened = WORD.sub(lambda found: _soft(found[0], locale, long), piece)
            yield softened, softened != piece


def _soft(word: str, locale: Locale, long: int) -> str:
    return SHY.join(points(word, locale)) if len(word) >= long else word


def headings(html: str, locale: Locale) -> str:
    """A page whose headlines break only where words do. One whose size follows its letters needs no breaks."""
    return HEADING.sub(lambda found: found[1] + _heading(found, locale) + found[5], html)


def _heading(found: re.Match[str], locale: Locale) -> str:
    long = next((letters for kind, letters in LONG.items() if kind in found[3] or kind == found[2]), LONG_ELSEWHERE)
    return str(marked(Markup(found[4]), locale, long))  # noqa: S704 - it was HTML before


@lru_cache(4096, typed=True)
def marked(text: str, locale: Locale, long: int = LONG["h1"]) -> Markup:
    """A text or a piece of HTML with each long word in a box; what is in another language goes by that one."""
    html = text if isinstance(text, Markup) else escape(text)
    languages: list[Locale] = [locale]
    made = []
    for piece in PIECE.findall(html):
        if not piece.startswith("<"):
            made += [_box(part) if boxed else part for part, boxed in boxes(piece, languages[-1], long)]
            continue
        made.append(piece)
        if piece.startswith("</"):
            languages = languages[:-1] or [locale]
        elif not piece.endswith("/>") and not piece.startswith(("<br", "<wbr")):
            own = LANG.match(piece)
            languages.append(next((known for known in LOCALES if own and own[1] == known), languages[-1]))
    return Markup("".join(made))  # noqa: S704 - only tags of our own were added


def _box(word: str) -> str:
    return f'<span class="word">{word}</span>'


def _file(name: str) -> Path:
    return i18n.CATALOGUES / "hyphenation" / f"{name}.txt"


def _text(name: str) -> str | None:
    try:
        return _file(name).read_text("utf-8")
    except (OSError, ValueError):
        return None


@cache
def _lines(name: str) -> list[str]:
    """What people have decided, one to a line; nothing when the file cannot be read: the rules alone decide then."""
    return (_text(name) or "").lower().split()


def unreadable() -> list[Path]:
    """The files of what people have decided that are missing or cannot be read."""
    return [_file(name) for name in ("names", *LOCALES) if _text(name) is None]


@cache
def _beginnings(locale: Locale) -> dict[str, list[str]]:
    """Beginnings of words in their parts, by what they are without points. Names are the same in every language."""
    lines = [line for name in ("names", locale) for line in _lines(name) if not line.startswith("-")]
    return {line.replace("-", ""): line.split("-") for line in lines}


@cache
def _seams(locale: Locale) -> re.Pattern[str]:
    """Where the second part of a compound word begins."""
    seconds = "|".join(line.removeprefix("-") for line in _lines(locale) if line.startswith("-"))
    return re.compile(f"(?=(?:{seconds}))" if seconds else "(?!)")


def _decided(word: str, locale: Locale) -> list[str] | None:
    """The parts that people have decided for what this word begins with: names inflect at their end."""
    known = _beginnings(locale)
    lower = word.lower()
    for length in range(len(word), 2, -1):
        if parts := known.get(lower[:length]):
            return _cut(word, [len(part) for part in parts[:-1]])
    return None


def _compound(word: str, locale: Locale) -> list[str]:
    """The parts of a compound word, as far as they are known."""
    seams = [seam.start() for seam in _seams(locale).finditer(word.lower())]
    starts: list[int] = [0]
    for seam in seams:
        if starts[-1] + RIGHT <= seam <= len(word) - RIGHT:
            starts.append(seam)
    return _cut(word, [b - a for a, b in pairwise(starts)])


def _cut(word: str, lengths: list[int]) -> list[str]:
    parts = []
    for length in lengths:
        parts.append(word[:length])
        word = word[length:]
    return [*parts, word]


@cache
def _patterns(locale: Locale) -> Callable[[str], list[str]]:
    """Division by a language's patterns; a letter that they leave alone stays with what stands before it."""
    pyphen = Pyphen(lang=LANGUAGES[locale].hyphenation, left=LEFT, right=RIGHT)
    return lambda word: re.sub(f"{SHY}(.)(?={SHY})", r"\1", pyphen.inserted(word, SHY)).split(SHY)


def _syllables(word: str) -> list[str]:
    """A Finnish word by its syllables: each begins with the one consonant before its vowel, or between two vowels
    that do not belong together. A vowel does not stand alone at the end of a line or at the beginning of one."""
    lower = word.lower()
    cuts = [i for i in range(LEFT, len(word) - LEFT + 1) if _begins(lower, i) and not _lonely(lower, i)]
    return _cut(word, [b - a for a, b in pairwise([0, *cuts])])


def _begins(word: str, i: int) -> bool:
    """Whether a syllable begins at a letter: there is a vowel on either side."""
    if not any(letter in VOWELS for letter in word[:i]):
        return False
    if word[i] not in VOWELS:
        return word[i + 1 : i + 2] != "" and word[i + 1] in VOWELS
    before, pair = word[i - 1], word[i - 1 : i + 1]
    if before not in VOWELS:
        return False
    long_before = i > 1 and word[i - 2] in VOWELS and word[i - 2 : i] in TOGETHER
    return pair not in TOGETHER or long_before


def _lonely(word: str, i: int) -> bool:
    """Whether a break here leaves a syllable of one vowel at either side of it."""
    after = word[i] in VOWELS and _begins(word, i + 1)
    return after or (word[i - 1] in VOWELS and word[i - 2] in VOWELS and _begins(word, i - 1))
