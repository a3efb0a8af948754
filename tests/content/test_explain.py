"""Mistakes in what a field holds: said in staff words, compared word for word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.content.models import City, SiteSettings
from portal.content.reading import read_model
from portal.i18n import use_locale
from portal.indicators.catalogue import Catalogue

Mend = Callable[[Path, str, str], None]


def said(file: Path, kind: type = City) -> list[str]:
    """What is said of a file, without its folder."""
    return [str(problem).removeprefix(f"{file.parent.as_posix()}/") for problem in read_model(kind, file).problems]


def test_a_right_file_is_read_without_a_word(town: Path) -> None:
    reading = read_model(City, town)
    assert reading.model is not None
    assert reading.problems == ()


@pytest.mark.parametrize("read", ["2023", '"2023"', "2026-11", "2026-11-03", '"2026-11-03"'])
def test_a_source_date_may_be_written_with_or_without_quotation_marks(town: Path, mend: Mend, read: str) -> None:
    mend(town, "    read: 2026-11\n", f"    read: {read}\n")
    model = read_model(City, town).model
    assert model is not None
    assert model.sources["town_site"].read == read.strip('"')


@pytest.mark.parametrize(
    "written", ["fi, sv", '"fi, sv"', "fi sv", "[fi, sv]", "\n      - fi\n      - sv", "\n      - fi, sv"]
)
def test_a_list_of_choices_may_stand_on_one_line_or_on_several(town: Path, mend: Mend, written: str) -> None:
    mend(town, "languages: [fi, sv, en]", f"languages: {written}")
    model = read_model(City, town).model
    assert model is not None
    assert model.contacts[0].languages == ["fi", "sv"]


def test_lists_of_keys_may_stand_on_one_line_too(town: Path, mend: Mend) -> None:
    mend(town, "  sources: [town_site]", "  sources: town_site, port")
    mend(town, "    sectors: [C, F]", "    sectors: C, F")
    model = read_model(City, town).model
    assert model is not None
    assert (model.pitch.sources, model.looking_for[0].sectors) == (["town_site", "port"], ["C", "F"])


@pytest.mark.parametrize("written", ["+358401234567", "+358 40 1234567", '"+358401234567"'])
def test_a_phone_number_is_never_taken_for_a_number(town: Path, mend: Mend, written: str) -> None:
    mend(town, '"+358 40 123 4567"', written)
    model = read_model(City, town).model
    assert model is not None
    assert (model.contacts[0].phone or "").replace(" ", "") == "+358401234567"


def test_a_code_may_stand_without_quotation_marks(town: Path, mend: Mend) -> None:
    mend(town, 'code: "901"', "code: 005")
    model = read_model(City, town).model
    assert model is not None
    assert model.code == "005"


def test_a_day_may_stand_in_quotation_marks(town: Path, mend: Mend) -> None:
    mend(town, "valid_until: 2027-12-31", 'valid_until: "2027-12-31"')
    assert said(town) == []


MISTAKES = [
    # fields that are not there, and fields that should not be
    ("kind: city\n", "", "koivula.yaml:1:1  kind: this field is missing. Add a line that begins “kind:”."),
    (
        "    publisher: Koivula\n",
        "",
        "koivula.yaml:129:3  sources, town_site, publisher: this field is missing. "
        "Add a line that begins “publisher:”.",
    ),
    ("kind: city", "knd: city", "koivula.yaml:3:1  knd: there is no such field. Did you mean “kind”?"),
    (
        "    date: 2019\n",
        "    colour: red\n",
        "koivula.yaml:138:5  sources, port, colour: there is no such field. "
        "The fields here are publisher, publisher_names, title, url, date, read, kind.",
    ),
    # a thing of the wrong kind
    (
        "  sv: Mittlandet\n",
        "  sv:\n    - Mittlandet\n",
        "koivula.yaml:25:3  region, sv: one line of text is expected, but this is a list. "
        "Write it like this: sv: Mittlandet",
    ),
    (
        "  fi: Keskimaa\n",
        "  fi: 12\n",
        "koivula.yaml:24:7  region, fi: one line of text is expected, but this is a number. "
        'Write it in quotation marks: fi: "12"',
    ),
    (
        "  fi: Keskimaa\n",
        "  fi: 2026-01-02\n",
        "koivula.yaml:24:7  region, fi: one line of text is expected, but this is a date. "
        'Write it in quotation marks: fi: "2026-01-02"',
    ),
    (
        "  fi: Keskimaa\n",
        "  fi: true\n",
        "koivula.yaml:24:7  region, fi: one line of text is expected, but this is true or false. "
        'Write it in quotation marks: fi: "true"',
    ),
    (
        "  fi: Keskimaa\n",
        "  fi:\n    Keskimaa: maakunta\n",
        "koivula.yaml:24:3  region, fi: one line of text is expected, but this is a group of fields. "
        'If this is one text, put it in quotation marks: fi: "Keskimaa: maakunta"',
    ),
    (
        "  fi: Keskimaa\n",
        "  fi:\n",
        "koivula.yaml:24:3  region, fi: the value is missing. Write it after “fi:”, or delete the line.",
    ),
    (
        "  fi: Keskimaa\n",
        '  fi: " "\n',
        "koivula.yaml:24:7  region, fi: the value is missing. Write it after “fi:”, or delete the line.",
    ),
    (
        'code: "901"',
        "code: 5",
        "koivula.yaml:2:7  code: “5” is not a municipality code. "
        'Write its three digits in quotation marks: code: "005"',
    ),
    (
        'code: "901"',
        'code: "9001"',
        "koivula.yaml:2:7  code: “9001” is not a municipality code. Write its three digits in quotation marks.",
    ),
    (
        "    roles: [company, service]\n",
        "    roles: {company: service}\n",
        "koivula.yaml:72:12  looking_for, 1, roles: a list is expected, but this is a group of fields. "
        "Put each item on a line of its own, after a hyphen and a space.",
    ),
    (
        "region:\n  fi: Keskimaa\n  sv: Mittlandet\n  en: Central Land\n",
        "region: Keskimaa\n",
        "koivula.yaml:23:9  region: the text is expected in each language, but this is a text. "
        "Write fi:, sv: and en: on lines of their own, with the text in that language after each.",
    ),
    (
        "coordinates:\n  lat: 62.5\n  lon: 25.0\n  source: town_site\n",
        "coordinates: 62.5\n",
        "koivula.yaml:27:14  coordinates: a group of fields is expected, but this is a number. "
        "Put these fields on lines of their own: lat, lon, source.",
    ),
    # numbers and dates
    (
        "    value: 1234.5\n",
        "    value: 1 234,5\n",
        "koivula.yaml:109:12  figures, 1, value: a number is expected, but this is a text. "
        "Write it like this: value: 1234.5",
    ),
    (
        "    value: 1234.5\n",
        "    value: .nan\n",
        "koivula.yaml:109:12  figures, 1, value: a number is expected, but this is a text. "
        "Write only the number, in digits.",
    ),
    (
        "    year: 2019\n",
        "    year: 2019.0\n",
        "koivula.yaml:115:11  figures, 1, year: a whole number is expected, but this has decimals. "
        "Write it like this: year: 2019",
    ),
    (
        "  lat: 62.5",
        "  lat: 6.25",
        "koivula.yaml:28:8  coordinates, lat: 6.25 is too small. Write a number from 59 to 71.",
    ),
    (
        "    decimals: 1\n",
        "    decimals: 4\n",
        "koivula.yaml:114:15  figures, 1, decimals: 4 is too large. Write a number from 0 to 3.",
    ),
    (
        "valid_until: 2027-12-31",
        "valid_until: 31.12.2027",
        "koivula.yaml:78:18  looking_for, 1, valid_until: “31.12.2027” is not a day. "
        "Write it like this: valid_until: 2027-12-31",
    ),
    (
        "valid_until: 2027-12-31",
        "valid_until: 2027-02-30",
        "koivula.yaml:78:18  looking_for, 1, valid_until: “2027-02-30” is not a day. "
        "Write the year, month and day like this: 2027-01-31.",
    ),
    (
        "valid_until: 2027-12-31",
        "valid_until: 2027",
        "koivula.yaml:78:18  looking_for, 1, valid_until: “2027” is not a day. "
        "Write the year, month and day like this: 2027-01-31.",
    ),
    (
        "    date: 2025-03\n",
        "    date: 3/2025\n",
        "koivula.yaml:132:11  sources, town_site, date: “3/2025” is not a year, a month or a day. "
        "Write it like this: date: 2025-03",
    ),
    # texts of a certain form
    (
        "  sv: bjorkby\n",
        "  sv: Björkby stad\n",
        "koivula.yaml:21:7  slug, sv: “Björkby stad” cannot be part of an address. "
        "Use small letters a to z, digits and hyphens. For example: bjorkby-stad",
    ),
    (
        "  source: town_site\npitch",
        "  source: town-site\npitch",
        "koivula.yaml:30:11  coordinates, source: “town-site” cannot be a key. "
        "Use letters a to z, digits and underscores, a small letter first. For example: town_site",
    ),
    (
        "  port:\n",
        "  Port 1:\n",
        "koivula.yaml:135:3  sources, Port 1: “Port 1” cannot be a key. "
        "Use letters a to z, digits and underscores, a small letter first. For example: port_1",
    ),
    (
        "info@koivula.example",
        "info(at)koivula.example",
        "koivula.yaml:123:12  contacts, 1, email: “info(at)koivula.example” is not an e-mail address. "
        "Write it like this: email: info@koivula.example",
    ),
    (
        "https://www.koivula.example/invest",
        "www.koivula.example/invest",
        "koivula.yaml:131:10  sources, town_site, url: “www.koivula.example/invest” is not a web address. "
        "Write it like this: url: https://www.koivula.example/invest",
    ),
    (
        '"+358 40 123 4567"',
        '"040 123 4567"',
        "koivula.yaml:124:12  contacts, 1, phone: “040 123 4567” is not a phone number with its country code. "
        "Use digits and spaces: phone: +358 40 123 4567",
    ),
    (
        '"+358 40 123 4567"',
        "+358 (0)17 555 1234",
        "koivula.yaml:124:12  contacts, 1, phone: “+358 (0)17 555 1234” is not a phone number with its country code. "
        "Use digits and spaces: phone: +358 17 555 1234",
    ),
    (
        '"+358 40 123 4567"',
        "0401234567",
        "koivula.yaml:124:12  contacts, 1, phone: “0401234567” is not a phone number with its country code. "
        "Use digits and spaces: phone: +358 40 1234567",
    ),
    (
        '"+358 40 123 4567"',
        "ei ole",
        "koivula.yaml:124:12  contacts, 1, phone: “ei ole” is not a phone number with its country code. "
        "Write a plus sign, the country code and the number, in digits and spaces.",
    ),
    (
        '"+358 40 123 4567"',
        "info@koivula.example",
        "koivula.yaml:124:12  contacts, 1, phone: “info@koivula.example” is not a phone number with its country code. "
        "This belongs after “email:”.",
    ),
    (
        "info@koivula.example",
        "info @koivula.example",
        "koivula.yaml:123:12  contacts, 1, email: “info @koivula.example” is not an e-mail address. "
        "Write it like this: email: info@koivula.example",
    ),
    (
        "info@koivula.example",
        "“info@koivula.example”",
        "koivula.yaml:123:12  contacts, 1, email: ““info@koivula.example”” is not an e-mail address. "
        "Write it like this: email: info@koivula.example",
    ),
    (
        "info@koivula.example",
        "info @hämeenlinna.example",
        "koivula.yaml:123:12  contacts, 1, email: “info @hämeenlinna.example” is not an e-mail address. "
        "Write it like this: email: info@hämeenlinna.example",
    ),
    (
        "info@koivula.example",
        "päivi.mäki@koivula.example",
        "koivula.yaml:123:12  contacts, 1, email: "
        "before the @, not every mail server accepts letters other than a to z.",
    ),
    (
        "info@koivula.example",
        "https://koivula.example",
        "koivula.yaml:123:12  contacts, 1, email: “https://koivula.example” is not an e-mail address. "
        "This belongs after “url:”.",
    ),
    (
        "    date: 2025-03\n",
        "    date: 2025-02-30\n",
        "koivula.yaml:132:11  sources, town_site, date: “2025-02-30” is not a year, a month or a day. "
        "Write it like one of these: 2023, 2023-05, 2023-05-06.",
    ),
    (
        "    year: 2019\n",
        "    year: 22019\n",
        "koivula.yaml:115:11  figures, 1, year: 22019 is too large. Write a number from 1900 to 2100.",
    ),
    # choices and lists
    (
        "ecosystem:\n",
        "ecosystem:\n  stage: {value: company, source: port}\n",
        "koivula.yaml:80:18  ecosystem, stage, value: “company” is not one of the choices. "
        "Choose one of these: starting, developing, established.",
    ),
    (
        "    roles: [company, service]\n",
        "    roles: company, servce\n",
        "koivula.yaml:72:21  looking_for, 1, roles, 2: “servce” is not one of the choices. Did you mean “service”? "
        "Choose one of these: company, investor, research, education, service, public.",
    ),
    (
        "kind: city",
        "kind: citi",
        "koivula.yaml:3:7  kind: “citi” is not one of the choices. Did you mean “city”? "
        "Choose one of these: city, municipality.",
    ),
    (
        "    kind: company\n",
        "    kind: {value: media}\n",
        "koivula.yaml:140:11  sources, port, kind: one choice is expected, but this is a group of fields. "
        "Write it like this: kind: media",
    ),
    (
        "    kind: company\n",
        "    kind: [project]\n",
        "koivula.yaml:140:11  sources, port, kind: one choice is expected, but this is a list. "
        "Write it like this: kind: project",
    ),
    (
        "    kind: company\n",
        "    kind: 5\n",
        "koivula.yaml:140:11  sources, port, kind: “5” is not one of the choices. Choose one of these: "
        "official, company, education, media, encyclopedia, project, blog, brochure, statistics.",
    ),
    (
        "    languages: [fi, sv, en]\n",
        "    languages: [fi, [sv]]\n",
        "koivula.yaml:125:21  contacts, 1, languages, 2: one choice is expected, but this is a list. "
        "Choose one of these: fi, sv, en.",
    ),
    (
        "strengths:\n",
        "key_figures: [a, b, c, d, e, f, g, h, i, j]\nstrengths:\n",
        "koivula.yaml:37:14  key_figures: there are 10 of these, but at most 8 are allowed. Delete 2.",
    ),
    (
        "  sources: [town_site]\n",
        "  sources: []\n",
        "koivula.yaml:36:12  pitch, sources: at least one is needed here. Add one.",
    ),
    # rules of our own
    (
        "    source: port\nlooking_for",
        "looking_for",
        "koivula.yaml:50:5  strengths, 2: this strength has no source and no indicator. Add “source:” or “indicator:”.",
    ),
    (
        "    indicator: employment_rate\n",
        "    source: port\n",
        "koivula.yaml:38:5  strengths, 1: there is a claim, but no indicator to check it against. "
        "Add “indicator:”, or delete “claim:”.",
    ),
    (
        "      kind: port\n",
        "",
        "koivula.yaml:88:7  ecosystem, actors, 2: the organisation is not fully described. "
        "Give it “name:”, “kind:” and “source:”, or only “organisation:” when several towns share it.",
    ),
    (
        "    - organisation: wood_institute\n",
        "    - organisation: wood_institute\n      kind: port\n",
        "koivula.yaml:87:7  ecosystem, actors, 1: this refers to a shared organisation and also describes one. "
        "Delete either “organisation:” or “name:”, “kind:” and “source:”.",
    ),
    (
        "    confirmed: 2026-05-01\n    source: town_site\n",
        "    confirmed: 2026-05-01\n",
        "koivula.yaml:119:5  contacts, 1: the contact is not fully described. "
        "Give it “name:” and “source:”, or “organisation:” when several towns share it.",
    ),
    (
        '    email: info@koivula.example\n    phone: "+358 40 123 4567"\n',
        "",
        "koivula.yaml:119:5  contacts, 1: this contact has no e-mail address, phone number or web address. "
        "Add “email:”, “phone:” or “url:”.",
    ),
    (
        "    level: municipality\n",
        "    level: port\n",
        "koivula.yaml:105:5  figures, 1: the name of the sub-region, region or port is missing. Add “level_name:”.",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_mistake_has_its_place_its_fault_and_its_cure(
    town: Path, mend: Mend, old: str, new: str, message: str
) -> None:
    mend(town, old, new)
    assert said(town) == [message]


def test_a_mean_without_a_weight(data: Path, mend: Mend) -> None:
    mend(data / "indicators.yaml", "aggregation: {kind: mean, weight: population}", "aggregation: {kind: mean}")
    (message,) = said(data / "indicators.yaml", Catalogue)
    assert message.endswith(
        "indicators, mean_age, aggregation: a mean needs a weight, and only a mean may have one. "
        "Add “weight:” where “kind:” is mean, and delete it elsewhere."
    )


def test_true_or_false(data: Path, mend: Mend) -> None:
    mend(data / "indicators.yaml", "    frequency: month\n", "    preliminary: yes\n")
    (message,) = said(data / "indicators.yaml", Catalogue)
    assert message.endswith(
        "preliminary: true or false is expected, but this is a text. Write it like this: preliminary: true"
    )


def test_every_fault_is_said_at_once_in_file_order(town: Path, mend: Mend) -> None:
    mend(town, "kind: city", "kind: citi")
    mend(town, "info@koivula.example", "info")
    mend(town, "  lat: 62.5", "  lat: north")
    mend(town, "slug:\n", "kind: city\nslug:\n")
    assert [message.split("  ")[1].split(":")[0] for message in said(town)] == [
        "kind",
        "kind",
        "coordinates, lat",
        "contacts, 1, email",
    ]


def test_a_misspelt_field_is_one_mistake_and_not_two(data: Path, mend: Mend) -> None:
    mend(data / "site.yaml", "cities:", "citys:")
    assert said(data / "site.yaml", SiteSettings) == [
        "site.yaml:13:1  citys: there is no such field. Did you mean “cities”?"
    ]


def test_staff_read_it_in_their_own_language(town: Path, mend: Mend) -> None:
    mend(town, "kind: city", "knd: city")
    with use_locale("fi"):
        assert said(town) == ["koivula.yaml:3:1  knd: tällaista kenttää ei ole. Tarkoititko ”kind”?"]
    with use_locale("sv"):
        assert said(town) == ["koivula.yaml:3:1  knd: det finns inget sådant fält. Menade du ”kind”?"]


@pytest.mark.parametrize(
    "word", ["class", "str", "dict", "NoneType", "Input", "pydantic", "int", "None", "value_error"]
)
def test_no_message_speaks_python(word: str) -> None:
    assert not any(re.search(rf"\b{word}\b", message) for _old, _new, message in MISTAKES)


@pytest.mark.parametrize("between", [", ", "; ", " / ", ",", " "])
def test_two_addresses_are_both_named_and_one_is_asked_for(town: Path, mend: Mend, between: str) -> None:
    mend(town, "email: info@koivula.example", f"email: info@koivula.fi{between}port@koivula.fi")
    (message,) = said(town)
    assert message.endswith(
        "email: one e-mail address is expected, but there are 2 here: info@koivula.fi, port@koivula.fi. "
        "Choose one of them: email: info@koivula.fi"
    )


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        ("valid_until: 2027-12-31", "valid_until: 31.1.2036", "valid_until: 2036-01-31"),
        ("valid_until: 2027-12-31", "valid_until: 31.1.2207", None),
        ("reviewed: 2026-05-01", "reviewed: 28.11.2026", "reviewed: 2026-11-28"),
        ("reviewed: 2026-05-01", "reviewed: 29.11.2026", None),
        ("date: 2025-03", "date: 6.5.2052", None),
        ("date: 2025-03", "date: 6.5.2025", "date: 2025-05-06"),
    ],
)
def test_no_day_is_proposed_that_the_next_check_refuses(
    town: Path, mend: Mend, old: str, new: str, proposed: str | None
) -> None:
    mend(town, old, new)
    (problem,) = read_model(City, town, today=dt.date(2026, 11, 28)).problems
    if proposed:
        assert problem.hint == f"Write it like this: {proposed}"
    else:
        assert problem.hint.startswith("Check the date, and write it like ")
