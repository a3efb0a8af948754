"""What an import changes, in words; call inside `use_locale`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal import i18n
from portal.i18n import Locale, _, ngettext
from portal.indicators.importing.difference import Difference, Jump, Revision
from portal.indicators.importing.plan import ImportPlan
from portal.indicators.importing.series_file import Figure, Key
from portal.indicators.places import COUNTRY

#: So many figures or places are named; the rest are counted.
FEW = 5


@dataclass(frozen=True)
class Report:
    """A plan told to whoever imports, in one language."""

    plan: ImportPlan
    locale: Locale

    def lines(self) -> list[str]:
        """Each indicator's changes; nothing of indicators that stay as they are."""
        return [
            line
            for key, difference in self.plan.differences.items()
            if difference.changes
            for line in self._indicator(key, difference)
        ]

    def _indicator(self, key: str, difference: Difference) -> Iterator[str]:
        yield f"{key}: {i18n.localized(self.plan.catalogue.indicators[key].name, self.locale)}"
        told = (self._new(difference), self._revised(difference), self._places(difference), self._sources(key))
        for lines in (*told, self._empty(difference), self._jumps(difference)):
            yield from (f"  {line}" for line in lines)

    def _new(self, difference: Difference) -> Iterator[str]:
        if difference.new_periods:
            counts = Counter(key.period for key in difference.added)
            periods = (f"{i18n.period(one, self.locale)} ({counts[one]})" for one in difference.new_periods)
            yield _("new periods, with how many figures: %(periods)s", periods=", ".join(periods))
        filled = [key for key in difference.added if key.period not in difference.new_periods]
        if filled:
            yield ngettext(
                "%(num)s new figure in periods that other places have already: %(periods)s",
                "%(num)s new figures in periods that other places have already: %(periods)s",
                len(filled),
                periods=", ".join(
                    i18n.period(period, self.locale) for period in sorted({key.period for key in filled})
                ),
            )

    def _revised(self, difference: Difference) -> Iterator[str]:
        if difference.revised:
            yield ngettext(
                "%(num)s revised figure, the largest change first:",
                "%(num)s revised figures, the largest change first:",
                len(difference.revised),
            )
            yield from (f"  {self._revision(one)}" for one in difference.revised[:FEW])
            yield from self._more(difference.revised)
        if difference.unchanged:
            yield ngettext("%(num)s row unchanged", "%(num)s rows unchanged", difference.unchanged)

    def _more(self, things: Sequence[object]) -> Iterator[str]:
        if things[FEW:]:
            yield "  " + _("and %(num)s more", num=len(things) - FEW)

    def _revision(self, one: Revision) -> str:
        return f"{self._where(one.key)}: {self._number(one.old)} → {self._number(one.new)}"

    def _where(self, key: Key) -> str:
        part = f" {key.section}" if key.section else ""
        return f"{self._name(key.place)}{part} {i18n.period(key.period, self.locale)}"

    def _number(self, figure: Figure) -> str:
        return i18n.number(figure.value, self.locale, len(figure.text.partition(".")[2]))

    def _name(self, place: str) -> str:
        if place == COUNTRY:
            return _("Whole country")
        known = self.plan.municipalities.get(place)
        return known.called(self.locale) if known else place

    def _places(self, difference: Difference) -> Iterator[str]:
        if difference.before and difference.gained:
            yield _("places gained: %(places)s", places=self._named(difference.gained))
        if difference.lost:
            yield _("places without a figure in the newest period: %(places)s", places=self._named(difference.lost))

    def _named(self, places: Sequence[str]) -> str:
        names = ", ".join(self._name(place) for place in places[:FEW])
        return names + (" " + _("and %(num)s more", num=len(places) - FEW) if places[FEW:] else "")

    def _sources(self, key: str) -> Iterator[str]:
        for own, source in self.plan.new_sources:
            if own == key:
                yield _("new source %(id)s: %(table)s", id=source.id, table=source.table)

    def _empty(self, difference: Difference) -> Iterator[str]:
        for source_id in difference.without_figures:
            yield _("no figure comes from source %(id)s any more: delete it from indicators.yaml", id=source_id)

    def _jumps(self, difference: Difference) -> Iterator[str]:
        if difference.jumps:
            yield _("Check these: they move more than the place's history explains:")
            yield from (f"  {self._jump(jump)}" for jump in difference.jumps[:FEW])
            yield from self._more(difference.jumps)

    def _jump(self, jump: Jump) -> str:
        before = i18n.period(jump.period, self.locale)
        return f"{self._where(jump.key)}: {self._number(jump.figure)} ({before}: {self._number(jump.before)})"


def unchanged(plan: ImportPlan, name: str) -> str:
    """What is said when every figure of a file is there already."""
    count = sum(len(difference.incoming) for difference in plan.differences.values())
    return ngettext(
        "Nothing to change: the figure of %(file)s is there already.",
        "Nothing to change: all %(num)s figures of %(file)s are there already.",
        count,
        file=name,
    )


def files(names: Iterable[str]) -> str:
    """What was written."""
    return _("Written: %(files)s.", files=", ".join(names))
