from __future__ import annotations

import datetime as dt
import threading

import pytest

from portal import i18n
from portal.i18n import LOCALES, LocalizedText, _, current, lazy, ngettext, use_locale

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "finnish", "english"),
    [
        (12345.6, 1, f"12{NB}345,6", "12,345.6"),
        (1234567.891, 2, f"1{NB}234{NB}567,89", "1,234,567.89"),
        (999, 0, "999", "999"),
        (1000, 0, f"1{NB}000", "1,000"),
        (3, 1, "3,0", "3.0"),
        (0, 0, "0", "0"),
        (-320, 0, "−320", "−320"),
        (-12345.6, 1, f"−12{NB}345,6", "−12,345.6"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.4, 0, "0", "0"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(
    value: float, decimals: int, finnish: str, english: str
) -> None:
    """No-break space and comma in Finnish and Swedish; a true minus; nothing is never negative."""
    written = [i18n.number(value, locale, decimals) for locale in ("fi", "sv", "en")]
    assert written == [finnish, finnish, english]


def test_a_number_never_breaks_at_the_end_of_a_line_nor_uses_a_hyphen_as_a_minus() -> None:
    for locale in LOCALES:
        text = i18n.with_unit(i18n.number(-1234567.8, locale, 1), "€", locale)
        assert " " not in text
        assert "\u202f" not in text
        assert "-" not in text


def test_the_percent_sign_stands_apart_in_finnish_and_swedish_and_not_in_english() -> None:
    assert [i18n.with_unit("12", "%", locale) for locale in LOCALES] == [f"12{NB}%", f"12{NB}%", "12%"]
    assert [i18n.with_unit("12", "km", locale) for locale in LOCALES] == [f"12{NB}km"] * 3


def test_euros_come_first_in_english_with_the_sign_before_them() -> None:
    written = [i18n.with_unit(number, "€/resident", "en") for number in ("320", "−320", "+320")]
    assert written == ["€320/resident", "−€320/resident", "+€320/resident"]
    assert i18n.with_unit("−320", "€/as.", "fi") == f"−320{NB}€/as."


def test_days_are_written_as_each_language_writes_them() -> None:
    day = dt.date(2026, 5, 6)
    assert [i18n.date(day, locale) for locale in LOCALES] == ["6.5.2026", "6.5.2026", "6 May 2026"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023", ("2023", "2023", "2023")),
        ("2023-05", ("toukokuu 2023", "maj 2023", "May 2023")),
        ("2023-05-06", ("6.5.2023", "6.5.2023", "6 May 2023")),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(text: str, written: tuple[str, ...]) -> None:
    assert tuple(i18n.partial_date(text, locale) for locale in LOCALES) == written


def test_moments_are_told_by_the_clock_in_finland() -> None:
    early = dt.datetime(2026, 11, 27, 7, 5, tzinfo=dt.UTC)
    assert [i18n.moment(early, locale) for locale in LOCALES] == [
        "27.11.2026 klo\u00a09.05",
        "27.11.2026 kl.\u00a09.05",
        "27 November 2026, 09:05",
    ]


def test_periods_are_years_or_months() -> None:
    assert [i18n.period("2020", locale) for locale in LOCALES] == ["2020"] * 3
    assert [i18n.period("2026M08", locale) for locale in LOCALES] == ["elokuu 2026", "augusti 2026", "August 2026"]


def test_lists_end_as_each_language_ends_them() -> None:
    items = ["Rauma", "Raahe", "Keuruu"]
    written = [i18n.listing(items, locale) for locale in LOCALES]
    assert written == ["Rauma, Raahe ja Keuruu", "Rauma, Raahe och Keuruu", "Rauma, Raahe and Keuruu"]
    assert [i18n.listing(items[:1], locale) for locale in LOCALES] == ["Rauma"] * 3


def test_a_missing_translation_shows_the_finnish_text_marked_as_finnish() -> None:
    words = LocalizedText(fi="Terästä & puuta", en="Steel and wood")
    assert i18n.localized(words, "sv") == "Terästä & puuta"
    assert i18n.marked(words, "sv") == '<span lang="fi">Terästä &amp; puuta</span>'
    assert i18n.marked(words, "en") == "Steel and wood"
    assert i18n.marked(words, "fi") == "Terästä &amp; puuta"


def test_what_is_said_inside_is_said_in_that_language() -> None:
    later = lazy("Towns")
    for locale, word in {"fi": "Kaupungit", "sv": "Städer", "en": "Towns"}.items():
        with use_locale(locale):
            assert current() == locale
            assert (_("Towns"), str(later)) == (word, word)


def test_one_thing_and_many_things_have_their_own_forms() -> None:
    def mend(number: int) -> str:
        return ngettext("%(num)s error", "%(num)s errors", number)

    with use_locale("fi"):
        assert (mend(1), mend(2)) == ("1 virhe", "2 virhettä")
    with use_locale("en"):
        assert (mend(1), mend(2)) == ("1 error", "2 errors")


def test_languages_spoken_inside_one_another_come_back() -> None:
    with use_locale("fi"):
        with use_locale("sv"):
            assert current() == "sv"
        assert current() == "fi"


def test_two_languages_at_once_never_mix() -> None:
    heard: dict[str, set[str]] = {locale: set() for locale in LOCALES}
    ready = threading.Barrier(len(LOCALES))

    def speak(locale: str) -> None:
        ready.wait()
        for _round in range(200):
            with use_locale(locale):
                heard[locale].add(_("Towns"))

    threads = [threading.Thread(target=speak, args=(locale,)) for locale in LOCALES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"fi": {"Kaupungit"}, "sv": {"Städer"}, "en": {"Towns"}}
