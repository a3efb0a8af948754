"""The registration of the table."""

from __future__ import annotations

from markupsafe import Markup

from portal.charts import observations
from portal.charts.chart import Chart, Scope
from portal.charts.chart_type import PLACE, ChartType, Links, chart_of
from portal.charts.sentence import sentence
from portal.charts.table import caption, table
from portal.charts.types.table import period_table
from portal.charts.types.trend.svg import svg
from portal.i18n import lazy

SCOPE = Scope("table", alone=True)


def html(chart: Chart, links: Links) -> Markup:
    """The table whose heads are links."""
    return period_table.html(chart, str(PLACE), links.sorting, links.choosing, sort=links.sort)


def lacks(chart: Chart) -> bool:
    """Whether a town lacks a figure of some period."""
    whole = len(chart.periods)
    return any(len(line.points) < whole for line in chart.lines if line.role not in ("country", "group"))


CHART_TYPE = ChartType(
    scope=SCOPE,
    order=7,
    label=lazy("Table"),
    embed_height=520,
    controls=frozenset({"s", "from", "to", "sort"}),
    sums="drawn",
    build=chart_of(SCOPE),
    svg=svg,
    html=html,
    table=table,
    sentence=sentence,
    caption=caption,
    observations=observations.of_lines,
    lacks=lacks,
)
