from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import brotli
import pytest

from portal.server import static
from portal.server.body import choose
from portal.server.static import StaticFiles, build
from portal.settings import ROOT, Settings


@pytest.fixture
def store(settings: Settings) -> StaticFiles:
    return StaticFiles(settings)


def send(store: StaticFiles, url: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
    body = store.body(url)
    assert body is not None
    status, headers, data = body.answer({"REQUEST_METHOD": "GET", **environ})
    return status, dict(headers), data


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.1, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("BR", "br"),
        ("identity, br;q=0.5", "identity"),
        ("br;q=nonsense", "identity"),
        ("br" + "," * 5000, "br"),
    ],
)
def test_the_encoding_follows_what_the_browser_accepts(accept: str, encoding: str) -> None:
    assert choose(accept) == encoding


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ('"zzz", W/{etag}', "304 Not Modified"),
        ("{etag}", "304 Not Modified"),
        ("*", "304 Not Modified"),
        ('"zzz"', "200 OK"),
        ("nonsense", "200 OK"),
    ],
)
def test_if_none_match_is_compared_as_the_standard_asks(store: StaticFiles, known: str, status: str) -> None:
    url = store.asset("site.css")
    etag = send(store, url)[1]["ETag"]
    assert send(store, url, HTTP_IF_NONE_MATCH=known.format(etag=etag))[0] == status


def test_a_file_is_served_compressed_and_for_ever(store: StaticFiles, settings: Settings) -> None:
    url = store.asset("site.css")
    assert re.fullmatch(r"/static/[0-9a-f]{16}/site\.css", url)
    raw = (settings.assets / "site.css").read_bytes()
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        status, headers, data = send(store, url, HTTP_ACCEPT_ENCODING=encoding)
        assert status == "200 OK"
        assert unpack(data) == raw
        assert headers["Content-Encoding"] == encoding
        assert headers["Content-Length"] == str(len(data))
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert send(store, url)[2] == raw


def test_a_file_that_changes_gets_another_address(store: StaticFiles, settings: Settings) -> None:
    before = store.asset("site.css")
    (settings.assets / "site.css").write_text("body { color: white }")
    assert StaticFiles(settings).asset("site.css") != before
    assert StaticFiles(settings).body(before) is None


def test_the_forms_that_make_assets_wrote_are_used(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        static, "all_files", lambda settings: list(static.own_files(settings.assets))
    )  # Dash's are large
    assert build(settings) == len(static.all_files(settings)) == 2
    url = StaticFiles(settings).asset("site.css")
    ready = settings.built / (url.lstrip("/") + ".br")
    assert brotli.decompress(ready.read_bytes()) == (settings.assets / "site.css").read_bytes()
    ready.write_bytes(b"as it lies there")
    assert send(StaticFiles(settings), url, HTTP_ACCEPT_ENCODING="br")[2] == b"as it lies there"


def test_building_removes_what_is_no_longer_served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "all_files", lambda settings: list(static.own_files(settings.assets)))
    old = settings.built / "static" / "0000" / "site.css.br"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    build(settings)
    assert not old.exists()


def test_dash_finds_the_parts_of_a_bundle_beside_it(store: StaticFiles) -> None:
    bundle = store.asset("dash/dcc/dash_core_components.js")
    part = store.asset("dash/dcc/async-graph.js")
    assert bundle.rsplit("/", 1)[0] == part.rsplit("/", 1)[0]
    assert send(store, part)[1]["Content-Type"].startswith("text/javascript")


def test_plotly_is_the_small_bundle_where_it_was_fetched(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    assert static.plotly_file(settings.built).path.name == "plotly.min.js"
    assert "make assets" in caplog.text
    settings.built.mkdir()
    (settings.built / "plotly-basic.min.js").write_text("small")
    assert static.plotly_file(settings.built).path.name == "plotly-basic.min.js"


def test_bootstrap_is_whole_until_the_part_that_pages_use_was_made(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    store = StaticFiles(settings)
    whole = send(store, store.asset("bootstrap.css"))[2]
    assert re.search(rb"Bootstrap\s+v5\.3", whole)
    assert "the whole of Bootstrap" in caplog.text
    build(settings)
    part = StaticFiles(settings)
    assert len(send(part, part.asset("bootstrap.css"))[2]) < len(whole) / 4


def test_a_sheet_is_sent_without_comments_and_indents(settings: Settings) -> None:
    sheet = '/* of the\n   page */\np::after {\n  content: "  /* kept */";\n\tcolor: red; /* why */\n}\n'
    (settings.assets / "page.css").write_text(sheet, encoding="utf-8")
    store = StaticFiles(settings)
    sent = send(store, store.asset("page.css"))[2]
    assert sent == b'p::after {\ncontent: "  /* kept */";\ncolor: red; /* why */\n}\n'


def test_an_unknown_name_suggests_the_right_one(store: StaticFiles) -> None:
    with pytest.raises(FileNotFoundError, match=r"site\.css"):
        store.asset("sites.css")


def test_plotly_of_npm_is_exactly_the_version_of_pip() -> None:
    import json

    from plotly.offline import get_plotlyjs_version

    package = json.loads((Path(__file__).parents[2] / "package.json").read_text())
    assert package["dependencies"]["plotly.js-basic-dist-min"] == get_plotlyjs_version()


def test_the_lock_files_name_no_registry() -> None:
    root = Path(__file__).parents[2]
    for name in ("package-lock.json", "requirements.txt", "requirements-dev.txt"):
        assert "://" not in (root / name).read_text(), name


def test_over_http(client: Any) -> None:
    url = re.findall(r'href="([^"]+)"', client.get("/fi/").text)[0]
    response = client.get(url, headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        client.get(url, headers={"If-None-Match": response.headers["ETag"], "Accept-Encoding": "br"}).status_code == 304
    )
    head = client.head(url, headers={"Accept-Encoding": "br"})
    assert (head.data, head.headers["Content-Length"]) == (b"", response.headers["Content-Length"])
    for wrong in ("/static/", "/static/0000/site.css", "/static/../pyproject.toml", url + ".br", "/static/%2e%2e/x"):
        assert client.get(wrong).status_code == 404
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("sheet", ["portal.css", "embed.css"])
def test_every_block_of_a_style_sheet_is_closed(sheet: str) -> None:
    depth = 0
    for number, line in enumerate((ROOT / "assets" / sheet).read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("@media", ".", "/*")):
            assert depth == 0, f"{sheet}:{number} begins inside a block that is not closed"
        depth += line.count("{") - line.count("}")
    assert depth == 0


@pytest.mark.parametrize("name", static.JOINED)
def test_a_joined_script_has_every_module_of_its_folder_and_no_comment_of_theirs(name: str) -> None:
    """A module that is in the folder and in no script would never run."""
    folder = ROOT / "assets" / name.removesuffix(".js")
    assert sorted(static.JOINED[name]) == sorted(f"{folder.name}/{path.name}" for path in folder.iterdir())
    data = next(file.read() for file in static.joined_files(ROOT / "assets") if file.name == name)
    assert not re.search(rb"^\s*(/\*|//|\*)", data, re.MULTILINE)


def test_joined_modules_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "JOINED", {"both.js": ("b/two.js", "b/one.js")})
    (tmp_path / "b").mkdir()
    for name in ("one", "two"):
        (tmp_path / "b" / f"{name}.js").write_text(
            f'/* What {name} does,\n   in words. */\n// why\nrun("{name}"); // once\n'
        )
    [joined] = static.joined_files(tmp_path)
    assert joined.read().decode() == 'run("two"); // once\nrun("one"); // once\n'
