"""Every figure of a town as CSV: UTF-8, decimal point, one row for each indicator and period, with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from portal import i18n
from portal.profile import Profile
from portal.statistics.library import Series

COLUMNS = (
    "indicator",
    "name",
    "section",
    "municipality_code",
    "municipality",
    "period",
    "value",
    "unit",
    "source_table",
    "publisher",
    "licence",
    "data_date",
)


def figures_csv(profile: Profile) -> str:
    """The town's figures, tidy, with a header row; names in the profile's language."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    statistics = profile.portal.statistics
    for key in statistics.keys:
        for section in statistics.sections(key):
            writer.writerows(_rows(profile, key, section, statistics.series(key, section)))
    return out.getvalue()


def _rows(profile: Profile, key: str, section: str, series: Series) -> Iterator[tuple[str, ...]]:
    code, locale = profile.city.code, profile.locale
    publishers = profile.portal.statistics.catalogue.publishers
    for point in series.points(code):
        source = series.source(point)
        publisher = publishers[source.publisher]
        yield (
            key,
            i18n.said(series.indicator.name, locale),
            section,
            code,
            profile.names.label(code),
            point.period,
            f"{point.value:g}" if point.value % 1 else f"{point.value:.0f}",
            i18n.said(series.unit.long, locale),
            source.table,
            i18n.said(publisher.name, locale),
            publisher.licence or "",
            source.data_date or "",
        )
