"""The chart types: nothing that is registered lacks a part, nothing else lists them, and a new one goes everywhere."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree, html
from werkzeug.test import TestResponse

from portal.charts.chart_type import CONTROLS, ChartType
from portal.charts.registry import CHART_TYPES, registered
from portal.domain.profile import Portal
from portal.explorer.embeds import embed_path
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.i18n import LOCALES, use_locale
from portal.server import app as server
from portal.settings import ROOT, Settings
from tests.charts import types
from tests.explorer.test_callbacks import Browser

KEY = "employment_rate_18_64"
OWN = ROOT / "portal" / "charts" / "types"
EVERY = pytest.mark.parametrize("made", CHART_TYPES.values(), ids=CHART_TYPES)


def view_of(portal: Portal, made: ChartType) -> View:
    key = KEY if made.rows_are_places else "workplaces_by_industry"
    return View.read(portal, "en", Start(None, key, tuple(portal.statistics.keys)), {"view": made.name, "h": "140"})


@EVERY
def test_a_chart_type_has_a_name_for_the_eye_in_every_language(made: ChartType) -> None:
    names = set()
    for locale in LOCALES:
        with use_locale(locale):
            names.add(str(made.label))
    assert len(names) == len(LOCALES) or made.name == "trend"  # which is the same word in two of them
    assert re.fullmatch(r"[a-z]+", made.name)


@EVERY
def test_a_chart_type_is_shown_in_the_browser_in_one_way(made: ChartType) -> None:
    assert sum(form is not None for form in (made.figure, made.paint, made.html)) == 1


@EVERY
def test_a_chart_type_has_a_frame_and_controls_of_the_explorer(made: ChartType) -> None:
    assert 300 < made.embed_height < 2000
    assert made.controls <= {*CONTROLS}
    assert ("year" in made.controls) == made.scope.single_period
    assert {"from", "to"} <= made.controls or made.scope.single_period


@EVERY
def test_every_form_of_a_chart_type_is_whole(portal: Portal, made: ChartType) -> None:
    view = view_of(portal, made)
    assert view.state.view == made.name
    assert etree.fromstring(f"<div>{view.svg('x')}</div>").xpath("//svg")
    assert view.sentence.endswith(".")
    assert view.caption.startswith(view.title.partition(":")[0])
    assert view.table.rows
    assert view.sources
    rows = list(made.observations(view.chart, view.request))
    assert rows
    assert {name for row in rows for name in row.more} <= {column.name for column in made.columns}


@EVERY
def test_a_plotly_figure_says_how_the_keyboard_walks_it(portal: Portal, made: ChartType) -> None:
    figure = view_of(portal, made).figure
    if figure is not None:
        assert figure["layout"]["meta"]["walk"] in ("lines", "rows", "dots")
        assert all(len(trace["text"]) == len(trace["customdata"]) for trace in figure["data"])


def test_the_types_are_the_folders() -> None:
    assert {folder.name for folder in OWN.iterdir() if (folder / "__init__.py").exists()} == {*CHART_TYPES}
    orders = [made.order for made in CHART_TYPES.values()]
    assert orders == sorted({*orders})


def lists(file: Path) -> Iterator[str]:
    """Where a file tells chart types apart by name, or lists several of them."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        parts: list[ast.expr | None] = []
        match node:
            case ast.List(elts=found) | ast.Tuple(elts=found) | ast.Set(elts=found) | ast.Dict(keys=found):
                parts = [*found]
        names = [part.value for part in parts if isinstance(part, ast.Constant) and part.value in CHART_TYPES]
        if len(names) > (2 if isinstance(node, ast.Dict) else 1):  # an answer may have parts of such names
            yield f"{file.relative_to(ROOT)}:{node.lineno} lists {names}"  # type: ignore[attr-defined]
        if isinstance(node, ast.Compare) and re.search(r"\b(view|name|chart)\b", ast.unparse(node)):
            compared = [part.value for part in (node.left, *node.comparators) if isinstance(part, ast.Constant)]
            if {*compared} & {*CHART_TYPES}:
                yield f"{file.relative_to(ROOT)}:{node.lineno} compares with {compared}"


def test_nothing_else_lists_the_chart_types() -> None:
    files = [file for file in (ROOT / "portal").rglob("*.py") if OWN not in file.parents]
    assert [found for file in files for found in lists(file)] == []


@pytest.mark.parametrize("file", [*ROOT.glob("assets/**/*.js"), *ROOT.glob("portal/**/*.html")], ids=lambda f: f.name)
def test_no_script_and_no_template_tells_chart_types_apart(file: Path) -> None:
    if "built" not in file.parts:
        names = "|".join(CHART_TYPES)
        text = file.read_text(encoding="utf-8")
        assert not re.findall(rf"""(?:view|meta|walk)\)?\s*[!=]==?\s*["'](?:{names})["']""", text)
        assert not re.findall(rf"""["'](?:{names})["'],\s*["'](?:{names})["']""", text)


@pytest.fixture
def span(monkeypatch: pytest.MonkeyPatch) -> ChartType:
    """A chart type from a folder of the tests, registered."""
    (made,) = registered(types)
    monkeypatch.setitem(CHART_TYPES, made.name, made)
    return made


@pytest.fixture(scope="module")
def app(settings: Settings, portal: Portal) -> Flask:
    """A site of its own: what it keeps of these pages is for nobody else."""
    return server.build(settings, portal)


def fetched(app: Flask, path: str) -> TestResponse:
    response = app.test_client().get(path)
    assert response.status_code == 200, path
    return response


QUERY = {"view": "span", "h": "140", "p": "684"}


def address(portal: Portal, form: str = "") -> str:
    return portal.addresses.path("indicator", "en", KEY, QUERY, form=form)


def test_a_new_chart_type_is_on_the_page_without_scripts(span: ChartType, app: Flask, portal: Portal) -> None:
    page = html.fromstring(fetched(app, address(portal)).get_data(as_text=True))
    (explorer,) = page.xpath("//*[@id='explorer-static']")
    assert explorer.xpath(".//input[@name='view'][@value='span'][@checked]")
    assert explorer.xpath(".//div[contains(@class, 'chart-span')]//text")
    assert "The span of Iisalmi is" in explorer.xpath("string(.//p[@class='figure-sentence'])")
    assert explorer.xpath("string(.//details[contains(@class, 'figure-table')]//thead/tr/th)") == "Whose span"
    assert 'height="432"' in explorer.xpath("string(.//textarea)")
    named = {field.get("name") for field in explorer.xpath(".//select")}
    assert {"from", "to"} <= named
    assert not {"year", "scale", "base"} & named


def test_a_new_chart_type_is_answered_by_the_live_explorer(span: ChartType, app: Flask, portal: Portal) -> None:
    browser = Browser(app, "en", portal.addresses.path("indicator", "en", KEY))
    browser.open("?h=140")
    answer = browser.choose("x-view", "span")
    assert browser.says().startswith("The span of Iisalmi is")
    assert answer["x-shown"]["data"]["figure"]["layout"]["meta"] == {"walk": "rows"}
    assert {"value": "span", "label": "Span", "disabled": False} in answer["x-view"]["options"]
    assert answer["x-year-field"]["hidden"]
    assert not answer["x-from-field"]["hidden"]


def test_a_new_chart_type_is_embedded(span: ChartType, app: Flask, portal: Portal) -> None:
    page = fetched(app, embed_path(portal, "en", "embed_indicator", KEY, QUERY)).get_data(as_text=True)
    assert "chart-span" in page
    assert "The span of Iisalmi is" in page


def test_a_new_chart_type_is_a_picture_and_a_table(span: ChartType, app: Flask, portal: Portal) -> None:
    drawn = etree.fromstring(fetched(app, address(portal, "svg")).data)
    assert "The span of Iisalmi is" in "".join(drawn.itertext())
    assert fetched(app, address(portal, "png")).data.startswith(b"\x89PNG")
    rows = list(
        csv.DictReader(io.StringIO(fetched(app, address(portal, "csv")).get_data(as_text=True).lstrip("\ufeff")))
    )
    assert all(float(row["span"]) >= 0 for row in rows)
    found = json.loads(fetched(app, address(portal, "json")).data)
    assert found["sentence"].startswith("The span of Iisalmi is")
    assert all("span" in one for one in found["observations"])


def test_a_new_chart_type_is_refused_in_its_own_words(span: ChartType, app: Flask, portal: Portal) -> None:
    path = portal.addresses.path("indicator", "en", KEY, {"from": "2020", "to": "2020"})
    page = html.fromstring(fetched(app, path).get_data(as_text=True))
    assert "One year has no span." in page.xpath("string(//div[@class='refused'])")
    assert page.xpath("//input[@name='view'][@value='span'][@disabled]")


def test_a_new_chart_type_is_told_where_views_are_told(span: ChartType, app: Flask, portal: Portal) -> None:
    for page in ("api", "embedding"):
        assert "span" in fetched(app, portal.addresses.path(page, "en")).get_data(as_text=True)
