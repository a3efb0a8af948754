"""Mistakes in the form of a file: each is a sentence with a place, never a traceback."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.content.source_text import MOST_BYTES, UnreadableError, read_bytes
from portal.content.yaml_file import YamlFile, read_yaml, scalar
from portal.i18n import use_locale
from portal.problems import Problem
from tests.small_data import TOWN


def parsed(file: Path, names: frozenset[str] = frozenset()) -> tuple[YamlFile | None, list[Problem]]:
    """What is read from a file."""
    try:
        return read_yaml(file, read_bytes(file), names)
    except UnreadableError as unreadable:
        return None, [unreadable.problem]


def said(file: Path) -> list[str]:
    """What is said of a file, without its folder."""
    _sheet, problems = parsed(file)
    return [str(problem).removeprefix(f"{file.parent.as_posix()}/") for problem in problems]


def written(folder: Path, content: str | bytes) -> Path:
    """A file with this content."""
    file = folder / "x.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


LIKE = "Write it like this:"
QUOTE = "Put the text in quotation marks:"
LINE_UP = (
    "this line is not indented like the lines it belongs with. "
    "Begin the lines of one level with the same number of spaces."
)
AFTER_QUOTE = "something follows a closing quotation mark. Write it like this:"
COLON = "Write a name, a colon, a space and the value."
SECOND = "a second document begins here. Delete the line of three hyphens or dots: a file holds one document."
BRACKET = "the bracket that opens here is never closed. Close it, or put the text in quotation marks:"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.yaml:1:1  the file is empty. Write the fields into it."),
        ("# only a comment\n", "x.yaml:1:1  the file is empty. Write the fields into it."),
        (
            "- a\n- b\n",
            "x.yaml:1:1  the file should hold fields and their values, but it is a list. "
            "Begin with the name of the first field and a colon.",
        ),
        (
            "only words\n",
            "x.yaml:1:1  the file should hold fields and their values, but it is one text. "
            "Begin with the name of the first field and a colon.",
        ),
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1  a: this field is already on line 1. Delete one of them."),
        (
            "name:\n  fi: x\n  sv: y\n  fi: z\n",
            "x.yaml:4:3  name, fi: this field is already on line 2. Delete one of them.",
        ),
        ("name:\n\tfi: x\n", "x.yaml:2:1  there is a tab here. Replace it with spaces."),
        ("name:\n    fi: x\n  sv: y\n", f"x.yaml:3:3  {LINE_UP}"),
        ("name:\n  fi: x\n   sv: y\n", f"x.yaml:3:4  {LINE_UP}"),
        ("  a: 1\nb: 2\n", f"x.yaml:1:3  {LINE_UP}"),
        ("a:\n  - x\n - y\n", f"x.yaml:3:2  {LINE_UP}"),
        ("name:\n  fi: Iisalmi: hyvä\n", f'x.yaml:2:14  the text has a colon in it. {QUOTE} fi: "Iisalmi: hyvä"'),
        (
            "name:Iisalmi\ncode: x\n",
            "x.yaml:1:6  a space is missing after the colon. Write it like this: name: Iisalmi",
        ),
        (
            "a: 1\nfoo\nb: 2\n",
            f"x.yaml:2:1  there is no colon on this line. {COLON} If the line continues a text, indent it more.",
        ),
        (
            'a: "foo\nb: bar\n',
            'x.yaml:1:4  the quotation mark that opens here is never closed. Write it like this: a: "foo"',
        ),
        ('a: "foo" bar\n', f"x.yaml:1:10  {AFTER_QUOTE} a: '\"foo\" bar'"),
        ("a: 'Iisalmi's'\n", f'x.yaml:1:13  {AFTER_QUOTE} a: "Iisalmi\'s"'),
        (
            'a: "c:\\data"\n',
            "x.yaml:1:7  a backslash has a special meaning inside \"…\". Write it like this: a: 'c:\\data'",
        ),
        ("a: *foo\n", f'x.yaml:1:4  a: a text cannot begin with *. {QUOTE} a: "*foo"'),
        ("a: **foo**\n", f'x.yaml:1:4  a text cannot begin with *. {QUOTE} a: "**foo**"'),
        ("a: &foo x\n", f'x.yaml:1:4  a: a text cannot begin with &. {QUOTE} a: "&foo x"'),
        ("a: !foo x\n", f'x.yaml:1:4  a: a text cannot begin with !. {QUOTE} a: "!foo x"'),
        ("a: @foo\n", f'x.yaml:1:4  a text cannot begin with @. {QUOTE} a: "@foo"'),
        ("a: % osuus\n", f'x.yaml:1:4  a text cannot begin with %. {QUOTE} a: "% osuus"'),
        ("a: “Iisalmi: hyvä”\n", f'x.yaml:1:12  the text has a colon in it. {QUOTE} a: "Iisalmi: hyvä"'),
        ("a: 1\n...\nb: 2\n", f"x.yaml:2:1  {SECOND}"),
        ("a: [foo](https://x.example)\n", f'x.yaml:1:4  a link is written in Markdown here. {LIKE} a: "foo"'),
        (
            "url: [foo](https://x.example)\n",
            f"x.yaml:1:6  a link is written in Markdown here. {LIKE} url: https://x.example",
        ),
        ("a: [x, y\nb: 2\n", f"x.yaml:1:4  {BRACKET} a: [x, y]"),
        (
            "a: - b\n",
            "x.yaml:1:4  a list cannot begin on its field's own line. "
            'Begin it on the next line, or put the text in quotation marks: a: "- b"',
        ),
        (
            "a: > foo\n",
            "x.yaml:1:6  a text after | or > begins on the next line. Move it there and indent it more.",
        ),
        ("a: 1\n---\nb: 2\n", f"x.yaml:2:1  {SECOND}"),
        ("? [a]\n: b\n", f"x.yaml:1:3  a field's name is expected here. {COLON}"),
        ("a: " + "[" * 5000, "x.yaml:1:24  there are too many levels of brackets or lists. Check the brackets."),
        ("a: x\x07y\n", "x.yaml:1:5  there is an invisible control character here. Delete it."),
    ],
)
def test_each_slip_of_form_has_its_place_its_fault_and_its_cure(tmp_path: Path, text: str, message: str) -> None:
    assert said(written(tmp_path, text)) == [message]


def test_a_file_in_another_encoding_is_told_from_a_broken_one(tmp_path: Path) -> None:
    latin = written(tmp_path, "a: x\nb: Hämeenlinna\n".encode("latin-1"))
    assert said(latin) == ["x.yaml:2:5  this character is not in UTF-8. Save the file again with the encoding UTF-8."]
    wide = written(tmp_path, "a: x\n".encode("utf-16"))
    assert said(wide) == ["x.yaml:1:1  the file is not in UTF-8. Save it again with the encoding UTF-8."]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    sheet, problems = parsed(written(tmp_path, b"\xef\xbb\xbfa: x\r\nb: y\r\n"))
    assert (sheet and sheet.data, problems) == ({"a": "x", "b": "y"}, [])


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert said(tmp_path / "none.yaml") == ["none.yaml:1:1  there is no such file. Check its name and folder."]
    (tmp_path / "folder.yaml").mkdir()
    assert said(tmp_path / "folder.yaml") == [
        "folder.yaml:1:1  this is not an ordinary file. Move it elsewhere, or rename it."
    ]
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert said(tmp_path / "loop.yaml") == [
        "loop.yaml:1:1  the file cannot be opened. Check that you have the right to read it."
    ]
    large = written(tmp_path, "#" * (MOST_BYTES + 1))
    assert said(large) == ["x.yaml:1:1  the file is larger than one megabyte. Check that it is the right file."]


def test_a_bomb_of_aliases_is_not_unpacked(tmp_path: Path) -> None:
    lines = ["a: &a [x, x]"] + [f"{b}: &{b} [*{a}, *{a}, *{a}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)]
    sheet, problems = parsed(written(tmp_path, "\n".join(lines)))
    assert sheet is not None
    assert all(problem.hint.startswith(QUOTE) for problem in problems)


def test_the_place_of_names_and_values(tmp_path: Path) -> None:
    sheet, _problems = parsed(written(tmp_path, "name:\n  fi: Esbo\n  sv:\n    - x\nlist: [a, b]\n"))
    assert sheet is not None
    assert (sheet.key(("name", "fi")).line, sheet.key(("name", "fi")).column) == (2, 3)
    assert (sheet.place(("name", "fi")).line, sheet.place(("name", "fi")).column) == (2, 7)
    assert (sheet.place(("name", "sv")).line, sheet.place(("name", "sv")).column) == (3, 3)
    assert (sheet.place(("list", 1)).line, sheet.place(("list", 1)).column) == (5, 11)
    assert sheet.place(("nothing", "here")).line == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("", None),
        ("~", None),
        ("2019", 2019),
        ("005", 5),
        ("12.50", 12.5),
        ("12,5", "12,5"),
        ("1e999", "1e999"),
        ("9" * 400, "9" * 400),
        (".nan", ".nan"),
        ("2026-11", "2026-11"),
        ("2027-01-31", dt.date(2027, 1, 31)),
        ("2027-02-30", "2027-02-30"),
        ("12:30", "12:30"),
    ],
)
def test_what_is_written_without_quotation_marks(text: str, value: object) -> None:
    assert scalar(text) == value


def test_what_is_in_quotation_marks_is_always_a_text(tmp_path: Path) -> None:
    sheet, _problems = parsed(written(tmp_path, 'a: "2019"\nb: "true"\nc: ""\n'))
    assert sheet is not None
    assert sheet.data == {"a": "2019", "b": "true", "c": ""}


def test_staff_read_it_in_their_own_language(tmp_path: Path) -> None:
    file = written(tmp_path, "name:\n\tfi: x\n")
    with use_locale("fi"):
        assert said(file) == ["x.yaml:2:1  tässä on sarkain. Korvaa se välilyönneillä."]
    with use_locale("sv"):
        assert said(file) == ["x.yaml:2:1  här finns en tabb. Ersätt den med mellanslag."]


ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(content=st.binary(max_size=400))
def test_any_bytes_give_data_or_problems(tmp_path: Path, content: bytes) -> None:
    sheet, problems = parsed(written(tmp_path, content))
    assert sheet is not None or problems


@ANY
@given(st.data())
def test_any_slip_of_the_finger_gives_data_or_problems(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TOWN)))
    end = start + data.draw(st.integers(0, 30))
    slip = data.draw(st.text("\t\n \"'{}[]:,&*!|>%@-#?abcäö019\\\u2028\x00", max_size=6))
    sheet, problems = parsed(written(tmp_path, TOWN[:start] + slip + TOWN[end:]))
    assert sheet is not None or problems
    assert all(problem.message and str(problem.place) for problem in problems)


def test_a_quotation_mark_that_a_later_text_closes_is_told_where_it_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text('code: "140\nkind: city\nname:\n  fi: "Iisalmi"\n', encoding="utf-8")
    _sheet, (problem,) = parsed(file)
    assert (problem.place.line, problem.place.column) == (1, 7)
    assert problem.message == "the quotation mark that opens here is never closed."


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("\tfi: Iisalmi: hyvä", ["there is a tab here.", "the text has a colon in it."]),
        ("  fi:\u00a0Iisalmi: hyvä", ["there is a no-break space here.", "the text has a colon in it."]),
        ("\tfi: “Iisalmi” @", ["there is a tab here."]),
        ('\tfi: "Iisalmi" hyvä', ["there is a tab here.", "something follows a closing quotation mark."]),
    ],
)
def test_two_faults_of_one_line_are_told_at_once(tmp_path: Path, line: str, faults: list[str]) -> None:
    sheet, problems = parsed(written(tmp_path, f"name:\n{line}\nkind: city\n"), frozenset({"name", "fi", "kind"}))
    assert [problem.message for problem in problems] == faults
    assert {problem.place.line for problem in problems} == {2}
    assert sheet is not None
    assert sheet.data["kind"] == "city"
