"""One state of the explorer, ready to be shown: its chart in all its forms, what is said of it, and its controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from portal.charts.chart_type import Links
from portal.charts.table import Table
from portal.domain.profile import Portal
from portal.explorer.controls import Controls
from portal.explorer.notes import notes
from portal.explorer.state import ParsedState, Start, read
from portal.explorer.words import FAULTS, UNDATED
from portal.i18n import Locale, use_locale
from portal.indicators.catalogue import SeriesSource
from portal.indicators.words import source_line


@dataclass(frozen=True)
class View(Controls):
    """What stands in the explorer's place in one state, whoever draws it: the server or Dash."""

    faults: tuple[str, ...] = ()

    @classmethod
    def read(cls, portal: Portal, locale: Locale, start: Start, query: Mapping[str, str]) -> View:
        """The view that a query asks for, or the one nearest to it."""
        found: ParsedState = read(query, start, portal.statistics)
        return cls(portal, locale, start, found.state, found.faults)

    def svg(self, ident: str) -> Markup:
        """The chart as SVG; `ident` makes the ids in it unique on the page."""
        return self.chart_type.svg(self.chart, ident)

    @property
    def is_html(self) -> bool:
        """Whether the chart is shown as HTML rather than drawn."""
        return self.chart_type.html is not None

    def html(self, links: Links) -> Markup:
        """The chart as HTML with these links; empty where it is drawn."""
        form = self.chart_type.html
        with use_locale(self.locale):
            return form(self.chart, links) if form else Markup("")

    @property
    def figure(self) -> dict[str, Any] | None:
        """The chart as a plotly figure; None where the browser shows something else."""
        form = self.chart_type.figure
        return form(self.chart) if form else None

    @property
    def painted(self) -> dict[str, Any] | None:
        """What the browser paints a fetched drawing with; None where it shows something else."""
        form = self.chart_type.paint
        return form(self.chart) if form else None

    @cached_property
    def caption(self) -> str:
        """Title, unit and years."""
        with use_locale(self.locale):
            return self.chart_type.caption(self.chart)

    @cached_property
    def sentence(self) -> str:
        """What the chart shows, in words."""
        return self.chart_type.sentence(self.chart)

    @cached_property
    def table(self) -> Table:
        """The same figures as a table."""
        return self.chart_type.table(self.chart)

    @property
    def row_head(self) -> str:
        """What stands over the names of the table's rows. Ask for it inside `use_locale`."""
        return str(self.chart_type.row_head)

    @cached_property
    def source(self) -> str:
        """Publisher, table, licence and data date of everything drawn."""
        with use_locale(self.locale):
            return source_line(self.statistics.catalogue, self.sources, self.locale)

    @cached_property
    def sources(self) -> Sequence[SeriesSource]:
        """Where everything drawn comes from."""
        return tuple(self.chart_type.cited(self.chart)) or tuple(self.series.indicator.sources)

    @cached_property
    def messages(self) -> list[str]:
        """What of the address could not be followed, in words."""
        undated = not self.chart_type.scope.single_period
        with use_locale(self.locale):
            return [str(UNDATED if fault == "year" and undated else FAULTS[fault]) for fault in self.faults]

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know: who the peers are, who has no figure and why, what is computed."""
        with use_locale(self.locale):
            return notes(self)
