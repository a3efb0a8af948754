"""The long texts of pages: what Markdown may hold, and what is told where it is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from portal.content.cache import Cache
from portal.content.text_files import Texts, read_texts
from portal.content.texts import TEXTS, TextKind
from portal.i18n import use_locale
from tests.small_texts import small_texts

KIND = TextKind(values=("operator", "days"), blocks=("table",), anchors=("alike",))
GOOD = """\
The **portal** is run by {operator}.

## What is stored

Words are kept for {days} days: [write](page:contact) or see [the law](https://example.org/).

{table}

## What is alike {#alike}

- One.
- `{two}`.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two texts in three languages: that of the page about, which has everything, and the plain one of find."""
    monkeypatch.setattr("portal.content.text_files.TEXTS", {"about": KIND, "find": TextKind(lead=False)})
    monkeypatch.setattr("portal.content.markdown.TEXTS", {"about": KIND})
    for locale in ("fi", "sv", "en"):
        (tmp_path / f"about.{locale}.md").write_text(GOOD, "utf-8")
        (tmp_path / f"find.{locale}.md").write_text("Towns are ranked.\n", "utf-8")
    return tmp_path


def told(folder: Path) -> list[str]:
    """What is told, each file named from the folder."""
    with use_locale("en"):
        return [str(problem).replace(f"{folder.as_posix()}/", "") for problem in read_texts(folder).problems]


def edited(folder: Path, before: str, after: str, file: str = "about.en.md") -> list[str]:
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), "utf-8")
    return told(folder)


def test_a_good_text_becomes_html_with_its_values_and_pages_left_open(folder: Path) -> None:
    assert told(folder) == []
    text, language = read_texts(folder).get("about", "en")
    assert language == "en"
    assert text.lead == "The <strong>portal</strong> is run by {operator}."
    assert '<h2 id="alike">What is alike</h2>' in text.body
    assert 'kept for {days} days: <a href="page:contact">write</a>' in text.body
    assert '<a href="https://example.org/" rel="noopener">the law</a>' in text.body
    assert "\n{table}\n" in text.body.replace("{table}<", "{table}\n<")
    assert "<p>{table}" not in text.body
    assert "<code>&#123;two}</code>" in text.body


def test_a_text_without_a_lead_is_all_body(folder: Path) -> None:
    assert read_texts(folder).get("find", "sv")[0].body == "<p>Towns are ranked.</p>"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{operator}", "{operater}", "about.en.md:1:26  there is no value {operater} for this text. Did you"),
        ("{days} days", "{x!} days", "about.en.md:5:20  there is no value {x!} for this text. It has these: {op"),
        ("page:contact", "page:contakt", "about.en.md:5:41  there is no page “contakt”. Did you mean “contact”?"),
        ("page:contact", "page:city", "about.en.md:5:41  there is no page “city”."),
        ("page:contact", "page:about#alik", "about.en.md:5:41  page “about” has no heading {#alik}. Did you"),
        ("page:contact", "/en/contact", "about.en.md:5:41  “/en/contact” is no address to link to."),
        ("https://example.org/", "javascript:alert(1)", "about.en.md:5:72  “javascript:alert(1)” is no address"),
        ("https://example.org/", "mailto:{operator}", "about.en.md:5:1"),
        ("**portal**", "<b>portal</b>", "about.en.md:1:5  HTML is not shown in texts."),
        ("- One.", "<script>alert(1)</script>\n\n- One.", "about.en.md:11:1  HTML is not shown in texts."),
        ("- One.", "- One <!-- two -->.", "about.en.md:11:7  HTML is not shown in texts."),
        ("- One.", "- ![A town](a.png)", "about.en.md:11:3  pictures are not shown in texts."),
        ("- One.", "> One.", "about.en.md:11:1  “>” at the beginning of a line makes a quotation."),
        ("- One.", "```\nOne.\n```", "about.en.md:11:1  blocks of code are not shown in texts."),
        ("\n- One.", "\n    One.\n", "about.en.md:11:5  four spaces at the beginning"),
        ("## What is stored", "# What is stored", "about.en.md:3:1  a heading of the first level"),
        ("## What is stored", "#### What is stored", "about.en.md:3:1  headings have two levels, ## and ###."),
        ("\n\n{table}", " {table}", "about.en.md:5:95  {table} stands on a line of its own."),
        ("{table}", "", "about.en.md:1:1  the text lacks {table}."),
        (" {#alike}", "", "about.en.md:1:1  other pages link to {#alike}, which is missing here."),
        ("The **portal**", "## The portal\n\nThe **portal**", "about.en.md:1:1  the text does not begin"),
        ("- One.", "- One.\n<<<<<<< ours", "about.en.md:12:1  git left this mark"),
        ("- One.", "- EtelÃ¤.", "about.en.md:11:1  letters were garbled when the file was saved"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands_and_the_text_is_left_out(
    folder: Path, before: str, after: str, message: str
) -> None:
    found = edited(folder, before, after)
    assert [problem for problem in found if problem.startswith(message)], found
    texts = read_texts(folder)
    assert [file.name for file in texts.broken] == ["about.en.md"]
    assert texts.get("about", "en")[1] == "fi"
    assert texts.get("about", "sv")[1] == "sv"


def test_each_of_two_like_mistakes_has_its_own_place(folder: Path) -> None:
    found = edited(folder, "- One.", "- {one} and {one}.")
    assert [problem.split("  ")[0] for problem in found] == ["about.en.md:11:3", "about.en.md:11:13"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("## What is stored", "### What is stored", "about.sv.md:3:1  this heading is another than that of about"),
        ("## What is stored\n", "", "about.sv.md:8:1  this heading is another than that of about.fi.md:3."),
        ("- One.", "## More\n\n- One.", "about.sv.md:11:1  the Finnish text has no heading for this one."),
    ],
)  # fmt: skip
def test_headings_that_differ_from_the_finnish_ones_are_told_and_the_text_is_shown(
    folder: Path, before: str, after: str, message: str
) -> None:
    found = edited(folder, before, after, "about.sv.md")
    assert [problem for problem in found if problem.startswith(message)], found
    assert len(found) == 1
    assert read_texts(folder).get("about", "sv")[1] == "sv"
    assert read_texts(folder).broken == ()


def test_a_section_that_one_language_lacks_is_told(folder: Path) -> None:
    assert edited(folder, "- One.", "## More\n\n- One.", "about.fi.md") == [
        f"about.{locale}.md:1:1  the heading of about.fi.md:11 is missing here. Write its section here too."
        for locale in ("sv", "en")
    ]


def test_a_text_that_is_missing_or_empty_is_told_and_finnish_stands_in(folder: Path) -> None:
    (folder / "about.sv.md").unlink()
    (folder / "find.en.md").write_text("\n", "utf-8")
    assert told(folder) == [
        "about.sv.md:1:1  there is no such file. Check its name and folder.",
        "find.en.md:1:1  the file is empty. Write the text into it.",
    ]
    assert read_texts(folder).get("about", "sv")[1] == "fi"


def test_without_any_text_the_blocks_of_the_page_are_left(folder: Path) -> None:
    for locale in ("fi", "sv"):
        (folder / f"about.{locale}.md").unlink()
    text, language = read_texts(folder).get("about", "sv")
    assert (text.lead, text.body, language) == ("", "{table}", "sv")


def test_a_folder_that_is_missing_is_one_problem(tmp_path: Path) -> None:
    texts = read_texts(tmp_path / "texts")
    assert len(texts.problems) == len(texts.broken) == 1
    assert isinstance(texts, Texts)


def test_a_file_that_no_page_shows_is_a_warning(folder: Path) -> None:
    shutil.copy(folder / "about.sv.md", folder / "abuot.sv.md")
    assert told(folder) == ["abuot.sv.md:1:1  no page shows this text. Did you mean “about.sv.md”?"]
    assert read_texts(folder).problems[0].severity == "warning"


def test_what_was_read_before_is_taken_from_the_cache_until_it_changes(folder: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = read_texts(folder, cache)
    assert read_texts(folder, cache) == first
    (folder / "find.en.md").write_text("All towns are ranked.\n", "utf-8")
    assert read_texts(folder, cache).get("find", "en")[0].body == "<p>All towns are ranked.</p>"


def test_the_small_texts_hold_all_that_they_must(tmp_path: Path) -> None:
    for name, text in small_texts().items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert len(TEXTS) * 3 == len(read_texts(tmp_path / "texts").whole)
