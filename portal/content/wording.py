"""What is wrong with texts although the file is right: letters and words lost, markup shown, translations missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from html.entities import html5
from typing import Any, NamedTuple

from portal.content import damage
from portal.content.advice import Advice, like_this, quoted, short
from portal.content.fields import LONGEST_ADDRESS, LONGEST_TEXT, LONGEST_WORDS, Longest
from portal.content.model_types import ModelPart, bare, limit, pattern
from portal.content.yaml_file import Steps, YamlFile, line_of, named
from portal.i18n import LocalizedText, _
from portal.problems import Problem, Severity

#: So much of a mended text is shown.
SHOWN = 160
#: So many damaged texts are told one by one; more are the work of one program on the whole file.
FEW = 5


class Written(NamedTuple):
    """One text of a file: the way to it, whether it is free, how much of it fits, and what it says."""

    steps: Steps
    #: In one's own words: no address, key or date.
    free: bool
    longest: Longest
    text: str


def texts(parts: Iterable[ModelPart]) -> Iterator[Written]:
    """Every text of a file."""
    longest: dict[Steps, Longest] = {}
    for steps, own, value in parts:
        if isinstance(value, str):
            is_text, free, own_limit = _limits(own)
            if is_text:
                yield Written(steps, free, longest.get(steps[:-1], own_limit), value)
        elif bare(own) is LocalizedText:
            longest[steps] = limit(own, Longest) or LONGEST_WORDS


@cache
def _limits(kind: Any) -> tuple[bool, bool, Longest]:
    """Whether a kind is a text, whether a free one, and how much of it fits where it is no translation."""
    free = pattern(kind) is None
    return bare(kind) is str, free, limit(kind, Longest) or (LONGEST_TEXT if free else LONGEST_ADDRESS)


def text_faults(parts: Iterable[ModelPart], sheet: YamlFile) -> Iterator[Problem]:
    """What is lost from texts or does not fit, and what readers would see of markup."""
    found = [*texts(parts)]
    yield from _damaged([written for written in found if SUSPECT.search(written.text)], sheet)
    for written in found:
        if written.free and sheet.cut:
            yield from _said(written, sheet, _cut(written, sheet), "error")
        if written.free and SUSPECT.search(written.text):
            yield from _said(written, sheet, _marked_up(written), "warning")
            yield from _said(written, sheet, _in_curly_quotes(written), "warning")
            yield from _said(written, sheet, _question_mark(written), "warning")
        if len(written.text) > written.longest.characters:
            yield from _said(written, sheet, _too_long(written), "error")
    yield from _begun_with_comment(sheet)


def _said(written: Written, sheet: YamlFile, advice: Advice | None, severity: Severity) -> Iterator[Problem]:
    if advice:
        yield Problem(sheet.place(written.steps), named(written.steps), *advice, severity)


# Text after a number sign


def _cut(written: Written, sheet: YamlFile) -> Advice | None:
    rest = sheet.cut.get(written.steps)
    if not rest:
        return None
    return _left_out(written.steps, f"{written.text} {rest}", rest)


def _left_out(steps: Steps, whole: str, rest: str) -> Advice:
    message = _("what follows the # is left out: “%(rest)s”.", rest=short(rest))
    line = line_of(steps, quoted(short(whole, SHOWN)))
    return message, _("Put the text in quotation marks: %(line)s – or move a comment to a line of its own.", line=line)


def _begun_with_comment(sheet: YamlFile) -> Iterator[Problem]:
    """`fi: #1 in Finland`: the whole text is a comment."""
    for steps, rest in sheet.cut.items():
        spot = sheet.spots[steps]
        if not spot.written and re.match(r"#\S", rest) and steps:
            advice = _left_out(steps, rest, rest)
            yield Problem(sheet.key(steps), named(steps), *advice)


# Letters


def _damaged(found: list[Written], sheet: YamlFile) -> Iterator[Problem]:
    """Texts whose letters another program took for others."""
    hit = [(written, mended) for written in found if (mended := damage.mended(written.text)) != written.text]
    if len(hit) > FEW:
        written, mended = hit[0]
        message = _(
            "the letters of %(count)s texts were garbled when the file was saved; the first is here: “%(text)s”.",
            count=len(hit),
            text=short(damage.sample(written.text)),
        )
        hint = _(
            "Restore an older version of the file, or open it as UTF-8 and save it again. "
            "This line should be: %(line)s",
            line=line_of(written.steps, short(mended, SHOWN)),
        )
        yield Problem(sheet.place(written.steps), named(written.steps), message, hint)
    for written, mended in hit if len(hit) <= FEW else []:
        message = _(
            "letters were garbled when the file was saved: “%(text)s”.", text=short(damage.sample(written.text))
        )
        advice = message, like_this(line_of(written.steps, short(mended, SHOWN)))
        yield from _said(written, sheet, advice, "error")
    for written in found:
        if "\ufffd" in written.text:
            word = next(word for word in written.text.split() if "\ufffd" in word)
            advice = _("a letter is lost here: “%(word)s”.", word=short(word)), _("Write the word again.")
            yield from _said(written, sheet, advice, "error")


def _question_mark(written: Written) -> Advice | None:
    if "?" not in written.text:
        return None
    found = re.search(r"(?<![\w/:.?=&])[^\W\d_]+\?[^\W\d_]+(?![\w/?=&])", written.text)
    if not found:
        return None
    message = _("there is a question mark within a word: “%(word)s”.", word=short(found.group()))
    return message, _("If a letter was lost there, write the word again.")


def _in_curly_quotes(written: Written) -> Advice | None:
    """Word makes curly marks of those that YAML wants; they are then part of the text."""
    found = re.fullmatch(r"([“”„«»‘’])([^“”„«»‘’]+)([“”„«»‘’])", written.text.strip())
    if not found:
        return None
    message = _("the quotation marks around this text are shown to readers.")
    return message, _(
        "If they are not meant to be seen, write: %(line)s", line=line_of(written.steps, quoted(short(found[2], SHOWN)))
    )


# Markup

TAGS = "a|b|big|blockquote|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|script|small|span|strong|sub|sup|table|td|th|tr|u|ul"
#: Markup that readers would see as it stands -> what it was meant to say, by the groups of the match.
MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE), " "),
    (re.compile(r"!?\[([^\[\]]+)\]\((?:[^()\s]+)[^()]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_/.@-])_(?=[^\s_])([^_]+)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"^(?:#{1,6}|[-*+>]) +(?=\S)"), ""),
)
ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});")


#: No markup is without one of these.
MARKS = re.compile(r"[<&*_`~\[]|^[#>+-]")
#: What every text has that is damaged, marked up, in curly quotation marks or doubtful; most texts have none of it.
SUSPECT = re.compile(rf"{MARKS.pattern}|{damage.ANY.pattern}|[?\ufffd“”„«»‘’]")


def _marked_up(written: Written) -> Advice | None:
    text, found = written.text, list[str]()
    if not MARKS.search(text):
        return None
    for entity in ENTITY.findall(text):
        if entity[1] == "#" or entity[1:] in html5:
            found.append(entity)
    plain = _without_entities(text)
    for pattern_, meant in MARKUP:
        found += [match.group().strip() for match in pattern_.finditer(plain)]
        plain = pattern_.sub(meant, plain)
    if not found:
        return None
    shown = ", ".join(str(_("“%(word)s”", word=short(sign, 40))) for sign in dict.fromkeys(found))
    plain = re.sub(r" +([.,;:!?])", r"\1", re.sub(r"[ \t]+", " ", plain)).strip()
    message = _("this markup is shown to readers as it is: %(markup)s.", markup=shown)
    return message, _("Write only the words: %(line)s", line=line_of(written.steps, short(plain, SHOWN)))


def _without_entities(text: str) -> str:
    return ENTITY.sub(lambda found: unescape(found.group()).replace("\u00a0", " "), text)


# Length


def _too_long(written: Written) -> Advice:
    most = written.longest.characters
    message = _("the text has %(count)s characters, but at most %(most)s fit.", count=len(written.text), most=most)
    return message, _(
        "Shorten it: the part that fits ends at “…%(end)s”.", end=short(written.text[:most][-30:].strip())
    )
