"""The small made-up country in four languages, served and walked through; run by `test_languages` on its own.

A language is known before anything else of the portal, so it cannot be registered in a process that has read it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from lxml import html

from portal import languages

STUBS = Path(__file__).parent / "stubs"
languages.__path__.append(str(STUBS / "languages"))

from portal import i18n, urls  # noqa: E402
from portal.cli.check import survey  # noqa: E402
from portal.enquiries import database  # noqa: E402
from portal.server.app import create_app  # noqa: E402
from portal.settings import ROOT, Settings  # noqa: E402
from tests.small_data import write_small_data  # noqa: E402

WORDS = {"Towns": "Linnad", "Compare": "Võrdle", "Estonian": "Eesti keel", "Send an enquiry": "Saada päring"}


def estonian(path: str) -> str:
    """A made-up address: each word with the language behind it."""
    return "/".join(step if step.startswith("<") or not step else f"{step}-et" for step in path.split("/"))


def write_catalogues(folder: Path) -> None:
    """The portal's own catalogues, and one of the fourth language with a few words."""
    shutil.copytree(ROOT / "locales", folder)
    (folder / "hyphenation" / "et.txt").write_text("-linn\n")
    file = folder / "et" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    catalogue = Catalog("et")
    for message, words in WORDS.items():
        catalogue.add(message, words)
    with file.open("wb") as out:
        write_po(out, catalogue)


def translated(value: Any) -> Any:
    """Content with the fourth language in every text, name and slug."""
    if isinstance(value, list):
        return [translated(item) for item in value]
    if not isinstance(value, dict):
        return value
    known = {key: translated(item) for key, item in value.items()}
    return known | ({"et": marked(known["en"])} if "en" in known else {})


def marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item) for item in value]
    return f"{value}-et" if re.fullmatch("[a-z0-9-]+", value) else f"{value} et"


def write_data(folder: Path) -> Path:
    """The small country with its texts in four languages."""
    data = write_small_data(folder)
    for text in data.glob("texts/*.en.md"):
        shutil.copy(text, text.with_name(text.name.replace(".en.", ".et.")))
    for file in data.rglob("*.yaml"):
        content = yaml.load(file.read_text(), Loader=yaml.BaseLoader)
        file.write_text(yaml.safe_dump(plain(translated(content)), allow_unicode=True, sort_keys=False))
    return data


def plain(value: Any) -> Any:
    """Numbers as they were; read as texts, codes keep their zeros."""
    if isinstance(value, dict):
        return {key: item if key == "code" else plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    number = re.fullmatch(r"-?\d+(\.\d+)?|true|false", value)
    return yaml.safe_load(value) if number else value


def site(folder: Path) -> Any:
    """A visitor of the small country."""
    for paths in {id(paths): paths for table in (urls.PAGES, urls.FILES) for paths in table.values()}.values():
        paths["et"] = estonian(paths["en"])
    write_catalogues(folder / "locales")
    i18n.CATALOGUES = folder / "locales"
    address = f"sqlite:///{folder}/portal.sqlite3"
    database.migrate(database.engine_of(address))
    off = {"answer_limit": "off", "file_limit": "off", "database_url": address}
    app = create_app(dataclasses.replace(Settings(), data=write_data(folder), today="2026-11-23", **off))
    app.testing = True
    return app.test_client()


def walk(client: Any) -> None:
    """Every page in the fourth language, and what is said of the language in the others."""
    listed = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", client.get("/sitemap.xml").text)
    paths = [path for path in listed if path.startswith("/et/")]
    assert len(paths) * 4 == len(listed), (len(paths), len(listed))
    for path in [*paths, "/et/search-et?q=terminal", "/et/short-list-et", "/et/embed-et/cities-et/koivula-et"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = html.document_fromstring(answer.text)
        assert page.get("lang") == "et", path
    home = html.document_fromstring(client.get("/et/").text)
    assert [link.text_content()[:5] for link in home.xpath("//nav[@class='languages']//a")][-1] == "Eesti"
    assert home.xpath("//nav[@class='menu']//a/text()")[:1] == ["Linnad"]
    assert home.xpath("//meta[@property='og:locale']/@content") == ["et_EE"]
    finnish = html.document_fromstring(client.get("/fi/kaupungit/koivula").text)
    assert finnish.xpath("//link[@rel='alternate'][@hreflang='et']/@href")[0].endswith("/et/cities-et/koivula-et")
    town = html.document_fromstring(client.get("/et/cities-et/koivula-et").text)
    assert "Koivula et" in town.xpath("string(//h1)")
    assert client.get("/et/kaupungit/bjorkby").headers["Location"] == "/et/cities-et/koivula-et"


def take_files(client: Any) -> None:
    """Files in the fourth language, and what programs are told of it."""
    described = json.loads(client.get("/api/openapi.json").text)
    assert described["tags"][-1] == {"name": "et", "description": "Eesti keeles"}
    files = [path for path in described["paths"] if path.startswith("/et/")]
    assert len(files) * 4 == len(described["paths"])
    for path in files:
        found = path.replace("{key}", "population").replace("{city}", "koivula-et")
        assert client.get(found).status_code == 200, found
    assert "name_et" in client.get("/et/municipalities-et.csv").text.splitlines()[0]
    assert "estonian" in client.get("/et/indicators-et/population.bib").text
    assert client.get("/et/_explorer/_dash-layout").status_code == 200


if __name__ == "__main__":
    home = Path(sys.argv[1])
    visitor = site(home)
    walk(visitor)
    take_files(visitor)
    settings = dataclasses.replace(Settings(), data=home / "data", cache=home / "cache")
    assert [str(one) for one in survey(settings, dt.date(2026, 11, 23)) if one.severity == "error"] == []
    print("walked through four languages")
