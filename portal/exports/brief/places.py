"""What the brief of several places says: their figures side by side, then each town in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal import i18n
from portal.charts import strip_plot
from portal.domain import comparison as choices
from portal.domain.comparison import Compared, Comparison, PlaceSelection
from portal.explorer.state import Start
from portal.exports import comparison as files
from portal.exports.brief import chosen as indicators
from portal.exports.brief import pictures
from portal.exports.brief.chosen import Chosen
from portal.exports.brief.parts import BriefParts
from portal.exports.brief.pieces import Brief, ChartPiece, Localized, Table, TownText
from portal.i18n import _

#: Up to so many places stand beside each other in a table; more of them stand one under the other.
BESIDE = 4
#: So many indicators stand beside each other where the places are rows.
COLUMNS = 4
#: Pixels and letters for the names of rows in the chart of positions.
NAMES, LETTERS = 190, 28
#: Up to so many places: how many strengths and entries of each town are told, and how many rows the positions have.
ROOM = ((2, 6, 4, 8), (4, 4, 3, 6), (6, 3, 2, 5), (choices.MOST, 2, 2, 4))


def of_places(parts: BriefParts, choice: PlaceSelection, chosen: Chosen) -> Brief:
    """The brief of a comparison or a short list. Call inside `use_locale`."""
    codes = choices.compared(choice, parts.portal.statistics)
    made = Comparison(parts.portal, codes, parts.locale, parts.today)
    rows = indicators.rows(chosen, made)
    query = {"c": ",".join(codes)} if codes != choices.ten(parts.portal.statistics) else {}
    link = parts.link("compare", None, query)
    keys = [parts.portal.by_code[code] for code in codes if code in parts.portal.by_code]
    profiles = [parts.reader.profile(key) for key in keys]
    sources = {(s.publisher, s.title, s.url, s.date): s for p in profiles for s in parts.cited(p)}
    charts = _charts(parts, made, rows)
    standing = _positions(parts, made, [row for row in rows if row.telling][: _room(len(codes))[2]])
    return Brief(
        locale=parts.locale,
        kicker=Localized(_("Side by side")),
        title=_title(made),
        lead=Localized(_lead(made)),
        brand=i18n.localized(parts.portal.site.name, parts.locale),
        link=link,
        qr=parts.qr(link),
        made=parts.head()["made"],
        credit=f"{_('Source')}: {made.source_line(rows)}" if rows else "",
        map=parts.map(codes, _("%(places)s on the map of Finland", places=i18n.listing([*made.labels], parts.locale))),
        map_source=parts.map_source,
        words=parts.head(),
        messages=[*choices.messages(choice), *indicators.messages(chosen, made)],
        figures=[*standing, *charts[: 1 if standing else 2]],
        charts=charts,
        tables=_tables(made, rows),
        places=[_shortened(parts.place(profile), len(codes)) for profile in profiles],
        several=True,
        sources=[parts.source(source) for source in sources.values()] if len(codes) <= BESIDE else [],
        data=parts.data((row.name, row.when, row.sources) for row in rows) if rows else None,
    )


def _title(made: Comparison) -> str:
    if made.codes == choices.ten(made.portal.statistics):
        return _("The ten towns")
    return i18n.listing([*made.labels], made.locale)


def _lead(made: Comparison) -> str:
    rows = made.differences
    return strip_plot.sentence(strip_plot.positions(made, rows[:1]), made) if rows else ""


def _room(count: int) -> tuple[int, int, int]:
    """How many strengths, entries and rows of positions fit where there are so many places."""
    return next((strengths, wishes, rows) for most, strengths, wishes, rows in ROOM if count <= most)


def _shortened(place: TownText, count: int) -> TownText:
    """A town with less said of it, the more towns there are: their pages say the rest."""
    strengths, wishes, _rows = _room(count)
    return replace(
        place,
        strengths=place.strengths[:strengths],
        wanted=place.wanted[:wishes],
        recruited=(),
        sections=(),
        contacts=place.contacts[:1],
        more="",
    )


def _charts(parts: BriefParts, made: Comparison, rows: Sequence[Compared]) -> list[ChartPiece]:
    """One indicator over time, and the next one side by side."""
    start = Start(None, "", tuple(parts.portal.statistics.keys), made.codes)
    ordered = sorted(rows, key=lambda row: not row.indicator.comparable_with_country)
    return parts.figures(replace(start, key=row.key) for row in ordered)


def _positions(parts: BriefParts, made: Comparison, rows: Sequence[Compared]) -> list[ChartPiece]:
    if not rows:
        return []
    chart = strip_plot.positions(made, rows)
    caption = strip_plot.table(chart).caption
    key = "" if chart.named else ", ".join(f"{mark.initials} {mark.label}" for mark in chart.key)
    scale = _(
        "0: no other municipality has a lower figure. 100: all others have a lower figure. "
        "A high figure is not always a good one."
    )
    alt = f"{caption}. {'. '.join(strip_plot.said(strip, parts.locale) for strip in chart.strips)}."
    drawn = files.strips(chart, pictures.WIDTH, NAMES, LETTERS)
    drawing = pictures.of_parts(list(drawn), parts.style, alt)
    source = f"{_('Source')}: {made.source_line(rows)}"
    return [ChartPiece(caption, scale, drawing, source, [key] if key else [])]


def _tables(made: Comparison, rows: Sequence[Compared]) -> list[Table]:
    """The figures with their positions: a column a place, or a row a place where the places are many."""
    if not rows:
        return []
    notes = [
        _("In brackets the position among all municipalities with a figure; 1 is the highest unless said otherwise.")
    ]
    title = _("Figures side by side")
    if len(made.codes) <= BESIDE:
        head = [_("Indicator"), *made.labels]
        body = [[_named(row, made), *(_cell(row, at) for at in range(len(made.codes)))] for row in rows]
        return [Table(title, head, body, notes)]
    groups = [rows[at : at + COLUMNS] for at in range(0, len(rows), COLUMNS)]
    return [
        Table(
            title,
            [_("Place"), *(_named(row, made) for row in group)],
            [[label, *(_cell(row, at) for row in group)] for at, label in enumerate(made.labels)],
            notes,
        )
        for group in groups
    ]


def _named(row: Compared, made: Comparison) -> str:
    """An indicator's name with its unit and period."""
    parts = [i18n.localized(row.unit.short, made.locale), row.when]
    parts += [_("1 is the lowest")] if row.indicator.rank_order == "lowest" else []
    return f"{row.name} ({', '.join(parts)})"


def _cell(row: Compared, at: int) -> str:
    figure = row.figures[at]
    if figure is None:
        return _("no value in this source")
    return f"{figure.number} ({figure.rank.position}/{figure.rank.of})" if row.of > 1 else figure.number
