"""What holds on every page that is published: over HTTP, in three languages."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from functools import reduce
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from babel.messages.pofile import read_po

from portal import i18n
from portal.domain.profile import Portal
from portal.i18n import HTML_LANG, LOCALES
from portal.settings import ROOT, Settings
from portal.urls import PAGES
from tests.pages.conftest import SITE, Open, Shown

Every = list[Shown]


def test_every_kind_of_page_is_there_in_every_language(every: Every, portal: Portal, settings: Settings) -> None:
    sought = len(portal.sought(dt.date.fromisoformat(settings.today or "")))
    single = len([page for page, paths in PAGES.items() if "<" not in paths["en"]])
    count = single + len(portal.cities) + len(portal.statistics.keys) + sought
    assert Counter(page.locale for page in every) == dict.fromkeys(LOCALES, count)


def test_every_page_answers(every: Every) -> None:
    assert [page.path for page in every if page.status != 200] == []


def test_every_page_says_its_language(every: Every) -> None:
    wrong = [page.path for page in every if page.one("/html").get("lang") != HTML_LANG[page.locale]]
    assert wrong == []
    assert HTML_LANG["en"] == "en-GB"


def test_every_page_has_one_heading_and_a_title_of_its_own(every: Every) -> None:
    for page in every:
        assert "".join(page.one("//h1").itertext()).strip(), page.path
    for locale in LOCALES:
        titles = Counter(page.one("//head/title").text for page in every if page.locale == locale)
        assert [title for title, times in titles.items() if times > 1 or not title.strip()] == []


def test_every_page_has_a_description_of_one_or_two_sentences(every: Every) -> None:
    for page in every:
        text = page.one('//meta[@name="description"]').get("content")
        assert 20 <= len(text) <= 303, (page.path, text)


def test_every_page_says_where_it_is_and_where_it_is_in_the_other_languages(every: Every) -> None:
    known = {SITE + page.path for page in every}
    groups = set()
    for page in every:
        assert page.one('//link[@rel="canonical"]').get("href") == SITE + page.path
        links = {link.get("hreflang"): link.get("href") for link in page.all('//link[@rel="alternate"][@hreflang]')}
        assert sorted(links) == ["en", "fi", "sv", "x-default"], page.path
        assert links[page.locale] == SITE + page.path
        assert {links[locale] for locale in LOCALES} <= known
        assert links["x-default"] == (f"{SITE}/" if page.path in ("/fi/", "/sv/", "/en/") else links["en"])
        groups.add(tuple(sorted(links.items())))
    assert len(groups) == len(every) / 3


def test_the_language_switch_keeps_the_page(every: Every) -> None:
    for page in every:
        meant = {link.get("hreflang"): link.get("href") for link in page.all('//link[@rel="alternate"][@hreflang]')}
        switch = page.all('//nav[@class="languages"]//a')
        assert {link.get("hreflang"): SITE + link.get("href") for link in switch} == {
            locale: meant[locale] for locale in LOCALES
        }
        (here,) = [link for link in switch if link.get("aria-current") == "true"]
        assert here.get("hreflang") == page.locale


def test_what_is_shared_elsewhere_has_whole_addresses(every: Every) -> None:
    for page in every:
        shared = {meta.get("property"): meta.get("content") for meta in page.all("//meta[@property]")}
        assert shared["og:url"] == SITE + page.path
        assert re.fullmatch(rf"{SITE}/\S+(share|\.portrait)\.png", shared["og:image"])
        assert shared["og:title"]
        assert shared["og:description"] == page.one('//meta[@name="description"]').get("content")
        assert shared["og:locale"] == {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}[page.locale]


def test_nothing_is_fetched_from_anybody_else(every: Every) -> None:
    fetched = "//script/@src | //link[not(@rel='canonical') and not(@rel='alternate')]/@href | //img/@src"
    fetched += " | //source/@srcset | //iframe/@src | //form/@action | //object/@data | //use/@href"
    for page in every:
        found = page.all(fetched)
        assert len(found) >= 4, page.path
        assert [address for address in found if not re.match(r"/[^/]", address)] == [], page.path
        assert "url(" not in page.source
        assert not re.search(r"@import|srcset=|<style", page.source), page.path


def test_everything_that_is_fetched_is_there(every: Every, client: Any) -> None:
    fetched = {
        address for page in every for address in page.all("//script/@src | //head/link[@rel!='canonical']/@href")
    }
    ours = {address for address in fetched if address.startswith("/")}
    assert len(ours) >= 5
    assert [address for address in ours if client.get(address).status_code != 200] == []


def test_no_script_stands_in_a_page(every: Every) -> None:
    for page in every:
        for script in page.all("//script[not(@src)]"):
            assert script.get("type") in ("application/json", "application/ld+json"), page.path
            json.loads(script.text)
        assert not page.all("//@*[starts-with(name(), 'on')]"), page.path


def test_every_link_inside_the_site_leads_somewhere(every: Every, show: Open) -> None:
    leads: dict[str, str] = {}
    for page in every:
        leads |= {
            str(href): page.path
            for href in page.all("//a[not(@download or @type)]/@href")
            if not re.match(r"\w+:", href)
        }
    wrong = []
    for href, at in leads.items():
        path, _mark, fragment = href.partition("#")
        target = show(urljoin(at, path) if path else at)
        if target.status != 200 or (fragment and not target.all(f"//*[@id='{fragment}']")):
            wrong.append((at, href, target.status))
    assert wrong == []
    assert leads


def test_every_kind_of_file_that_a_page_offers_is_there(every: Every, client: Any) -> None:
    """Of each kind of page and each ending one: the files themselves are read in tests/exports."""
    offered: dict[tuple[str, str], str] = {}
    for page in every:
        for href in map(str, page.all("//a[@download or @type]/@href")):
            kind = "/".join(page.path.split("/")[1:3])
            offered.setdefault((kind, href.partition("?")[0].rsplit(".", 1)[-1]), href)
    assert len({ending for _kind, ending in offered}) >= 6
    assert [href for href in offered.values() if client.get(href).status_code != 200] == []


def test_links_out_of_the_site_are_whole(every: Every) -> None:
    out = {str(href) for page in every for href in page.all("//a/@href") if re.match(r"\w+:", href)}
    known = re.compile(r"https?://[\w.-]+\.\w+(/\S*)?|mailto:[^\s@?]+@[\w.-]+\.\w+(\?subject=\S+&body=\S+)?|tel:\+\d+")
    assert [href for href in out if not known.fullmatch(href)] == []


def test_no_two_things_of_a_page_share_an_id(every: Every) -> None:
    for page in every:
        ids = Counter(page.all("//@id"))
        assert [ident for ident, times in ids.items() if times > 1] == [], page.path


def test_what_points_to_another_part_of_the_page_finds_it(every: Every) -> None:
    for page in every:
        ids = set(page.all("//@id"))
        points = [
            *page.all("//label/@for"),
            *(part for value in page.all("//@aria-labelledby | //@aria-describedby") for part in value.split()),
        ]
        assert [ident for ident in points if ident not in ids] == [], page.path


def test_headings_do_not_skip_levels(every: Every) -> None:
    for page in every:
        levels = [int(heading.tag[1]) for heading in page.all("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1, page.path
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), (page.path, levels)


def test_no_list_heading_or_paragraph_is_empty(every: Every) -> None:
    """Sections with nothing in them are left out. The explorer's notes keep their place even when there are none."""
    empty = "//*[self::ul[not(@class='notes')] or self::ol or self::dl or self::section or self::p or self::h2"
    empty += " or self::h3 or self::dd or self::dt or self::figcaption][not(normalize-space(.)) and not(.//svg)]"
    assert [(page.path, found.tag, dict(found.attrib)) for page in every for found in page.all(empty)] == []


def test_no_hole_shows_where_a_word_should_be(every: Every) -> None:
    hole = re.compile(r"(?<!-)\bNone\b(?!-)|\bnan\b|%\(|\{\{|\{%|\bundefined\b|LazyProxy|Words\(|fi='")
    prose = "//body//text()[not(ancestor::script or ancestor::pre or ancestor::textarea)]"
    read = {page.path: " ".join(map(str, page.all(prose))) for page in every}
    assert [(path, found[0]) for path, text in read.items() for found in [hole.search(text)] if found] == []


def english() -> list[str]:
    """What the interface says in English and neither other language says, longer than twelve letters."""
    catalogues = []
    for locale in ("fi", "sv"):
        with (ROOT / "locales" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
            catalogues.append({m.id: m.string for m in read_po(file, locale=locale) if m.id})
    found = set()
    for message in catalogues[0]:
        one = message if isinstance(message, str) else message[1]
        pieces = [piece.strip() for piece in re.split(r"%\(\w+\)[sd]", one)]
        longest = max(pieces, key=len)
        said = [text for catalogue in catalogues for text in [str(catalogue.get(message))]]
        if len(longest) > 12 and not any(longest in text for text in said):
            found.add(longest)
    return sorted(found)


def test_no_english_of_the_interface_stands_on_a_finnish_or_swedish_page(every: Every) -> None:
    words = english()
    assert len(words) > 100
    wrong = []
    for page in every:
        if page.locale == "en":
            continue
        attributes = page.all("//@aria-label | //@placeholder | //@title | //@alt | //meta/@content")
        text = " \n ".join([page.one("//head/title").text, page.text, *attributes]).replace("\u00a0", " ")
        near = [message for message in words if message in text]
        wrong += [(page.path, m) for m in near if re.search(rf"(?<!\w){re.escape(m)}(?!\w)", text)]
    assert wrong == []


def test_no_english_stands_in_the_explorers_own_controls(client: Any) -> None:
    words = english()
    for locale in ("fi", "sv"):
        layout = json.dumps(client.get(f"/{locale}/_explorer/_dash-layout").get_json(), ensure_ascii=False)
        assert [message for message in words if message in layout] == []


def test_every_number_marked_as_a_statistic_is_the_series_own(every: Every, portal: Portal) -> None:
    statistics = portal.statistics
    count = 0
    for page in every:
        for stat in page.all("//data[contains(concat(' ', @class, ' '), ' stat ')]"):
            count += 1
            series = statistics.series(stat.get("data-key"))
            value = series.value(stat.get("data-place"), stat.get("data-period"))
            assert value is not None
            assert float(stat.get("value")) == value, (page.path, dict(stat.attrib))
            number = i18n.number(value, page.locale, series.indicator.decimals)
            unit = i18n.localized(series.unit.short, page.locale)
            whole = i18n.with_unit(number, unit, page.locale)
            shown = "".join(stat.itertext()).strip()
            assert shown.replace("\u00a0", " ") in {text.replace("\u00a0", " ") for text in (number, whole)}, page.path
    assert count


def test_a_page_about_a_town_shows_its_newest_figures(towns: Every, portal: Portal) -> None:
    codes = {city.code for city in portal.cities.values()}
    for page in towns:
        for stat in page.all("//data[contains(concat(' ', @class, ' '), ' stat ')]"):
            newest = portal.statistics.series(stat.get("data-key")).latest(stat.get("data-place"))
            assert newest is not None
            assert stat.get("data-place") in codes
            assert newest.period == stat.get("data-period"), page.path


def test_nobody_glues_an_ending_to_a_finnish_name(every: Every, portal: Portal) -> None:
    """A name as it is looked up, with an ending that its own forms do not have."""
    names = [city.name.fi for city in portal.cities.values()]
    ending = r"(n|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|an|än|seen)"
    glued = {f"{name.nominative}{part}" for name in names for part in re.findall(r"\w+", ending)}
    whole = {getattr(name, form) for name in names for form in type(name).model_fields}
    wrong = re.compile(rf"\b({'|'.join(sorted(map(re.escape, glued - whole)))})\b")
    titles = {source.title or "" for city in portal.cities.values() for source in city.sources.values()} - {""}
    own = {page.path: reduce(lambda text, title: text.replace(title, ""), titles, page.text) for page in every}
    found = [(path, wrong.findall(text)) for path, text in own.items() if path.startswith("/fi/")]
    assert [pair for pair in found if pair[1]] == []


def test_numbers_are_written_in_the_pages_own_way(every: Every) -> None:
    """Figures, tables and charts: no decimal point in Finnish and Swedish, no decimal comma in English."""
    figures = "//data | //table//td | //text[contains(@class, 'tick') or contains(@class, 'value')]"
    for page in every:
        shown = [found.text_content() for found in page.all(figures)]
        foreign = r"\d\u00a0\d|\d,\d{1,2}(?!\d)" if page.locale == "en" else r"\d\.\d"
        assert [text for text in shown if re.search(foreign, text)] == [], page.path


def test_no_page_says_that_something_is_not_set(every: Every) -> None:
    unset = {"fi": "ei ilmoitettu", "sv": "inte angiven", "en": "not set"}
    assert [page.path for page in every if unset[page.locale] in page.text] == []


#: What a native editor struck out; phrases of several kinds, each once.
STRUCK = {
    "fi": (
        "voisimme olla me",
        "päiväämätön",
        "Luettu lähteestä",
        "löytää tietään",
        r"\bkunnassa [A-ZÅÄÖ]",
        "Indeksi ”",
        r"vuonna \d{4} \d",
    ),
    "sv": (
        "kunde vara vi",
        "lämnades bort",
        "Vad nätverket är",
        "Wikipedian",
        r"avdelning [A-U]\b",
        "Hämtat från: github",
    ),
    "en": (
        "told by industry",
        "At least one must fails",
        "This could be us",
        "whom it looks for",
        "carbon-wise",
        "Read from",
        "reaches to 20",
        "^Invest in",
        "in the municipality of",
    ),
}


def test_no_page_has_what_an_editor_struck_out(every: Every) -> None:
    found = [(page.path, phrase) for page in every for phrase in STRUCK[page.locale] if re.search(phrase, page.text)]
    assert found == []


def test_one_message_has_one_meaning(show: Open) -> None:
    """A share of jobs is no button that shares, and a button searches where a heading is a search."""
    page = show("/fi/haku")
    assert page.one("//main//form//button").text_content() == "Hae"
    assert page.one("//h1").text_content() == "Haku"
    table = show("/fi/tunnusluvut/workplaces_by_industry?h=684&view=industries")
    heads = table.all("//th[@scope='col']/text()")
    assert "Osuus" in heads
    assert "Jaa" not in heads


def test_search_and_short_list_are_kept_out_of_search_engines_and_the_others_are_not(every: Every) -> None:
    kept_out = [page.path for page in every if page.all('//meta[@name="robots"]')]
    assert kept_out == ["/fi/haku", "/sv/sok", "/en/search", "/fi/suosikit", "/sv/utvalda", "/en/short-list"]


def test_every_map_is_credited(every: Every, portal: Portal) -> None:
    credit = {"fi": "Maanmittauslaitos", "sv": "Lantmäteriverket", "en": "National Land Survey of Finland"}
    mapped = [page for page in every if page.all("//svg[contains(@class, 'map') or @class='portrait']")]
    assert len(mapped) >= len(LOCALES) * len(portal.cities)
    for page in mapped:
        assert credit[page.locale] in page.text


def test_a_towns_first_figures_are_no_older_than_five_years(towns: Every, settings: Settings) -> None:
    for page in towns:
        periods = page.all("//li[@class='tile']//data/@data-period")
        assert all(int(period[:4]) >= int((settings.today or "")[:4]) - 5 for period in periods), page.path


def test_only_sections_that_are_all_jobs_are_told_as_what_a_place_is_specialised_in(show: Open, portal: Portal) -> None:
    """Shares of enterprises, or of a few sections, say something else."""
    indicators = {key: portal.statistics.indicator(key) for key in portal.statistics.keys}
    for key in [key for key, one in indicators.items() if one.dimension]:
        page = show(portal.addresses.path("indicator", "en", key))
        offered = not page.all("//input[@value='industries'][@disabled]")
        assert offered == (indicators[key].unit == "jobs" and indicators[key].total is not None), key
