"""Pages for frames on other sites, over HTTP."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from portal import i18n
from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.explorer.state import PARAMETERS
from portal.i18n import HTML_LANG, LOCALES, Locale
from portal.pages.embed import MOST_FIGURES
from portal.pages.rendering import Pages
from portal.settings import ROOT
from portal.urls import Address
from tests.pages.conftest import SITE, Open, Shown

TODAY = dt.date(2026, 11, 23)
RATE = "employment_rate_18_64"
TREND = f"/en/embed/indicators/{RATE}"
FIGURES = "/en/embed/cities/rauma"
FRAMED = (
    TREND,
    FIGURES,
    "/sv/badda-in/nyckeltal/population?view=ranking&h=684",
    "/fi/upota/kaupungit/keuruu?year=2015",
)


def cites(page: Shown) -> str:
    return " ".join(found.text_content() for found in page.all("//*[contains(@class, 'cite')]"))


def messages(page: Shown) -> list[str]:
    return [found.text_content() for found in page.all("//*[@class='embed-message']")]


def back(page: Shown) -> Any:
    return page.one("//p[@class='embed-home']/a")


def test_every_indicator_is_shown_in_every_view(pages: Pages, portal: Portal) -> None:
    """Each in one language, so that every indicator and every view is met in all three."""
    keys = portal.statistics.keys
    assert len(keys) > 40
    for (i, key), (j, view) in product(enumerate(keys), enumerate(CHART_TYPES)):
        locale = LOCALES[(i + j) % 3]
        address = Address("embed_indicator", locale, key)
        query = pages.query_of(address, {"view": view, "h": portal.statistics.cities[i % 10]})
        assert query is not None
        tree = html.document_fromstring(pages.render(address, query, TODAY))
        assert tree.get("lang") == HTML_LANG[locale]
        assert tree.xpath("string(//h1)").strip(), (key, view)
        drawn = "//div[@class='figure-chart']//*[self::svg or self::table]"
        assert len(tree.xpath(drawn)) >= 1, (key, view)
        assert tree.xpath("//p[@class='cite']"), (key, view)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", CHART_TYPES)
def test_a_view_answers_over_http_in_every_language(client: Any, portal: Portal, view: str, locale: Locale) -> None:
    key = "workplaces_by_industry" if view == "industries" else RATE
    path = portal.addresses.path("embed_indicator", locale, key, {"view": view, "h": "140", "p": "684,SSS"})
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", FRAMED)
def test_a_frame_is_whole_light_and_out_of_the_way(show: Open, path: str) -> None:
    page = show(path)
    assert page.status == 200
    page.one("//h1")
    assert not page.all("//nav | //footer | //header | //form | //input | //iframe | //style")
    assert page.one('//meta[@name="robots"]').get("content") == "noindex"
    assert [name.rsplit("/", 1)[1] for name in page.all("//link[@rel='stylesheet']/@href")] == [
        "portal.css",
        "embed.css",
    ]
    assert [name.rsplit("/", 1)[1] for name in page.all("//script/@src")] == ["embed.js"]
    assert not page.all("//script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("path", FRAMED)
def test_a_frame_names_its_source_licence_and_date(show: Open, path: str) -> None:
    text = cites(show(path))
    assert re.search(r"CC BY 4\.0", text)
    assert re.search(r"\b20(19|2\d)\b", text)


def test_a_trend_has_its_words_its_drawing_and_its_table(show: Open) -> None:
    page = show(f"{TREND}?h=140")
    assert page.one("//h1").text == "Employment rate, %, 2000–2020"
    assert page.one("//p[@class='figure-sentence']").text.startswith("The employment rate in Iisalmi was")
    assert page.one("//svg[@role='img']").get("aria-labelledby")
    assert page.one("//details//table").xpath(".//tr[@class='town']")


def test_the_link_back_opens_the_same_view_on_the_portal_in_a_window_of_its_own(show: Open) -> None:
    link = back(show(f"{TREND}?h=140&view=ranking&year=2015&theme=dark"))
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
    whole = urlsplit(link.get("href"))
    assert f"{whole.scheme}://{whole.netloc}{whole.path}" == f"{SITE}/en/indicators/{RATE}"
    assert dict(parse_qsl(whole.query)) == {"h": "140", "view": "ranking", "year": "2015"}
    assert show(f"{whole.path}?{whole.query}").status == 200


def test_the_page_that_counts_is_the_whole_one(show: Open) -> None:
    assert show(TREND).one("//link[@rel='canonical']").get("href") == f"{SITE}/en/indicators/{RATE}"
    assert show(FIGURES).one("//link[@rel='canonical']").get("href") == f"{SITE}/en/cities/rauma"


def test_frames_are_not_in_the_site_map(client: Any) -> None:
    listed = client.get("/sitemap.xml").text
    assert "/en/embed<" in listed
    assert not re.search(r"/(upota|badda-in|embed)/", listed)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Newest data: up to 2020."),
        ("?to=2010", "Data up to 2010. Newer figures are on the portal."),
        ("?to=2020", "Data up to 2020."),
        ("?view=ranking", "Newest data: up to 2020."),
        ("?view=ranking&year=2012", "Data up to 2012. Newer figures are on the portal."),
        ("?view=distribution&year=2020", "Data up to 2020."),
        ("?view=table&to=2019&h=140", "Data up to 2019. Newer figures are on the portal."),
        ("?year=2012", "Newest data: up to 2020."),  # a trend has no year
    ],
)
def test_a_frame_says_up_to_when_it_goes_and_whether_it_follows_the_data(show: Open, query: str, told: str) -> None:
    assert show(TREND + query).all("//p[@class='cite']")[0].text == told


def test_a_view_fixed_to_a_period_shows_nothing_later(show: Open) -> None:
    page = show(f"{TREND}?to=2010")
    assert page.one("//h1").text == "Employment rate, %, 2000–2010"
    assert "2011" not in page.text


def test_what_the_address_asks_wrongly_is_told_and_never_echoed(show: Open) -> None:
    page = show(f"{TREND}?view=%3Cb%3Epwned&to=abcd&h=nix&scale=loud&theme=purple")
    assert page.status == 200
    assert len(messages(page)) == 5
    assert not re.search(r"pwned|abcd|nix|loud|purple", page.source)


@pytest.mark.parametrize(
    ("locale", "path"),
    [("fi", "/fi/upota/tunnusluvut/nix"), ("sv", "/sv/badda-in/stader/espoo"), ("en", "/en/embed/nothing")],
)
def test_what_does_not_exist_has_a_small_page_in_the_pages_language(show: Open, locale: Locale, path: str) -> None:
    page = show(path)
    assert page.status == 404
    assert page.one("/html").get("lang") == HTML_LANG[locale]
    assert {"fi": "Sivua ei löydy", "sv": "Sidan hittades inte", "en": "Page not found"}[locale] in page.text
    assert not page.all("//nav | //footer | //form")
    assert back(page).get("href") == f"{SITE}/{locale}/"
    assert len(page.source) < 2_500


def test_another_languages_address_leads_to_the_right_one_with_its_query(client: Any) -> None:
    response = client.get("/sv/upota/kaupungit/rauma?year=2015")
    assert (response.status_code, response.headers["Location"]) == (301, "/sv/badda-in/stader/raumo?year=2015")


@pytest.mark.parametrize(("query", "theme", "scheme"), [("", None, "light dark"), ("?theme=dark", "dark", "dark")])
def test_the_address_can_fix_the_colours(show: Open, query: str, theme: str | None, scheme: str) -> None:
    for path in (TREND, FIGURES):
        page = show(path + query)
        assert page.one("/html").get("data-theme") == theme
        assert page.one('//meta[@name="color-scheme"]').get("content") == scheme


def blocks(css: str) -> dict[str, dict[str, str]]:
    """Selector -> its tokens, those of screens alone, which can be dark, under "dark"."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    dark = "".join(re.findall(r"@media screen[^{]*\{(.*?\})\s*\}", bare, flags=re.S))
    light = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", bare)
    found: dict[str, dict[str, str]] = {}
    for name, text in (("", light), ("dark ", dark)):
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            tokens = dict(re.findall(r"(--[\w-]+):\s*([^;]+?)\s*;", body))
            found.setdefault(name + selector.strip(), {}).update(tokens)
    return found


def test_the_fixed_colours_are_those_of_the_site() -> None:
    site = blocks((ROOT / "assets" / "portal.css").read_text())
    ours = blocks((ROOT / "assets" / "embed.css").read_text())
    dark = site["dark :root:not(.on-paper)"]
    assert len(dark) >= 12
    assert ours['dark :root[data-theme="dark"]'] == dark
    assert ours[':root[data-theme="light"]'] == {name: site[":root"][name] for name in dark}


def test_a_trend_with_its_styles_weighs_little(client: Any) -> None:
    """What a visitor of another site downloads for it, as brotli: 30 kB at most."""
    response = client.get(f"{TREND}?h=140", headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    parts = [len(response.data)]
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', brotli.decompress(response.data).decode()):
        parts.append(len(client.get(address, headers={"Accept-Encoding": "br"}).data))
    assert len(parts) == 4
    assert sum(parts) < 30_000


def figures(page: Shown) -> dict[str, str]:
    """Key -> period of every figure shown, each checked to be the series' own."""
    return {stat.get("data-key"): stat.get("data-period") for stat in page.all("//data")}


def test_a_towns_figures_are_those_of_its_page(show: Open) -> None:
    for embed, whole in (("/fi/upota/kaupungit/rauma", "/fi/kaupungit/rauma"), (FIGURES, "/en/cities/rauma")):
        tiles = [" ".join(tile.text_content().split()) for tile in show(embed).all("//li[@class='tile']")]
        assert tiles == [" ".join(tile.text_content().split()) for tile in show(whole).all("//li[@class='tile']")]
        assert len(tiles) >= 6


def test_the_figures_are_those_asked_for_in_their_order(show: Open) -> None:
    page = show(f"{FIGURES}?figures=workplaces,population,{RATE}")
    assert list(figures(page)) == ["workplaces", "population", RATE]
    assert messages(page) == []


def test_figures_fixed_to_a_year_are_of_that_year_or_the_nearest_before(show: Open, portal: Portal) -> None:
    asked = "population,unemployed_jobseekers_share_monthly,workplaces,price_old_flats_per_m2"
    page = show(f"{FIGURES}?figures={asked}&year=2012")
    shown = figures(page)
    assert shown == {
        "population": "2012",
        "unemployed_jobseekers_share_monthly": "2012M12",
        "workplaces": "2012",
    }
    for stat in page.all("//data"):
        series = portal.statistics.series(stat.get("data-key"))
        assert float(stat.get("value")) == series.value(stat.get("data-place"), stat.get("data-period"))
        number = i18n.number(float(stat.get("value")), "en", series.indicator.decimals)
        assert stat.text_content().startswith(number)
    assert "Figures of 2012, or of the nearest earlier year" in page.text
    assert "No figure to show: Price" in page.text
    assert re.search(r"2012( \*)? · position 1/10", page.text)


def test_newest_figures_say_so(show: Open) -> None:
    assert "Newest figures; the year stands beside each." in show(FIGURES).text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("figures=population,%3Cscript%3E", ["The address asks for a figure that does not exist; it is left out."]),
        ("figures=workplaces_by_industry", ["The address asks for a figure that does not exist; it is left out."]),
        ("year=1066", ["There are no figures of the year asked for; the newest ones are shown."]),
        ("year=9999", ["There are no figures of the year asked for; the newest ones are shown."]),
        ("year=%C2%B2020&theme=x", ["There are no figures of the year asked for; the newest ones are shown.",
                                    "The address asks for colours that do not exist."]),
    ],
)  # fmt: skip
def test_figures_asked_for_wrongly_are_told(show: Open, query: str, told: list[str]) -> None:
    page = show(f"{FIGURES}?{query}")
    assert messages(page) == told
    assert len(figures(page)) >= 1
    assert "<script>" not in page.source
    assert "Newest figures" in page.text


def test_more_figures_than_fit_are_cut_and_it_is_told(show: Open, portal: Portal) -> None:
    keys = [key for key in portal.statistics.keys if portal.statistics.indicator(key).dimension is None]
    page = show(f"{FIGURES}?figures={','.join(keys)}")
    assert messages(page) == [f"At most {MOST_FIGURES} figures fit; the first {MOST_FIGURES} are shown."]
    assert 0 < len(figures(page)) <= MOST_FIGURES


NAMES = [*PARAMETERS, "theme", "figures", "year"]
VALUES = st.one_of(
    st.sampled_from(
        ["", "?", "+", "dark", "2015", "2020", "140", "140,684,TEN", "population", "map", "index", "-2015", "C"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=60)
@given(
    query=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6),
    about=st.sampled_from(["population", "workplaces_by_industry", "price_old_flats_per_m2"]),
    city=st.sampled_from(["rauma", "taivalkoski"]),
)
def test_no_query_breaks_a_frame_and_each_has_one_spelling(
    pages: Pages, query: Mapping[str, str], about: str, city: str
) -> None:
    for address in (Address("embed_indicator", "sv", about), Address("embed_city", "fi", city)):
        spelled = pages.query_of(address, query)
        assert spelled is not None
        assert pages.query_of(address, spelled) == spelled
        assert "<h1 " in pages.render(address, spelled, TODAY)
