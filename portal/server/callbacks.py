"""What Dash may be asked: its own answer to a request that nobody's browser makes would be a 500."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from portal.i18n import LOCALES, Locale
from portal.server.kept import arguments

ROOM = "_explorer"
#: The endpoints the explorer uses, and how.
ENDPOINTS = {"_dash-layout": "GET", "_dash-dependencies": "GET", "_dash-update-component": "POST"}
#: Properties whose values are texts.
TEXTS = {"value", "pathname", "search", "hash", "href"}

Callbacks = Mapping[str, Mapping[str, Any]]


class BadCallbackError(ValueError):
    """The request is no callback of ours."""


def endpoint(path: str) -> tuple[Locale, str] | None:
    """Language and endpoint of a path below /<language>/_explorer/; None for any other path."""
    parts = [*path.split("/", 3), "", ""]
    locale = parts[1]
    return (locale, parts[3]) if locale in LOCALES and parts[2] == ROOM else None


def read(data: bytes) -> Any:
    """JSON that can be written again: no lone surrogates, no endless nesting."""
    try:
        body = json.loads(data)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadCallbackError("not JSON") from error
    return body


def check(body: Any, callbacks: Callbacks) -> None:
    """Whether a request calls one of the callbacks with that callback's own parts; BadCallbackError otherwise."""
    if not isinstance(body, dict):
        raise BadCallbackError("no object")
    output = body.get("output")
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None or not isinstance(output, str):
        raise BadCallbackError("no such output")
    _fits("inputs", callback["inputs"], body.get("inputs", []))
    _fits("state", callback["state"], body.get("state", []))
    if not callback["no_output"]:
        _outputs(output, body.get("outputs"))
    for item in (*body.get("inputs", []), *body.get("state", [])):
        _plausible(item)
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(item, str) for item in changed):
        raise BadCallbackError("changedPropIds")


def _fits(name: str, wanted: list[dict[str, str]], given: Any) -> None:
    if not isinstance(given, list) or len(given) != len(wanted):
        raise BadCallbackError(name)
    if not all(_is(part, item) for part, item in zip(wanted, given, strict=True)):
        raise BadCallbackError(name)


def _is(part: dict[str, str], item: Any) -> bool:
    if not part["id"].startswith("{"):
        return isinstance(item, dict) and item.get("id") == part["id"] and item.get("property") == part["property"]
    keys = set(json.loads(part["id"]))
    items = item if isinstance(item, list) else [item]
    return all(_is_one_of(keys, part["property"], one) for one in items)


def _is_one_of(keys: set[str], prop: str, item: Any) -> bool:
    if not isinstance(item, dict) or item.get("property") != prop or not isinstance(item.get("id"), dict):
        return False
    plain = all(isinstance(value, str | int | float) for value in item["id"].values())
    return plain and set(item["id"]) == keys


def _outputs(output: str, given: Any) -> None:
    several = output.startswith("..")
    names = output[2:-2].split("...") if several else [output]
    wanted = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    _fits("outputs", wanted, given if several else [given])


def _plausible(item: Any) -> None:
    """What a browser gives for a part: an address is a text, a control's value is a text or several."""
    for one in item if isinstance(item, list) else [item]:
        prop, value = one["property"], one.get("value")
        texts = value if prop == "value" and isinstance(value, list) else [value or ""]
        if prop in TEXTS and not all(isinstance(text, str) for text in texts):
            raise BadCallbackError(prop)
        if prop == "search" and value:
            _readable(value)


def _readable(search: str) -> None:
    try:
        arguments(search.removeprefix("?"))
    except ValueError as error:
        raise BadCallbackError("search") from error
