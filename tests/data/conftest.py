"""The site as it is published, from the data folder: what is tested here are rules, never figures or words."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from portal.settings import Settings

# Made anew of the settings below: a fixture that is only inherited keeps the made-up site.
from tests.conftest import app, client, pages, portal
from tests.pages.conftest import every, show, towns

__all__ = ["app", "client", "every", "pages", "portal", "show", "towns"]


@pytest.fixture(scope="session")
def settings(settings: Settings) -> Settings:
    """The published data, on the newest day that they name: tomorrow's clock changes no result."""
    data = Settings().data
    return dataclasses.replace(settings, data=data, today=newest_day(data))


def newest_day(data: Path) -> str:
    """The last day on which anything was read, confirmed or reviewed."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in data.rglob("*.yaml"))
    days = re.findall(r"\b(?:read|confirmed|reviewed|date|data_date): ['\"]?(\d{4}-\d{2}(?:-\d{2})?)", text)
    return max("2026-11-23", *(day if len(day) > 7 else f"{day}-01" for day in days))
