"""Write a dependency into pyproject.toml where the alphabet puts it: `python tests/adding.py --to test NAME`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def added(project: str, dependency: str, to: str = "") -> str:
    """The project's file with the dependency in its list, or in that of an extra; a name that is there is replaced."""
    start = re.search(rf"^{re.escape(to or 'dependencies')} = \[\n", project, re.MULTILINE)
    if start is None:
        raise ValueError(f"pyproject.toml has no list “{to}”.")
    end = project.index("\n]", start.end())
    lines = [line for line in project[start.end() : end].split("\n") if name(line) != name(dependency)]
    lines = sorted([*lines, f'    "{dependency}",'], key=name)
    return project[: start.end()] + "\n".join(lines) + project[end:]


def name(text: str) -> str:
    """What a dependency is called, without version and extras."""
    return re.split(r"[\[<>=!~; ]", text.strip(' ",'))[0].lower().replace("_", "-")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dependency")
    options.add_argument("--to", default="", help="an extra, as test")
    given = options.parse_args()
    PROJECT.write_text(added(PROJECT.read_text("utf-8"), given.dependency, given.to), "utf-8")


if __name__ == "__main__":
    main()
