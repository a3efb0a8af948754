"""How an indicator is cited."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.indicators.library import Statistics
from portal.pages.citation import SPECIAL, citation, escaped, identifier


def entry(text: str) -> tuple[str, dict[str, str]]:
    """A BibTeX entry as its reader has it: the key and the fields. Braces must pair."""
    head = re.match(r"@misc\{([^\s,]+),\n", text)
    assert head and text.endswith("}\n")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", text, re.MULTILINE))
    for value in fields.values():
        depth = 0
        for sign in re.sub(r"\\[{}]", "", value):
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0, value
        assert depth == 0, value
    assert len(fields) == text.count("\n") - 2
    return head[1], fields


@pytest.mark.parametrize("locale", LOCALES)
def test_a_citation_names_publisher_date_title_place_and_licence(portal: Portal, locale: Locale) -> None:
    plain = citation(portal, "employment_rate_18_64", locale).plain
    publisher = {"fi": "Tilastokeskus", "sv": "Statistikcentralen", "en": "Statistics Finland"}[locale]
    title = {"fi": "Työllisyysaste", "sv": "Relativt sysselsättningstal", "en": "Employment rate"}[locale]
    day = {"fi": "8.11.2022", "sv": "8.11.2022", "en": "8 November 2022"}[locale]
    assert plain.startswith(f"{publisher} ({day}): {title}. ")
    assert f"{portal.site.site_url}{portal.addresses.path('indicator', locale, 'employment_rate_18_64')}" in plain
    assert plain.endswith("CC BY 4.0.")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_indicator_has_a_bibtex_entry_that_can_be_read(portal: Portal, locale: Locale) -> None:
    keys = []
    for key in portal.statistics.keys:
        name, fields = entry(citation(portal, key, locale).bibtex)
        keys.append(name)
        assert {"author", "title", "howpublished", "url", "note", "language"} <= set(fields)
        assert fields["url"].endswith(f"/{key}")
        assert re.fullmatch(r"\d{4}", fields.get("year", "2020"))
    assert len(set(keys)) == len(keys)


def undated(portal: Portal, key: str) -> Portal:
    """The same portal, where no source of an indicator states a date."""
    catalogue = portal.statistics.catalogue
    indicator = catalogue.indicators[key]
    sources = [source.model_copy(update={"data_date": None}) for source in indicator.sources]
    changed: Any = {**catalogue.indicators, key: indicator.model_copy(update={"sources": sources})}
    statistics = Statistics(catalogue.model_copy(update={"indicators": changed}), {}, {}, ())
    return dataclasses.replace(portal, statistics=statistics)


def test_no_date_is_invented(portal: Portal) -> None:
    made = citation(undated(portal, "population"), "population", "en")
    assert re.match(r"[^(]*: Population\. ", made.plain)
    assert "year" not in entry(made.bibtex)[1]


def test_what_bibtex_would_read_as_a_command_is_written_out() -> None:
    assert escaped("50 % of A&B_C #1 {x} ~ ^ \\ $") == (
        r"50 \% of A\&B\_C \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{} \$"
    )
    assert set(escaped("".join(SPECIAL))) > {"\\"}
    assert identifier("a b,c") == "a_b_c"


def test_the_page_has_the_citation_in_both_forms(portal: Portal, show: Any) -> None:
    page = show("/sv/nyckeltal/employment_rate_18_64")
    made = citation(portal, "employment_rate_18_64", "sv")
    assert page.one("//*[@id='citation']").text_content().strip() == made.plain
    assert page.one("//*[@id='bibtex']").text_content().strip() == made.bibtex.strip()
    assert {button.get("data-copy") for button in page.all("//details//button[@data-copy]")} >= {"#citation", "#bibtex"}


def test_the_file_is_the_same_entry(portal: Portal, client: Any) -> None:
    answer = client.get("/sv/nyckeltal/employment_rate_18_64.bib")
    assert answer.text == citation(portal, "employment_rate_18_64", "sv").bibtex
    assert answer.content_type == "application/x-bibtex; charset=utf-8"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_citation_gives_the_address_of_the_table(portal: Portal, locale: Locale) -> None:
    cited = citation(portal, "price_old_flats_per_m2", locale)
    table = f"https://pxdata.stat.fi/PxWeb/pxweb/{locale}/StatFin/StatFin__ashi/13mx.px/"
    assert f"StatFin/ashi/13mx.px, {table}" in cited.plain
    assert escaped(table) in cited.bibtex
