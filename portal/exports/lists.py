"""Complete lists as CSV and JSON: the indicators, the towns, and every municipality of Finland."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import i18n
from portal.charts.columns import Column, Datatype
from portal.domain.profile import Names, Portal, forms
from portal.exports.csv_file import described, written
from portal.exports.dataset import Cell
from portal.file_formats import file_formats
from portal.i18n import LANGUAGES, LOCALES, Locale, _, lazy, use_locale
from portal.indicators.library import COUNTRY
from portal.urls import Address


@dataclass(frozen=True)
class Listing:
    """A list in one language: `rows` as JSON has them, `columns` as CSV does, each with how it is read from a row."""

    portal: Portal
    locale: Locale
    page: str
    title: str
    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[tuple[Column, Callable[[Mapping[str, Any]], Cell]]]

    def address(self, form: str = "") -> str:
        """Where the list is found in this form."""
        return self.portal.site.site_url + self.portal.addresses.path(self.page, self.locale, form=form)

    def csv(self) -> str:
        """The list with a header row."""
        rows = ([cell(row) for _column, cell in self.columns] for row in self.rows)
        return written([column.name for column, _cell in self.columns], rows)

    def json(self) -> str:
        """The list as JSON, under the English name of its page."""
        whole = {"address": self.address("json"), "language": self.locale, "title": self.title, self.page: self.rows}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def metadata(self) -> str:
        """What the columns of the CSV mean."""
        columns = [column for column, _cell in self.columns]
        with use_locale(self.locale):
            titles = {column.name: str(column.title) for column in columns}
        return described(self.address("csv"), self.locale, columns, titles, {"dc:title": self.title})


def _field(name: str, title: Any, datatype: Datatype = "string") -> tuple[Column, Callable[[Mapping[str, Any]], Cell]]:
    """A column that a row has under the same name."""
    return Column(name, datatype, title), lambda row: row[name]


def _files(portal: Portal, page: str, locale: Locale, about: str) -> dict[str, str]:
    """The addresses of a thing's files, by their endings."""
    forms_of = (form for form, one in file_formats().items() if page in one.makers and not one.describes)
    return {form: portal.site.site_url + portal.addresses.path(page, locale, about, form=form) for form in forms_of}


def indicators(portal: Portal, locale: Locale) -> Listing:
    """Every indicator with its definition, unit, years and files."""
    with use_locale(locale):
        title = _("Indicators")
    columns = [
        _field("key", lazy("Indicator's key")),
        _field("name", lazy("Indicator")),
        _field("definition", lazy("Definition")),
        _field("theme", lazy("Theme")),
        _field("unit", lazy("Unit")),
        _field("decimals", lazy("Decimals"), "integer"),
        _field("first_period", lazy("First period")),
        _field("last_period", lazy("Last period")),
        _field("municipalities", lazy("Municipalities with a figure"), "integer"),
        _field("address", lazy("Address")),
    ]
    return Listing(
        portal,
        locale,
        "indicators",
        title,
        [_indicator(portal, key, locale) for key in portal.statistics.keys],
        columns,
    )


def _indicator(portal: Portal, key: str, locale: Locale) -> dict[str, Any]:
    statistics = portal.statistics
    indicator, sections = statistics.indicator(key), statistics.sections(key)
    every = [statistics.series(key, section) for section in sections]
    dimension = indicator.dimension
    parts = (
        [{"code": code, "name": i18n.localized(dimension.values[code], locale)} for code in sections]
        if dimension
        else []
    )
    return {
        "key": key,
        "name": i18n.localized(indicator.name, locale),
        "definition": i18n.localized(indicator.definition, locale),
        "theme": i18n.localized(statistics.catalogue.themes[indicator.theme].name, locale),
        "unit": i18n.localized(statistics.catalogue.units[indicator.unit].long, locale),
        "decimals": indicator.decimals,
        "first_period": min(series.periods[0] for series in every),
        "last_period": max(series.periods[-1] for series in every),
        "municipalities": len(frozenset[str]().union(*(series.places for series in every)) - {COUNTRY}),
        "sections": parts,
        "address": portal.site.site_url + portal.addresses.path("indicator", locale, key),
        "files": _files(portal, "indicator", locale, key),
    }


def cities(portal: Portal, locale: Locale) -> Listing:
    """The portal's towns."""
    with use_locale(locale):
        title = _("Towns")
    columns = [
        _field("code", lazy("Municipality code")),
        _field("name", lazy("Municipality")),
        _field("slug", lazy("Name in the address")),
        _field("region", lazy("Region")),
        (Column("latitude", "number", lazy("Latitude")), lambda row: row["coordinates"]["lat"]),
        (Column("longitude", "number", lazy("Longitude")), lambda row: row["coordinates"]["lon"]),
        _field("address", lazy("Address")),
    ]
    return Listing(portal, locale, "cities", title, [*_cities(portal, locale)], columns)


def _cities(portal: Portal, locale: Locale) -> Iterator[dict[str, Any]]:
    for key, city in portal.cities.items():
        path = portal.addresses.path("city", locale, key)
        known = portal.statistics.municipalities.get(city.code)
        yield {
            "code": city.code,
            "name": forms(city, locale).nominative,
            "slug": path.rsplit("/", 1)[-1],
            "region": i18n.localized(known.region, locale) if known else None,
            "coordinates": {"lat": city.coordinates.lat, "lon": city.coordinates.lon},
            "address": portal.site.site_url + path,
            "files": _files(portal, "city", locale, key),
        }


def municipalities(portal: Portal, locale: Locale) -> Listing:
    """Every current municipality with its names and its region; `town` is one of the portal's own."""
    with use_locale(locale):
        title = _("Municipalities of Finland")
    columns = [
        _field("code", lazy("Municipality code")),
        _field("name", lazy("Municipality")),
        *((Column(f"name_{code}", "string", lazy(one.column)), _called(code)) for code, one in LANGUAGES.items()),
        _field("region_code", lazy("Region's code")),
        _field("region", lazy("Region")),
        _field("town", lazy("One of the portal's towns"), "boolean"),
    ]
    names = Names(portal, locale)
    rows = [
        {
            "code": code,
            "name": names.label(code),
            "names": {one: known.called(one) for one in LOCALES},
            "region_code": known.region_code,
            "region": i18n.localized(known.region, locale),
            "town": code in portal.by_code,
        }
        for code, known in sorted(portal.statistics.municipalities.items())
    ]
    return Listing(portal, locale, "municipalities", title, rows, columns)


def _called(locale: Locale) -> Callable[[Mapping[str, Any]], Cell]:
    return lambda row: row["names"][locale]


LISTS: dict[str, Callable[[Portal, Locale], Listing]] = {
    "indicators": indicators,
    "cities": cities,
    "municipalities": municipalities,
}


def listing(portal: Portal, address: Address) -> Listing:
    """The list at an address."""
    return LISTS[address.page](portal, address.locale)
