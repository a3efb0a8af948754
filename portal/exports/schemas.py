"""What our JSON files hold, as models: pydantic writes their schemas for the OpenAPI description.

The files themselves are made from the content, and have more fields than are promised here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import models_json_schema

from portal.exports.dataset import more_columns
from portal.i18n import LOCALES, Locale

Uri = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Period = Annotated[
    str, Field(pattern="^[0-9]{4}(M(0[1-9]|1[0-2]))?$", description="A year, or a month such as 2026M08.")
]
Place = Annotated[
    str,
    Field(
        pattern="^([0-9]{3}|SSS|TEN)$",
        description="A municipality code; SSS is the whole country, TEN the ten towns together.",
    ),
]
Decimals = Annotated[int, Field(ge=0)]
#: What may be left out of a file.
Anything = Annotated[dict[str, Any], Field(default_factory=dict)]
#: A column that only some views have, by its type in CSV.
TYPES: dict[str, Any] = {"number": float | None, "integer": int | None}


class Observed(BaseModel):
    """One figure."""

    indicator: str
    place: Place
    name: str = Field(description="What the place is called.")
    section: str | None = Field(description="The industry's letter, where there is one.")
    period: Period
    value: float
    computed: bool = Field(description="Made by the portal of the figures of several places.")
    source: str = Field(description="The id of the source among those of the indicator.")


def _optional(column: Any) -> tuple[Any, Any]:
    return TYPES[column.datatype], Field(default_factory=lambda: None)


_MORE: dict[str, Any] = {name: _optional(column) for name, column in more_columns().items()}
Observation = create_model("Observation", __base__=Observed, __doc__="One figure.", **_MORE)


class Source(BaseModel):
    """Where the figures of an indicator come from."""

    indicator: str
    id: str
    table: str
    code: str | None
    publisher: str
    publisher_url: Uri
    table_urls: list[Uri] = Field(description="Where the publisher shows the tables, where known.")
    public_copy: str = Field(description="The public copy that the figures were obtained through.")
    licence: str | None
    licence_url: str | None
    data_date: str | None = Field(description="A day, a month or a year, where stated.")
    derived: str | None = Field(description="How it was computed, if it was.")


class IndicatorInBrief(BaseModel):
    """An indicator beside its figures."""

    key: str
    name: str
    definition: str
    unit: str
    decimals: Decimals


class File(BaseModel):
    """What every file begins with."""

    address: Uri
    language: Literal[LOCALES]  # type: ignore[valid-type]


class Figures(File):
    """An indicator, a view of it, or a comparison."""

    content_version: str
    title: str
    definition: str
    unit: str | None
    view: dict[str, str] | None
    sentence: str | None
    indicators: list[IndicatorInBrief]
    sources: list[Source]
    notes: list[str]
    messages: list[str] = Field(description="What of the address could not be followed.")
    observations: list[Observation]  # type: ignore[valid-type]


class IndustrySection(BaseModel):
    """One industry."""

    code: str
    name: str


class ListedIndicator(IndicatorInBrief):
    """An indicator of the list."""

    theme: str
    first_period: Period
    last_period: Period
    municipalities: int = Field(ge=1)
    sections: list[IndustrySection]
    address: Uri
    files: dict[str, Uri]


class Indicators(File):
    """The list of indicators."""

    title: str
    indicators: list[ListedIndicator]


class Position(BaseModel):
    """Where a town is."""

    lat: float
    lon: float


class ListedCity(BaseModel):
    """A town of the list."""

    code: Place
    name: str
    slug: str
    region: str | None
    coordinates: Position
    address: Uri
    files: dict[str, Uri]


class Cities(File):
    """The list of towns."""

    title: str
    cities: list[ListedCity]


def _names() -> dict[Locale, Any]:
    return dict.fromkeys(LOCALES, (str, ...))


Names = create_model("Names", __doc__="A name in each language.", **_names())


class Municipality(BaseModel):
    """A municipality of the list."""

    code: Place
    name: str
    names: Names  # type: ignore[valid-type]
    region_code: str
    region: str
    town: bool = Field(description="One of the portal's own.")


class Municipalities(File):
    """The list of all municipalities."""

    title: str
    municipalities: list[Municipality]


class KeyFigure(BaseModel):
    """A key figure of a town."""

    key: str
    name: str
    value: float
    unit: str
    period: Period
    position: int | None
    of: int | None
    source_table: str
    source_urls: list[Uri]
    publisher: str
    data_date: str | None


#: Which of the file's own sources says something.
SourceKey = Annotated[str, Field(description="The key of one of the town's sources.")]


class Fact(BaseModel):
    """A fact of a town."""

    text: str
    source: SourceKey


class BusinessSite(BaseModel):
    """A park or a plot."""

    name: str
    text: str
    source: SourceKey
    hectares: float = Field(default_factory=float)


class Sought(BaseModel):
    """Whom a town is looking for."""

    id: str
    kind: str
    what: str
    source: SourceKey
    confirmed: str | None = Field(description="When the town confirmed the entry; null while it has not.")


#: Facts of one kind, which a town may have none of.
Facts = Annotated[list[Fact], Field(default_factory=list)]


class Town(File):
    """A town, as its page says it."""

    content_version: str
    code: Place
    kind: str
    name: str
    key_figures: list[KeyFigure]
    strengths: list[dict[str, Any]]
    looking_for: list[Sought]
    coordinates: Position = Field(default_factory=lambda: Position(lat=0, lon=0))
    pitch: Anything
    ecosystem: Anything
    investments: Facts
    energy: Facts
    connections: Facts
    education: Facts
    aid: Facts
    sites: list[BusinessSite] = Field(default_factory=list)
    contacts: list[dict[str, Any]] = Field(default_factory=list)
    sources: Anything


#: The page whose JSON file is of which kind.
OF_PAGE: dict[str, type[BaseModel]] = {
    "indicator": Figures,
    "compare": Figures,
    "indicators": Indicators,
    "cities": Cities,
    "city": Town,
    "municipalities": Municipalities,
}


def reference(page: str) -> dict[str, Any]:
    """The schema of a page's JSON file, among the components."""
    return {"$ref": TEMPLATE.format(model=OF_PAGE[page].__name__)}


def schemas() -> dict[str, Any]:
    """Every schema by its name."""
    kinds: list[tuple[type[BaseModel], Literal["validation"]]] = [(one, "validation") for one in {*OF_PAGE.values()}]
    _by_model, found = models_json_schema(kinds, ref_template=TEMPLATE)
    return {name: _untitled(schema) for name, schema in sorted(found["$defs"].items())}


TEMPLATE = "#/components/schemas/{model}"


def _untitled(part: Any) -> Any:
    """Without the titles that pydantic makes of names."""
    if isinstance(part, list):
        return [_untitled(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {name: _untitled(item) for name, item in part.items() if name != "title" or not isinstance(item, str)}
