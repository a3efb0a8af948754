"""The page about the files: every address, its forms and parameters, with examples that work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from babel.support import LazyProxy

from portal import i18n
from portal.domain.entries import ROLES
from portal.explorer.state import SCALES, VIEWS
from portal.i18n import _, lazy
from portal.indicators.library import COUNTRY, NETWORK, Statistics
from portal.indicators.peers import RULES
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.urls import BRIEFS, FORMS, METADATA, OPENAPI, PATHS, Address


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: what it asks, an example, and its values where they are a closed list."""

    name: str
    text: LazyProxy
    example: str
    choices: Callable[[Statistics], Sequence[str]] = lambda statistics: ()


def _industries(statistics: Statistics) -> list[str]:
    """The letters of the industries, of whatever indicator has them."""
    every = (letter for key in statistics.keys for letter in statistics.sections(key) if letter)
    return sorted(dict.fromkeys(every))


#: What a view of an indicator is asked with; the explorer of the pages has the same in its address.
VIEW_PARAMETERS = (
    Parameter("view", lazy("The view. Without it a table holds the whole indicator."), "ranking", lambda s: VIEWS),
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
#: What only a brief of several places is asked with.
BRIEF_PARAMETERS = (
    Parameter(
        "i",
        lazy("The indicators of a brief (PDF or PPTX): keys joined by commas. Without it, the key figures and more."),
        "population,mean_age",
    ),
)
ENTRY_PARAMETERS = (
    Parameter("role", lazy("Whom is sought: the role of the entries."), "company", lambda s: ROLES),
    Parameter("sector", lazy("The industry of the entries by its letter, or a theme as in the page's address."), "C"),
    Parameter("town", lazy("The town of the entries, by its name in the address."), "rauma"),
)
#: What only the cards of a town's contacts are asked with.
CARD_PARAMETERS = (Parameter("contact", lazy("One of the town's contacts by its number; all when left out."), "1"),)
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
#: What each ending is.
KINDS: Mapping[str, LazyProxy] = {
    "csv": lazy("CSV, UTF-8, decimal point, a row for each place and period; for Excel take XLSX"),
    METADATA: lazy("the meaning of the CSV's columns, its sources and licence (CSV on the Web)"),
    "json": lazy("JSON, as the OpenAPI description says"),
    "xlsx": lazy("Excel workbook with a cover, notes and sources"),
    "svg": lazy("the chart as a picture that can be enlarged"),
    "png": lazy("the same picture in pixels"),
    "bib": lazy("a citation for BibTeX"),
    "vcf": lazy("contacts as vCards"),
    "atom": lazy("a feed for feed readers (Atom)"),
    "pdf": lazy("a brief of two to four pages to print or hand on, readable by screen readers (PDF/UA)"),
    "pptx": lazy("the brief as slides, with charts that can be edited"),
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
    if form == "bib":
        return ()
    brief = BRIEF_PARAMETERS if page == "compare" and form in ("", *BRIEFS) else ()
    card = CARD_PARAMETERS if page == "city" and form in ("", "vcf") else ()
    return (*PARAMETERS.get(page, ()), *brief, *card)


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
            "kinds": KINDS,
            "parameters": [*chain(*PARAMETERS.values()), *BRIEF_PARAMETERS, *CARD_PARAMETERS],
            "choices": lambda parameter: _choices(parameter, reader.portal.statistics),
            "curl": curl(reader),
            "pandas": pandas(reader),
            "openapi": OPENAPI,
            "prose": reader.prose("api", country=COUNTRY, network=NETWORK),
            "licences": _licences(reader),
        },
    )


def _thing(reader: Reader, name: str) -> Thing:
    return Thing(
        name, template(name, reader.locale), str(THINGS[name]), FORMS[name], parameters(name), example(reader, name)
    )


def example(reader: Reader, name: str, form: str = "") -> str:
    """The address of a file that exists: as JSON where there is such, unless a form is named."""
    form = form or ("json" if "json" in FORMS[name] else FORMS[name][0])
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
