"""A chart as a table: one row a place, one column a period, every figure as written in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.chart import Chart, Line
from portal.i18n import _, use_locale
from portal.rounding import rounded


@dataclass(frozen=True)
class Row:
    """One place; `cells` are written figures, empty where the source has none."""

    place: str
    label: str
    role: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Caption, column heads and rows, ready to be written."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table(chart: Chart) -> Table:
    """The chart's figures, a column for each period."""
    with use_locale(chart.locale):
        rows = tuple(Row(line.place, line.label, line.role, _cells(chart, line)) for line in chart.lines)
        return Table(caption(chart), tuple(i18n.period(p, chart.locale) for p in chart.periods), rows)


def ranked_table(chart: Chart) -> Table:
    """The places of a chart of one period in the order of the ranking, with their positions."""
    with use_locale(chart.locale):
        positions = {rank.place: str(rank.position) for rank in chart.ranks}
        rows = tuple(
            Row(line.place, line.label, line.role, (positions.get(line.place, ""), chart.number(line.last.value)))
            for line in ranked(chart)
        )
        return Table(caption(chart), (_("Position"), i18n.period(chart.period, chart.locale)), rows)


def ranked(chart: Chart) -> list[Line]:
    """The lines in the order of the ranking; the country stands where its figure puts it."""
    sign = 1 if chart.indicator.rank_order == "lowest" else -1
    return sorted(chart.lines, key=lambda line: (sign * rounded(line.last.value, chart.decimals), line.label))


def html(made: Table, head: str, choose: Callable[[str], str | None] | None = None) -> Markup:
    """The table as HTML that scrolls by itself where it is too wide; `head` is the word over the places.

    `choose` gives the address where a place is in colour, if it can be.
    """
    columns = "".join(f'<th scope="col">{escape(text)}</th>' for text in (head, *made.columns))
    rows = "".join(_html_row(row, choose(row.place) if choose else None) for row in made.rows)
    caption = escape(made.caption)
    return Markup(  # noqa: S704 - every text inside is escaped where it is put
        f'<div class="table-scroll" tabindex="0" role="group" aria-label="{caption}"><table class="numbers">'
        f"<caption>{caption}</caption><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _html_row(row: Row, href: str | None) -> str:
    """One row; its texts are escaped all at once, since a view of every municipality has hundreds of rows."""
    texts = "\0".join((row.label, href or "", *(cell or "–" for cell in row.cells)))
    label, link, *cells = str(escape(texts)).split("\0")
    name = f'<a href="{link}">{label}</a>' if href else label
    return f'<tr class="{row.role}"><th scope="row">{name}</th><td>{"</td><td>".join(cells)}</td></tr>'


def caption(chart: Chart) -> str:
    """Title, unit and period: Työllisyysaste, %, 2000–2020."""
    if not chart.periods:
        return chart.title
    words = {"index": _index, "change": _change}.get(chart.scale)
    unit = words(chart) if words else i18n.localized(chart.unit.short, chart.locale)
    return f"{chart.title}, {unit}, {span(chart)}"


def _index(chart: Chart) -> str:
    """The index and its base, where all lines have the same."""
    bases = {chart.base_of(line).period for line in chart.lines}
    if len(bases) > 1:
        return _("index, first year = 100")
    return _("index, %(base)s = 100", base=i18n.period(bases.pop(), chart.locale))


def _change(chart: Chart) -> str:
    """What a change is told in, and from when."""
    if chart.unit.kind == "percent":
        return _("change from the period before, percentage points")
    unit = "%" if chart.relative else i18n.localized(chart.unit.short, chart.locale)
    return _("change from the period before, %(unit)s", unit=unit)


def span(chart: Chart) -> str:
    """The chart's periods: 2000–2020, or one of them."""
    if chart.scope.single_period:
        return i18n.period(chart.period, chart.locale)
    first, last = chart.periods[0], chart.periods[-1]
    if first == last:
        return i18n.period(first, chart.locale)
    if "M" in first:
        return f"{i18n.period(first, chart.locale)} – {i18n.period(last, chart.locale)}"
    return f"{first}–{last}"


def _cells(chart: Chart, line: Line) -> tuple[str, ...]:
    written = {point.period: chart.number(chart.shown(line, point)) for point in line.points}
    return tuple(written.get(period, "") for period in chart.periods)
