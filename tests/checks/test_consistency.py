"""What must hold between the towns and the statistics, and what grows old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.checks.consistency import check_all
from portal.content.days import last_day, months_before
from portal.content.library import read_content
from portal.i18n import LocalizedText, use_locale
from portal.indicators.catalogue_file import read_catalogue
from portal.indicators.places import Municipality
from portal.problems import Problem
from tests.small_data import write_small_data

TODAY = dt.date(2026, 11, 23)

Mend = Callable[[str, str], None]


class SmallNumbers:
    """Figures of one indicator: the newest of each place, and the ten's."""

    def __init__(self, country: tuple[str, float] | None = ("2020", 72.1), *, own: float = 74.9) -> None:
        words = LocalizedText(fi="Keskimaa", sv=None, en=None)
        names = {"901": "Koivula", "902": "Rantala", "903": "Niittylä"}
        self.municipalities = {
            code: Municipality(code, LocalizedText(fi=name, sv=None, en=None), "91", words, words)
            for code, name in names.items()
        }
        self.figures: dict[str, tuple[str, float] | None] = {
            "SSS": country,
            "901": ("2020", own),
            "902": ("2020", 69.6),
        }

    def latest(self, key: str, place: str) -> tuple[str, float] | None:
        """The place's newest figure."""
        if key != "employment_rate":
            raise KeyError(key)
        return self.figures.get(place)

    def values(self, key: str, period: str) -> dict[str, float]:
        """Five towns, so that there are three highest and three lowest."""
        return {"901": self.figures["901"][1], "902": 69.6, "903": 80.0, "904": 79.0, "905": 78.0}  # type: ignore[index]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The small data folder."""
    return write_small_data(tmp_path)


@pytest.fixture
def mend(data: Path) -> Mend:
    """Change a part of one town's file."""
    file = data / "cities" / "koivula.yaml"

    def change(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def problems(data: Path, today: dt.date = TODAY, numbers: SmallNumbers | None = None) -> list[Problem]:
    catalogue, _faults = read_catalogue(data / "indicators.yaml")
    return check_all(read_content(data), catalogue, numbers, today)


def said(data: Path, today: dt.date = TODAY, numbers: SmallNumbers | None = None) -> list[str]:
    """What is said of one town."""
    found = [f"{problem.severity} {problem}" for problem in problems(data, today, numbers)]
    return [line.replace(f"{data.as_posix()}/cities/", "") for line in found if "koivula.yaml" in line]


def test_nothing_is_wrong_with_the_small_folder(data: Path) -> None:
    assert problems(data) == []


OLD_SITE = """\
sites:
  - name:
      fi: Satama-alue
      sv: Hamnområdet
      en: The port area
    text:
      fi: Tontteja on vapaana.
      sv: Det finns lediga tomter.
      en: Plots are available.
    source: port
figures:
"""


def test_what_an_old_source_tells_as_true_today_is_a_warning(data: Path, mend: Mend) -> None:
    mend("figures:\n", OLD_SITE)
    [line] = said(data)
    assert line.startswith("warning koivula.yaml:")
    assert "sites, 1, source: its source is of 2019" in line
    mend("    date: 2019\n", "    date: 2021\n")
    assert said(data) == []


def test_an_indicator_that_does_not_exist_is_an_error(data: Path, mend: Mend) -> None:
    mend("    indicator: employment_rate\n", "    indicator: employmnt_rate\n")
    mend("    source: town_site\n    roles", "    source: town_site\n    indicator: xyz\n    roles")
    mend("strengths:\n", "key_figures: [populaton]\nstrengths:\n")
    assert said(data) == [
        "error koivula.yaml:37:15  key_figures, 1: there is no indicator “populaton” in indicators.yaml. "
        "Did you mean “population”?",
        "error koivula.yaml:48:16  strengths, 1, indicator: there is no indicator “employmnt_rate” in indicators.yaml. "
        "Did you mean “employment_rate”?",
        "error koivula.yaml:73:16  looking_for, 1, indicator: there is no indicator “xyz” in indicators.yaml. "
        "Add it there, or delete it here.",
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("199", 'there is no municipality “199” in municipalities.csv. Write it like this: code: "901"'),
        ("903", '“903” is the code of Niittylä. Write it like this: code: "901"'),
    ],
)
def test_a_code_of_no_municipality_or_of_another_one_is_an_error(
    data: Path, mend: Mend, code: str, message: str
) -> None:
    mend('code: "901"', f'code: "{code}"')
    assert f"error koivula.yaml:2:7  code: {message}" in said(data, numbers=SmallNumbers())


CURE = "Correct the text, or delete “claim:”."
CLAIM = "warning koivula.yaml:48:12  strengths, 1, claim:"


@pytest.mark.parametrize(
    ("claim", "numbers", "message"),
    [
        ("above_country", SmallNumbers(), ""),
        (
            "above_country",
            SmallNumbers(own=71.24),
            "the town is not above the whole country: town 71.2%, country 72.1% (2020).",
        ),
        # As shown, the two are equal.
        (
            "above_country",
            SmallNumbers(own=72.12),
            "the town is not above the whole country: town 72.1%, country 72.1% (2020).",
        ),
        ("below_country", SmallNumbers(), "the town is not below the whole country: town 74.9%, country 72.1% (2020)."),
        ("below_country", SmallNumbers(own=60.0), ""),
        (
            "above_country",
            SmallNumbers(("2021", 70.0)),
            "the claim cannot be checked: the indicator has no figure for the whole country for that period.",
        ),
        ("top_three", SmallNumbers(own=78.0), ""),
        ("top_three", SmallNumbers(), "the town is not among the three highest: 74.9%, number 4 of 5 (2020)."),
        ("lowest_three", SmallNumbers(), ""),
        (
            "lowest_three",
            SmallNumbers(own=79.5),
            "the town is not among the three lowest: 79.5%, number 4 of 5 from the lowest (2020).",
        ),
    ],
)
def test_claims_are_held_against_the_newest_figures(
    data: Path, mend: Mend, claim: str, numbers: SmallNumbers, message: str
) -> None:
    mend("claim: above_country", f"claim: {claim}")
    assert said(data, numbers=numbers) == ([f"{CLAIM} {message} {CURE}"] if message else [])


def test_a_claim_on_an_indicator_without_figures_cannot_be_checked(data: Path, mend: Mend) -> None:
    mend("    indicator: employment_rate\n", "    indicator: income\n")
    assert said(data, numbers=SmallNumbers()) == [
        f"{CLAIM} the claim cannot be checked: the indicator has no figure for this town. {CURE}"
    ]


def test_numbers_are_written_as_the_language_writes_them(data: Path, mend: Mend) -> None:
    mend("claim: above_country", "claim: below_country")
    with use_locale("fi"):
        (message,) = said(data, numbers=SmallNumbers())
    assert "kunta ei ole koko maan alapuolella: kunta 74,9\u00a0%, koko maa 72,1\u00a0% (2020)." in message


@pytest.mark.parametrize(
    ("today", "message"),
    [
        ("2027-11-01", ""),
        (
            "2027-11-02",
            "koivula.yaml:49:15  strengths, 1, reviewed: the strength was last reviewed on 1 May 2026. "
            "Check that it is still true, and write the date of the check here.",
        ),
        (
            "2027-05-02",
            "koivula.yaml:126:16  contacts, 1, confirmed: the contact was last confirmed on 1 May 2026. "
            "Check that it is still true, and write the date of the check here.",
        ),
        (
            "2027-11-01",
            "koivula.yaml:78:18  looking_for, 1, valid_until: this ends on 31 December 2027 "
            "and is not shown after that. "
            "Ask whether the search continues. If it does, write the new last day here; if not, delete the entry.",
        ),
        (
            "2028-01-01",
            "koivula.yaml:78:18  looking_for, 1, valid_until: this ended on 31 December 2027 and is no longer shown. "
            "Ask whether the search continues. If it does, write the new last day here; if not, delete the entry.",
        ),
        (
            "2028-12-01",
            "koivula.yaml:133:11  sources, town_site, read: the source was last read more than two years ago. "
            "Read it again, and write the month here.",
        ),
    ],
)
def test_what_grows_old_is_a_warning_and_never_an_error(data: Path, today: str, message: str) -> None:
    lines = said(data, dt.date.fromisoformat(today))
    assert all(line.startswith("warning ") for line in lines)
    if message:
        assert f"warning {message}" in lines
    else:
        assert not any("last reviewed" in line for line in lines)


def test_a_strength_that_nobody_went_through_counts_from_the_day_its_source_was_read(data: Path, mend: Mend) -> None:
    mend("    source: port\nlooking_for", "    source: town_site\nlooking_for")
    message = (
        "warning koivula.yaml:50:5  strengths, 2, reviewed: the strength has not been reviewed since its source "
        "was read, at least 18 months ago. Check that it is still true, and write: reviewed: 2028-06-01"
    )
    assert message in said(data, dt.date(2028, 6, 1))
    assert not any("not been reviewed" in line for line in said(data, dt.date(2028, 5, 30)))


def test_a_contact_that_was_never_confirmed_counts_from_the_day_it_was_read(data: Path, mend: Mend) -> None:
    mend("    confirmed: 2026-05-01\n    source: town_site", "    source: town_site")
    message = (
        "warning koivula.yaml:119:5  contacts, 1, confirmed: the contact has not been confirmed, and its source was "
        "read at least 12 months ago. Check that it is still true, and write: confirmed: 2027-12-01"
    )
    assert message in said(data, dt.date(2027, 12, 1))
    assert not any("not been confirmed" in line for line in said(data, dt.date(2027, 11, 30)))


def test_the_contact_of_an_entry_grows_old_too(data: Path, mend: Mend) -> None:
    contact = "{name: {fi: Satama}, phone: +358 40 123456, source: port, confirmed: 2026-05-01}"
    mend("    valid_until: 2027-12-31", f"    contact: {contact}\n    valid_until: 2027-12-31")
    assert any("looking_for, 1, contact, confirmed" in line for line in said(data, dt.date(2027, 5, 2)))
    assert not any("looking_for, 1, contact" in line for line in said(data, dt.date(2027, 5, 1)))


def test_a_day_that_has_not_come_is_an_error(data: Path, mend: Mend) -> None:
    mend("    confirmed: 2026-05-01\n    source: town_site", "    confirmed: 2062-05-01\n    source: town_site")
    assert said(data) == [
        "error koivula.yaml:126:16  contacts, 1, confirmed: this date is in the future. "
        "Write the date on which the town reviewed or confirmed it."
    ]


def test_an_entry_ages_like_a_strength(data: Path, mend: Mend) -> None:
    mend("    valid_until: 2027-12-31\n", "")
    never = (
        "warning koivula.yaml:61:5  looking_for, 1, confirmed: the town has not confirmed this, and its source was "
        "read at least 18 months ago. Check that it is still true, and write: confirmed: 2028-06-01"
    )
    assert never in said(data, dt.date(2028, 6, 1))
    assert not any("looking_for, 1, confirmed" in line for line in said(data, dt.date(2028, 5, 30)))
    mend("    roles: [company, service]", "    confirmed: 2026-11-01\n    roles: [company, service]")
    old = (
        "warning koivula.yaml:72:16  looking_for, 1, confirmed: the town last confirmed this on 1 November 2026. "
        "Check that it is still true, and write the date of the check here."
    )
    assert old in said(data, dt.date(2028, 5, 2))
    assert not any("looking_for, 1, confirmed" in line for line in said(data, dt.date(2028, 5, 1)))


@pytest.mark.parametrize(
    ("until", "cure"),
    [
        ("2207-01-31", "If two digits of the year changed places, write: valid_until: 2027-01-31"),
        (
            "2099-01-31",
            "Check the year, or delete the line: an entry without a last day is shown until it is deleted.",
        ),
    ],
)
def test_a_last_day_in_the_next_century_is_an_error(data: Path, mend: Mend, until: str, cure: str) -> None:
    mend("valid_until: 2027-12-31", f"valid_until: {until}")
    assert said(data) == [
        f"error koivula.yaml:78:18  looking_for, 1, valid_until: this date is more than 10 years away. {cure}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    read: 2026-11\n", "    read: 2027-11\n", "133:11  sources, town_site, read: this date is in the future."),
        ("    date: 2025-03\n", "    date: 2062-03\n", "132:11  sources, town_site, date: this date is in the future."),
    ],
)
def test_a_source_was_neither_read_nor_published_on_a_day_to_come(
    data: Path, mend: Mend, old: str, new: str, message: str
) -> None:
    mend(old, new)
    (line,) = said(data)
    assert line.startswith(f"error koivula.yaml:{message}")


def test_a_town_without_any_address_of_mail_is_told(data: Path, mend: Mend) -> None:
    mend("    email: info@koivula.example\n", "")
    assert said(data) == [
        "warning koivula.yaml:118:1  contacts: none of the town's contacts has an e-mail address. "
        "Add “email:” to one of them: until then, enquiries to the town go to the network's address."
    ]
    site = data / "site.yaml"
    text = site.read_text(encoding="utf-8").replace("network_email: network@koivula.example\n", "")
    site.write_text(text, encoding="utf-8")
    assert said(data) == [
        "warning koivula.yaml:118:1  contacts: none of the town's contacts has an e-mail address. "
        "Add “email:” to one of them: until then, nobody gets the enquiries to the town."
    ]


def test_the_address_of_a_shared_organisation_is_one(data: Path, mend: Mend) -> None:
    mend("    email: info@koivula.example\n", "")
    mend("contacts:\n", "contacts:\n  - organisation: wood_institute\n")
    file = data / "organisations.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "    source: wood_site\n", "    source: wood_site\n    email: a@wood.example\n"
    )
    file.write_text(text, encoding="utf-8")
    assert said(data) == []


def test_what_is_checked_between_files_is_checked_in_a_broken_town_too(data: Path, mend: Mend) -> None:
    mend("kind: city", "kind: citi")
    mend("    confirmed: 2026-05-01\n    source: town_site", "    confirmed: 2062-05-01\n    source: town_site")
    mend("    indicator: employment_rate\n", "    indicator: employmnt_rate\n")
    assert [line.split("  ")[1].split(":")[0] for line in said(data)] == [
        "strengths, 1, indicator",
        "contacts, 1, confirmed",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("reviewed: 2026-05-01", "reviewed: 2026-11-24", "strengths, 1, reviewed"),
        ("looking_for:\n  - id:", "looking_for:\n  - confirmed: 2026-11-24\n    id:", "looking_for, 1, confirmed"),
    ],
)
def test_nothing_was_gone_through_on_a_day_to_come(data: Path, mend: Mend, old: str, new: str, place: str) -> None:
    mend(old, new)
    assert any(f"{place}: this date is in the future." in line for line in said(data))
    assert not any("in the future" in line for line in said(data, dt.date(2026, 11, 24)))


def test_nothing_is_old_on_the_last_day_of_its_time(data: Path) -> None:
    assert not any("confirmed" in line for line in said(data, dt.date(2027, 5, 1)))
    assert not any("valid_until" in line for line in said(data, dt.date(2027, 11, 1) - dt.timedelta(days=1)))
    assert not any("two years" in line for line in said(data, dt.date(2028, 11, 30)))


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
def test_the_ends_of_time_do_no_harm(data: Path, today: dt.date) -> None:
    assert problems(data, today)


@pytest.mark.parametrize(("address", "severity"), [("http://127.0.0.1:8050", "warning"), ("https://x.fi", "error")])
def test_what_is_not_set_is_an_error_only_on_a_public_address(data: Path, address: str, severity: str) -> None:
    site = data / "site.yaml"
    text = site.read_text(encoding="utf-8")
    text = text.replace("operator: Koivula\n", f"site_url: {address}\n").replace(
        "network_email: network@koivula.example\n", "network_email:\n"
    )
    site.write_text(text, encoding="utf-8")
    assert [f"{p.severity} {p}".replace(f"{data.as_posix()}/", "") for p in problems(data)] == [
        f"{severity} site.yaml:1:1  operator: this is not set. "
        "Write “operator:” in site.yaml, or set it in the environment.",
        f"{severity} site.yaml:12:1  network_email: this is not set. "
        "Write “network_email:” in site.yaml, or set it in the environment.",
    ]


def test_months_and_partial_dates() -> None:
    assert months_before(dt.date(2026, 8, 31), 18) == dt.date(2025, 2, 28)
    assert months_before(dt.date(1, 3, 1), 12) == dt.date.min
    assert [last_day(text) for text in ("2024", "2024-02", "2024-02-03", "2024-02-31", "", "-", "x-1")] == [
        dt.date(2024, 12, 31),
        dt.date(2024, 2, 29),
        dt.date(2024, 2, 3),
        None,
        None,
        None,
        None,
    ]
