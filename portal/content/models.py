"""What staff write, as models: one class shows one whole file, each field has a type and a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from portal.content.fields import (
    Email,
    Heading,
    Key,
    Label,
    MunicipalityCode,
    Paragraph,
    PartialDate,
    Phone,
    Section,
    Sentence,
    Slug,
    WebAddress,
)
from portal.content.names import Name, Slugs
from portal.domains import ascii_site
from portal.i18n import Locale, Model, Text


class Source(Model):
    """Where something was read: who published it, and when."""

    publisher: Text = Field(description="Who published it, as it names itself.")
    publisher_names: Heading | None = Field(
        default=None, description="The publisher's name in each language, where it has one of its own in several."
    )
    title: Text | None = Field(default=None, description="What the page or document is called, where known.")
    url: WebAddress | None = Field(
        default=None, description="The original's address. Leave out the address of a copy or an aggregator."
    )
    date: PartialDate | None = Field(
        default=None,
        description="When it was published or what day it describes, never a day to come: 2023, 2023-05 or 2023-05-06. "
        "Leave out when the page bears no date.",
    )
    read: PartialDate = Field(description="When it was last read: 2026-11 for example.")
    kind: Literal[
        "official", "company", "education", "media", "encyclopedia", "project", "blog", "brochure", "statistics"
    ] = Field(description="What kind of publisher it is.")

    @property
    def year(self) -> int | None:
        """The year it describes, or none for an undated page."""
        return int(self.date[:4]) if self.date else None


class Coordinates(Model):
    """Where the town's centre is, in WGS84 degrees."""

    lat: float = Field(ge=59, le=71, description="Degrees north.")
    lon: float = Field(ge=19, le=32, description="Degrees east.")
    source: Key = Field(description="Which of this file's sources gives them.")


class Pitch(Model):
    """The town in one sentence, for a stranger."""

    text: Sentence = Field(description="One sentence; claims nothing that the sources below do not say.")
    sources: list[Key] = Field(min_length=1, description="Which of this file's sources it stands on.")


class Strength(Model):
    """One claim the town makes, with what supports it."""

    id: Slug = Field(description="Its name in links; never changed once published.")
    title: Heading = Field(description="A few words.")
    text: Paragraph = Field(description="One or two sentences.")
    source: Key | None = Field(default=None, description="Which of this file's sources says it.")
    indicator: Key | None = Field(
        default=None, description="The indicator that supports it, by its key in data/indicators.yaml."
    )
    claim: Literal["above_country", "below_country", "top_three", "lowest_three"] | None = Field(
        default=None,
        description="What the indicator must show for the claim to hold. Checked against the newest figures.",
    )
    reviewed: dt.date | None = Field(default=None, description="When the town last went through it.")

    @model_validator(mode="after")
    def _has_evidence(self) -> Self:
        if self.source is None and self.indicator is None:
            raise ValueError("needs_evidence")
        if self.claim and not self.indicator:
            raise ValueError("claim_needs_indicator")
        return self


ActorKind = Literal[
    "company", "education", "research", "development_company", "municipality", "cluster", "business_park", "port"
]


class Actor(Model):
    """One organisation of the ecosystem and what it brings. Either its own words, or a shared organisation."""

    organisation: Key | None = Field(
        default=None, description="A shared organisation, by its key in data/organisations.yaml."
    )
    name: Heading | None = Field(
        default=None, description="Its name; the same in all languages may be written once under fi, sv and en."
    )
    kind: ActorKind | None = Field(default=None, description="What kind of organisation it is.")
    brings: Paragraph | None = Field(
        default=None, description="What it does or brings, in one sentence. A figure carries its year."
    )
    source: Key | None = Field(default=None, description="Which of this file's sources says so.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        own = (self.name, self.kind, self.source)
        if self.organisation is None and None in own:
            raise ValueError("actor_incomplete")
        if self.organisation is not None and any(own):
            raise ValueError("actor_twice")
        return self


class Theme(Model):
    """What the ecosystem is about, in a word or two."""

    text: Label
    source: Key = Field(description="Which of this file's sources says so.")


class Stage(Model):
    """How far the ecosystem has come, as a source states it."""

    value: Literal["starting", "developing", "established"]
    source: Key


class Driver(Model):
    """Who drives the ecosystem, as a source states it."""

    value: Literal["city", "company", "education"]
    source: Key


class Ecosystem(Model):
    """The town's innovation ecosystem: themes and actors."""

    themes: list[Theme] = Field(min_length=1, description="Its themes, most important first.")
    stage: Stage | None = Field(default=None, description="Only where a source states it.")
    driver: Driver | None = Field(default=None, description="Only where a source states it.")
    actors: list[Actor] = Field(default_factory=list, description="Its organisations.")


Role = Literal["company", "investor", "research", "education", "service", "public"]


class Fact(Model):
    """A sourced sentence."""

    text: Paragraph = Field(description="One or two sentences.")
    source: Key = Field(description="Which of this file's sources says so.")


class Contact(Model):
    """Whom to contact: an organisation, never a person."""

    organisation: Key | None = Field(
        default=None, description="A shared organisation, by its key in data/organisations.yaml."
    )
    name: Heading | None = Field(default=None, description="The organisation and its unit.")
    email: Email | None = Field(default=None, description="A general address, never a person's.")
    phone: Phone | None = Field(
        default=None, description="A switchboard or customer service, with the country code: +358 …"
    )
    url: WebAddress | None = Field(default=None, description="Its own site.")
    languages: list[Locale] = Field(
        default_factory=list, description="Languages it serves in, where the town has said so."
    )
    answer_days: int | None = Field(
        default=None,
        ge=1,
        le=60,
        description="In how many working days it answers at most, where the town has said so.",
    )
    confirmed: dt.date | None = Field(default=None, description="When the town last confirmed it.")
    source: Key | None = Field(default=None, description="Where it was read: one of this file's sources.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.organisation is None and (self.name is None or self.source is None):
            raise ValueError("contact_incomplete")
        if self.organisation is None and not (self.email or self.phone or self.url):
            raise ValueError("contact_unreachable")
        return self


class LookingFor(Model):
    """Someone the town or its partners have said in public that they need."""

    id: Slug = Field(
        description="Its address; starts with the town, never changes once published and is unique over all towns."
    )
    kind: Literal["complementary", "recruitment"] = Field(
        description="complementary: an actor missing from the ecosystem; recruitment: workers and residents."
    )
    what: Heading = Field(description="Who is sought, in a few words: a heading.")
    text: Paragraph | None = Field(default=None, description="One or two sentences more.")
    source: Key = Field(description="Who said so: one of this file's sources.")
    roles: list[Role] = Field(default_factory=list, description="What the one sought is.")
    sectors: list[Section] = Field(default_factory=list, description="TOL 2008 sections, as letters.")
    themes: list[Label] = Field(default_factory=list, description="Plain themes, a word or two each.")
    why: Paragraph | None = Field(default=None, description="The gap it fills, where a source says.")
    offers: Paragraph | None = Field(default=None, description="What the town offers, where a source says.")
    indicator: Key | None = Field(default=None, description="Evidence: an indicator that shows the gap.")
    evidence: Fact | None = Field(default=None, description="Evidence: a sourced sentence that shows the gap.")
    contact: Contact | None = Field(
        default=None, description="Whom to contact about this; the town's own contacts when left out."
    )
    valid_until: dt.date | None = Field(default=None, description="The last day it is shown.")
    confirmed: dt.date | None = Field(default=None, description="When the town confirmed it.")


class Site(Model):
    """A business park, port or other place to settle in."""

    name: Heading
    hectares: float | None = Field(
        default=None, gt=0, le=100_000, description="Its area in hectares, where the source says."
    )
    text: Paragraph
    source: Key = Field(description="Which of this file's sources says so.")


class OwnFigure(Model):
    """A figure that exists for this town (or its surroundings) alone, so it is no indicator."""

    label: Heading = Field(description="What is measured.")
    value: float = Field(description="The figure, exactly as published.")
    unit: Label = Field(description="Its unit.")
    decimals: int = Field(ge=0, le=3, description="How many decimals to show.")
    year: int | None = Field(default=None, ge=1900, le=2100, description="The year; only land area may go without.")
    level: Literal["municipality", "sub_region", "region", "port"] = Field(description="Whose figure it is.")
    level_name: Label | None = Field(
        default=None,
        description="The name of the sub-region, region or port. Required unless it is the municipality's.",
    )
    source: Key = Field(description="Which of this file's sources gives it.")

    @model_validator(mode="after")
    def _names_its_level(self) -> Self:
        if self.level != "municipality" and self.level_name is None:
            raise ValueError("level_name_missing")
        return self


class Material(Model):
    """Something to read for those who think of settling."""

    title: Heading
    text: Paragraph | None = None
    source: Key = Field(description="Which of this file's sources it is; its address is the link.")


class City(Model):
    """One town, as its own staff describe it to investors."""

    code: MunicipalityCode = Field(description="Statistics Finland's municipality code, three digits in quotes.")
    kind: Literal["city", "municipality"] = Field(description="city (kaupunki, stad) or municipality (kunta, kommun).")
    name: Name = Field(description="What it is called, in each language, with the forms sentences need.")
    slug: Slugs = Field(description="The town in the address, in each language.")
    region: Label = Field(description="Its region.")
    coordinates: Coordinates
    pitch: Pitch
    key_figures: list[Key] = Field(
        default_factory=list,
        max_length=8,
        description="Which indicators head the page, in this order; the site's own list when left out.",
    )
    strengths: list[Strength] = Field(
        default_factory=list, max_length=6, description="Up to six claims with their evidence, best first."
    )
    looking_for: list[LookingFor] = Field(default_factory=list, description="Whom the town is looking for.")
    ecosystem: Ecosystem
    education: list[Fact] = Field(default_factory=list, description="Education and research in the town.")
    connections: list[Fact] = Field(default_factory=list, description="Roads, rails, ports and flights.")
    sites: list[Site] = Field(default_factory=list, description="Parks and plots.")
    energy: list[Fact] = Field(default_factory=list, description="Power grid, heat, gas and water for industry.")
    investments: list[Fact] = Field(
        default_factory=list, description="Investments decided or under way, the newest first, each with its year."
    )
    aid: list[Fact] = Field(
        default_factory=list,
        description="Aid, permits and plans: a ceiling is no promise, so say whose decision it is.",
    )
    figures: list[OwnFigure] = Field(default_factory=list, description="Figures that exist for this town alone.")
    material: list[Material] = Field(default_factory=list, description="Reading for those who think of settling.")
    contacts: list[Contact] = Field(min_length=1, description="Whom to contact, the best first.")
    sources: dict[Key, Source] = Field(description="Every source this file refers to, by a short key.")


class Organisation(Model):
    """An organisation that several towns share, written once."""

    name: Heading
    kind: ActorKind
    brings: Paragraph
    url: WebAddress | None = None
    email: Email | None = None
    phone: Phone | None = None
    source: Key = Field(description="One of the file's sources, for what it brings.")
    contact_source: Key | None = Field(default=None, description="One of the file's sources, for its e-mail and phone.")


class Organisations(Model):
    """data/organisations.yaml: organisations shared by several towns."""

    organisations: dict[Key, Organisation]
    sources: dict[Key, Source]


class Goal(Model):
    """One goal of the network's strategy."""

    title: Heading
    text: Paragraph


class Network(Model):
    """data/network.yaml: the network of the ten towns."""

    name: Heading
    summary: Fact
    strategy: Fact
    goals: list[Goal] = Field(min_length=3, max_length=3)
    study: Fact
    history: list[Fact] = Field(default_factory=list)
    sources: dict[Key, Source]


#: Addresses that lead to the reader's own machine.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _site_address(address: str) -> str:
    try:
        return ascii_site(address)
    except ValueError:
        raise ValueError("site_address") from None


class SiteSettings(Model):
    """data/site.yaml: who runs the portal. The environment may replace what `settings.OVERRIDES` lists."""

    name: Label = Field(description="The product's name.")
    short_name: Label = Field(description="The name in the page's head.")
    operator: Text | None = Field(default=None, description="Who runs the portal.")
    data_controller: Text | None = Field(default=None, description="Who answers for personal data.")
    feedback_email: Email | None = Field(
        default=None, description="Where feedback on the site and its accessibility goes."
    )
    security_email: Email | None = Field(
        default=None, description="Where faults of security are reported; the feedback address when left out."
    )
    network_email: Email | None = Field(default=None, description="The network's general address.")
    site_url: Annotated[WebAddress, AfterValidator(_site_address)] = Field(
        default="http://127.0.0.1:8050",
        description="The site's address, without a path; a slash at the end is taken away.",
    )
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="How many proxies stand before the server.")
    retention_days: int = Field(
        default=180, ge=30, le=1825, description="After so many days an enquiry is erased from the portal's database."
    )
    cities: list[Slug] = Field(min_length=1, description="The towns' files in data/cities/, in the order of lists.")
    key_figures: list[Key] = Field(min_length=6, max_length=8, description="The indicators that head a town's page.")

    @property
    def on_a_laptop(self) -> bool:
        """Whether the site stands on a loopback address, where nobody but its maker reads it."""
        return urlsplit(self.site_url).hostname in LOOPBACK

    @property
    def takes_enquiries(self) -> bool:
        """Whether somebody answers for the personal data of a form, or nobody else can fill it."""
        return self.data_controller is not None or self.on_a_laptop
