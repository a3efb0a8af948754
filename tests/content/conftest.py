"""What the tests of the reading room share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.small_data import write_small_data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The small data folder, where nothing is wrong."""
    return write_small_data(tmp_path)


@pytest.fixture
def town(data: Path) -> Path:
    """One town's file in it."""
    return data / "cities" / "koivula.yaml"


@pytest.fixture
def mend() -> Callable[[Path, str, str], None]:
    """Change a part of a file that must be there."""

    def change(file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change
