"""What the explorer calls its choices, and what it says of those that cannot be followed."""

from __future__ import annotations

from collections.abc import Mapping

from babel.support import LazyProxy

from portal import i18n
from portal.charts.chart import Scale
from portal.charts.chart_type import Sums
from portal.i18n import Locale, _, lazy
from portal.indicators.peers import SimilarMunicipality

SCALE_NAMES: Mapping[Scale, LazyProxy] = {
    "absolute": lazy("Figures"),
    "index": lazy("Index"),
    "change": lazy("Change"),
}
RULE_NAMES: Mapping[str, LazyProxy] = {
    "population": lazy("Nearest by population"),
    "industry": lazy("Nearest by industry structure"),
    "region": lazy("Same region"),
}
#: What becomes of a sum of towns that would dwarf single towns.
LEFT_OUT = lazy("A sum of towns is far larger than a town, so it is left out of this view.")
DWARFED: Mapping[Sums, LazyProxy] = {
    "as_index": lazy("A sum of towns is far larger than a town, so it is compared as an index over the years."),
    "where_comparable": LEFT_OUT,
    "never": LEFT_OUT,
}
#: Why there are no figures of places together.
NOT_TOGETHER: Mapping[str, LazyProxy] = {
    "no_rule": lazy("%(place)s: no value, since figures of this kind cannot be put together."),
    "no_weight": lazy("%(place)s: no value, since “%(weight)s”, by which it would be weighted, is missing."),
    "unlike_published": lazy("%(place)s: no value, since what we would compute differs from what is published."),
    "parts_missing": lazy("%(place)s: no value, since the source lacks figures of places such as %(places)s."),
}
#: What of an address could not be followed, by the name of its parameter.
FAULTS: Mapping[str, LazyProxy] = {
    "t": lazy("The address asks for a theme that does not exist."),
    "i": lazy("The address asks for an indicator that does not exist, so another one is shown."),
    "j": lazy("The address asks for a second indicator that does not exist, so another one is shown."),
    "s": lazy("The address asks for an industry that this indicator does not have."),
    "p": lazy("The address asks for a place that does not exist; it is left out."),
    "many": lazy("At most twelve places can be compared at once; the first twelve are shown."),
    "add": lazy("No municipality has the name that was typed."),
    "h": lazy("The address asks to highlight a place that does not exist."),
    "peers": lazy("The address asks for a rule of likeness that does not exist."),
    "view": lazy("The address asks for a view that does not exist."),
    "year": lazy("There are no figures of the year asked for; the nearest year is shown."),
    "from": lazy("There are no figures of the first year asked for; the nearest year is shown."),
    "to": lazy("There are no figures of the last year asked for; the nearest year is shown."),
    "scale": lazy("The address asks for a scale that does not exist."),
    "base": lazy("There are no figures of the base year asked for; the nearest year is shown."),
    "sort": lazy("The address asks for an order that does not exist."),
}
#: The same of a year, in a view that shows many: it has no nearest one.
UNDATED = lazy("There are no figures of the year asked for.")


def measure(peer: SimilarMunicipality, rule: str, locale: Locale) -> str:
    """How near a peer is: a ratio of populations or a distance of industry shares. Call inside `use_locale`."""
    if rule == "industry":
        return _("structure differs by %(number)s", number=i18n.number(peer.measure, locale, 1))
    return _("ratio %(number)s", number=i18n.number(peer.measure, locale, 2))
