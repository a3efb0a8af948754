"""Pages that are long texts, on the small country: what they fill in, and what they show when a text is broken."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.content.texts import TEXTS
from portal.server.app import create_app
from portal.settings import Settings
from portal.urls import PAGES
from tests.small_data import write_small_data


def client_of(tmp_path: Path, **overrides: str) -> FlaskClient:
    """The site of the small country; what was written under tmp_path before stays."""
    data = tmp_path / "data"
    settings = Settings(data=data, today="2026-11-23", database_url=f"sqlite:///{tmp_path}/portal.sqlite3")
    return create_app(dataclasses.replace(settings, overrides=overrides)).test_client()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_small_data(tmp_path)


def path(page: str, locale: str) -> str:
    return f"/{locale}/{PAGES[page][locale]}"  # type: ignore[index]


def test_every_text_is_shown_with_everything_filled_in(data: Path) -> None:
    client = client_of(data.parent)
    for page in TEXTS:
        for locale in ("fi", "sv", "en"):
            html = client.get(path(page, locale)).text
            assert 'href="page:' not in html
            for name in TEXTS[page].names:
                assert f"{{{name}}}" not in html.replace("/{key}", "").replace("/{city}", ""), (page, locale)


def test_values_are_escaped_and_addresses_become_links(data: Path) -> None:
    (data / "texts" / "privacy.en.md").write_text(
        "Ask [us](page:contact).\n\n## Section\n\n{data_controller}: {days} days, see [that](page:about#views).\n",
        "utf-8",
    )
    html = (
        client_of(data.parent, data_controller="Towns & <Sons>", feedback_email="us@example.org", retention_days="90")
        .get("/en/privacy")
        .text
    )
    assert '<p class="pitch pitch-wide">Ask <a href="/en/contact">us</a>.</p>' in html
    assert 'Towns &amp; &lt;Sons&gt;, <a href="mailto:us@example.org">us@example.org</a>: 90 days' in html
    assert '<a href="/en/about#views">that</a>' in html


def test_a_broken_text_is_shown_in_finnish_and_said_to_be_finnish(data: Path) -> None:
    (data / "texts" / "privacy.sv.md").write_text("Detta är <b>trasigt</b>.\n", "utf-8")
    client = client_of(data.parent)
    html = client.get("/sv/dataskydd").text
    assert '<span lang="fi">Tämä on keksitty maa.</span>' in html
    assert '<div lang="fi">' in html
    assert "trasigt" not in html
    assert client.get("/healthz").json["files"] == ["privacy.sv.md"]
    assert "Tämä" not in client.get("/en/privacy").text


def test_without_texts_every_page_is_there_with_what_it_makes_itself(data: Path) -> None:
    for file in (data / "texts").iterdir():
        file.unlink()
    (data / "texts").rmdir()
    client = client_of(data.parent)
    for page in TEXTS:
        assert client.get(path(page, "en")).status_code == 200, page
    assert "/en/indicators/{key}" in client.get("/en/api").text
    assert "What this site stores about its visitors." in client.get("/en/privacy").text
    assert client.get("/healthz").json["files"] == ["texts"]
