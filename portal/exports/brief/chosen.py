"""The indicators that a brief of several places is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.comparison import BEYOND, TOLD, UNKNOWN, Compared, Comparison
from portal.i18n import _
from portal.indicators.library import Statistics

#: So many indicators are shown where none is chosen.
USUAL = 8


@dataclass(frozen=True)
class Chosen:
    """Indicators, and what was wrong with how they were asked for. None of them means: as usual."""

    keys: tuple[str, ...] = ()
    unknown: bool = False
    beyond: bool = False


def read(text: str | None, statistics: Statistics) -> Chosen:
    """The indicators that keys, joined by commas, stand for."""
    asked = list(dict.fromkeys(key for part in (text or "").split(",") if (key := part.strip())))
    known = [key for key in asked if key in statistics.keys and statistics.indicator(key).dimension is None]
    stray = {*asked} - {*known}
    return Chosen(tuple(known[:TOLD]), bool(stray - {BEYOND}), len(known) > TOLD or BEYOND in stray)


def write(chosen: Chosen) -> str | None:
    """The one spelling of a choice: what it asks wrongly stays told, in a sign for all that is wrong alike."""
    signs = [*([UNKNOWN] if chosen.unknown else []), *([BEYOND] if chosen.beyond else [])]
    return ",".join([*chosen.keys, *signs]) or None


def rows(chosen: Chosen, comparison: Comparison) -> list[Compared]:
    """The rows of a comparison that are told: the chosen ones, or the key figures and what sets the places apart."""
    by_key = {row.key: row for row in comparison.every}
    if chosen.keys:
        return [by_key[key] for key in chosen.keys if key in by_key]
    usual = [*comparison.portal.site.key_figures, *(row.key for row in comparison.differences)]
    return [by_key[key] for key in dict.fromkeys(usual) if key in by_key][:USUAL]


def messages(chosen: Chosen, comparison: Comparison) -> list[str]:
    """What was wrong with a choice, in words; call inside `use_locale`."""
    shown = {row.key for row in comparison.every}
    empty = any(key not in shown for key in chosen.keys)
    faults = (
        (chosen.unknown, _("One of the indicators in the address is not known and was left out.")),
        (chosen.beyond, _("At most %(most)s indicators fit: the first %(most)s are shown.", most=TOLD)),
        (empty, _("One of the chosen indicators has no figure for any of these places and was left out.")),
    )
    return [text for wrong, text in faults if wrong]
