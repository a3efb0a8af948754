"""What the brief of one town says: what its page says, cut to what a board needs."""

from __future__ import annotations

from portal import i18n
from portal.charts.chart import has_trend
from portal.domain.profile import KeyFigure, Profile, forms
from portal.explorer.state import Start
from portal.exports.brief import pictures
from portal.exports.brief.parts import BriefParts, started
from portal.exports.brief.pieces import Brief, Tile, localized
from portal.i18n import _
from portal.indicators.catalogue import SeriesSource


def of_town(parts: BriefParts, key: str) -> Brief:
    """The brief of a town. Call inside `use_locale`."""
    profile = parts.reader.profile(key)
    city, locale = profile.city, parts.locale
    name, link = forms(city, locale).nominative, parts.link("city", key)
    figures = parts.figures(_starts(profile))
    sources = [figure.source for figure in profile.key_figures]
    sources += [source for figure in figures if figure.chart for source in figure.chart.sources]
    return Brief(
        locale=locale,
        kicker=localized(city.region, locale),
        title=name,
        lead=localized(city.pitch.text, locale),
        brand=i18n.localized(parts.portal.site.name, locale),
        link=link,
        qr=parts.qr(link),
        made=parts.head()["made"],
        credit=parts.credit(_each(sources)),
        map=parts.portrait(profile),
        map_source=parts.map_source,
        words=parts.head(),
        tiles=[_tile(parts, figure) for figure in profile.key_figures],
        tiles_note=_("Position among the ten towns; 1 is the highest unless said otherwise."),
        figures=figures,
        charts=figures,
        places=[parts.place(profile)],
        sources=[parts.source(source) for source in parts.cited(profile)],
        data=parts.data((f.name, f.period, [f.source]) for f in profile.key_figures) if sources else None,
    )


def _each(sources: list[SeriesSource]) -> list[SeriesSource]:
    """Each table once."""
    return list({source.table: source for source in sources}.values())


def _starts(profile: Profile) -> list[Start]:
    """The indicators worth a chart: those that support a claim, then the key figures that can be set beside others."""
    statistics = profile.portal.statistics
    held = [e.figure.key for e in profile.strengths if e.figure and e.holds]
    keys = [*held, *(figure.key for figure in profile.key_figures)]
    plain = [key for key in keys if statistics.indicator(key).dimension is None]
    # a count follows the size of the place, and shares tell more of a town
    plain.sort(key=lambda key: not statistics.indicator(key).comparable_with_country)
    plain.sort(key=lambda key: not has_trend(statistics.series(key), profile.city.code))
    return started(Start(profile.city.code, "", tuple(statistics.keys)), plain)


def _tile(parts: BriefParts, figure: KeyFigure) -> Tile:
    number, unit = figure.halves
    facts = [figure.period, figure.rank_text]
    facts += [_("whole country %(figure)s", figure=figure.country)] if figure.country else []
    rank = figure.rank
    return Tile(
        name=figure.name,
        number=number,
        unit=unit,
        period=figure.period,
        rank=figure.rank_text,
        country=figure.country,
        facts=" · ".join(fact for fact in facts if fact),
        spark=pictures.spark(figure.points, parts.style),
        step=rank.position if rank else 0,
        steps=rank.of if rank and rank.of > 1 else 0,
    )
