from __future__ import annotations

import pytest

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale, use_locale
from portal.indicators.library import Rank
from portal.indicators.words import amount, difference, rank_words, source_line, when

NB = "\u00a0"


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("population", 20205, (f"20{NB}205{NB}as.", f"20{NB}205{NB}inv.", f"20,205{NB}residents")),
        ("employment_rate_18_64", 71.23, (f"71,2{NB}%", f"71,2{NB}%", "71.2%")),
        ("municipal_loans_per_capita", -3245, (f"−3{NB}245{NB}€/as.", f"−3{NB}245{NB}€/inv.", "−€3,245/resident")),
        ("property_tax_land", 1.3, (f"1,30{NB}%", f"1,30{NB}%", "1.30%")),
    ],
)
def test_a_figure_is_written_with_its_unit(portal: Portal, key: str, value: float, written: tuple[str, ...]) -> None:
    series = portal.statistics.series(key)
    assert tuple(amount(value, series.indicator, series.unit, locale) for locale in LOCALES) == written


def said_when(period: str) -> list[str]:
    found = []
    for locale in LOCALES:
        with use_locale(locale):
            found.append(when(period, locale))
    return found


def test_a_year_is_said_as_an_adverb() -> None:
    assert said_when("2025") == ["vuonna 2025", "år 2025", "in 2025"]


def test_a_month_is_said_as_an_adverb() -> None:
    assert said_when("2026M08") == ["elokuussa 2026", "i augusti 2026", "in August 2026"]


def test_every_finnish_month_takes_its_ending() -> None:
    with use_locale("fi"):
        said = [when(f"2026M{month:02d}", "fi") for month in range(1, 13)]
    assert said[0] == "tammikuussa 2026"
    assert all(text.endswith("kuussa 2026") for text in said)
    assert len(set(said)) == 12


@pytest.mark.parametrize(
    ("key", "shared", "words"),
    [
        ("population", False, ("sija 3/10", "placering 3/10", "position 3/10")),
        ("population", True, ("jaettu sija 3/10", "delad placering 3/10", "shared position 3/10")),
        (
            "municipal_loans_per_capita",
            False,
            (
                "sija 3/10 alimmasta lukien",
                "placering 3/10 räknat från den lägsta",
                "position 3/10 counted from the lowest",
            ),
        ),
        (
            "municipal_loans_per_capita",
            True,
            (
                "jaettu sija 3/10 alimmasta lukien",
                "delad placering 3/10 räknat från den lägsta",
                "shared position 3/10 counted from the lowest",
            ),
        ),
    ],
)
def test_a_position_says_from_which_end_and_whether_it_is_shared(
    portal: Portal, key: str, shared: bool, words: tuple[str, ...]
) -> None:
    rank = Rank("140", 1.0, 3, 10, shared)
    for locale, expected in zip(LOCALES, words, strict=True):
        with use_locale(locale):
            assert rank_words(portal.statistics.indicator(key), rank) == expected


@pytest.mark.parametrize(
    ("key", "own", "other", "words"),
    [
        (
            "employment_rate_18_64",
            66.9,
            68.3,
            ("−1,4 prosenttiyksikköä", "−1,4 procentenheter", "−1.4 percentage points"),
        ),
        (
            "employment_rate_18_64",
            71.24,
            68.26,
            ("+2,9 prosenttiyksikköä", "+2,9 procentenheter", "+2.9 percentage points"),
        ),
        (
            "municipal_loans_per_capita",
            4000,
            3000,
            (f"+1{NB}000{NB}€/as.", f"+1{NB}000{NB}€/inv.", "+€1,000/resident"),
        ),
        ("mean_age", 44.6, 45.4, (f"0{NB}vuotta", f"0{NB}år", f"0{NB}years")),
    ],
)
def test_a_difference_is_that_of_the_figures_that_are_shown(
    portal: Portal, key: str, own: float, other: float, words: tuple[str, ...]
) -> None:
    series = portal.statistics.series(key)

    def said(locale: Locale) -> str:
        with use_locale(locale):
            return difference(own, other, series.indicator, series.unit, locale)

    assert tuple(said(locale) for locale in LOCALES) == words


def test_a_credit_line_has_publisher_table_data_date_and_licence(portal: Portal) -> None:
    catalogue = portal.statistics.catalogue
    source = catalogue.indicators["population_projection_2024_15_64"].sources[:1]
    lines = {}
    for locale in LOCALES:
        with use_locale(locale):
            lines[locale] = source_line(catalogue, source, locale)
    assert lines == {
        "fi": "Tilastokeskus, 14wx, tietojen ajankohta 24.10.2024, CC BY 4.0",
        "sv": "Statistikcentralen, 14wx, uppgifternas tidpunkt 24.10.2024, CC BY 4.0",
        "en": "Statistics Finland, 14wx, data of 24 October 2024, CC BY 4.0",
    }


def test_a_publisher_that_states_no_licence_is_said_to_state_none(portal: Portal) -> None:
    catalogue = portal.statistics.catalogue
    sources = catalogue.indicators["municipal_income_tax_rate"].sources
    assert catalogue.publishers[sources[0].publisher].licence is None
    with use_locale("en"):
        assert source_line(catalogue, sources, "en").endswith("no licence stated")


def test_several_tables_of_one_publisher_are_credited_once(portal: Portal) -> None:
    catalogue = portal.statistics.catalogue
    sources = [source for key in ("workplaces", "population") for source in catalogue.indicators[key].sources]
    with use_locale("fi"):
        line = source_line(catalogue, [*sources, *sources], "fi")
    assert line.count("Tilastokeskus") == 1
    assert line.count(sources[0].code or sources[0].table) == 1
