"""Sentences made from figures: every indicator, view, language and sign of change, by the rules of each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from portal.charts.chart import build
from portal.charts.registry import CHART_TYPES
from portal.charts.sentence import sentence
from portal.domain.profile import Names, Portal
from portal.explorer.state import SCALES, Start
from portal.explorer.view import View
from portal.i18n import LOCALES, Locale, localized
from portal.indicators.catalogue import Collocation, Indicator
from portal.indicators.library import Series
from portal.indicators.rows import Rows

#: Two numbers with nothing but a sign, a unit's sign or a bracket between them: 2025 20 205, or 2018 (73,6 %).
NEIGHBOURS = re.compile(r"\d[ \u00a0]?%?[,;:]? [(]?[+\u2212]?\d")
#: A thousand's mark, which joins digits to one number.
THOUSANDS = re.compile(r"(?<=\d)[\u00a0,](?=\d{3}(?!\d))")
SIGNS = {
    "rising": {"2018": 1000.0, "2019": 1100.0, "2020": 1250.0, "2021": 1500.0},
    "falling": {"2018": 1500.0, "2019": 1250.0, "2020": 1100.0, "2021": 1000.0},
    "still": {"2018": 1000.0, "2019": 1100.0, "2020": 1250.0, "2021": 1000.0},
    "below zero": {"2018": -3.0, "2019": -5.0, "2020": -2.5, "2021": -4.0},
}


def plain(text: str) -> str:
    return THOUSANDS.sub("", text)


def drawn(portal: Portal, key: str, figures: Mapping[str, float], locale: Locale, scale: str) -> str:
    """The sentence of one town's made-up figures of a real indicator."""
    catalogue = portal.statistics.catalogue
    indicator = catalogue.indicators[key]
    source = indicator.sources[0].id
    rows = [("140", period, value, source) for period, value in figures.items()]
    series = Series(
        indicator,
        catalogue.units[indicator.unit],
        catalogue.collocations[indicator.collocation],
        Rows(*zip(*rows, strict=True)),
    )
    names = Names(portal, locale)
    chart = build(series, key, names, locale, scope=CHART_TYPES["trend"].scope, town="140", places=[], scale=scale)  # type: ignore[arg-type]
    return sentence(chart)


def indicators(portal: Portal) -> Iterator[tuple[str, Indicator, Collocation]]:
    catalogue = portal.statistics.catalogue
    for key, indicator in catalogue.indicators.items():
        yield key, indicator, catalogue.collocations[indicator.collocation]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_change_is_said_with_the_indicators_own_verb(portal: Portal, locale: Locale, sign: str) -> None:
    for key, indicator, words in indicators(portal):
        for scale in SCALES:
            said = drawn(portal, key, SIGNS[sign], locale, scale)
            assert not NEIGHBOURS.search(plain(said)), (key, scale, said)
            assert said.endswith("."), said
            rose, fell = f" {words.rose.of(locale)} ", f" {words.fell.of(locale)} "
            if scale == "absolute" and not indicator.phrases and not indicator.projection:
                assert (rose in said) is (sign == "rising"), (key, said)
                assert fell not in said or sign in {"falling", "below zero"}, (key, said)
                assert fell in said or sign != "falling", (key, said)


def test_no_figure_below_zero_is_the_largest(portal: Portal) -> None:
    """What has figures below zero among its own has words for it."""
    statistics = portal.statistics
    for key, _indicator, words in indicators(portal):
        if key not in statistics.keys:
            continue
        series = statistics.series(key, statistics.sections(key)[0])
        below = any(point.value < 0 for place in statistics.cities for point in series.points(place))
        if below:
            assert not re.search("suuri|pieni", " ".join(words.model_dump()[f]["fi"] for f in ("greatest", "at_most")))


def test_rates_are_high_and_amounts_are_large_in_finnish(portal: Portal) -> None:
    high, large = re.compile("korke|matal"), re.compile("suur|pien")
    for key, indicator, words in indicators(portal):
        told = " ".join(said["fi"] for said in words.model_dump().values())
        kind = portal.statistics.catalogue.units[indicator.unit].kind
        if kind == "years" or re.search(
            r"(työllisyysaste|taajama-aste|omavaraisuusaste|prosentti|hinta)$",
            localized(indicator.name, "fi").casefold(),
        ):
            assert not large.search(told), key
        if indicator.counted or (kind == "money" and "hinta" not in localized(indicator.name, "fi")):
            assert not high.search(f"{words.greatest.of('fi')} {words.at_most.of('fi')}"), key


def test_every_view_of_every_indicator_keeps_numbers_apart(portal: Portal) -> None:
    keys = tuple(portal.statistics.keys)
    for key in keys:
        for locale in LOCALES:
            for view in CHART_TYPES:
                for home in ("140", None):
                    said = View.read(portal, locale, Start(home, key, keys), {"i": key, "view": view}).sentence
                    if view not in {"scatter", "industries"}:
                        assert not NEIGHBOURS.search(plain(said)), (key, view, said)
                    assert not re.search(r"[Kk]unnassa [A-ZÅÄÖ]|in the municipality of", said), said


@pytest.mark.parametrize(
    ("place", "fi", "sv"),
    [("091", "Helsingissä oli", "I Helsingfors fanns"), ("837", "Tampereella oli", "I Tammerfors fanns")],
)
def test_any_municipality_stands_in_its_own_case(portal: Portal, place: str, fi: str, sv: str) -> None:
    start = Start(None, "population", tuple(portal.statistics.keys))
    query = {"i": "population", "view": "trend", "p": place, "h": place}
    said = [View.read(portal, locale, start, query).sentence for locale in ("fi", "sv")]
    assert said[0].startswith(fi)
    assert said[1].startswith(sv)


def test_the_projected_change_of_a_span_is_not_one_of_its_last_year(portal: Portal) -> None:
    figures = {"2040": -9.7}
    said = [drawn(portal, "projected_population_change_2026_2040", figures, one, "absolute") for one in LOCALES]
    assert [text.replace("\u00a0", " ") for text in said] == [
        "Väkiluvun ennustetaan vähenevän Iisalmessa 9,7 % vuodesta 2026 vuoteen 2040.",
        "Folkmängden i Idensalmi väntas minska med 9,7 % från år 2026 till år 2040.",
        "The population in Iisalmi is projected to fall by 9.7% from 2026 to 2040.",
    ]
