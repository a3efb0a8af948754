"""The kinds of things that a model expects, and the parts of a file that are of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from portal.content.yaml_file import Steps

L = TypeVar("L")


class ModelPart(NamedTuple):
    """One part of a file: the way to it, its kind in the model, its value."""

    steps: Steps
    kind: Any
    value: Any


def parts(kind: Any, value: Any) -> list[ModelPart]:
    """Every part of the data whose kind the model knows, from the outside in."""
    found: list[ModelPart] = []

    def gather(kind: Any, value: Any, steps: Steps) -> None:
        found.append(ModelPart(steps, kind, value))
        for step, item in children(value):
            inner = child(kind, step)
            if inner is not None:
                gather(inner, item, (*steps, step))

    gather(kind, value, ())
    return found


def children(value: Any) -> Iterable[tuple[str | int, Any]]:
    """What stands within a group or a list, each with its name or number."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


@lru_cache(maxsize=4096)
def child(kind: Any, step: str | int) -> Any:
    """The kind of thing that stands under a name, or at a number of a list; none when there is no such thing."""
    core = bare(kind)
    if fields_of(core):
        return inner_kinds(core).get(str(step))
    origin = get_origin(core)
    if origin is list and isinstance(step, int):
        return get_args(core)[0]
    return get_args(core)[1] if origin is dict else None


@cache
def inner_kinds(model: type[BaseModel]) -> Mapping[str, Any]:
    """The kind of each field of a model."""
    return {name: field.rebuild_annotation() for name, field in model.model_fields.items()}


def fields_of(kind: Any) -> Mapping[str, Any]:
    """The fields of a model; nothing for other kinds."""
    return kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


@cache
def bare(kind: Any) -> Any:
    """The kind without “may be left out” and without its limits."""
    kind = given(kind)
    return given(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def given(kind: Any) -> Any:
    """The kind without “may be left out”."""
    if get_origin(kind) in (Union, UnionType):
        return next(choice for choice in get_args(kind) if choice is not type(None))
    return kind


@cache
def limit(kind: Any, of: type[L]) -> L | None:
    """The limit of this class that a kind has."""
    return next((found for found in getattr(given(kind), "__metadata__", ()) if isinstance(found, of)), None)


@cache
def pattern(kind: Any) -> str | None:
    """The pattern that a text of this kind must have."""
    limits = getattr(given(kind), "__metadata__", ())
    return next((found for limit in limits if (found := getattr(limit, "pattern", None))), None)


@cache
def names_in(model: type[BaseModel]) -> frozenset[str]:
    """The names of all fields that may stand anywhere in a file of this kind."""
    return frozenset(model.model_fields).union(*map(_names_below, inner_kinds(model).values()))


def _names_below(kind: Any) -> frozenset[str]:
    core = bare(kind)
    if fields_of(core):
        return names_in(core)
    inner = (one for one in get_args(core) if get_origin(core) in (list, dict))
    return frozenset[str]().union(*map(_names_below, inner))
