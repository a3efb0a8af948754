"""A store on either database, with a clock that the test sets."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from portal.enquiries.store import Store
from tests.writing import Clock


@pytest.fixture
def clock() -> Clock:
    """Noon in Finland on a day in November."""
    return Clock()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> Store:
    """An empty store."""
    return Store(engine, "towns.example", clock)
