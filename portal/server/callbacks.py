"""What Dash may be asked: its own answer to a request that nobody's browser makes would be a 500."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from portal.explorer.callbacks import LISTS
from portal.i18n import LOCALES, Locale
from portal.server.cache import arguments

ROOM = "_explorer"
#: The endpoints the explorer uses, and how.
ENDPOINTS = {"_dash-layout": "GET", "_dash-dependencies": "GET", "_dash-update-component": "POST"}
#: Everything that Dash's renderer says in a question; what it says in another part would reach Dash unchecked.
PARTS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
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
    """JSON that can be written again: no lone surrogates, no endless nesting, no numbers that JSON does not know."""
    try:
        body = json.loads(data, parse_constant=_no_number)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadCallbackError("not JSON") from error
    return body


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def check(body: Any, callbacks: Callbacks) -> None:
    """Whether a request calls one of the server's callbacks with that callback's own parts, and nothing else.

    Whatever passes is a few levels deep, so that Dash can read again what was read here. Raises BadCallbackError.
    """
    if not isinstance(body, dict) or not body.keys() <= PARTS:
        raise BadCallbackError("no question")
    output = body.get("output")
    callback = callbacks.get(output) if isinstance(output, str) else None
    if not isinstance(output, str) or callback is None or "callback" not in callback:  # the browser has some of its own
        raise BadCallbackError("no such output")
    _outputs(output, body.get("outputs"))
    inputs = _given("inputs", callback["inputs"], body.get("inputs", []))
    for item in (*inputs, *_given("state", callback["state"], body.get("state", []))):
        _plausible(item)
    names = {f"{item['id']}.{item['property']}" for item in inputs}
    for part in ("changedPropIds", "parsedChangedPropsIds"):
        _changed(part, body.get(part, []), names)


def _given(name: str, wanted: list[dict[str, str]], given: Any) -> list[dict[str, Any]]:
    """The inputs or the state of a question, when each is the one that the callback has in its place."""
    if not isinstance(given, list) or len(given) != len(wanted):
        raise BadCallbackError(name)
    if not all(_is(part, item) for part, item in zip(wanted, given, strict=True)):
        raise BadCallbackError(name)
    return given


def _is(part: dict[str, str], item: Any) -> bool:
    if not isinstance(item, dict) or not item.keys() <= {"id", "property", "value"}:
        return False
    return item.get("id") == part["id"] and item.get("property") == part["property"]


def _outputs(output: str, given: Any) -> None:
    several = output.startswith("..")
    names = output[2:-2].split("...") if several else [output]
    wanted = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    if given != (wanted if several else wanted[0]):
        raise BadCallbackError("outputs")


def _plausible(item: dict[str, Any]) -> None:
    """What a browser gives for a part: an address is a text, a control's value is a text, or several where it may."""
    prop, value = item["property"], item.get("value")
    if value is None:
        return
    several = (item["id"], prop) in LISTS
    texts = value if several else [value]
    if prop not in TEXTS or not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadCallbackError(prop)
    if prop == "search":
        _readable(value)


def _readable(search: str) -> None:
    try:
        arguments(search.removeprefix("?"))
    except ValueError as error:
        raise BadCallbackError("search") from error


def _changed(name: str, given: Any, known: set[str]) -> None:
    """What has changed is one or several of the question's own inputs; at first it is nothing."""
    if not isinstance(given, list) or not all(isinstance(item, str) and item in known for item in given):
        raise BadCallbackError(name)
