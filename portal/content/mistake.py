"""One thing that a model found wrong in a file, with what stands there, and words that are near to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from portal.content.advice import Advice, short
from portal.content.fields import MOST_YEARS
from portal.content.yaml_file import Steps, YamlFile, line_of, named
from portal.i18n import _
from portal.problems import SourceLocation


@dataclass(frozen=True)
class Mistake:
    """One thing a model found wrong: where, of what kind, and what stands there."""

    code: str
    steps: Steps
    kind: Any
    parent: Any
    value: Any
    context: Mapping[str, Any]
    sheet: YamlFile
    today: dt.date | None = None

    @property
    def name(self) -> str:
        """The last field's name, for an example line."""
        return next((step for step in reversed(self.steps) if isinstance(step, str)), "")

    @property
    def field(self) -> str:
        """The field as staff write it."""
        return named(self.steps)

    @property
    def whole(self) -> str:
        """The value as it was written."""
        return self.sheet.written(self.steps) or str(self.value)

    @property
    def written(self) -> str:
        """The value as it was written, cut to fit in a message."""
        return short(self.whole)

    @property
    def place(self) -> SourceLocation:
        """Where a reader should look."""
        about_name = self.code == "extra_forbidden" or self.context.get("of_key")
        return self.sheet.key(self.steps) if about_name else self.sheet.place(self.steps)

    def is_refused(self, day: dt.date | None) -> bool:
        """Whether the checks refuse this day here: an end too far away, or something done on a day to come.

        As time goes by no day becomes refused, so that a cached answer stays right.
        """
        if day is None or self.today is None:
            return False
        return day.year > self.today.year + MOST_YEARS if self.name == "valid_until" else day > self.today

    def line(self, value: str) -> str:
        """The line as it should be, with this value."""
        return line_of(self.steps, value)


def found(value: Any) -> str:
    """What stands there, in a word or two: a list, a number."""
    words: dict[type, Callable[[], str]] = {
        bool: lambda: _("true or false"),
        list: lambda: _("a list"),
        dict: lambda: _("a group of fields"),
        dt.date: lambda: _("a date"),
        str: lambda: _("a text"),
    }
    say = words.get(type(value))
    return say() if say else str(_("a number"))


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that a misspelt word is nearest to; capitals do not matter."""
    small = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), small, n=1)
    return small[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Did you mean “population”? Nothing when no choice is near."""
    near = nearest(word, choices)
    return _("Did you mean “%(nearest)s”?", nearest=near) if near else ""


def not_among(word: str, choices: Iterable[str], message: str, otherwise: str) -> Advice:
    """A word that should be one of others: the fault, and the nearest of them or what to do instead."""
    return message, did_you_mean(word, choices) or otherwise
