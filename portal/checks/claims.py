"""Claims of strengths against the newest figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from portal.checks.parts import text, towns
from portal.content.library import Content
from portal.content.models import City, Strength
from portal.i18n import _, current, localized, number, period, with_unit
from portal.indicators.catalogue import Catalogue
from portal.indicators.places import COUNTRY, Municipality
from portal.problems import Problem
from portal.rounding import rounded

#: A claim to be among the highest or the lowest means this many.
TOP = 3


class Numbers(Protocol):
    """The little that these checks ask of the statistics."""

    @property
    def municipalities(self) -> Mapping[str, Municipality]:
        """Every municipality by its code; none when the list cannot be read."""

    def latest(self, key: str, place: str) -> tuple[str, float] | None:
        """The place's newest period and figure. KeyError when the indicator has no series."""

    def values(self, key: str, period: str) -> dict[str, float]:
        """The ten's figures in a period, by municipality code."""


def claims(content: Content, catalogue: Catalogue, numbers: Numbers) -> Iterator[Problem]:
    """Claims that the newest figures do not bear out."""
    for town in towns(content):
        code = text(town.data, "code") or ""
        for steps, strength in town.items("strengths"):
            claim, key = text(strength, "claim"), text(strength, "indicator")
            message = (
                Claim(code, claim, key, catalogue, numbers).message()
                if claim and key and key in catalogue.indicators
                else ""
            )
            if message:
                yield town.problem((*steps, "claim"), message, _("Correct the text, or delete “claim:”."))


def claim_fault(city: City, strength: Strength, catalogue: Catalogue, numbers: Numbers) -> str:
    """What the newest figures say against a strength's claim; nothing when they bear it out."""
    return Claim(city.code, strength.claim or "", strength.indicator or "", catalogue, numbers).message()


class Claim(NamedTuple):
    """One claim and the figures it is held against, rounded as readers see them."""

    code: str
    claim: str
    key: str
    catalogue: Catalogue
    numbers: Numbers

    def message(self) -> str:
        """What the figures say against the claim; nothing when they bear it out."""
        own = self._latest(self.code)
        if own is None:
            return str(_("the claim cannot be checked: the indicator has no figure for this town."))
        return self._against_country(*own) if self.claim.endswith("_country") else self._among_the_ten(*own)

    def _latest(self, place: str) -> tuple[str, float] | None:
        try:
            return self.numbers.latest(self.key, place)
        except KeyError:
            return None

    def _against_country(self, when: str, value: float) -> str:
        country = self._latest(COUNTRY)
        if country is None or country[0] != when:
            return str(
                _("the claim cannot be checked: the indicator has no figure for the whole country for that period.")
            )
        ours, theirs = self._rounded(value), self._rounded(country[1])
        if (ours > theirs) if self.claim == "above_country" else (ours < theirs):
            return ""
        figures = {"town": self._said(value), "country": self._said(country[1]), "period": period(when, current())}
        if self.claim == "above_country":
            return str(
                _(
                    "the town is not above the whole country: town %(town)s, country %(country)s (%(period)s).",
                    **figures,
                )
            )
        return str(
            _("the town is not below the whole country: town %(town)s, country %(country)s (%(period)s).", **figures)
        )

    def _among_the_ten(self, when: str, value: float) -> str:
        ours = self._rounded(value)
        others = [self._rounded(other) for other in self.numbers.values(self.key, when).values()]
        above, below = sum(other > ours for other in others), sum(other < ours for other in others)
        ahead = above if self.claim == "top_three" else below if self.claim == "lowest_three" else 0
        if ahead < TOP:
            return ""
        figures = {
            "value": self._said(value),
            "place": ahead + 1,
            "count": len(others),
            "period": period(when, current()),
        }
        if self.claim == "top_three":
            return _(
                "the town is not among the three highest: %(value)s, number %(place)s of %(count)s (%(period)s).",
                **figures,
            )
        return _(
            "the town is not among the three lowest: %(value)s, number %(place)s of %(count)s "
            "from the lowest (%(period)s).",
            **figures,
        )

    def _rounded(self, value: float) -> float:
        return rounded(value, self.catalogue.indicators[self.key].decimals)

    def _said(self, value: float) -> str:
        indicator, locale = self.catalogue.indicators[self.key], current()
        unit = self.catalogue.units[indicator.unit].short
        return with_unit(number(value, locale, indicator.decimals), localized(unit, locale), locale)
