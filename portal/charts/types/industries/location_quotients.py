"""The jobs of one place by industry, with their location quotients, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from portal import i18n
from portal.charts.chart import PlaceNames
from portal.charts.table import Row, Table
from portal.i18n import Locale, _, ngettext, pgettext, use_locale
from portal.indicators.catalogue import Indicator, SeriesSource, Unit
from portal.indicators.library import Statistics
from portal.indicators.specialisation import FEW, Section, specialisation
from portal.indicators.words import when
from portal.rounding import rounded

#: So many jobs make an industry worth naming in a sentence.
WORTH_NAMING = 50
#: The section for jobs whose industry is unknown.
UNKNOWN = "X"
#: Letters of an industry's name on a phone and on wider pages.
BRIEF, WHOLE = 48, 74


@dataclass(frozen=True)
class Bar:
    """One industry section in the place: jobs, its share of them and in all municipalities (per cent), the quotient."""

    code: str
    label: str
    jobs: float
    share: float
    reference: float
    quotient: float | None

    @property
    def drawn(self) -> bool:
        """Whether there is a quotient above zero to draw."""
        return self.jobs > 0 and bool(self.quotient)

    @property
    def few(self) -> bool:
        """Whether the jobs are too few to call the industry over- or under-represented."""
        return self.jobs < FEW


@dataclass(frozen=True)
class Industries:
    """The jobs of one place by industry in one period, in one language; the bars by their location quotient."""

    key: str
    indicator: Indicator
    unit: Unit
    title: str
    locale: Locale
    place: str
    label: str
    bars: tuple[Bar, ...]
    period: str
    sources: tuple[SeriesSource, ...]
    names: PlaceNames = field(repr=False, compare=False)
    absent: tuple[str, ...] = ()
    view: str = "industries"

    @property
    def jobs(self) -> float:
        """All jobs of the place, those of an unknown industry among them."""
        return sum(bar.jobs for bar in self.bars)

    def quotient(self, bar: Bar) -> str:
        """The location quotient as written, with two decimals; empty where there is none."""
        return i18n.number(bar.quotient, self.locale, 2) if bar.quotient is not None else ""

    def share(self, bar: Bar) -> str:
        """The share of the place's jobs as written."""
        return i18n.with_unit(i18n.number(bar.share, self.locale, 1), "%", self.locale)


def build(
    statistics: Statistics, key: str, place: str, names: PlaceNames, locale: Locale, *, period: str = ""
) -> Industries:
    """The place's industries in the period asked for, or in its newest one."""
    series = [statistics.series(key, code) for code in statistics.sections(key)]
    first = series[0]
    known = sorted({point.period for part in series for point in part.points(place)})
    period = period if period in known else known[-1] if known else first.periods[-1]
    sections = specialisation(statistics, key, place, period)
    used = {source.id for part in series for source in part.sources([place])} if sections else set()
    return Industries(
        key=key,
        indicator=first.indicator,
        unit=first.unit,
        title=i18n.localized(first.indicator.name, locale),
        locale=locale,
        place=place,
        label=names.label(place),
        bars=tuple(_bar(first.indicator, section, locale) for section in sorted(sections, key=_order)),
        period=period,
        sources=tuple(source for source in first.indicator.sources if source.id in used),
        names=names,
        absent=() if sections else (names.label(place),),
    )


def _order(section: Section) -> tuple[bool, bool, float, str]:
    """The most specialised first, then those with too few jobs to say, those without jobs last."""
    return section.jobs <= 0, section.jobs < FEW, -(section.quotient or 0), section.code


def _bar(indicator: Indicator, section: Section, locale: Locale) -> Bar:
    words = indicator.dimension.values.get(section.code) if indicator.dimension else None
    label = i18n.localized(words, locale) if words else section.code
    return Bar(section.code, label, section.jobs, section.share, section.reference, section.quotient)


def table(chart: Industries) -> Table:
    """One row an industry: jobs, their share here and in all municipalities, the location quotient."""
    with use_locale(chart.locale):
        columns = (_("Jobs"), pgettext("of a whole", "Share"), _("Share in all municipalities"), _("Location quotient"))
        return Table(caption(chart), columns, tuple(_table_row(chart, bar) for bar in chart.bars))


def _table_row(chart: Industries, bar: Bar) -> Row:
    reference = i18n.with_unit(i18n.number(bar.reference, chart.locale, 1), "%", chart.locale)
    cells = (i18n.number(bar.jobs, chart.locale), chart.share(bar), reference, chart.quotient(bar))
    return Row(bar.code, f"{bar.code} {bar.label}", "few" if bar.few else "", cells)


def caption(chart: Industries) -> str:
    """Title, place and period."""
    return f"{chart.title}, {chart.label}, {i18n.period(chart.period, chart.locale)}"


def sentence(chart: Industries) -> str:
    """What the place is most specialised in, its largest industry, and what a location quotient is."""
    with use_locale(chart.locale):
        if not chart.bars:
            return _("The source has no figure for this choice.")
        return f"{_leading(chart)} {_largest(chart)} {definition()}"


def definition() -> str:
    """What a location quotient is and of which industries it says nothing, in plain words; call inside `use_locale`."""
    what = _(
        "Location quotient: the industry's share of jobs in the municipality divided by its share "
        "in all municipalities together; over 1 is more than elsewhere."
    )
    few = _("An industry with fewer than %(few)s jobs here is called neither over- nor under-represented.", few=FEW)
    return f"{what} {few}"


def _leading(chart: Industries) -> str:
    """The three most specialised industries that have jobs enough to be spoken of."""
    named = [
        bar
        for bar in chart.bars
        if bar.code != UNKNOWN and bar.jobs >= WORTH_NAMING and rounded(bar.quotient or 0, 2) > 1
    ]
    if not named:
        return _("No industry with at least %(number)s jobs is larger here than elsewhere.", number=WORTH_NAMING)
    listed = i18n.listing([_one(chart, bar) for bar in named[:3]], chart.locale)
    text = ngettext(
        "%(inside)s the industry most over-represented %(when)s was %(industries)s.",
        "%(inside)s the industries most over-represented %(when)s were %(industries)s.",
        len(named[:3]),
        inside=chart.names.inside(chart.place),
        when=when(chart.period, chart.locale),
        industries=listed,
    )
    return text[0].upper() + text[1:]


def _one(chart: Industries, bar: Bar) -> str:
    # Translators: an industry in a list: “Manufacturing” (18.2% of jobs, location quotient 1.35)
    return _(
        "“%(industry)s” (%(share)s of jobs, location quotient %(quotient)s)",
        industry=named(bar),
        share=chart.share(bar),
        quotient=chart.quotient(bar),
    )


def _largest(chart: Industries) -> str:
    known: Sequence[Bar] = [bar for bar in chart.bars if bar.code != UNKNOWN] or chart.bars
    bar = max(known, key=lambda bar: bar.jobs)
    return _(
        "The largest industry was “%(industry)s” (%(number)s jobs, %(share)s).",
        industry=named(bar),
        number=i18n.number(bar.jobs, chart.locale),
        share=chart.share(bar),
    )


def named(bar: Bar, letters: int = BRIEF) -> str:
    """The industry's name in at most so many letters; the table and the hover text have it whole."""
    if len(bar.label) <= letters:
        return bar.label
    return shorten(bar.label.partition(";")[0], letters, placeholder=" …", break_on_hyphens=False)


def saying(chart: Industries, bar: Bar) -> list[str]:
    """A section in words: its jobs, its shares and its quotient."""
    jobs = ngettext(
        "%(number)s job", "%(number)s jobs", int(rounded(bar.jobs)), number=i18n.number(bar.jobs, chart.locale)
    )
    reference = i18n.with_unit(i18n.number(bar.reference, chart.locale, 1), "%", chart.locale)
    said = [
        f"{bar.code} {bar.label}: {jobs}",
        _("%(share)s of jobs", share=chart.share(bar)),
        _("in all municipalities %(share)s", share=reference),
    ]
    if bar.drawn:
        said.append(_("location quotient %(quotient)s", quotient=chart.quotient(bar)))
    if bar.drawn and bar.few:
        said.append(_("fewer than %(few)s jobs: neither over- nor under-represented", few=FEW))
    return said
