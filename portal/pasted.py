"""Addresses as people paste them: what clings to one is taken off, and what a page of HTML made of it is undone."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from portal.folding import tidy

#: No address of ours goes on after one of these: a space, a quotation mark, a bracket of HTML, a second query.
ENDS = re.compile(r"(?<=[^/])[\s<>\"“”„«»|\\^`{}&?#].*$", re.DOTALL)
#: What stands after an address in a sentence or a list.
CLINGING = ".,;:!)]'’‘´*…–—-_~"
#: What else may stand after a query; nothing that a page of ours writes into one ends like that.
QUOTES = ' <>"“”„«»'
#: An ampersand as HTML writes it, once or several times over, before the name of a parameter.
ESCAPED = re.compile(r"^(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
#: Parameters in which a visitor types freely, so that a bracket or a full stop at the end may be theirs.
TYPED = ("q", "add")


def bare(path: str) -> str:
    """A path without what clings to it, with single slashes and none at its end.

    >>> bare("/en//cities/rauma)."), bare('/fi/kunnat.csv">'), bare("//evil.example/"), bare("/)")
    ('/en/cities/rauma', '/fi/kunnat.csv', '/evil.example', '/')
    """
    steps = [step for step in ENDS.sub("", re.sub(r"\s*/\s*", "/", tidy(path))).split("/") if step]
    while steps and steps[-1] != (last := steps[-1].rstrip(CLINGING)):
        steps = [*steps[:-1], last] if last else steps[:-1]
    return "/" + "/".join(steps)


def pairs(query: str, most: int) -> list[tuple[str, str]]:
    """The parameters of a query in their order: `&amp;` is `&`, and what clings to the last value is taken off.

    ValueError when there are more than `most`, or something in it is not UTF-8.

    >>> pairs("i=jobs&amp;p=140,684).", 9)
    [('i', 'jobs'), ('p', '140,684')]
    """
    found = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=most)
    named = [(ESCAPED.sub("", name), value) for name, value in found]
    if not named or named[-1][0] in TYPED:
        return named
    name, value = named[-1]
    return [*named[:-1], (name, value.rstrip(f"{CLINGING}{QUOTES}"))]
