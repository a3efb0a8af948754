"""Where the portal's sources list things: every literal that names several of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from itertools import chain

from portal.settings import ROOT


def lists(members: Set[str], least: int) -> set[str]:
    """The modules with a literal that names at least so many of the members."""
    files = sorted((ROOT / "portal").rglob("*.py"))
    return {str(file.relative_to(ROOT)) for file in files if any(found(file.read_text(), members, least))}


def found(source: str, members: Set[str], least: int) -> Iterator[bool]:
    """For each literal collection of a source whether it names that many."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            yield len(members & {*named(node.keys)}) >= least
        elif isinstance(node, ast.List | ast.Set | ast.Tuple):
            yield len(members & {*chain(named(node.elts), *(named(one.elts) for one in pairs(node)))}) >= least


def pairs(node: ast.List | ast.Set | ast.Tuple) -> list[ast.Tuple]:
    return [one for one in node.elts if isinstance(one, ast.Tuple)]


def named(nodes: list[ast.expr] | list[ast.expr | None]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
