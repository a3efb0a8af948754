"""What a reader must know of a view: who the peers are, who has no figure and why, what is computed."""

from __future__ import annotations

from collections.abc import Iterator

from portal import i18n
from portal.charts.chart import Chart
from portal.explorer.selection import Selection
from portal.explorer.state import dwarfing
from portal.explorer.words import DWARFED, NOT_TOGETHER, RULE_NAMES, measure
from portal.i18n import _
from portal.indicators.aggregation import AGGREGATIONS
from portal.indicators.groups import Together
from portal.indicators.library import COUNTRY, NETWORK


def notes(view: Selection) -> list[str]:
    """Every note. Call inside `use_locale`."""
    found = (_similar(view), _dwarfed(view), _absent(view), *_together(view), *_derived(view))
    return [note for note in found if note]


def _similar(view: Selection) -> str:
    if view.state.peers and not view.state.town:
        return _("Highlight a place to see which municipalities are like it.")
    if not view.peers:
        return ""
    rule = RULE_NAMES[view.peers.rule]
    if not view.peers.found:
        return _("%(rule)s: no municipality is near enough.", rule=rule)
    listed = [
        f"{view.names.label(peer.code)} ({measure(peer, view.peers.rule, view.locale)})" for peer in view.peers.found
    ]
    return _("%(rule)s: %(places)s.", rule=rule, places=i18n.listing(listed, view.locale))


def _dwarfed(view: Selection) -> str:
    return str(DWARFED.get(view.chart_type.sums, "")) if dwarfing(view.state, view.series) else ""


def _absent(view: Selection) -> str:
    """Who has no figure, and why where the source says so; of the ten together `_together` tells.

    A chart that shows itself whose figures are missing has the reason alone.
    """
    sums = {view.names.label(COUNTRY), view.names.label(NETWORK)}
    towns = [name for name in view.chart.absent if name not in sums]
    missing = view.series.indicator.missing
    absent = [name for name in view.chart.absent if name != view.names.label(NETWORK)]
    if not absent:
        return i18n.localized(missing, view.locale) if missing and view.chart_type.lacks(view.chart) else ""
    text = _("No value in this source: %(places)s.", places=i18n.listing(absent, view.locale))
    return f"{text} {i18n.localized(missing, view.locale)}" if missing and towns else text


def _together(view: Selection) -> Iterator[str]:
    """How the figures of places together were made, or why there are none."""
    if not isinstance(view.chart, Chart):
        return
    drawn = {line.place: line for line in view.chart.lines if line.role in ("group", "country")}
    for place in (NETWORK, COUNTRY):
        made = view.series.together(place)
        if place in drawn and any(view.series.computed(place, point.period) for point in drawn[place].points):
            yield _made(view, place, made, _(AGGREGATIONS[made.aggregation].made))
        elif place in view.compared and made.reason and not view.series.has(place):
            yield _made(view, place, made, str(NOT_TOGETHER[made.reason]))


def _made(view: Selection, place: str, made: Together, words: str) -> str:
    weight = view.statistics.catalogue.indicators.get(made.weight or "")
    return words % {
        "place": view.names.label(place),
        "count": made.count,
        "weight": i18n.localized(weight.name, view.locale) if weight else "",
        "places": i18n.listing([view.names.label(code) for code in made.missing[:3]], view.locale),
    }


def _derived(view: Selection) -> list[str]:
    words = [source.derived for source in view.chart.sources if source.derived]
    return list(dict.fromkeys(i18n.localized(text, view.locale) for text in words))
