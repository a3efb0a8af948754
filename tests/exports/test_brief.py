"""A brief as foreign programs read it: what a board gets says what the pages say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import pikepdf
import pptx
import pypdf
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from portal.charts.map import finland
from portal.charts.table import ranked
from portal.domain import comparison
from portal.domain.comparison import TOLD
from portal.domain.profile import Portal, Profile, forms
from portal.exports.brief.chosen import Chosen, read
from portal.exports.brief.parts import BriefParts
from portal.exports.brief.pdf import pdf
from portal.exports.brief.pieces import Brief, Localized
from portal.exports.brief.places import of_places
from portal.exports.brief.slides import slides
from portal.exports.brief.town import of_town
from portal.exports.style import Style
from portal.i18n import LOCALES, Locale, localized, number, use_locale
from portal.settings import Settings
from tests.exports.conftest import COMPARE, TOWNS, Fetch

DAY = dt.date(2026, 11, 23)
LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
HOSTILE = '#let x = $1$ *b* _i_ `c` [d] \\ @e <f> "g" \u2019h\u2019 // i /* j */ = k - l + m'
#: What a page cannot show, or must not: it is left out or replaced, and nothing else is lost.
UNSHOWN = "a\x00b\u202ec\u200fd \U0001f600 \u4e2d e\ud7ffg h\u2011i\u2009j"


@pytest.fixture(scope="module")
def style() -> Style:
    return Style.read(Settings().assets / "portal.css")


def parts(portal: Portal, style: Style, locale: Locale) -> BriefParts:
    return BriefParts(portal, finland(portal.data / "geo"), style, locale, DAY)


def brief(portal: Portal, style: Style, town: str = "iisalmi", locale: Locale = "fi") -> Brief:
    with use_locale(locale):
        return of_town(parts(portal, style, locale), town)


def several(portal: Portal, style: Style, codes: str | None, keys: str = "", locale: Locale = "en") -> Brief:
    with use_locale(locale):
        choice, chosen = comparison.read(codes, portal.statistics), read(keys, portal.statistics)
        return of_places(parts(portal, style, locale), choice, chosen)


def squeezed(text: str) -> str:
    """Letters and digits alone: lines are broken and words divided on paper."""
    return re.sub(r"[\W_]+", "", text)


def text_of(made: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))


def elements(node: Any) -> Iterator[Any]:
    """The structure of a tagged PDF, in the order in which it is read."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(node.S) for node in elements(document.Root.StructTreeRoot)]


def test_every_town_has_a_tagged_brief_of_a_few_pages_in_every_language(fetch: Fetch, portal: Portal) -> None:
    for locale, key in product(LOCALES, portal.cities):
        path = portal.addresses.path("city", locale, key, form="pdf")
        made = fetch(path).data
        assert len(made) < 400_000, path
        document = pikepdf.open(io.BytesIO(made))
        assert 2 <= len(document.pages) <= 4, path
        assert document.Root.MarkInfo.Marked is True
        assert str(document.Root.Lang) == LANGUAGES[locale]
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith(forms(portal.cities[key], locale).nominative)


def test_a_screen_reader_finds_headings_in_order_figures_with_words_and_tables_with_heads(fetch: Fetch) -> None:
    for path in (f"{TOWNS['sv']}.pdf", f"{COMPARE['en']}.pdf"):
        document = pikepdf.open(io.BytesIO(fetch(path).data))
        found = tags(document)
        levels = [int(tag[2:]) for tag in found if re.fullmatch(r"/H\d", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert {"/P", "/TH", "/TD", "/THead", "/Link", "/Caption"} <= {*found}
        figures = [node for node in elements(document.Root.StructTreeRoot) if str(node.S) == "/Figure"]
        assert len(figures) >= 4
        assert all(len(str(node.Alt)) > 10 for node in figures)


def test_every_font_is_in_the_file(fetch: Fetch) -> None:
    for page in pypdf.PdfReader(io.BytesIO(fetch(f"{TOWNS['fi']}.pdf").data)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert "HankenGrotesk" in descriptor["/FontName"]
            assert {"/FontFile2", "/FontFile3"} & {*descriptor}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_page_alone_says_what_is_strong_what_is_sought_and_whom_to_ask(
    fetch: Fetch, portal: Portal, locale: Locale
) -> None:
    profile = Profile(portal, "rauma", locale, DAY)
    made = fetch(portal.addresses.path("city", locale, "rauma", form="pdf")).data
    text = squeezed(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text())
    wanted = [localized(profile.city.pitch.text, locale), *(figure.text for figure in profile.key_figures)]
    wanted += [localized(evidence.strength.title, locale) for evidence in profile.strengths[:3]]
    wanted += [localized(entry.what, locale) for entry in profile.sought("complementary")[:3]]
    wanted += [contact.email for contact, _shared in profile.contacts if contact.email][:1]
    assert [one for one in wanted if squeezed(one) not in text] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_text_can_be_selected_and_is_the_towns_own(fetch: Fetch, portal: Portal, locale: Locale) -> None:
    profile = Profile(portal, "rauma", locale, DAY)
    text = text_of(fetch(portal.addresses.path("city", locale, "rauma", form="pdf")).data)
    words = [profile.city.pitch.text, profile.city.region]
    words += [w for evidence in profile.strengths for w in (evidence.strength.title, evidence.strength.text)]
    words += [entry.what for kind in ("complementary", "recruitment") for entry in profile.sought(kind)]
    wanted = [localized(one, locale) for one in words]
    wanted += [figure.text for figure in profile.key_figures] + [figure.rank_text for figure in profile.key_figures]
    wanted += [evidence.figure.text for evidence in profile.strengths if evidence.figure]
    wanted += [contact.email for contact, _shared in profile.contacts if contact.email]
    assert [one for one in wanted if squeezed(one) not in text] == []


@pytest.mark.parametrize("path", [f"{TOWNS['sv']}.pdf", f"{COMPARE['fi']}.pdf?c=140,684"])
def test_every_page_says_where_its_figures_come_from_and_of_which_day_they_are(fetch: Fetch, path: str) -> None:
    for page in pypdf.PdfReader(io.BytesIO(fetch(path).data)).pages:
        foot = squeezed(page.extract_text())
        assert "142h" in foot
        assert squeezed("8.11.2022") in foot or squeezed("24.9.2026") in foot
        assert squeezed("23.11.2026") in foot
        assert squeezed(f"127.0.0.1:8050{path.replace('.pdf', '')}") in foot


def test_links_lead_back_and_say_where(fetch: Fetch) -> None:
    document = pikepdf.open(io.BytesIO(fetch(f"{TOWNS['en']}.pdf").data))
    found = [a for page in document.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    addresses = {str(annotation.A.URI) for annotation in found}
    assert "http://127.0.0.1:8050/en/cities/iisalmi" in addresses
    assert any("/en/looking-for/" in address for address in addresses)
    assert any(address.startswith("mailto:") for address in addresses)
    assert all(str(annotation.get("/Contents", "")) for annotation in found)


def test_the_same_day_gives_the_same_bytes(portal: Portal, style: Style) -> None:
    made = brief(portal, style)
    assert pdf(made, style, DAY) == pdf(brief(portal, style), style, DAY)
    assert pdf(made, style, DAY) != pdf(made, style, DAY + dt.timedelta(days=1))
    assert slides(made, style, DAY) == slides(brief(portal, style), style, DAY)


def hostile(made: Brief, text: str) -> Brief:
    place = made.places[0]
    claims = [dataclasses.replace(claim, title=Localized(text), text=Localized(text)) for claim in place.strengths]
    return dataclasses.replace(
        made,
        title=text,
        lead=Localized(text),
        places=[dataclasses.replace(place, strengths=claims)],
        sources=made.sources,
    )


def test_hostile_text_is_text(portal: Portal, style: Style) -> None:
    made = hostile(brief(portal, style), HOSTILE)
    read_back = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf(made, style, DAY))).pages)
    flat = re.sub(r"\s+", "", read_back)
    assert flat.count(re.sub(r"\s+", "", HOSTILE)) >= 5
    deck = pptx.Presentation(io.BytesIO(slides(made, style, DAY)))
    assert deck.slides[0].shapes.title.text_frame.text == HOSTILE


def test_signs_that_no_font_has_do_not_stop_a_brief(portal: Portal, style: Style) -> None:
    made = hostile(brief(portal, style), UNSHOWN)
    text = pypdf.PdfReader(io.BytesIO(pdf(made, style, DAY))).pages[0].extract_text()
    assert "abcd" in text
    assert "\u202e" not in text
    assert "h-i j" in text
    title = pptx.Presentation(io.BytesIO(slides(made, style, DAY))).slides[0].shapes.title.text_frame.text
    assert title.startswith("abcd \U0001f600 \u4e2d")


def test_a_town_that_has_much_to_say_still_fits_on_four_pages(portal: Portal, style: Style) -> None:
    made = brief(portal, style, "rauma")
    place = made.places[0]
    more = dataclasses.replace(place, wanted=[*place.wanted] * 9, strengths=[*place.strengths] * 3)
    full = pypdf.PdfReader(io.BytesIO(pdf(dataclasses.replace(made, places=[more]), style, DAY)))
    assert len(full.pages) <= 4


def test_a_finnish_stand_in_is_marked_as_finnish(portal: Portal, style: Style) -> None:
    made = dataclasses.replace(brief(portal, style, locale="en"), lead=Localized("Suomeksi", "fi"))
    document = pikepdf.open(io.BytesIO(pdf(made, style, DAY)))
    assert "fi-FI" in {str(node.get("/Lang", "")) for node in elements(document.Root.StructTreeRoot)}


def test_a_short_list_has_the_chosen_indicators_in_their_order(fetch: Fetch, portal: Portal) -> None:
    text = text_of(fetch("/fi/vertailu.pdf?c=140,684&i=mean_age,population").data)
    series = [portal.statistics.series(key) for key in ("mean_age", "population")]
    names = [squeezed(localized(s.indicator.short or s.indicator.name, "fi")) for s in series]
    assert -1 < text.index(names[0]) < text.index(names[1])
    assert squeezed(localized(portal.statistics.indicator("workplaces").name, "fi")) not in text
    for code in ("140", "684"):
        value = series[0].value(code, series[0].best_period(("140", "684")))
        assert value is not None
        assert squeezed(number(value, "fi", series[0].indicator.decimals)) in text


@pytest.mark.parametrize("codes", ["140,684", "140,684,091", "140,178,678,287,111", None])
def test_any_short_list_fits_on_four_pages(portal: Portal, style: Style, codes: str | None) -> None:
    keys = [key for key in portal.statistics.keys if portal.statistics.indicator(key).dimension is None]
    for chosen in ("", ",".join(keys[-TOLD:])):
        made = pdf(several(portal, style, codes, chosen), style, DAY)
        assert 2 <= len(pypdf.PdfReader(io.BytesIO(made)).pages) <= 4
        assert len(made) < 400_000


def test_what_a_short_list_asks_wrongly_is_told_on_its_cover(fetch: Fetch, portal: Portal) -> None:
    asked = "/en/compare.pdf?c=140,684,zzz&i=population,nothing"
    cover = squeezed(pypdf.PdfReader(io.BytesIO(fetch(asked).data)).pages[0].extract_text())
    assert squeezed("One of the indicators in the address is not known") in cover
    assert squeezed("One of the municipality codes in the address is not known") in cover
    assert fetch("/en/compare.pdf?i=nothing,population,else&c=140,zzz,684").data != b""
    assert "notknown" not in text_of(fetch("/en/compare.pdf?c=140,684&i=population").data)


def test_more_indicators_than_fit_are_cut_and_it_is_said(portal: Portal) -> None:
    keys = [key for key in portal.statistics.keys if portal.statistics.indicator(key).dimension is None]
    found = read(",".join(keys[: TOLD + 1]), portal.statistics)
    assert (found.keys, found.unknown, found.beyond) == (tuple(keys[:TOLD]), False, True)
    assert read(None, portal.statistics) == Chosen()


@pytest.fixture(scope="module")
def deck(fetch: Fetch) -> Any:
    return pptx.Presentation(io.BytesIO(fetch(f"{TOWNS['sv']}.pptx").data))


def shapes(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes]


def test_slides_are_wide_and_none_has_an_empty_placeholder(deck: Any) -> None:
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    for shape in shapes(deck):
        assert shape.left >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
        if shape.has_text_frame:
            assert shape.text_frame.text.strip()
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)


def test_slides_speak_the_readers_language_in_a_size_that_can_be_read(deck: Any) -> None:
    runs = [
        run
        for shape in shapes(deck)
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert {run._r.rPr.get("lang") for run in runs} == {"sv-FI"}
    assert min(run.font.size for run in runs) >= Pt(10)
    assert deck.core_properties.language == "sv-FI"


def test_pictures_tables_and_charts_are_described(deck: Any) -> None:
    drawn = [shape for shape in shapes(deck) if not shape.has_text_frame]
    assert len(drawn) >= 7
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in drawn)


@pytest.mark.parametrize("codes", [None, "140,684", "140"])
def test_charts_hold_the_numbers_of_the_series(portal: Portal, style: Style, codes: str | None) -> None:
    made = brief(portal, style) if codes == "140" else several(portal, style, codes)
    file = pptx.Presentation(io.BytesIO(slides(made, style, DAY)))
    drawn = [shape.chart for shape in shapes(file) if shape.has_chart]
    assert [chart.chart_type for chart in drawn] == [XL_CHART_TYPE.LINE, XL_CHART_TYPE.BAR_CLUSTERED]
    trend, ranking = (figure.chart for figure in made.charts)
    assert trend is not None
    assert ranking is not None
    series = {one.name: list(one.values) for one in drawn[0].plots[0].series}
    assert list(drawn[0].plots[0].categories) == list(trend.periods)
    statistics = portal.statistics.series(trend.key)
    for line in trend.lines:
        assert series[line.label] == [statistics.value(line.place, period) for period in trend.periods]
    bars = drawn[1].plots[0]
    wanted = {
        line.label: portal.statistics.series(ranking.key).value(line.place, ranking.period) for line in ranking.lines
    }
    assert dict(zip(bars.categories, bars.series[0].values, strict=True)) == wanted
    assert list(bars.categories) == [line.label for line in ranked(ranking)]


def test_the_pages_lead_to_the_brief_and_the_slides(fetch: Fetch) -> None:
    for page in (TOWNS["en"], f"{COMPARE['sv']}?c=140,684"):
        path, _sep, query = page.partition("?")
        for form in ("pdf", "pptx"):
            address = f"{path}.{form}" + (f"?{query}" if query else "")
            assert f'href="{address}"' in fetch(page).text
            answer = fetch(address)
            shown = answer.headers["Content-Disposition"].partition(";")[0]
            assert shown == ("inline" if form == "pdf" else "attachment")
