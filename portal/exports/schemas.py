"""JSON Schemas of our JSON files, as the OpenAPI description has them among its components."""

from __future__ import annotations

from typing import Any

from portal.exports.dataset import more_columns
from portal.i18n import LOCALES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
MAYBE_INTEGER: Schema = {"type": ["integer", "null"]}
ADDRESS: Schema = {"type": "string", "format": "uri"}
LANGUAGE: Schema = {"type": "string", "enum": list(LOCALES)}
PERIOD: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}(M(0[1-9]|1[0-2]))?$",
    "description": "A year, or a month such as 2026M08.",
}
PLACE: Schema = {
    "type": "string",
    "pattern": "^([0-9]{3}|SSS|TEN)$",
    "description": "A municipality code; SSS is the whole country, TEN the ten towns together.",
}


def thing(fields: Schema, optional: Schema | None = None) -> Schema:
    """An object that has all of these fields, and may have the optional ones. New fields may come beside them."""
    return {"type": "object", "required": list(fields), "properties": fields | (optional or {})}


def many(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


#: Which of the file's own sources says something.
SOURCE_KEY: Schema = {"type": "string", "description": "The key of one of the town's sources."}
FACT: Schema = thing({"text": TEXT, "source": SOURCE_KEY})


def named(name: str) -> Schema:
    """A schema of this collection."""
    return {"$ref": f"#/components/schemas/{name}"}


def _more() -> Schema:
    """What only some views tell of a figure."""
    types = {"number": MAYBE_NUMBER, "integer": MAYBE_INTEGER}
    return {name: types[column.datatype] for name, column in more_columns().items()}


SCHEMAS: dict[str, Schema] = {
    "Observation": thing(
        {
            "indicator": TEXT,
            "place": PLACE,
            "name": {"type": "string", "description": "What the place is called."},
            "section": {"type": ["string", "null"], "description": "The industry's letter, where there is one."},
            "period": PERIOD,
            "value": {"type": "number"},
            "computed": {"type": "boolean", "description": "Made by the portal of the figures of several places."},
            "source": {"type": "string", "description": "The id of the source among those of the indicator."},
        },
        _more(),
    ),
    "Source": thing(
        {
            "indicator": TEXT,
            "id": TEXT,
            "table": TEXT,
            "code": MAYBE_TEXT,
            "publisher": TEXT,
            "publisher_url": ADDRESS,
            "table_urls": {**many(ADDRESS), "description": "Where the publisher shows the tables, where known."},
            "public_copy": {"type": "string", "description": "The public copy that the figures were obtained through."},
            "licence": MAYBE_TEXT,
            "licence_url": MAYBE_TEXT,
            "data_date": {"type": ["string", "null"], "description": "A day, a month or a year, where stated."},
            "derived": {"type": ["string", "null"], "description": "How it was computed, if it was."},
        }
    ),
    "IndicatorInBrief": thing(
        {"key": TEXT, "name": TEXT, "definition": TEXT, "unit": TEXT, "decimals": {"type": "integer", "minimum": 0}}
    ),
    "Figures": thing(
        {
            "address": ADDRESS,
            "language": LANGUAGE,
            "content_version": TEXT,
            "title": TEXT,
            "definition": TEXT,
            "unit": MAYBE_TEXT,
            "view": {"type": ["object", "null"], "additionalProperties": TEXT},
            "sentence": MAYBE_TEXT,
            "indicators": many(named("IndicatorInBrief")),
            "sources": many(named("Source")),
            "notes": many(TEXT),
            "messages": {**many(TEXT), "description": "What of the address could not be followed."},
            "observations": many(named("Observation")),
        }
    ),
    "Indicators": thing(
        {
            "address": ADDRESS,
            "language": LANGUAGE,
            "title": TEXT,
            "indicators": many(
                thing(
                    {
                        "key": TEXT,
                        "name": TEXT,
                        "definition": TEXT,
                        "theme": TEXT,
                        "unit": TEXT,
                        "decimals": {"type": "integer", "minimum": 0},
                        "first_period": PERIOD,
                        "last_period": PERIOD,
                        "municipalities": {"type": "integer", "minimum": 1},
                        "sections": many(thing({"code": TEXT, "name": TEXT})),
                        "address": ADDRESS,
                        "files": {"type": "object", "additionalProperties": ADDRESS},
                    }
                )
            ),
        }
    ),
    "Cities": thing(
        {
            "address": ADDRESS,
            "language": LANGUAGE,
            "title": TEXT,
            "cities": many(
                thing(
                    {
                        "code": PLACE,
                        "name": TEXT,
                        "slug": TEXT,
                        "region": MAYBE_TEXT,
                        "coordinates": thing({"lat": {"type": "number"}, "lon": {"type": "number"}}),
                        "address": ADDRESS,
                        "files": {"type": "object", "additionalProperties": ADDRESS},
                    }
                )
            ),
        }
    ),
    "Municipalities": thing(
        {
            "address": ADDRESS,
            "language": LANGUAGE,
            "title": TEXT,
            "municipalities": many(
                thing(
                    {
                        "code": PLACE,
                        "name": TEXT,
                        "names": thing(dict.fromkeys(LOCALES, TEXT)),
                        "region_code": TEXT,
                        "region": TEXT,
                        "town": {"type": "boolean", "description": "One of the portal's own."},
                    }
                )
            ),
        }
    ),
    "KeyFigure": thing(
        {
            "key": TEXT,
            "name": TEXT,
            "value": {"type": "number"},
            "unit": TEXT,
            "period": PERIOD,
            "position": MAYBE_INTEGER,
            "of": MAYBE_INTEGER,
            "source_table": TEXT,
            "source_urls": many(ADDRESS),
            "publisher": TEXT,
            "data_date": MAYBE_TEXT,
        }
    ),
    "Town": thing(
        {
            "address": ADDRESS,
            "language": LANGUAGE,
            "content_version": TEXT,
            "code": PLACE,
            "kind": TEXT,
            "name": TEXT,
            "key_figures": many(named("KeyFigure")),
            "strengths": many({"type": "object"}),
            "looking_for": many(
                thing(
                    {
                        "id": TEXT,
                        "kind": TEXT,
                        "what": TEXT,
                        "source": SOURCE_KEY,
                        "confirmed": {
                            "type": ["string", "null"],
                            "description": "When the town confirmed the entry; null while it has not.",
                        },
                    }
                )
            ),
        },
        {
            "coordinates": thing({"lat": {"type": "number"}, "lon": {"type": "number"}}),
            "pitch": {"type": "object"},
            "ecosystem": {"type": "object"},
            **{name: many(FACT) for name in ("investments", "energy", "connections", "education", "aid")},
            "sites": many(thing({"name": TEXT, "text": TEXT, "source": SOURCE_KEY}, {"hectares": {"type": "number"}})),
            "contacts": many({"type": "object"}),
            "sources": {"type": "object"},
        },
    ),
}
#: The page whose JSON file has which schema.
OF_PAGE = {
    "indicator": "Figures",
    "compare": "Figures",
    "indicators": "Indicators",
    "cities": "Cities",
    "city": "Town",
    "municipalities": "Municipalities",
}
