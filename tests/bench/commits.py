"""Another commit made ready to be served beside this one: its files, its packages, its assets."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from serving import ROOT, Home

#: What npm has to fetch: the same for two commits whose files of these names are the same.
LOCKS = ("package.json", "package-lock.json")
#: Both are measured on the same day, and none of them sends mail.
FIXED = {"PORTAL_TODAY": "2026-11-23", "DELIVERY": "worker"}


def name_of(commit: str) -> str:
    """The commit's short name and first line; the program ends where there is none."""
    done = subprocess.run(
        ["git", "log", "-1", "--format=%h %s", f"{commit}^{{commit}}", "--"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise SystemExit(f"There is no commit {commit}: {done.stderr.strip()}")
    return done.stdout.strip()


@contextlib.contextmanager
def both(commit: str) -> Iterator[tuple[Home, Home]]:
    """The other commit and this checkout, ready to be served; nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="portal-against-") as folder, checked_out(commit, Path(folder)) as root:
        other = Home(root, python_of(root, Path(folder)), environ(Path(folder), "other"))
        now = Home(environ=environ(Path(folder), "now"))
        build_assets(other)
        for home in (other, now):
            home.run("-m", "portal.server.static")
            home.run("-m", "portal", "migrate")
            ensure_own(home)
        yield other, now


@contextlib.contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """A worktree of the commit, taken away again at the end."""
    root = folder / "other"
    git("worktree", "add", "--quiet", "--detach", str(root), commit)
    try:
        yield root
    finally:
        git("worktree", "remove", "--force", str(root))


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def environ(folder: Path, name: str) -> dict[str, str]:
    """The environment of one of the two: a database of its own, and nothing else that could differ."""
    return FIXED | {"DATABASE_URL": f"sqlite:///{folder / name}.sqlite3"}


def python_of(root: Path, folder: Path) -> str:
    """This Python where both lock the same packages, or else one with those of the commit."""
    if same(root, "requirements.txt"):
        return sys.executable
    print("requirements.txt differs: the packages of the commit are installed …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = str(folder / "venv" / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*install, "--requirement", str(root / "requirements.txt")], check=True)
    return python


def same(root: Path, *names: str) -> bool:
    """Whether files are the same in the commit and here."""
    return all((root / name).read_bytes() == (ROOT / name).read_bytes() for name in names)


def build_assets(home: Home) -> None:
    """What npm fetches for the commit; it goes without, as this checkout does, where npm has fetched nothing here."""
    if not (ROOT / "node_modules").is_dir() or not shutil.which("npm"):
        return
    if same(home.root, *LOCKS):
        (home.root / "node_modules").symlink_to(ROOT / "node_modules")
    else:
        subprocess.run(
            ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=home.root, check=True
        )
    subprocess.run(["npm", "run", "--silent", "build"], cwd=home.root, check=True)


def ensure_own(home: Home) -> None:
    """That the code served is the checkout's own, whatever is installed in its Python."""
    found = Path(home.run("-c", "import portal; print(portal.__file__)").strip()).resolve()
    if not found.is_relative_to(home.root.resolve()):
        raise SystemExit(f"{home.root} would be served with the code in {found.parent}.")
