"""A store on either database, with a clock that the test sets."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from portal.enquiries import database
from portal.enquiries.caps import Caps
from portal.enquiries.repository import EnquiryRepository
from tests.writing import Clock


@pytest.fixture
def clock() -> Clock:
    """Noon in Finland on a day in November."""
    return Clock()


@pytest.fixture
def repository(engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> EnquiryRepository:
    """An empty one; of its caps only those of confirmations are met by chance, and its deadline by none."""
    monkeypatch.setattr(database, "PATIENCE", 60.0)  # a busy machine is no database that stalls
    caps = Caps(dict.fromkeys(("address", "town", "total"), "1000000 per hour"))
    return EnquiryRepository(engine, "towns.example", clock, caps)
