"""Single values as they come from Excel, Word, e-mail and the web: mended where it is clear what was meant."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.content import meant


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("+358 (0)17 555 1234", "+358 17 555 1234"),
        ("0401234567", "+358 40 1234567"),
        ("00358 17 555 1234", "+358 17 555 1234"),
        ("(017) 555-1234", "+358 17 555 1234"),
        ("p. 040 123 4567 (vaihde)", "+358 40 123 4567"),
        ("tel:+46-8-123 45 67", "+46 8 123 45 67"),
        ("+358\u00a017\u2013555\u00a01234", "+358 17 555 1234"),
        ("ei ole", None),
        ("555 1234", None),
        ("040 123 4567, 017 555 123", None),
    ],
)
def test_phone_numbers(text: str, better: str | None) -> None:
    assert meant.phone(text) == better


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("info @koivula.fi", "info@koivula.fi"),
        ("info(at)koivula.fi", "info@koivula.fi"),
        ("info [ät] koivula [piste] fi", "info@koivula.fi"),
        ("Neuvonta <info@koivula.fi>", "info@koivula.fi"),
        ("mailto:info@koivula.fi", "info@koivula.fi"),
        ("[info@koivula.fi](mailto:info@koivula.fi)", "info@koivula.fi"),
        ("“info@koivula.fi”", "info@koivula.fi"),
        ("info@koivula,fi", "info@koivula.fi"),
        ("in\u200bfo@koivula.fi.", "info@koivula.fi"),
        ("info @hämeenlinna.fi", "info@hämeenlinna.fi"),
        ("info (at) ekenäs (piste) fi", "info@ekenäs.fi"),
        ("info miukumauku", None),
        ("info (miukumauku) koivula.fi", "info@koivula.fi"),
        ("päivi@koivula.fi", None),
        ("info@koivula.fi info@koivula.fi", "info@koivula.fi"),
        ("info@koivula.fi, yritys@koivula.fi", None),
        ("Neuvonta <info@koivula.fi>, Yritykset <yritys@koivula.fi>", None),
        ("info@koivula", None),
        ("koivula.fi", None),
    ],
)
def test_addresses_of_mail(text: str, better: str | None) -> None:
    assert meant.email(text) == better


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("www.koivula.fi", "https://www.koivula.fi"),
        ("http:/koivula.fi", "http://koivula.fi"),
        ("https:// www.koivula.fi", "https://www.koivula.fi"),
        ("htps://koivula.fi", "https://koivula.fi"),
        ("<https://koivula.fi>", "https://koivula.fi"),
        ("koivula.fi/a b", "https://koivula.fi/a%20b"),
        ("ei ole", None),
        ("Koivula", None),
    ],
)
def test_web_addresses(text: str, better: str | None) -> None:
    assert meant.web_address(text) == better


@pytest.mark.parametrize(
    "text",
    [
        "31.1.2027",
        "31/1/2027",
        "1/31/2027",
        "31–1–2027",
        "2027/01/31",
        "20270131",
        "46418",
        "31. tammikuuta 2027",
        "31 januari 2027",
        "January 31, 2027",
        "31.1.27",
        "2027-01-31T12:00",
    ],
)
def test_days(text: str) -> None:
    assert meant.day(text) == dt.date(2027, 1, 31)


@pytest.mark.parametrize("text", ["pian", "2027", "31.2.2027", "32.1.2027", "tammikuu 2027"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert meant.day(text) is None


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("3/2025", "2025-03"),
        ("03.2025", "2025-03"),
        ("maaliskuu 2025", "2025-03"),
        ("mars 2025", "2025-03"),
        ("6.5.2023", "2023-05-06"),
        ("syksy 2023", "2023"),
        ("2023-13", None),
        ("ei tiedossa", None),
    ],
)
def test_partial_dates(text: str, better: str | None) -> None:
    assert meant.partial_date(text) == better


@pytest.mark.parametrize(
    ("text", "whole", "better"),
    [
        ("12 345,6", False, "12345.6"),
        ("1,234.5", False, "1234.5"),
        ("1.234,5 t", False, "1234.5"),
        ("n. 1200", True, "1200"),
        ("2019.0", True, "2019"),
        ("\u22125", True, "-5"),
        ("12 %", True, "12"),
        ("1,5", True, None),
        ("noin sata", True, None),
    ],
)
def test_numbers(text: str, whole: bool, better: str | None) -> None:
    assert meant.number(text, whole=whole) == better


def test_lists_on_a_line() -> None:
    assert meant.choices("fi, sv") == meant.choices("[fi; sv]") == meant.choices("fi / sv") == ["fi", "sv"]
