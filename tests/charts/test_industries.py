from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from lxml import etree
from markupsafe import Markup

from portal.charts.types.industries import industries, location_quotients
from portal.charts.types.industries.industries import Industries, IndustriesGeometry
from portal.domain.profile import Names, Portal
from portal.i18n import LOCALES, Locale, LocalizedText
from portal.indicators.catalogue import Dimension
from portal.indicators.specialisation import FEW
from tests.charts.conftest import PlainNames
from tests.indicators.small_country import SUM, country, yearly
from tests.made_up import same

KEY = "workplaces_by_industry"
Work = Callable[..., Industries]
LETTERS = {
    "A": "Farms; and fields of many kinds where corn and rye are grown",
    "B": "Mines",
    "C": "Mills",
    "X": "Unknown",
}


@pytest.fixture(scope="session")
def work(portal: Portal) -> Work:
    """The real industries of one place."""

    def real(place: str, locale: Locale = "en", **more: Any) -> Industries:
        return location_quotients.build(portal.statistics, KEY, place, Names(portal, locale), locale, **more)

    return real


def sketch(**sections: dict[str, float]) -> Industries:
    """The industries of the made-up municipality 001; each section from place to jobs."""
    dimension = Dimension(name=same("Industry"), values={code: same(text) for code, text in LETTERS.items()})
    parts = {code: yearly(jobs, aggregation=SUM, dimension=dimension) for code, jobs in sections.items()}
    return location_quotients.build(country({KEY: parts}), KEY, "001", PlainNames(), "en")


def parsed(drawing: Markup) -> etree._Element:
    return etree.fromstring(drawing, etree.XMLParser(recover=False))


def bars(drawing: Markup) -> list[etree._Element]:
    return cast(list[etree._Element], parsed(drawing).xpath("//rect"))


def test_the_industries_stand_in_the_order_of_their_quotients_those_without_jobs_last() -> None:
    chart = sketch(
        A={"001": 100, "002": 300}, B={"001": 0, "002": 50}, C={"001": 100, "002": 100}, X={"001": 5, "002": 1}
    )
    assert [bar.code for bar in chart.bars] == ["C", "A", "X", "B"], "five jobs are too few to lead"
    assert len(bars(industries.svg(chart, "x"))) == 3


def test_a_quotient_is_the_share_here_divided_by_the_share_in_all_municipalities_together() -> None:
    chart = sketch(A={"001": 20, "002": 180}, C={"001": 80, "002": 120})
    assert [(bar.code, bar.share, bar.reference, bar.quotient) for bar in chart.bars] == [
        ("C", 80, 50, 1.6),
        ("A", 20, 50, 0.4),
    ]


def test_the_same_share_as_everywhere_is_one_and_twice_is_as_far_as_half() -> None:
    geometry = IndustriesGeometry(sketch(A={"001": 20, "002": 180}, C={"001": 80, "002": 120}))
    assert geometry.x(2) - geometry.x(1) == pytest.approx(geometry.x(1) - geometry.x(0.5))
    assert 1 in geometry.ticks


def test_bars_of_more_than_elsewhere_go_right_of_one_and_look_different_from_those_of_less(work: Work) -> None:
    chart = work("678")
    geometry = IndustriesGeometry(chart)
    one = geometry.x(1) * 100
    for bar, rect in zip([bar for bar in chart.bars if bar.drawn], bars(industries.svg(chart, "x")), strict=True):
        left, wide = (float(rect.get(name, "").rstrip("%")) for name in ("x", "width"))
        kind = "few" if bar.jobs < FEW else "over" if (bar.quotient or 0) >= 1 else "under"
        assert rect.get("class") == f"quotient {kind}"
        edge = left if (bar.quotient or 0) >= 1 else left + wide
        assert edge == pytest.approx(one, abs=0.02)


def test_an_industry_of_few_jobs_is_hollow_and_the_mark_is_explained(work: Work) -> None:
    chart = work("287")
    few = [bar for bar in chart.bars if bar.drawn and bar.few]
    drawing = industries.svg(chart, "x")
    assert few
    assert sum("few" in (rect.get("class") or "") for rect in bars(drawing)) == len(few)
    assert "Hollow bar: fewer than 20 jobs, neither" in " ".join(
        parsed(drawing).xpath("//text[@class='axis-note']/text()")
    )
    assert "Hollow" not in industries.svg(sketch(A={"001": 20, "002": 9}, C={"001": 80, "002": 9}), "x")
    (trace,) = industries.figure(chart)["data"]
    looks = zip(chart.bars, trace["marker"]["color"], trace["marker"]["line"]["color"], strict=True)
    assert {(fill, line) for bar, fill, line in looks if bar.few} == {("var(--paper)", "var(--soft)")}


def test_nineteen_jobs_are_too_few_to_call_an_industry_over_or_under_represented_and_twenty_are_not() -> None:
    chart = sketch(A={"001": 19, "002": 1}, B={"001": 20, "002": 1}, C={"001": 961, "002": 998})
    kinds = {
        bar.code: rect.get("class") for bar, rect in zip(chart.bars, bars(industries.svg(chart, "x")), strict=True)
    }
    assert kinds == {"A": "quotient few", "B": "quotient over", "C": "quotient under"}
    said = industries.figure(chart)["data"][0]["text"]
    assert ["neither over- nor under-represented" in text for text in said] == [bar.few for bar in chart.bars]
    assert "An industry with fewer than 20 jobs here is called neither" in location_quotients.sentence(chart)


def test_a_few_jobs_do_not_stretch_the_axis_for_the_others() -> None:
    chart = sketch(A={"001": 3, "002": 0}, C={"001": 997, "002": 99000})
    geometry = IndustriesGeometry(chart)
    few = chart.bars[-1]
    assert (few.quotient or 0) > 50
    assert geometry.high < 3
    assert geometry.x(few.quotient or 0) == 1


def test_share_and_jobs_stand_beside_each_bar(work: Work) -> None:
    drawing = parsed(industries.svg(work("140", "fi"), "x"))
    values = drawing.xpath("//text[starts-with(@class, 'row-value')]/text()")
    assert "19,1\xa0% · 1\xa0759" in values
    assert len(values) == 22


def test_the_drawing_and_the_figure_stand_at_the_same_places(work: Work) -> None:
    chart = work("287")
    made = industries.figure(chart)
    (trace,) = made["data"]
    drawing = industries.svg(chart, "x")
    drawn = [(a, b) for a, b, bar in zip(trace["base"], trace["x"], chart.bars, strict=True) if bar.drawn]
    for (base, long), rect in zip(drawn, bars(drawing), strict=True):
        assert float(rect.get("x", "").rstrip("%")) == pytest.approx(min(base, base + long) * 100, abs=0.01)
        assert float(rect.get("width", "").rstrip("%")) == pytest.approx(abs(long) * 100, abs=0.01)
    middles = [y for y, bar in zip(trace["y"], chart.bars, strict=True) if bar.drawn]
    assert middles == [float(rect.get("y", "")) + float(rect.get("height", "")) / 2 for rect in bars(drawing)]
    assert float(parsed(drawing).xpath("/div/svg/@height")[0]) == made["layout"]["height"]


def test_every_bar_of_a_figure_can_be_chosen_and_spoken(work: Work) -> None:
    (trace,) = industries.figure(work("140"))["data"]
    assert len(trace["customdata"]) == len(trace["text"]) == len(trace["x"]) == 22
    said = dict(zip(trace["customdata"], trace["text"], strict=True))
    assert said["C"] == (
        "C Manufacturing: 1,759 jobs, 19.1% of jobs, in all municipalities 11.3%, location quotient 1.69"
    )
    assert said["U"].startswith("U Activities of extraterritorial organisations and bodies: 0 jobs")
    assert "quotient" not in said["U"]


def test_a_phone_gets_a_shorter_name_without_its_letter(work: Work) -> None:
    chart = work("140")
    brief = parsed(industries.svg(chart, "x")).xpath("//tspan[@class='section-brief']/text()")
    notes = [note for note in industries.figure(chart)["layout"]["annotations"] if note.get("name")]
    assert [note["name"] for note in notes] == brief
    assert [note["text"][0] for note in notes] == [bar.code for bar in chart.bars]
    assert max(map(len, brief)) <= 48
    assert [bar.code for bar in chart.bars if not bar.drawn] == ["U"]
    assert brief[-1] == "Activities of extraterritorial …", "its figures stand on the same line"


def test_the_sentence_tells_what_the_town_is_specialised_in_and_what_the_quotient_is(work: Work) -> None:
    text = location_quotients.sentence(work("678"))
    assert text.startswith("In Raahe the industries most over-represented in 2017 were “Mining and quarrying” (0.5% of")
    assert "“Manufacturing” (34.9% of jobs, location quotient 3.08)" in text
    assert "The largest industry was “Manufacturing” (3,643 jobs, 34.9%)." in text
    assert "divided by its share in all municipalities together" in text


def test_neither_an_unknown_industry_nor_one_of_few_jobs_is_told_as_a_speciality() -> None:
    chart = sketch(
        X={"001": 400, "002": 10}, B={"001": 49, "002": 0}, C={"001": 60, "002": 80}, A={"001": 100, "002": 900}
    )
    text = location_quotients.sentence(chart)
    assert "industry most over-represented in 2020 was “Mills”" in text
    assert "Unknown" not in text
    assert "Mines" not in text
    assert "largest industry was “Farms; and" not in text
    assert "largest industry was “Farms”" in text


def test_a_town_without_specialities_is_told_so() -> None:
    text = location_quotients.sentence(sketch(A={"001": 60, "002": 60}, C={"001": 20, "002": 20}))
    assert text.startswith("No industry with at least 50 jobs is larger here than elsewhere.")


def test_the_table_has_jobs_shares_and_quotients_with_two_decimals(work: Work) -> None:
    made = location_quotients.table(work("678"))
    assert made.columns == ("Jobs", "Share", "Share in all municipalities", "Location quotient")
    assert [row.label for row in made.rows[:2]] == ["B Mining and quarrying", "C Manufacturing"]
    assert made.rows[1].cells == ("3,643", "34.9%", "11.3%", "3.08")
    assert made.caption == "Jobs by industry section (TOL 2008), Raahe, 2017"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_drawing_has_a_title_and_a_description_in_its_language(work: Work, portal: Portal, locale: Locale) -> None:
    chart = work("287", locale)
    drawing = parsed(industries.svg(chart, "one"))
    (image,) = drawing.xpath("/div/svg")
    title, description = drawing.xpath("/div/svg/title")[0], drawing.xpath("//desc")[0]
    assert image.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert (title.text, description.text) == (location_quotients.caption(chart), location_quotients.sentence(chart))
    dimension = portal.statistics.indicator(KEY).dimension
    assert dimension is not None
    farming = dimension.values["A"]
    assert isinstance(farming, LocalizedText)
    assert getattr(farming, locale) in location_quotients.sentence(chart)
    assert chart.quotient(chart.bars[0]) == ("6.18" if locale == "en" else "6,18")


def test_a_drawing_takes_its_colours_from_the_theme_and_escapes_names(work: Work) -> None:
    assert not re.search(r"<script|\bon\w+=|href=|style=|fill=|stroke=|#[0-9a-f]{3}", industries.svg(work("140"), "x"))
    dimension = Dimension(name=same("Industry"), values={"A": same("<b>&"), "C": same("Mills")})
    parts = {code: yearly({"001": 80, "002": 20}, aggregation=SUM, dimension=dimension) for code in "AC"}
    chart = location_quotients.build(country({KEY: parts}), KEY, "001", PlainNames(), "en")
    assert "<b>" not in industries.svg(chart, "x")
    parsed(industries.svg(chart, "x"))


def test_a_place_without_figures_is_named_and_nothing_is_drawn(work: Work) -> None:
    chart = work("000")
    assert chart.bars == ()
    assert chart.absent == ("000",)
    assert industries.svg(chart, "x") == ""
    assert industries.figure(chart)["data"] == []
    assert location_quotients.table(chart).rows == ()
    assert location_quotients.sentence(chart) == "The source has no figure for this choice."


def test_an_unknown_period_is_the_newest_one(work: Work) -> None:
    assert work("140", period="1950").period == "2017"
