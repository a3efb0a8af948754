"""The table of former addresses: what it leads to is there, and it hides no page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.checks.former import former_addresses
from portal.content.former import in_one_step, read_former
from portal.content.library import read_content
from portal.i18n import use_locale
from portal.indicators.catalogue_file import read_catalogue
from tests.small_data import write_small_data

Check = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_data(tmp_path_factory.mktemp("former"))


@pytest.fixture
def check(data: Path) -> Check:
    """What is said of a table of former addresses in the small country."""
    content, (catalogue, _problems) = read_content(data), read_catalogue(data / "indicators.yaml")

    def said(table: str) -> list[str]:
        (data / "former_addresses.csv").write_text(table, encoding="utf-8")
        with use_locale("en"):
            found = former_addresses(data, content, catalogue)
        return [f"{one.place.line} {one.field}: {one.message} {one.hint}".rstrip() for one in found]

    return said


def test_a_table_that_leads_to_pages_is_right(check: Check) -> None:
    assert check("former,now\n") == []
    table = (
        "former,now\n"
        "/fi/kaupungit/vanhala,/fi/kaupungit/koivula\n"
        "/sv/stader/gammelby,/sv/stader/bjorkby\n"
        "/en/towns,/en/cities\n\n"
        "/old,/en/towns\n"
        "/en/indicators/people,/en/indicators/population\n"
        "/en/looking-for/koivula-old,/en/looking-for/koivula-wood-builders\n"
    )
    assert check(table) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("/en/old,/en/nowhere", "there is no page at “/en/nowhere”. Write the address that the page has now."),
        ("/en/old,/en/indicators/none", "there is no page at “/en/indicators/none”. Write the address"),
        ("/en/old,/en/looking-for/none", "there is no page at “/en/looking-for/none”. Write the address"),
        ("/en/old,/en/stader", "“/en/stader” is not quite an address. Write it like this: /en/cities"),
        ("/en/cities,/en/compare", "there is a page at this address now, so nobody is led on. Delete the line."),
        ("/sv/kaupungit,/en/compare", "there is a page at this address now, so nobody is led on. Delete the line."),
        ("/en/indicators/income,/en/compare", "there is a page at this address now, so nobody is led on."),
        ("/en/old,/en/old", "this address leads back to itself. Write the address that the page has now."),
        ("/en/old,/en/older\n/en/older,/en/old/", "this address leads back to itself."),
        (
            "/en/Old/,/en/cities\n/en/old,/en/compare",
            "this former address is in the table twice. Delete one of the two.",
        ),
    ],
)
def test_each_fault_of_a_row_is_told(check: Check, row: str, message: str) -> None:
    assert any(message in said for said in check(f"former,now\n{row}\n"))


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("", 1),
        ("old,new\n/a,/b\n", 1),
        ("former,now\n/en/old\n", 2),
        ("former,now\n/en/old,/en/cities\nhttps://here.example/en/old,/en/cities\n", 3),
    ],
)
def test_a_line_that_cannot_be_read_is_named(check: Check, table: str, line: int) -> None:
    (said,) = check(table)
    assert said.startswith(f"{line} : this line of former addresses cannot be read. The first line is former,now;")


def test_an_address_that_moved_twice_is_led_on_in_one_step(data: Path) -> None:
    (data / "former_addresses.csv").write_text("former,now\n/a,/b\n/b,/en/cities\n/c,/d\n/d,/c\n", encoding="utf-8")
    assert in_one_step(read_former(data)) == {"/a": "/en/cities", "/b": "/en/cities"}


def test_without_the_table_there_are_no_former_addresses(tmp_path: Path) -> None:
    assert read_former(tmp_path) == []
