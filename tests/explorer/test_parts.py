"""The links and files beside a view lead to what they say, in every view and language."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.explorer import parts
from portal.explorer.callbacks import query_of
from portal.explorer.start import of_indicator
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.file_formats import linked
from portal.i18n import LOCALES, Locale


def shown(portal: Portal, start: Start, view: str, locale: Locale = "fi", more: str = "") -> View:
    key = "workplaces_by_industry" if view == "industries" else "share_over_64"
    return View.read(portal, locale, start, query_of(f"?i={key}&view={view}&p=684,049{more}"))


def links(markup: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', markup)]


@pytest.mark.parametrize("view", CHART_TYPES)
def test_the_view_stands_alone_on_its_indicators_page_as_on_the_towns(
    portal: Portal, iisalmi: Start, view: str
) -> None:
    """Files and embedded views show what the reader saw: the town in colour, the same places, the same words."""
    own = shown(portal, iisalmi, view, more="&h=684&peers=population")
    start = of_indicator(portal, own.state.key, {})
    assert start is not None
    alone = View.read(portal, "fi", start, parts.alone(own))
    assert not alone.faults
    assert (alone.sentence, alone.caption) == (own.sentence, own.caption)
    assert {row.label for row in alone.table.rows} == {row.label for row in own.table.rows}


@pytest.mark.parametrize("view", [view for view in CHART_TYPES if view != "industries"])
def test_each_place_of_the_table_can_be_put_in_colour(portal: Portal, iisalmi: Start, view: str) -> None:
    own = shown(portal, iisalmi, view)
    markup = parts.main(own, "x") if view == "table" else parts.figures(own)
    found = dict(re.findall(r'<tr class="\w+"[^>]*><th scope="row"><a href="([^"]+)">([^<]+)</a>', markup))
    assert len(found) >= 3
    for href, name in list(found.items())[:12]:
        query = query_of(urlsplit(unescape(href)).query)
        chosen = View.read(portal, "fi", iisalmi, query)
        assert not chosen.faults
        assert own.names.label(chosen.state.town or "") == unescape(name)
        assert (chosen.state.view, chosen.state.key) == (own.state.view, own.state.key)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", CHART_TYPES)
def test_every_file_of_a_view_and_its_code_for_other_sites_open(
    app: Flask, portal: Portal, iisalmi: Start, locale: Locale, view: str
) -> None:
    client = app.test_client()
    markup = str(parts.tools(shown(portal, iisalmi, view, locale)))
    files = [href for href in links(markup) if "/api/" not in href]
    assert len([href for href in files if re.search(r"\.(csv|xlsx|json|svg|png)\?", href)]) == len(linked("view"))
    wanted = files if locale == "fi" else [href for href in files if ".csv" in href]
    for href in wanted:
        answer = client.get(href)
        assert answer.status_code == 200, href
    frame = re.search(r'src="([^"]+)"', unescape(markup))
    assert frame is not None
    framed = urlsplit(unescape(frame[1]))
    assert client.get(f"{framed.path}?{framed.query}").status_code == 200
    assert parse_qs(framed.query)["view"] == [view]


@pytest.mark.parametrize("view", CHART_TYPES)
def test_no_answer_is_heavier_than_a_slow_line_bears(portal: Portal, iisalmi: Start, view: str) -> None:
    text = json.dumps(parts.payload(shown(portal, iisalmi, view)), ensure_ascii=False)
    assert len(gzip.compress(text.encode())) < 60_000
