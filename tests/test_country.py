"""The tests' country is a data folder like any other: what the checks say of it would be said of the tests."""

from __future__ import annotations

import datetime as dt

from portal.cli.check import survey
from portal.domain.profile import Portal
from portal.i18n import use_locale
from tests.made_up_site import TODAY, country_settings


def test_the_country_has_no_errors_and_all_of_its_towns(portal: Portal) -> None:
    with use_locale("en"):
        found = survey(country_settings(), dt.date.fromisoformat(TODAY))
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    assert len(portal.cities) == len(portal.site.cities)
