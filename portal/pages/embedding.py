"""How other sites show views and key figures of the portal in frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal, forms
from portal.explorer.embeds import FIGURES_HEIGHT, HOST_SCRIPT, embed_code, embed_path
from portal.explorer.start import of_indicator
from portal.explorer.view import View
from portal.i18n import _, current, listing
from portal.pages.embed import MOST_FIGURES, THEMES
from portal.pages.page import Page
from portal.pages.prose import Prose
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: The indicator of the example; the first one where it is not known.
EXAMPLE = "employment_rate_18_64"


@dataclass(frozen=True)
class Example:
    """A frame as it looks, and the code for it."""

    title: str
    path: str
    height: int
    code: str


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """What can be embedded, how, and an example of each."""
    figures = figures_example(reader, next(iter(reader.portal.cities)))
    return Page(
        title=_("Embed on your own site"),
        description=_("Show any view of the numbers, or a town's key figures, on your own site."),
        template="embedding.html",
        values={
            "view_example": view_example(reader),
            "figures_example": figures,
            "prose": prose(reader, figures),
            "view_parameters": view_parameters(),
            "figure_parameters": figure_parameters(),
        },
    )


def prose(reader: Reader, figures: Example) -> Prose:
    """The text, with the addresses of frames."""
    origin = reader.portal.site.site_url
    return reader.prose(
        "embedding",
        button=_("Show this on your own site"),
        view_address=code(origin + reader.url("embed_indicator", "…")),
        figures_address=code(origin + figures.path),
        script=origin + HOST_SCRIPT,
        origin=origin,
    )


def code(address: str) -> Markup:
    """An address as it is typed."""
    return Markup('<code class="soft">{}</code>').format(address)


def view_example(reader: Reader) -> Example:
    """One indicator with the first town in colour."""
    portal, locale = reader.portal, reader.locale
    keys = portal.statistics.keys
    key = EXAMPLE if EXAMPLE in keys or not keys else keys[0]
    query = {"h": portal.statistics.cities[0]}
    start = of_indicator(portal, key, query)
    view = View.read(portal, locale, start, query) if start else None
    title, height = (view.title, view.chart_type.embed_height) if view else (key, FIGURES_HEIGHT)
    return example(portal, embed_path(portal, locale, "embed_indicator", key, query), title, height)


def figures_example(reader: Reader, city: str) -> Example:
    """The key figures of a town."""
    title = _("%(town)s: key figures", town=forms(reader.portal.cities[city], reader.locale).nominative)
    path = embed_path(reader.portal, reader.locale, "embed_city", city)
    return example(reader.portal, path, title, FIGURES_HEIGHT)


def example(portal: Portal, path: str, title: str, height: int) -> Example:
    """A frame and its code."""
    return Example(title, path, height, embed_code(portal, path, title, height))


def view_parameters() -> list[tuple[str, str]]:
    """The parameters of an embedded view, and what each does."""
    return [
        ("view", _("the view: %(views)s", views=_views())),
        ("h", _("the place in colour, by its municipality code")),
        ("p", _("places to compare: municipality codes, SSS (the whole country) and TEN (the ten), with commas")),
        ("peers", _("municipalities like the one in colour: by population, industry or region")),
        ("s", _("the industry, by its letter, where the indicator has industries")),
        ("j", _("the second indicator of the view of two")),
        ("from", _("the first year")),
        ("to", _("the last year of a trend or a table; it fixes the view to a period")),
        ("year", _("the year of the other views; it fixes the view to a period")),
        ("scale", _("the scale of a trend: absolute, index or change")),
        ("base", _("the year that is 100 on an index")),
        ("sort", _("the order of a table: place, or a year; with a hyphen before it the other way round")),
        ("theme", _("colours: %(themes)s; without it the reader's own preference is followed", themes=_themes())),
    ]


def figure_parameters() -> list[tuple[str, str]]:
    """The parameters of embedded key figures, and what each does."""
    return [
        (
            "figures",
            _("keys of indicators with commas, at most %(most)s; without it the town's own choice", most=MOST_FIGURES),
        ),
        ("year", _("fixes the figures to a year: each is that year's, or the nearest earlier one's")),
        ("theme", _("colours: %(themes)s; without it the reader's own preference is followed", themes=_themes())),
    ]


def _views() -> str:
    """Every view as it stands in addresses, with what it is called where that differs."""
    labels = {name: str(one.label).lower() for name, one in CHART_TYPES.items()}
    named = [name if label == name else f"{name} ({label})" for name, label in labels.items()]
    return listing(named, current(), "or")


def _themes() -> str:
    return ", ".join(THEMES)


PAGE_TYPES = (PageType("embedding", page),)
