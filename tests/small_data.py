"""A small made-up data folder: two towns, seven indicators, four places and a country."""

from __future__ import annotations

import json
from pathlib import Path

from tests.small_texts import small_texts

TOWN = """\
# {fi} for investors.
code: "{code}"
kind: city
name:
  fi:
    nominative: {fi}
    genitive: {fi}n
    inside: {fi}ssa
    into: {fi}an
    out_of: {fi}sta
  sv:
    nominative: {sv}
    genitive: {sv}s
    inside: i {sv}
  en:
    nominative: {fi}
    genitive: {fi}'s
    inside: in {fi}
slug:
  fi: {stem}
  sv: {sv_slug}
  en: {stem}
region:
  fi: Keskimaa
  sv: Mittlandet
  en: Central Land
coordinates:
  lat: 62.5
  lon: {lon}
  source: town_site
pitch:
  text:
    fi: {fi} on pieni kaupunki metsän ja meren välissä.
    sv: {sv} är en liten stad mellan skogen och havet.
    en: {fi} is a small town between the forest and the sea.
  sources: [town_site]
strengths:
  - id: {stem}-jobs
    title:
      fi: Työtä riittää
      sv: Det finns arbete
      en: There is work
    text:
      fi: Työllisyysaste on korkeampi kuin koko maassa.
      sv: Det relativa sysselsättningstalet är högre än i hela landet.
      en: The employment rate is higher than in the whole country.
    indicator: employment_rate
    {claim}
    reviewed: 2026-05-01
  - id: {stem}-port
    title:
      fi: Satama
      sv: Hamn
      en: A port
    text:
      fi: Kaupungissa on syväsatama.
      sv: Staden har en djuphamn.
      en: The town has a deep-water port.
    source: port
looking_for:
  - id: {stem}-wood-builders
    kind: complementary
    what:
      fi: Puurakentamisen suunnittelijoita
      sv: Planerare inom träbyggande
      en: Designers of wooden buildings
    text:
      fi: Kehitysyhtiö etsii suunnittelijoita.
      sv: Utvecklingsbolaget söker planerare.
      en: The development company is looking for designers.
    source: town_site
    roles: [company, service]
    sectors: [C, F]
    themes:
      - fi: puurakentaminen
        sv: träbyggande
        en: wooden construction
    valid_until: 2027-12-31
ecosystem:
  themes:
    - text:
        fi: puu
        sv: trä
        en: wood
      source: town_site
  actors:
    - organisation: wood_institute
    - name:
        fi: Satamayhtiö
        sv: Hamnbolaget
        en: The port company
      kind: port
      brings:
        fi: Laituri ja varastoja.
        sv: En kaj och lager.
        en: A quay and warehouses.
      source: port
education:
  - text:
      fi: Kaupungissa on ammattiopisto.
      sv: Staden har en yrkesskola.
      en: The town has a vocational college.
    source: town_site
figures:
  - label:
      fi: Sataman liikenne
      sv: Hamnens trafik
      en: Port traffic
    value: 1234.5
    unit:
      fi: tonnia
      sv: ton
      en: tonnes
    decimals: 1
    year: 2019
    level: municipality
    source: port
contacts:
  - name:
      fi: Elinkeinopalvelut
      sv: Näringslivstjänster
      en: Business services
    email: info@{stem}.example
    phone: "+358 40 123 4567"
    languages: [fi, sv, en]
    confirmed: 2026-05-01
    source: town_site
sources:
  town_site:
    publisher: {fi}
    url: https://www.{stem}.example/invest
    date: 2025-03
    read: 2026-11
    kind: official
  port:
    publisher: Satamayhtiö
    title: Vuosikertomus
    date: 2019
    read: 2026-11
    kind: company
"""

ORGANISATIONS = """\
organisations:
  wood_institute:
    name:
      fi: Puuinstituutti
      sv: Träinstitutet
      en: Wood Institute
    kind: research
    brings:
      fi: Tutkii puurakentamista.
      sv: Forskar i träbyggande.
      en: Studies wooden construction.
    url: https://www.wood.example
    source: wood_site
sources:
  wood_site:
    publisher: Puuinstituutti
    url: https://www.wood.example
    read: 2026-11
    kind: education
"""

FACT = """\
  text:
    fi: Kahden kaupungin verkosto.
    sv: Ett nätverk av två städer.
    en: A network of two towns.
  source: network_site
"""

GOAL = """\
  - title:
      fi: Tavoite {n}
      sv: Mål {n}
      en: Goal {n}
    text:
      fi: Tehdään yhdessä.
      sv: Vi gör det tillsammans.
      en: We do it together.
"""

NETWORK = f"""\
name:
  fi: Verkosto
  sv: Nätverket
  en: The network
summary:
{FACT}strategy:
{FACT}goals:
{GOAL.format(n=1)}{GOAL.format(n=2)}{GOAL.format(n=3)}study:
{FACT}sources:
  network_site:
    publisher: Verkosto
    read: 2026-11
    kind: official
"""

SITE = """\
name:
  fi: Pienet kaupungit
  sv: Små städer
  en: Small Towns
short_name:
  fi: Pienet
  sv: Små
  en: Small
operator: Koivula
data_controller: Koivula
feedback_email: feedback@koivula.example
network_email: network@koivula.example
cities:
  - koivula
  - rantala
key_figures: [population, mean_age, employment_rate, unemployment_share, workplaces, income]
"""

CATALOGUE_HEAD = """\
publishers:
  statistics_finland:
    name:
      fi: Tilastokeskus
      sv: Statistikcentralen
      en: Statistics Finland
    licence: CC BY 4.0
    licence_url: https://creativecommons.org/licenses/by/4.0/
    url: https://stat.fi
themes:
  people:
    name:
      fi: Väestö
      sv: Befolkning
      en: People
  work:
    name:
      fi: Työ
      sv: Arbete
      en: Work
units:
  residents:
    kind: count
    short:
      fi: as.
      sv: inv.
      en: residents
    long:
      fi: asukasta
      sv: invånare
      en: residents
  jobs:
    kind: count
    short:
      fi: työpaikkaa
      sv: arbetsplatser
      en: jobs
    long:
      fi: työpaikkaa
      sv: arbetsplatser
      en: jobs
  percent:
    kind: percent
    short:
      fi: "%"
      sv: "%"
      en: "%"
    long:
      fi: prosenttia
      sv: procent
      en: per cent
  years:
    kind: years
    short:
      fi: v.
      sv: år
      en: years
    long:
      fi: vuotta
      sv: år
      en: years
  eur_per_year:
    kind: money
    short:
      fi: €
      sv: €
      en: €
    long:
      fi: euroa vuodessa
      sv: euro per år
      en: euros a year
collocations:
  plain:
    figure:
      fi: luku
      sv: siffran
      en: the figure
    it:
      fi: se
      sv: den
      en: it
    rose:
      fi: nousi
      sv: steg
      en: rose
    fell:
      fi: laski
      sv: sjönk
      en: fell
    high:
      fi: korkea
      sv: högt
      en: high
    low:
      fi: matala
      sv: lågt
      en: low
    greatest:
      fi: ylin
      sv: högst
      en: highest
    least:
      fi: alin
      sv: lägst
      en: lowest
    at_most:
      fi: ylimmillään
      sv: som högst
      en: at its highest
    at_least:
      fi: alimmillaan
      sv: som lägst
      en: at its lowest
indicators:
"""

INDICATOR = """\
  {key}:
    name:
      fi: {fi}
      sv: {sv}
      en: {en}
    subject:
      fi: {fi}
      sv: {sv}
      en: The {lower}
    definition:
      fi: {fi} vuoden lopussa.
      sv: {sv} i slutet av året.
      en: The {lower} at the end of the year.
    theme: {theme}
    unit: {unit}
    collocation: plain
    decimals: {decimals}
    aggregation: {{{aggregation}}}
    sources:
      - id: a
        table: 11ra
        publisher: statistics_finland
        retrieved_from: a made-up table
        data_date: 2021
"""

COUNTED = """\
    counted:
      one:
        fi: asukas
        sv: invånare
        en: resident
      many:
        fi: asukasta
        sv: invånare
        en: residents
"""

DIMENSION = """\
    dimension:
      name:
        fi: Toimiala
        sv: Näringsgren
        en: Industry
      values:
        A:
          fi: Maatalous
          sv: Jordbruk
          en: Agriculture
        C:
          fi: Teollisuus
          sv: Tillverkning
          en: Manufacturing
    total: workplaces
"""

CATALOGUE = CATALOGUE_HEAD + "".join(
    INDICATOR.format(
        key=key, fi=fi, sv=sv, en=en, lower=en.lower(), theme=theme, unit=unit, decimals=decimals, aggregation=rule
    )
    + more
    for key, fi, sv, en, theme, unit, decimals, rule, more in (
        ("population", "Väkiluku", "Folkmängd", "Population", "people", "residents", 0, "kind: sum", COUNTED),
        ("mean_age", "Keski-ikä", "Medelålder", "Mean age", "people", "years", 1, "kind: mean, weight: population", ""),
        (
            "employment_rate",
            "Työllisyysaste",
            "Relativt sysselsättningstal",
            "Employment rate",
            "work",
            "percent",
            1,
            "kind: none",
            "",
        ),
        (
            "unemployment_share",
            "Työttömien osuus",
            "Andelen arbetslösa",
            "Share of unemployed",
            "work",
            "percent",
            1,
            "kind: none",
            "    rank_order: lowest\n    frequency: month\n",
        ),
        ("workplaces", "Työpaikat", "Arbetsplatser", "Workplaces", "work", "jobs", 0, "kind: sum", ""),
        (
            "workplaces_by_industry",
            "Työpaikat toimialoittain",
            "Arbetsplatser efter näringsgren",
            "Workplaces by industry",
            "work",
            "jobs",
            0,
            "kind: sum",
            DIMENSION,
        ),
        ("income", "Keskitulo", "Medelinkomst", "Mean income", "work", "eur_per_year", 0, "kind: none", ""),
    )
)

YEARS = ("2016", "2017", "2018", "2019", "2020")
MONTHS = ("2020M09", "2020M10", "2020M11", "2020M12")
#: Key -> place -> (the first figure, its change each period). 903 and 904 are not among the towns.
FIGURES: dict[str, dict[str, tuple[float, float]]] = {
    "population": {
        "SSS": (5503297, 7000),
        "901": (21000, -150),
        "902": (9800, 40),
        "903": (4200, -30),
        "904": (650, 0),
    },
    "mean_age": {"SSS": (42.5, 0.2), "901": (45.1, 0.4), "902": (41.0, 0.1), "903": (50.2, 0.5), "904": (48.0, 0.0)},
    "employment_rate": {"SSS": (70.1, 0.5), "901": (72.5, 0.6), "902": (68.4, 0.3), "903": (66.0, 0.1)},
    "unemployment_share": {"SSS": (12.9, 0.2), "901": (9.1, -0.1), "902": (14.0, 0.3), "903": (11.5, 0.0)},
    "workplaces": {"SSS": (2300000, 9000), "901": (8800, 25), "902": (3600, -12), "903": (1500, -4), "904": (210, 1)},
    "income": {"SSS": (24200, 350), "901": (22800, 300), "902": (21900, 280), "903": (20100, 200)},
}
INDUSTRY = {"SSS": {"A": 80000, "C": 310000}, "901": {"A": 300, "C": 2900}, "902": {"A": 420, "C": 700}}

MUNICIPALITIES = """\
code,name_fi,name_sv,name_en,region_code,region_fi,region_sv,region_en,sub_region_code,sub_region_fi,sub_region_sv,sub_region_en,lat,lon,language_status,source,coordinate_source
901,Koivula,Björkby,Koivula,91,Keskimaa,Mittlandet,Central Land,911,Koivula,Björkby,Koivula,62.5,25.0,bilingual_fi_sv,made up,made up
902,Rantala,Strandby,Rantala,91,Keskimaa,Mittlandet,Central Land,912,Rantala,Strandby,Rantala,62.5,26.0,unilingual_fi,made up,made up
903,Niittylä,Niittylä,Niittylä,91,Keskimaa,Mittlandet,Central Land,911,Koivula,Björkby,Koivula,62.6,25.5,unilingual_fi,made up,made up
904,Suola,Suola,Suola,91,Keskimaa,Mittlandet,Central Land,912,Rantala,Strandby,Rantala,62.7,26.5,unilingual_fi,made up,made up
"""  # noqa: E501

CONNECTIONS = """\
municipality_code,kind,rank,name_fi,name_sv,name_en,distance_km,source,licence,as_of,valid_until,note_fi,note_sv,note_en,value
901,airport,1,Koivulan lentoasema,Björkby flygplats,Koivula Airport,12.5,made up,CC BY 4.0,2026,2028-12-31,,,,
901,port,1,Koivulan satama,Björkby hamn,Port of Koivula,1.5,made up,CC BY 4.0,2026,,,,,
902,airport,1,Koivulan lentoasema,Björkby flygplats,Koivula Airport,60.0,made up,CC BY 4.0,2026,2028-12-31,,,,
"""


def write_small_data(folder: Path) -> Path:
    """Write the small data folder under this one, and return it. `portal check` finds nothing wrong with it."""
    data = folder / "data"
    for name, text in _files().items():
        file = data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return data


def _files() -> dict[str, str]:
    koivula = {"fi": "Koivula", "sv": "Björkby", "sv_slug": "bjorkby", "stem": "koivula", "code": "901", "lon": 25.0}
    rantala = {"fi": "Rantala", "sv": "Strandby", "sv_slug": "strandby", "stem": "rantala", "code": "902", "lon": 26.0}
    return {
        "cities/koivula.yaml": TOWN.format(claim="claim: above_country", **koivula),
        "cities/rantala.yaml": TOWN.format(claim="claim: top_three", **rantala),
        "organisations.yaml": ORGANISATIONS,
        "network.yaml": NETWORK,
        "site.yaml": SITE,
        "indicators.yaml": CATALOGUE,
        "municipalities.csv": MUNICIPALITIES,
        "connections/connections.csv": CONNECTIONS,
        **{f"series/{key}.csv": _series(key) for key in FIGURES},
        "series/workplaces_by_industry.csv": _industry(),
        **small_texts(),
        **{f"geo/{name}.geojson": json.dumps(shapes) for name, shapes in _maps().items()},
    }


def _series(key: str) -> str:
    periods = MONTHS if key == "unemployment_share" else YEARS
    lines = ["place,period,value,source"]
    for place, (first, change) in FIGURES[key].items():
        lines += [f"{place},{period},{round(first + change * i, 1)},a" for i, period in enumerate(periods)]
    return "\n".join(lines) + "\n"


def _industry() -> str:
    rows = [
        f"{place},{section},{year},{count},a"
        for place, counts in INDUSTRY.items()
        for section, count in counts.items()
        for year in YEARS
    ]
    return "\n".join(["place,section,period,value,source", *rows]) + "\n"


def _maps() -> dict[str, object]:
    places = {"901": ("Koivula", "Björkby", 25), "902": ("Rantala", "Strandby", 26)}
    towns = [_square(code, fi, sv, lon, 1) for code, (fi, sv, lon) in places.items()]
    return {
        "ten": _collection(towns),
        "municipalities": _collection([*towns, _square("903", "Niittylä", "Niittylä", 27, 1)]),
        "outline": _collection([_square("SSS", "Suomi", "Finland", 22, 8)]),
    }


def _collection(features: list[object]) -> object:
    return {"type": "FeatureCollection", "attribution": "made up", "features": features}


def _square(code: str, fi: str, sv: str, lon: int, side: int) -> object:
    """A square in ETRS-TM35FIN, about as large as a degree of longitude is at the latitude of these places."""
    west, south, length = 500_000 + (lon - 27) * 52_000, 6_875_000, side * 52_000
    east, north = west + length, south + length
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    words = {"code": code, "name_fi": fi, "name_sv": sv, "name_en": fi, "region_fi": "Keskimaa"}
    centre = [(west + east) / 2, (south + north) / 2]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "Feature",
        "id": "FI" if code == "SSS" else code,
        "properties": {**words, "centre": centre},
        "geometry": shape,
    }
