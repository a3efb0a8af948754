"""Bootstrap without the rules that concern no page of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.server import stylesheet
from portal.server.static import bootstrap_sheet
from portal.server.stylesheet import used, words

SHEET = """@charset "UTF-8";/*! Boots v1, MIT */
/* told to nobody */
body{margin:0}
.btn,.navbar .btn-close{color:red}
.navbar{color:blue}
.form-check:not(.navbar) .btn:is(.one,.btn){color:green}
@media print{.navbar{display:none}a:not(.btn){color:black}}
@media screen{.navbar{display:none}}
@supports (display:grid){@media print{.btn{display:grid}}}
@keyframes turn{to{rotate:1turn}}
"""


def test_rules_stay_where_every_class_that_they_need_is_used() -> None:
    assert used(SHEET, {"btn", "form-check", "one"}) == (
        "/*! Boots v1, MIT */body{margin:0}.btn{color:red}.form-check:not(.navbar) .btn:is(.one,.btn){color:green}"
        "@media print{a:not(.btn){color:black}}@supports (display:grid){@media print{.btn{display:grid}}}"
        "@keyframes turn{to{rotate:1turn}}"
    )


def test_all_rules_stay_where_all_classes_are_used() -> None:
    kept = used(SHEET, {"btn", "btn-close", "navbar", "form-check", "one"})
    assert kept.count("{") == SHEET.count("{")


@pytest.mark.parametrize("file", ["portal/a.py", "portal/pages/templates/b.html", "assets/c.js", "assets/d/e.js"])
def test_a_class_is_found_wherever_one_is_written(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text('<p class="lead alert-link">', encoding="utf-8")
    assert {"lead", "alert-link"} <= words(tmp_path)
    assert "navbar" not in words(tmp_path)


def test_most_of_the_real_bootstrap_is_not_sent_and_its_licence_is() -> None:
    sheet = bootstrap_sheet().read_text(encoding="utf-8")
    kept = used(sheet, words())
    assert len(kept) < len(sheet) / 4
    assert "Bootstrap  v5.3" in kept[:200]
    assert all(f".{name}" in kept for name in stylesheet.COMPONENTS)
