"""Nothing broken takes the site down: what cannot be read is left out, named by /healthz and told in one line."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal import i18n
from portal.enquiries.database import engine_of, migrate
from portal.server.app import create_app
from portal.server.reload import forget
from portal.settings import ROOT, Settings
from tests.small_data import write_small_data

PAGES = (
    "/en/",
    "/fi/",
    "/sv/",
    "/en/cities",
    "/en/cities/rantala",
    "/en/indicators",
    "/en/compare",
    "/en/network",
    "/en/compare?c=620,140",
    "/en/find-your-place",
    "/en/looking-for",
    "/en/contact",
    "/en/about",
    "/en/search?q=k",
    *(
        "/en/short-list",
        "/en/api",
        "/api/",
        "/api/openapi.json",
        "/sitemap.xml",
        "/en/embed",
        "/en/cities/rantala.json",
    ),
    *(
        "/en/cities/rantala.csv",
        "/en/cities/rantala.svg",
        "/en/cities/rantala.pdf",
        "/en/compare.pdf",
        "/en/cities.csv",
    ),
    "/en/indicators.csv",
    "/en/looking-for.atom",
    "/fi/kunnat.json",
    "/en/_explorer/_dash-layout",
    "/embed.js",
    *(
        "/en/indicators/population",
        "/en/indicators/population?view=map",
        "/en/indicators/population.csv",
        "/en/privacy",
    ),
)
QUESTION = "/en/_explorer/_dash-update-component"


def directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("/nowhere/at/all")


def noise(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00 {{{ : [")


def gone(file: Path) -> None:
    file.unlink()


BREAKS = (directory, dangling, noise, gone)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    address = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    migrate(engine_of(address))
    data = write_small_data(tmp_path)
    return Settings(data=data, built=tmp_path / "built", today="2026-11-23", database_url=address)


def ask_everything(client: Any) -> dict[str, int]:
    """Every kind of page, file and question: those that fail."""
    answers = {path: client.get(path).status_code for path in PAGES}
    for callback in client.get("/en/_explorer/_dash-dependencies").get_json():
        names = callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            "inputs": callback["inputs"],
            "state": callback["state"],
        }
        answers[callback["output"]] = client.post(QUESTION, json=body).status_code
    return {path: status for path, status in answers.items() if status >= 500}


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize(
    "name",
    [
        "cities/koivula.yaml",
        "organisations.yaml",
        "network.yaml",
        "municipalities.csv",
        "series/population.csv",
        "connections/connections.csv",
        "geo/ten.geojson",
        "geo/outline.geojson",
        "geo/municipalities.geojson",
    ],
)
def test_one_file_that_cannot_be_used_is_named(
    settings: Settings, caplog: pytest.LogCaptureFixture, name: str, how: Callable[[Path], None]
) -> None:
    how(settings.data / name)
    forget()
    client = create_app(settings).test_client()
    health = client.get("/healthz")
    assert (health.status_code, health.json["status"]) == (200, "degraded")
    assert health.json["files"] == [Path(name).name]
    assert Path(name).name in caplog.text
    assert "Traceback" not in caplog.text
    assert client.get("/en/").status_code == client.get("/en/cities/rantala").status_code == 200


@pytest.mark.parametrize("how", BREAKS)
def test_with_everything_broken_but_one_town_no_address_fails(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None]
) -> None:
    data = settings.data
    for name in ("cities/koivula.yaml", "organisations.yaml", "network.yaml", "municipalities.csv"):
        how(data / name)
    for file in [*(data / "series").iterdir(), *(data / "connections").iterdir(), *(data / "geo").iterdir()]:
        how(file)
    monkeypatch.setattr(i18n, "CATALOGUES", settings.data / "no-locales")
    forget()
    client = create_app(settings).test_client()
    assert ask_everything(client) == {}
    assert client.get("/en/cities/rantala").status_code == client.get("/en/compare").status_code == 200
    assert "The figures cannot be shown at the moment." in client.get("/en/cities/rantala").text
    told = set(client.get("/healthz").json["files"])
    assert {"koivula.yaml", "population.csv", "connections.csv", "ten.geojson", "sv/LC_MESSAGES/messages.po"} <= told
    assert "hyphenation/names.txt" in told
    forget()


@pytest.mark.parametrize("how", BREAKS)
def test_without_translations_the_interface_speaks_english(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None]
) -> None:
    shutil.copytree(ROOT / "locales", tmp_path / "locales")
    how(tmp_path / "locales" / "sv" / "LC_MESSAGES" / "messages.po")
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path / "locales")
    forget()
    client = create_app(settings).test_client()
    assert client.get("/healthz").json["files"] == ["sv/LC_MESSAGES/messages.po"]
    assert ">Kaupungit</a>" in client.get("/fi/").text
    assert ">Towns</a>" in client.get("/sv/").text
    forget()


@pytest.mark.parametrize("how", BREAKS)
def test_static_files_that_cannot_be_read_are_made_or_done_without(
    settings: Settings, tmp_path: Path, how: Callable[[Path], None]
) -> None:
    built = settings.built
    built.mkdir()
    for name in ("plotly-basic.min.js", "accessible-autocomplete.min.js"):
        (built / name).write_text("// a bundle")
    dense = built / create_app(settings).extensions["portal"].static_files.asset("portal.css")[1:]
    dense.parent.mkdir(parents=True)
    dense.with_name("portal.css.br").write_bytes(b"compressed before")
    for file in (built / "plotly-basic.min.js", built / "accessible-autocomplete.min.js"):
        how(file)
    directory(dense.with_name("portal.css.br"))
    client = create_app(settings).test_client()
    assert ask_everything(client) == {}
    path = f"/{dense.relative_to(built)}"
    for encoding in ("br", "gzip", "identity"):
        assert client.get(path, headers={"Accept-Encoding": encoding}).status_code == 200


def test_a_static_file_that_is_gone_since_the_start_is_a_404(settings: Settings, tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(settings.assets, assets, ignore=shutil.ignore_patterns("built"))
    app = create_app(dataclasses.replace(settings, assets=assets))
    path = app.extensions["portal"].static_files.asset("share.png")
    (assets / "share.png").unlink()
    assert app.test_client().get(path).status_code == 404


# What nothing can be shown without


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("name", ["site.yaml", "indicators.yaml"])
def test_without_what_everything_needs_the_server_says_what_to_mend(
    settings: Settings, name: str, how: Callable[[Path], None]
) -> None:
    how(settings.data / name)
    with pytest.raises(SystemExit, match=rf"The portal cannot start\.\n.*{name}:1:1  .*\.$"):
        create_app(settings)


@pytest.mark.parametrize("kind", ["missing", "a file", "empty", "dangling"])
def test_a_folder_of_content_that_is_none_is_told(settings: Settings, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "content"
    if kind == "a file":
        folder.write_text("no folder")
    elif kind == "empty":
        folder.mkdir()
    elif kind == "dangling":
        folder.symlink_to("/nowhere/at/all")
    with pytest.raises(SystemExit, match=r"The portal cannot start\.\n.*content.*  there is no such f"):
        create_app(dataclasses.replace(settings, data=folder))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site_url", "junk"),
        ("site_url", "ftp://x"),
        ("site_url", "https://[::1"),
        ("site_url", "https://ä.example:port"),
        ("trusted_proxies", "abc"),
        ("trusted_proxies", "99"),
        ("trusted_proxies", "-1"),
        ("retention_days", "x"),
        ("feedback_email", "nobody"),
    ],
)
def test_settings_that_cannot_be_read_stop_the_start_in_one_line(settings: Settings, field: str, value: str) -> None:
    with pytest.raises(SystemExit, match=rf"The portal cannot start\.\nenvironment  PORTAL_{field.upper()}: [^\n]+$"):
        create_app(dataclasses.replace(settings, overrides={field: value}))


@pytest.mark.parametrize("kind", ["missing", "a file", "without its style"])
def test_without_its_own_assets_the_server_says_so(settings: Settings, tmp_path: Path, kind: str) -> None:
    assets = tmp_path / "assets"
    if kind == "a file":
        assets.write_text("no folder")
    elif kind == "without its style":
        shutil.copytree(settings.assets, assets, ignore=shutil.ignore_patterns("built", "portal.css"))
    with pytest.raises(SystemExit, match=r"^The portal cannot start\. [^\n]*(assets|portal\.css)[^\n]*$"):
        create_app(dataclasses.replace(settings, assets=assets))


@pytest.mark.parametrize("kind", ["a folder", "no database", "no place"])
def test_a_database_file_that_cannot_be_used_closes_enquiries_alone(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    file = tmp_path / "other.sqlite3"
    if kind == "a folder":
        file.mkdir()
    elif kind == "no database":
        file.write_text("no database at all " * 100)
    else:
        (tmp_path / "instance").write_text("a file in the folder's place")
        file = tmp_path / "instance" / "portal.sqlite3"
    client = create_app(dataclasses.replace(settings, database_url=f"sqlite:///{file}")).test_client()
    assert "No enquiries are taken in" in caplog.text
    assert (client.get("/healthz").status_code, client.get("/healthz").json["enquiries"]) == (200, "no database")
    assert client.get("/en/contact").status_code == 200


# Permissions: root may read everything, so it gives that right away first

CHILD = """
import json, pathlib, sys
from portal.server.app import create_app
from portal.settings import Settings
folders = {name: pathlib.Path(path) for name, path in json.loads(sys.argv[1]).items()}
address = f"sqlite:///{folders['data'].parent / 'portal.sqlite3'}"
client = create_app(Settings(today="2026-11-23", database_url=address, **folders)).test_client()
health = client.get("/healthz")
pages = [client.get(path).status_code for path in ("/en/", "/en/cities/rantala", "/en/compare")]
print(json.dumps([health.status_code, health.json["files"], pages]))
"""


def test_files_and_folders_without_permission_are_left_out(settings: Settings) -> None:
    settings.built.mkdir()
    (settings.built / "plotly-basic.min.js").write_text("// a bundle")
    closed = ("cities/koivula.yaml", "organisations.yaml", "series/population.csv", "connections", "geo")
    for path in (*(settings.data / name for name in closed), settings.built):
        path.chmod(0)
    folders = json.dumps({"data": str(settings.data), "built": str(settings.built)})
    humble = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    run = subprocess.run(
        [*humble, sys.executable, "-c", CHILD, folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    for path in (*(settings.data / name for name in closed), settings.built):
        path.chmod(0o755)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    status, files, pages = json.loads(run.stdout)
    assert (status, pages) == (200, [200, 200, 200])
    geo = {"ten.geojson", "outline.geojson", "municipalities.geojson"}
    assert set(files) == {"koivula.yaml", "organisations.yaml", "population.csv", "connections.csv", *geo}


# The key that signs


@pytest.mark.parametrize(
    ("key", "told"), [(None, True), ("weak", True), ("changeme-changeme", True), ("f3b1" * 8 + "90acde", False)]
)
def test_a_public_site_says_that_its_key_is_missing_or_weak(
    settings: Settings, caplog: pytest.LogCaptureFixture, key: str | None, told: bool
) -> None:
    public = {"site_url": "https://invest.example.fi"}
    client = create_app(dataclasses.replace(settings, secret_key=key, overrides=public)).test_client()
    health = client.get("/healthz").json
    assert health.get("settings") == (["SECRET_KEY"] if told else None)
    assert health["status"] == ("degraded" if told else "ok")
    assert [record.levelno for record in caplog.records if "SECRET_KEY" in record.message] == [logging.ERROR] * told


def test_a_laptop_needs_no_key(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    assert create_app(settings).test_client().get("/healthz").json["status"] == "ok"
    assert "SECRET_KEY" not in caplog.text


# What letters need


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"smtp_url": "smtp://user:pa:ss@word@host:x", "mail_from": "portal@example.fi"}, ["SMTP_URL"]),
        ({"smtp_url": "smtp://127.0.0.1:9"}, ["MAIL_FROM"]),
        ({"smtp_url": "smtp://127.0.0.1:9", "mail_from": "not an address"}, ["MAIL_FROM"]),
        ({"delivery": "Web"}, ["DELIVERY"]),
        ({"smtp_url": "smtp://127.0.0.1:9", "mail_from": "The Towns <portal@example.fi>", "delivery": "web"}, None),
        ({}, None),
    ],
)
def test_a_site_says_from_its_start_that_no_letter_can_leave(
    settings: Settings, caplog: pytest.LogCaptureFixture, given: dict[str, str], told: list[str] | None
) -> None:
    health = create_app(dataclasses.replace(settings, **given)).test_client().get("/healthz").json
    assert health.get("settings") == told
    lines = [record.message for record in caplog.records if "no letters leave" in record.message]
    assert [line.split()[0] for line in lines] == (told or [])
    assert "word" not in "".join(lines)


def test_visitors_are_told_where_the_mail_server_of_the_environment_cannot_be_read(settings: Settings) -> None:
    def form(address: str) -> str:
        given = dataclasses.replace(settings, smtp_url=address, mail_from="portal@example.fi")
        return create_app(given).test_client().get("/en/contact").get_data(as_text=True)

    assert "cannot send mail at the moment" in form("smtp://host:x")
    assert "cannot send mail at the moment" not in form("smtp://127.0.0.1:9")
