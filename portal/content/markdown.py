"""One text in Markdown: to HTML, or everything that is wrong with it, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.content import damage
from portal.content.advice import Advice, like_this, short
from portal.content.mistake import nearest, not_among
from portal.content.source_text import SourceText, UnreadableError
from portal.content.texts import TEXTS, Heading, Text, TextKind
from portal.i18n import BASE, _
from portal.problems import Problem
from portal.urls import PAGES

#: A value in braces, in a text and where it is still to be filled in.
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
ANCHOR = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}$")
#: A block's name alone in the last line of a list's item.
LAST_LINE = re.compile(r"\n\{([^{}\n]*)\}$")
PAGE_LINK = re.compile(r"page:(?P<page>[a-z_]*)(?:#(?P<anchor>[\w-]+))?")
#: Pages that can be named without saying what they are about.
LINKED = tuple(page for page, paths in PAGES.items() if "<" not in paths[BASE])
OUTSIDE = ("https://", "http://", "mailto:", "tel:")

SHOWN = {
    *("paragraph_open", "paragraph_close", "heading_open", "heading_close", "inline", "text", "softbreak", "hardbreak"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"),
    *("list_item_open", "list_item_close", "em_open", "em_close", "strong_open", "strong_close"),
    *("code_inline", "link_open", "link_close"),
}
CLOSING = "_close"
#: Stands for a brace in code, which is shown as it is.
BRACE = "\ue000"


def _html() -> Advice:
    return _("HTML is not shown in texts."), _("Write it in Markdown: **strong**, *emphasis*, [words](https://…).")


#: Kinds of marks that no text has -> what to say.
REFUSED: dict[str, Callable[[], Advice]] = {
    **dict.fromkeys(("html_block", "html_inline"), _html),
    "image": lambda: (_("pictures are not shown in texts."), _("Delete it.")),
    "code_block": lambda: (_("four spaces at the beginning of a line make a block of code."), _("Delete the spaces.")),
    "fence": lambda: (_("blocks of code are not shown in texts."), _("Delete the three marks before and after it.")),
    "hr": lambda: (_("lines across the page are not shown in texts."), _("Delete it.")),
    "blockquote_open": lambda: (_("“>” at the beginning of a line makes a quotation."), _("Delete it.")),
}


def parsed(file: Path, raw: bytes, kind: TextKind) -> tuple[Text | None, list[Problem]]:
    """The text of what was read from a file; none where anything is wrong with it."""
    try:
        source = SourceText.plain(file, raw)
    except UnreadableError as unreadable:
        return None, [unreadable.problem]
    text = _Reader(source, kind).text()
    return (None if source.problems else text), sorted(source.problems, key=lambda problem: problem.place)


@dataclass
class _Reader:
    """Goes through a text's tokens, prepares them for HTML, and reports what is wrong."""

    source: SourceText
    kind: TextKind
    markdown: MarkdownIt = field(default_factory=lambda: MarkdownIt("commonmark", {"xhtmlOut": False}))
    headings: list[Heading] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    #: How often a piece was met that stands in the same lines more than once.
    met: dict[tuple[int, str], int] = field(default_factory=dict)

    def text(self) -> Text:
        # What is no address to Markdown would else be shown as it is written, and nobody be told.
        self.markdown.validateLink = lambda url: True  # type: ignore[method-assign]
        tokens = self.markdown.parse(self.source.text)
        self._damaged()
        for i, token in enumerate(tokens):
            self._block(token, tokens[max(i - 1, 0) : i + 2])
        self._lacking(tokens)
        lead = tokens[1:2] if self.kind.lead and tokens else []
        return Text(self._html(lead), self._html(tokens[3:] if lead else tokens), tuple(self.headings))

    def _html(self, tokens: Sequence[Token]) -> str:
        html = str(self.markdown.renderer.render(tokens, self.markdown.options, {}))
        return html.replace(BRACE, "&#123;").strip()

    # Blocks

    def _block(self, token: Token, around: Sequence[Token]) -> None:
        start, end = token.map or (0, len(self.source.lines))
        if token.type not in SHOWN and not token.type.endswith(CLOSING):
            first = "" if token.type == "fence" else token.content.strip().split("\n")[0]
            self._report(start, end, first, REFUSED[token.type]())
        elif token.type == "heading_open":
            self._heading(token, around[-1])
        elif token.type == "inline":
            self._inline(token, around, start, end)

    def _heading(self, token: Token, words: Token) -> None:
        line = (token.map or [0])[0]
        if token.tag not in ("h2", "h3"):
            self.source.report(line, 0, self._level(token.tag))
        last = (words.children or [Token("text", "", 0)])[-1]
        anchor = ANCHOR.search(last.content)
        if anchor:
            last.content = last.content[: anchor.start()]
            token.attrs["id"] = anchor[1]
        self.headings.append(Heading(token.tag, anchor[1] if anchor else "", self.source.place(line, 0)))

    def _level(self, tag: str) -> Advice:
        if tag == "h1":
            return _("a heading of the first level is the page's own title."), _("Begin the line with ##.")
        return _("headings have two levels, ## and ###."), _("Begin the line with ###.")

    # What stands within a line

    def _inline(self, token: Token, around: Sequence[Token], start: int, end: int) -> None:
        alone = PLACEHOLDER.fullmatch(token.content)
        if alone and alone[1] in self.kind.blocks and around[0].type == "paragraph_open":
            around[0].hidden = around[-1].hidden = True
        last = alone or (LAST_LINE.search(token.content) if around[0].hidden else None)
        for child in token.children or []:
            if child.type not in SHOWN:
                self._report(start, end, "![" if child.type == "image" else child.content, REFUSED[child.type]())
            elif child.type == "text":
                self._values(child.content, start, end, last[1] if last else "")
            elif child.type == "code_inline":
                child.content = child.content.replace("{", BRACE)
            elif child.type == "link_open":
                self._link(child, start, end)

    def _values(self, text: str, start: int, end: int, block: str) -> None:
        for found in PLACEHOLDER.finditer(text):
            name = found[1]
            self.used.add(nearest(name, self.kind.names) or name)  # what is misspelt is not missed as well
            if name not in self.kind.names:
                message, known = _("there is no value {%(name)s} for this text.", name=name), self._known()
                self._report(start, end, found[0], not_among(name, self.kind.names, message, known))
            elif name in self.kind.blocks and name != block:
                hint = _("Leave an empty line before and after it.")
                self._report(start, end, found[0], (_("{%(name)s} stands on a line of its own.", name=name), hint))

    def _known(self) -> str:
        names = ", ".join(f"{{{name}}}" for name in self.kind.names)
        return _("It has these: %(names)s.", names=names) if names else _("Write what it stands for.")

    def _lacking(self, tokens: Sequence[Token]) -> None:
        if not tokens:
            self.source.report(0, 0, (_("the file is empty."), _("Write the text into it.")))
            return
        if self.kind.lead and tokens[0].type != "paragraph_open":
            message = _("the text does not begin with a paragraph.")
            self.source.report(
                (tokens[0].map or [0])[0], 0, (message, _("Write what the page is about before its first heading."))
            )
        for name in self.kind.names:
            if name not in self.used:
                self.source.report(
                    0, 0, (_("the text lacks {%(name)s}.", name=name), _("Write it where its value belongs."))
                )
        for anchor in set(self.kind.anchors) - {heading.anchor for heading in self.headings}:
            hint = _("Write it behind a heading: ## Heading {#%(name)s}", name=anchor)
            self.source.report(0, 0, (_("other pages link to {#%(name)s}, which is missing here.", name=anchor), hint))

    # Links

    def _link(self, token: Token, start: int, end: int) -> None:
        href = str(token.attrs["href"])
        token.attrs = {"href": href}
        advice = self._unknown(href)
        if advice:
            self._report(start, end, href, advice)
        elif href.startswith(OUTSIDE[:2]):
            token.attrs["rel"] = "noopener"

    def _unknown(self, href: str) -> Advice | None:
        """What is wrong with an address, if anything is."""
        own = PAGE_LINK.fullmatch(href)
        if own:
            return self._unknown_page(own["page"], own["anchor"])
        if href.startswith(OUTSIDE) and "%7B" not in href and len(href) > len("https://"):
            return None
        return _("“%(address)s” is no address to link to.", address=short(href)), self._pages()

    def _unknown_page(self, page: str, anchor: str | None) -> Advice | None:
        if page not in LINKED:
            return not_among(page, LINKED, _("there is no page “%(name)s”.", name=page), self._pages())
        anchors = TEXTS[page].anchors if page in TEXTS else ()
        if anchor and anchor not in anchors:
            message = _("page “%(page)s” has no heading {#%(name)s}.", page=page, name=anchor)
            return not_among(anchor, anchors, message, _("Link to the page itself: page:%(page)s", page=page))
        return None

    def _pages(self) -> str:
        pages = ", ".join(f"page:{page}" for page in LINKED)
        return _("Write https://…, mailto:…, tel:… or a page of this site: %(pages)s.", pages=pages)

    # Places

    def _report(self, start: int, end: int, piece: str, advice: Advice) -> None:
        """A fault of a piece of the text between two lines."""
        places = [*self._places(start, end, piece)] or [(start, 0)]
        nth = self.met.get((start, piece), 0)
        self.met[start, piece] = nth + 1
        self.source.report(*places[min(nth, len(places) - 1)], advice)

    def _places(self, start: int, end: int, piece: str) -> Iterator[tuple[int, int]]:
        for number in range(start, end):
            for found in re.finditer(re.escape(piece), self.source.line(number)) if piece else ():
                yield number, found.start()

    def _damaged(self) -> None:
        """Letters that another program took for others when it saved the file."""
        for number, line in enumerate(self.source.lines):
            mended = damage.mended(line)
            if mended != line:
                message = _(
                    "letters were garbled when the file was saved: “%(text)s”.", text=short(damage.sample(line))
                )
                self.source.report(number, 0, (message, like_this(short(mended, 160))))
                return
