"""A language is one registration beside its catalogue, its words in addresses and its words in the data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import snowballstemmer
from babel import Locale as BabelLocale
from pyphen import LANGUAGES as PATTERNS

from portal import urls
from portal.i18n import CATALOGUES, LANGUAGES, LOCALES, SOURCE
from portal.languages.language import Language
from portal.settings import ROOT
from tests.registries.sources import lists

EACH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LOCALES)


def test_a_fourth_language_goes_through_every_page_and_file(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "tests.registries.fourth_language", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert run.stdout == "walked through four languages\n", run.stderr


@EACH
def test_no_language_lacks_a_part(language: Language) -> None:
    assert language.stemmer in snowballstemmer.algorithms()
    assert language.hyphenation in {"", *PATTERNS}
    assert BabelLocale.parse(language.region)
    assert {"nominative", "genitive", "inside"} <= language.name_forms.keys()
    assert bool(language.lacking) != language.base
    assert (CATALOGUES / "hyphenation" / f"{language.code}.txt").exists()
    assert language.source or (CATALOGUES / language.code / "LC_MESSAGES" / "messages.po").exists()
    assert [page for page, paths in urls.PATHS.items() if language.code not in paths] == []


@EACH
def test_the_browser_has_the_marks_of_numbers_of_each_language(language: Language) -> None:
    written = (ROOT / "assets" / "plotly-locales.js").read_text(encoding="utf-8")
    assert language.source or f'words(\n    "{language.code}"' in written


def test_one_language_is_in_every_text_and_one_is_that_of_the_messages() -> None:
    assert [one.code for one in LANGUAGES.values() if one.base] == ["fi"]
    assert [one.code for one in LANGUAGES.values() if one.source] == [SOURCE] == ["en"]
    assert len({one.order for one in LANGUAGES.values()}) == len(LANGUAGES)


def test_nothing_else_lists_the_languages() -> None:
    assert lists({*LOCALES}, 2) - {"portal/urls.py"} == set()
