"""The files that never change under their address: our own, Bootstrap's, Dash's and plotly's.

Each is served at /static/<hash>/<name>, compressed beforehand. The modules of one script (`JOINED`) travel as one file.
`python -m portal.server.static` (part of `make assets`) writes the compressed forms and the part of Bootstrap that
pages use into assets/built/; what is missing there is served whole, compressed once, when first asked for.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from portal.server.body import ENCODINGS, Body, Headers, compress, digest
from portal.settings import Settings

log = logging.getLogger(__name__)

PREFIX = "/static/"
FOREVER = ("Cache-Control", "public, max-age=31536000, immutable")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}
#: Kinds that are compressed already.
DENSE = {".png", ".jpg", ".webp", ".woff2"}
SUFFIXES = {"br": ".br", "gzip": ".gz"}
#: How hard to compress: once and for all by `make assets`, or while a visitor waits.
THOROUGH, QUICK = 11, 7

#: What a browser may be sent of each package; a name ends as the file's path does.
PACKAGES = {
    "dash": (
        "deps/polyfill@*.min.js",
        "deps/react@18.*.min.js",
        "deps/react-dom@18.*.min.js",
        "deps/prop-types@*.min.js",
        "dash-renderer/build/dash_renderer.min.js",
        "dcc/dash_core_components.js",
        "dcc/dash_core_components-shared.js",
        "dcc/async-graph.js",
        "dcc/async-dropdown.js",
        "dcc/async-slider.js",
        "html/dash_html_components.min.js",
    ),
    "dash_bootstrap_components": ("_components/dash_bootstrap_components.min.js",),
}
BOOTSTRAP = ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css")
#: The part of it that pages use, as `make assets` makes it.
USED_BOOTSTRAP = "bootstrap.css"
BASIC_PLOTLY = "plotly-basic.min.js"
#: Offers names as one types; without it a name is typed whole.
OPTIONAL = ("accessible-autocomplete.min.js",)
FULL_PLOTLY = ("plotly", "package_data/plotly.min.js")
#: Comments that have lines of their own: a seventh of our scripts, and of no use to a browser.
COMMENTS = re.compile(rb"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)

#: Comments that have lines of their own in a style sheet, and the indents of lines.
UNSEEN = re.compile(rb"^[ \t]*(?:/\*.*?\*/[ \t]*\n|[ \t]+)", re.MULTILINE | re.DOTALL)

#: A file that a style sheet names, such as a font.
NAMED = re.compile(rb'url\("([\w.-]+)"\)')
#: The typeface of pages and its licence.
TYPEFACE = ("typeface/hanken-grotesk.woff2", "typeface/OFL.txt")

#: Scripts that are one request each: the modules in assets/ that they are joined from, in the order in which they run.
JOINED: Mapping[str, tuple[str, ...]] = {
    "portal.js": (
        "portal/language.js",
        "portal/menu.js",
        "portal/asking.js",
        "portal/steps.js",
        "portal/forms.js",
        "portal/copying.js",
        "portal/short-list.js",
    ),
    "explorer.js": (
        "explorer/base.js",
        "explorer/line.js",
        "explorer/drawing.js",
        "explorer/map.js",
        "explorer/walking.js",
        "explorer/years.js",
        "explorer/places.js",
        "explorer/table.js",
        "explorer/taking-over.js",
        "explorer/view.js",
        "explorer/print.js",
    ),
}


class NoFileError(FileNotFoundError):
    """A static file that pages need is not there."""


@dataclass(frozen=True)
class File:
    """One file: its name for `asset()`, where it lies, and the hash in its address.

    `made` are the bytes of a file that is put together at start and lies nowhere.
    """

    name: str
    path: Path
    hash: str
    made: bytes | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"{PREFIX}{self.hash}/{self.name}"

    @property
    def encodings(self) -> tuple[str, ...]:
        """The forms worth making."""
        return () if self.path.suffix in DENSE else ENCODINGS[:-1]

    def read(self) -> bytes:
        """What is in it."""
        return self.path.read_bytes() if self.made is None else self.made


def package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The package {package} is not installed: pip install -r requirements.txt")
    return Path(spec.origin).parent


def own_files(assets: Path) -> Iterator[File]:
    """The files of assets/ and the typeface that pages are sent, each with a hash of its own."""
    files = [File(path.name, path, digest(data)) for path in _paths(assets) if (data := _read(path)) is not None]
    urls = {file.name: file.url for file in files}
    return (_sheet(file, urls) if file.path.suffix == ".css" else file for file in files)


def _paths(assets: Path) -> list[Path]:
    try:
        paths = [*assets.iterdir(), *(assets / name for name in TYPEFACE)]
    except OSError as error:
        raise NoFileError(f"{assets} cannot be read ({error.strerror}): without it no page has a style.") from None
    return sorted(path for path in paths if path.suffix in TYPES)


def _sheet(file: File, urls: Mapping[str, str]) -> File:
    """A style sheet without what a browser does not need; a file that it names has its lasting address there."""

    def address(found: re.Match[bytes]) -> bytes:
        return b'url("%s")' % urls.get(found[1].decode(), found[1].decode()).encode()

    return made_file(file.name, NAMED.sub(address, UNSEEN.sub(b"", file.read())))


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is no such file, and where it cannot be read, which is told."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        log.error("assets: %s cannot be read (%s), so the server goes without it.", path, error.strerror)
        return None


def joined_files(assets: Path) -> Iterator[File]:
    """The scripts that are joined from modules, without their comments."""
    for name, modules in JOINED.items():
        paths = [assets / module for module in modules]
        if all(path.is_file() for path in paths):
            yield made_file(name, b"".join(COMMENTS.sub(b"", path.read_bytes()) for path in paths))


def package_files() -> list[File]:
    """Dash's scripts under one hash: a bundle fetches its parts from the folder that it came from itself."""
    found = [
        (f"{package}/{path.relative_to(folder).as_posix()}", path)
        for package, patterns in PACKAGES.items()
        for folder in [package_folder(package)]
        for pattern in patterns
        for path in sorted(folder.glob(pattern))
    ]
    together = digest(*(path.read_bytes() for _name, path in found))
    return [File(name, path, together) for name, path in found]


def plotly_file(built: Path) -> File:
    """The bundle with the traces we draw; without it, the full one of the pip package."""
    path = built / BASIC_PLOTLY
    data = _read(path)
    if data is None:
        log.warning("assets: no %s, so the full plotly bundle is served; `make assets` with npm fetches it.", path.name)
        path = package_folder(FULL_PLOTLY[0]) / FULL_PLOTLY[1]
        data = path.read_bytes()
    return File("plotly.min.js", path, digest(data))


def made_file(name: str, data: bytes) -> File:
    """A file that lies nowhere: of modules, or of the data."""
    return File(name, Path(name), digest(data), data)


def optional_files(built: Path) -> list[File]:
    """What npm fetches and the portal can do without."""
    found = [(built / name, _read(built / name)) for name in OPTIONAL]
    return [File(path.name, path, digest(data)) for path, data in found if data is not None]


def bootstrap_sheet() -> Path:
    """Bootstrap's whole style sheet."""
    return package_folder(BOOTSTRAP[0]) / BOOTSTRAP[1]


def bootstrap_file(built: Path) -> File:
    """The part of Bootstrap that pages use; where `make assets` has not made it, the whole."""
    path = built / USED_BOOTSTRAP
    data = _read(path)
    if data is None:
        log.warning("assets: no %s, so the whole of Bootstrap is served; `make assets` makes it.", path.name)
        path = bootstrap_sheet()
        data = path.read_bytes()
    return File(USED_BOOTSTRAP, path, digest(data))


def all_files(settings: Settings) -> list[File]:
    """Everything that is served under /static/."""
    own = [*own_files(settings.assets), *joined_files(settings.assets), *optional_files(settings.built)]
    return [*own, bootstrap_file(settings.built), *package_files(), plotly_file(settings.built)]


class StaticFiles:
    """Every static file by its name and by its address."""

    def __init__(
        self, settings: Settings, headers: Iterable[tuple[str, str]] = (), made: Mapping[str, bytes] | None = None
    ) -> None:
        """`made` are files made of the data, by name."""
        files = [*all_files(settings), *(made_file(name, data) for name, data in (made or {}).items())]
        self._built = settings.built
        self._headers = [FOREVER, *headers]
        self._urls: Mapping[str, str] = {file.name: file.url for file in files}
        self._bodies = {file.url: self._body(file) for file in files}

    def asset(self, name: str) -> str:
        """The address of a file: `site.css`, or `dash/dcc/async-graph.js` of a package."""
        try:
            return self._urls[name]
        except KeyError:
            near = ", ".join(get_close_matches(name, self._urls)) or ", ".join(self._urls)
            raise NoFileError(f"No static file is called {name}. There are: {near}") from None

    def has(self, name: str) -> bool:
        """Whether there is such a file: those that npm fetches may be missing."""
        return name in self._urls

    def body(self, path: str) -> Body | None:
        """What lies at an address."""
        return self._bodies.get(path)

    def _body(self, file: File) -> Body:
        def load(encoding: str) -> bytes:
            if encoding not in SUFFIXES:
                return file.read()
            with suppress(OSError):  # not made, or not to be read: made now
                return compressed_path(self._built, file, encoding).read_bytes()
            return compress(file.read(), encoding, QUICK)

        headers: Headers = [("Content-Type", TYPES[file.path.suffix]), *self._headers]
        return Body(headers, file.hash, load, file.encodings)


def compressed_path(built: Path, file: File, encoding: str) -> Path:
    """Where `make assets` puts a compressed form: under the file's own address, so that an old one is never used."""
    return built / (file.url.lstrip("/") + SUFFIXES[encoding])


def build(settings: Settings) -> int:
    """Write every compressed form afresh; the number of files."""
    shutil.rmtree(settings.built / PREFIX.strip("/"), ignore_errors=True)
    settings.built.mkdir(parents=True, exist_ok=True)
    from portal.server.stylesheet import used, words  # noqa: PLC0415 - no server leaves rules out

    sheet = bootstrap_sheet().read_text(encoding="utf-8")
    (settings.built / USED_BOOTSTRAP).write_text(used(sheet, words()), encoding="utf-8")
    files = all_files(settings)
    for file in files:
        for encoding in file.encodings:
            path = compressed_path(settings.built, file, encoding)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(compress(file.read(), encoding, THOROUGH))
    return len(files)


def main() -> None:
    """Compress every static file into assets/built/."""
    logging.basicConfig(format="%(message)s")
    settings = Settings.from_environment()
    print(f"assets: {build(settings)} files compressed into {settings.built}")


if __name__ == "__main__":
    main()
