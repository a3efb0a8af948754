"""An indicator's tables: whole or as one view shows it, they equal the series."""

from __future__ import annotations

import io
from typing import Any

import jsonschema_rs
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.exports.dataset import COLUMNS
from portal.exports.indicator import whole
from portal.exports.schemas import schemas
from portal.i18n import LOCALES, Locale
from portal.indicators.library import COUNTRY, NETWORK
from portal.indicators.specialisation import specialisation
from tests.exports.conftest import AS_TEXT, INDICATORS, Fetch

Figures = dict[tuple[str, str, str], float]


def figures_of(portal: Portal, key: str) -> Figures:
    """Every figure of an indicator by section, place and period, computed ones of the country and the ten included."""
    found = {}
    for section in portal.statistics.sections(key):
        series = portal.statistics.series(key, section)
        for place in (*series.places, COUNTRY, NETWORK):
            found |= {(section, place, point.period): point.value for point in series.points(place)}
    return found


def read_csv(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=AS_TEXT, keep_default_na=False)


def test_every_indicator_is_whole_in_csv(portal: Portal, fetch: Fetch) -> None:
    for number, key in enumerate(portal.statistics.keys):
        locale = LOCALES[number % 3]
        answer = fetch(f"{INDICATORS[locale]}/{key}.csv")
        assert answer.content_type == "text/csv; charset=utf-8"
        rows = read_csv(answer.text)
        keys = zip(rows["section"], rows["municipality_code"], rows["period"], strict=True)
        assert dict(zip(keys, rows["value"], strict=True)) == figures_of(portal, key), key
        assert list(rows.columns) == [column.name for column in COLUMNS]
        assert set(rows["indicator"]) == {key}
        assert (rows["source_table"] != "").all()


def test_every_indicator_is_whole_in_json_as_its_schema_says(portal: Portal, fetch: Fetch) -> None:
    schema = {"$ref": "#/components/schemas/Figures", "components": {"schemas": schemas()}}
    validator = jsonschema_rs.validator_for(schema)
    for number, key in enumerate(portal.statistics.keys):
        locale = LOCALES[(number + 1) % 3]
        whole = fetch(f"{INDICATORS[locale]}/{key}.json").json
        validator.validate(whole)
        rows = whole["observations"]
        found = {(row["section"] or "", row["place"], row["period"]): row["value"] for row in rows}
        assert found == figures_of(portal, key), key
        assert len(found) == len(rows)
        assert whole["view"] is None
        assert {row["source"] for row in rows} == {source["id"] for source in whole["sources"]}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_words_are_in_the_language_of_the_address(portal: Portal, fetch: Fetch, locale: Locale) -> None:
    name = {"fi": "Väkiluku", "sv": "Folkmängd", "en": "Population"}[locale]
    place = {"fi": "Iisalmi", "sv": "Idensalmi", "en": "Iisalmi"}[locale]
    rows = read_csv(fetch(f"{INDICATORS[locale]}/population.csv").text)
    assert set(rows["name"]) == {name}
    assert set(rows[rows["municipality_code"] == "140"]["municipality"]) == {place}
    found = fetch(f"{INDICATORS[locale]}/population.json").json
    assert (found["title"], found["language"]) == (name, locale)
    assert next(row["name"] for row in found["observations"] if row["place"] == "140") == place
    assert found["unit"] == {"fi": "asukasta", "sv": "invånare", "en": "residents"}[locale]


def test_computed_figures_are_marked(portal: Portal, fetch: Fetch) -> None:
    series = portal.statistics.series("population")
    rows = read_csv(fetch("/en/indicators/population.csv").text)
    ten = rows[rows["municipality_code"] == NETWORK]
    assert len(ten) == len(series.points(NETWORK)) > 0
    assert set(ten["computed"]) == {True}
    assert set(rows[rows["municipality_code"] == "140"]["computed"]) == {False}
    assert any("sum" in note for note in fetch("/en/indicators/population.json").json["notes"])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_ranking_has_its_places_and_positions(portal: Portal, fetch: Fetch, locale: Locale) -> None:
    series = portal.statistics.series("employment_rate_18_64")
    found = fetch(f"{INDICATORS[locale]}/employment_rate_18_64.json?view=ranking&year=2018&p=765").json
    wanted = {
        rank.place: (rank.value, rank.position) for rank in series.ranking("2018", (*portal.statistics.cities, "765"))
    }
    rows = found["observations"]
    assert {row["place"]: (row["value"], row["position"]) for row in rows} == wanted
    assert {row["period"] for row in rows} == {"2018"}
    assert found["view"] == {"view": "ranking", "year": "2018", "p": "765"}
    assert found["messages"] == []


def test_an_index_stands_beside_the_raw_figures(portal: Portal, fetch: Fetch) -> None:
    series = portal.statistics.series("population")
    path = "/fi/tunnusluvut/population.csv?view=trend&h=140&p=684&scale=index&from=2000&to=2010"
    rows = read_csv(fetch(path).text)
    own = rows[rows["municipality_code"] == "140"]
    first = series.value("140", "2000")
    assert first is not None
    assert list(own["period"]) == [str(year) for year in range(2000, 2011)]
    for row in own.itertuples():
        assert row.value == series.value("140", row.period)
        assert row.shown == pytest.approx(row.value / first * 100)


def test_a_change_stands_beside_the_raw_figures(portal: Portal, fetch: Fetch) -> None:
    series = portal.statistics.series("population")
    path = "/sv/nyckeltal/population.json?view=trend&h=140&p=684&scale=change&from=2000&to=2010"
    rows = {row["period"]: row for row in fetch(path).json["observations"] if row["place"] == "140"}
    before, now = series.value("140", "2009"), series.value("140", "2010")
    assert before is not None and now is not None
    assert rows["2010"]["value"] == now
    assert rows["2010"]["shown"] == pytest.approx((now / before - 1) * 100)
    assert "2000" not in rows


def test_the_ten_together_are_in_the_view_that_shows_them(portal: Portal, fetch: Fetch) -> None:
    series = portal.statistics.series("population")
    found = fetch("/en/indicators/population.json?view=trend&p=TEN&scale=index").json
    rows = [row for row in found["observations"] if row["place"] == NETWORK]
    assert {row["period"]: row["value"] for row in rows} == {p.period: p.value for p in series.points(NETWORK)}
    assert all(row["computed"] for row in rows)


@pytest.mark.parametrize("view", ["distribution", "map"])
def test_a_view_of_all_municipalities_has_them_all(portal: Portal, fetch: Fetch, view: str) -> None:
    found = fetch(f"/fi/tunnusluvut/employment_rate_18_64.json?view={view}&year=2020&h=140").json
    rows = {row["place"]: row["value"] for row in found["observations"] if row["place"] != COUNTRY}
    assert rows == portal.statistics.series("employment_rate_18_64").municipalities_at("2020")
    assert len(rows) > 100


def test_two_indicators_are_both_in_the_file(portal: Portal, fetch: Fetch) -> None:
    path = "/en/indicators/employment_rate_18_64.csv?view=scatter&j=share_tertiary_15plus&year=2020"
    rows = read_csv(fetch(path).text)
    assert set(rows["indicator"]) == {"employment_rate_18_64", "share_tertiary_15plus"}
    for key, part in rows.groupby("indicator"):
        series = portal.statistics.series(str(key))
        for row in part.itertuples():
            assert row.value == series.value(row.municipality_code, row.period)
    counts = rows["municipality_code"].value_counts()
    assert set(counts) == {2}


def test_industries_have_their_shares(portal: Portal, fetch: Fetch) -> None:
    found = fetch("/fi/tunnusluvut/workplaces_by_industry.json?view=industries&h=140").json
    rows = {row["section"]: row for row in found["observations"]}
    period = next(iter(rows.values()))["period"]
    for section in specialisation(portal.statistics, "workplaces_by_industry", "140", period):
        if section.code in rows:
            row = rows[section.code]
            assert (row["value"], row["share"], row["quotient"]) == (section.jobs, section.share, section.quotient)
    assert len(rows) > 15


@pytest.mark.parametrize("locale", LOCALES)
def test_what_an_address_asks_wrongly_is_told_and_not_echoed(fetch: Fetch, locale: Locale) -> None:
    query = "view=ranking&year=1066&p=nowhere-at-all&h=x<y"
    found = fetch(f"{INDICATORS[locale]}/population.json?{query}")
    assert len(found.json["messages"]) == 3
    assert "nowhere-at-all" not in found.text
    assert "x<y" not in found.text
    described = fetch(f"{INDICATORS[locale]}/population.csv-metadata.json?{query}").json
    assert set(found.json["messages"]) <= set(described["rdfs:comment"])


def test_an_unknown_indicator_is_not_found_in_the_language_of_the_address(client: Any) -> None:
    answer = client.get("/sv/nyckeltal/nothing.csv")
    assert answer.status_code == 404
    assert '<html lang="sv">' in answer.text


def test_a_files_name_says_what_it_is(fetch: Fetch) -> None:
    named = {
        "/fi/tunnusluvut/population.csv": 'attachment; filename="population.csv"',
        "/fi/tunnusluvut/population.xlsx": 'attachment; filename="population.xlsx"',
        "/fi/tunnusluvut/population.csv?view=ranking": 'attachment; filename="population-ranking.csv"',
        "/fi/tunnusluvut/population.json": 'inline; filename="population.json"',
        "/fi/tunnusluvut/population.svg?view=ranking": 'inline; filename="population-ranking.svg"',
    }
    for path, disposition in named.items():
        assert fetch(path).headers["Content-Disposition"] == disposition


def test_remarks_of_the_catalogue_are_in_the_notes(portal: Portal) -> None:
    indicator = portal.statistics.indicator("employment_rate_18_64")
    notes = whole(portal, "employment_rate_18_64", "sv").notes
    assert {caveat.sv for caveat in indicator.caveats} <= set(notes)


PARTS = st.text(alphabet="0123456789abcTENSSS,.-?+&%<>'\"äM \u0000\ud7ff", max_size=12)


@settings(max_examples=60)
@given(
    key=st.sampled_from(["population", "workplaces_by_industry", "population_preliminary_monthly"]),
    view=st.one_of(st.sampled_from([*CHART_TYPES]), PARTS),
    query=st.dictionaries(
        st.sampled_from(["h", "p", "peers", "year", "from", "to", "scale", "base", "j", "s", "sort", "i", "t", "add"]),
        st.one_of(PARTS, st.sampled_from(["140", "684,SSS,TEN", "2010", "1980", "index", "change", "population", "C"])),
    ),
    form=st.sampled_from(["csv", "json", "csv-metadata.json", "svg"]),
)
def test_a_hostile_query_never_breaks_a_file(
    client: Any, key: str, view: str, query: dict[str, str], form: str
) -> None:
    answer = client.get(f"/sv/nyckeltal/{key}.{form}", query_string=query | {"view": view})
    assert answer.status_code == 200
