"""The Nu HTML checker finds nothing on any kind of page, and landmarks of one kind can be told apart by their names."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.explorer.embeds import embed_code, embed_path
from portal.i18n import LOCALES, Locale
from portal.settings import ROOT
from tests.browser.addresses import KINDS, SHAPES, TOWNS, address

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Pages that need no query, beside those that the browser goes to.
PLAIN = ("compare", "api", "embedding")
#: Pages by what is asked of them, right and wrong.
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("compare", {"c": "287,684,140"}),
    ("compare", {"c": "684,zz", "add": "qqqq"}),
    ("find", {"role": "company", "unemployment": "must"}),
    ("find", {"role": "zz"}),
    ("looking_for", {"role": "company"}),
    ("looking_for", {"role": "company", "town": "iisalmi", "sector": "A"}),
    ("contact", {"town": "rauma,raahe"}),
    ("short_list", {"town": "rauma,zz"}),
)
LANDMARKS = {"nav": "navigation", "main": "main", "aside": "complementary"}
#: What is a landmark only with a name.
NAMED = {"section": "region", "form": "form"}


def paths(portal: Portal, locale: Locale) -> Iterator[str]:
    """Every kind of page in a language, each view on a town's page and in a frame, and pages that are missing."""
    path = portal.addresses.path
    yield from (address(kind, locale) for kind in KINDS)
    yield from (path(kind, locale) for kind in PLAIN)
    yield from (path("city", locale, town) for town in TOWNS)
    yield from (path("indicator", locale, key) for key in SHAPES)
    yield from (path(kind, locale, query=query) for kind, query in ASKED)
    for view in CHART_TYPES:
        key = "workplaces_by_industry" if view == "industries" else "population"
        query = {"i": key, "view": view, "p": "140,678", "zz": "1"}
        yield path("city", locale, "rauma", query)
        yield embed_path(portal, locale, "embed_indicator", key, {"view": view, "h": "684", "year": "1"})
    yield embed_path(portal, locale, "embed_city", "rauma")
    yield embed_path(portal, locale, "embed_indicator", "no_such")


@pytest.fixture(scope="module")
def sources(client: Any, portal: Portal) -> dict[str, str]:
    """Every kind of page, and the enquiry form as it is shown again with its faults."""
    found = {path: client.get(path).text for locale in LOCALES for path in paths(portal, locale)}
    for locale in LOCALES:
        form = portal.addresses.path("contact", locale)
        answer = client.post(form, data={"email": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
        found[f"{form} with faults"] = answer.text
        assert 'id="faults"' in answer.text
    return found


def complaints(files: dict[str, str], folder: Path) -> list[str]:
    """What the checker says of pages, all of them in one run."""
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        pytest.fail("The HTML checker needs Java and `npm ci`: `make test` sees to both.", pytrace=False)
    names = {f"{number}.html": path for number, path in enumerate(files)}
    for name, path in names.items():
        (folder / name).write_text(files[path], "utf-8")
    command = [java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(ran.stderr)["messages"]
    return [f"{names[one['url'].rsplit('/', 1)[-1]]}: {one['message']} {one.get('extract', '')}" for one in found]


def test_the_checker_finds_nothing_on_any_kind_of_page(sources: dict[str, str], tmp_path: Path) -> None:
    assert complaints(sources, tmp_path) == []


def test_the_code_that_others_paste_in_is_sound(portal: Portal, tmp_path: Path) -> None:
    path = embed_path(portal, "sv", "embed_indicator", "population", {"view": "map", "h": "684"})
    code = embed_code(portal, path, "Folkmängd & mera", CHART_TYPES["map"].embed_height)
    page = f'<!doctype html><html lang="sv"><head><title>A page</title></head><body>{code}</body></html>'
    assert complaints({"code": page}, tmp_path) == []


def test_the_checker_is_awake(tmp_path: Path) -> None:
    figure = "<figure><p>1<figcaption>2</figcaption><ul><li>3</ul></figure>"
    page = f'<!doctype html><html lang="en"><head><title>A page</title></head><body>{figure}</body></html>'
    assert len(complaints({"page": page}, tmp_path)) == 1


def landmarks(source: str) -> Iterator[tuple[str, str]]:
    """The kind and the name of each landmark."""
    tree = html.document_fromstring(source)
    for part in tree.iter("nav", "main", "aside", "section", "form", "header", "footer"):
        named = [str(tree.get_element_by_id(ident).text_content()) for ident in part.get("aria-labelledby", "").split()]
        name = part.get("aria-label") or " ".join(named).strip()
        role = part.get("role") or LANDMARKS.get(part.tag) or (NAMED.get(part.tag) if name else None)
        if role:
            yield role, name


def test_landmarks_of_one_kind_have_names_of_their_own(sources: dict[str, str]) -> None:
    for path, source in sources.items():
        found = list(landmarks(source))
        assert max(Counter(found).values()) == 1, path
        kinds = Counter(role for role, _name in found)
        assert not [role for role, name in found if kinds[role] > 1 and not name], path
