"""What the explorer asks the server, as a browser asks it: from a page's first question through a reader's choices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from portal.domain.profile import Portal
from portal.explorer.callbacks import CONTROLS
from portal.i18n import LOCALES, Locale

#: Body of a question -> the answer, whoever carries it there.
Post = Callable[[str, bytes], Mapping[str, Any]]
#: What a reader does next, and how often among a hundred choices.
HABITS = {"i": 32, "t": 6, "view": 24, "h": 16, "place": 8, "add": 4, "year": 6, "from": 2, "scale": 1, "peers": 1}


def room(locale: Locale) -> str:
    """Where the explorer of a language is asked."""
    return f"/{locale}/_explorer/_dash-update-component"


def fresh(question: bytes, number: int) -> bytes:
    """The same question as nobody has asked it before: its address has a parameter that no page knows."""
    body = json.loads(question)
    for part in body["inputs"]:
        if (part["id"], part["property"]) == ("x-url", "search"):
            part["value"] = f"{part['value'] or '?'}&n={number}"
    return json.dumps(body, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Form:
    """The form of every question: Dash's own list of what goes in and what comes out, the same in each language."""

    callback: Mapping[str, Any]

    @classmethod
    def found_in(cls, callbacks: list[dict[str, Any]]) -> Form:
        """The one callback of the server, in the list that Dash gives at _dash-dependencies."""
        return cls(next(callback for callback in callbacks if "x-shown.data" in callback["output"]))

    @cached_property
    def _outputs(self) -> list[dict[str, str]]:
        names = self.callback["output"].strip(".").split("...")
        return [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]

    def question(self, pathname: str, given: Mapping[str, Any], changed: str = "") -> bytes:
        """What is asked when a control has changed, or, when none has, for the page's address."""
        held = {"x-url": pathname, "x-was": given.get("x-was")}
        body = {
            "output": self.callback["output"],
            "outputs": self._outputs,
            "inputs": [{**part, "value": given.get(part["id"])} for part in self.callback["inputs"]],
            "state": [{**part, "value": held.get(part["id"])} for part in self.callback["state"]],
            "changedPropIds": [changed] if changed else [],
        }
        return json.dumps(body, ensure_ascii=False).encode()

    def opened(self, pathname: str, search: str) -> bytes:
        """What is asked when a page is opened."""
        return self.question(pathname, {"x-url": search})


@dataclass
class Reader:
    """Somebody who goes from one view to the next without a plan, the same way each time for the same chance."""

    portal: Portal
    form: Form
    chance: Random
    given: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.locale: Locale = self.chance.choice(LOCALES)
        self.pathname = self.chance.choice([*self._pages()])

    def _pages(self) -> Iterator[str]:
        """The pages of the towns, and as many of indicators."""
        path = self.portal.addresses.path
        yield from (path("city", self.locale, city) for city in self.portal.cities)
        keys = self.chance.sample(self.portal.statistics.keys, min(len(self.portal.cities), 10))
        yield from (path("indicator", self.locale, key) for key in keys)

    def next(self) -> bytes:
        """The next question: the page is opened, then one thing is chosen at a time."""
        if not self.given:
            return self.form.opened(self.pathname, "")
        habits = [habit for habit in HABITS if habit in ("h", "place", "add") or len(self.choices[f"x-{habit}"]) > 1]
        habit = self.chance.choices(habits, [HABITS[habit] for habit in habits])[0]
        control = self._choose(habit)
        return self.form.question(self.pathname, self.given, f"{control}.value")

    def _choose(self, habit: str) -> str:
        """Put a choice into its control: any place may be in colour or added, the rest is on offer."""
        if habit == "place":
            held, code = self.given["x-p"], self.chance.choice(self.choices["x-p"])
            self.given["x-p"] = [*held, code] if code not in held else [place for place in held if place != code]
            return "x-p"
        if habit in ("h", "add"):
            value = self.chance.choice([*self.portal.statistics.municipalities])
        else:
            value = self.chance.choice([v for v in self.choices[f"x-{habit}"] if v != self.given[f"x-{habit}"]])
        self.given[f"x-{habit}"] = value
        return f"x-{habit}"

    def heard(self, answer: Mapping[str, Any]) -> None:
        """The answer is in the controls."""
        parts = answer["response"]
        for control in CONTROLS:
            self.given[control] = parts[control]["value"]
            offered = [one["value"] for one in parts[control].get("options", ()) if not one.get("disabled")]
            self.choices[control] = [] if parts.get(f"{control}-field", {}).get("hidden") else offered
        self.given["x-was"] = parts["x-was"]["value"] if "x-was" in parts else ""
        self.given["x-url"] = parts.get("x-url", {}).get("search", self.given.get("x-url", ""))

    def walk(self, post: Post, steps: int) -> Iterator[bytes]:
        """So many questions, each asked and answered."""
        for _step in range(steps):
            question = self.next()
            yield question
            self.heard(post(room(self.locale), question))


def page(portal: Portal, locale: Locale) -> str:
    """The page of the first town."""
    return portal.addresses.path("city", locale, next(iter(portal.cities)))
