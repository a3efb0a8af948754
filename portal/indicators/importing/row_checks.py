"""What must hold of every row of an import, beside what `portal check` asks of the series that it ends in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from portal.content.advice import Advice, like_this
from portal.content.mistake import did_you_mean
from portal.i18n import _
from portal.indicators.catalogue import Catalogue, Indicator
from portal.indicators.catalogue_file import unknown
from portal.indicators.importing.tidy_file import Cells, Fault
from portal.indicators.places import COUNTRY, Municipality, named
from portal.indicators.rows import RowRules
from portal.rounding import rounded

#: A figure as it may be written: digits, with a point before decimals.
NUMBER = re.compile(r"-?\d{1,15}(\.(?P<decimals>\d{1,15}))?", re.ASCII)
#: A number as people and spreadsheets write it: spaces between thousands, a comma before decimals, a true minus.
WRITTEN = re.compile(r"[-\u2212]?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?|[-\u2212]?\d+[.,]\d+", re.ASCII)
MONTH = re.compile(r"(?P<year>\d{4})[-/M.](?P<month>\d{1,2})", re.ASCII)


@dataclass(frozen=True)
class Known:
    """What rows may name: indicators, places, sources, and how exact each indicator's figures are."""

    catalogue: Catalogue
    municipalities: Mapping[str, Municipality]
    #: Places that other series have: municipalities merged since.
    former: Collection[str]
    #: Indicator -> the ids of its sources, those of the note among them.
    sources: Mapping[str, Collection[str]]
    #: Indicator -> the ids that the note gives it.
    given: Mapping[str, Collection[str]]
    #: Indicator -> the most decimals that it publishes.
    decimals: Mapping[str, int]
    year: int
    note: str


@dataclass
class RowChecks:
    """Checks rows one after another: each value by itself, and that no figure comes twice."""

    known: Known
    met: dict[tuple[str, ...], int] = field(default_factory=dict)
    _rules: dict[str, RowRules] = field(default_factory=dict)

    def faults(self, row: Cells) -> Iterator[Fault]:
        """Everything that is wrong with a row."""
        indicator = self.known.catalogue.indicators.get(row["indicator"])
        if indicator is None:
            yield _fault("indicator", row, self._no_indicator(row["indicator"]), row["indicator"])
            return
        for column, advice in self._cells(row, indicator):
            if advice:
                yield _fault(column, row, advice, row["indicator"])
        yield from self._twice(row)

    def _no_indicator(self, key: str) -> Advice:
        if not key:
            return _("the indicator is missing."), _("Write its key.")
        message, hint = unknown(key, self.known.catalogue)
        return message, " ".join([hint, _("Or name it under “leave_out:” in the note.")])

    def _cells(self, row: Cells, indicator: Indicator) -> Iterator[tuple[str, Advice | None]]:
        rules = self._rules.setdefault(row["indicator"], RowRules.of(indicator))
        yield "place", self._place(row["place"])
        yield "period", _period(row["period"], rules) or self._future(row["period"], indicator)
        yield "value", _value(row["value"], self.known.decimals[row["indicator"]], indicator)
        yield "section", _section(row["section"], indicator)
        yield "source", self._source(row)

    def _place(self, text: str) -> Advice | None:
        if text == COUNTRY or text in self.known.municipalities or text in self.known.former:
            return None
        message = _("“%(place)s” is neither a municipality's code nor %(country)s.", place=text, country=COUNTRY)
        code = self._meant(text)
        if code:
            return message, like_this(code)
        return message, _("Write the three digits of the classification, or leave the row out.")

    def _meant(self, text: str) -> str:
        """The code that was meant: without its zeros, with letters before it, or a name."""
        digits = re.sub(r"^(KU|ku)?0*|\.0$", "", text).zfill(3)
        found = named(self.known.municipalities, text)
        return digits if digits in self.known.municipalities else found.code if found else ""

    def _future(self, period: str, indicator: Indicator) -> Advice | None:
        if indicator.projection or int(period[:4]) <= self.known.year:
            return None
        return _("the period %(period)s has not come yet.", period=period), _("Check the year.")

    def _source(self, row: Cells) -> Advice | None:
        key, text = row["indicator"], row["source"]
        if text:
            ids = sorted(self.known.sources[key])
            message = _("“%(key)s” has no source “%(id)s”.", key=key, id=text)
            return None if text in ids else (message, _("Its sources are %(ids)s.", ids=", ".join(ids)))
        given = sorted(self.known.given[key])
        if len(given) == 1:
            return None
        if given:
            message = _("the note gives “%(key)s” several sources: %(ids)s.", key=key, ids=", ".join(given))
            return message, _("Say which in a column “source”.")
        message = _("%(note)s does not say where the figures of “%(key)s” come from.", note=self.known.note, key=key)
        return message, _("Name it there under “indicators:” of a source, or under “uses:”.")

    def _twice(self, row: Cells) -> Iterator[Fault]:
        key = tuple(row[name] for name in ("indicator", "place", "section", "period"))
        before = self.met.setdefault(key, row.line)
        if before != row.line:
            message = _("line %(line)s already has this indicator, place and period.", line=before)
            yield _fault("indicator", row, (message, _("Delete one of them.")), "twice")


def _fault(column: str, row: Cells, advice: Advice, kind: str) -> Fault:
    return Fault(f"{column} {kind}", row.line, row.column(column), advice)


def _period(text: str, rules: RowRules) -> Advice | None:
    if rules.is_period(text):
        return None
    month = MONTH.fullmatch(text)
    if rules.monthly:
        meant = f"{month['year']}M{month['month'].zfill(2)}" if month else ""
        return _("“%(period)s” is not a month.", period=text), like_this(meant if rules.is_period(meant) else "2026M08")
    meant = text[:4] if rules.is_period(text[:4]) and not text[4:5].isdigit() else "2025"
    return _("“%(period)s” is not a year.", period=text), like_this(meant)


def _value(text: str, decimals: int, indicator: Indicator) -> Advice | None:
    number = NUMBER.fullmatch(text)
    if number is None:
        return _not_a_number(text)
    if len((number["decimals"] or "").rstrip("0")) > decimals:
        message = _("%(value)s has more decimals than the indicator's figures.", value=text)
        return message, like_this(f"{rounded(float(text), decimals):.{decimals}f}")
    if indicator.counted and float(text) < 0:
        return _("%(value)s is less than nothing.", value=text), _("Check the number.")
    return None


def _not_a_number(text: str) -> Advice:
    if not text or set(text) <= set(".-:*") or text.casefold() in ("nan", "na", "none", "null"):
        return _("the figure is missing."), _("Leave the row out: what is not published has no row.")
    message = _("“%(value)s” is not a number.", value=text)
    if not WRITTEN.fullmatch(text):
        return message, _("Write only the number, in digits.")
    return message, like_this(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".").replace("\u2212", "-"))


def _section(text: str, indicator: Indicator) -> Advice | None:
    if indicator.dimension is None:
        return (_("this indicator has no sections."), _("Leave the value empty.")) if text else None
    known = [*indicator.dimension.values]
    if text in known:
        return None
    listed = _("Choose one of these: %(choices)s.", choices=", ".join(known))
    message = _("“%(value)s” is not one of the choices.", value=text) if text else _("the value is missing.")
    return message, f"{did_you_mean(text, known)} {listed}".strip()
