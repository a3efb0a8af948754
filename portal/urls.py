"""The one table of addresses: reads them, makes them, and knows the same page in the other languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from portal.file_formats import endings, pages_with_files
from portal.i18n import LOCALES, Locale

#: Page -> its path after the language, in each language. `<city>` is the town's slug in that language.
PAGES: dict[str, dict[Locale, str]] = {
    "home": {"fi": "", "sv": "", "en": ""},
    "search": {"fi": "haku", "sv": "sok", "en": "search"},
    "cities": {"fi": "kaupungit", "sv": "stader", "en": "cities"},
    "city": {"fi": "kaupungit/<city>", "sv": "stader/<city>", "en": "cities/<city>"},
    "indicators": {"fi": "tunnusluvut", "sv": "nyckeltal", "en": "indicators"},
    "indicator": {"fi": "tunnusluvut/<key>", "sv": "nyckeltal/<key>", "en": "indicators/<key>"},
    "looking_for": {"fi": "etsimme", "sv": "vi-soker", "en": "looking-for"},
    "entry": {"fi": "etsimme/<entry>", "sv": "vi-soker/<entry>", "en": "looking-for/<entry>"},
    "compare": {"fi": "vertailu", "sv": "jamfor", "en": "compare"},
    "find": {"fi": "loyda-paikkasi", "sv": "hitta-din-plats", "en": "find-your-place"},
    "short_list": {"fi": "suosikit", "sv": "utvalda", "en": "short-list"},
    "network": {"fi": "verkosto", "sv": "natverket", "en": "network"},
    "contact": {"fi": "yhteys", "sv": "kontakt", "en": "contact"},
    "about": {"fi": "tietoa", "sv": "om", "en": "about"},
    "accessibility": {"fi": "saavutettavuus", "sv": "tillganglighet", "en": "accessibility"},
    "privacy": {"fi": "tietosuoja", "sv": "dataskydd", "en": "privacy"},
    "api": {"fi": "api", "sv": "api", "en": "api"},
    "embedding": {"fi": "upota", "sv": "badda-in", "en": "embed"},
    "embed_city": {"fi": "upota/kaupungit/<city>", "sv": "badda-in/stader/<city>", "en": "embed/cities/<city>"},
    "embed_indicator": {
        "fi": "upota/tunnusluvut/<key>",
        "sv": "badda-in/nyckeltal/<key>",
        "en": "embed/indicators/<key>",
    },
}

#: More parameters than this are no address of ours: the longest form has a box for each indicator.
MOST_PARAMETERS = 80

#: What exists as files only: there is no page at the bare address.
FILES: dict[str, dict[Locale, str]] = {
    "municipalities": {"fi": "kunnat", "sv": "kommuner", "en": "municipalities"},
}
PATHS = PAGES | FILES


@dataclass(frozen=True)
class Address:
    """A page, the language it is asked in, and what it is about (city, key or entry).

    `form` is the ending of a file that is the same thing: csv, json, svg and so on; empty for the page itself.
    """

    page: str
    locale: Locale
    about: str | None = None
    form: str = ""


@dataclass(frozen=True)
class Moved:
    """The address is another one now."""

    path: str


#: framed: made to stand in frames of other sites. framing: shows such frames itself. plain: neither.
Frames = Literal["plain", "framed", "framing"]


def frames(path: str) -> Frames:
    """What a path has to do with frames, whether it is a page or not: all below the page about embedding is framed."""
    _start, locale, word, below, *_rest = [*path.lower().split("/"), "", "", ""]
    if locale not in LOCALES or word not in PAGES["embedding"].values():
        return "plain"
    return "framed" if below else "framing"


#: Where the files are explained, and the description for programs; the page is also in each language.
API, OPENAPI = "/api/", "/api/openapi.json"


def shared(path: str) -> bool:
    """Whether programs on other sites may read what is at a path: files, and what explains them."""
    if path == API.rstrip("/") or path.startswith(API):
        return True
    _bare, form = split(path)
    return bool(form) and path.lower().split("/")[1:2] in [[locale] for locale in LOCALES]


def argument(page: str) -> str | None:
    """What varies in a page's address: city, key or entry; None where nothing does."""
    path = PATHS[page]["en"]
    return path[path.index("<") + 1 : -1] if "<" in path else None


def split(path: str) -> tuple[str, str]:
    """A path without the ending of a file, and the ending; empty where it is a page's.

    >>> split("/fi/kunnat.csv"), split("/fi/kaupungit")
    (('/fi/kunnat', 'csv'), ('/fi/kaupungit', ''))
    """
    form = next((ending for ending in endings() if path.lower().endswith(f".{ending}")), "")
    return (path[: -len(form) - 1], form) if form else (path, "")


class Addresses:
    """Every address of the site. `cities` gives each town's slug in each language, `former` where old paths lead."""

    def __init__(self, cities: Mapping[str, Mapping[Locale, str]], former: Mapping[str, str] | None = None) -> None:
        self._cities = cities
        self._former = former or {}

    @cached_property
    def _by_slug(self) -> dict[str, str]:
        """Any language's slug, and the town's own key, to the town."""
        slugs = {slug: city for city, names in self._cities.items() for slug in names.values()}
        return slugs | {city: city for city in self._cities}

    @cached_property
    def _map(self) -> Map:
        """Every page under every language, in every language's words: the wrong words are moved, not lost."""
        rules: dict[str, Rule] = {}
        for locale in LOCALES:
            for page, paths in PATHS.items():
                for path in paths.values():
                    rule = f"/{locale}/{path}"
                    rules.setdefault(rule, Rule(rule, endpoint=page, defaults={"locale": locale}))
        return Map(list(rules.values()), redirect_defaults=False, strict_slashes=True)

    def city_of(self, slug: str) -> str | None:
        """The town that a slug of any language, or its own key, stands for."""
        return self._by_slug.get(slug)

    def match(self, path: str) -> Address | Moved | None:
        """The page at a path; `Moved` where it has a better address; None where there is nothing."""
        bare, form = split(path)
        if form and bare.endswith("/"):
            return None
        tidy = bare.lower().rstrip("/") or "/"
        tidy = f"{tidy}/" if tidy.strip("/") in LOCALES else tidy
        try:
            page, values = self._map.bind("").match(tidy, method="GET")
        except HTTPException:
            return None
        address = self._address(page, values, bare)
        if address is None or (form not in pages_with_files().get(page, ()) if form else page in FILES):
            return None
        right = self.path(address.page, address.locale, address.about, form=form)
        return replace(address, form=form) if right == path else Moved(right)

    def former(self, path: str) -> str | None:
        """Where an address leads that pages had before, with its ending of a file and as it is embedded."""
        bare, form = split(path.rstrip("/"))
        old, ending = bare.lower(), f".{form}" if form else ""
        if found := self._former.get(old):
            return f"{found}{ending}"
        _start, locale, word, *below = [*old.split("/"), "", ""]
        framed = self._former.get("/".join(["", locale, *below]).rstrip("/")) if frames(old) == "framed" else None
        return f"/{locale}/{word}/{framed.removeprefix(f'/{locale}/')}" if framed else None

    def _address(self, page: str, values: Mapping[str, str], path: str) -> Address | None:
        varies = argument(page)
        about = values.get(varies) if varies else None
        if varies == "city":
            about = self._by_slug.get(about or "")
        elif varies == "key" and about is not None:
            about = path.rstrip("/").rsplit("/", 1)[-1]  # keys keep their capitals
        if varies and about is None:
            return None
        return Address(page, values["locale"], about)

    def path(
        self,
        page: str,
        locale: Locale,
        about: str | None = None,
        query: Mapping[str, str] | None = None,
        form: str = "",
    ) -> str:
        """The path of a page in a language, with a query string or the ending of a file where one is given."""
        tail = PATHS[page][locale]
        if about is not None:
            varies = argument(page)
            name = self._cities[about][locale] if varies == "city" else about
            tail = tail.replace(f"<{varies}>", name)
        ending = f".{form}" if form else ""
        return f"/{locale}/{tail}{ending}" + (f"?{urlencode(query, safe=',')}" if query else "")

    def others(self, address: Address) -> dict[Locale, str]:
        """The same page in every language."""
        return {locale: self.path(address.page, locale, address.about) for locale in LOCALES}
