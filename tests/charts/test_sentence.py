from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts.chart import Weight
from portal.charts.registry import CHART_TYPES
from portal.charts.sentence import sentence
from portal.domain.profile import Portal
from portal.explorer.state import SCALES, Start
from portal.explorer.view import View
from portal.i18n import LOCALES, Locale
from portal.indicators.catalogue import Counted
from tests.charts.conftest import Draw
from tests.made_up import same

Said = tuple[str, str, str]
#: What no sentence has: a hole, a value that is none, spaces too many.
WRONG = re.compile(r"%\(|\bNone\b|\bnan\b|\binf\b|\s\s|\s[,.;]|\(\)")

#: Finnish, Swedish and English of one chart. A space between digits or before % stands for a no-break space.
EXAMPLES: dict[str, tuple[dict[str, Any], Said]] = {
    "a count": (
        {"key": "population", "town": "140", "years": (2010, 2025)},
        (
            "Iisalmessa oli vuonna 2025 20 205 asukasta, 8,6 % vähemmän kuin vuonna 2010; sija 4/10. "
            "Luku oli ylimmillään vuonna 2013 (22 171 asukasta).",
            "I Idensalmi fanns det 20 205 invånare år 2025, 8,6 % färre än år 2010; placering 4/10. "
            "Siffran var som högst år 2013 (22 171 invånare).",
            "In Iisalmi there were 20,205 residents in 2025, 8.6% fewer than in 2010; position 4/10. "
            "The figure was at its highest in 2013 (22,171 residents).",
        ),
    ),
    "a share": (
        {"key": "employment_rate_18_64", "town": "684"},
        (
            "Työllisyysaste oli vuonna 2020 Raumalla 71,2 %, 6,8 prosenttiyksikköä suurempi kuin vuonna 2000; "
            "sija 2/10. Luku oli ylimmillään vuonna 2018 (73,6 %) ja alimmillaan vuonna 2002 (64,2 %).",
            "Det relativa sysselsättningstalet i Raumo år 2020 var 71,2 %, 6,8 procentenheter högre än år 2000; "
            "placering 2/10. Siffran var som högst år 2018 (73,6 %) och som lägst år 2002 (64,2 %).",
            "The employment rate in Rauma was 71.2% in 2020, 6.8 percentage points higher than in 2000; position 2/10. "
            "The figure was at its highest in 2018 (73.6%) and at its lowest in 2002 (64.2%).",
        ),
    ),
    "a share where the lowest comes first": (
        {"key": "unemployed_jobseekers_share_annual_mean", "town": "287"},
        (
            "Työttömien työnhakijoiden keskimääräinen osuus työvoimasta oli vuonna 2024 Kristiinankaupungissa "
            "6,5 %, 0,6 prosenttiyksikköä suurempi kuin vuonna 2007; sija 1/10 pienimmästä lukien. "
            "Luku oli ylimmillään vuonna 2015 (7,5 %) ja alimmillaan vuonna 2021 (4,4 %).",
            "Den genomsnittliga andelen arbetslösa arbetssökande av arbetskraften i Kristinestad år 2024 var "
            "6,5 %, 0,6 procentenheter högre än år 2007; placering 1/10 räknat från den lägsta. "
            "Siffran var som högst år 2015 (7,5 %) och som lägst år 2021 (4,4 %).",
            "The average share of unemployed jobseekers in the labour force in Kristinestad was 6.5% in 2024, 0.6 "
            "percentage points higher than in 2007; position 1/10 counted from the lowest. "
            "The figure was at its highest in 2015 (7.5%) and at its lowest in 2021 (4.4%).",
        ),
    ),
    "euros": (
        {"key": "municipal_loans_per_capita", "town": "140"},
        (
            "Kunnan lainakanta oli vuonna 2020 Iisalmessa 2 904 €/as., kun luku vuonna 2008 oli 838 €/as.; "
            "sija 4/10 pienimmästä lukien.",
            "Kommunens lånestock i Idensalmi år 2020 var 2 904 €/inv., jämfört med 838 €/inv. år 2008; "
            "placering 4/10 räknat från den lägsta.",
            "The municipality's loan stock in Iisalmi was €2,904/resident in 2020, against €838/resident in 2008; "
            "position 4/10 counted from the lowest.",
        ),
    ),
    "a base below zero": (
        {"key": "annual_contribution_margin_per_capita", "town": "111"},
        (
            "Vuosikate oli vuonna 2020 Heinolassa 1 110 €/as., kun luku vuonna 2008 oli −146 €/as.; sija 1/10.",
            "Årsbidraget i Heinola år 2020 var 1 110 €/inv., jämfört med −146 €/inv. år 2008; placering 1/10.",
            "The annual contribution margin in Heinola was €1,110/resident in 2020, against −€146/resident in "
            "2008; position 1/10.",
        ),
    ),
    "a count that has fallen below zero": (
        {"key": "excess_of_births", "town": "140"},
        (
            "Syntyneiden enemmyys oli vuonna 2021 Iisalmessa −147 henkilöä, kun luku vuonna 2005 oli 39 henkilöä; "
            "sija 8/10. Luku oli alimmillaan vuonna 2020 (−168 henkilöä).",
            "Födelseöverskottet i Idensalmi år 2021 var −147 personer, jämfört med 39 personer år 2005; placering "
            "8/10. Siffran var som lägst år 2020 (−168 personer).",
            "The excess of births in Iisalmi was −147 persons in 2021, against 39 persons in 2005; position 8/10. "
            "The figure was at its lowest in 2020 (−168 persons).",
        ),
    ),
    "no change": (
        {"key": "share_swedish_speakers", "town": "140"},
        (
            "Ruotsinkielisten osuus oli vuonna 2021 Iisalmessa 0,0 %, saman verran kuin vuonna 2000; sija 10/10.",
            "Andelen svenskspråkiga i Idensalmi år 2021 var 0,0 %, oförändrat jämfört med år 2000; placering 10/10.",
            "The share of Swedish-speakers in Iisalmi was 0.0% in 2021, the same as in 2000; position 10/10.",
        ),
    ),
    "a projection of a count": (
        {"key": "population_projection_2024_15_64", "town": "140", "view": "ranking"},
        (
            "Ennustettu 15–64-vuotiaiden määrä on vuonna 2040 Iisalmessa 10 264; sija 4/10.",
            "Det prognostiserade antalet 15–64-åringar i Idensalmi år 2040 är 10 264; placering 4/10.",
            "The projected number of residents aged 15–64 in Iisalmi is 10,264 in 2040; position 4/10.",
        ),
    ),
    "a projection of a share": (
        {"key": "projected_population_change_2026_2040", "town": "140", "view": "ranking"},
        (
            "Ennustettu väestönmuutos 2026–2040 on vuonna 2040 Iisalmessa −9,7 %; sija 4/9.",
            "Den prognostiserade befolkningsförändringen 2026–2040 i Idensalmi år 2040 är −9,7 %; placering 4/9.",
            "The projected population change 2026–2040 in Iisalmi is −9.7% in 2040; position 4/9.",
        ),
    ),
    "a month": (
        {"key": "unemployment_rate_jobseekers_monthly", "town": "140", "view": "ranking"},
        (
            "Työttömien työnhakijoiden osuus työvoimasta oli elokuussa 2026 Iisalmessa 11,2 %; sija 4/10 "
            "pienimmästä lukien.",
            "Andelen arbetslösa arbetssökande av arbetskraften i Idensalmi i augusti 2026 var 11,2 %; placering "
            "4/10 räknat från den lägsta.",
            "The share of unemployed jobseekers in the labour force in Iisalmi was 11.2% in August 2026; position "
            "4/10 counted from the lowest.",
        ),
    ),
    "months": (
        {"key": "population_preliminary_monthly", "town": "140"},
        (
            "Iisalmessa oli tammikuussa 2025 20 464 asukasta, 0,7 % vähemmän kuin tammikuussa 2024; sija 4/10. "
            "Luku oli ylimmillään helmikuussa 2024 (20 608 asukasta) ja alimmillaan marraskuussa 2024 "
            "(20 448 asukasta).",
            "I Idensalmi fanns det 20 464 invånare i januari 2025, 0,7 % färre än i januari 2024; placering 4/10. "
            "Siffran var som högst i februari 2024 (20 608 invånare) och som lägst i november 2024 (20 448 invånare).",
            "In Iisalmi there were 20,464 residents in January 2025, 0.7% fewer than in January 2024; position 4/10. "
            "The figure was at its highest in February 2024 (20,608 residents) and at its lowest in November 2024 "
            "(20,448 residents).",
        ),
    ),
    "a shared position": (
        {"key": "mean_age", "town": "140", "view": "ranking"},
        (
            "Asukkaiden keski-ikä oli vuonna 2018 Iisalmessa 45 vuotta; jaettu sija 8/10.",
            "Invånarnas medelålder i Idensalmi år 2018 var 45 år; delad placering 8/10.",
            "The average age of residents in Iisalmi was 45 years in 2018; shared position 8/10.",
        ),
    ),
    "one value alone": (
        {"key": "price_old_flats_per_m2", "town": "140", "background": ()},
        (
            "Vanhojen kerrostaloasuntojen neliöhinta oli vuonna 2025 Iisalmessa 1 111 €/m².",
            "Kvadratmeterpriset på gamla bostäder i flervåningshus i Idensalmi år 2025 var 1 111 €/m².",
            "The price of old dwellings in blocks of flats in Iisalmi was €1,111/m² in 2025.",
        ),
    ),
    "a part of a whole": (
        {"key": "workplaces_by_industry", "section": "C", "town": "249", "view": "ranking"},
        (
            "Teollisuus: Työpaikkojen lukumäärä oli vuonna 2017 Keuruulla 709; sija 7/10.",
            "Tillverkning: Antalet arbetsplatser i Keuru år 2017 var 709; placering 7/10.",
            "Manufacturing: The number of jobs in Keuruu was 709 in 2017; position 7/10.",
        ),
    ),
    "the whole country between the towns": (
        {"key": "employment_rate_18_64", "places": ["SSS"], "view": "ranking"},
        (
            "Vuonna 2020 luku oli suurin Kristiinankaupungissa (76,7 %) ja pienin Heinolassa (64,6 %).",
            "År 2020 var siffran högst i Kristinestad (76,7 %) och lägst i Heinola (64,6 %).",
            "In 2020 the highest figure was in Kristinestad (76.7%) and the lowest in Heinola (64.6%).",
        ),
    ),
    "several lowest": (
        {"key": "workplaces_by_industry", "section": "B", "view": "ranking"},
        (
            "Kaivostoiminta ja louhinta: Vuonna 2017 luku oli suurin Raahessa (52 työpaikkaa) ja pienin "
            "Kristiinankaupungissa, Raumalla ja Taivalkoskella (0 työpaikkaa).",
            "Utvinning av mineral: År 2017 var siffran högst i Brahestad (52 arbetsplatser) och lägst i "
            "Kristinestad, i Raumo och i Taivalkoski (0 arbetsplatser).",
            "Mining and quarrying: In 2017 the highest figure was in Raahe (52 jobs) and the lowest in "
            "Kristinestad, in Rauma and in Taivalkoski (0 jobs).",
        ),
    ),
    "an index": (
        {"key": "population", "town": "140", "years": (2010, 2025), "scale": "index"},
        (
            "Indeksi ”Väkiluku” oli vuonna 2025 Iisalmessa 91,4 (2010 = 100). "
            "Indeksi oli ylimmillään vuonna 2013 (100,3).",
            "Indexet ”Folkmängd” i Idensalmi år 2025 var 91,4 (2010 = 100). Indexet var som högst år 2013 (100,3).",
            "The index of “Population” in Iisalmi was 91.4 in 2025 (2010 = 100). "
            "The index was at its highest in 2013 (100.3).",
        ),
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_chart_says_what_it_shows_word_for_word(draw: Draw, example: str) -> None:
    how, expected = EXAMPLES[example]
    said = [sentence(draw(locale=locale, **how)) for locale in LOCALES]
    assert [text.replace("\u00a0", " ") for text in said] == list(expected)


def test_numbers_and_units_do_not_break_at_the_end_of_a_line(draw: Draw) -> None:
    text = sentence(draw("population", "140", locale="fi"))
    assert "20\u00a0205" in text
    assert "2,1\u00a0%" in text


def counted() -> dict[str, Any]:
    one = {"fi": "asukas", "sv": "invånare", "en": "resident"}
    many = {"fi": "asukasta", "sv": "invånare", "en": "residents"}
    return {"counted": {"one": one, "many": many}}


@pytest.mark.parametrize(
    ("value", "locale", "things"),
    [
        (1, "fi", "1 asukas."),
        (2, "fi", "2 asukasta."),
        (0, "fi", "0 asukasta."),
        (1, "en", "1 resident "),
        (21, "en", "21 residents "),
        (0, "en", "0 residents "),
    ],
)
def test_one_thing_is_said_otherwise_than_many(sketch: Draw, value: float, locale: Locale, things: str) -> None:
    said = sentence(sketch({"1": {"2020": value}}, counted(), locale=locale))
    assert things in said.replace("\u00a0", " ")


def test_a_projection_of_things_says_that_it_is_one(sketch: Draw) -> None:
    chart = sketch({"1": {"2040": 650}}, counted() | {"projection": True})
    assert sentence(chart) == "According to the projection, in Town 1 there will be 650 residents in 2040."


def test_everywhere_the_same_is_said_once(sketch: Draw) -> None:
    same = {"1": {"2020": 7}, "2": {"2020": 7}}
    assert sentence(sketch(same, town=None, places=(), background=("1", "2"))) == (
        "In 2020 the figure was the same everywhere: 7\u00a0jobs."
    )


def test_a_change_is_that_of_the_figures_that_are_shown(sketch: Draw) -> None:
    """5.26 and 5.34 are 5.3 to a reader."""

    def said(last: float) -> str:
        return sentence(sketch({"1": {"2017": 5.26, "2018": 5, "2019": 5, "2020": last}}, share))

    share = {"decimals": 1, "kind": "percent", "unit": "%"}
    assert "was 5.3% in 2020, the same as in 2017." in said(5.34)
    assert "was 5.4% in 2020, 0.1 percentage points higher than in 2017." in said(5.36)
    assert "was 5.2% in 2020, 0.1 percentage points lower than in 2017." in said(5.24)


def test_a_change_of_few_says_how_many(sketch: Draw) -> None:
    few = sketch({"140": {"2019": 120, "2020": 126}}, counted())
    assert sentence(few) == "In Town 140 there were 126 residents in 2020, 5.0% more than in 2019 (6 residents)."
    one = sketch({"140": {"2019": 120, "2020": 119}}, counted())
    assert sentence(one).endswith("0.8% fewer than in 2019 (1 resident).")
    many = sketch({"140": {"2019": 1200, "2020": 1500}}, counted())
    assert sentence(many).endswith("25.0% more than in 2019.")


def test_a_change_of_few_that_have_no_word_of_their_own_is_said_by_both_figures(sketch: Draw) -> None:
    few = sketch({"140": {"2019": 120, "2020": 126}}, {"kind": "count"})
    assert "was 126\u00a0jobs in 2020, against 120\u00a0jobs in 2019" in sentence(few)
    many = sketch({"140": {"2019": 1200, "2020": 1500}}, {"kind": "count"})
    assert "in 2020, 25.0% higher than in 2019" in sentence(many)


def test_a_change_from_the_year_before_says_how_many_it_is_when_few(sketch: Draw) -> None:
    residents = Counted(one=same("resident"), many=same("residents"))

    def said(figures: dict[str, float], indicator: dict[str, Any], whole: float) -> str:
        weight = Weight(residents, lambda place, period: whole)
        return sentence(sketch({"140": figures}, indicator, scale="change", weight=weight))

    few = said({"2018": 121, "2019": 120, "2020": 126}, counted(), 126)
    assert "from the year before was +5.0% (6 residents) in 2020." in few
    many = said({"2018": 9000, "2019": 10000, "2020": 10500}, counted(), 10500)
    assert "from the year before was +5.0% in 2020." in many
    share = {"kind": "percent", "unit": "%", "decimals": 1}
    about = said({"2018": 9.0, "2019": 10.0, "2020": 11.0}, share, 2000)
    assert about.endswith("was +1.0 percentage points (about 20 residents) in 2020.")


def test_a_change_of_a_share_says_how_many_it_is_about(sketch: Draw) -> None:
    shares = {"140": {"2019": 10.0, "2020": 11.0}}
    whole = Weight(Counted(one=same("resident"), many=same("residents")), lambda place, period: 2000.0)
    said = sentence(sketch(shares, {"kind": "percent", "unit": "%", "decimals": 1}, weight=whole))
    assert said.endswith("1.0 percentage points higher than in 2019 (about 20 residents).")
    large = Weight(whole.counted, lambda place, period: 200_000.0)
    said = sentence(sketch(shares, {"kind": "percent", "unit": "%", "decimals": 1}, weight=large))
    assert said.endswith("1.0 percentage points higher than in 2019.")


def test_a_chart_without_figures_says_so(draw: Draw) -> None:
    said = [sentence(draw("population", "140", locale=locale, years=(1800, 1801))) for locale in LOCALES]
    assert said[2] == "The source has no figure for this choice."
    assert len(set(said)) == 3


def test_a_place_that_is_compared_leads_where_there_is_no_town(draw: Draw) -> None:
    assert sentence(draw("population", None, ["684"])).startswith("In Rauma there were 38,773 residents in 2025")


@given(data=st.data())
def test_whatever_is_chosen_gives_a_whole_sentence(portal: Portal, data: st.DataObject) -> None:
    statistics = portal.statistics
    keys = tuple(statistics.keys)
    home = data.draw(st.sampled_from([None, *statistics.cities]), "home")
    key = data.draw(st.sampled_from(keys), "key")
    query = {
        "i": key,
        "view": data.draw(st.sampled_from([*CHART_TYPES])),
        "scale": data.draw(st.sampled_from(SCALES)),
        "j": data.draw(st.sampled_from(keys)),
        "s": data.draw(st.sampled_from(statistics.sections(key))),
        "p": ",".join(data.draw(st.lists(st.sampled_from([*statistics.cities, "SSS", "TEN", "049"]), max_size=4))),
        "h": data.draw(st.sampled_from(["", *statistics.cities, "005"])),
        "peers": data.draw(st.sampled_from(["", "population", "industry", "region"])),
    }
    if data.draw(st.booleans()):
        query |= {"from": str(data.draw(st.integers(1970, 2045))), "to": str(data.draw(st.integers(1970, 2045)))}
    start = Start(home, key, keys)
    view = View.read(portal, data.draw(st.sampled_from(LOCALES)), start, query)
    said = view.sentence
    assert said.endswith(".")
    assert not said.endswith("..")
    assert said[0].isupper() or said[0].isdigit()
    assert not WRONG.search(said)
