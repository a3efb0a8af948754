"""What would be lost from texts, or shown to readers as it should not be, although the file is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.content.models import City, Network, Organisations, SiteSettings
from portal.content.reading import read_model
from portal.i18n import use_locale
from portal.indicators.catalogue import Catalogue

Mend = Callable[[Path, str, str], None]


def said(file: Path, kind: type = City) -> list[str]:
    """What is said of a file, without its folder."""
    found = read_model(kind, file).problems
    return [f"{problem.severity} {problem}".replace(f"{file.parent.as_posix()}/", "") for problem in found]


TEXTS = [
    (
        "Keskimaa # 1 kohde",
        "error koivula.yaml:24:7  region, fi: what follows the # is left out: “# 1 kohde”. Put the text in quotation "
        'marks: fi: "Keskimaa # 1 kohde" – or move a comment to a line of its own.',
    ),
    (
        "#1 Keskimaa",
        "error koivula.yaml:24:3  region, fi: what follows the # is left out: “#1 Keskimaa”. Put the text in "
        'quotation marks: fi: "#1 Keskimaa" – or move a comment to a line of its own.',
    ),
    (
        "KeskimÃ¤Ã¤",
        "error koivula.yaml:24:7  region, fi: letters were garbled when the file was saved: “KeskimÃ¤Ã¤”. "
        "Write it like this: fi: Keskimää",
    ),
    (
        "Keskimaa â€“ Ã¶",
        "error koivula.yaml:24:7  region, fi: letters were garbled when the file was saved: “â€“”. "
        "Write it like this: fi: Keskimaa – ö",
    ),
    (
        "Kesk\ufffdmaa",
        "error koivula.yaml:24:7  region, fi: a letter is lost here: “Kesk\ufffdmaa”. Write the word again.",
    ),
    (
        "Keski?maa",
        "warning koivula.yaml:24:7  region, fi: there is a question mark within a word: “Keski?maa”. "
        "If a letter was lost there, write the word again.",
    ),
    (
        "“Keskimaa”",
        "warning koivula.yaml:24:7  region, fi: the quotation marks around this text are shown to readers. "
        'If they are not meant to be seen, write: fi: "Keskimaa"',
    ),
    (
        "Keski<br>maa &amp; <b>muu</b> **maa**",
        "warning koivula.yaml:24:7  region, fi: this markup is shown to readers as it is: "
        "“&amp;”, “<br>”, “<b>”, “</b>”, "
        "“**maa**”. Write only the words: fi: Keski maa & muu maa",
    ),
    (
        "Lue [Keskimaasta](https://x.example)",
        "warning koivula.yaml:24:7  region, fi: this markup is shown to readers as it is: "
        "“[Keskimaasta](https://x.example)”. "
        "Write only the words: fi: Lue Keskimaasta",
    ),
    (
        "K" * 61,
        "error koivula.yaml:24:7  region, fi: the text has 61 characters, but at most 60 fit. "
        f"Shorten it: the part that fits ends at “…{'K' * 30}”.",
    ),
]


@pytest.mark.parametrize(("text", "message"), TEXTS)
def test_what_readers_would_miss_or_see_wrongly_is_told(town: Path, mend: Mend, text: str, message: str) -> None:
    mend(town, "  fi: Keskimaa\n", f"  fi: {text}\n")
    assert said(town) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "Keskimaa#1",
        '"Keskimaa # 1"',
        "Keskimaa & muu",
        "1 < 2, 3 > 2",
        "2 * 3 * 4",
        "snake_case_name",
        "Mikä? Kuka?",
        "Château, Ångström, ”Ärlig”",
        "K" * 60,
        "no",
    ],
)
def test_ordinary_texts_are_left_alone(town: Path, mend: Mend, text: str) -> None:
    mend(town, "  fi: Keskimaa\n", f"  fi: {text}\n")
    assert said(town) == []


def test_a_text_of_five_thousand_characters_where_forty_words_fit(town: Path, mend: Mend) -> None:
    mend(town, "Kaupungissa on syväsatama.", "satama " * 715)
    (message,) = said(town)
    assert message.startswith(
        "error koivula.yaml:56:11  strengths, 2, text, fi: the text has 5004 characters, but at most 350 fit."
    )


def test_a_text_over_several_lines_is_one_text(town: Path, mend: Mend) -> None:
    mend(town, "  fi: Keskimaa\n", "  fi: |\n    Keskimaa\n    ja muu\n")
    model = read_model(City, town).model
    assert model is not None
    assert model.region.fi == "Keskimaa ja muu"


def test_a_whole_file_of_garbled_letters_is_told_once(town: Path) -> None:
    town.write_text(town.read_bytes().decode("cp1252", errors="replace"), encoding="utf-8")
    first, *others = said(town)
    assert others == []
    assert first == (
        "error koivula.yaml:12:17  name, sv, nominative: the letters of 17 texts were garbled when the file was saved; "
        "the first is here: “BjÃ¶rkby”. Restore an older version of the file, or open it as UTF-8 and save it again. "
        "This line should be: nominative: Björkby"
    )


def test_texts_of_every_file_are_looked_at(data: Path, mend: Mend) -> None:
    files: list[tuple[str, type, str, str]] = [
        ("site.yaml", SiteSettings, "  fi: Pienet kaupungit", "  fi: Pienet # kaupungit"),
        ("network.yaml", Network, "  fi: Verkosto", "  fi: Verkosto # kaikki"),
        ("organisations.yaml", Organisations, "fi: Tutkii puurakentamista.", "fi: Tutkii # puurakentamista."),
        ("indicators.yaml", Catalogue, "fi: Tilastokeskus", "fi: Tilastokeskus # Suomi"),
    ]
    for name, kind, old, new in files:
        mend(data / name, old, new)
        (message,) = said(data / name, kind)
        assert "what follows the # is left out" in message


def test_staff_read_it_in_their_own_language(town: Path, mend: Mend) -> None:
    mend(town, "  fi: Keskimaa\n", "  fi: Keskimaa # 1 kohde\n")
    with use_locale("fi"):
        assert said(town) == [
            "error koivula.yaml:24:7  region, fi: #-merkistä alkava osa jää pois: ”# 1 kohde”. Kirjoita teksti "
            'lainausmerkkeihin: fi: "Keskimaa # 1 kohde" – tai siirrä kommentti omalle rivilleen.'
        ]
    with use_locale("sv"):
        assert said(town) == [
            "error koivula.yaml:24:7  region, fi: det som följer från och med # faller bort: ”# 1 kohde”. Skriv texten "
            'inom citattecken: fi: "Keskimaa # 1 kohde" – eller flytta kommentaren till en egen rad.'
        ]


def test_signs_of_markup_stand_in_the_quotation_marks_of_the_language(town: Path, mend: Mend) -> None:
    mend(town, "  fi: Keskimaa\n", '  fi: "**Keskimaa**"\n')
    with use_locale("fi"):
        assert "sellaisenaan: ”**Keskimaa**”." in said(town)[0]
