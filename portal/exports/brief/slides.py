"""A brief as slides: native charts and tables, text that can be pasted elsewhere, 16:9."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import segno
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from portal.exports import raster
from portal.exports.brief.charts import Charts, Frame
from portal.exports.brief.pieces import (
    Brief,
    BriefContact,
    ChartPiece,
    Drawing,
    Localized,
    Section,
    SoughtPartner,
    StrengthPiece,
    Table,
    TextLink,
    TownText,
    plain,
)
from portal.exports.style import Style
from portal.i18n import BASE, LANGUAGES, _
from portal.typeface.letters import width

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
SIDE, TOP, INNER = Inches(0.7), Inches(1.55), Inches(11.933)
#: The layout with a title and nothing else.
TITLE_ONLY = 5
#: A chart's sentence: its size in points and its lines' height in inches; the chart makes room for more than two lines.
SENTENCE, SENTENCE_LINE = 16, 0.27
#: So many pieces of text fit on a slide, in two columns, and so many sources.
PIECES, SOURCES = 4, 10
#: Archives say when each file in them was written; ours say always the same.
ARCHIVED = (1980, 1, 1, 0, 0, 0)
WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")

T = TypeVar("T")


@dataclass(frozen=True)
class Text:
    """A paragraph of one kind: its words, size in points, and colour by its name."""

    localized: Localized
    size: float = 14
    bold: bool = False
    hue: str = "ink"
    url: str = ""
    after: float = 3


def slides(brief: Brief, style: Style, day: dt.date) -> bytes:
    """The brief as a PowerPoint file; the same brief on the same day has the same bytes."""
    return _Deck(brief, style, day).saved()


class _Deck:
    """Writes one file."""

    def __init__(self, brief: Brief, style: Style, day: dt.date) -> None:
        self._brief, self._style, self._day = brief, style, day
        self._charts = Charts(style)
        self._file = Presentation()
        self._widen()
        self._paint()
        self._describe()
        self._cover()
        self._figures()
        for figure in brief.charts:
            self._chart(figure)
        self._places()
        self._sources()

    def saved(self) -> bytes:
        """The file, the same whenever it is written."""
        out = io.BytesIO()
        self._file.save(out)
        moment = f"{self._day.isoformat()}T00:00:00Z".encode()
        return _packed_again(out.getvalue(), moment)

    def _widen(self) -> None:
        """Every layout as wide as the slides: the template is made for 4:3."""
        factor = WIDTH / self._file.slide_width
        self._file.slide_width, self._file.slide_height = WIDTH, HEIGHT
        master = self._file.slide_master
        for shape in (shape for page in (master, *master.slide_layouts) for shape in page.shapes):
            if shape._element.find(".//{*}xfrm") is not None:
                shape.left, shape.width = Emu(round(shape.left * factor)), Emu(round(shape.width * factor))

    def _paint(self) -> None:
        """The site's colours in the theme, so that what is added later matches."""
        theme = self._file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        colours = ("accent", "mark", "ten", "other", "q4", "q3")
        blob = theme.blob
        for at, token in enumerate(colours, start=1):
            value = self._style.colour(token).lstrip("#").upper().encode()
            blob = re.sub(rb"(<a:accent%d><a:srgbClr val=\")[0-9A-F]{6}" % at, rb"\g<1>" + value, blob)
        theme._blob = blob

    def _describe(self) -> None:
        about = self._file.core_properties
        about.title, about.author = plain(f"{self._brief.title} – {self._brief.brand}"), plain(self._brief.brand)
        about.subject, about.language = plain(self._brief.lead.text)[:250], LANGUAGES[self._brief.locale].tag
        about.last_modified_by, about.comments = plain(self._brief.brand), self._brief.link.url
        about.created = about.modified = dt.datetime(self._day.year, self._day.month, self._day.day)

    def _colour(self, token: str) -> RGBColor:
        return self._charts.colour(token)

    def _slide(self, title: str) -> Any:
        """A slide with its title, and at its foot where the figures come from."""
        slide = self._file.slides.add_slide(self._file.slide_layouts[TITLE_ONLY])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = SIDE, Inches(0.4), INNER, Inches(0.95)
        self._fill(
            head.text_frame, [Text(Localized(title), 28 if len(title) < 70 else 22, bold=True)], MSO_ANCHOR.MIDDLE
        )
        foot = [
            Text(Localized(self._brief.credit), 10, hue="soft"),
            Text(Localized(f"{self._brief.made} · {self._brief.link.text}"), 10, hue="soft", url=self._brief.link.url),
        ]
        self._box(slide, (SIDE, Inches(6.78), INNER, Inches(0.6)), foot)
        return slide

    def _box(self, slide: Any, frame: Frame, texts: Iterable[Text]) -> None:
        shown = [text for text in texts if text.localized.text]
        if shown:
            self._fill(slide.shapes.add_textbox(*frame).text_frame, shown, MSO_ANCHOR.TOP)

    def _fill(self, frame: Any, texts: Iterable[Text], anchor: MSO_ANCHOR) -> None:
        frame.word_wrap, frame.vertical_anchor = True, anchor
        frame.margin_left = frame.margin_right = 0
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._write(paragraph, text)

    def _write(self, paragraph: Any, text: Text) -> None:
        paragraph.alignment, paragraph.space_after = 1, Pt(text.after)
        run = paragraph.add_run()
        run.text = plain(text.localized.text)
        run.font.size, run.font.bold = Pt(text.size), text.bold
        run.font.color.rgb = self._colour(text.hue)
        run._r.get_or_add_rPr().set("lang", LANGUAGES[BASE if text.localized.lang else self._brief.locale].tag)
        if text.url:
            run.hyperlink.address = plain(text.url)

    def _cover(self) -> None:
        brief = self._brief
        slide = self._slide(brief.title)
        wash = slide.background.fill
        wash.solid()
        wash.fore_color.rgb = self._colour("wash")
        head = slide.shapes.title
        head.top, head.width, head.height = Inches(1.75), Inches(8.2), Inches(1.3)
        head.text_frame.paragraphs[0].runs[0].font.size = Pt(54 if len(brief.title) < 22 else 32)
        self._box(slide, (SIDE, Inches(0.6), Inches(8), Inches(0.4)), [Text(Localized(brief.brand), 14, bold=True)])
        self._box(slide, (SIDE, Inches(1.4), Inches(8), Inches(0.4)), [Text(brief.kicker, 16, hue="soft")])
        texts = [Text(brief.lead, 22 if not brief.several else 18, after=12)]
        texts += [Text(Localized(message), 14, bold=True, hue="mark") for message in brief.messages]
        self._box(slide, (SIDE, Inches(3.15), Inches(7.6), Inches(1.9)), texts)
        back = [Text(Localized(brief.link.text), 14, url=brief.link.url), Text(Localized(brief.made), 12, hue="soft")]
        self._box(slide, (Inches(2.05), Inches(5.55), Inches(6), Inches(0.8)), back)
        self._qr(slide, SIDE, Inches(5.4), Inches(1.2))
        if brief.map:
            high = Inches(5.7)
            wide = Emu(round(high * brief.map.width / brief.map.height))
            frame = (Emu(WIDTH - SIDE - wide), Inches(0.5), wide, high)
            _picture(slide, raster.png(brief.map.svg), frame, brief.map)
            credit = (Inches(8.6), Inches(6.35), Emu(WIDTH - SIDE - Inches(8.6)), Inches(0.3))
            self._box(slide, credit, [Text(Localized(brief.map_source), 10, hue="soft")])

    def _qr(self, slide: Any, left: int, top: int, size: int) -> None:
        out = io.BytesIO()
        segno.make(self._brief.link.url, error="m", micro=False).save(out, kind="png", scale=8, border=2)
        _picture(slide, out.getvalue(), (left, top, size, size), self._brief.qr)

    def _figures(self) -> None:
        brief = self._brief
        if brief.tiles:
            head = (_("Indicator"), _("Figure"), _("Period"), _("Position among the ten towns"), _("Whole country"))
            rows = [(t.name, t.number + t.unit, t.period, t.rank, t.country or "–") for t in brief.tiles]
            self._table(Table(brief.words["key_figures"], head, rows, [brief.tiles_note]))
        for table in brief.tables:
            self._table(table)

    def _table(self, table: Table) -> None:
        slide = self._slide(table.title)
        count = len(table.rows) + 1
        frame = (SIDE, TOP, INNER, Inches(min(0.5, 4.7 / count) * count))
        shape = slide.shapes.add_table(count, len(table.head), *frame)
        _described(shape, table.title)
        made = shape.table
        wide = 2 if table.words else 1.6
        unit = INNER / (len(table.head) - 1 + wide)
        for at, column in enumerate(made.columns):
            column.width = Emu(round(unit * (wide if at == 0 else 1)))
        size = 12 if table.words or count > 10 else 16 if count <= 8 else 14
        for y, row in enumerate([table.head, *table.rows]):
            for x, text in enumerate(row):
                self._cell(made.cell(y, x), text, size, head=y == 0)
        self._box(
            slide, (SIDE, Inches(6.4), INNER, Inches(0.35)), [Text(Localized(n), 11, hue="soft") for n in table.notes]
        )

    def _cell(self, cell: Any, text: str, size: float, *, head: bool) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = self._colour("wash" if head else "on-accent")
        cell.margin_top = cell.margin_bottom = Inches(0.04)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._write(cell.text_frame.paragraphs[0], Text(Localized(text), size, bold=head, after=0))

    def _chart(self, figure: ChartPiece) -> None:
        if figure.chart is None:
            return
        slide = self._slide(figure.title)
        down = Inches(SENTENCE_LINE * max(0, _lines(figure.sentence) - 2))
        self._box(
            slide, (SIDE, Inches(1.35), INNER, Emu(Inches(0.4) + down)), [Text(Localized(figure.sentence), SENTENCE)]
        )
        frame = (SIDE, Emu(Inches(1.95) + down), INNER, Emu(Inches(4.35) - down))
        shape = self._charts.add(slide, figure.chart, frame)
        _described(shape, figure.drawing.alt)
        notes = [Text(Localized(text), 10.5, hue="soft", after=0) for text in (*figure.notes[:1], figure.source)]
        self._box(slide, (SIDE, Inches(6.33), INNER, Inches(0.45)), notes)

    def _places(self) -> None:
        brief = self._brief
        if brief.several:
            for place in brief.places:
                self._place(place)
            return
        for place in brief.places:
            self._pieces(brief.words["strengths"], [[*_claim(claim)] for claim in place.strengths])
            wishes = [[*_wish(wish)] for wish in place.wanted]
            wishes += [[*_wish(wish, brief.words["recruitment"])] for wish in place.recruited]
            self._pieces(brief.words["looking_for"], wishes)
            self._pieces(brief.words["already"], [[*_section(section)] for section in place.sections])
            self._contact(place)

    def _pieces(self, title: str, pieces: Sequence[Sequence[Text]]) -> None:
        """Short texts in two columns, four on a slide."""
        wide = Inches(5.75)
        for few in _few(pieces, PIECES):
            slide = self._slide(title)
            for at, texts in enumerate(few):
                left, top = SIDE if at % 2 == 0 else Emu(SIDE + INNER - wide), TOP + Inches(2.55) * (at // 2)
                self._box(slide, (left, Emu(top), wide, Inches(2.4)), texts)

    def _place(self, place: TownText) -> None:
        """One of several towns on one slide: what it is strong in, whom it seeks, whom to ask."""
        slide = self._slide(place.name)
        self._box(slide, (SIDE, Inches(1.3), INNER, Inches(0.6)), [Text(place.pitch, 16)])
        words, wide, top, high = self._brief.words, Inches(5.75), Inches(2.1), Inches(4.5)
        left = [Text(Localized(words["strengths"]), 16, bold=True, hue="accent", after=6)] if place.strengths else []
        for claim in place.strengths[:PIECES]:
            left += [Text(claim.title, 16, bold=True, after=0), _proof(claim, 12)]
        right = [Text(Localized(words["looking_for"]), 16, bold=True, hue="accent", after=6)] if place.wanted else []
        for wish in place.wanted:
            right += [
                Text(wish.title, 16, bold=True, url=wish.url, after=0),
                Text(Localized(wish.cite), 12, hue="soft"),
            ]
        right.append(Text(Localized(words["contact"]), 16, bold=True, hue="accent", after=6))
        for whom in place.contacts:
            right += _whom(whom)
        right.append(Text(Localized(place.link.text), 12, url=place.link.url))
        self._box(slide, (SIDE, top, wide, high), left)
        self._box(slide, (Emu(SIDE + INNER - wide), top, wide, high), right)

    def _contact(self, place: TownText) -> None:
        slide = self._slide(self._brief.words["contact"])
        wide = Inches(5.75)
        for at, whom in enumerate(place.contacts[: 2 * PIECES]):
            left = SIDE if at % 2 == 0 else Emu(SIDE + INNER - wide)
            top = TOP + Inches(1.2) * (at // 2)
            self._box(slide, (left, Emu(top), wide, Inches(1.15)), _whom(whom))
        self._qr(slide, SIDE, Inches(5.1), Inches(1.4))
        back = [
            Text(Localized(self._brief.words["online"]), 16, bold=True),
            Text(Localized(place.link.text), 16, url=place.link.url),
        ]
        self._box(slide, (Inches(2.3), Inches(5.3), Inches(9), Inches(1)), back)

    def _sources(self) -> None:
        brief = self._brief
        if brief.data:
            self._table(brief.data)
        for few in _few(brief.sources, SOURCES):
            slide = self._slide(brief.words["said"])
            self._box(slide, (SIDE, TOP, INNER, Inches(5)), [_cited(source) for source in few])


def _lines(text: str) -> int:
    """About how many lines a chart's sentence takes."""
    return math.ceil(width(text, size=SENTENCE) / (INNER / Pt(1)))


def _few(items: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    """The items in groups of so many."""
    for at in range(0, len(items), count):
        yield items[at : at + count]


def _claim(claim: StrengthPiece) -> Iterator[Text]:
    yield Text(claim.title, 18, bold=True)
    yield Text(claim.text, 15)
    yield Text(Localized(claim.evidence), 13, bold=True, hue="accent")
    yield Text(Localized(claim.fault), 13, bold=True, hue="mark")
    yield Text(Localized(claim.cite), 11, hue="soft", url=claim.url)


def _proof(claim: StrengthPiece, size: float) -> Text:
    """What supports a strength, in one line; that it no longer does, where so."""
    told = " · ".join(text for text in (claim.evidence or claim.cite, claim.fault) if text)
    return Text(Localized(told), size, hue="mark" if claim.fault else "soft", after=6)


def _wish(wish: SoughtPartner, kind: str = "") -> Iterator[Text]:
    yield Text(Localized(kind), 12, hue="soft")
    yield Text(wish.title, 18, bold=True, url=wish.url)
    for words in wish.texts[:2]:
        yield Text(words, 15)
    yield Text(Localized(wish.cite), 11, hue="soft")


def _section(section: Section) -> Iterator[Text]:
    """A heading with its first sentences: a slide has room for two."""
    yield Text(Localized(section.title), 18, bold=True, hue="accent")
    for fact in section.facts[:2]:
        name = ", ".join(part for part in (fact.name.text, fact.measure) if part)
        yield Text(Localized(name, fact.name.lang), 14, bold=True, after=0)
        yield Text(fact.text, 13)
    yield Text(Localized(section.cite), 11, hue="soft")


def _whom(whom: BriefContact) -> list[Text]:
    return [
        Text(whom.name, 14, bold=True, after=0),
        *(Text(Localized(way.text), 14, url=way.url, after=0) for way in whom.links),
        Text(Localized(whom.cite), 11, hue="soft"),
    ]


def _cited(source: TextLink) -> Text:
    return Text(Localized(source.text), 12, url=source.url, after=6)


def _picture(slide: Any, png: bytes, frame: Frame, drawn: Drawing) -> None:
    _described(slide.shapes.add_picture(io.BytesIO(png), *frame), drawn.alt)


def _described(shape: Any, words: str) -> None:
    """What a shape shows, for those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", plain(words))


def _packed_again(archive: bytes, moment: bytes) -> bytes:
    """The same archive without the hour in which it was written; charts have archives inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _packed_again(content, moment)
            elif name == "docProps/core.xml":
                content = WRITTEN.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, ARCHIVED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
