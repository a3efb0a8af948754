"""What can be counted: indicators with their words, units, rules and sources (data/indicators.yaml)."""

from __future__ import annotations

from typing import Literal, Self, cast

from pydantic import Field, model_validator

from portal.content.fields import Key, PartialDate, WebAddress
from portal.i18n import Locale, LocalizedText, Model, Text, per_language
from portal.indicators.aggregation import AGGREGATIONS, AggregationKind, AggregationRule


class Publisher(Model):
    """Who publishes statistics, under which licence."""

    name: LocalizedText
    licence: Text | None = Field(
        default=None, description="The licence's short name: CC BY 4.0. Left out where the publisher states none."
    )
    licence_url: WebAddress | None = None
    url: WebAddress


class Counted(Model):
    """The word for the things counted: one resident, two residents. Finnish `many` is in the partitive."""

    one: LocalizedText
    many: LocalizedText


@per_language(lambda language: (Text, ...))
class Said(Model):
    """Words that a sentence needs in every language."""

    def of(self, locale: Locale) -> str:
        """The words of a language."""
        return cast(str, getattr(self, locale))


class Collocation(Model):
    """The words that go with a kind of figure: a rate is high and rises, an amount is large and grows."""

    figure: Said = Field(description="What such a figure is called: the share.")
    it: Said = Field(description="The pronoun for that word; den or det in Swedish.")
    rose: Said = Field(description="What a figure did that is higher than before.")
    fell: Said = Field(description="What a figure did that is lower than before.")
    high: Said = Field(description="As a predicate, after is; in Swedish after ligger: high.")
    low: Said = Field(description="The same of a low figure: low.")
    greatest: Said = Field(description="What the highest figure of several places is called.")
    least: Said = Field(description="What the lowest figure of several places is called.")
    at_most: Said = Field(description="When a figure was at its highest: at its highest.")
    at_least: Said = Field(description="When a figure was at its lowest: at its lowest.")


class Phrases(Model):
    """Whole sentences for an indicator that is itself a change. %(inside)s is the place, %(when)s the period.

    %(amount)s is the change without its sign.
    """

    up: Said
    down: Said
    same: Said


class Unit(Model):
    """A unit, as written after a number."""

    kind: Literal["count", "percent", "ratio", "money", "years", "area"]
    short: LocalizedText = Field(description="After the number in tiles, tables and axes: %, €/as., hlö.")
    long: LocalizedText = Field(description="In full, after the number in a sentence: euroa asukasta kohden.")


class Theme(Model):
    """A theme under which indicators are listed."""

    name: LocalizedText


class SeriesSource(Model):
    """Where part of a series comes from."""

    id: Key = Field(description="The letter or word in the series file's source column.")
    table: Text = Field(description="The source table, as the publisher names it.")
    code: Text | None = Field(default=None, description="The table's short id or name, for a credit line: 142h.")
    publisher: Key
    pages: list[WebAddress] = Field(
        default_factory=list,
        description="Where the publisher shows the table, or each of the tables named; {language} stands for fi, sv or "
        "en. Left out where no address is known.",
    )
    retrieved_from: Text = Field(description="The public copy that the figures were read from: repository and path.")
    data_date: PartialDate | None = Field(default=None, description="The date of the data, where known.")
    derived: LocalizedText | None = Field(
        default=None, description="Who computed it and how, when it is not a published cell."
    )
    areas: LocalizedText | None = Field(default=None, description="The regional division it follows, where known.")

    def addresses(self, locale: Locale) -> list[str]:
        """Where the publisher shows the table, in the reader's language; empty where no address is known."""
        return [page.replace("{language}", locale) for page in self.pages]

    def links(self, locale: Locale) -> list[tuple[str, str]]:
        """What the publisher calls each table and where it shows it; an empty address where none is known."""
        found = self.addresses(locale)
        names = self.table.split(", ") if len(found) > 1 else [self.table]
        return list(zip(names, found or [""], strict=len(names) == len(found)))


class Aggregation(Model):
    """How the figure of several towns together is made."""

    kind: AggregationKind
    weight: Key | None = Field(default=None, description="For a mean: the indicator that weighs it.")

    @model_validator(mode="after")
    def _mean_has_weight(self) -> Self:
        if self.rule.weighted != (self.weight is not None):
            raise ValueError("mean_needs_weight")
        return self

    @property
    def rule(self) -> AggregationRule:
        """What the rule is."""
        return AGGREGATIONS[self.kind]


class Break(Model):
    """A break in a series: figures from this period on are not comparable with those before."""

    period: Text
    text: LocalizedText


class Dimension(Model):
    """A second key of a series, such as the industry section."""

    name: LocalizedText
    values: dict[str, LocalizedText] = Field(min_length=2)


class Indicator(Model):
    """One thing that is measured in towns."""

    name: LocalizedText = Field(description="The publisher's term.")
    short: LocalizedText | None = Field(default=None, description="A shorter name for tiles and lists.")
    subject: LocalizedText = Field(
        description="The name as the subject of a sentence, capitalised: The employment rate."
    )
    definition: LocalizedText = Field(description="What is counted, by the publisher's definition.")
    theme: Key
    unit: Key
    collocation: Key = Field(description="The words that go with its figures: one of `collocations`.")
    phrases: Phrases | None = Field(default=None, description="For an indicator that is itself a change: sentences.")
    counted: Counted | None = Field(
        default=None, description="For counts of things that are never negative: the things."
    )
    bare: bool = Field(
        default=False, description="The subject says what is counted: a sentence gives the number alone."
    )
    decimals: int = Field(ge=0, le=3)
    frequency: Literal["year", "month"] = "year"
    rank_order: Literal["highest", "lowest"] = Field(
        default="highest", description="Which end of the ranking is number one."
    )
    has_direction: bool = Field(
        default=False,
        description="One end is commonly held to be better, so that best and weakest positions are told of it; "
        "`rank_order` says which.",
    )
    aggregation: Aggregation
    projection: bool = False
    preliminary: bool = False
    dimension: Dimension | None = None
    total: Key | None = Field(default=None, description="For a dimension: the indicator its values add up to.")
    sources: list[SeriesSource] = Field(min_length=1)
    caveats: list[LocalizedText] = Field(default_factory=list)
    breaks: list[Break] = Field(default_factory=list)
    not_comparable: list[Key] = Field(
        default_factory=list, description="Indicators of nearly the same name that must not be mixed with this one."
    )
    missing: LocalizedText | None = Field(
        default=None, description="Why a place may have no figure, where the source says so; shown to readers."
    )

    @property
    def is_total(self) -> bool:
        """Whether the figures grow with their places."""
        return self.aggregation.rule.total

    @property
    def comparable_with_country(self) -> bool:
        """Whether a place can be held against the whole country: a country's count dwarfs every town's."""
        return not self.is_total

    @property
    def tells_structure(self) -> bool:
        """Whether its sections are all jobs of a place, so that their shares say what it is specialised in."""
        return self.dimension is not None and self.total is not None and self.unit == "jobs"


class Catalogue(Model):
    """data/indicators.yaml, whole. Indicators stand in the order in which they are shown."""

    publishers: dict[Key, Publisher]
    themes: dict[Key, Theme]
    units: dict[Key, Unit]
    collocations: dict[Key, Collocation]
    indicators: dict[Key, Indicator]

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of each group that other files refer to."""
        return {"indicators": [*self.indicators], "themes": [*self.themes]}
