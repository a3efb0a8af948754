"""Where the browser goes: every kind of page, in three languages, by the site's own table of addresses."""

from __future__ import annotations

from functools import cache
from itertools import cycle
from typing import Any

import yaml

from portal.domain.profile import Portal, load_portal
from portal.i18n import LOCALES, Locale
from portal.pages.registry import page_types
from tests.made_up_site import COUNTRY, country_settings

TOWNS: tuple[str, ...] = tuple(yaml.safe_load((COUNTRY / "site.yaml").read_text(encoding="utf-8"))["cities"])
#: Pages that are told of below, in several states, or are walked through by tests of their own.
ASIDE = {"search", "compare", "api", "embedding"}
#: The pages that are there once, and those that are there in several states.
KINDS = (
    *(name for name, page in page_types().items() if page.subjects is None and name not in ASIDE),
    "entry",
    "short list with towns",
    "search with result",
    "search without result",
    "not found",
)
#: Four shapes of indicator: a long trend, one year alone, months, a dimension.
SHAPES = ("population", "price_old_flats_per_m2", "unemployed_jobseekers_share_monthly", "workplaces_by_industry")

__all__ = ["KINDS", "LOCALES", "SHAPES", "TOWNS", "Locale", "address", "in_turn", "portal"]


def in_turn(*values: Any) -> list[tuple[Any, ...]]:
    """Each of these with a language, by turns: for what no language makes differ. Tuples are taken apart."""
    parts = [value if isinstance(value, tuple) else (value,) for value in values]
    return [(*part, locale) for part, locale in zip(parts, cycle(LOCALES), strict=False)]


@cache
def portal() -> Portal:
    """The content that the server serves."""
    return load_portal(country_settings())


def address(kind: str, locale: Locale, about: str | None = None) -> str:
    """The path of a kind of page in a language."""
    path = portal().addresses.path
    if kind == "not found":
        return f"/{locale}/no-such-page"
    if kind == "short list with towns":
        return path("short_list", locale, query={"town": "rauma,kristiinankaupunki", "entry": _entry()})
    if kind == "search with result":
        return path("search", locale, query={"q": "rauma"})
    if kind == "search without result":
        return path("search", locale, query={"q": "qqqqqq"})
    if kind == "entry":
        return path("entry", locale, about or _entry())
    return path(kind, locale, about)


def _entry() -> str:
    return portal().cities["rauma"].looking_for[0].id
