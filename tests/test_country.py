"""The tests' country is a data folder like any other: what the checks say of it would be said of the tests."""

from __future__ import annotations

import datetime as dt
import re

from portal.cli.check import survey
from portal.domain.profile import Portal
from portal.i18n import use_locale
from tests.made_up_site import COUNTRY, TODAY, country_settings


def test_the_country_has_no_errors_and_all_of_its_towns(portal: Portal) -> None:
    with use_locale("en"):
        found = survey(country_settings(), dt.date.fromisoformat(TODAY))
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    assert len(portal.cities) == len(portal.site.cities)


def test_no_test_of_code_opens_what_is_published() -> None:
    """Rules for it stand in tests/data; benches and pictures are made of it, and schemas are of its files."""
    tests = COUNTRY.parent
    told = re.compile(r'ROOT / "data"|\bSettings\(\)\.data\b|(load_portal|survey|create_app)\(Settings\(\)')
    others = [file for file in tests.rglob("*.py") if file.relative_to(tests).parts[0] not in ("data", "bench")]
    found = {file.name for file in others if told.search(file.read_text(encoding="utf-8"))}
    assert found <= {"facts.py", "screenshots.py", "test_country.py", "test_schema.py"}
