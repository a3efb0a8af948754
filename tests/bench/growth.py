"""How cost grows with the data: with ten times the indicators, and with as many places as the Nordic countries have.

Each folder is measured in processes of its own: `python growth.py load FOLDER` prints what was measured as JSON.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from rows import Row
from serving import HERE, ROOT, memory

DATA = ROOT / "data"
#: Denmark, Finland, Iceland, Norway, Sweden, Åland: 98, 308 (with Åland's 16), 62, 357 and 290.
NORDIC = 1115
#: Views measured in each folder, on so many of its indicators.
ASKED, SAMPLE = ("trend", "ranking", "distribution", "map", "scatter"), 6
HEAD = f"catalogue, series, start-up; memory; CPU of {', '.join(ASKED)}"
#: What is measured: a name, times as many indicators, and how many places (0 for the real ones).
SIZES = (("today", 1, 0), ("10 × indicators", 10, 0), ("Nordic places", 1, NORDIC), ("both", 10, NORDIC))


def grown(folder: Path, times: int, places: int) -> Path:
    """A data folder made of the real one, with so many times the indicators and so many places."""
    shutil.copytree(DATA, folder)
    codes = [] if not places else _more_places(folder / "municipalities.csv", places)
    _more_indicators(folder / "indicators.yaml", times)
    for file in sorted((DATA / "series").glob("*.csv")):
        rows = _with_places(pd.read_csv(file, dtype={"place": str, "period": str, "section": str}), codes)
        first = folder / "series" / file.name
        rows.to_csv(first, index=False)
        for copy in range(2, times + 1):
            (folder / "series" / f"{file.stem}_{copy}.csv").hardlink_to(first)
    return folder


def _more_places(file: Path, places: int) -> list[tuple[str, str]]:
    """Copies of municipalities under codes of four digits, as Nordic ones have; pairs of the real code and the new."""
    real = pd.read_csv(file, dtype=str, keep_default_na=False)
    wanted = range(len(real), places)
    pairs = [(str(real["code"][number % len(real)]), f"{1000 + number}") for number in wanted]
    copies = real.iloc[[number % len(real) for number in wanted]].assign(code=[new for _old, new in pairs])
    for name in ("name_fi", "name_sv", "name_en"):
        copies[name] = copies[name].where(copies[name] == "", copies[name] + " " + copies["code"])
    pd.concat([real, copies]).to_csv(file, index=False)
    return pairs


def _with_places(rows: pd.DataFrame, codes: list[tuple[str, str]]) -> pd.DataFrame:
    """The rows, and those of the new places, whose figures are a little other than those they are copied from."""
    found = [rows]
    for turn in range(-(-len(codes) // 300)):
        part = dict(codes[turn * 300 : (turn + 1) * 300])
        copies = rows[rows["place"].isin(part)]
        values = (copies["value"] * (1 + 0.01 * turn)).round(2)
        found.append(copies.assign(place=copies["place"].map(part), value=values))
    return pd.concat(found)


def _more_indicators(file: Path, times: int) -> None:
    """Copies of every indicator's entry under other keys, at the end of the file."""
    head, entries = re.split(r"(?m)^indicators:\n", file.read_text(encoding="utf-8"))
    copies = (re.sub(r"(?m)^  ([a-z]\w*):$", rf"  \1_{copy}:", entries) for copy in range(2, times + 1))
    file.write_text("".join([head, "indicators:\n", entries, *copies]), encoding="utf-8")


def measured(folder: Path) -> dict[str, Any]:
    """What a folder costs: its figures read in one process, the whole server started and asked in another."""
    return {**_alone("load", folder), **_alone("serve", folder)}


def _alone(what: str, folder: Path) -> dict[str, Any]:
    """One of the measurements below in a process of its own."""
    command = [sys.executable, str(HERE / "growth.py"), what, str(folder)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE))), "PORTAL_DATA": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lift_limits() -> None:
    """Today's rules know only Finnish codes and catalogues of up to a megabyte."""
    from portal.content import yaml_file
    from portal.indicators import rows

    rows.PLACE = re.compile(rf"\d{{3,4}}|{rows.COUNTRY}", re.ASCII)
    yaml_file.MOST_BYTES *= 100


def load(folder: Path) -> dict[str, Any]:
    """Read the catalogue, then the series."""
    from portal.indicators.catalogue_file import read_catalogue
    from portal.indicators.reading import read_statistics

    begun = time.perf_counter()
    catalogue, faults = read_catalogue(folder / "indicators.yaml")
    if catalogue is None:
        raise SystemExit("\n".join(map(str, faults)))
    read = time.perf_counter()
    statistics, problems = read_statistics(folder, catalogue, ())
    loaded = time.perf_counter()
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    every = [statistics.series(key, part) for key in statistics.keys for part in statistics.sections(key)]
    figures = sum(int(np.isfinite(series.figures.values).sum()) for series in every)
    sizes = {"indicators": len(statistics.keys), "places": len(statistics.municipalities), "figures": figures}
    return {**sizes, "catalogue": read - begun, "load": loaded - read}


def serve(folder: Path) -> dict[str, Any]:
    """Start the server, ask for a view of every indicator as readers do in time, and see what answers cost."""
    from answers import Server

    from portal.i18n import LOCALES
    from portal.settings import Settings

    begun = time.perf_counter()
    server = Server.started(Settings(data=folder))
    start = time.perf_counter() - begun
    keys = server.portal.statistics.keys
    for key in keys:
        server.ask("fi", key, "trend")
    held = memory("self")
    some = keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE]
    found = [server.ask(LOCALES[turn % 3], key, view) for turn in range(4) for key in some for view in ASKED]
    known = [one for one in found[len(some) * len(ASKED) :] if one]
    costs = {view: median(one.cost for one in known if one.view == view) for view in ASKED}
    return {"start": start, "memory": held, "costs": costs}


def load_rows(real: dict[str, Any]) -> Iterator[Row]:
    """How long the real figures take to be read."""
    load = real["load"]
    what = f"{load:.2f} s for {real['figures']:,} figures, catalogue {real['catalogue']:.2f} s"
    yield Row("all municipalities, indicators, periods load", "< 1 s", what, load < 1)


def growth_rows(quick: bool) -> Iterator[Row]:
    """The same for folders that are larger; a line for each."""
    sizes = SIZES[:1] if quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, times, places) in enumerate(sizes):
            data = DATA if (times, places) == (1, 0) else grown(Path(folder, str(number)), times, places)
            found = measured(data)
            if not number:
                yield from load_rows(found)
                yield Row("growth: indicators × places, figures", "", HEAD)
            yield growth_row(name, found)


def growth_row(name: str, found: dict[str, Any]) -> Row:
    """A line of the small table."""
    size = f"{found['indicators']} × {found['places']}, {found['figures'] / 1e6:.2f} million"
    times = " ".join(f"{found[part]:5.1f}" for part in ("catalogue", "load", "start"))
    costs = " ".join(f"{found['costs'][view]:5.1f}" for view in ASKED)
    return Row(f"   {name}: {size}", "", f"{times} s {found['memory']:5.0f} MB {costs} ms")


if __name__ == "__main__":
    logging.disable()
    lift_limits()
    print(json.dumps({"load": load, "serve": serve}[sys.argv[1]](Path(sys.argv[2]))))
