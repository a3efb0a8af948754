"""The files as an interface: described, open to programs on other sites, and robust."""

from __future__ import annotations

import json
import threading
from typing import Any

import hypothesis
import jsonschema_rs
import openapi_spec_validator
import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.file_formats import pages_with_files
from portal.i18n import LOCALES, Locale
from portal.server import cache
from portal.server.app import create_app
from tests.made_up_site import country_settings

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = hypothesis.settings(
    database=None,
    derandomize=True,
    deadline=None,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture(scope="module")
def site() -> Flask:
    """The whole site, limits as they are."""
    app = create_app(country_settings())
    app.testing = True
    return app


@pytest.fixture(scope="module")
def visitor(site: Flask) -> Any:
    return site.test_client()


@pytest.fixture(scope="module")
def description(visitor: Any) -> dict[str, Any]:
    return dict(json.loads(visitor.get("/api/openapi.json").text))


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    openapi_spec_validator.validate(description)
    assert description["openapi"].startswith("3.1")
    assert description["servers"] == [{"url": "http://127.0.0.1:8050"}]


def test_every_file_is_described_in_every_language(description: dict[str, Any]) -> None:
    count = sum(len(forms) for forms in pages_with_files().values())
    assert len(description["paths"]) == count * len(LOCALES)
    assert "/sv/nyckeltal/{key}.csv" in description["paths"]
    names = [path["get"]["operationId"] for path in description["paths"].values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("locale", LOCALES)
def test_json_files_are_as_described(visitor: Any, description: dict[str, Any], locale: Locale) -> None:
    components = {"components": description["components"]}
    lists = visitor.get(description_path(description, "indicators", locale)).json
    towns = visitor.get(description_path(description, "cities", locale)).json
    things = [*lists["indicators"][LOCALES.index(locale) :: 6], *towns["cities"]]
    paths = [thing["files"]["json"].removeprefix("http://127.0.0.1:8050") for thing in things]
    for path in [*paths, *(description_path(description, name, locale) for name in ("municipalities", "compare"))]:
        operation = next(op["get"] for template, op in description["paths"].items() if fits(template, path))
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.validator_for({**schema, **components}).validate(visitor.get(path).json)


def description_path(description: dict[str, Any], page: str, locale: str) -> str:
    wanted = f"{page}_json_{locale}"
    return next(path for path, op in description["paths"].items() if op["get"]["operationId"] == wanted)


def fits(template: str, path: str) -> bool:
    start, brace, rest = template.partition("{")
    ending = rest.partition("}")[2]
    inner = path[len(start) : len(path) - len(ending)] if brace else ""
    return path == template or (bool(brace) and path.startswith(start) and path.endswith(ending) and "/" not in inner)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("locale", "examples"), [("fi", 1), ("sv", 1), ("en", 3)])
def test_a_tester_finds_nothing_against_the_description(
    site: Flask, locale: str, examples: int, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", site)
    tested = 0
    for result in schema.include(tag=locale).get_all_operations():
        operation = result.ok()
        varies = operation.path_parameters or operation.query
        if mode is GenerationMode.NEGATIVE and not varies:
            continue

        @hypothesis.settings(FEW, max_examples=examples)
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def run(case: Any) -> None:
            answer = case.call(headers={"Accept-Encoding": "identity"})
            case.validate_response(answer, checks=CHECKS)

        run()
        tested += 1
    assert tested > 10


PATHS = (
    "/api/",
    "/api/openapi.json",
    "/fi/kunnat.json",
    "/en/indicators/population.csv",
    "/en/indicators/population.csv?view=ranking",
    "/en/indicators/population.svg",
    "/en/cities/iisalmi.vcf",
)


@pytest.mark.parametrize("path", PATHS)
def test_programs_on_any_site_may_read_files(visitor: Any, path: str) -> None:
    for _again in range(2):  # first made, then kept
        for answer in (visitor.get(path), visitor.head(path)):
            assert answer.status_code == 200
            assert answer.headers.getlist("Access-Control-Allow-Origin") == ["*"]
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    tag = visitor.get(path).headers["ETag"]
    known = visitor.get(path, headers={"If-None-Match": tag})
    assert (known.status_code, known.data) == (304, b"")
    assert known.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_that_asks_first_is_answered(visitor: Any, path: str) -> None:
    answer = visitor.options(path)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Allow"] == answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/en/", "/en/api", "/en/indicators/population", "/fi/_explorer/_dash-layout", "/healthz"]
)
def test_pages_and_the_explorer_are_not_open_to_other_sites(visitor: Any, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in visitor.get(path).headers
    assert visitor.options(path).status_code == 405


def test_a_file_that_is_not_there_says_so_to_programs_too(visitor: Any) -> None:
    answer = visitor.get("/en/indicators/nothing.json")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (404, "*")
    assert visitor.options("/en/unheard-of.json").status_code == 404


def test_the_page_about_the_files_speaks_the_readers_language(visitor: Any) -> None:
    for wish, language in (("sv", "sv"), ("en-US,en;q=0.9", "en-GB"), ("de", "en-GB"), ("", "fi")):
        answer = visitor.get("/api/", headers={"Accept-Language": wish})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert {"Accept-Language", "Cookie", "Accept-Encoding"} <= set(answer.vary)
    assert visitor.get("/api").headers["Location"] == "/api/"


def test_pictures_and_workbooks_are_not_packed_again(visitor: Any) -> None:
    for path in ("/en/cities/iisalmi.png", "/en/cities/iisalmi.xlsx"):
        answer = visitor.get(path, headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Length"] == str(len(answer.data))


def test_one_spelling_of_a_query_is_made_once(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = visitor.get("/en/indicators/mean_age.csv?view=ranking&p=140,684&utm_source=x")
    door: cache.CacheMiddleware = visitor.application.wsgi_app

    def refuse(environ: Any, start_response: Any) -> Any:
        raise AssertionError("Flask was asked")

    monkeypatch.setattr(door, "app", refuse)
    assert visitor.get("/en/indicators/mean_age.csv?p=140%2C684&view=ranking").data == first.data


def test_two_readers_in_two_languages_never_see_each_others_words(visitor: Any, site: Flask) -> None:
    found: dict[str, set[str]] = {"fi": set(), "sv": set()}
    paths = {"fi": "/fi/tunnusluvut", "sv": "/sv/nyckeltal"}

    def read(locale: str) -> None:
        client = site.test_client()
        for year in range(2000, 2012):
            answer = client.get(f"{paths[locale]}/population.svg?view=ranking&year={year}")
            found[locale] |= {word for word in ("Lähde:", "Källa:") if word in answer.text}

    threads = [threading.Thread(target=read, args=(locale,)) for locale in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"fi": {"Lähde:"}, "sv": {"Källa:"}}


def test_metadata_is_a_file_of_every_csv() -> None:
    assert all(("csv-metadata.json" in forms) == ("csv" in forms) for forms in pages_with_files().values())
