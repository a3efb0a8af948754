"""The long text of a page with its values, its blocks and the addresses of pages filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.content.texts import TEXTS, Text

#: A value or a block, or a link to a page of the site.
OPEN = re.compile(r'\{(?P<name>[a-z_]+)\}|href="page:(?P<page>[a-z_]+)')


def mail_link(email: str) -> Markup:
    """An e-mail address as a link."""
    return Markup('<a href="mailto:{0}">{0}</a>').format(email)


@dataclass(frozen=True)
class Prose:
    """A text for one reader; `stand_in` is its language where it stands in for a text in the reader's own."""

    page: str
    text: Text
    stand_in: str | None
    url: Callable[[str], str]
    values: Mapping[str, object]

    @property
    def lead(self) -> Markup:
        """The first paragraph, for the head of the page; empty where there is no text."""
        return self._marked(self._filled(self.text.lead, {}), "span")

    def body(self, **blocks: object) -> Markup:
        """All the rest. `blocks` are HTML that the page makes; they and the values are just those that TEXTS names."""
        if {*self.values, *blocks} != {*TEXTS[self.page].names}:
            raise TypeError(f"The text of {self.page} holds other values and blocks than the page gives.")
        return self._marked(self._filled(self.text.body, blocks), "div")

    def _filled(self, html: str, blocks: Mapping[str, object]) -> Markup:
        known = {**self.values, **blocks}

        def fill(found: re.Match[str]) -> str:
            return str(escape(known[found["name"]])) if found["name"] else f'href="{escape(self.url(found["page"]))}'

        # It comes from Markdown without HTML of its own, and what is filled in is escaped.
        return Markup(OPEN.sub(fill, html))  # noqa: S704

    def _marked(self, html: Markup, tag: str) -> Markup:
        if self.stand_in is None or not html:
            return html
        return Markup('<{0} lang="{1}">{2}</{0}>').format(tag, self.stand_in, html)
