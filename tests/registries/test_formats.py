"""A file format is one registration beside its maker."""

from __future__ import annotations

import json

import pytest
from lxml import html

from portal.exports import formats
from portal.file_formats import file_formats, linked
from portal.urls import PATHS
from tests.registries.conftest import STUBS, MakeClient, forget
from tests.registries.sources import lists

#: Where a link stands -> the pages whose files it leads to.
LEADS = {
    "view": {"indicator"},
    "indicator": {"indicator"},
    "city": {"city"},
    "compare": {"compare"},
    "short_list": {"city", "compare"},
}


@pytest.fixture
def tsv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(STUBS / "formats")])
    forget()


@pytest.mark.usefixtures("tsv")
@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/en/indicators/population", "/en/indicators/population.tsv"),
        ("/en/indicators/population", "/en/indicators/population.tsv?view=trend"),
        ("/en/cities/koivula", "/en/cities/koivula.tsv"),
        ("/en/compare", ""),  # too few towns differ here for a comparison with files
    ],
)
def test_a_format_that_is_registered_is_linked_and_served(make_client: MakeClient, page: str, file: str) -> None:
    client = make_client()
    shown = html.document_fromstring(client.get(page).text)
    hrefs = [link.get("href") for link in shown.xpath("//a[text()='TSV']")]
    assert any(href.startswith(file) for href in hrefs)
    file = file or "/en/compare.tsv"
    answer = client.get(file)
    assert (answer.status_code, answer.mimetype) == (200, "text/tab-separated-values")
    name = file.partition("?")[0].rsplit("/", 1)[-1]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "901\t2020\t" in answer.text


@pytest.mark.usefixtures("tsv")
def test_a_format_that_is_registered_is_described_to_people_and_programs(make_client: MakeClient) -> None:
    client = make_client()
    shown = html.document_fromstring(client.get("/sv/api").text)
    assert "figures between tabs" in shown.xpath("string(//dt[code='.tsv']/following-sibling::dd)")
    paths = json.loads(client.get("/api/openapi.json").text)["paths"]
    told = paths["/sv/nyckeltal/{key}.tsv"]["get"]["responses"]["200"]["content"]
    assert told == {"text/tab-separated-values": {"schema": {"type": "string"}}}
    assert client.get("/en/indicators.json").json["indicators"][0]["files"]["tsv"].endswith("population.tsv")


def test_without_its_registration_there_is_no_such_file(make_client: MakeClient) -> None:
    assert make_client().get("/en/indicators/population.tsv").status_code == 404


def test_no_format_lacks_a_part() -> None:
    orders = [one.order for one in file_formats().values()]
    assert len(set(orders)) == len(orders)
    for ending, one in file_formats().items():
        assert one.makers.keys() and one.makers.keys() <= PATHS.keys(), ending
        assert one.parameters.keys() <= one.makers.keys(), ending
        assert all(LEADS[place] <= one.makers.keys() for place in one.links), ending
        assert one.describes in {"", *file_formats()}, ending
    for place in LEADS:
        order = [one.links[place].order for one in linked(place)]  # type: ignore[index, arg-type]
        assert len(set(order)) == len(order), place


def test_nothing_else_lists_the_formats() -> None:
    assert lists({*file_formats()}, 3) == set()
