"""The parts that a town's brief and that of several towns have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portal import i18n
from portal.charts.chart import Chart, has_trend
from portal.charts.map import FinlandMap, attribution
from portal.charts.portrait import portraits
from portal.content.models import City, Contact, LookingFor, Organisation, Source
from portal.domain.entries import ROLE_NAMES, stated, unconfirmed
from portal.domain.profile import Evidence, Portal, Profile, forms
from portal.domain.tones import tone
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.exports.brief import pictures
from portal.exports.brief.pieces import (
    BriefContact,
    ChartPiece,
    Drawing,
    Localized,
    SoughtPartner,
    StrengthPiece,
    Table,
    TextLink,
    TownText,
    localized,
)
from portal.exports.brief.sections import sections
from portal.exports.style import Style
from portal.i18n import Locale, LocalizedText, _, ngettext
from portal.indicators.catalogue import SeriesSource
from portal.indicators.words import source_line
from portal.pages.reader import Reader

#: So many entries of one kind are told in full; the page has the rest.
WISHES = 6
#: An address is written shorter than this, or cut.
WRITTEN = 70


@dataclass(frozen=True)
class BriefParts:
    """Makes the parts of a brief for one reader. Call inside `use_locale`."""

    portal: Portal
    finland: FinlandMap
    style: Style
    locale: Locale
    today: dt.date

    @cached_property
    def reader(self) -> Reader:
        """Who reads the brief."""
        return Reader(self.portal, self.finland, portraits(self.portal.data / "geo"), self.locale, self.today)

    def link(self, page: str, about: str | None = None, query: dict[str, str] | None = None) -> TextLink:
        """A page's whole address, as text and as a link."""
        url = self.portal.site.site_url + self.portal.addresses.path(page, self.locale, about, query)
        return TextLink(bare(url), url)

    def head(self) -> dict[str, str]:
        """The headings and small words that a brief of any kind has."""
        return {
            "key_figures": _("Key figures"),
            "charts": _("In charts"),
            "strengths": _("Strengths"),
            "looking_for": _("Opportunities"),
            "recruitment": _("Recruitment"),
            "unconfirmed": unconfirmed(),
            "already": _("What is already there"),
            "contact": _("Contact"),
            "sources": _("Sources"),
            "source": _("Source"),
            "places": _("The towns"),
            "said": _("Sources of the texts"),
            "online": _("Read more and get in touch"),
            "made": _("Made on %(date)s", date=i18n.date(self.today, self.locale)),
        }

    def map(self, codes: Sequence[str], title: str) -> Drawing | None:
        """Finland with one town marked, or with several named."""
        towns = self.reader.towns
        here = codes[0] if len(codes) == 1 else None
        shown = towns if here else [town for town in towns if town.code in codes]
        drawn = self.finland.svg(shown, title, here=here, linked=here is None) if shown else ""
        return pictures.map_of(str(drawn), self.style, title)

    def portrait(self, profile: Profile) -> Drawing | None:
        """A town among its neighbours, with the ways out."""
        drawn = self.reader.portraits.drawn(profile)
        return pictures.portrait_of(drawn, self.style, tone(self.portal, profile.key)) if drawn else None

    @property
    def map_source(self) -> str:
        """Who made the borders."""
        return attribution(self.locale)

    def qr(self, link: TextLink) -> Drawing:
        """The way back, for a phone's camera."""
        return pictures.qr(link.url, self.style, _("QR code of the address %(address)s", address=link.text))

    def figure(self, start: Start, view: str) -> ChartPiece | None:
        """An indicator's chart; None where the data cannot fill it."""
        shown = View.read(self.portal, self.locale, start, {"view": view})
        chart = shown.chart
        if not isinstance(chart, Chart) or chart.view != view:
            return None
        drawn = pictures.chart(str(shown.svg("brief")), self.style, f"{shown.caption}. {shown.sentence}")
        if drawn is None:
            return None
        return ChartPiece(shown.caption, shown.sentence, drawn, f"{_('Source')}: {shown.source}", shown.notes, chart)

    def figures(self, starts: Iterable[Start]) -> list[ChartPiece]:
        """A trend of the first indicator that has one, and how places rank in the next."""
        queue = list(starts)
        statistics = self.portal.statistics
        over_time = next((s for s in queue if has_trend(statistics.series(s.key), s.home)), None)
        side_by_side = next((s for s in queue if over_time is None or s.key != over_time.key), None)
        found = [
            self.figure(over_time, "trend") if over_time else None,
            self.figure(side_by_side, "ranking") if side_by_side else None,
        ]
        return [figure for figure in found if figure is not None]

    def place(self, profile: Profile) -> TownText:
        """Everything that is said of a town in words."""
        wanted, recruited = profile.sought("complementary"), profile.sought("recruitment")
        rest = max(len(wanted) - WISHES, 0) + max(len(recruited) - WISHES, 0)
        return TownText(
            name=forms(profile.city, self.locale).nominative,
            region=localized(profile.city.region, self.locale),
            pitch=localized(profile.city.pitch.text, self.locale),
            link=self.link("city", profile.key),
            strengths=[self.claim(evidence) for evidence in profile.strengths],
            wanted=[self.wish(profile, entry) for entry in wanted[:WISHES]],
            recruited=[self.wish(profile, entry) for entry in recruited[:WISHES]],
            more=ngettext("%(num)s more on the page.", "%(num)s more on the page.", rest) if rest else "",
            sections=list(sections(profile)),
            contacts=[self.whom(profile.city, contact, shared) for contact, shared in profile.contacts],
        )

    def claim(self, evidence: Evidence) -> StrengthPiece:
        """A strength as on the town's page."""
        strength, figure, source = evidence.strength, evidence.figure, evidence.source
        cites = [figure.publisher] if figure else []
        cites += [self.reader.credit(source)] if source else []
        told = ""
        if figure:
            parts = [f"{figure.name}: {figure.text} ({figure.period})", figure.rank_text]
            parts += [_("whole country %(figure)s", figure=figure.country)] if figure.country else []
            told = " · ".join(part for part in parts if part)
        return StrengthPiece(
            title=localized(strength.title, self.locale),
            text=localized(strength.text, self.locale),
            evidence=told,
            fault=f"{_('The newest figures do not support this claim:')} {evidence.fault}" if evidence.fault else "",
            cite=f"{_('Source')}: {'; '.join(cites)}" if cites else "",
            url=(source.url or "") if source else "",
        )

    def wish(self, profile: Profile, entry: LookingFor) -> SoughtPartner:
        """An entry of what a town looks for, and who said so."""
        source = profile.city.sources[entry.source]
        texts = [words for words in (entry.text, entry.why, entry.offers) if words is not None]
        return SoughtPartner(
            title=localized(entry.what, self.locale),
            texts=[localized(words, self.locale) for words in texts],
            chips=[
                *(Localized(str(ROLE_NAMES[role])) for role in entry.roles),
                *(localized(theme, self.locale) for theme in entry.themes),
            ],
            cite=stated(entry, source, self.locale),
            url=self.link("entry", entry.id).url,
        )

    def whom(self, city: City, contact: Contact, shared: Organisation | None) -> BriefContact:
        """An organisation with the ways to reach it that are known."""
        known = self.reader.whom(city, contact, shared)
        email, phone, url = known.ways
        links = [TextLink(email, known.letter)] if email else []
        links += [TextLink(phone, known.call)] if phone else []
        links += [TextLink(bare(url), url)] if url else []
        spoken = _("Languages of service: %(languages)s", languages=known.languages) if known.languages else ""
        told = " · ".join(filter(None, [known.answers, spoken, known.known_from]))
        return BriefContact(self._name(shared, contact), links, told)

    def _name(self, shared: Organisation | None, contact: Contact) -> Localized:
        words: LocalizedText | None = shared.name if shared else contact.name
        return localized(words, self.locale) if words else Localized("")

    def cited(self, profile: Profile) -> list[Source]:
        """The sources of what is said of a town, each once."""
        city = profile.city
        keys = [*city.pitch.sources, *(e.strength.source for e in profile.strengths)]
        keys += [entry.source for kind in ("complementary", "recruitment") for entry in profile.sought(kind)[:WISHES]]
        keys += [contact.source for contact in city.contacts]
        found = [city.sources[key] for key in dict.fromkeys(keys) if key in city.sources]
        return list({(s.publisher, s.title, s.url, s.date): s for s in found}.values())

    def source(self, source: Source) -> TextLink:
        """A source as it is listed: who published what when, leading to it."""
        credit = self.reader.credit(source)
        if source.title:
            return TextLink(f"{credit}: {source.title}", source.url or "")
        return TextLink(f"{credit}: {cut(bare(source.url))}" if source.url else credit, source.url or "")

    def credit(self, sources: Iterable[SeriesSource]) -> str:
        """Where figures come from, with licence and data date, for the foot of every page."""
        return f"{_('Source')}: {source_line(self.portal.statistics.catalogue, sources, self.locale)}"

    def data(self, rows: Iterable[tuple[str, str, Sequence[SeriesSource]]]) -> Table:
        """The tables that figures come from: who published each, when, and which figures are from it."""
        publishers = self.portal.statistics.catalogue.publishers
        found: dict[str, tuple[SeriesSource, list[str]]] = {}
        for name, period, sources in rows:
            for source in sources:
                found.setdefault(source.table, (source, []))[1].append(f"{name} ({period})")
        listed = [
            (
                source.table,
                i18n.localized(publishers[source.publisher].name, self.locale),
                i18n.partial_date(source.data_date, self.locale) if source.data_date else _("not stated"),
                ", ".join(names),
            )
            for source, names in found.values()
        ]
        head = (_("Source table"), _("Publisher"), _("Data date"), _("Figures"))
        return Table(_("Where the figures come from"), head, listed, words=True)


def bare(url: str) -> str:
    """An address as it is written on paper."""
    short = url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return short.removesuffix("/")


def cut(text: str) -> str:
    """A long text's beginning."""
    return text if len(text) <= WRITTEN else f"{text[: WRITTEN - 1]}…"


def started(start: Start, keys: Iterable[str]) -> list[Start]:
    """The same beginning with each of these indicators."""
    return [replace(start, key=key) for key in dict.fromkeys(keys) if key in start.keys]
