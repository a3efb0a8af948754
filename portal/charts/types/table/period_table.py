"""A chart's figures as a table that can be sorted: one row a place, one column a period, the newest first."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.chart import Chart, Line
from portal.charts.table import caption
from portal.i18n import _, use_locale
from portal.rounding import rounded

#: Sorts by the place's name; a period sorts by its figures. With "-" before it the order runs the other way.
PLACE = "place"
#: From a sort to the address where the table is sorted so; from a place to the one where it is chosen, if it can be.
Link = Callable[[str], str]
Choice = Callable[[str], str | None]


def sorts(chart: Chart) -> tuple[str, ...]:
    """Every sort that the chart has."""
    keys = (PLACE, *chart.periods)
    return (*keys, *(f"-{key}" for key in keys))


def order(chart: Chart, sort: str) -> list[Line]:
    """The lines as sorted, or as chosen where there is no such sort; without a figure last, whichever way it runs."""
    if sort not in sorts(chart):
        return list(chart.lines)
    key, down = sort.removeprefix("-"), sort.startswith("-")
    lines = sorted(chart.lines, key=lambda line: i18n.sorting(line.label))
    if key == PLACE:
        return lines[::-1] if down else lines
    figures = {line.place: figure for line in lines if (figure := _figure(chart, line, key)) is not None}
    known = [line for line in lines if line.place in figures]
    missing = [line for line in lines if line.place not in figures]
    return sorted(known, key=lambda line: figures[line.place], reverse=down) + missing


def _figure(chart: Chart, line: Line, period: str) -> float | None:
    """The figure as it is written: equal ones stay in the order of names."""
    found = next((chart.shown(line, point) for point in line.points if point.period == period), None)
    return None if found is None else rounded(found, chart.decimals)


def html(chart: Chart, head: str, link: Link, choose: Choice | None = None, *, sort: str = "") -> Markup:
    """The table as HTML whose column heads are links that sort, and row heads links that choose the place.

    `head` is the word over the places; a place for which `choose` gives no address stays plain.
    """
    if not chart.lines:
        return Markup("")
    with use_locale(chart.locale):
        periods = chart.periods[::-1]
        heads = [_head(PLACE, head, link, sort, first=PLACE)]
        heads += [_head(p, i18n.period(p, chart.locale), link, sort, first=f"-{p}") for p in periods]
        missing = _missing(chart)
        rows = [_row(chart, line, periods, missing, choose) for line in order(chart, sort)]
        said = escape(caption(chart))
        return Markup(  # noqa: S704 - every text inside is escaped where it is made
            f'<div class="table-scroll" tabindex="0" role="group" aria-label="{said}"><table class="numbers sortable">'
            f"<caption>{said}</caption><thead><tr>{''.join(heads)}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )


def _head(key: str, text: str, link: Link, sort: str, first: str) -> str:
    """A column's head: a link that sorts by it, `first` at first and the other way when it already does."""
    other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
    down = sort.startswith("-")
    sorted_here = sort.removeprefix("-") == key
    state = f' aria-sort="{"descending" if down else "ascending"}"' if sorted_here else ""
    arrow = "▼" if (down if sorted_here else first.startswith("-")) else "▲"
    href = escape(link(other if sort == first else first))
    return (
        f'<th scope="col"{state}><a href="{href}">{escape(text)}'
        f'<span class="sort-arrow" aria-hidden="true">{arrow}</span></a></th>'
    )


def _row(chart: Chart, line: Line, periods: tuple[str, ...], missing: str, choose: Choice | None) -> str:
    written = {point.period: chart.number(chart.shown(line, point)) for point in line.points}
    cells = "".join(f"<td>{written[period]}</td>" if period in written else missing for period in periods)
    href = choose(line.place) if choose else ""
    name = f'<a href="{escape(href)}">{escape(line.label)}</a>' if href else escape(line.label)
    return f'<tr class="{line.role}" data-place="{escape(line.place)}"><th scope="row">{name}</th>{cells}</tr>'


def _missing(chart: Chart) -> str:
    """The cell of a missing figure: a dash to the eye, and in words the reason where one is known."""
    reason = chart.indicator.missing
    words = escape(i18n.localized(reason, chart.locale) if reason else _("no value in this source"))
    return (
        f'<td class="none" title="{words}"><span aria-hidden="true">–</span>'
        f'<span class="visually-hidden">{words}</span></td>'
    )
