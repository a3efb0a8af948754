"""`portal schema`: what editors and staff read of the files is what the models say, and fits the content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner

from portal.cli.main import main
from portal.cli.schema import KINDS, REFERENCE, json_schema, written
from portal.content.models import City
from portal.content.yaml_file import read_yaml
from portal.settings import ROOT
from tests.small_data import write_small_data

EACH = pytest.mark.parametrize("name", KINDS)


def content(file: Path) -> Any:
    """A file as an editor's YAML 1.2 reads it: days are texts, and `on` is a word."""
    sheet, _problems = read_yaml(file, file.read_bytes())
    assert sheet
    return json.loads(json.dumps(sheet.data, default=str))


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(value)]


def test_the_files_are_as_the_command_writes_them(tmp_path: Path) -> None:
    """After a change of a field: portal schema."""
    run = CliRunner().invoke(main, ["schema", "--folder", str(tmp_path)])
    assert run.exit_code == 0
    for file, text in written().items():
        assert (tmp_path / file).read_text(encoding="utf-8") == text
        assert (ROOT / file).read_text(encoding="utf-8") == text, f"{file} is not fresh: run `portal schema`"


@EACH
def test_every_file_names_its_schema_and_fits_it(name: str) -> None:
    pattern, _model = KINDS[name]
    schema = json.loads((ROOT / "data" / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    for file in sorted((ROOT / "data").glob(pattern)):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / named).resolve() == (ROOT / "data" / "schema" / f"{name}.json").resolve(), file
        assert faults(schema, content(file)) == [], file


def test_every_file_of_the_content_has_a_kind() -> None:
    known = {file for pattern, _model in KINDS.values() for file in (ROOT / "data").glob(pattern)}
    assert {*(ROOT / "data").rglob("*.yaml")} == known


def test_a_misspelt_field_and_a_wrong_choice_are_seen_while_writing(tmp_path: Path) -> None:
    town = content(write_small_data(tmp_path) / "cities" / "koivula.yaml")
    schema = json_schema(City)
    assert faults(schema, town) == []
    assert any("populaton" in fault for fault in faults(schema, town | {"populaton": 1}))
    assert any("village" in fault for fault in faults(schema, town | {"kind": "village"}))


def test_the_reference_explains_the_fields_of_every_file() -> None:
    page = (ROOT / REFERENCE).read_text(encoding="utf-8")
    assert all(f"## `data/{files}`" in page for files, _model in KINDS.values())
    assert "| `slug` | [Slugs](#slugs) | The town in the address, in each language. | required |" in page
    assert "| `kind` | one of `city`, `municipality` |" in page
