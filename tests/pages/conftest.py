"""Every page of a site, fetched once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from lxml import html

from portal.i18n import Locale

SITE = "http://127.0.0.1:8050"


@dataclass(frozen=True)
class Shown:
    """A page as it arrives."""

    path: str
    status: int
    source: str

    @property
    def locale(self) -> Locale:
        return self.path.split("/")[1]  # type: ignore[return-value]

    @cached_property
    def tree(self) -> Any:
        return html.document_fromstring(self.source)

    def all(self, path: str) -> list[Any]:
        return list(self.tree.xpath(path))

    def one(self, path: str) -> Any:
        found = self.all(path)
        assert len(found) == 1, (self.path, path, len(found))
        return found[0]

    @cached_property
    def text(self) -> str:
        """What is read in the page, in one line; without scripts, and no-break spaces as spaces."""
        parts = self.all("//body//text()[not(ancestor::script)]")
        return " ".join("".join(f"{part} " for part in parts).replace("\u00a0", " ").split())


Open = Callable[[str], Shown]


@pytest.fixture(scope="session")
def show(client: Any) -> Open:
    """A page by its path; the same page is fetched once."""
    kept: dict[str, Shown] = {}

    def fetch(path: str) -> Shown:
        if path not in kept:
            response = client.get(path)
            kept[path] = Shown(path, response.status_code, response.text)
        return kept[path]

    return fetch


@pytest.fixture(scope="session")
def every(client: Any, show: Open) -> list[Shown]:
    """Every page of the sitemap, the empty search and the short list without a query, in every language."""
    found = re.findall(rf"<loc>{re.escape(SITE)}(/[^<]*)</loc>", client.get("/sitemap.xml").text)
    unlisted = ["/fi/haku", "/sv/sok", "/en/search", "/fi/suosikit", "/sv/utvalda", "/en/short-list"]
    return [show(path) for path in [*found, *unlisted]]


@pytest.fixture(scope="session")
def towns(every: list[Shown]) -> list[Shown]:
    """The town pages in three languages."""
    found = [page for page in every if re.match(r"/(fi/kaupungit|sv/stader|en/cities)/", page.path)]
    assert found
    return found
