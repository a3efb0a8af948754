"""A chart as a picture that stands alone: title, what it shows, source, licence and address drawn in.

The drawing is the page's own SVG in a frame of fixed width. PNG is made from it on the server, with a font that comes
with a package, so that the same picture has the same bytes everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from textwrap import wrap

from markupsafe import escape

from portal.domain.profile import Portal
from portal.explorer.view import View
from portal.exports.indicator import path_of
from portal.exports.style import Style
from portal.i18n import HTML_LANG, NBSP, Locale, _, localized, use_locale
from portal.typeface.letters import FAMILY

#: Pixels: the picture's width, and the room around what is drawn.
WIDTH, MARGIN = 960, 30
INNER = WIDTH - 2 * MARGIN
#: Lines of the text around a chart: size in pixels, letters on a line (whatever the font), from one line to the next.
TITLE, LEAD, SMALL = (22, 72, 28), (15.5, 108, 21), (12.5, 132, 17)
#: What lies in a chart's markup: its kind, the drawing's attributes, what is drawn, and what stands beside it.
CHART = re.compile(
    r'<div class="(?P<kind>[^"]+)">\s*<svg (?P<attributes>[^>]*)>(?P<drawn>.*)</svg>(?P<beside>.*)</div>', re.DOTALL
)
HEIGHT = re.compile(r'\bheight="([\d.]+)"')
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
#: A drawing inside the drawing that a page stretches to its width.
STRETCHED = re.compile(
    r'<svg ([^>]*?)width="100%"([^>]*?)viewBox="0 0 ([\d.]+) [\d.]+" preserveAspectRatio="none"([^>]*)>(.*?)</svg>',
    re.DOTALL,
)
PATH = re.compile(r'\bd="([^"]*)"')
LICENCE = re.compile(r"CC BY [\d.]+")
LEADING = re.compile(r"(<tspan[^>]*>) ")
STEP = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True)
class Picture:
    """What is drawn and said in one picture. `foot` are its small lines: notes, source, licence, address."""

    locale: Locale
    title: str
    lead: Sequence[str]
    foot: Sequence[str]
    parts: Sequence[PicturePart]


@dataclass(frozen=True)
class PicturePart:
    """A piece of a picture: SVG placed from its own top left corner, in a frame of this height."""

    markup: str
    height: float
    thicker: dict[str, float] = field(default_factory=dict)


def of_view(view: View, style: Style) -> Picture:
    """A view of the explorer as a picture."""
    with use_locale(view.locale):
        foot = [
            *view.messages,
            *view.notes,
            f"{_('Source')}: {view.source}",
            *signature(view.portal, view.locale, path_of(view)),
        ]
        markup = str(view.svg("chart"))
    return Picture(view.locale, view.caption, [view.sentence], foot, [part] if (part := chart(markup, style)) else [])


def signature(portal: Portal, locale: Locale, path: str) -> list[str]:
    """Who publishes a picture, and where it is found."""
    return [f"{localized(portal.site.name, locale)}, {portal.site.site_url}{path}"]


def chart(markup: str, style: Style, wide: float = INNER) -> PicturePart | None:
    """A chart of the page as a part of a picture so wide; None where nothing is drawn."""
    found = CHART.match(markup)
    if found is None:
        return None
    box = BOX.search(found["attributes"])
    if box:
        return _map(found, float(box[1]), float(box[2]), style)
    high = HEIGHT.search(found["attributes"])
    left, right = style.sides(found["kind"].split())
    width, height = wide - left - right, float(high[1]) if high else 0.0
    drawn = spaced(STRETCHED.sub(lambda inner: _unstretched(inner, width), found["drawn"]))
    return PicturePart(
        f'<g class="{found["kind"]}"><svg x="{left:g}" width="{width:g}" height="{height:g}" overflow="visible">'
        f"{drawn}</svg></g>",
        height,
    )


def spaced(drawn: str) -> str:
    """The drawing with spaces at the beginning of a piece of text that no program leaves out."""
    return LEADING.sub(f"\\1{NBSP}", drawn)


def _unstretched(inner: re.Match[str], width: float) -> str:
    """A stretched drawing at its right width: not every program keeps a line as thick as it was when it stretches."""
    before, more, wide, after, drawn = inner.groups()
    factor = width / float(wide)

    def path(found: re.Match[str]) -> str:
        return f'd="{STEP.sub(lambda s: f"{s[1]}{float(s[2]) * factor:.1f} {s[3]}", found[1])}"'

    drawn = PATH.sub(path, drawn.replace(' vector-effect="non-scaling-stroke"', ""))
    return f'<svg {before}width="{width:g}"{more}{after}>{drawn}</svg>'


def _map(found: re.Match[str], wide: float, high: float, style: Style) -> PicturePart:
    """The map with its legend drawn beside it."""
    height = 540.0
    width = height * wide / high
    legend = _Legend(style)
    legend.feed(found["beside"])
    return PicturePart(
        f'<g class="{found["kind"]}"><svg class="choropleth" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" overflow="visible">{found["drawn"]}</svg>'
        f"{''.join(legend.drawn(width + 40, height))}</g>",
        height,
        {"areas": high / height},
    )


class _Legend(HTMLParser):
    """The map's legend, which is HTML on a page."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.rows: list[tuple[str, list[str]]] = []
        self.cite = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row begins with its colour; the borders' source is a paragraph of its own."""
        name = dict(attrs).get("class") or ""
        if tag == "i":
            self.rows.append((name, []))
        self._inside = {"p": name, "li": "row"}.get(tag, self._inside)

    def handle_data(self, data: str) -> None:
        """Text of a row or of the source."""
        if self._inside == "row" and self.rows:
            self.rows[-1][1].append(data.strip())
        elif self._inside == "cite":
            self.cite += data

    def _paint(self, name: str) -> str:
        """A row's colour; places without a figure have a dashed edge, the ten a dark one."""
        if name == "none":
            return f'fill="none" stroke="{self.style.colour("control")}" stroke-dasharray="3 2"'
        if name == "ten":
            return f'fill="none" stroke="{self.style.colour("ink")}" stroke-width="1.5"'
        return f'fill="{self.style.colour(name)}"'

    def drawn(self, x: float, height: float) -> Iterator[str]:
        """The rows from the bottom up, over the source of the borders."""
        lines = wrap(self.cite, 70)
        top = height - len(lines) * 17 - 24 * len(self.rows) - 10
        for at, (name, texts) in enumerate(self.rows):
            y = top + 24 * at
            text = " · ".join(text for text in texts if text)
            yield f'<rect x="{x:g}" y="{y:g}" width="26" height="16" {self._paint(name)}/>'
            yield f'<text class="legend" x="{x + 36:g}" y="{y + 13:g}">{escape(text)}</text>'
        for at, line in enumerate(lines):
            yield f'<text class="small" x="{x:g}" y="{height - 17 * (len(lines) - at - 1) - 4:g}">{escape(line)}</text>'


def svg(picture: Picture, style: Style) -> str:
    """The picture as an SVG file."""
    y, drawn = float(MARGIN), []
    for kind, (size, letters, step), texts in (("title", TITLE, [picture.title]), ("lead", LEAD, picture.lead)):
        lines = [*_lines(texts, letters)]
        drawn += [_text(kind, y + size + at * step, line) for at, line in enumerate(lines)]
        y += len(lines) * step + (10 if lines else 0)
    y += 8
    for part in picture.parts:
        drawn.append(f'<g transform="translate({MARGIN} {y:g})">{part.markup}</g>')
        y += part.height
    y += 22
    size, letters, step = SMALL
    foot = [*_lines(picture.foot, letters)]
    drawn += [_text("foot", y + size + at * step, line) for at, line in enumerate(foot)]
    return _file(picture, style, "".join(drawn), y + len(foot) * step + MARGIN)


def _lines(texts: Iterable[str], letters: int) -> Iterator[str]:
    for text in texts:
        yield from letters_of(text, letters)


def letters_of(text: str, letters: int) -> list[str]:
    """A text in lines of at most so many letters."""
    return wrap(LICENCE.sub(lambda found: found[0].replace(" ", NBSP), text), letters, break_on_hyphens=False)


def _text(kind: str, y: float, line: str) -> str:
    return f'<text class="{kind}" x="{MARGIN}" y="{y:g}">{escape(line)}</text>'


def _file(picture: Picture, style: Style, drawn: str, height: float) -> str:
    thicker = {name: times for part in picture.parts for name, times in part.thicker.items()}
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}" '
        f'lang="{HTML_LANG[picture.locale]}" xml:lang="{HTML_LANG[picture.locale]}" role="img" '
        f'font-family="{FAMILY}, sans-serif"><title>{escape(picture.title)}</title>'
        f"<desc>{escape(' '.join(picture.lead))}</desc><style>{style.of(drawn, thicker)}\n{_own_style(style)}</style>"
        f'<rect width="{WIDTH}" height="{height:g}" fill="{style.colour("paper")}"/>{drawn}</svg>\n'
    )


def _own_style(style: Style) -> str:
    ink, soft = style.colour("ink"), style.colour("soft")
    return "\n".join(
        (
            f".title{{font-size:{TITLE[0]}px;font-weight:700;fill:{ink}}}",
            f".lead{{font-size:{LEAD[0]}px;fill:{ink}}}",
            f".foot,.chart .small{{font-size:{SMALL[0]}px;fill:{soft}}}",
            f".chart .legend{{font-size:14px;fill:{ink}}}",
            f".chart .figure{{font-size:30px;font-weight:700;fill:{ink}}}",
            f".chart .figure-unit{{font-size:15px;font-weight:400;fill:{soft}}}",
        )
    )
