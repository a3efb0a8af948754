"""The data folder keeps its rules: every figure has its source, words are whole, nobody's own address is in it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict

import pytest

from portal.cli.check import survey
from portal.domain.profile import Portal
from portal.i18n import LocalizedText, use_locale
from portal.indicators.catalogue import Catalogue
from portal.indicators.library import COUNTRY
from portal.settings import Settings
from tests.facts import Row, facts, rows_of

DATA = Settings().data
#: Pertunmaa: in the figures, but joined to Mäntyharju before the list of municipalities was made.
FORMER = {"588"}
SERIES = sorted((DATA / "series").glob("*.csv"))


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    """Indicator, or indicator and section, to the rows of its series."""
    found: dict[str, list[Row]] = defaultdict(list)
    for file in SERIES:
        for row in rows_of(file):
            found[f"{file.stem}/{row['section']}" if "section" in row else file.stem].append(row)
    return found


@pytest.fixture(scope="module")
def catalogue(portal: Portal) -> Catalogue:
    return portal.statistics.catalogue


def test_every_figure_is_the_listed_one_of_its_published_source() -> None:
    listed = (DATA / "facts.csv").read_text(encoding="utf-8")
    assert facts(DATA) == listed, "Figures differ from data/facts.csv. If they should: `make facts`, and read its diff."


def test_every_series_has_its_entry_in_the_catalogue_and_every_entry_its_series(catalogue: Catalogue) -> None:
    assert sorted(catalogue.indicators) == [file.stem for file in SERIES]


def test_every_figure_names_a_source_of_its_indicator_and_every_source_has_figures(
    rows: dict[str, list[Row]], catalogue: Catalogue
) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for key, found in rows.items():
        named[key.split("/")[0]] |= {row["source"] for row in found}
    assert named == {key: {source.id for source in one.sources} for key, one in catalogue.indicators.items()}


def test_a_place_has_one_figure_a_period_and_is_a_known_municipality_or_the_country(
    rows: dict[str, list[Row]], portal: Portal
) -> None:
    known = {*portal.statistics.municipalities, *FORMER, "SSS"}
    for key, found in rows.items():
        twice = Counter((row["place"], row["period"]) for row in found)
        assert [(key, one) for one, times in twice.items() if times > 1] == []
        assert {row["place"] for row in found} <= known, key


def test_monthly_series_are_months_and_yearly_series_are_years(
    rows: dict[str, list[Row]], catalogue: Catalogue
) -> None:
    patterns = {"month": r"\d{4}M(0[1-9]|1[0-2])", "year": r"\d{4}"}
    for key, found in rows.items():
        pattern = re.compile(patterns[catalogue.indicators[key.split("/")[0]].frequency])
        assert [(key, row["period"]) for row in found if not pattern.fullmatch(row["period"])] == []


def words_in(thing: object, where: str = "") -> list[tuple[str, LocalizedText]]:
    """Every text in three languages inside a model."""
    if isinstance(thing, LocalizedText):
        return [(where, thing)]
    if isinstance(thing, dict):
        return [found for key, value in thing.items() for found in words_in(value, f"{where}/{key}")]
    if isinstance(thing, list | tuple):
        return [found for i, value in enumerate(thing) for found in words_in(value, f"{where}/{i}")]
    fields = getattr(type(thing), "model_fields", {})
    return [found for name in fields for found in words_in(getattr(thing, name), f"{where}/{name}")]


def test_everything_in_the_catalogue_has_words_in_three_languages(catalogue: Catalogue) -> None:
    found = words_in(catalogue)
    assert len(found) > 6 * len(catalogue.indicators) / 2
    assert [where for where, words in found if not (words.fi and words.sv and words.en)] == []


def test_every_town_of_the_site_has_its_file_and_every_file_is_a_town_of_the_site(portal: Portal) -> None:
    assert {*portal.site.cities} == {file.stem for file in (DATA / "cities").glob("*.yaml")}
    assert {city.code for city in portal.cities.values()} <= {*portal.statistics.municipalities}
    assert (portal.problems, portal.broken) == ((), ())


def test_every_town_has_its_texts_in_three_languages(portal: Portal) -> None:
    found = words_in(portal.cities)
    assert {where.split("/")[1] for where, _words in found} == {*portal.site.cities}
    assert [where for where, words in found if not (words.fi and words.sv and words.en)] == []


def test_staff_have_nothing_to_mend_and_no_words_to_write(settings: Settings) -> None:
    with use_locale("en"):
        problems = survey(settings, dt.date.fromisoformat(settings.today or ""))
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    unwritten = [str(problem) for problem in problems if re.search("text", problem.message)]
    assert unwritten == []


def test_the_data_hold_no_persons_own_address() -> None:
    """First name, dot, last name is a person; an office is one word, several with other marks, or a registry's."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(DATA.rglob("*.yaml")))
    addresses = re.findall(r"[\w.+-]+@[\w.-]+\.\w+", text)
    assert addresses
    person = re.compile(r"(?!kirjaamo\.)[^@]*[^\W\d_]{2,}\.[^\W\d_]{2,}@")
    assert [address for address in addresses if person.match(address)] == []


def test_jobs_by_industry_add_up_to_all_jobs_in_every_municipality(rows: dict[str, list[Row]]) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for key, found in rows.items():
        if key.startswith("workplaces_by_industry/"):
            sums.update({(row["place"], row["period"]): int(row["value"]) for row in found})
    whole = {(row["place"], row["period"]): int(row["value"]) for row in rows["workplaces_paavo"]}
    assert whole
    assert {place: (sums[place], all_jobs) for place, all_jobs in whole.items() if sums[place] != all_jobs} == {}


def test_enterprises_by_industry_add_up_to_all_enterprises_in_every_municipality(rows: dict[str, list[Row]]) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for key, found in rows.items():
        if key.startswith("enterprises_by_industry/"):
            sums.update({(row["place"], row["period"]): int(row["value"]) for row in found})
    assert sums == {(row["place"], row["period"]): int(row["value"]) for row in rows["enterprise_stock"]}


def test_concepts_of_unemployment_each_say_that_the_others_are_something_else(catalogue: Catalogue) -> None:
    concepts = {key for key in catalogue.indicators if "unemploy" in key}
    assert {key: {key, *catalogue.indicators[key].not_comparable} for key in concepts} == dict.fromkeys(
        concepts, concepts
    )


def test_a_mean_is_weighted_by_an_indicator_that_exists(catalogue: Catalogue) -> None:
    means = {key: i.aggregation.weight for key, i in catalogue.indicators.items() if i.aggregation.kind == "mean"}
    assert means
    assert set(means.values()) <= set(catalogue.indicators)


def test_only_counts_and_areas_are_added_together(catalogue: Catalogue) -> None:
    added = {key: one for key, one in catalogue.indicators.items() if one.aggregation.kind == "sum"}
    assert added
    assert {key for key, one in added.items() if catalogue.units[one.unit].kind not in ("count", "area")} == set()


def test_every_indicator_has_values_for_most_towns(portal: Portal) -> None:
    statistics = portal.statistics
    found = {key: sum(code in statistics.series(key).places for code in statistics.cities) for key in statistics.keys}
    assert {key: count for key, count in found.items() if 2 * count <= len(statistics.cities)} == {}


@pytest.mark.parametrize("locale", ["fi", "sv", "en"])
def test_no_two_indicators_have_the_same_name_or_the_same_definition(catalogue: Catalogue, locale: str) -> None:
    for field in ("name", "definition"):
        texts = Counter(getattr(getattr(one, field), locale) for one in catalogue.indicators.values())
        assert [text for text, times in texts.items() if times > 1] == []


def test_every_table_of_a_database_has_its_page_at_the_publisher(catalogue: Catalogue) -> None:
    """A page is named after its table's file; what no database has may have no page."""
    sources = [source for indicator in catalogue.indicators.values() for source in indicator.sources]
    assert sources
    for source in sources:
        files = re.findall(r"(?:\w*_)?(\w+)\.px", source.table)
        assert not files or len(source.pages) == len(files), source.table
        for name, (table, page) in zip(files, source.links("sv"), strict=bool(files)):
            assert name in table
            assert page.startswith("https://")
            assert page.endswith(f"{name}.px/")
            assert "/sv/" in page
            assert "{" not in page


def test_no_page_at_a_publisher_is_a_copy(catalogue: Catalogue) -> None:
    pages = [page for indicator in catalogue.indicators.values() for s in indicator.sources for page in s.pages]
    hosts = {page.split("/")[2] for page in pages}
    assert hosts
    assert [host for host in hosts if re.search(r"github|gitlab|zenodo|kaggle|huggingface|archive\.org", host)] == []


def test_the_sums_of_all_municipalities_are_the_published_figures_of_the_country(portal: Portal) -> None:
    statistics = portal.statistics
    sums = [key for key in statistics.keys if statistics.indicator(key).aggregation.kind == "sum"]
    assert sums
    assert [key for key in sums if statistics.series(key).together(COUNTRY).reason == "unlike_published"] == []


def test_a_reason_for_missing_figures_stands_only_where_some_are_missing(portal: Portal) -> None:
    statistics = portal.statistics
    for key in statistics.keys:
        series, everywhere = statistics.series(key), len(statistics.municipalities)
        whole = all(len(series.municipalities_at(period)) == everywhere for period in series.periods)
        assert statistics.indicator(key).missing is None or not whole, key
