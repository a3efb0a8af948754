"""Several places side by side, as one reader sees them: their figures, positions and what sets them apart."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal import i18n
from portal.domain.profile import Names, Portal
from portal.i18n import Locale, LocalizedText, _, use_locale
from portal.indicators.catalogue import Indicator, SeriesSource, Unit
from portal.indicators.library import Point, Rank, Series, Statistics
from portal.indicators.places import named
from portal.indicators.words import amount, source_line
from portal.rounding import rounded, rounder

#: A comparison holds so many places.
FEWEST, MOST = 2, 10
#: A brief of several places tells at most so many indicators, which its reader may choose.
TOLD = 12
#: Stands in a canonical query for every code that no municipality has, and for those beyond the most.
UNKNOWN, BEYOND = "?", "+"
#: A typed name is cut here.
LONGEST = 60
#: Positions among fewer municipalities than this say too little to tell differences by.
ENOUGH = 100


@dataclass(frozen=True)
class PlaceSelection:
    """The places that a query asks for, and what was wrong with it.

    `asked` are its known places, at most ten; `unknown`: it named others too; `beyond`: it named more than ten.
    """

    asked: tuple[str, ...]
    explicit: bool = True
    unknown: bool = False
    beyond: bool = False

    @property
    def few(self) -> bool:
        """Whether too few places are asked for to compare."""
        return self.explicit and len(self.asked) < FEWEST


def read(text: str | None, statistics: Statistics) -> PlaceSelection:
    """The choice that municipality codes, joined by commas, stand for; no text is no choice."""
    if text is None:
        return PlaceSelection((), explicit=False)
    codes = [code for part in text.split(",") if (code := part.strip())]
    known = [*dict.fromkeys(code for code in codes if is_place(code, statistics))]
    stray = {code for code in codes if not is_place(code, statistics)}
    return PlaceSelection(
        tuple(known[:MOST]),
        unknown=bool(stray - {BEYOND}),
        beyond=len(known) > MOST or BEYOND in stray,
    )


@dataclass(frozen=True)
class ComparisonRequest:
    """What a query asks for: a choice of places, and what was typed that names no municipality."""

    choice: PlaceSelection
    typed: str = ""


def asked(query: Mapping[str, str], statistics: Statistics) -> ComparisonRequest:
    """The places that a query chooses; a name typed besides them joins them.

    What is typed into the explorer's own form, which says which indicator it `was` made for, is not meant here.
    """
    choice = read(query.get("c"), statistics)
    text = "" if "was" in query else query.get("add", "")
    typed = "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST]
    found = named(statistics.municipalities, typed) if typed else None
    if found is None:
        return ComparisonRequest(choice, typed)
    signs = [*([UNKNOWN] if choice.unknown else []), *([BEYOND] if choice.beyond else [])]
    return ComparisonRequest(read(",".join([*choice.asked, found.code, *signs]), statistics))


def write(choice: PlaceSelection, statistics: Statistics) -> str | None:
    """The one spelling of a choice: what it asks wrongly stays told, in a sign for all that is wrong alike."""
    signs = [*([UNKNOWN] if choice.unknown else []), *([BEYOND] if choice.beyond else [])]
    if not choice.explicit or (not signs and choice.asked == ten(statistics)):
        return None
    return ",".join([*choice.asked, *signs])


def is_place(code: str, statistics: Statistics) -> bool:
    """Whether this is the code of a municipality that can be compared."""
    return code in statistics.municipalities or code in statistics.cities


def ten(statistics: Statistics) -> tuple[str, ...]:
    """The towns that are compared when nothing is chosen."""
    return statistics.cities[:MOST]


def compared(choice: PlaceSelection, statistics: Statistics) -> tuple[str, ...]:
    """The places that a choice compares: the ten where none or too few are chosen."""
    return choice.asked if choice.explicit and not choice.few else ten(statistics)


def messages(choice: PlaceSelection) -> list[str]:
    """What was wrong with a choice, in words; call inside `use_locale`."""
    faults = (
        (choice.unknown, _("One of the municipality codes in the address is not known and was left out.")),
        (choice.beyond, _("At most %(most)s places fit side by side: the first %(most)s are shown.", most=MOST)),
        (choice.few, _("Choose at least two places. Until then the ten towns are shown.")),
    )
    return [text for wrong, text in faults if wrong]


@dataclass(frozen=True)
class RankedFigure:
    """One place's figure and where it stands among all municipalities that have one in the period.

    `percentile` is the share of the other municipalities with a lower figure, 0 to 100.
    """

    point: Point
    number: str
    text: str
    rank: Rank
    percentile: float


@dataclass(frozen=True, eq=False)
class Compared:
    """One indicator over the compared places, in one period. `figures` are in their order; None where there is none."""

    key: str
    indicator: Indicator
    unit: Unit
    name: str
    period: str
    when: str
    of: int
    figures: tuple[RankedFigure | None, ...]
    sources: tuple[SeriesSource, ...]

    @cached_property
    def placed(self) -> tuple[RankedFigure, ...]:
        """The figures that there are."""
        return tuple(figure for figure in self.figures if figure is not None)

    @property
    def missing(self) -> LocalizedText | None:
        """Why a place has no figure, where one has none and the reason is known."""
        return self.indicator.missing if None in self.figures else None

    @cached_property
    def spread(self) -> float:
        """How far apart the places stand, in percentiles; nothing where the written figures are the same."""
        shares = [figure.percentile for figure in self.placed]
        return max(shares) - min(shares) if shares else 0.0

    @property
    def telling(self) -> bool:
        """Whether positions in it tell something: enough municipalities have a figure that is no mere count.

        A count follows the size of the place: its positions would say over and over which place is the largest.
        """
        return self.of >= ENOUGH and self.indicator.comparable_with_country

    def alike(self, other: Compared) -> bool:
        """Whether the catalogue says that the two indicators are nearly the same."""
        return other.key in self.indicator.not_comparable or self.key in other.indicator.not_comparable


@dataclass(frozen=True)
class Extremes:
    """One place's best and weakest positions among all municipalities, the best and the weakest first."""

    place: str
    best: tuple[tuple[Compared, Rank], ...]
    weakest: tuple[tuple[Compared, Rank], ...]


@dataclass(frozen=True)
class Comparison:
    """Places side by side as one reader sees them, on one day."""

    portal: Portal
    codes: tuple[str, ...]
    locale: Locale
    today: dt.date

    @cached_property
    def names(self) -> Names:
        """What places are called in the reader's language."""
        return Names(self.portal, self.locale)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The places' names, in their order."""
        return tuple(self.names.label(code) for code in self.codes)

    @cached_property
    def every(self) -> list[Compared]:
        """Every indicator in which a compared place has a figure, in the catalogue's order."""
        statistics = self.portal.statistics
        keys = [key for key in statistics.keys if statistics.indicator(key).dimension is None]
        with use_locale(self.locale):
            found = [self._compared(key) for key in keys]
        return [row for row in found if row is not None]

    @cached_property
    def themes(self) -> list[tuple[LocalizedText, list[Compared]]]:
        """The indicators under their themes."""
        themes = self.portal.statistics.catalogue.themes
        groups = [
            (theme.name, [row for row in self.every if row.indicator.theme == key]) for key, theme in themes.items()
        ]
        return [(name, rows) for name, rows in groups if rows]

    @cached_property
    def absent(self) -> list[str]:
        """The names of indicators in which none of the places has a figure."""
        statistics = self.portal.statistics
        shown = {row.key for row in self.every}
        keys = [key for key in statistics.keys if key not in shown and statistics.indicator(key).dimension is None]
        return [self._name(statistics.indicator(key)) for key in keys]

    @cached_property
    def differences(self) -> list[Compared]:
        """The indicators that set the places apart, the widest spread of percentiles first."""
        apart = distinct(row for row in self.every if row.telling and len(row.placed) > 1 and row.spread > 0)
        return sorted(apart, key=lambda row: -row.spread)

    @cached_property
    def standings(self) -> list[Extremes]:
        """The best and the weakest positions of each place, of indicators with an end that is held to be better."""
        return [self._standing(at) for at in range(len(self.codes))]

    def source_line(self, rows: Iterable[Compared]) -> str:
        """Where the figures of these indicators come from, as a credit line."""
        with use_locale(self.locale):
            return source_line(self.portal.statistics.catalogue, sources(rows), self.locale)

    def _name(self, indicator: Indicator) -> str:
        return i18n.localized(indicator.short or indicator.name, self.locale)

    def _compared(self, key: str) -> Compared | None:
        series = self.portal.statistics.series(key)
        if not any(series.has(code) for code in self.codes):
            return None
        period = series.best_period(self.codes)
        others = _ordered(self.portal.statistics, key, period)
        figures = tuple(self._placed(series, code, period, others) for code in self.codes)
        drawn = [figure.point.place for figure in figures if figure]
        return Compared(
            key=key,
            indicator=series.indicator,
            unit=series.unit,
            name=self._name(series.indicator),
            period=period,
            when=i18n.period(period, self.locale),
            of=len(others),
            figures=figures,
            sources=tuple(series.sources_at(period, drawn)),
        )

    def _placed(self, series: Series, code: str, period: str, others: Sequence[float]) -> RankedFigure | None:
        value = series.value(code, period)
        if value is None:
            return None
        indicator = series.indicator
        own = rounded(value, indicator.decimals)
        lower, lower_or_same = bisect_left(others, own), bisect_right(others, own)
        ahead = lower if indicator.rank_order == "lowest" else len(others) - lower_or_same
        return RankedFigure(
            point=Point(code, period, value),
            number=i18n.number(value, self.locale, indicator.decimals),
            text=amount(value, indicator, series.unit, self.locale),
            rank=Rank(code, value, ahead + 1, len(others), lower_or_same - lower > 1),
            percentile=100 * lower / max(len(others) - 1, 1),
        )

    def _standing(self, at: int) -> Extremes:
        told = distinct(row for row in self.every if row.indicator.has_direction and row.telling and row.figures[at])
        ranked = [(row, figure.rank) for row in told if (figure := row.figures[at])]
        ranked.sort(key=lambda pair: pair[1].position / pair[1].of)
        few = min(3, len(ranked) // 2)
        return Extremes(self.codes[at], tuple(ranked[:few]), tuple(reversed(ranked[len(ranked) - few :])))


def distinct(rows: Iterable[Compared]) -> list[Compared]:
    """The indicators without those nearly the same as one before them in the catalogue: they say one thing twice."""
    found: list[Compared] = []
    for row in rows:
        if not any(row.alike(other) for other in found):
            found.append(row)
    return found


def sources(rows: Iterable[Compared]) -> list[SeriesSource]:
    """The sources of all figures of these indicators, each table once."""
    return list({source.table: source for row in rows for source in row.sources}.values())


@lru_cache(maxsize=256)
def _ordered(statistics: Statistics, key: str, period: str) -> tuple[float, ...]:
    """The figures of all municipalities in a period, as they are written, in order."""
    series = statistics.series(key)
    found = {**series.municipalities_at(period), **series.in_period(period, statistics.cities)}
    return tuple(sorted(map(rounder(series.indicator.decimals), found.values())))
