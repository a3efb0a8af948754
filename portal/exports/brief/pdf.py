"""Sets a brief as a tagged PDF (PDF/UA-1) with our own typeface: no browser, no network."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from portal.exports.brief.pieces import Brief, TownText, plain
from portal.exports.style import Style
from portal.i18n import LANGUAGES
from portal.typeface.letters import CUTS, FAMILY, FOLDER

#: A brief has at most so many pages.
MOST = 4
PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
TEMPLATE = Path(__file__).with_name("brief.typ")
COLOURS = ("ink", "soft", "line", "accent", "mark", "wash")
#: Stands for a sign that the font does not have: a page must not hold what cannot be shown.
INSTEAD = "?"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def _signs() -> frozenset[int]:
    """The signs that all weights have."""
    found = (TTFont(file, lazy=True).getBestCmap() for file in CUTS.values())
    return frozenset.intersection(*(frozenset(signs) for signs in found)) | {0x00AD, 0x200C, 0x200D}


def pdf(brief: Brief, style: Style, day: dt.date) -> bytes:
    """The brief as a PDF of at most four pages; the same brief on the same day has the same bytes."""
    made = b""
    for shorter in shortened(brief):
        made = _set(shorter, style, day)
        if pages(made) <= MOST:
            break
    return made


def shortened(brief: Brief) -> Iterator[Brief]:
    """The brief, and what is left of it as more and more is left to the page that it leads to."""
    yield brief
    yield (brief := replace(brief, sources=()))
    yield (brief := replace(brief, places=[_core(place) for place in brief.places]))
    yield (brief := replace(brief, figures=brief.figures[:1]))
    yield (brief := replace(brief, places=[_fewer(place) for place in brief.places]))
    yield replace(
        brief, places=[replace(place, strengths=(), wanted=place.wanted[:1], sections=()) for place in brief.places]
    )


def _core(place: TownText) -> TownText:
    wanted = [replace(wish, texts=wish.texts[:1], chips=()) for wish in place.wanted[:2]]
    return replace(place, strengths=place.strengths[:2], wanted=wanted, recruited=(), contacts=place.contacts[:1])


def _fewer(place: TownText) -> TownText:
    """A town with the first two things of each section."""
    return replace(place, sections=[replace(section, facts=section.facts[:2]) for section in place.sections])


def _least(place: TownText) -> TownText:
    return replace(place, strengths=(), wanted=place.wanted[:1], sections=())


def pages(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = PAGES.search(made)
    return int(found[1]) if found else 0


def _set(brief: Brief, style: Style, day: dt.date) -> bytes:
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"brief": json.dumps(_data(brief, style, day), ensure_ascii=False)},
        timestamp=dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def _data(brief: Brief, style: Style, day: dt.date) -> Any:
    language = LANGUAGES[brief.locale]
    bare = replace(brief, charts=(), figures=[replace(f, chart=None) for f in brief.figures])
    return {
        **shown(asdict(bare)),
        "font": FAMILY,
        "lang": language.code,
        "region": language.territory,
        "day": [day.year, day.month, day.day],
        "colours": {name: style.colour(name) for name in COLOURS},
    }


def _instead(sign: str) -> str:
    """A plainer form of a sign that the font lacks, such as a hyphen for one that never breaks a line."""
    plainer = unicodedata.normalize("NFKC", sign).replace("\u2010", "-")
    return plainer if all(ord(part) in _signs() for part in plainer) else INSTEAD


def shown(piece: Any) -> Any:
    """The same data with what the font cannot show replaced, in every text."""
    if isinstance(piece, str):
        return "".join(sign if ord(sign) in _signs() else _instead(sign) for sign in plain(piece))
    if isinstance(piece, dict):
        return {key: shown(value) for key, value in piece.items()}
    if isinstance(piece, list | tuple):
        return [shown(value) for value in piece]
    return piece
