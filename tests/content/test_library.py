"""The whole folder: what holds between files, and what is left out when one of them is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.content.library import ContentError, read_content
from portal.content.missing import placeholder
from portal.content.models import Network
from portal.i18n import use_locale
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.reading import read_statistics

Mend = Callable[[Path, str, str], None]


def said(data: Path) -> list[str]:
    """What is said of the folder, with paths from it."""
    try:
        problems = read_content(data).problems
    except ContentError as error:
        problems = error.problems
    return [f"{problem.severity} {problem}".replace(f"{data.as_posix()}/", "") for problem in problems]


def test_the_small_folder_is_right(data: Path) -> None:
    content = read_content(data)
    assert content.problems == ()
    assert list(content.cities) == ["koivula", "rantala"]
    assert isinstance(content.network, Network)
    assert content.broken == ()


def test_towns_stand_in_the_order_of_the_site(data: Path, mend: Mend) -> None:
    mend(data / "site.yaml", "  - koivula\n  - rantala\n", "  - rantala\n  - koivula\n")
    assert list(read_content(data).cities) == ["rantala", "koivula"]


def test_a_broken_town_leaves_the_others(data: Path, town: Path) -> None:
    town.write_text("- Koivula\n", encoding="utf-8")
    content = read_content(data)
    assert list(content.cities) == ["rantala"]
    assert content.broken == (town,)
    assert said(data) == [
        "error cities/koivula.yaml:1:1  the file should hold fields and their values, but it is a list. "
        "Begin with the name of the first field and a colon."
    ]


def test_broken_organisations_are_left_out_with_those_who_refer_to_them(data: Path) -> None:
    (data / "organisations.yaml").write_text("organisations: [\n", encoding="utf-8")
    content = read_content(data)
    assert list(content.cities) == ["koivula", "rantala"]
    assert content.organisations.organisations == {}
    assert [actor.organisation for actor in content.cities["koivula"].ecosystem.actors] == [None]
    assert content.broken == (data / "organisations.yaml",)


def test_a_broken_network_is_left_out(data: Path) -> None:
    (data / "network.yaml").unlink()
    assert read_content(data).network is None
    assert said(data) == ["error network.yaml:1:1  there is no such file. Check its name and folder."]


def test_without_the_site_nothing_starts_but_everything_is_said(data: Path, town: Path, mend: Mend) -> None:
    (data / "site.yaml").write_text("", encoding="utf-8")
    mend(town, "kind: city", "kind: citi")
    with pytest.raises(ContentError, match=r"site\.yaml:1:1  the file is empty"):
        read_content(data)
    assert len(said(data)) == 2


def test_the_environment_replaces_fields_of_the_site(data: Path) -> None:
    site = read_content(data, {"site_url": "https://invest.example", "trusted_proxies": "1"}).site
    assert (site.site_url, site.trusted_proxies) == ("https://invest.example", 1)
    with pytest.raises(ContentError) as caught:
        read_content(data, {"site_url": "invest.example", "trusted_proxies": "one"})
    assert [str(problem) for problem in caught.value.problems] == [
        "environment  PORTAL_SITE_URL: “invest.example” is not a web address. "
        "Write it like this: PORTAL_SITE_URL=https://invest.example",
        "environment  PORTAL_TRUSTED_PROXIES: a whole number is expected, but this is a text. "
        "Write only the number, in digits.",
    ]


BETWEEN = [
    (
        "    source: port\nlooking_for",
        "    source: prot\nlooking_for",
        "error cities/koivula.yaml:59:13  strengths, 2, source: there is no source “prot” in this file. "
        "Did you mean “port”?",
    ),
    (
        "  sources: [town_site]\n",
        "  sources: [brochure]\n",
        "error cities/koivula.yaml:36:13  pitch, sources, 1: there is no source “brochure” in this file. "
        "Add it under “sources:”.",
    ),
    (
        "  port:\n    publisher",
        "  quay:\n    publisher: Satama\n    read: 2026\n    kind: company\n  port:\n    publisher",
        "warning cities/koivula.yaml:135:3  sources, quay: nothing in this file refers to this source. "
        "Delete it, or refer to it where it was used.",
    ),
    (
        "organisation: wood_institute",
        "organisation: wood_institut",
        "error cities/koivula.yaml:87:21  ecosystem, actors, 1, organisation: "
        "there is no organisation “wood_institut” in organisations.yaml. Did you mean “wood_institute”?",
    ),
    (
        "id: koivula-wood-builders",
        "id: wood-builders",
        "error cities/koivula.yaml:61:9  looking_for, 1, id: this does not begin with the town's name. "
        "Write it like this: id: koivula-wood-builders",
    ),
    (
        "id: koivula-port",
        "id: koivula-jobs",
        "error cities/koivula.yaml:50:9  strengths, 2, id: “koivula-jobs” is already used on line 38. "
        "Change one of them.",
    ),
    (
        "  sv: Mittlandet\n",
        "",
        "warning cities/koivula.yaml:23:1  region, sv: the Swedish text is missing. "
        "Add it: until then, readers see the Finnish text.",
    ),
    (
        "  en: Central Land\n",
        "  en:\n",
        "warning cities/koivula.yaml:26:3  region, en: the English text is missing. "
        "Add it: until then, readers see the Finnish text.",
    ),
    (
        "fi: Kaupungissa on syväsatama.",
        "fi: Kaupungissa on TODO satama.",
        "warning cities/koivula.yaml:56:11  strengths, 2, text, fi: the text has “TODO” in it. "
        "Write the text that belongs here.",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), BETWEEN)
def test_what_holds_within_a_town_and_with_the_shared_files(
    town: Path, mend: Mend, old: str, new: str, message: str
) -> None:
    mend(town, old, new)
    assert said(town.parent.parent) == [message]


def test_codes_addresses_and_entries_are_unique_over_the_towns(data: Path, mend: Mend) -> None:
    other = data / "cities" / "rantala.yaml"
    mend(other, 'code: "902"', 'code: "901"')
    mend(other, "  en: rantala\n", "  en: bjorkby\n")
    mend(other, "id: rantala-wood-builders", "id: koivula-wood-builders")
    assert said(data) == [
        "error cities/rantala.yaml:2:7  code: “901” is already used in koivula.yaml on line 2. Change one of them.",
        "error cities/rantala.yaml:22:7  slug, en: “bjorkby” is already used in koivula.yaml on line 21. "
        "Change one of them.",
        "error cities/rantala.yaml:61:9  looking_for, 1, id: this does not begin with the town's name. "
        "Write it like this: id: rantala-koivula-wood-builders",
        "error cities/rantala.yaml:61:9  looking_for, 1, id: “koivula-wood-builders” is already used "
        "in koivula.yaml on line 61. Change one of them.",
    ]
    assert list(read_content(data).cities) == ["koivula"]


def test_the_sites_list_and_the_files_agree(data: Path, town: Path, mend: Mend) -> None:
    mend(data / "site.yaml", "  - koivula\n", "  - koivla\n")
    assert said(data) == [
        "error cities/koivula.yaml:1:1  this town is not on the site's list. "
        "Add “- koivula” to “cities:” in site.yaml.",
        "error site.yaml:14:5  cities, 1: there is no file cities/koivla.yaml. Did you mean “koivula”?",
    ]


def test_a_file_with_another_ending_is_noticed(data: Path, town: Path) -> None:
    town.rename(town.with_suffix(".yml"))
    assert said(data)[0] == (
        "error cities/koivula.yml:1:1  the file's name does not end in .yaml. Give it that ending in small letters."
    )


def test_an_ending_that_an_editor_added_is_noticed_and_the_town_is_broken(data: Path, town: Path) -> None:
    town.rename(town.with_name("koivula.yaml.txt"))
    assert said(data)[0] == (
        "error cities/koivula.yaml.txt:1:1  the file's name does not end in .yaml. "
        "Give it that ending in small letters."
    )
    assert read_content(data).broken == (town,)


@pytest.mark.parametrize("name", ["a koivula (1)", "Koivula", "a-vanha-koivula"])
def test_a_stray_copy_is_blamed_and_the_town_stays(data: Path, town: Path, name: str) -> None:
    copy = town.with_name(f"{name}.yaml")
    copy.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    content = read_content(data)
    assert list(content.cities) == ["koivula", "rantala"]
    assert content.broken == (copy,)
    assert {problem.place.file for problem in content.problems} == {copy}
    looks = (
        f"error cities/{name}.yaml:1:1  this looks like a copy of a town's file. "
        "Delete it, or move it to another folder."
    )
    assert (looks in said(data)) == (name != "a-vanha-koivula")


def test_folders_that_are_not_there(tmp_path: Path, data: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert said(nowhere) == [f"error {nowhere.as_posix()}  there is no such folder. Check its name."]
    (data / "cities").rename(data / "towns")
    assert "error cities  there is no such folder. The towns' files belong in it." in said(data)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("TODO", "TODO"),
        ("Lorem ipsum dolor", "Lorem"),
        ("Täydennä tämä", "Täydennä"),
        ("fyll i här", "fyll i"),
        ("xxx", "xxx"),
        ("puuttuu", "puuttuu"),
        ("Teksti puuttuu vielä", "puuttuu"),
        ("Seudulta puuttuu pintakäsittelyn osaajia", ""),
        ("Metodologia", ""),
        ("Ett nytt hus", ""),
    ],
)
def test_words_that_stand_for_words_to_come(text: str, word: str) -> None:
    assert placeholder(text) == word


def test_staff_read_it_in_their_own_language(data: Path, town: Path, mend: Mend) -> None:
    mend(town, "    source: port\nlooking_for", "    source: prot\nlooking_for")
    with use_locale("fi"):
        assert said(data) == [
            "error cities/koivula.yaml:59:13  strengths, 2, source: tässä tiedostossa ei ole lähdettä ”prot”. "
            "Tarkoititko ”port”?"
        ]


# The catalogue and its series


def test_the_catalogue_is_read(data: Path) -> None:
    catalogue, problems = read_catalogue(data / "indicators.yaml")
    assert catalogue is not None
    assert problems == []
    assert len(catalogue.indicators) == 7


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    theme: people\n",
            "    theme: peple\n",
            "indicators, population, theme: there is no “peple” under “themes:” in this file. Did you mean “people”?",
        ),
        (
            "weight: population",
            "weight: residents",
            "indicators, mean_age, aggregation, weight: there is no “residents” under “indicators:” in this file. "
            "Add it there.",
        ),
        (
            "        publisher: statistics_finland\n",
            "        publisher: statistic_finland\n",
            "indicators, population, sources, 1, publisher: there is no “statistic_finland” under “publishers:” "
            "in this file. Did you mean “statistics_finland”?",
        ),
        (
            "weight: population",
            "weight: mean_age",
            "indicators, mean_age, aggregation, weight: the indicator refers to itself. Delete this line.",
        ),
        (
            "    rank_order: lowest\n",
            "    total: workplaces\n",
            "indicators, unemployment_share, total: there is a total, but no dimension whose values add up to it. "
            "Add “dimension:”, or delete “total:”.",
        ),
        (
            "        data_date: 2021\n",
            "        data_date: 2021\n      - id: a\n        table: x\n        publisher: statistics_finland\n"
            "        retrieved_from: x\n",
            "indicators, population, sources, 2, id: “a” is the key of another source of this indicator. "
            "Change one of them.",
        ),
    ],
)
def test_what_holds_within_the_catalogue(data: Path, mend: Mend, old: str, new: str, message: str) -> None:
    mend(data / "indicators.yaml", old, new)
    catalogue, problems = read_catalogue(data / "indicators.yaml")
    assert catalogue is None
    assert [str(problem).split("  ", 1)[1] for problem in problems] == [message]


def test_a_series_that_cannot_be_read_is_left_out(data: Path) -> None:
    catalogue, _problems = read_catalogue(data / "indicators.yaml")
    assert catalogue is not None
    (data / "series" / "income.csv").unlink()
    (data / "series" / "population.csv").write_text("nonsense", encoding="utf-8")
    workplaces = data / "series" / "workplaces.csv"
    workplaces.write_text(workplaces.read_text(encoding="utf-8").replace(",a\n", ",b\n"), encoding="utf-8")
    (data / "municipalities.csv").write_bytes(b"\xff\xff")
    statistics, problems = read_statistics(data, catalogue, ["901", "902"], thorough=True)
    assert statistics.keys == ["mean_age", "employment_rate", "unemployment_share", "workplaces_by_industry"]
    assert [problem.message for problem in problems] == [
        "the list of municipalities cannot be read.",
        "the series cannot be read.",
        *["the indicator has no source “b”."] * 5,
        "the series of an indicator is missing.",
    ]


def test_a_source_whose_own_key_is_misspelt_is_one_problem(town: Path, mend: Mend) -> None:
    mend(town, "  port:\n    publisher", "  prot:\n    publisher")
    assert said(town.parent.parent) == [
        "error cities/koivula.yaml:135:3  sources, prot: lines 59, 97, 117 call this source “port”. "
        "Write it like this: port:"
    ]


def test_a_misspelt_reference_is_not_also_a_source_without_use(town: Path, mend: Mend) -> None:
    mend(
        town,
        "  port:\n    publisher",
        "  quay:\n    publisher: Satama\n    read: 2026\n    kind: company\n  port:\n    publisher",
    )
    mend(town, "    source: port\nlooking_for", "    source: quai\nlooking_for")
    assert said(town.parent.parent) == [
        "error cities/koivula.yaml:59:13  strengths, 2, source: there is no source “quai” in this file. "
        "Did you mean “quay”?"
    ]


def test_a_source_that_is_missing_is_told_once_with_every_line(town: Path, mend: Mend) -> None:
    mend(town, "  sources: [town_site]\n", "  sources: [brochure]\n")
    mend(town, "    source: port\nlooking_for", "    source: brochure\nlooking_for")
    assert said(town.parent.parent) == [
        "error cities/koivula.yaml:36:13  pitch, sources, 1: there is no source “brochure” in this file, "
        "but lines 36, 59 refer to it. Add it under “sources:”."
    ]
