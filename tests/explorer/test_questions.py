"""Whatever is asked of the explorer over HTTP is answered or refused: nothing that is sent is a fault of ours."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.explorer.callbacks import LISTS
from tests.explorer.test_callbacks import Browser

ADDRESS = "/en/_explorer/_dash-update-component"
PATHNAME = "/en/cities/rauma"
#: What a client may be answered; the last three are no JSON, too long, or JSON of another type.
TOLD = {200, 204, 400, 413, 415}

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "",
                "{",
                '{"a":1}',
                '{"index":"ALL","type":"x"}.value',
                "x-t",
                "x-t.value",
                "x-url.search",
                "..",
                "...",
                ".",
            ),
            "x-open.value",
            "x-shown.data",
            "?p=140&view=map",
            "?view=index&base=9",
            "\x00",
            "\ud800",
            "a" * 70_000,
            "/en/cities/rauma",
            "//",
            "/en/_explorer/",
            "?" + "a=1&" * 70,
            "?" + "a=1&" * 90,
            "1e999",
            "NaN",
        ]
    ),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.just(10**400), st.just(-(10**3000)), st.floats(), TEXTS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)


def questions(app: Flask) -> dict[str, dict[str, Any]]:
    """A question for every callback that the explorer has, those that the browser answers itself too."""
    found = app.test_client().get("/en/_explorer/_dash-dependencies").get_json()
    return {callback["output"]: _question(callback) for callback in found}


def _question(callback: dict[str, Any]) -> dict[str, Any]:
    output = callback["output"]
    parts = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in output.strip(".").split("...")]
    inputs = [{**part, "value": _value(part)} for part in callback["inputs"]]
    changed = [f"{callback['inputs'][-1]['id']}.{callback['inputs'][-1]['property']}"]
    return {
        "output": output,
        "outputs": parts if output.startswith("..") else parts[0],
        "inputs": inputs,
        "state": [{**part, "value": _value(part)} for part in callback["state"]],
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }


def _value(part: dict[str, str]) -> Any:
    if (part["id"], part["property"]) in LISTS:
        return ["140"]
    return {"search": "?view=ranking", "pathname": PATHNAME}.get(part["property"], "")


def spots(tree: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a tree of JSON."""
    yield way
    for step, inner in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from spots(inner, (*way, step))


def changed(tree: Any, way: tuple[Any, ...], how: str, value: Any) -> Any:
    """A copy of the tree with one thing replaced, taken away, said twice or joined by a stranger."""
    if not way:
        return value
    tree = copy.deepcopy(tree)
    inner = tree
    for step in way[:-1]:
        inner = inner[step]
    if how == "replace":
        inner[way[-1]] = value
    elif how == "remove":
        del inner[way[-1]]
    elif isinstance(inner, list):
        inner.insert(way[-1], copy.deepcopy(inner[way[-1]]) if how == "repeat" else value)
    else:
        inner[str(value)[:40] if how == "join" else f"{way[-1]} "] = value
    return tree


@settings(max_examples=400)
@given(data=st.data())
def test_no_question_is_a_fault_of_ours(app: Flask, data: st.DataObject) -> None:
    known = questions(app)
    body: Any = known[data.draw(st.sampled_from(sorted(known)))]
    for _ in range(data.draw(st.integers(0, 2))):
        way = data.draw(st.sampled_from([*spots(body)]))
        how = data.draw(st.sampled_from(["replace", "replace", "remove", "repeat", "join"]))
        body = changed(body, way, how, data.draw(VALUES))
    answer = app.test_client().post(ADDRESS, data=json.dumps(body), content_type="application/json")
    assert answer.status_code in TOLD


def test_questions_as_the_browser_asks_them_are_answered(app: Flask) -> None:
    for output, body in questions(app).items():
        answer = app.test_client().post(ADDRESS, json=body)
        ours = output.startswith("..x-shown.data") or output == "x-rows.data"
        assert answer.status_code == (200 if ours else 400), output


@pytest.mark.parametrize("value", [["?p=140"], [], {}, 7, 0, 1.5, True, False, [[]], [None]])
@pytest.mark.parametrize("ident", ["x-open", "x-t", "x-add", "x-url", "x-p"])
def test_a_value_of_another_kind_than_the_control_has_is_refused(app: Flask, ident: str, value: Any) -> None:
    known = questions(app)
    output = "x-rows.data" if ident == "x-open" else next(one for one in known if one.startswith("..x-shown"))
    body = known[output]
    part = next(part for part in body["inputs"] if part["id"] == ident)
    part["value"] = value
    right = ident == "x-p" and isinstance(value, list) and all(isinstance(one, str) for one in value)
    assert app.test_client().post(ADDRESS, json=body).status_code == (200 if right else 400)


@pytest.mark.parametrize("changed", ["{", '{"a":1}.value', "{}.", "x-t", "nothing.value", "", ".", "x-h.value.value"])
def test_only_an_input_of_the_callback_can_have_changed(app: Flask, changed: str) -> None:
    body = Browser(app, "en", PATHNAME).body("", "")
    assert app.test_client().post(ADDRESS, json=body | {"changedPropIds": [changed]}).status_code == 400


def test_as_many_parameters_as_a_page_takes_are_answered(app: Flask) -> None:
    """The form of indicators to compare has more boxes than sixty."""
    for count, status in ((79, 200), (90, 400)):
        search = "?" + "&".join(["view=ranking", *["i=population"] * count])
        body = Browser(app, "en", PATHNAME).body(search, "")
        assert app.test_client().post(ADDRESS, json=body).status_code == status, count


@pytest.mark.parametrize("depth", [*range(100, 1100, 25), 5_000, 100_000])
def test_no_depth_of_nesting_breaks_what_reads_it_again(app: Flask, depth: int) -> None:
    body = Browser(app, "en", PATHNAME).body("", "")
    for part in ("extra", "state", "changedPropIds"):
        text = json.dumps(body | {part: "MARK"}).replace('"MARK"', "[" * depth + "]" * depth)
        assert app.test_client().post(ADDRESS, data=text, content_type="application/json").status_code == 400


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000, "-" + "9" * 400])
def test_numbers_that_no_browser_sends_are_refused(app: Flask, number: str) -> None:
    body = json.dumps(Browser(app, "en", PATHNAME).body("MARK", "")).replace('"MARK"', number)
    assert app.test_client().post(ADDRESS, data=body, content_type="application/json").status_code == 400
