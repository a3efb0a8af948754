"""What is said of one place among all municipalities: in a table, a sentence and beside each point."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from portal import i18n
from portal.charts.chart import Chart, Line
from portal.charts.sentence import extremes, sentence
from portal.charts.table import caption as titled
from portal.i18n import _, use_locale
from portal.indicators.library import Rank
from portal.indicators.words import rank_words

#: More places than this with the same figure are counted, not named.
MOST_NAMED = 3
#: A position that no place has: words made with it become a pattern.
POSITION, OF = 1000001, 1000002


def median(chart: Chart) -> float:
    """The figure that half of the municipalities are below."""
    return statistics.median(line.points[-1].value for line in chart.municipalities)


def lead(chart: Chart) -> Line | None:
    """The place that a sentence is about."""
    return chart.town or next((line for line in chart.lines if line.role in ("compared", "group")), None)


def texts(chart: Chart) -> dict[str, str]:
    """Each place's name, period, figure and position: Iisalmi 2020: 71,2 %, sija 45/309. Call inside `use_locale`."""
    words = _positions(chart)
    period = i18n.period(chart.period, chart.locale)
    amount = chart.amount
    written = {line.place: f"{line.label} {period}: {amount(line.points[-1].value)}" for line in chart.lines}
    for rank in chart.ranks:
        if rank.place in written:
            written[rank.place] += f", {words(rank)}"
    return written


def _positions(chart: Chart) -> Callable[[Rank], str]:
    """The words of a position, looked up once: a view says hundreds of them."""
    patterns = [rank_words(chart.indicator, Rank("", 0.0, POSITION, OF, shared)) for shared in (False, True)]
    split = [pattern.replace(str(OF), str(len(chart.ranks))).split(str(POSITION)) for pattern in patterns]

    def words(rank: Rank) -> str:
        return str(rank.position).join(split[rank.shared])

    return words


def caption(chart: Chart) -> str:
    """Title, unit and period."""
    with use_locale(chart.locale):
        return titled(chart)


def main_sentence(chart: Chart) -> str:
    """Where the place in front stands; without one, who is highest and who is lowest. Call inside `use_locale`."""
    if lead(chart) is not None or not chart.municipalities:
        return sentence(chart)
    text = _extremes(chart)
    text = text[0].upper() + text[1:]
    return f"{chart.part}: {text}" if chart.part else text


def ended(text: str) -> str:
    """The sentence with one full stop, also after a unit that is an abbreviation: 5 860 as."""
    return f"{text[:-1]}" if text.endswith("..") else text


def _extremes(chart: Chart) -> str:
    lines = chart.municipalities
    rounded = [*chart.rounded.values()]
    low, high = rounded[0], rounded[-1]

    def inside(value: float) -> str:
        found = [line for line, own in zip(lines, rounded, strict=True) if own == value]
        if len(found) > MOST_NAMED:
            count = i18n.number(len(found), chart.locale)
            return _("in %(count)s municipalities", count=count)
        return i18n.listing([line.inside for line in found], chart.locale)

    return extremes(chart, high=high, low=low, inside=inside)
