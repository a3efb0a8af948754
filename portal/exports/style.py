"""The charts' part of the site's style sheet with its light colours spelt out, as a picture on its own needs it.

A picture file has no page around it: it knows no variables, and the program that makes PNG of it knows few selectors.
What is drawn is still told by one sheet alone, assets/portal.css.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tinycss2
from tinycss2.ast import Declaration, QualifiedRule

#: What paints; everything else in a rule is about the page.
PAINTING = {
    "display",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "shape-rendering",
    "font-size",
    "font-weight",
}
#: Lengths that grow when a drawing is made smaller, so that a line stays as thick as it was.
LENGTHS = ("stroke-width", "stroke-dasharray")
#: One step of a selector that a picture understands: an element, classes, or both.
STEP = re.compile(r"[a-z]*(?:\.[\w-]+)*")
FONT = re.compile(r"(?:(\d{3}) )?([\d.]+px)\b.*")
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
CLASSES = re.compile(r'class="([^"]*)"')


@dataclass(frozen=True)
class CssRule:
    """One selector and what it says."""

    selector: str
    says: Mapping[str, str]

    @property
    def classes(self) -> set[str]:
        """The classes that it needs."""
        return set(re.findall(r"\.([\w-]+)", self.selector))


class Style:
    """The rules of a sheet that hold on a light, wide page."""

    def __init__(self, sheet: str) -> None:
        found = list(_rules(sheet))
        self.tokens = {
            name: value
            for rule in found
            if rule.selector == ":root"
            for name, value in rule.says.items()
            if name[:2] == "--"
        }
        self._rules = [
            CssRule(rule.selector, {name: self._spelt(value) for name, value in rule.says.items()})
            for rule in found
            if rule.classes and all(STEP.fullmatch(step) for step in rule.selector.split())
        ]

    @classmethod
    def read(cls, file: Path) -> Style:
        """The style of a sheet, or an empty one where it cannot be read: pictures go without colours, not missing."""
        try:
            return cls(file.read_text(encoding="utf-8"))
        except OSError:
            return cls("")

    def colour(self, name: str) -> str:
        """A colour by the name of its token; black where the sheet has none."""
        return self.tokens.get(f"--{name}", "#000000")

    def _spelt(self, value: str) -> str:
        return VARIABLE.sub(lambda found: self.tokens.get(found[1], ""), value)

    def of(self, markup: str, thicker: Mapping[str, float] | None = None) -> str:
        """The rules for the classes that some markup has; lines inside those of `thicker` are so much thicker."""
        used = {name for found in CLASSES.finditer(markup) for name in found[1].split()}
        return "\n".join(
            f"{rule.selector}{{{';'.join(says)}}}"
            for rule in self._rules
            if rule.classes <= used and (says := [*_painting(rule, thicker or {})])
        )

    def sides(self, classes: Collection[str]) -> tuple[float, float]:
        """The room that a chart of these classes has left and right of its drawing, in pixels."""
        left = right = 0.0
        for rule in self._rules:
            if " " not in rule.selector and rule.classes <= {*classes}:
                given = [_pixels(part) for part in rule.says.get("padding", "").split()]
                if given:  # one for all sides, or top and sides, or each from the top clockwise
                    right = given[1] if len(given) > 1 else given[0]
                    left = given[3] if len(given) > 3 else right
                left = _pixels(rule.says.get("padding-left", f"{left}"))
                right = _pixels(rule.says.get("padding-right", f"{right}"))
        return left, right


def _rules(sheet: str) -> Iterator[CssRule]:
    """Every selector of the sheet; what holds on phones, in the dark or on paper only stands in blocks, left out."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if isinstance(rule, QualifiedRule):
            says = _declarations(rule)
            selectors = tinycss2.serialize(rule.prelude).split(",")
            yield from (CssRule(" ".join(selector.split()), says) for selector in selectors)


def _declarations(rule: QualifiedRule) -> dict[str, str]:
    found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return {one.name: tinycss2.serialize(one.value).strip() for one in found if isinstance(one, Declaration)}


def _painting(rule: CssRule, thicker: Mapping[str, float]) -> Iterator[str]:
    """What a rule says that paints, in the words of a picture."""
    factor = next((times for name, times in thicker.items() if name in rule.classes), 1.0)
    for name, value in rule.says.items():
        if name == "font":
            yield from _font(value)
        elif name in PAINTING and (name != "display" or value in ("none", "inline")):
            yield f"{name}:{_times(value, factor) if name in LENGTHS else value}"


def _font(value: str) -> Iterator[str]:
    found = FONT.fullmatch(value)
    if found:
        yield f"font-weight:{found[1] or 400}"
        yield f"font-size:{found[2]}"


def _times(value: str, factor: float) -> str:
    """Lengths without their unit, so many times as long."""
    return " ".join(f"{_pixels(part) * factor:g}" for part in value.split())


def _pixels(value: str) -> float:
    found = re.match(r"[\d.]+", value)
    return float(found[0]) if found else 0.0
