"""Where the tests' country is: a data folder that stands still while the published one changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from portal.settings import Settings

COUNTRY = Path(__file__).parent / "country"
#: The day on which it stands still.
TODAY = "2026-11-23"


def country_settings(**changes: Any) -> Settings:
    """The settings of its site, whatever the environment says."""
    return Settings(**{"data": COUNTRY, "today": TODAY} | changes)
