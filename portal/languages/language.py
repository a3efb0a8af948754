"""What a language is: everything that differs from language to language, apart from words and addresses."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from portal import languages


def N_(message: str) -> str:  # noqa: N802 - the usual name of a mark for messages that are translated later
    """Mark a message that is translated where it is said."""
    return message


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language: its `code` stands in addresses, is its folder in `locales/` and its field in every localized text."""

    code: str
    order: int
    #: Whether texts must be there in it, so that others fall back to it; whether messages are written in it. One is.
    base: bool = False
    source: bool = False

    #: What goes into <html lang>, the region whose rules it follows, and its name in BibTeX.
    html: str
    territory: str
    bibtex: str

    #: What it calls itself, and "in English" in it; what is said in it when nothing else works.
    own_name: str
    in_it: str
    last_words: str
    #: Messages, translated where they are said: its name, a column of names, where words were found, a text lacks it.
    name: str
    column: str
    found_in: str
    lacking: str = ""
    #: What staff read of its fields.
    english_name: str

    #: Forms of a town's name that sentences need, and what each is; all languages have the first three.
    name_forms: Mapping[str, str]

    #: A municipality's name with its "in"; a language without a rule names it alone.
    inside: Callable[[str], str] = str

    #: A day by Babel's pattern, and a moment as a format of `day` and the `time`.
    date: str = "d.M.y"
    moment: str
    #: What is put before the percent sign, and whether the euro sign stands before the figure.
    before_percent: str = "\u00a0"
    euro_first: bool = False

    #: The stemmer by Snowball's name; letters that join the parts of a compound; whether any long part is found.
    stemmer: str
    links: tuple[str, ...] = ("",)
    compounds: bool = False
    #: Whether consonants change within a word (luku, luvun), so that the search looks for its basic forms.
    gradation: bool = False
    #: Pyphen's patterns; without them words break between syllables as in Finnish.
    hyphenation: str = ""

    @property
    def region(self) -> str:
        """The language with its region, as Babel and Open Graph write it: fi_FI."""
        return f"{self.code}_{self.territory}"

    @property
    def tag(self) -> str:
        """The same as office programs write it: fi-FI."""
        return f"{self.code}-{self.territory}"


def registered() -> tuple[Language, ...]:
    """Every language in the order of the switch: the `LANGUAGE` of the modules of this package."""
    names = (found.name for found in pkgutil.iter_modules(languages.__path__))
    modules = [import_module(f"{languages.__name__}.{name}") for name in names]
    found = [module.LANGUAGE for module in modules if hasattr(module, "LANGUAGE")]
    return tuple(sorted(found, key=lambda language: language.order))
