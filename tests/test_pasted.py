"""What people paste with an address does not keep them from the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pasted import bare, pairs

PAGE = "/en/cities/rauma"


@pytest.mark.parametrize(
    "more",
    [
        ".",
        ",",
        ")",
        "]",
        ">",
        '"',
        "'",
        ";",
        ":",
        "!",
        "…",
        " ",
        "\u00a0",
        "\u200b",
        "\n",
        ").",
        '>."',
        "*",
        "/)",
        "）",
        "”",
        "</a>",
    ],
)
def test_what_stands_after_an_address_is_taken_off(more: str) -> None:
    assert bare(PAGE + more) == PAGE


@pytest.mark.parametrize(
    "path", ["//en/cities/rauma", "/en//cities///rauma", "/en/cities/ra\u00aduma", "/en/ cities/rauma"]
)
def test_what_came_into_an_address_is_taken_out(path: str) -> None:
    assert bare(path) == PAGE


@pytest.mark.parametrize("path", [PAGE, "/fi/tunnusluvut/share_15_64.csv-metadata.json", "/en/looking-for/rauma-wood"])
def test_an_address_stays_as_it_is(path: str) -> None:
    assert bare(path) == path


@given(st.text(max_size=20))
def test_no_path_leads_to_another_site(path: str) -> None:
    right = bare(f"/{path}")
    assert right.startswith("/")
    assert not right.startswith(("//", "/\\"))
    assert bare(right) == right


@pytest.mark.parametrize(
    "query",
    [
        "i=jobs&p=140,684",
        "i=jobs&amp;p=140,684",
        "i=jobs&amp;amp;p=140,684",
        "i=jobs&amp%3Bp=140,684",
        "i=jobs&#38;p=140,684",
        "i=jobs&%23x26;p=140,684",
        "amp;i=jobs&AMP;p=140,684",
        "i=jobs&p=140,684)",
        "i=jobs&p=140,684%3E.",
    ],
)
def test_a_query_is_read_as_it_was_before_it_was_pasted(query: str) -> None:
    assert pairs(query, 9) == [("i", "jobs"), ("p", "140,684")]


def test_what_somebody_typed_stays_as_it_is() -> None:
    assert pairs("q=wind (offshore)", 9) == [("q", "wind (offshore)")]
    assert pairs("q=at%26amp;t&amp;p=1", 9) == [("q", "at&amp;t"), ("p", "1")]


def test_too_many_parameters_are_no_address() -> None:
    with pytest.raises(ValueError, match="fields"):
        pairs("&".join(["p=1"] * 10), 9)
