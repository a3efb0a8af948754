"""The YAML parser's complaints in staff's words, and the lines mended so that the rest of the file is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from yaml import MarkedYAMLError

from portal.content.advice import Advice, like_this, quoted, short, unquoted
from portal.content.complaint import FIELD, Complaint, Finding, MisplacedError
from portal.content.indentation import odd_lines, says_something
from portal.content.source_text import SourceText, indent_of, space_after_colon, tab
from portal.i18n import _


def repair(source: SourceText, error: MarkedYAMLError | MisplacedError) -> bool:
    """Report a fault of form and mend its line in the copy; whether reading can go on."""
    finding = _finding(source, error)
    line = min(finding.line, len(source.lines) - 1)
    if line in source.complained:
        return _drop(source, line)
    source.complained.add(line)
    source.report(line, finding.column, finding.advice)
    before = source.text
    finding.mend()
    return source.text != before or _drop(source, line)


def _drop(source: SourceText, line: int) -> bool:
    """Leave out a line that cannot be mended, or the nearest above it that has anything."""
    while line >= 0 and not source.lines[line].strip():
        line -= 1
    if line < 0:
        return False
    source.drop(line)
    return True


def _finding(source: SourceText, error: MarkedYAMLError | MisplacedError) -> Finding:
    if isinstance(error, MisplacedError):
        return Finding(error.line, error.column, error.advice, lambda: _drop_with_value(source, error.line))
    mark = error.problem_mark or error.context_mark
    began = error.context_mark or mark
    complaint = Complaint(source, mark.line, mark.column, (began.line, began.column))
    said = f"{error.problem} {error.context}"
    handle = next((handle for part, handle in COMPLAINTS.items() if part in said), _unknown)
    return handle(complaint)


def _drop_with_value(source: SourceText, line: int) -> None:
    """Leave out a line, and the value of a name that YAML takes from a line of its own."""
    source.drop(line)
    if line + 1 < len(source.lines) and source.lines[line + 1].lstrip().startswith(": "):
        source.drop(line + 1)


# What to say


def _leave_out(at: Complaint) -> None:
    _drop(at.source, min(at.line, len(at.source.lines) - 1))


def _unknown(at: Complaint) -> Finding:
    advice = (
        _("this cannot be read."),
        _("Check the indentation, the colons and the quotation marks on this line and the one above it."),
    )
    return Finding(at.line, at.column, advice, lambda: _leave_out(at))


def in_quotes(line: str) -> str:
    """The fix of a text that YAML would take for something else."""
    return _("Put the text in quotation marks: %(line)s", line=line)


def cannot_begin(mark: str, line: str) -> Advice:
    """A text that begins with a sign that means something to YAML, and its line with quotation marks."""
    return _("a text cannot begin with %(mark)s.", mark=mark), in_quotes(line)


def _value(text: str) -> str:
    return quoted(short(unquoted(text)))


def _value_start(line: str) -> int:
    found = FIELD.match(line)
    return found.end() if found else indent_of(line)


# Colons


def _second_colon(at: Complaint) -> Finding:
    """A colon within a text, a colon without its space on the line above, or a line that stands too far in."""
    within = re.search(r":\s", at.here[: at.column])
    if within or _is_text(at):
        line = at.line_like(at.line, _value(at.here[_value_start(at.here) :])) if within else ""
        hint = in_quotes(line) if line else _("Put the text in quotation marks.")
        return Finding(at.line, at.column, (_("the text has a colon in it."), hint), lambda: _without_colons(at))
    return _tight_colon(at, at.line - 1) or _no_colon_above(at) or _indentation(at)


def _is_text(at: Complaint) -> bool:
    """Whether the line goes on with a text above it: its first word is no field's name."""
    word = at.here[: at.column].strip().removeprefix("- ")
    return bool(at.source.names) and word not in at.source.names and not re.fullmatch(r"[a-z][a-z0-9_]*", word)


def _without_colons(at: Complaint) -> None:
    at.source.lines[at.line] = at.here[: at.column] + re.sub(r":(?=\s|$)", ";", at.here[at.column :])


def _no_colon(at: Complaint) -> Finding:
    line, column = at.began
    text = at.source.line(line).strip()
    name, _space, value = text.partition(" ")
    hint = _("Write a name, a colon, a space and the value. If the line continues a text, indent it more.")
    if name.rstrip("=;") in at.source.names and value:
        hint = like_this(f"{name.rstrip('=;')}: {short(value.lstrip('=; '))}")
    found = _tight_colon(at, line)
    return found or Finding(line, column, (_("there is no colon on this line."), hint), lambda: at.source.drop(line))


def _tight_colon(at: Complaint, line: int) -> Finding | None:
    text = at.source.lines[line] if 0 <= line < len(at.source.lines) else ""
    found = re.match(r" *(?:- +)?[A-Za-z_][\w-]*:(?=[^\s/])", text)
    if not found:
        return None
    advice = space_after_colon(text[: found.end() - 1], text[found.end() :])
    return Finding(line, found.end(), advice, lambda: at.source.replace(line, found.end(), found.end(), " "))


# Signs that mean something to YAML


def _sign(at: Complaint) -> Finding:
    """A text that begins with a sign; an unclosed bracket is noticed where the next thing should begin."""
    mark = at.here[at.column : at.column + 1]
    if not mark:
        return _open_bracket(at._replace(began=_last_bracket(at)))
    if mark == "\t":
        return Finding(at.line, at.column, tab(), lambda: _without_tabs(at))
    start = _value_start(at.here)
    line = at.line_like(at.line, _value(at.here[start:]))
    return Finding(at.line, at.column, cannot_begin(mark, line), at.disarm(at.line, at.column))


def _sign_where_it_began(at: Complaint) -> Finding:
    return _sign(at._replace(line=at.began[0], column=at.began[1]))


def _without_tabs(at: Complaint) -> None:
    at.source.lines[at.line] = at.here.replace("\t", " ")


def _tab_in_block_text(at: Complaint) -> Finding:
    def mend() -> None:
        above = at.source.lines[at.began[0]]
        at.source.replace(at.line, 0, len(at.here) - len(at.here.lstrip()), " " * (indent_of(above) + 4))

    return Finding(at.line, at.column, tab(), mend)


def _backslash(at: Complaint) -> Finding:
    start = _value_start(at.here)
    advice = (
        _('a backslash has a special meaning inside "…".'),
        like_this(at.line_like(at.line, _value(at.here[start:]))),
    )

    def mend() -> None:
        at.source.lines[at.line] = at.here.replace("\\", "/")

    return Finding(at.line, at.column, advice, mend)


def _list_on_line(at: Complaint) -> Finding:
    advice = (
        _("a list cannot begin on its field's own line."),
        _(
            "Begin it on the next line, or put the text in quotation marks: %(line)s",
            line=at.line_like(at.line, _value(at.here[at.column :])),
        ),
    )
    return Finding(at.line, at.column, advice, at.disarm(at.line, at.column))


def _block_text(at: Complaint) -> Finding:
    advice = _("a text after | or > begins on the next line."), _("Move it there and indent it more.")
    return Finding(at.line, at.column, advice, at.disarm(*at.began))


# Quotation marks and brackets


def _open_quote(at: Complaint) -> Finding:
    line, column = at.began
    text = at.source.line(line)
    advice = (
        _("the quotation mark that opens here is never closed."),
        like_this(at.line_like(line, _value(text[column + 1 :]))),
    )
    return Finding(line, column, advice, at.disarm(line, column))


#: A field or an item whose value begins with a quotation mark.
QUOTED = re.compile(r"""\s*(?:- +)*(?:[A-Za-z_][\w-]*: +|- +)(?P<mark>["'])""")
BRACKETED = re.compile(r"\s*(?:- +)*(?:[A-Za-z_][\w-]*: +|- +)(?P<mark>[\[{])")


def _not_a_field(at: Complaint) -> Finding:
    """Where a field's name or an item's hyphen should be is something else."""
    if (found := QUOTED.match(at.here)) and at.column >= found.end():
        return _after_quote(at, found)
    if (found := BRACKETED.match(at.here)) and at.column >= found.end():
        start = found.end() - 1
        advice = _link(at, at.here[start:]) or cannot_begin(
            found["mark"], at.line_like(at.line, _value(at.here[start:]))
        )
        return Finding(at.line, start, advice, at.disarm(at.line, start))
    if re.fullmatch(r"\.\.\.\s*|---.*", at.here):
        advice = (
            _("a second document begins here."),
            _("Delete the line of three hyphens or dots: a file holds one document."),
        )
        return Finding(at.line, 0, advice, lambda: at.source.drop(at.line))
    return _tight_colon(at, at.line) or _no_colon_above(at) or _indentation(at)


#: A link as Markdown writes it.
LINK = re.compile(r"\[(?P<text>[^\]]*)\]\(\s*(?:mailto:)?(?P<address>[^)\s]+)[^)]*\)\s*")


def _link(at: Complaint, value: str) -> Advice | None:
    found, name = LINK.fullmatch(value), at.line_like(at.line, "")
    if not found:
        return None
    better = found["address"] if name in ("url:", "email:") else quoted(short(found["text"]))
    return _("a link is written in Markdown here."), like_this(at.line_like(at.line, better))


def _after_quote(at: Complaint, here: re.Match[str]) -> Finding:
    """What follows a closing mark, or the line above where a mark opened that the next quoted text closed."""
    for above in range(at.line - 1, -1, -1):
        text = at.source.lines[above]
        opened = QUOTED.match(text)
        if here["mark"] in text:
            if opened and opened["mark"] == here["mark"] and here["mark"] not in text[opened.end() :]:
                return _open_quote(at._replace(began=(above, opened.end() - 1)))
            break
    start = here.end() - 1
    advice = (
        _("something follows a closing quotation mark."),
        like_this(at.line_like(at.line, _value(at.here[start:]))),
    )

    def mend() -> None:
        at.source.lines[at.line] = at.here[:start] + re.sub("[\"']", "x", at.here[start:])

    return Finding(at.line, at.column, advice, mend)


def _last_bracket(at: Complaint) -> tuple[int, int]:
    """Where a value began with a bracket, nearest above."""
    for line in range(min(at.line, len(at.source.lines) - 1), -1, -1):
        if found := BRACKETED.match(at.source.lines[line]):
            return line, found.end() - 1
    return at.began


def _flow(at: Complaint) -> Finding:
    """A bracket that is never closed, or a text within brackets that needs quotation marks."""
    line, column = at.began
    text = at.source.line(line)
    closing = {"[": "]", "{": "}"}.get(text[column : column + 1], "]")
    if at.line == line and closing in text[at.column :]:
        advice = _("the text has a colon in it."), _("Put the text in quotation marks.")
        if at.here[at.column : at.column + 1] == ":":
            return Finding(
                at.line, at.column, advice, lambda: at.source.replace(at.line, at.column, at.column + 1, ";")
            )
        return Finding(at.line, at.column, _unknown(at).advice, at.disarm(line, column))
    return _open_bracket(at)


def _open_bracket(at: Complaint) -> Finding:
    line, column = at.began
    text = at.source.line(line)[column:].rstrip()
    if not text:
        return _unknown(at)
    closing = "]" if text.startswith("[") else "}"
    advice = (
        _("the bracket that opens here is never closed."),
        _("Close it, or put the text in quotation marks: %(line)s", line=at.line_like(line, f"{short(text)}{closing}")),
    )
    return Finding(
        line, column, advice, lambda: at.source.replace(line, column + len(text), column + len(text), closing)
    )


# Indentation


def _indentation(at: Complaint) -> Finding:
    advice = (
        _("this line is not indented like the lines it belongs with."),
        _("Begin the lines of one level with the same number of spaces."),
    )
    if not at.here.strip():
        return _unknown(at)
    move = odd_lines(at.source, at.line)
    line = move.lines[0]
    return Finding(line, indent_of(at.source.lines[line]), advice, lambda: move.make(at.source))


def _no_colon_above(at: Complaint) -> Finding | None:
    """The line above is of the same level and has no colon: YAML took it for the whole text of its group."""
    above = next((n for n in range(at.line - 1, -1, -1) if says_something(at.source.lines[n])), None)
    if above is None or not at.here.strip() or indent_of(at.source.lines[above]) != indent_of(at.here):
        return None
    name = at.source.lines[above].split()[0]
    return _no_colon(at._replace(began=(above, indent_of(at.here)))) if name in at.source.names else None


def _no_hyphen(at: Complaint) -> Finding:
    """An item of a list that lacks its hyphen: what belongs to it stands two spaces further in."""
    after = next((text for text in at.source.lines[at.line + 1 :] if says_something(text)), "")
    start = indent_of(at.here)
    if not at.here.strip() or indent_of(after) != start + 2:
        return _not_a_field(at)
    advice = _("a hyphen is missing here: the lines around it are a list."), like_this(f"- {short(at.here)}")
    return Finding(at.line, start, advice, lambda: at.source.replace(at.line, start, start, "- "))


def _document_end(at: Complaint) -> Finding:
    """After three dots another document is expected."""
    dots = next((n for n in range(at.line, -1, -1) if re.fullmatch(r"\.\.\.\s*", at.source.line(n))), None)
    return _not_a_field(at if dots is None else at._replace(line=dots, column=0))


#: A part of the parser's complaint -> what to make of it. The first that fits is taken.
COMPLAINTS: Mapping[str, Callable[[Complaint], Finding]] = {
    "mapping values are not allowed": _second_colon,
    "found a tab character": _tab_in_block_text,
    "cannot start any token": _sign,
    "could not find expected ':'": _no_colon,
    "scanning a quoted scalar": _open_quote,
    "parsing a quoted scalar": _backslash,
    "sequence entries are not allowed": _list_on_line,
    "scanning a block scalar": _block_text,
    "scanning an alias": _sign_where_it_began,
    "scanning an anchor": _sign_where_it_began,
    "scanning a tag": _sign_where_it_began,
    "undefined tag handle": _sign_where_it_began,
    "node content": _sign,
    "mapping keys are not allowed": _sign,
    "parsing a flow": _flow,
    "expected key": _not_a_field,
    "expected '-'": _no_hyphen,
    "<document start>": _document_end,
}
