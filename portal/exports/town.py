"""A town as JSON: what its page says, in the page's language, with the sources of every figure and fact."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from portal import i18n
from portal.i18n import Locale, Words
from portal.profile import KeyFigure, Profile, forms


def spoken(item: Any, locale: Locale) -> Any:
    """A model as plain data, each text in one language, fields without a value left out."""
    if isinstance(item, Words):
        return i18n.said(item, locale)
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
    address = profile.portal.site.site_url + profile.portal.addresses.path("city", locale, profile.key)
    kept = spoken(city, locale)
    whole = {
        "address": address,
        "language": locale,
        "content_version": profile.portal.version,
        "code": city.code,
        "kind": city.kind,
        "name": forms(city, locale).nominative,
        **{field: kept[field] for field in ("region", "coordinates", "pitch") if field in kept},
        "key_figures": [_figure(figure, locale) for figure in profile.key_figures],
        "strengths": kept.get("strengths", []),
        "looking_for": [
            spoken(entry, locale) for kind in ("complementary", "recruitment") for entry in profile.sought(kind)
        ],
        **{
            field: kept[field]
            for field in (
                "ecosystem",
                "education",
                "connections",
                "sites",
                "figures",
                "material",
                "contacts",
                "sources",
            )
            if field in kept
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _figure(figure: KeyFigure, locale: Locale) -> dict[str, Any]:
    return {
        "key": figure.key,
        "name": figure.name,
        "value": figure.point.value,
        "unit": i18n.said(figure.unit.short, locale),
        "period": figure.point.period,
        "position": figure.rank.position if figure.rank else None,
        "of": figure.rank.of if figure.rank else None,
        "source_table": figure.source.table,
        "publisher": figure.publisher,
        "data_date": figure.source.data_date,
    }
