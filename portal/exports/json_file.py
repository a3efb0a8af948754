"""Figures as JSON: their names stay as they are here; what is new comes beside them (see `schemas`)."""

from __future__ import annotations

import json
from typing import Any

from portal.exports.dataset import DataPoint, Dataset
from portal.indicators.catalogue import SeriesSource


def figures_json(dataset: Dataset) -> str:
    """The figures with their words and sources, a figure a line."""
    head = {
        "address": dataset.address,
        "language": dataset.locale,
        "content_version": dataset.portal.version,
        "title": dataset.title,
        "definition": dataset.definition,
        "unit": dataset.localized(dataset.unit(dataset.key).long) if dataset.key else None,
        "view": dict(dataset.view) if dataset.view is not None else None,
        "sentence": dataset.sentence or None,
        "indicators": [_indicator(dataset, key) for key in dataset.keys],
        "sources": [_source(dataset, key, source) for key, source in dataset.sources],
        "notes": list(dataset.notes),
        "messages": list(dataset.messages),
    }
    lines = ",\n".join(_written(_observation(dataset, figure)) for figure in dataset.figures)
    start = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{start},\n "observations": [\n{lines}\n]}}\n'


def _written(thing: dict[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _indicator(dataset: Dataset, key: str) -> dict[str, Any]:
    indicator = dataset.indicator(key)
    return {
        "key": key,
        "name": dataset.localized(indicator.name),
        "definition": dataset.localized(indicator.definition),
        "unit": dataset.localized(dataset.unit(key).long),
        "decimals": indicator.decimals,
    }


def _source(dataset: Dataset, key: str, source: SeriesSource) -> dict[str, Any]:
    publisher = dataset.publisher(source)
    return {
        "indicator": key,
        "id": source.id,
        "table": source.table,
        "code": source.code,
        "publisher": dataset.localized(publisher.name),
        "publisher_url": publisher.url,
        "table_urls": source.addresses(dataset.locale),
        "public_copy": source.retrieved_from,
        "licence": publisher.licence,
        "licence_url": publisher.licence_url,
        "data_date": source.data_date,
        "derived": dataset.localized(source.derived) if source.derived else None,
    }


def _observation(dataset: Dataset, figure: DataPoint) -> dict[str, Any]:
    """One figure; a whole number is written as one."""
    value = figure.value
    return {
        "indicator": figure.key,
        "place": figure.place,
        "name": dataset.places[figure.place],
        "section": figure.section or None,
        "period": figure.period,
        "value": int(value) if value.is_integer() else value,
        "computed": figure.computed,
        "source": figure.source.id,
        **figure.more,
    }
