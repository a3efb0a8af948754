"""Imports go one way, from the layers that know little to those that put things together."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from portal.settings import ROOT

#: A module may import from its own layer and from those before it.
LAYERS = (
    "settings",
    "problems",
    "rounding",
    "folding",
    "domains",
    "typeface",
    "languages",
    "translations",
    "i18n",
    "hyphenation",
    "file_formats",
    "urls",
    "pasted",
    "content",
    "indicators",
    "checks",
    "domain",
    "search",
    "charts",
    "explorer",
    "enquiries",
    "pages",
    "exports",
    "server",
    "gateway",
    "delivery",
    "cli",
    "__main__",
)
NETWORK = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "urllib.request", "urllib3"}
#: Every import of the modules that answer requests; the commands may reach the network.
SERVING = LAYERS[: LAYERS.index("server") + 1]
FILES = sorted((ROOT / "portal").rglob("*.py"))


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports(source: str, package: str) -> Iterator[str]:
    """Every module or name that the source imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            base = ".".join(part for part in (above if node.level else "", node.module or "") if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports_of(file: Path) -> list[str]:
    module = module_of(file)
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    return list(imports(file.read_text(encoding="utf-8"), package))


def known_module(name: str, known: set[str]) -> str | None:
    """The module that an import reads: `a.b.c` is a module, or a name of `a.b`."""
    return next((module for module in (name, name.rpartition(".")[0]) if module in known), None)


def wrong_way(module: str, imported: list[str]) -> list[str]:
    """The imports that lead to a later layer."""
    own = LAYERS.index(layer_of(module))
    ours = [name for name in imported if name.startswith("portal.")]
    return [name for name in ours if LAYERS.index(layer_of(name)) > own]


def reaches_network(imported: list[str]) -> list[str]:
    return [name for name in imported if any(f"{name}.".startswith(f"{client}.") for client in NETWORK)]


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_module_imports_only_from_its_own_layer_and_those_before_it(file: Path) -> None:
    if module_of(file) == "portal":
        assert imports_of(file) == []
    else:
        assert wrong_way(module_of(file), imports_of(file)) == []


def test_no_module_imports_itself_through_others() -> None:
    """Imports that only type checkers see count too: each module can be read before those that build on it."""
    known = {module_of(file) for file in FILES}
    needs = {module_of(file): {known_module(name, known) for name in imports_of(file)} - {None} for file in FILES}
    TopologicalSorter({module: others - {module} for module, others in needs.items()}).prepare()


def test_a_package_holds_no_logic_of_its_own() -> None:
    """What a package does is found in a module with a name."""
    packages = [file for file in FILES if file.name == "__init__.py"]
    assert [module_of(file) for file in packages if len(ast.parse(file.read_text(encoding="utf-8")).body) > 1] == []


def test_nothing_that_answers_requests_knows_a_network_client() -> None:
    serving = [file for file in FILES if layer_of(module_of(file)) in SERVING]
    found = {module_of(file): reaches_network(imports_of(file)) for file in serving}
    assert {module: names for module, names in found.items() if names} == {}


def test_the_guard_sees_imports_inside_functions_and_relative_ones() -> None:
    source = (
        "def f():\n    from portal.server.app import create_app\n    from ..pages import home\n    import http.client\n"
    )
    found = list(imports(source, "portal.charts"))
    assert found == ["portal.server.app.create_app", "portal.pages.home", "http.client"]
    assert wrong_way("portal.charts.chart", found) == ["portal.server.app.create_app", "portal.pages.home"]
    assert reaches_network(found) == ["http.client"]


def imported_alone(modules: list[str], folder: Path) -> str:
    """What fails when each of the modules is the first that is imported."""
    command = [sys.executable, "-P", ROOT / "tests" / "importing.py", *modules]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_each_module_can_be_imported_alone() -> None:
    assert imported_alone([module_of(file) for file in FILES], ROOT) == ""


@pytest.mark.parametrize("package", ["", "rooms"])
def test_modules_that_can_only_be_imported_in_one_order_are_found(tmp_path: Path, package: str) -> None:
    """With the order that works the whole is imported first, as the portal is by those who start it."""
    folder = tmp_path / "small" / package
    folder.mkdir(parents=True)
    (tmp_path / "small" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    within = ".".join(["small", package]).strip(".")
    (folder / "first.py").write_text(f"from {within}.second import TWO\nONE = 1\n")
    (folder / "second.py").write_text(f"import {within}.first\nTWO = {within}.first.ONE + 1\n")
    (folder / "sound.py").write_text("THREE = 3\n")
    names = sorted({"small", within, *(f"{within}.{name}" for name in ("first", "second", "sound"))})
    told = imported_alone(names, tmp_path)
    assert f'"{within}.first"' in told
    assert f'"{within}.sound"' not in told
