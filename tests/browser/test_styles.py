"""No page has a class of Bootstrap's whose rules are not sent: libraries put classes into pages too."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from portal.server.static import bootstrap_sheet
from portal.server.stylesheet import words
from tests.browser.addresses import KINDS, address
from tests.browser.test_pages import begin_at
from tests.browser.visit import Visit

Begin = Callable[..., Visit]
CLASSES = "[...new Set([...document.querySelectorAll('[class]')].flatMap(element => [...element.classList]))]"
BOOTSTRAP = {*re.findall(r"\.([a-z][\w-]*)", bootstrap_sheet().read_text(encoding="utf-8"))}


def unstyled(visit: Visit) -> set[str]:
    return ({*visit.page.evaluate(CLASSES)} & BOOTSTRAP) - words()


@pytest.mark.parametrize("kind", KINDS)
def test_every_class_of_bootstrap_on_a_page_has_its_rules(visit: Begin, kind: str) -> None:
    one = begin_at(visit, kind)
    one.open(address(kind, "en"))
    assert unstyled(one) == set()


@pytest.mark.parametrize("view", ["trend", "scatter", "map"])
def test_every_class_of_bootstrap_in_the_live_explorer_has_its_rules(visit: Begin, view: str) -> None:
    one = visit()
    one.explore(f"{address('indicator', 'en', 'population')}?view={view}")
    assert unstyled(one) == set()
