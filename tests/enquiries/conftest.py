"""A store on either database, with a clock that the test sets."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from portal.enquiries.caps import Caps
from portal.enquiries.repository import EnquiryRepository
from tests.writing import Clock


@pytest.fixture
def clock() -> Clock:
    """Noon in Finland on a day in November."""
    return Clock()


@pytest.fixture
def repository(engine: Engine, clock: Clock) -> EnquiryRepository:
    """An empty store; of its caps only those of confirmations are met by chance."""
    caps = Caps(dict.fromkeys(("address", "town", "total"), "1000000 per hour"))
    return EnquiryRepository(engine, "towns.example", clock, caps)
