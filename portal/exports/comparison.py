"""A comparison of places as rows, as sheets and as a picture of their positions."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from portal import i18n
from portal.charts import strip_plot
from portal.domain.comparison import Compared, Comparison, PlaceSelection, RankedFigure, messages, ten
from portal.exports.dataset import DataPoint, Dataset
from portal.exports.drawing import INNER, Picture, PicturePart, letters_of, signature, spaced
from portal.exports.workbook import Field, Sheet, number_format
from portal.i18n import NBSP, _, use_locale
from portal.rounding import rounded

#: The picture has so many rows, the names of rows so many pixels and letters.
ROWS, NAMES, LETTERS = 8, 260, 38


def path(comparison: Comparison) -> str:
    """The address of the comparison's page."""
    portal = comparison.portal
    chosen = {} if comparison.codes == ten(portal.statistics) else {"c": ",".join(comparison.codes)}
    return portal.addresses.path("compare", comparison.locale, None, chosen)


def figures(comparison: Comparison, choice: PlaceSelection) -> Dataset:
    """Every figure of the comparison with its position among all municipalities."""
    portal, locale = comparison.portal, comparison.locale
    with use_locale(locale):
        title = _("Compare: %(places)s", places=i18n.listing([*comparison.labels], locale))
        definition = _(
            "Each indicator in the newest period in which all of these places have a figure, or else the most of "
            "them; positions are among all municipalities that have a figure in that period."
        )
        told = tuple(messages(choice))
    return Dataset(
        portal=portal,
        locale=locale,
        path=path(comparison),
        name=portal.addresses.path("compare", locale).rsplit("/", 1)[-1],
        title=title,
        definition=definition,
        figures=[
            _figure(comparison, row, placed) for row in comparison.every for placed in row.figures if placed is not None
        ],
        view={"c": ",".join(comparison.codes)},
        messages=told,
    )


def _figure(comparison: Comparison, row: Compared, placed: RankedFigure) -> DataPoint:
    point = placed.point
    series = comparison.portal.statistics.series(row.key)
    more = {"position": placed.rank.position, "of": placed.rank.of, "percentile": rounded(placed.percentile, 1)}
    return DataPoint(row.key, "", point.place, point.period, point.value, series.source(point), more=more)


def sheets(comparison: Comparison) -> list[Sheet]:
    """The figures and the positions side by side, a row an indicator."""
    with use_locale(comparison.locale):
        blank = _("A blank cell: no value in this source.")
        about = _("This sheet has one table: a row for each indicator, a column for each place.")
        among = _("Positions are among all municipalities with a figure; how many they are is in the last column.")
        values = [_value(at, label) for at, label in enumerate(comparison.labels)]
        places = [_position(at, label) for at, label in enumerate(comparison.labels)]
        last = Field(_("Municipalities"), lambda row: row.of, lambda row: "0")
        return [
            Sheet(
                _("Comparison"),
                _("Figures side by side"),
                [about, blank],
                [*_head(comparison), *values],
                comparison.every,
                "Comparison",
            ),
            Sheet(
                _("Positions"),
                _("Positions side by side"),
                [about, among, blank],
                [*_head(comparison), *places, last],
                comparison.every,
                "Positions",
            ),
        ]


def _head(comparison: Comparison) -> list[Field]:
    return [
        Field(_("Indicator"), lambda row: row.name),
        Field(_("Period"), lambda row: int(row.period) if row.period.isdigit() else row.period, lambda row: "0"),
        Field(_("Unit"), lambda row: i18n.localized(row.unit.long, comparison.locale)),
    ]


def _value(at: int, label: str) -> Field:
    return Field(
        label,
        lambda row: row.figures[at].point.value if row.figures[at] else None,
        lambda row: number_format(row.indicator.decimals, row.figures[at].point.value if row.figures[at] else 0),
    )


def _position(at: int, label: str) -> Field:
    return Field(label, lambda row: row.figures[at].rank.position if row.figures[at] else None, lambda row: "0")


def picture(comparison: Comparison, choice: PlaceSelection) -> Picture:
    """Where the places stand in the indicators that set them apart the most."""
    portal, locale = comparison.portal, comparison.locale
    rows = comparison.differences[:ROWS]
    chart = strip_plot.positions(comparison, rows)
    with use_locale(locale):
        title = _("Compare: %(places)s", places=i18n.listing([*comparison.labels], locale))
        caption = strip_plot.table(chart).caption
        foot = [
            *messages(choice),
            f"{_('Source')}: {comparison.source_line(rows)}",
            *signature(portal, locale, path(comparison)),
        ]
        lead = [text for text in (strip_plot.sentence(chart, comparison),) if text]
        key = "" if chart.named else " " + ", ".join(f"{mark.initials}{NBSP}{mark.label}" for mark in chart.key) + "."
    parts = [*strips(chart)] if rows else []
    return Picture(locale, title, [*lead, f"{caption}.{key}"], foot, parts)


def strips(
    chart: strip_plot.StripPlot, wide: float = INNER, names: float = NAMES, letters: int = LETTERS
) -> Iterator[PicturePart]:
    """The scale, then a strip for each indicator with its name at the left."""
    width = wide - names - 40
    yield PicturePart(f'<g class="chart">{_placed(str(strip_plot.axis(chart.locale)), names, width)}</g>', 24)
    for strip in chart.strips:
        lines = letters_of(f"{strip.row.name}, {strip.row.when}", letters)
        height = max(strip.height, 17 * len(lines)) + 12
        top = height / 2 - 17 * len(lines) / 2 + 13
        texts = "".join(
            f'<text class="row-name" x="0" y="{top + 17 * at:g}">{escape(line)}</text>' for at, line in enumerate(lines)
        )
        drawn = _placed(str(strip_plot.svg(strip, chart.locale)), names, width, (height - strip.height) / 2)
        rule = f'<line class="grid" x1="0" x2="{wide:g}" y1="-0.5" y2="-0.5"/>'
        yield PicturePart(f'<g class="chart">{rule}{texts}{drawn}</g>', height)


def _placed(markup: str, names: float, width: float, y: float = 0.0) -> str:
    """A row's drawing right of the names."""
    at = f'<svg x="{names + 20:g}" y="{y:g}" overflow="visible" '
    return spaced(markup.replace("<svg ", at, 1).replace('width="100%"', f'width="{width:g}"', 1))
