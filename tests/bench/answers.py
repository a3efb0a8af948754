"""What one answer costs and weighs: every view of every indicator, asked in this process as a server is asked."""

from __future__ import annotations

import gc
import io
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Any
from urllib.parse import urlencode

import brotli
from flask import Flask
from questions import Form, fresh, page, room
from rows import Row, at
from werkzeug.test import EnvironBuilder

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal, load_portal
from portal.explorer.state import MOST_PLACES
from portal.i18n import LOCALES, Locale
from portal.settings import Settings

#: The most that an answer may cost in milliseconds of CPU and weigh in kilobytes.
COST, WEIGHT = 6, 120


@dataclass(frozen=True)
class Answer:
    """An answer to the explorer: which, what it cost in milliseconds of CPU and what was sent."""

    view: str
    key: str
    locale: Locale
    cost: float
    size: int


@dataclass(frozen=True, eq=False)
class Server:
    """The whole server in this process: from the bytes of a question to the compressed bytes of its answer."""

    app: Flask
    portal: Portal
    _number: Iterator[int] = field(default_factory=itertools.count)

    @classmethod
    def started(cls, settings: Settings) -> Server:
        """A server as gunicorn has it: what start-up has made is not searched for rubbish."""
        from portal.server import app

        portal = load_portal(settings)
        app.read = lambda _settings: portal  # the one that is asked about here, and no second one in memory
        made = cls(app.create_app(settings), portal)
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 10, 10)
        return made

    @cached_property
    def form(self) -> Form:
        return Form.found_in(self.app.test_client().get("/fi/_explorer/_dash-dependencies").get_json())

    def ask(self, locale: Locale, key: str, view: str, **more: str) -> Answer | None:
        """The answer to a question that nobody has asked; None when the indicator has no such view."""
        search = f"?{urlencode({'i': key, 'view': view, **more})}"
        question = self.form.opened(page(self.portal, locale), search)
        # A question is kept by its bytes: a number that nobody reads makes it a new one.
        body = fresh(question, next(self._number))
        environ = EnvironBuilder(
            room(locale),
            method="POST",
            headers={"Accept-Encoding": "br"},
            content_type="application/json",
            input_stream=io.BytesIO(body),
            content_length=len(body),
        ).get_environ()
        begun = time.process_time()
        data = b"".join(self.app(environ, _no_start))
        cost = (time.process_time() - begun) * 1000
        shown = json.loads(brotli.decompress(data))["response"]["x-shown"]["data"]["view"]
        return Answer(view, key, locale, cost, len(data)) if shown == view else None

    def every(self, keys: Sequence[str], locales: Sequence[Locale], **more: str) -> list[Answer]:
        """The answers of every view of these indicators."""
        asked = itertools.product(locales, keys, CHART_TYPES)
        found = (self.ask(locale, key, view, **more) for locale, key, view in asked)
        return [answer for answer in found if answer]


def _no_start(status: str, headers: list[tuple[str, str]], *_more: Any) -> Any:
    if status != "200 OK":
        raise SystemExit(f"An answer of the explorer is {status}.")


def answer_rows(server: Server, every: int) -> Iterator[Row]:
    """What answers cost and weigh; `every` second, third or so indicator is asked of, 1 for all."""
    with_parts = [key for key in server.portal.statistics.keys if server.portal.statistics.indicator(key).dimension]
    keys = list(dict.fromkeys([*server.portal.statistics.keys[::every], *with_parts[:1]]))
    first = server.every(keys, LOCALES[:1])  # figures are read into their tables when first asked for
    later = server.every(keys, LOCALES[1:])
    many = list(server.portal.statistics.municipalities)[::25][:MOST_PLACES]
    full = server.every(keys, LOCALES[:1], p=",".join(many), peers="population")
    yield from cost_rows(first, later, full)
    heaviest = max((*first, *later, *full), key=lambda answer: answer.size)
    size = heaviest.size / 1000
    which = f"{size:.1f} kB: {heaviest.view} of {heaviest.key} ({len(first) + len(later) + len(full)} asked)"
    yield Row("largest answer, brotli as sent", f"< {WEIGHT} kB", which, size < WEIGHT)


def cost_rows(first: list[Answer], later: list[Answer], full: list[Answer]) -> Iterator[Row]:
    """A line for each view: what an answer that is not kept costs, from the request's bytes to those sent."""
    yield Row("CPU of an answer, not kept: request to bytes", f"< {COST} ms", "")
    for view in CHART_TYPES:
        costs = [answer.cost for answer in later if answer.view == view]
        words = f"median {median(costs):.1f} ms, p95 {at(0.95, costs):.1f}"
        for name, others in (("a series' first", first), (f"{MOST_PLACES} places and peers", full)):
            also = [answer.cost for answer in others if answer.view == view]
            words += f"; {name} {median(also):.1f}"
        yield Row(f"   {view} ({len(costs)})", f"< {COST} ms", words, median(costs) < COST)
    whole = median(answer.cost for answer in later)
    yield Row("   all", f"< {COST} ms", f"median {whole:.1f} ms", whole < COST)
