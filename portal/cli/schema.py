"""`portal schema`: what each file of the content may hold, for editors (JSON Schema) and for those who write it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import BaseModel

from portal.content.fields import Longest
from portal.content.model_types import bare, fields_of, inner_kinds, limit
from portal.content.models import City, Network, Organisations, SiteSettings
from portal.content.topics import Topics
from portal.i18n import LocalizedText
from portal.indicators.catalogue import Catalogue
from portal.settings import ROOT

#: Each kind of file in data/: the name of its schema, the files, and the model of one.
KINDS: dict[str, tuple[str, type[BaseModel]]] = {
    "city": ("cities/*.yaml", City),
    "organisations": ("organisations.yaml", Organisations),
    "network": ("network.yaml", Network),
    "site": ("site.yaml", SiteSettings),
    "indicators": ("indicators.yaml", Catalogue),
    "search": ("search.yaml", Topics),
}
REFERENCE = Path("docs/content-reference.md")
#: What a single value is called.
VALUES = {str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "day, such as 2026-11-23"}


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=ROOT, metavar="FOLDER", help="Where the project's folder is."
)
def schema(folder: Path) -> None:
    """Write the schemas of data/schema/ and docs/content-reference.md anew, after a field has changed."""
    for file, text in written().items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
        click.echo(file.as_posix())


def written() -> dict[Path, str]:
    """Every file that the command writes, from the project's folder, and its text."""
    schemas = {
        Path(f"data/schema/{name}.json"): json.dumps(json_schema(model), ensure_ascii=False, indent=1) + "\n"
        for name, (_files, model) in KINDS.items()
    }
    return schemas | {REFERENCE: reference()}


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a file as editors use it; `portal check` understands some ways to write a value besides."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    found: dict[str, Any] = _lenient(head | model.model_json_schema())
    return found


def _lenient(part: Any) -> Any:
    """Without the names of Python's classes; a text with a pattern may be written as a number, such as a year."""
    if isinstance(part, list):
        return [_lenient(item) for item in part]
    if not isinstance(part, dict):
        return part
    known = {name: _lenient(item) for name, item in part.items() if name != "title" or not isinstance(item, str)}
    return known | {"type": ["string", "number"]} if known.get("type") == "string" and "pattern" in known else known


def reference() -> str:
    """All files with their fields, as Markdown."""
    head = (
        "# Reference of the content\n\n"
        "Every field that a file in `data/` may have. `portal schema` writes this page from the models; `portal check` "
        "says what is wrong with a file, and editors that know YAML schemas complete and explain fields.\n"
    )
    return head + "".join(_kind(files, model) for files, model in KINDS.values())


def _kind(files: str, model: type[BaseModel]) -> str:
    parts = list(dict.fromkeys(_models(model)))
    return f"\n## `data/{files}`\n" + "".join(_table(part, whole=part is model) for part in parts)


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and those within it, from the outside in; a text in several languages is a value like others."""
    yield model
    for kind in inner_kinds(model).values():
        for inner in _named(kind):
            yield from _models(inner)


def _named(kind: Any) -> Iterator[type[BaseModel]]:
    core = bare(kind)
    if fields_of(core) and core is not LocalizedText:
        yield core
    elif get_origin(core) in (list, dict):
        yield from _named(get_args(core)[-1])


def _table(model: type[BaseModel], *, whole: bool) -> str:
    title = "" if whole else f"\n### {_title(model)}\n"
    rows = [_row(name, model.model_fields[name], kind) for name, kind in inner_kinds(model).items()]
    about = " ".join((model.__doc__ or "").split())
    return f"{title}\n{about}\n\n| field | | what it is | |\n|---|---|---|---|\n{''.join(rows)}"


def _row(name: str, field: Any, kind: Any) -> str:
    must = "required" if field.is_required() else ""
    inner = next(_named(kind), None)
    about = " ".join((field.description or (inner.__doc__ if inner else "") or "").split()).replace("|", "\\|")
    return f"| `{name}` | {_words(kind)} | {about} | {must} |\n"


def _title(model: type[BaseModel]) -> str:
    return model.__name__.replace("NameForms_", "Forms of a name: ")


def _words(kind: Any) -> str:
    """What a field holds."""
    core, most = bare(kind), limit(kind, Longest)
    long = f", at most {most.characters} characters" if most else ""
    if get_origin(core) is Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in get_args(core))
    if get_origin(core) is list:
        return f"list: {_words(get_args(core)[0])}"
    if get_origin(core) is dict:
        return f"by key: {_words(get_args(core)[1])}"
    if core is LocalizedText:
        return f"text in each language{long}"
    return f"[{_title(core)}](#{_anchor(core)})" if fields_of(core) else f"{VALUES.get(core, 'text')}{long}"


def _anchor(model: type[BaseModel]) -> str:
    return "".join(sign for sign in _title(model).lower().replace(" ", "-") if sign.isalnum() or sign in "-_")
