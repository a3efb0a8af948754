"""Every published figure is the same in every form, and is said in a whole sentence."""

from __future__ import annotations

import csv
from decimal import Decimal

from portal.domain.profile import Portal
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.exports.csv_file import plain
from portal.i18n import LOCALES
from portal.rounding import rounded
from tests.charts.test_sentence import WRONG
from tests.rounding import by_hand, in_excel
from tests.test_rounding import written


def test_every_indicator_of_every_town_is_a_whole_sentence_in_its_plain_views(portal: Portal) -> None:
    statistics = portal.statistics
    keys = tuple(statistics.keys)
    for key in keys:
        for home in (None, *statistics.cities):
            start = Start(home, key, keys)
            for view in ("trend", "ranking"):
                said = View.read(portal, "fi", start, {"view": view}).sentence
                assert said.endswith("."), (key, home, said)
                assert not WRONG.search(said), (key, home, said)


def test_every_published_figure_is_the_same_in_every_form(portal: Portal) -> None:
    """The row of the series file, the page in three languages, rankings, CSV, and what Excel makes of the cell."""
    catalogue = portal.statistics.catalogue
    wrong, halves = [], 0
    for key, indicator in catalogue.indicators.items():
        decimals = indicator.decimals
        with (portal.data / "series" / f"{key}.csv").open(encoding="utf-8", newline="") as file:
            texts = {row["value"] for row in csv.DictReader(file)}
        for text in texts:
            value, expected = float(text), by_hand(text, decimals)
            halves += f"{Decimal(text):.{decimals}f}" != expected
            forms = [written(value, locale, decimals) for locale in LOCALES]
            cell = in_excel(float(f"{value:.16G}"), decimals)  # as a workbook holds it
            if {*forms, cell} != {expected} or rounded(value, decimals) != float(expected):
                wrong.append((key, text, forms, cell))
            if Decimal(plain(value)) != Decimal(text):
                wrong.append((key, text, plain(value)))
    assert wrong == []
    assert halves > 0, "no figure lies between two, so this proves little"
