"""A town as JSON, as rows, as sheets and as a card: what its page says, with the source of every figure and fact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import escape
from pydantic import BaseModel

from portal import i18n
from portal.charts.svg import sparkline
from portal.content.models import LookingFor
from portal.domain.profile import KeyFigure, Profile, forms
from portal.exports.dataset import Dataset
from portal.exports.drawing import INNER, Picture, PicturePart, letters_of, signature
from portal.exports.indicator import rows_of
from portal.exports.workbook import Field, Sheet, number_format
from portal.i18n import Locale, LocalizedText, _, use_locale
from portal.indicators.words import source_line

#: A card's tiles: columns, their height in pixels, and letters on a line of small text.
COLUMNS, TILE, LETTERS = 3, 124, 40

#: The kinds of looking-for entries, in order.
KINDS = ("complementary", "recruitment")
#: What a town's file says further, in the order of its page.
TOLD = (
    "ecosystem",
    "investments",
    "sites",
    "energy",
    "connections",
    "figures",
    "education",
    "aid",
    "contacts",
    "material",
    "sources",
)


def spoken(item: Any, locale: Locale) -> Any:
    """A model as plain data, each text in one language, fields without a value left out."""
    if isinstance(item, LocalizedText):
        return i18n.localized(item, locale)
    if isinstance(item, BaseModel):
        fields = {name: spoken(getattr(item, name), locale) for name in type(item).model_fields}
        return {name: value for name, value in fields.items() if value not in (None, [], {})}
    if isinstance(item, list | tuple):
        return [spoken(part, locale) for part in item]
    if isinstance(item, dict):
        return {key: spoken(value, locale) for key, value in item.items()}
    return item.isoformat() if hasattr(item, "isoformat") else item


def town_json(profile: Profile) -> str:
    """The town as JSON, UTF-8, two spaces a level."""
    city, locale = profile.city, profile.locale
    kept = spoken(city, locale)
    whole = {
        "address": profile.portal.site.site_url + path(profile),
        "language": locale,
        "content_version": profile.portal.version,
        "code": city.code,
        "kind": city.kind,
        "name": forms(city, locale).nominative,
        **{field: kept[field] for field in ("region", "coordinates", "pitch") if field in kept},
        "key_figures": [_figure(figure, locale) for figure in profile.key_figures],
        "strengths": kept.get("strengths", []),
        "looking_for": [_entry(entry, locale) for kind in KINDS for entry in profile.sought(kind)],
        **{field: kept[field] for field in TOLD if field in kept},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(entry: LookingFor, locale: Locale) -> dict[str, Any]:
    """An entry; what no town has confirmed says so."""
    told: dict[str, Any] = spoken(entry, locale)
    return {"confirmed": None} | told


def path(profile: Profile) -> str:
    """The address of the town's page."""
    return profile.portal.addresses.path("city", profile.locale, profile.key)


def _figure(figure: KeyFigure, locale: Locale) -> dict[str, Any]:
    return {
        "key": figure.key,
        "name": figure.name,
        "value": figure.point.value,
        "unit": i18n.localized(figure.unit.short, locale),
        "period": figure.point.period,
        "position": figure.rank.position if figure.rank else None,
        "of": figure.rank.of if figure.rank else None,
        "source_table": figure.source.table,
        "source_urls": figure.source.addresses(locale),
        "publisher": figure.publisher,
        "data_date": figure.source.data_date,
    }


def figures(profile: Profile) -> Dataset:
    """Every figure of the town, of all indicators."""
    statistics, code = profile.portal.statistics, profile.city.code
    name = profile.names.label(code)
    return Dataset(
        portal=profile.portal,
        locale=profile.locale,
        path=path(profile),
        name=path(profile).rsplit("/", 1)[-1],
        title=_title(profile, name),
        definition=i18n.localized(profile.city.pitch.text, profile.locale),
        figures=[
            row
            for key in statistics.keys
            for section in statistics.sections(key)
            for row in rows_of(statistics.series(key, section), key, section, code)
        ],
    )


def _title(profile: Profile, name: str) -> str:
    with use_locale(profile.locale):
        return _("%(town)s in figures", town=name)


def sheets(profile: Profile) -> list[Sheet]:
    """The town's key figures as a sheet."""
    with use_locale(profile.locale):
        fields = [
            Field(_("Indicator"), lambda f: f.name),
            Field(_("Value"), lambda f: f.point.value, lambda f: number_format(f.indicator.decimals, f.point.value)),
            Field(_("Unit"), lambda f: i18n.localized(f.unit.long, profile.locale)),
            Field(_("Period"), lambda f: int(f.point.period) if f.point.period.isdigit() else f.point.period),
            Field(_("Position among the ten towns"), lambda f: f.rank.position if f.rank else None),
            Field(_("Towns with a figure"), lambda f: f.rank.of if f.rank else None),
            Field(_("Source table"), lambda f: f.source.table),
            Field(_("Publisher"), lambda f: f.publisher),
        ]
        about = [
            _("This sheet has one table: a row for each key figure."),
            _("Position 1 is the highest figure, except where a low figure is the good one."),
        ]
        return [Sheet(_("Key figures"), _("Key figures"), about, fields, profile.key_figures, "KeyFigures")]


def card(profile: Profile) -> Picture:
    """The town's key figures as a picture."""
    portal, locale = profile.portal, profile.locale
    found = profile.key_figures
    with use_locale(locale):
        credit = source_line(portal.statistics.catalogue, (figure.source for figure in found), locale)
        foot = [*([f"{_('Source')}: {credit}"] if found else []), *signature(portal, locale, path(profile))]
    rows = -(-len(found) // COLUMNS)
    places = ((at % COLUMNS * INNER / COLUMNS, at // COLUMNS * TILE) for at in range(len(found)))
    tiles = "".join(
        f'<g transform="translate({x:g} {y})">{"".join(_tile(figure))}</g>'
        for (x, y), figure in zip(places, found, strict=True)
    )
    title = _title(profile, profile.names.label(profile.city.code))
    pitch = i18n.localized(profile.city.pitch.text, locale)
    return Picture(locale, title, [pitch], foot, [PicturePart(f'<g class="chart">{tiles}</g>', rows * TILE)])


def _tile(figure: KeyFigure) -> Iterator[str]:
    """A key figure as on the page: name, number, unit, line, and in words when it is of and where it stands."""
    width = INNER / COLUMNS - 24
    number, unit = figure.halves
    yield f'<line class="grid" x1="0" x2="{width:g}" y1="0.5" y2="0.5"/>'
    for at, line in enumerate(letters_of(figure.name, LETTERS)[:2]):
        yield f'<text class="small" x="0" y="{20 + 16 * at}">{escape(line)}</text>'
    yield f'<text class="figure" x="0" y="70">{escape(number)}<tspan class="figure-unit">{escape(unit)}</tspan></text>'
    facts = f"{figure.period} · {figure.rank_text}" if figure.rank_text else figure.period
    for at, line in enumerate(letters_of(facts, LETTERS)[:2]):
        yield f'<text class="small" x="0" y="{90 + 16 * at}">{escape(line)}</text>'
    yield f'<g transform="translate({width - 98:g} 40)">{sparkline(figure.points)}</g>'
