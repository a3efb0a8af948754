"""The part of Bootstrap that our pages use.

Nine in ten of Bootstrap's rules are about classes that no page of ours has. `make assets` leaves them out: a rule stays
where each class that it needs is a word of our sources, or one that a component of dash-bootstrap-components sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Comment, Node, QualifiedRule

from portal.settings import ROOT

#: Where classes are written, from the project's root.
SOURCES = ("portal/**/*.py", "portal/**/*.html", "assets/*.js", "assets/*/*.js")
#: What the fields of dash-bootstrap-components that the explorer has call themselves.
COMPONENTS = frozenset(
    ("form-check", "form-check-inline", "form-check-input", "form-check-label", "form-control", "form-select")
)
#: Blocks that hold rules of their own.
NESTING = ("media", "supports")


def words(root: Path = ROOT) -> frozenset[str]:
    """Every word of our sources that may be a class."""
    files = (file for pattern in SOURCES for file in root.glob(pattern))
    found = (re.findall(r"[A-Za-z_][\w-]*", file.read_text(encoding="utf-8")) for file in files)
    return COMPONENTS.union(*found)


def used(sheet: str, classes: Iterable[str]) -> str:
    """The rules of a sheet that may concern pages with these classes, in their order."""
    return "".join(_used(tinycss2.parse_stylesheet(sheet, skip_whitespace=True), {*classes}))


def _used(nodes: Iterable[Node], classes: set[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield from _rule(node, classes)
        elif isinstance(node, AtRule):
            yield from _block(node, classes)
        elif isinstance(node, Comment) and node.value.startswith("!"):
            yield node.serialize()  # whose it is, and its licence


def _rule(rule: QualifiedRule, classes: set[str]) -> Iterator[str]:
    selectors = [selector for selector in _selectors(rule.prelude) if _needed(selector) <= classes]
    if selectors:
        yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"


def _selectors(prelude: Iterable[Node]) -> Iterator[str]:
    """The selectors of a rule; commas inside brackets divide none."""
    part: list[Node] = []
    for node in prelude:
        if node.type == "literal" and node.value == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(node)
    yield tinycss2.serialize(part).strip()


def _needed(selector: str) -> set[str]:
    """The classes that an element has to have; what it must not have is no condition."""
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", re.sub(r":not\([^()]*\)", "", selector)))


def _block(rule: AtRule, classes: set[str]) -> Iterator[str]:
    if rule.lower_at_keyword not in NESTING:
        yield rule.serialize() if rule.lower_at_keyword != "charset" else ""
        return
    inner = "".join(_used(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), classes))
    if inner:
        yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
