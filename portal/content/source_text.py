"""A file's text before YAML reads it: its encoding, and the signs that editors, e-mail and git leave in it.

Each fault is reported where it stands and mended in a copy, so that the rest of the file is read and checked as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from portal.content.advice import Advice, like_this, short
from portal.i18n import _
from portal.problems import Problem, SourceLocation

MOST_BYTES = 1_000_000
#: A list of more faults of form than this is seldom read to its end.
MOST_FAULTS = 100

#: Spaces that are none to YAML: no-break spaces and those of typesetters.
ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
#: Signs without any width: zero-width spaces, marks of direction, a byte order mark in the middle.
#: A soft hyphen says where a word may be broken, and a joiner holds emoji together: both are welcome.
INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
#: Line breaks of other programs; YAML's own readers disagree on them.
OTHER_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
#: What YAML forbids, beyond the tab and the line feed.
CONTROL = re.compile("[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
#: Word makes a dash or a bullet of a hyphen that begins a line.
DASH = re.compile(r"(?P<indent> *)(?P<dash>[‐‑‒–—―−•●◦▪·*])(?P<space> +)(?=\S)")
NO_SPACE_AFTER_HYPHEN = re.compile(r"""(?P<indent> *)-(?=[\w"'])""")
ODD_INDENT = re.compile(rf"[ ]*(?:- +)*(?P<odd>[\t{ODD_SPACE}][\t {ODD_SPACE}]*)")
#: A field's name, after the hyphens of a list: a word and a colon.
NAME = r" *(?:- +)*[A-Za-z_][\w-]*"
ODD_AFTER_COLON = re.compile(rf"{NAME}:[ ]*(?P<odd>[\t{ODD_SPACE}][\t {ODD_SPACE}]*)")
ODD_AFTER_HYPHEN = re.compile(rf" *(?:- +)*-(?P<odd>[\t{ODD_SPACE}][\t {ODD_SPACE}]*)")
TIGHT_COLON = re.compile(r" *(?:- +)*(?P<name>[A-Za-z_]\w*):(?=[^\s/])")
WIDE_COLON = re.compile(rf"{NAME}[ ]*(?P<colon>[：﹕∶꞉])[ ]*")
#: A text after | or >: the lines below it that stand further in than its field's name, or its hyphen, are its own.
BLOCK_TEXT = re.compile(r"(?:(?P<name> *(?:- +)*)[^\s#\"'][^#]*:| *(?:- +)*-) +[|>][-+0-9]{0,2}\s*(?:#.*)?")
CONFLICT = re.compile(r"(?P<mark><{7}|={7}|>{7}|\|{7})(?: .*)?")
#: Lines in which nothing of the above can be wrong are not looked at again.
PLAIN = re.compile(rf" *(?:- +)*(?:[A-Za-z_][\w-]*:(?: [^\t{ODD_SPACE}]*)?|\w[^\t:：﹕∶꞉{ODD_SPACE}]*|#.*)")


class UnreadableError(Exception):
    """The file cannot be read any further."""

    def __init__(self, place: SourceLocation, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = Problem(place, "", message, hint)


@dataclass
class SourceText:
    """The lines of a file as they are mended, and what was wrong with them; places are those of the file as written."""

    file: Path
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    #: Lines that could not be mended, as they were written: what they held is not missed.
    lost: dict[int, str] = field(default_factory=dict)
    #: Lines that the parser has complained of: what it finds there after a mend may come of the mend.
    complained: set[int] = field(default_factory=set)
    #: The names of fields that may stand in the file.
    names: frozenset[str] = frozenset()
    #: For each line, where it grew or shrank each time it was mended: from which column on and by how much.
    moved: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: Path, raw: bytes, names: frozenset[str]) -> SourceText:
        """Mend what was read from a file; `names` are those of the fields that may stand in it.

        Raises UnreadableError.
        """
        source = cls.plain(file, raw)
        source.names = names
        _structure(source)
        return source

    @classmethod
    def plain(cls, file: Path, raw: bytes) -> SourceText:
        """Mend what is wrong with any text, whether it is YAML or not. Raises UnreadableError."""
        text, problems = _decoded(file, raw)
        source = cls(file, re.split(r"\r\n|\r|\n", text), problems)
        _conflicts(source)
        _signs(source)
        return source

    @property
    def text(self) -> str:
        """The mended text, to parse."""
        return "\n".join(self.lines)

    def line(self, number: int) -> str:
        """A line as it is read; nothing after the last one, where the parser stands at the end of a file."""
        return self.lines[number] if number < len(self.lines) else ""

    def place(self, line: int, column: int) -> SourceLocation:
        """The place of a line and column of the mended text, both counted from zero."""
        for start, by in reversed(self.moved.get(line, [])):
            column -= by if column >= start else 0
        return SourceLocation(self.file, line + 1, max(column, 0) + 1)

    def report(self, line: int, column: int, advice: Advice) -> None:
        """A fault of form."""
        self.problems.append(Problem(self.place(line, column), "", *advice))

    def replace(self, line: int, start: int, end: int, by: str) -> None:
        """Put other signs in place of some of a line's."""
        self.lines[line] = self.lines[line][:start] + by + self.lines[line][end:]
        if len(by) != end - start:
            self.moved.setdefault(line, []).append((start + len(by), len(by) - (end - start)))

    def drop(self, line: int) -> None:
        """Leave a line out of what is read."""
        self.lost.setdefault(line, self.lines[line])
        self.lines[line] = ""


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


# From the file to text


def read_bytes(file: Path) -> bytes:
    """What is in a file. Raises UnreadableError."""
    try:
        about = file.stat()
        if not S_ISREG(about.st_mode):
            raise UnreadableError(
                SourceLocation(file, 1, 1), _("this is not an ordinary file."), _("Move it elsewhere, or rename it.")
            )
        if about.st_size > MOST_BYTES:
            raise UnreadableError(
                SourceLocation(file, 1, 1),
                _("the file is larger than one megabyte."),
                _("Check that it is the right file."),
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(
            SourceLocation(file, 1, 1), _("there is no such file."), _("Check its name and folder.")
        ) from None
    except (OSError, ValueError):
        raise UnreadableError(
            SourceLocation(file, 1, 1), _("the file cannot be opened."), _("Check that you have the right to read it.")
        ) from None


#: The first bytes of a file -> its encoding. The longer mark first: one begins with the other.
MARKS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: Encodings of one byte a letter, as Windows, Macs of old and DOS used them.
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")


def _decoded(file: Path, raw: bytes) -> tuple[str, list[Problem]]:
    """The text, in whatever encoding it was saved; any but UTF-8 is a problem."""
    wide = next((encoding for mark, encoding in MARKS.items() if raw.startswith(mark)), None) or _wide_unmarked(raw)
    if wide:
        place, message = SourceLocation(file, 1, 1), _("the file is not in UTF-8.")
        problem = Problem(place, "", message, _("Save it again with the encoding UTF-8."))
        return _decoded_wide(raw, wide, problem), [problem]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = re.split(r"\r\n|\r|\n", raw[: error.start].decode("utf-8-sig", errors="replace"))
        place = SourceLocation(file, len(before), len(before[-1]) + 1)
        message, hint = _("this character is not in UTF-8."), _("Save the file again with the encoding UTF-8.")
        return _decoded_by_byte(raw, Problem(place, "", message, hint)), [Problem(place, "", message, hint)]


def _wide_unmarked(raw: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin letters is nothing."""
    some = raw[:400]
    if len(some) > 3 and not some[0] and some[::2].count(0) * 4 > len(some):
        return "utf-16-be"
    return "utf-16-le" if len(some) > 3 and some[1::2].count(0) * 4 > len(some) else None


def _decoded_wide(raw: bytes, encoding: str, problem: Problem) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(problem.place, problem.message, problem.hint) from None


def _decoded_by_byte(raw: bytes, problem: Problem) -> str:
    """The text in the old encoding that makes the most Finnish and Swedish letters of it, line by line."""
    if b"\x00" in raw:
        raise UnreadableError(problem.place, problem.message, problem.hint)

    def letters(encoding: str) -> int:
        return len(re.findall("[åäöÅÄÖ]", raw.decode(encoding, errors="replace")))

    likely = max(SINGLE_BYTE, key=letters)

    def line(part: bytes) -> str:
        try:
            return part.decode("utf-8")
        except UnicodeDecodeError:
            return part.decode(likely, errors="replace")

    return "\n".join(line(part) for part in re.split(rb"\r\n|\r|\n", raw.removeprefix(b"\xef\xbb\xbf")))


# Marks of git


def _conflicts(source: SourceText) -> None:
    """Git's marks are one fault for each conflict; what stands before the line of equals signs is read on."""
    marks = {
        number: found["mark"][0] for number, line in enumerate(source.lines) if (found := CONFLICT.fullmatch(line))
    }
    end = -1
    for number, mark in marks.items():
        if number > end:
            end = (
                next((n for n, other in marks.items() if n > number and other == ">"), number)
                if mark == "<"
                else number
            )
            source.report(number, 0, _conflict(number, end))
        if mark in "|=" and number < end:
            source.lines[number:end] = [""] * (end - number)
        source.lines[number] = ""


def _conflict(start: int, end: int) -> Advice:
    hint = _("Keep the lines that are right, and delete those that begin with <<<<<<<, =======, ||||||| or >>>>>>>.")
    if end == start:
        return _("git left this mark: two versions of the file were not merged."), hint
    return _("git left two versions of the same lines here, up to line %(line)s.", line=end + 1), hint


# Signs that nobody sees


def _signs(source: SourceText) -> None:
    rules: list[tuple[re.Pattern[str], Callable[[], Advice], str]] = [
        (INVISIBLE, _invisible, ""),
        (OTHER_BREAK, _other_break, " "),
        (CONTROL, _invisible, " "),
    ]
    for pattern, advice, by in rules:
        if pattern.search(source.text):
            for number, line in enumerate(source.lines):
                _replace_signs(source, number, [*pattern.finditer(line)], advice, by)


def _replace_signs(
    source: SourceText, number: int, found: list[re.Match[str]], advice: Callable[[], Advice], by: str
) -> None:
    if found:
        source.report(number, found[0].start(), advice())
    for match in reversed(found):
        source.replace(number, *match.span(), by * len(match.group()))


def _invisible() -> Advice:
    return _("there is an invisible control character here."), _("Delete it.")


def _other_break() -> Advice:
    return _("there is an invisible line break of another program here."), _("Replace it with a space.")


# What stands where YAML looks for structure


def _structure(source: SourceText) -> None:
    for number in _lines_outside_block_texts(source):
        line = source.lines[number]
        if PLAIN.fullmatch(line):
            continue
        if not line.strip():
            source.lines[number] = ""
            continue
        _odd_spaces(source, number)
        _odd_hyphens(source, number)
        _odd_colons(source, number)


def _lines_outside_block_texts(source: SourceText) -> Iterator[int]:
    inside: int | None = None
    for number, line in enumerate(source.lines):
        if inside is not None:
            if not line.strip() or indent_of(line) > inside:
                continue
            inside = None
        found = BLOCK_TEXT.fullmatch(line)
        inside = (indent_of(line) if found["name"] is None else len(found["name"])) if found else None
        yield number


def _odd_spaces(source: SourceText, number: int) -> None:
    for pattern in (ODD_INDENT, ODD_AFTER_HYPHEN, ODD_AFTER_COLON):
        found = pattern.match(source.lines[number])
        if found is None or (pattern is ODD_AFTER_COLON and not found["odd"].strip("\t ")):
            continue  # YAML takes a tab between a colon and its value for a space
        odd = found["odd"]
        source.report(number, found.start("odd"), tab() if "\t" in odd else _odd_space(odd))
        if "\t" in odd and not found.group().strip():
            source.replace(number, 0, found.end(), " " * _tabbed(source, number, found.group()))
        else:
            source.replace(number, *found.span("odd"), " " * len(odd))


def tab() -> Advice:
    """A tab in the indentation."""
    return _("there is a tab here."), _("Replace it with spaces.")


def _odd_space(odd: str) -> Advice:
    sign = next(sign for sign in odd if sign != " ")
    hint = _("Replace it with an ordinary space.")
    if sign in "\u00a0\u202f":
        return _("there is a no-break space here."), hint
    return _("there is a special space character here (U+%(code)s).", code=f"{ord(sign):04X}"), hint


def _tabbed(source: SourceText, number: int, indent: str) -> int:
    """As far in as the writer meant: one level for a tab, or as the lines around it."""
    above = next((source.lines[n] for n in range(number - 1, -1, -1) if source.lines[n].strip()), "")
    opens = above.rstrip().endswith(":") or BLOCK_TEXT.fullmatch(above)
    level = indent_of(above) + (2 if opens else 0)
    levels = {2 * indent.count("\t") + indent.count(" "), 4 * indent.count("\t") + indent.count(" ")}
    return level if level in levels else min(levels)


def _odd_hyphens(source: SourceText, number: int) -> None:
    line = source.lines[number]
    for pattern, advice in ((DASH, _dash), (NO_SPACE_AFTER_HYPHEN, _space_after_hyphen)):
        found = pattern.match(line)
        if found and _is_item(source, number, line[found.end() :]):
            start = len(found["indent"])
            source.report(number, start, advice(line[start : start + 1], line[start + 1 :].strip()))
            source.replace(number, start, start + 1, "-" if pattern is DASH else "- ")
            return


def _dash(sign: str, rest: str) -> Advice:
    message = _("an item of a list begins with a hyphen, but this is “%(sign)s”.", sign=sign)
    return message, like_this(f"- {short(rest)}")


def _space_after_hyphen(_sign: str, rest: str) -> Advice:
    message = _("a space is missing after the hyphen.")
    return message, like_this(f"- {short(rest)}")


def _is_item(source: SourceText, number: int, rest: str) -> bool:
    """Whether a line is meant as an item of a list, and not as the next line of a text."""
    name = re.match(r"([A-Za-z_]\w*):(\s|$)", rest)
    if name and name[1] in source.names:
        return True
    own = indent_of(source.lines[number])
    for above in reversed(source.lines[:number]):
        if above.strip() and not above.lstrip().startswith("#") and indent_of(above) <= own:
            is_sibling = indent_of(above) == own and above.lstrip().startswith("- ")
            return is_sibling or bool(re.fullmatch(rf"{NAME}:\s*(#.*)?", above))
    return False


def _odd_colons(source: SourceText, number: int) -> None:
    line = source.lines[number]
    if found := WIDE_COLON.match(line):
        source.report(
            number, found.start("colon"), space_after_colon(line[: found.start("colon")], line[found.end() :])
        )
        source.replace(number, found.start("colon"), found.end(), ": ")
    elif (found := TIGHT_COLON.match(line)) and found["name"] in source.names:
        source.report(number, found.end(), space_after_colon(line[: found.end() - 1], line[found.end() :]))
        source.replace(number, found.end(), found.end(), " ")


def space_after_colon(name: str, value: str) -> Advice:
    """A colon whose space is missing."""
    line = f"{name.strip().removeprefix('- ')}: {short(value)}"
    return _("a space is missing after the colon."), like_this(line)
