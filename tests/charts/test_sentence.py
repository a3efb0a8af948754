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
            "Iisalmessa oli 20 205 asukasta vuonna 2025; sija 4/10. Määrä väheni 8,6 % vuodesta 2010. "
            "Suurimmillaan se oli 22 171 asukasta vuonna 2013.",
            "I Idensalmi fanns det 20 205 invånare år 2025; placering 4/10. Antalet minskade med 8,6 % från år "
            "2010. Som störst var det 22 171 invånare år 2013.",
            "In Iisalmi there were 20,205 residents in 2025; position 4/10. The number fell by 8.6% from 2010. At "
            "its highest it was 22,171 residents in 2013.",
        ),
    ),
    "a share": (
        {"key": "employment_rate_18_64", "town": "684"},
        (
            "Työllisyysaste oli Raumalla 71,2 % vuonna 2020; sija 2/10. Luku nousi 6,8 prosenttiyksikköä vuodesta "
            "2000. Korkeimmillaan se oli 73,6 % vuonna 2018 ja matalimmillaan 64,2 % vuonna 2002.",
            "Det relativa sysselsättningstalet i Raumo var 71,2 % år 2020; placering 2/10. Siffran steg med 6,8 "
            "procentenheter från år 2000. Som högst var den 73,6 % år 2018 och som lägst 64,2 % år 2002.",
            "The employment rate in Rauma was 71.2% in 2020; position 2/10. The figure rose by 6.8 percentage "
            "points from 2000. At its highest it was 73.6% in 2018 and at its lowest 64.2% in 2002.",
        ),
    ),
    "a share where the lowest comes first": (
        {"key": "unemployed_jobseekers_share_annual_mean", "town": "287"},
        (
            "Työttömien työnhakijoiden keskimääräinen osuus työvoimasta oli Kristiinankaupungissa 6,5 % vuonna "
            "2024; sija 1/10 alimmasta lukien. Osuus kasvoi 0,6 prosenttiyksikköä vuodesta 2007. Suurimmillaan se "
            "oli 7,5 % vuonna 2015 ja pienimmillään 4,4 % vuonna 2021.",
            "Den genomsnittliga andelen arbetslösa arbetssökande av arbetskraften i Kristinestad var 6,5 % år "
            "2024; placering 1/10 räknat från den lägsta. Andelen ökade med 0,6 procentenheter från år 2007. Som "
            "störst var den 7,5 % år 2015 och som minst 4,4 % år 2021.",
            "The average share of unemployed jobseekers in the labour force in Kristinestad was 6.5% in 2024; "
            "position 1/10 counted from the lowest. The share rose by 0.6 percentage points from 2007. At its "
            "highest it was 7.5% in 2015 and at its lowest 4.4% in 2021.",
        ),
    ),
    "euros": (
        {"key": "municipal_loans_per_capita", "town": "140"},
        (
            "Kunnan lainakanta oli Iisalmessa 2 904 euroa asukasta kohden vuonna 2020; sija 4/10 alimmasta "
            "lukien. Vuonna 2008 määrä oli 838 euroa asukasta kohden.",
            "Kommunens lånestock i Idensalmi var 2 904 euro per invånare år 2020; placering 4/10 räknat från den "
            "lägsta. År 2008 var beloppet 838 euro per invånare.",
            "The municipality's loan stock in Iisalmi was €2,904 per resident in 2020; position 4/10 counted from "
            "the lowest. In 2008 the amount was €838 per resident.",
        ),
    ),
    "a base below zero": (
        {"key": "annual_contribution_margin_per_capita", "town": "111"},
        (
            "Vuosikate oli Heinolassa 1 110 euroa asukasta kohden vuonna 2020; sija 1/10. Vuonna 2008 luku oli "
            "−146 euroa asukasta kohden.",
            "Årsbidraget i Heinola var 1 110 euro per invånare år 2020; placering 1/10. År 2008 var siffran −146 "
            "euro per invånare.",
            "The annual contribution margin in Heinola was €1,110 per resident in 2020; position 1/10. In 2008 "
            "the figure was −€146 per resident.",
        ),
    ),
    "a count that has fallen below zero": (
        {"key": "excess_of_births", "town": "140"},
        (
            "Syntyneiden enemmyys oli Iisalmessa −147 henkilöä vuonna 2021; sija 8/10. Vuonna 2005 luku oli 39 "
            "henkilöä. Alimmillaan se oli −168 henkilöä vuonna 2020.",
            "Födelseöverskottet i Idensalmi var −147 personer år 2021; placering 8/10. År 2005 var siffran 39 "
            "personer. Som lägst var den −168 personer år 2020.",
            "The excess of births in Iisalmi was −147 persons in 2021; position 8/10. In 2005 the figure was 39 "
            "persons. At its lowest it was −168 persons in 2020.",
        ),
    ),
    "no change": (
        {"key": "share_swedish_speakers", "town": "140"},
        (
            "Ruotsinkielisten osuus oli Iisalmessa 0,0 % vuonna 2021; sija 10/10. Ei muutosta vuodesta 2000.",
            "Andelen svenskspråkiga i Idensalmi var 0,0 % år 2021; placering 10/10. Ingen förändring från år 2000.",
            "The share of Swedish-speakers in Iisalmi was 0.0% in 2021; position 10/10. No change from 2000.",
        ),
    ),
    "a projection of a count": (
        {"key": "population_projection_2024_15_64", "town": "140", "view": "ranking"},
        (
            "Ennustettu 15–64-vuotiaiden määrä on Iisalmessa 10 264 vuonna 2040; sija 4/10.",
            "Det prognostiserade antalet 15–64-åringar i Idensalmi är 10 264 år 2040; placering 4/10.",
            "The projected number of residents aged 15–64 in Iisalmi is 10,264 in 2040; position 4/10.",
        ),
    ),
    "a projection of a share": (
        {"key": "projected_population_change_2026_2040", "town": "140", "view": "ranking"},
        (
            "Väkiluvun ennustetaan vähenevän Iisalmessa 9,7 % vuodesta 2026 vuoteen 2040; sija 4/9.",
            "Folkmängden i Idensalmi väntas minska med 9,7 % från år 2026 till år 2040; placering 4/9.",
            "The population in Iisalmi is projected to fall by 9.7% from 2026 to 2040; position 4/9.",
        ),
    ),
    "a month": (
        {"key": "unemployment_rate_jobseekers_monthly", "town": "140", "view": "ranking"},
        (
            "Työttömien työnhakijoiden osuus työvoimasta oli Iisalmessa 11,2 % elokuussa 2026; sija 4/10 "
            "alimmasta lukien.",
            "Andelen arbetslösa arbetssökande av arbetskraften i Idensalmi var 11,2 % i augusti 2026; placering "
            "4/10 räknat från den lägsta.",
            "The share of unemployed jobseekers in the labour force in Iisalmi was 11.2% in August 2026; position "
            "4/10 counted from the lowest.",
        ),
    ),
    "months": (
        {"key": "population_preliminary_monthly", "town": "140"},
        (
            "Iisalmessa oli 20 464 asukasta tammikuussa 2025; sija 4/10. Määrä väheni 0,7 % tammikuusta 2024. "
            "Suurimmillaan se oli 20 608 asukasta helmikuussa 2024 ja pienimmillään 20 448 asukasta marraskuussa "
            "2024.",
            "I Idensalmi fanns det 20 464 invånare i januari 2025; placering 4/10. Antalet minskade med 0,7 % "
            "från januari 2024. Som störst var det 20 608 invånare i februari 2024 och som minst 20 448 invånare "
            "i november 2024.",
            "In Iisalmi there were 20,464 residents in January 2025; position 4/10. The number fell by 0.7% from "
            "January 2024. At its highest it was 20,608 residents in February 2024 and at its lowest 20,448 "
            "residents in November 2024.",
        ),
    ),
    "a shared position": (
        {"key": "mean_age", "town": "140", "view": "ranking"},
        (
            "Asukkaiden keski-ikä oli Iisalmessa 45 vuotta vuonna 2018; jaettu sija 8/10.",
            "Invånarnas medelålder i Idensalmi år 2018 var 45 år; delad placering 8/10.",
            "The average age of residents was 45 years in Iisalmi in 2018; shared position 8/10.",
        ),
    ),
    "one value alone": (
        {"key": "price_old_flats_per_m2", "town": "140", "background": ()},
        (
            "Vanhojen kerrostaloasuntojen neliöhinta oli Iisalmessa 1 111 euroa neliömetriltä vuonna 2025.",
            "Kvadratmeterpriset på gamla bostäder i flervåningshus i Idensalmi var 1 111 euro per kvadratmeter år "
            "2025.",
            "The price of old dwellings in blocks of flats in Iisalmi was €1,111 per square metre in 2025.",
        ),
    ),
    "a part of a whole": (
        {"key": "workplaces_by_industry", "section": "C", "town": "249", "view": "ranking"},
        (
            "Teollisuus: Työpaikkojen lukumäärä oli Keuruulla 709 vuonna 2017; sija 7/10.",
            "Tillverkning: Antalet arbetsplatser i Keuru var 709 år 2017; placering 7/10.",
            "Manufacturing: The number of jobs in Keuruu was 709 in 2017; position 7/10.",
        ),
    ),
    "the whole country between the towns": (
        {"key": "employment_rate_18_64", "places": ["SSS"], "view": "ranking"},
        (
            "Vuonna 2020 luku oli korkein Kristiinankaupungissa (76,7 %) ja matalin Heinolassa (64,6 %).",
            "År 2020 var siffran högst i Kristinestad (76,7 %) och lägst i Heinola (64,6 %).",
            "In 2020 the figure was highest in Kristinestad (76.7%) and lowest in Heinola (64.6%).",
        ),
    ),
    "several lowest": (
        {"key": "workplaces_by_industry", "section": "B", "view": "ranking"},
        (
            "Kaivostoiminta ja louhinta: Vuonna 2017 määrä oli suurin Raahessa (52) ja pienin "
            "Kristiinankaupungissa, Raumalla ja Taivalkoskella (0).",
            "Utvinning av mineral: År 2017 var antalet störst i Brahestad (52) och minst i Kristinestad, i Raumo "
            "och i Taivalkoski (0).",
            "Mining and quarrying: In 2017 the number was highest in Raahe (52) and lowest in Kristinestad, in "
            "Rauma and in Taivalkoski (0).",
        ),
    ),
    "an index": (
        {"key": "population", "town": "140", "years": (2010, 2025), "scale": "index"},
        (
            "Väkiluku oli Iisalmessa vuonna 2025 indeksinä 91,4 (vuonna 2010 indeksi oli 100). Ylimmillään "
            "indeksi oli 100,3 vuonna 2013.",
            "Folkmängden i Idensalmi var uttryckt som index 91,4 år 2025 (år 2010 var indexet 100). Som högst var "
            "indexet 100,3 år 2013.",
            "The population in Iisalmi was 91.4 in 2025 as an index (100 in 2010). At its highest the index was "
            "100.3 in 2013.",
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
        (1, "fi", "1 asukas "),
        (2, "fi", "2 asukasta "),
        (0, "fi", "0 asukasta "),
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
    assert "was 5.3% in 2020. No change from 2017." in said(5.34)
    assert "was 5.4% in 2020. The figure rose by 0.1 percentage points from 2017." in said(5.36)
    assert "was 5.2% in 2020. The figure fell by 0.1 percentage points from 2017." in said(5.24)


def test_a_change_of_few_says_how_many(sketch: Draw) -> None:
    few = sketch({"140": {"2019": 120, "2020": 126}}, counted())
    assert sentence(few) == (
        "In Town 140 there were 126 residents in 2020. The figure rose by 5.0% (that is 6 residents) from 2019."
    )
    one = sketch({"140": {"2019": 120, "2020": 119}}, counted())
    assert sentence(one).endswith("fell by 0.8% (that is 1 resident) from 2019.")
    many = sketch({"140": {"2019": 1200, "2020": 1500}}, counted())
    assert sentence(many).endswith("rose by 25.0% from 2019.")


def test_a_change_of_few_that_have_no_word_of_their_own_is_said_by_both_figures(sketch: Draw) -> None:
    few = sketch({"140": {"2019": 120, "2020": 126}}, {"kind": "count"})
    assert "was 126\u00a0jobs in 2020. In 2019 the figure was 120\u00a0jobs." in sentence(few)
    many = sketch({"140": {"2019": 1200, "2020": 1500}}, {"kind": "count"})
    assert "in 2020. The figure rose by 25.0% from 2019." in sentence(many)


def test_a_change_from_the_year_before_says_how_many_it_is_when_few(sketch: Draw) -> None:
    residents = Counted(one=same("resident"), many=same("residents"))

    def said(figures: dict[str, float], indicator: dict[str, Any], whole: float) -> str:
        weight = Weight(residents, lambda place, period: whole)
        return sentence(sketch({"140": figures}, indicator, scale="change", weight=weight))

    few = said({"2018": 121, "2019": 120, "2020": 126}, counted(), 126)
    assert "rose by 5.0% (that is 6 residents) in 2020 from the year before." in few
    many = said({"2018": 9000, "2019": 10000, "2020": 10500}, counted(), 10500)
    assert "rose by 5.0% in 2020 from the year before." in many
    share = {"kind": "percent", "unit": "%", "decimals": 1}
    about = said({"2018": 9.0, "2019": 10.0, "2020": 11.0}, share, 2000)
    assert "rose by 1.0 percentage points (about 20 residents) in 2020 from the year before." in about


def test_a_change_of_a_share_says_how_many_it_is_about(sketch: Draw) -> None:
    shares = {"140": {"2019": 10.0, "2020": 11.0}}
    whole = Weight(Counted(one=same("resident"), many=same("residents")), lambda place, period: 2000.0)
    said = sentence(sketch(shares, {"kind": "percent", "unit": "%", "decimals": 1}, weight=whole))
    assert said.endswith("rose by 1.0 percentage points (about 20 residents) from 2019.")
    large = Weight(whole.counted, lambda place, period: 200_000.0)
    said = sentence(sketch(shares, {"kind": "percent", "unit": "%", "decimals": 1}, weight=large))
    assert said.endswith("rose by 1.0 percentage points from 2019.")


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
