"""The real data folder: the figures are the facts', the words are whole, and nobody's own address is in it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from portal.cli.check import survey
from portal.domain.profile import Portal
from portal.i18n import LocalizedText, use_locale
from portal.indicators.catalogue import Catalogue
from portal.settings import ROOT, Settings

DATA = ROOT / "data"
#: Pertunmaa: in the figures, but joined to Mäntyharju before the list of municipalities was made.
FORMER = {"588"}
#: What the facts hold: indicator, or indicator and section, to rows and digest.
FACTS: dict[str, dict[str, Any]] = json.loads((ROOT / "tests" / "facts_digest.json").read_text(encoding="utf-8"))
SERIES = sorted((DATA / "series").glob("*.csv"))
TOWNS = {
    "iisalmi": "140",
    "savonlinna": "740",
    "raahe": "678",
    "kristiinankaupunki": "287",
    "heinola": "111",
    "kauhajoki": "232",
    "keuruu": "249",
    "rauma": "684",
    "kuusamo": "305",
    "taivalkoski": "832",
}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def rows() -> dict[str, list[dict[str, str]]]:
    """Indicator, or indicator and section, to the rows of its series."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for file in SERIES:
        for row in rows_of(file):
            found[f"{file.stem}/{row['section']}" if "section" in row else file.stem].append(row)
    return found


@pytest.fixture(scope="module")
def catalogue(portal: Portal) -> Catalogue:
    return portal.statistics.catalogue


def test_no_indicator_of_the_facts_is_missing_and_none_is_added(rows: dict[str, list[dict[str, str]]]) -> None:
    assert sorted(rows) == sorted(FACTS)


@pytest.mark.parametrize("key", FACTS)
def test_a_series_holds_exactly_the_figures_of_the_facts(key: str, rows: dict[str, list[dict[str, str]]]) -> None:
    lines = sorted(f"{row['place']},{row['period']},{row['value']}\n" for row in rows[key])
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert {"rows": len(lines), "sha256": digest} == FACTS[key]


def test_every_series_has_its_entry_in_the_catalogue_and_every_entry_its_series(catalogue: Catalogue) -> None:
    assert sorted(catalogue.indicators) == [file.stem for file in SERIES]


@pytest.mark.parametrize("file", SERIES, ids=lambda file: file.stem)
def test_every_figure_names_a_source_of_its_indicator_and_every_source_has_figures(
    file: Path, catalogue: Catalogue
) -> None:
    known = {source.id for source in catalogue.indicators[file.stem].sources}
    assert {row["source"] for row in rows_of(file)} == known


@pytest.mark.parametrize("file", SERIES, ids=lambda file: file.stem)
def test_a_place_has_one_figure_a_period_and_is_a_known_municipality_or_the_country(file: Path, portal: Portal) -> None:
    found = rows_of(file)
    twice = Counter((row["place"], row.get("section"), row["period"]) for row in found)
    assert [key for key, times in twice.items() if times > 1] == []
    assert {row["place"] for row in found} <= {*portal.statistics.municipalities, *FORMER, "SSS"}


@pytest.mark.parametrize("file", SERIES, ids=lambda file: file.stem)
def test_monthly_series_are_months_and_yearly_series_are_years(file: Path, catalogue: Catalogue) -> None:
    pattern = r"\d{4}M(0[1-9]|1[0-2])" if catalogue.indicators[file.stem].frequency == "month" else r"\d{4}"
    assert [row["period"] for row in rows_of(file) if not re.fullmatch(pattern, row["period"])] == []


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


def test_the_ten_towns_are_all_there_with_their_codes(portal: Portal) -> None:
    assert {key: city.code for key, city in portal.cities.items()} == TOWNS
    assert (portal.problems, portal.broken) == ((), ())


def test_every_town_has_its_texts_in_three_languages(portal: Portal) -> None:
    found = words_in(portal.cities)
    assert {where.split("/")[1] for where, _words in found} == set(TOWNS)
    assert [where for where, words in found if not (words.fi and words.sv and words.en)] == []


def test_staff_have_nothing_to_mend_and_no_words_to_write() -> None:
    with use_locale("en"):
        problems = survey(Settings(), dt.date(2026, 11, 23))
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


def test_jobs_by_industry_add_up_to_all_jobs_in_every_municipality(rows: dict[str, list[dict[str, str]]]) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for key, found in rows.items():
        if key.startswith("workplaces_by_industry/"):
            sums.update({(row["place"], row["period"]): int(row["value"]) for row in found})
    whole = {(row["place"], row["period"]): int(row["value"]) for row in rows["workplaces_paavo"]}
    assert len(whole) > 300
    assert {place: (sums[place], all_jobs) for place, all_jobs in whole.items() if sums[place] != all_jobs} == {}


def test_the_jobseekers_share_is_the_first_of_the_concepts_of_unemployment(catalogue: Catalogue) -> None:
    concepts = [key for key in catalogue.indicators if "unemploy" in key]
    assert len(concepts) == 5
    assert concepts[0] == "unemployed_jobseekers_share_annual_mean"


def test_the_jobseekers_share_ends_in_2024(portal: Portal) -> None:
    series = portal.statistics.series("unemployed_jobseekers_share_annual_mean")
    assert series.periods[-1] == "2024"


def test_a_mean_is_weighted_by_an_indicator_that_exists(catalogue: Catalogue) -> None:
    means = {key: i.aggregation.weight for key, i in catalogue.indicators.items() if i.aggregation.kind == "mean"}
    assert means
    assert set(means.values()) <= set(catalogue.indicators)


def test_only_counts_are_added_together(catalogue: Catalogue) -> None:
    added = {key for key, indicator in catalogue.indicators.items() if indicator.aggregation.kind == "sum"}
    counts = {key for key, indicator in catalogue.indicators.items() if catalogue.units[indicator.unit].kind == "count"}
    assert added
    assert added <= counts


def test_every_indicator_has_values_for_at_least_eight_of_the_ten(portal: Portal) -> None:
    statistics = portal.statistics
    found = {key: sum(code in statistics.series(key).places for code in statistics.cities) for key in statistics.keys}
    assert {key: count for key, count in found.items() if count < 8} == {}


@pytest.mark.parametrize("locale", ["fi", "sv", "en"])
def test_no_two_indicators_have_the_same_name_or_the_same_definition(catalogue: Catalogue, locale: str) -> None:
    for field in ("name", "definition"):
        texts = Counter(getattr(getattr(one, field), locale) for one in catalogue.indicators.values())
        assert [text for text, times in texts.items() if times > 1] == []


def test_every_table_of_a_database_has_its_page_at_the_publisher(catalogue: Catalogue) -> None:
    """A page is named after its table's file; what no database has may have no page."""
    sources = [source for indicator in catalogue.indicators.values() for source in indicator.sources]
    assert len(sources) > 70
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
    assert hosts == {"pxdata.stat.fi", "vero2.stat.fi", "www.vero.fi", "sotkanet.fi"}
