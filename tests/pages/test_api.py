"""The page about the files says what is there, and its examples work."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.file_formats import pages_with_files
from portal.i18n import LOCALES, Locale
from portal.pages.api import (
    COMPARISON_PARAMETERS,
    ENTRY_PARAMETERS,
    VIEW_PARAMETERS,
    template,
)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_address_stands_with_its_forms_and_an_example_that_works(show: Any, client: Any, locale: Locale) -> None:
    page = show(f"/{locale}/api")
    for name, forms in pages_with_files().items():
        (row,) = [div for div in page.all("//dl[@class='api-things']/div") if template(name, locale) in codes(div)]
        assert {f".{form}" for form in forms} <= codes(row)
        (link,) = row.xpath(".//a/@href")
        assert client.get(link).status_code == 200


def codes(element: Any) -> set[str]:
    return {code.text_content() for code in element.xpath(".//code")}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_parameter_is_explained(show: Any, locale: Locale) -> None:
    page = show(f"/{locale}/api")
    rows = {row.xpath("./th")[0].text_content(): row for row in page.all("//table//tbody/tr")}
    every = (*VIEW_PARAMETERS, *COMPARISON_PARAMETERS, *ENTRY_PARAMETERS)
    assert list(rows) == [*(parameter.name for parameter in every), "contact", "i"]
    assert set(CHART_TYPES) <= codes(rows["view"])
    assert all(cell.text_content().strip() for row in rows.values() for cell in row)


def test_the_curl_example_fetches_a_file(show: Any, portal: Portal, client: Any) -> None:
    command = show("/fi/api").one("//*[@id='api-curl']").text_content()
    found = re.fullmatch(r'curl --compressed -o (\S+) "([^"]+)"', command.strip())
    assert found is not None
    assert found[2].startswith(portal.site.site_url)
    answer = client.get(found[2].removeprefix(portal.site.site_url))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{found[1]}"'


def test_the_pandas_example_reads_a_file(
    show: Any, portal: Portal, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_csv(address: str, **options: Any) -> pd.DataFrame:
        return pd.read_csv(io.StringIO(client.get(address.removeprefix(portal.site.site_url)).text), **options)

    program = show("/en/api").one("//*[@id='api-pandas']").text_content().replace("import pandas\n", "")
    said: list[Any] = []
    exec(program, {"pandas": SimpleNamespace(read_csv=read_csv), "print": said.append})
    newest = portal.statistics.series("population").points("SSS")[-1]
    assert (said[0]["period"].iloc[-1], said[0]["value"].iloc[-1]) == (newest.period, newest.value)


def test_the_page_is_linked_from_the_foot_of_every_page(show: Any) -> None:
    assert show("/sv/").all("//footer//a[@href='/sv/api']")
