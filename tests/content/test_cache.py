"""A cache saves time and never changes what is said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.content import cache as caches
from portal.content.cache import Cache
from portal.content.library import ContentError, read_content
from portal.content.models import City
from portal.content.reading import ParsedFile, read_model
from portal.i18n import use_locale
from tests.small_data import TOWN, write_small_data


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache in a folder that is not there yet."""
    return Cache(tmp_path / "made" / "cache")


class Maker:
    """Counts how often a result had to be made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"made {self.times}"


def test_what_has_not_changed_is_not_made_again(cache: Cache) -> None:
    make = Maker()
    assert [cache.remember("a", [b"x"], make) for _round in range(3)] == ["made 1"] * 3


def test_another_content_name_or_language_is_made_anew(cache: Cache) -> None:
    make = Maker()
    cache.remember("a", [b"x"], make)
    cache.remember("a", [b"y"], make)
    cache.remember("b", [b"x"], make)
    cache.remember("a", [b"x", b""], make)
    with use_locale("fi"):
        cache.remember("a", [b"x"], make)
    assert make.times == 5


def test_other_code_or_words_make_everything_anew(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make = Maker()
    cache.remember("a", [b"x"], make)
    changed = tmp_path / "changed.py"
    changed.write_text("pass", encoding="utf-8")
    monkeypatch.setattr(caches, "_code", lambda: iter([changed]))
    Cache(cache.folder).remember("a", [b"x"], make)
    assert make.times == 2


@pytest.mark.parametrize("spoilt", [b"", b"x", b"\x00" * 40, None])
def test_a_spoilt_result_is_made_again(cache: Cache, spoilt: bytes | None) -> None:
    make = Maker()
    cache.remember("a", [b"x"], make)
    (file,) = cache.folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"!" if spoilt is None else spoilt)
    assert cache.remember("a", [b"x"], make) == "made 2"
    assert file.read_bytes() != spoilt


def test_a_result_under_anothers_name_is_made_again(cache: Cache) -> None:
    make = Maker()
    cache.remember("a", [b"x"], make)
    (first,) = cache.folder.iterdir()
    cache.remember("b", [b"x"], make)
    (second,) = (file for file in cache.folder.iterdir() if file != first)
    shutil.copy(first, second)
    assert cache.remember("b", [b"x"], make) == "made 3"


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    make = Maker()
    cache = Cache(tmp_path / "file" / "cache")
    assert [cache.remember("a", [b"x"], make) for _round in range(2)] == ["made 1", "made 2"]


def test_what_is_unused_for_longest_makes_way(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "MOST_ENTRIES", 3)
    make = Maker()
    for name in "abcdef":
        cache.remember(name, [b"x"], make)
    assert len([*cache.folder.iterdir()]) == 3


def told(reading: ParsedFile[Any]) -> tuple[object, ...]:
    """Everything that comes of reading a file."""
    sheet = reading.sheet
    return reading.model, reading.problems, sheet and sheet.data, sheet and sheet.spots, reading.keys


SLIPS = "\t\n \"'{}[]:,&*!|>%@-#?~abcäö019.\\\u2028\u00a0–“"
SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SOME
@given(st.data())
def test_a_file_is_read_alike_with_and_without_a_cache(cache: Cache, tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TOWN)))
    end = start + data.draw(st.integers(0, 60))
    file = tmp_path / "town.yaml"
    file.write_text(TOWN[:start] + data.draw(st.text(SLIPS, max_size=8)) + TOWN[end:], encoding="utf-8")
    plain = told(read_model(City, file))
    assert told(read_model(City, file, cache)) == plain  # made
    assert told(read_model(City, file, cache)) == plain  # remembered


def test_a_folder_is_read_alike_with_and_without_a_cache(cache: Cache, tmp_path: Path) -> None:
    data = write_small_data(tmp_path)
    for _round in range(2):
        assert read_content(data, {}, cache) == read_content(data)
    town = data / "cities" / "koivula.yaml"
    town.write_text(town.read_text(encoding="utf-8").replace("kind: city", "kind: citi"), encoding="utf-8")
    for _round in range(2):
        assert read_content(data, {}, cache).problems == read_content(data).problems
    (data / "site.yaml").write_text("name: x\n", encoding="utf-8")
    for _round in range(2):
        with pytest.raises(ContentError) as cached:
            read_content(data, {}, cache)
        with pytest.raises(ContentError) as plain:
            read_content(data)
        assert cached.value.problems == plain.value.problems
