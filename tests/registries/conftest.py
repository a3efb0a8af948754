"""The small made-up country as a site, made anew for what a test has registered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.file_formats import endings, file_formats, pages_with_files
from portal.pages.registry import page_types
from portal.server.app import create_app
from portal.settings import Settings
from tests.small_data import write_small_data

STUBS = Path(__file__).parent / "stubs"
MakeClient = Callable[[], Any]


def forget() -> None:
    """Let everything that is registered be found anew."""
    for found in (page_types, file_formats, pages_with_files, endings):
        found.cache_clear()


@pytest.fixture
def make_client(tmp_path: Path) -> MakeClient:
    """Gives a visitor of a site that is made now."""
    off = {"answer_limit": "off", "file_limit": "off"}
    settings = dataclasses.replace(Settings(), data=write_small_data(tmp_path), today="2026-11-23", **off)

    def make() -> Any:
        app = create_app(settings)
        app.testing = True
        return app.test_client()

    return make


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a test has registered is gone after it."""
    yield
    forget()
