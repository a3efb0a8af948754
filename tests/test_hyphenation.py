"""Words of headlines break where their language breaks them, and only long ones."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from portal.hyphenation import SHY, boxes, headings, marked, points
from portal.i18n import Locale


@pytest.mark.parametrize(
    ("word", "locale", "parted"),
    [
        ("saavutettavuus", "fi", "saa-vu-tet-ta-vuus"),
        ("teollisuusyrityksiä", "fi", "te-ol-li-suus-yri-tyk-siä"),
        ("metallialan", "fi", "me-tal-li-alan"),
        ("meriklusteriin", "fi", "me-ri-klus-te-riin"),
        ("Kristiinankaupungissa", "fi", "Kristiinan-kaupungissa"),
        ("Kristinestad", "sv", "Kristine-stad"),
        ("Taivalkoski", "en", "Taival-koski"),
        ("tillgänglighetsstatus", "sv", "till-gäng-lig-hets-sta-tus"),
        ("medianinkomst", "sv", "me-dian-in-komst"),
        ("municipalities", "en", "mu-ni-cip-al-it-ies"),
        ("koski", "fi", "kos-ki"),
    ],
)
def test_a_word_has_the_points_of_its_language(word: str, locale: Locale, parted: str) -> None:
    assert "-".join(points(word, locale)) == parted


@pytest.mark.parametrize(
    "word", ["saavutettavuusseloste", "Äänekoski", "innovaatioekosysteemiverkosto", "aaa", "x", ""]
)
def test_no_letter_is_lost(word: str) -> None:
    assert "".join(points(word, "fi")) == word


def test_a_long_word_stands_in_a_box_with_its_comma() -> None:
    pieces = list(boxes("Työ, tutkijakoulutusaste, koti", "fi"))
    assert [text.replace(SHY, "-") for text, long in pieces if long] == ["tut-ki-ja-kou-lu-tus-as-te,"]
    assert "".join(text for text, _long in pieces).replace(SHY, "") == "Työ, tutkijakoulutusaste, koti"


def test_only_headlines_are_marked_by_their_size_and_other_languages_by_their_own_rules() -> None:
    page = '<h1 class="h1-name">Kristiinankaupunki</h1><p>saavutettavuusseloste</p>'
    page += "<h1>Unemployment</h1><h2>Unemployment</h2>"
    made = headings(page, "en")
    assert made.count('class="word"') == 1
    assert f'<h1><span class="word">Un{SHY}em{SHY}ploy{SHY}ment</span></h1>' in made
    foreign = marked(Markup('Data <span lang="fi">saavutettavuus</span><br>municipalities'), "en")
    assert foreign.replace(SHY, "-") == (
        'Data <span lang="fi"><span class="word">saa-vu-tet-ta-vuus</span></span><br>'
        '<span class="word">mu-ni-cip-al-it-ies</span>'
    )


def test_text_that_is_no_html_is_escaped() -> None:
    assert marked("a < b & municipalities", "en").startswith("a &lt; b &amp; <span")
