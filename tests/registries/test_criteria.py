"""A criterion of *Find your place* is one registration."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from portal.domain.finder import criteria
from portal.domain.finder.criteria import CRITERIA, GROUPS, Criterion
from portal.domain.profile import Portal
from portal.i18n import LOCALES, lazy, use_locale
from portal.pages import find
from tests.registries.sources import lists

#: An example of a wish may have fewer.
FEW = 5


@pytest.fixture
def age(monkeypatch: pytest.MonkeyPatch) -> Criterion:
    """The mean age, as a criterion that the portal does not have."""
    words = lazy("A young town"), lazy("Mean age of the residents"), lazy("at most the middle")
    one = Criterion("age", "figure", ("mean_age",), "lowest", None, *words)
    monkeypatch.setitem(CRITERIA, "age", one)
    groups = (*GROUPS, (lazy("Age"), (one,)))
    for module in (criteria, find):
        monkeypatch.setattr(module, "GROUPS", groups, raising=False)
    return one


@pytest.mark.usefixtures("age")
def test_a_criterion_that_is_registered_is_asked_for_and_judged(client: Any) -> None:
    page = html.document_fromstring(client.get("/en/find-your-place?age=matters").text)
    assert page.xpath("//fieldset[.//*[contains(text(), 'A young town')]]")
    assert "Mean age of the residents" in page.text_content()
    assert page.xpath("//li[contains(@class, 'place-card')]")


def test_no_criterion_lacks_a_part(portal: Portal) -> None:
    kinds = {row.kind for rows in portal.connections.values() for row in rows}
    for one in CRITERIA.values():
        known = kinds if one.kind in ("distance", "presence") else {*portal.statistics.keys}
        assert one.source and {*one.source} <= known, one.key
        for locale in LOCALES:
            with use_locale(locale):
                assert all(str(words) for words in (one.name, one.measure, one.rule)), one.key
    assert len(CRITERIA) == sum(len(group) for _heading, group in GROUPS)


def test_nothing_else_lists_the_criteria() -> None:
    assert lists({*CRITERIA}, FEW) == set()
