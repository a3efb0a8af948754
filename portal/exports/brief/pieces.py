"""What a brief says, piece by piece, before it is set as a PDF or as slides."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from portal import i18n
from portal.charts.chart import Chart
from portal.i18n import Locale, LocalizedText

#: Invisible signs that belong to a text: where a word may be broken, and where its letters join.
KEPT = "\u00ad\u200c\u200d"


@dataclass(frozen=True)
class Localized:
    """A text; `lang` is set where it stands in another language than the brief."""

    text: str
    lang: str = ""


def localized(words: LocalizedText, locale: Locale) -> Localized:
    """A text of the content; a Finnish stand-in says that it is Finnish."""
    return Localized(i18n.localized(words, locale), "" if getattr(words, locale) else i18n.BASE)


def plain(text: str) -> str:
    """A text without signs that nobody sees: controls, and marks that would turn the direction of what follows."""
    return "".join(" " if sign in "\n\t" else sign for sign in text if sign in "\n\t" or not _unseen(sign))


def _unseen(sign: str) -> bool:
    return sign not in KEPT and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True)
class Drawing:
    """An SVG file that stands alone, its size in its own units, and what it shows in words."""

    svg: str
    width: float
    height: float
    alt: str = ""


@dataclass(frozen=True)
class Tile:
    """One key figure. `facts` are its period, rank and country in a line.

    `steps` are the towns that have a figure, `step` is the town's position among them.
    """

    name: str
    number: str
    unit: str
    period: str
    rank: str
    country: str
    facts: str
    spark: Drawing
    step: int = 0
    steps: int = 0


@dataclass(frozen=True)
class ChartPiece:
    """A chart with its words. `chart` are its numbers, for slides whose charts can be edited."""

    title: str
    sentence: str
    drawing: Drawing
    source: str
    notes: Sequence[str] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first cell of each row is its name. `words`: its cells are no figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    words: bool = False


@dataclass(frozen=True)
class StrengthPiece:
    """A strength with what supports it."""

    title: Localized
    text: Localized
    evidence: str
    fault: str
    cite: str
    url: str = ""


@dataclass(frozen=True)
class SoughtPartner:
    """Someone a town is looking for, and who said so."""

    title: Localized
    texts: Sequence[Localized]
    chips: Sequence[Localized]
    cite: str
    url: str


@dataclass(frozen=True)
class FactPiece:
    """A sourced sentence, with the name and the measure of what it is about, where it has them."""

    text: Localized
    name: Localized = Localized("")
    measure: str = ""


@dataclass(frozen=True)
class Section:
    """Sourced sentences under a heading; `cite` names their sources."""

    title: str
    facts: Sequence[FactPiece]
    cite: str


@dataclass(frozen=True)
class TextLink:
    """A text that leads somewhere."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class BriefContact:
    """An organisation to contact."""

    name: Localized
    links: Sequence[TextLink]
    cite: str


@dataclass(frozen=True)
class TownText:
    """What a brief says of one town in words; other municipalities have figures only."""

    name: str
    region: Localized
    pitch: Localized
    link: TextLink
    strengths: Sequence[StrengthPiece] = ()
    wanted: Sequence[SoughtPartner] = ()
    recruited: Sequence[SoughtPartner] = ()
    more: str = ""
    sections: Sequence[Section] = ()
    contacts: Sequence[BriefContact] = ()


@dataclass(frozen=True)
class Brief:
    """A town or several as something to hand to a board.

    `link` leads back to the page; `credit` names where the figures come from and stands on every page. `figures` are
    drawn on paper, `charts` on slides: a trend and a ranking.
    """

    locale: Locale
    kicker: Localized
    title: str
    lead: Localized
    brand: str
    link: TextLink
    qr: Drawing
    made: str
    credit: str
    map: Drawing | None
    map_source: str
    words: dict[str, str]
    messages: Sequence[str] = ()
    tiles: Sequence[Tile] = ()
    tiles_note: str = ""
    figures: Sequence[ChartPiece] = ()
    charts: Sequence[ChartPiece] = ()
    tables: Sequence[Table] = ()
    places: Sequence[TownText] = ()
    several: bool = False
    sources: Sequence[TextLink] = ()
    data: Table | None = None
