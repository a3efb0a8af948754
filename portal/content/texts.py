"""The long texts of pages: what the text of each holds beside its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.problems import SourceLocation


@dataclass(frozen=True)
class TextKind:
    """What a page's text holds beside its words.

    `values` stand within a sentence, `blocks` on a line of their own, both in braces: {operator}. To `anchors`, as in
    “## Views {#views}”, other pages link. A text with a lead begins with a paragraph for the head of its page.
    """

    values: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    lead: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that stands in braces in the text."""
        return (*self.values, *self.blocks)


#: Page -> what its text holds. The pages give exactly these values and blocks.
TEXTS: Mapping[str, TextKind] = {
    "about": TextKind(
        values=("indicators", "few_jobs", "least_jobs", "map_credit", "operator"),
        blocks=("publishers",),
        anchors=("alike", "together", "views"),
    ),
    "accessibility": TextKind(values=("site", "date", "feedback")),
    "api": TextKind(
        values=("country", "network"),
        blocks=("addresses", "endings", "parameters", "examples", "licences"),
    ),
    "compare": TextKind(values=("enough",), lead=False),
    "embedding": TextKind(
        values=("button", "view_address", "figures_address", "script", "origin"),
        blocks=("view_example", "figures_example", "view_parameters", "figure_parameters"),
    ),
    "find": TextKind(lead=False),
    "privacy": TextKind(values=("data_controller", "days")),
}


@dataclass(frozen=True)
class Heading:
    """A heading of a text: its level, the name that links lead to, and where it stands."""

    level: str
    anchor: str
    place: SourceLocation


@dataclass(frozen=True)
class Text:
    """A text as HTML, in which {names} of values and addresses such as `page:contact` are still to be filled in."""

    lead: str
    body: str
    headings: tuple[Heading, ...] = ()

    @property
    def structure(self) -> list[tuple[str, str]]:
        """What is the same in every language."""
        return [(heading.level, heading.anchor) for heading in self.headings]
