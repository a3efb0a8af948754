"""Files as they arrive, for foreign readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.i18n import Locale

INDICATORS: dict[Locale, str] = {"fi": "/fi/tunnusluvut", "sv": "/sv/nyckeltal", "en": "/en/indicators"}
TOWNS: dict[Locale, str] = {"fi": "/fi/kaupungit/iisalmi", "sv": "/sv/stader/idensalmi", "en": "/en/cities/iisalmi"}
COMPARE: dict[Locale, str] = {"fi": "/fi/vertailu", "sv": "/sv/jamfor", "en": "/en/compare"}
#: The columns of a CSV file that pandas would otherwise take for numbers.
AS_TEXT: Any = {"municipality_code": str, "period": str, "section": str}

Fetch = Callable[[str], Any]


@pytest.fixture(scope="session")
def fetch(client: FlaskClient) -> Fetch:
    """A file by its address, which must be there; the same one is fetched once."""
    kept: dict[str, Any] = {}

    def get(path: str) -> Any:
        if path not in kept:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            kept[path] = answer
        return kept[path]

    return get
