"""Figures as CSV, UTF-8 with decimal points, one tidy row for each; and what its columns mean, as CSV on the Web."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.charts.columns import Column
from portal.exports.dataset import Cell, Dataset
from portal.i18n import HTML_LANG, Locale, _, use_locale
from portal.indicators.catalogue import SeriesSource

#: What stands in the header of a CSV file's metadata, and what it is.
CSVW = ("application/csvm+json", "http://www.w3.org/ns/csvw")


def figures_csv(dataset: Dataset) -> str:
    """Every figure with a header row."""
    return written([column.name for column in dataset.columns], map(dataset.cells, dataset.figures))


def written(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    """A cell as every program reads it: no thousands mark, no exponent, true and false in small letters."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return plain(cell)
    return str(cell)


def plain(value: float) -> str:
    """A number with as many digits as it has: 69.5, 12000.

    >>> plain(69.5), plain(12000.0), plain(-0.00000123), plain(-0.0)
    ('69.5', '12000', '-0.00000123', '0')
    """
    text = repr(value + 0.0)  # never a negative zero
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def metadata(dataset: Dataset, file: str) -> str:
    """What the columns mean, whence the figures and under which licence; `file` is the CSV's own address."""
    titles = dataset.titles(dataset.columns)
    return described(
        file,
        dataset.locale,
        dataset.columns,
        titles,
        {
            "dc:title": dataset.title,
            "dc:description": " ".join(text for text in (dataset.definition, dataset.sentence) if text),
            "dc:source": [_source(dataset, key, source) for key, source in dataset.sources],
            "dc:modified": dataset.newest or None,
            "dc:relation": dataset.address,
            "rdfs:comment": [*dataset.messages, *dataset.notes],
        },
    )


def described(
    file: str, locale: str, columns: Sequence[Column], titles: Mapping[str, str], about: Mapping[str, Any]
) -> str:
    """The metadata of any CSV file of ours."""
    whole = {
        "@context": [CSVW[1], {"@language": HTML_LANG[locale]}],
        "url": file,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\r\n"]},
        **{name: value for name, value in about.items() if value},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "datatype": column.datatype,
                    "dc:description": titles[column.name],
                }
                for column in columns
            ]
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _source(dataset: Dataset, key: str, source: SeriesSource) -> dict[str, str | list[str]]:
    publisher = dataset.publisher(source)
    known: dict[str, Any] = {
        "dc:title": source.table,
        "dc:publisher": dataset.localized(publisher.name),
        "dc:license": publisher.licence_url or publisher.licence,
        "dc:date": source.data_date,
        "dc:relation": source.addresses(dataset.locale) or [publisher.url],
        "dc:provenance": copied(source, dataset.locale),
        "dc:subject": key,
    }
    return {name: value for name, value in known.items() if value}


def copied(source: SeriesSource, locale: Locale) -> str:
    """Where the publisher's figures were read."""
    with use_locale(locale):
        return _("Obtained through a public copy: %(copy)s", copy=source.retrieved_from)
