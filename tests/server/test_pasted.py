"""An address that was pasted with a full stop, a bracket or HTML around it leads to its page."""

from __future__ import annotations

from typing import Any

import pytest


def ask(asker: Any, path: str, query: str = "") -> tuple[int, str | None]:
    raw = path.encode().decode("latin-1")
    response = asker.get("/", environ_overrides={"PATH_INFO": raw, "QUERY_STRING": query})
    return response.status_code, response.headers.get("Location")


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/en/cities/rauma.", "/en/cities/rauma"),
        ("/en/cities/rauma).", "/en/cities/rauma"),
        ("/en/cities/rauma\u200b", "/en/cities/rauma"),
        ("/en/cities/rauma\n", "/en/cities/rauma"),
        ("//en//cities/rauma", "/en/cities/rauma"),
        ("/sv/cities/raumo>", "/sv/stader/raumo"),
        ("/EN/Cities/Rauma,", "/en/cities/rauma"),
        ("/en/cities/rauma.csv)", "/en/cities/rauma.csv"),
        ("/en/indicators/population.", "/en/indicators/population"),
        ("/en/indicators/population.xlsx].", "/en/indicators/population.xlsx"),
        ("/en/looking-for/iisalmi-investor…", "/en/looking-for/iisalmi-investor"),
        ("/en/contact)", "/en/contact"),
        ("/en.", "/en/"),
        ("/)", "/"),
        ("/api/openapi.json).", "/api/openapi.json"),
        ("/sitemap.xml,", "/sitemap.xml"),
    ],
)
def test_it_is_moved_to_the_page_or_file(asker: Any, path: str, right: str) -> None:
    assert ask(asker, path) == (301, right)


def test_the_query_goes_along(asker: Any) -> None:
    assert ask(asker, "/en/compare).", "c=140&amp;c=684") == (301, "/en/compare?c=140&amp;c=684")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/en/",
        "/\\evil.example",
        "/en/cities/nowhere.",
        "/en/indicators/nothing).",
        "/en/looking-for/iisalmi-gone.",
        "/en/cities/rauma.exe.",
        "/static/none.",
        "/en/<script>",
    ],
)
def test_where_there_is_no_such_page_it_stays_a_404(asker: Any, path: str) -> None:
    assert ask(asker, path) == (404, None)


def test_only_who_looks_is_moved(asker: Any) -> None:
    assert asker.post("/en/cities/rauma.").status_code == 405


@pytest.mark.parametrize(
    "query", ["i=jobs&amp;from=2005", "i=jobs&amp%3Bfrom=2005", "i=jobs&amp;amp;from=2005", "i=jobs&from=2005)"]
)
def test_an_escaped_query_opens_the_same_page(asker: Any, query: str) -> None:
    plain = asker.get("/en/cities/rauma?i=jobs&from=2005").text
    assert asker.get("/en/cities/rauma", query_string=query).text == plain
    assert "2005" in plain
