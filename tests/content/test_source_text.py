"""What editors, e-mail programs and git do to a file: each is told where it stands, and hides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.content.models import City
from portal.content.reading import read_model
from portal.i18n import use_locale
from tests.small_data import TOWN

SMALL = TOWN.format(
    fi="Koivula", sv="Björkby", stem="koivula", sv_slug="bjorkby", code="901", lon=25.0, claim="claim: above_country"
)
REGION = "  fi: Keskimaa\n"
CHOICE = (
    "koivula.yaml:3:7  kind: “citi” is not one of the choices. Did you mean “city”? "
    "Choose one of these: city, municipality."
)
NO_BREAK = "there is a no-break space here. Replace it with an ordinary space."
LINE_UP = (
    "this line is not indented like the lines it belongs with. "
    "Begin the lines of one level with the same number of spaces."
)
KEEP = "Keep the lines that are right, and delete those that begin with <<<<<<<, =======, ||||||| or >>>>>>>."
ITEM = "an item of a list begins with a hyphen, but this is"
LIKE = "Write it like this:"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A town's file."""
    return tmp_path / "koivula.yaml"


def said(file: Path, content: str | bytes) -> list[str]:
    """What is said of a file with this content."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return [str(problem).removeprefix(f"{file.parent.as_posix()}/") for problem in read_model(City, file).problems]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_of_two_bytes_a_letter_is_told_once_and_read_on(file: Path, encoding: str) -> None:
    told = "koivula.yaml:1:1  the file is not in UTF-8. Save it again with the encoding UTF-8."
    assert said(file, SMALL.encode(encoding)) == [told]
    assert said(file, SMALL.replace("kind: city", "kind: citi").encode(encoding)) == [told, CHOICE]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_letters_of_windows_of_macs_and_of_dos_are_told_once_and_read_on(file: Path, encoding: str) -> None:
    told = "koivula.yaml:12:19  this character is not in UTF-8. Save the file again with the encoding UTF-8."
    assert said(file, SMALL.encode(encoding)) == [told]
    broken = SMALL.replace("fi: Keskimaa", "fi: Häme: maa")
    assert said(file, broken.encode(encoding)) == [
        told,
        'koivula.yaml:24:11  the text has a colon in it. Put the text in quotation marks: fi: "Häme: maa"',
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_ends_of_lines_and_a_byte_order_mark_do_no_harm(file: Path, end: str) -> None:
    assert said(file, ("\ufeff" + SMALL).replace("\n", end)) == []
    assert said(file, SMALL.replace("kind: city", "kind: citi").replace("\n", end)) == [CHOICE]


SIGNS = [
    ("  fi:\u00a0Keskimaa\n", f"koivula.yaml:24:6  {NO_BREAK}"),
    ("\u00a0\u00a0fi: Keskimaa\n", f"koivula.yaml:24:1  {NO_BREAK}"),
    (" \u00a0fi: Keskimaa\n", f"koivula.yaml:24:2  {NO_BREAK}"),
    (
        "  fi:\u2003Keskimaa\n",
        "koivula.yaml:24:6  there is a special space character here (U+2003). Replace it with an ordinary space.",
    ),
    ("\tfi: Keskimaa\n", "koivula.yaml:24:1  there is a tab here. Replace it with spaces."),
    ("  fi: |\n\tKeskimaa\n", "koivula.yaml:25:1  there is a tab here. Replace it with spaces."),
    ("  f\u200bi: Keskimaa\n", "koivula.yaml:24:4  there is an invisible control character here. Delete it."),
    ("  fi: Keski\ufeffmaa\n", "koivula.yaml:24:12  there is an invisible control character here. Delete it."),
    ("  fi: Keski\x07maa\n", "koivula.yaml:24:12  there is an invisible control character here. Delete it."),
    (
        "  fi: Keski\u2028maa\n",
        "koivula.yaml:24:12  there is an invisible line break of another program here. Replace it with a space.",
    ),
    (
        "  fi: Keski\x0bmaa\n",
        "koivula.yaml:24:12  there is an invisible line break of another program here. Replace it with a space.",
    ),
    ("  fi:Keskimaa\n", f"koivula.yaml:24:6  a space is missing after the colon. {LIKE} fi: Keskimaa"),
    ("  fi：Keskimaa\n", f"koivula.yaml:24:5  a space is missing after the colon. {LIKE} fi: Keskimaa"),
    ("  fi Keskimaa\n", f"koivula.yaml:24:3  there is no colon on this line. {LIKE} fi: Keskimaa"),
    ("  fi = Keskimaa\n", f"koivula.yaml:24:3  there is no colon on this line. {LIKE} fi: Keskimaa"),
    ("fi: Keskimaa\n", f"koivula.yaml:24:1  {LINE_UP}"),
    ("   fi: Keskimaa\n", f"koivula.yaml:24:4  {LINE_UP}"),
    (" fi: Keskimaa\n", f"koivula.yaml:24:2  {LINE_UP}"),
    ("    fi: Keskimaa\n", f"koivula.yaml:24:5  {LINE_UP}"),
]


@pytest.mark.parametrize(("line", "message"), SIGNS)
def test_what_stands_in_the_way_of_yaml_is_one_fault_at_its_place(file: Path, line: str, message: str) -> None:
    assert said(file, SMALL.replace(REGION, line)) == [message]


ITEMS = [
    ("  – id: koivula-port", f"koivula.yaml:50:3  {ITEM} “–”. {LIKE} - id: koivula-port"),
    ("  — id: koivula-port", f"koivula.yaml:50:3  {ITEM} “—”. {LIKE} - id: koivula-port"),
    ("  − id: koivula-port", f"koivula.yaml:50:3  {ITEM} “−”. {LIKE} - id: koivula-port"),
    ("  • id: koivula-port", f"koivula.yaml:50:3  {ITEM} “•”. {LIKE} - id: koivula-port"),
    ("  * id: koivula-port", f"koivula.yaml:50:3  {ITEM} “*”. {LIKE} - id: koivula-port"),
    ("  -id: koivula-port", f"koivula.yaml:50:3  a space is missing after the hyphen. {LIKE} - id: koivula-port"),
    ("   - id: koivula-port", f"koivula.yaml:50:4  {LINE_UP}"),
    (
        "  id: koivula-port",
        f"koivula.yaml:50:3  a hyphen is missing here: the lines around it are a list. {LIKE} - id: koivula-port",
    ),
]


@pytest.mark.parametrize(("line", "message"), ITEMS)
def test_an_item_whose_hyphen_word_changed_is_told(file: Path, line: str, message: str) -> None:
    assert said(file, SMALL.replace("  - id: koivula-port", line)) == [message]


def test_a_dash_that_begins_a_line_of_a_text_is_a_dash(file: Path) -> None:
    assert said(file, SMALL.replace(REGION, "  fi: Keskimaa\n    – ja muu maa\n")) == []
    assert said(file, SMALL.replace(REGION, "  fi: >\n    Keskimaa\n    – ja muu maa\n")) == []


def test_a_no_break_space_within_a_text_is_welcome(file: Path) -> None:
    assert said(file, SMALL.replace(REGION, "  fi: Keskimaa, 5\u00a0%\n")) == []


def test_marks_of_git_are_named_once_and_hide_nothing(file: Path) -> None:
    conflict = "<<<<<<< HEAD\n  fi: Keski: maa\n=======\n  fi: Muu maa\n>>>>>>> main\n"
    broken = SMALL.replace(REGION, conflict).replace("    level: municipality", "    level: munisipality")
    assert said(file, broken) == [
        f"koivula.yaml:24:1  git left two versions of the same lines here, up to line 28. {KEEP}",
        'koivula.yaml:25:12  the text has a colon in it. Put the text in quotation marks: fi: "Keski: maa"',
        "koivula.yaml:120:12  figures, 1, level: “munisipality” is not one of the choices. Did you mean "
        "“municipality”? Choose one of these: municipality, sub_region, region, port.",
    ]


def test_a_mark_of_git_that_was_left_alone_is_named(file: Path) -> None:
    mark = f"git left this mark: two versions of the file were not merged. {KEEP}"
    assert said(file, SMALL.replace(REGION, f"{REGION}=======\n")) == [f"koivula.yaml:25:1  {mark}"]
    assert said(file, SMALL.replace(REGION, f"{REGION}>>>>>>> main\n")) == [f"koivula.yaml:25:1  {mark}"]


def test_staff_read_it_in_their_own_language(file: Path) -> None:
    broken = SMALL.replace(REGION, "  fi:\u00a0Keskimaa\n").replace("  - id: koivula-port", "  – id: koivula-port")
    with use_locale("fi"):
        assert said(file, broken) == [
            "koivula.yaml:24:6  tässä on sitova välilyönti. Korvaa se tavallisella välilyönnillä.",
            "koivula.yaml:50:3  luettelon kohta alkaa yhdysviivalla (-), mutta tässä on ”–”. "
            "Kirjoita se näin: - id: koivula-port",
        ]
    with use_locale("sv"):
        assert said(file, broken) == [
            "koivula.yaml:24:6  här finns ett hårt mellanslag. Ersätt det med ett vanligt mellanslag.",
            "koivula.yaml:50:3  en punkt i en lista börjar med ett bindestreck (-), men här står ”–”. "
            "Skriv så här: - id: koivula-port",
        ]


def test_many_faults_of_every_kind_are_all_told_where_they_are_in_file_order(file: Path) -> None:
    changes = [
        ("kind: city", "kind: citi"),
        (REGION, "  fi: Keski: maa\n"),
        ("  lat: 62.5", "\tlat: 62.5"),
        ("  - id: koivula-port", "  – id: koivula-port"),
        ("valid_until: 2027-12-31", "valid_until: 31.12.2027"),
        ("    decimals: 1\n", "    decimals 1\n"),
        ("    email: info@koivula.example", '    email: "info@koivula.example'),
        ("languages: [fi, sv, en]", "languages: [fi, sv, en"),
    ]
    broken = SMALL
    for old, new in changes:
        assert old in broken
        broken = broken.replace(old, new, 1)
    assert said(file, broken) == [
        CHOICE,
        'koivula.yaml:24:12  the text has a colon in it. Put the text in quotation marks: fi: "Keski: maa"',
        "koivula.yaml:28:1  there is a tab here. Replace it with spaces.",
        f"koivula.yaml:50:3  {ITEM} “–”. {LIKE} - id: koivula-port",
        f"koivula.yaml:78:18  looking_for, 1, valid_until: “31.12.2027” is not a day. {LIKE} valid_until: 2027-12-31",
        f"koivula.yaml:114:5  there is no colon on this line. {LIKE} decimals: 1",
        "koivula.yaml:123:12  the quotation mark that opens here is never closed. "
        f'{LIKE} email: "info@koivula.example"',
        "koivula.yaml:125:16  the bracket that opens here is never closed. "
        "Close it, or put the text in quotation marks: languages: [fi, sv, en]",
    ]
