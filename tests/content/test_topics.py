"""Staff's list of what visitors call things is checked like their other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.content.topics import read_topics
from portal.i18n import use_locale

KNOWN = {"indicators": ["population", "mean_age"], "themes": ["people"]}
RIGHT = """\
small_words:
  fi: [ja]
  sv: [och]
  en: [and]
topics:
  people:
    words:
      fi: [asukasluku]
      sv: [invånarantal]
      en: [inhabitants]
    indicators: [population]
    themes: [people]
    lacking:
      fi: Ei ole.
      sv: Finns inte.
      en: None.
"""


def problems(file: Path, text: str) -> list[str]:
    file.write_text(text, encoding="utf-8")
    with use_locale("en"):
        return [str(problem) for problem in read_topics(file, KNOWN)[1]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "search.yaml"


def test_a_right_list_has_no_problem(file: Path) -> None:
    assert problems(file, RIGHT) == []
    topics, _problems = read_topics(file, KNOWN)
    assert topics is not None
    assert topics.topics["people"].words.each("sv") == ["invånarantal"]


def test_a_portal_may_do_without(file: Path) -> None:
    assert read_topics(file, KNOWN) == (None, [])


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("[population]", "[populaton]", "search.yaml:11:18  topics, people, indicators, 1: there is no “populaton”"),
        ("themes: [people]", "themes: [peple]", "Did you mean “people”?"),
        ("fi: [asukasluku]", "fi: [asukasluku, Asukasluku]", "“asukasluku” is already in the list."),
        ("      fi: [asukasluku]\n", "", "search.yaml"),
        ("      en: None.\n", "", "the English text is missing."),
        ("    words:", "    wrods:", "Did you mean “words”?"),
    ],
)
def test_each_mistake_is_told_at_its_place(file: Path, wrong: str, right: str, told: str) -> None:
    assert told in "\n".join(problems(file, RIGHT.replace(wrong, right)))


def test_nothing_of_a_wrong_list_is_used(file: Path) -> None:
    file.write_text(RIGHT.replace("[population]", "[populaton]"), encoding="utf-8")
    with use_locale("en"):
        assert read_topics(file, KNOWN)[0] is None
