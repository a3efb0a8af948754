"""The page about the files: every address, its forms and parameters, with examples that work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from babel.support import LazyProxy

from portal import i18n
from portal.charts.registry import CHART_TYPES
from portal.domain.entries import ROLES
from portal.explorer.state import SCALES
from portal.file_formats import Parameter, file_formats, pages_with_files
from portal.i18n import _, lazy
from portal.indicators.library import COUNTRY, NETWORK, Statistics
from portal.indicators.peers import RULES
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import OPENAPI, PATHS, Address


def _industries(statistics: Statistics) -> list[str]:
    """The letters of the industries, of whatever indicator has them."""
    every = (letter for key in statistics.keys for letter in statistics.sections(key) if letter)
    return sorted(dict.fromkeys(every))


#: What a view of an indicator is asked with; the explorer of the pages has the same in its address.
VIEW_PARAMETERS = (
    Parameter(
        "view", lazy("The view. Without it a table holds the whole indicator."), "ranking", lambda s: [*CHART_TYPES]
    ),
    Parameter("h", lazy("The place in colour: a municipality code."), "140"),
    Parameter("p", lazy("The places beside it: codes joined by commas."), "684,SSS"),
    Parameter("peers", lazy("Similar municipalities, by this rule."), "population", lambda s: RULES),
    Parameter("year", lazy("The period of a view of one period: a year, or a month such as 2026M08."), "2020"),
    Parameter("from", lazy("The first year of a trend or a table."), "2010"),
    Parameter("to", lazy("The last year of a trend or a table."), "2020"),
    Parameter("scale", lazy("The scale of a trend."), "index", lambda s: SCALES),
    Parameter("base", lazy("The period that is 100 in an index."), "2010"),
    Parameter("j", lazy("The second indicator of a view of two."), "share_tertiary_15plus", lambda s: s.keys),
    Parameter("s", lazy("The industry, by its letter."), "C", _industries),
)
COMPARISON_PARAMETERS = (
    Parameter("c", lazy("Two to ten places: municipality codes joined by commas. Without it, the ten."), "140,684"),
)
ENTRY_PARAMETERS = (
    Parameter("role", lazy("Whom is sought: the role of the entries."), "company", lambda s: ROLES),
    Parameter("sector", lazy("The industry of the entries by its letter, or a theme as in the page's address."), "C"),
    Parameter("town", lazy("The town of the entries, by its name in the address."), "rauma"),
)
PARAMETERS: Mapping[str, tuple[Parameter, ...]] = {
    "indicator": VIEW_PARAMETERS,
    "compare": COMPARISON_PARAMETERS,
    "looking_for": ENTRY_PARAMETERS,
}
#: What stands at each address.
THINGS: Mapping[str, LazyProxy] = {
    "indicators": lazy("The list of indicators, whole"),
    "indicator": lazy("One indicator: all places, all periods, all industries; or one view of it"),
    "cities": lazy("The list of the ten towns"),
    "city": lazy("One town: its page (JSON), all its figures (CSV, XLSX), contacts (vCard), key figures as a picture"),
    "compare": lazy("A comparison of places: each indicator in the newest common period, with positions"),
    "municipalities": lazy("The list of all municipalities: codes, names in three languages, regions"),
    "looking_for": lazy("Whom the towns are looking for, as a feed"),
}
#: The indicator and the town of the examples, where there are such.
EXAMPLE = ("population", "iisalmi")


@dataclass(frozen=True)
class Thing:
    """One address of the list, with `{key}` or `{city}` where it varies."""

    page: str
    path: str
    text: str
    forms: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: str


def parameters(page: str, form: str = "") -> tuple[Parameter, ...]:
    """The parameters of a thing's files, or of its file of one form."""
    formats = [one for one in file_formats().values() if form in ("", one.ending)]
    shared = () if all(one.plain for one in formats) else PARAMETERS.get(page, ())
    return (*shared, *{one.name: one for known in formats for one in known.parameters.get(page, ())}.values())


def _of_formats() -> Iterable[Parameter]:
    """What only files of some formats are asked with."""
    return {one.name: one for known in file_formats().values() for one in chain(*known.parameters.values())}.values()


def template(page: str, locale: i18n.Locale) -> str:
    """A thing's address without its ending: /en/indicators/{key}."""
    return f"/{locale}/{PATHS[page][locale]}".replace("<", "{").replace(">", "}")


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """What the files are, for people who write programs."""
    things = [_thing(reader, name) for name in THINGS]
    return Page(
        title=_("Files and interface"),
        description=_("Every figure of the portal as files: addresses, forms, parameters and examples."),
        template="api.html",
        values={
            "things": things,
            "formats": file_formats().values(),
            "parameters": [*chain(*PARAMETERS.values()), *_of_formats()],
            "choices": lambda parameter: _choices(parameter, reader.portal.statistics),
            "curl": curl(reader),
            "pandas": pandas(reader),
            "openapi": OPENAPI,
            "prose": reader.prose("api", country=COUNTRY, network=NETWORK),
            "licences": _licences(reader),
        },
    )


def _thing(reader: Reader, name: str) -> Thing:
    forms, text = pages_with_files()[name], str(THINGS[name])
    return Thing(name, template(name, reader.locale), text, forms, parameters(name), example(reader, name))


def example(reader: Reader, name: str, form: str = "") -> str:
    """The address of a file that exists: as JSON where there is such, unless a form is named."""
    form = form or ("json" if "json" in pages_with_files()[name] else pages_with_files()[name][0])
    key, city = EXAMPLE
    known = {"indicator": _known(key, reader.portal.statistics.keys), "city": _known(city, [*reader.portal.cities])}
    return reader.portal.addresses.path(name, reader.locale, known.get(name), form=form)


def _known(wanted: str, known: Sequence[str]) -> str:
    """The wanted one where it is known, or where nothing is; otherwise the first."""
    return wanted if wanted in known or not known else known[0]


def _choices(parameter: Parameter, statistics: Statistics) -> list[str]:
    """The values of a parameter where they are few enough to be listed."""
    found = list(parameter.choices(statistics))
    return found if len(found) <= 30 else []


def curl(reader: Reader) -> str:
    """One command that fetches a file."""
    path = example(reader, "indicator", "csv")
    return f'curl --compressed -o {path.rsplit("/", 1)[-1]} "{reader.portal.site.site_url}{path}"'


def pandas(reader: Reader) -> str:
    """A few lines of Python that read one."""
    path = example(reader, "indicator", "csv")
    return (
        "import pandas\n\n"
        "figures = pandas.read_csv(\n"
        f'    "{reader.portal.site.site_url}{path}",\n'
        '    dtype={"municipality_code": str, "period": str, "section": str},\n'
        ")\n"
        f'print(figures[figures["municipality_code"] == "{COUNTRY}"].tail())'
    )


def _licences(reader: Reader) -> list[tuple[str, str, str]]:
    """Each publisher with its licence and the licence's address."""
    return [
        (reader.localized(found.name), found.licence or _("no licence stated"), found.licence_url or "")
        for found in reader.portal.statistics.catalogue.publishers.values()
    ]


PAGE_TYPES = (PageType("api", page, label=lazy("Files and interface"), footer=5),)
