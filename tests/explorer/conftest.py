"""Where the tests' explorers begin."""

from __future__ import annotations

import pytest

from portal.domain.profile import Portal
from portal.explorer.state import Start


@pytest.fixture(scope="session")
def iisalmi(portal: Portal) -> Start:
    """The explorer of a town's page."""
    return Start("140", "population", tuple(portal.statistics.keys))


@pytest.fixture(scope="session")
def employment(portal: Portal) -> Start:
    """The explorer of an indicator's page."""
    return Start(None, "employment_rate_18_64", tuple(portal.statistics.keys))
