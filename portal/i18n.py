"""Languages, and how each writes numbers, dates and lists."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from portal.languages.language import Language, registered
from portal.rounding import HIGH, LOW, SAFE, settled
from portal.translations import CATALOGUES, load, source

# Babel is imported where it is used: `portal check` seldom needs it, and loading it took a tenth of its time.
# ruff: noqa: PLC0415
if TYPE_CHECKING:
    Locale: TypeAlias = str
    from babel import Locale as BabelLocale
    from babel.support import LazyProxy
    from flask import Flask
else:
    Locale = Literal[tuple(language.code for language in registered())]

#: The languages by their codes, in the order in which they are offered.
LANGUAGES = {language.code: language for language in registered()}
LOCALES = tuple(LANGUAGES)
#: The language that every text is there in, and the one that messages are written in, which most visitors read.
BASE = next(code for code, language in LANGUAGES.items() if language.base)
SOURCE = next(code for code, language in LANGUAGES.items() if language.source)
#: What goes into <html lang>; English is British.
HTML_LANG = {code: language.html for code, language in LANGUAGES.items()}
#: How a language calls itself.
OWN_NAMES = {code: language.own_name for code, language in LANGUAGES.items()}
#: Where the towns are, and so which day it is.
HELSINKI = ZoneInfo("Europe/Helsinki")
NBSP = "\u00a0"
MINUS = "\u2212"
#: Finland's letters after z.
LATE = str.maketrans({"å": "{", "ä": "|", "ö": "}"})

__all__ = [
    "CATALOGUES",
    "LOCALES",
    "Locale",
    "LocalizedText",
    "_",
    "current",
    "lazy",
    "ngettext",
    "pgettext",
    "use_locale",
]

_locale: ContextVar[str] = ContextVar("spoken", default=SOURCE)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Model(BaseModel):
    """The rules of every model: unknown fields are mistakes, and nothing changes after reading."""

    # Built at first use: a check that has read everything before makes models of nothing.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


M = TypeVar("M", bound=Model)


def per_language(field: Callable[[Language], tuple[Any, Any]]) -> Callable[[type[M]], type[M]]:
    """Give a model a field for each language: its type, and its default or `Field`."""

    def extend(model: type[M]) -> type[M]:
        fields: dict[str, Any] = {code: field(language) for code, language in LANGUAGES.items()}
        return create_model(
            model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **fields
        )

    return extend


def _text(language: Language) -> tuple[Any, Any]:
    described = f"The text in {language.english_name}."
    return (Text, Field(description=described)) if language.base else (Text | None, Field(None, description=described))


@per_language(_text)
class LocalizedText(Model):
    """One text in three languages. Finnish is the least that must be there; the others are missed, not required."""


def _(message: str, **values: object) -> str:
    """The message in the language being spoken, with its %(names)s filled in."""
    text = _translations(_locale.get()).gettext(message)
    return text % values if values else text


def pgettext(context: str, message: str, **values: object) -> str:
    """The message as it is said in a context: one English word may be two in another language."""
    text = _translations(_locale.get()).pgettext(context, message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of the message that goes with the number, in the language being spoken."""
    text = _translations(_locale.get()).ngettext(one, many, num)
    return text % {"num": num, **values}


def install(app: Flask) -> Flask:
    """Give an app our translations; the language is set by `use_locale`, never guessed from a request.

    The commands speak too, and need no Flask for it.
    """
    from flask_babel import Babel

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    Babel(app, locale_selector=_locale.get)
    return app


@cache
def _translations(locale: str) -> NullTranslations:
    """The messages of a language, looked up once: an answer says dozens of them. Without them it speaks English."""
    if locale == SOURCE:
        return NullTranslations()
    return _read(source(CATALOGUES, locale)) or NullTranslations()


def unreadable() -> list[Path]:
    """The files of messages that are missing or cannot be read: their languages then speak English."""
    wanted = [source(CATALOGUES, locale) for locale in LOCALES if locale != SOURCE]
    return [file for file in wanted if _read(file) is None]


def _read(file: Path) -> NullTranslations | None:
    try:
        return load(file)
    except Exception:  # Babel and gettext have many exceptions for a file that is none
        return None


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Everything said inside is said in this language."""
    before = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(before)


def current() -> Locale:
    """The language being spoken."""
    return _locale.get()


def lazy(message: str, **values: object) -> LazyProxy:
    """A message for a constant: translated each time it is read."""
    from babel.support import LazyProxy

    return LazyProxy(_, message, enable_cache=False, **values)


@cache
def babel_locale(locale: str) -> BabelLocale:
    """Babel's locale for one of ours; English is British."""
    from babel import Locale as BabelLocale

    return BabelLocale.parse(LANGUAGES[locale].region)


@cache
def _marks(locale: str) -> tuple[str, str]:
    """The language's marks of thousands and of decimals."""
    symbols = babel_locale(locale).number_symbols["latn"]
    return symbols["group"].replace("\u202f", NBSP), symbols["decimal"]


@cache
def writer(locale: str, decimals: int = 0) -> Callable[[float], str]:
    """Writes numbers as the language does: 12 345,6 or 12,345.6, with a true minus, rounded by `rounding`'s rule."""
    thousands, point = _marks(locale)
    shape, scale = f"z,.{decimals}f", 10.0**decimals  # z takes the sign from nothing
    most = SAFE / scale

    def write(value: float) -> str:
        exact: float | Decimal = value
        if LOW < value * scale % 1.0 < HIGH or not -most < value < most:
            exact = settled(value, decimals)
            if not math.isfinite(exact):
                from babel.numbers import format_decimal

                return format_decimal(value, locale=babel_locale(locale)).replace("-", MINUS)
        text = format(exact, shape).replace(",", thousands)
        text = text.replace(".", point)
        return text if value > 0 else text.replace("-", MINUS)

    return write


def number(value: float, locale: str, decimals: int = 0) -> str:
    """One number as the language writes it."""
    return writer(locale, decimals)(value)


def percent_sign(locale: str) -> str:
    """The percent sign with the space that the language puts before it."""
    return f"{LANGUAGES[locale].before_percent}%"


def with_unit(text: str, unit: str, locale: str) -> str:
    """A written number and its unit, held together by a no-break space: 12 %, 320 €/as.; 12%, €320/resident."""
    if LANGUAGES[locale].euro_first and unit.startswith("€"):
        sign = text[:1] if text.startswith((MINUS, "+")) else ""
        return f"{sign}€{text.removeprefix(sign)}{unit[1:]}"
    return text + (percent_sign(locale) if unit == "%" else f"{NBSP}{unit}")


def date(day: dt.date, locale: str) -> str:
    """A day: 23.11.2026 in Finnish and Swedish, 23 November 2026 in English."""
    from babel.dates import format_date

    return format_date(day, LANGUAGES[locale].date, locale=babel_locale(locale))


def moment(when: dt.datetime, locale: str) -> str:
    """A moment as clocks in Finland show it: 27.11.2026 klo 9.05, 27.11.2026 kl. 9.05 or 27 November 2026, 09:05."""
    local = when.astimezone(HELSINKI)
    return LANGUAGES[locale].moment.format(day=date(local.date(), locale), time=local)


@lru_cache(maxsize=4096)
def period(code: str, locale: str) -> str:
    """A period as written in words: 2020, or elokuu 2026 for 2026M08."""
    year, _sep, month = code.partition("M")
    if not month:
        return year
    from babel.dates import format_date

    return format_date(dt.date(int(year), int(month), 1), "LLLL y", locale=babel_locale(locale))


def partial_date(text: str, locale: str) -> str:
    """A source's date: 2023, toukokuu 2023 or 6.5.2023."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    if len(parts) == 2:
        return period(f"{parts[0]}M{parts[1]:02d}", locale)
    return date(dt.date(*parts), locale)


def listing(items: list[str], locale: str, style: Literal["standard", "or"] = "standard") -> str:
    """Items joined as the language joins them: a, b ja c; with "or" as alternatives: a, b tai c."""
    from babel.lists import format_list

    return format_list(items, style=style, locale=babel_locale(locale))


def sorting(text: str) -> str:
    """A text as Finland orders its letters: å, ä and ö after z, capitals like small ones."""
    return text.casefold().translate(LATE)


def localized_text(text: Callable[[Locale], str | None]) -> LocalizedText:
    """A text of what each language has, such as the columns of a row."""
    return LocalizedText.model_validate({locale: text(locale) or None for locale in LOCALES})


def localized(words: LocalizedText, locale: str) -> str:
    """The text in this language, or the Finnish one where it is missing."""
    return cast(str, getattr(words, locale) or getattr(words, BASE))


def marked(words: LocalizedText, locale: str) -> Markup:
    """The text for a page; a Finnish stand-in carries its own lang so that it is read aloud rightly."""
    text = getattr(words, locale)
    if text is not None:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(BASE, getattr(words, BASE))
