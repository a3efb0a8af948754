"""A town's page answers a stranger's questions in their order, and each claim leads to its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from portal.server.app import create_app
from portal.settings import Settings
from tests.small_data import write_small_data

MORE = """\
sites:
  - name:
      fi: Rautatien teollisuusalue
      sv: Järnvägens industriområde
      en: The railway industrial area
    hectares: 1258
    text:
      fi: Alue on asemakaavoitettu.
      sv: Området är detaljplanerat.
      en: The area has a local detailed plan.
    source: port
energy:
  - text:
      fi: Alueelle tulee 110 kilovoltin johto.
      sv: En 110 kilovolts ledning når området.
      en: A 110 kV line reaches the area.
    source: town_site
investments:
  - text:
      fi: Saha rakensi kuivaamon vuonna 2025.
      sv: Sågen byggde en tork år 2025.
      en: The sawmill built a drying kiln in 2025.
    source: town_site
aid:
  - text:
      fi: Tuki on enintään 35 prosenttia.
      sv: Stödet är högst 35 procent.
      en: Aid is at most 35 per cent.
    source: town_site
figures:
"""
PATHS = ("/fi/kaupungit/koivula", "/sv/stader/bjorkby", "/en/cities/koivula")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A small site whose first town has sites, energy, investments and aid."""
    data = write_small_data(tmp_path_factory.mktemp("order"))
    _change(data / "cities" / "koivula.yaml", "figures:\n", MORE)
    return create_app(Settings(data=data, built=data.parent / "built", today="2026-11-23")).test_client()


def _change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def page(site: FlaskClient, path: str = PATHS[2]) -> Any:
    return html.document_fromstring(site.get(path).text)


def said(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def test_the_questions_come_in_a_strangers_order(site: FlaskClient) -> None:
    for path in PATHS:
        tree = page(site, path)
        order = [str(one) for one in tree.xpath("//main//h2/@id")]
        parts = ["key-figures", "strengths", "looking-for", "ecosystem", "connections", "people", "aid", "contact"]
        assert [one for one in order if one in parts] == parts
        assert order.index("contact") < order.index("numbers")
        named = [href[1:] for href in tree.xpath("//nav[contains(@class, 'contents')]//a/@href")]
        assert named == [one for one in order if one in named]
        assert {*named} >= {*parts[1:]}


def test_the_headings_name_the_town_as_each_language_does(site: FlaskClient) -> None:
    found = [said(page(site, path).xpath("//h2[@id='looking-for']")[0]) for path in PATHS]
    assert found == ["Keitä Koivulaan etsitään", "Vilka Björkby söker", "Opportunities in Koivula"]


def test_every_number_leads_to_a_note_of_its_own_source_in_one_step(site: FlaskClient) -> None:
    for path in PATHS:
        tree = page(site, path)
        refs = tree.xpath("//main//a[@class='ref']")
        assert len(refs) > 5
        for ref in refs:
            (note,) = tree.xpath(f"//*[@id='{ref.get('href')[1:]}']")
            assert said(note).split()[0] == said(ref).split()[-1]
            assert ref.xpath("ancestor::section[@aria-labelledby]")[-1] in note.iterancestors()
        ids = tree.xpath("//@id")
        assert len(ids) == len({*ids})


def test_a_source_has_one_number_on_the_page(site: FlaskClient) -> None:
    notes = [said(note).split(" ", 1) for note in page(site).xpath("//*[@class='note']")]
    numbers = dict(reversed(note) for note in notes)
    assert len({*numbers.values()}) == len(numbers)
    assert all(numbers[name] == number for number, name in notes)


def test_a_claim_is_not_interrupted_by_its_source(site: FlaskClient) -> None:
    texts = [said(item) for item in page(site).xpath("//ul[contains(@class, 'facts')]/li")]
    assert not [text for text in texts if "Source:" in text]


def test_hectares_are_figures(site: FlaskClient) -> None:
    assert [said(page(site, path).xpath("//*[@class='hectares']")[0]) for path in PATHS] == [
        "1 258 ha",
        "1 258 ha",
        "1,258 ha",
    ]


def test_an_entry_is_marked_and_the_mark_is_explained_once(site: FlaskClient) -> None:
    for path in PATHS:
        tree = page(site, path)
        assert tree.xpath("//article//a[@class='state'][@href='#unconfirmed']")
        assert len(tree.xpath("//*[@id='unconfirmed']")) == 1


@pytest.mark.parametrize("word", ["kuivaamon", "johto", "Tuki", "teollisuusalue"])
def test_what_is_new_on_the_page_is_found_and_its_anchor_is_there(site: FlaskClient, word: str) -> None:
    tree = page(site, f"/fi/haku?q={word}")
    (href,) = {href for href in tree.xpath("//ul[@class='index']//a/@href") if "#" in href}
    where, anchor = href.split("#")
    assert page(site, where).xpath(f"//*[@id='{anchor}']")


def test_the_json_file_has_it_all_and_says_what_is_not_confirmed(site: FlaskClient) -> None:
    town = json.loads(site.get(f"{PATHS[2]}.json").text)
    assert town["sites"][0]["hectares"] == 1258
    assert town["investments"] == [{"text": "The sawmill built a drying kiln in 2025.", "source": "town_site"}]
    assert town["energy"][0]["source"] in town["sources"]
    assert town["aid"][0]["text"] == "Aid is at most 35 per cent."
    assert [entry["confirmed"] for entry in town["looking_for"]] == [None]
