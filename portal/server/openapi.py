"""What the files are, for programs: OpenAPI 3.1, made from the same tables as the addresses themselves."""

from __future__ import annotations

import json
from typing import Any

from portal.domain.profile import Portal
from portal.exports.schemas import schemas
from portal.file_formats import Parameter, file_formats, pages_with_files
from portal.i18n import LANGUAGES, LOCALES, SOURCE, Locale, localized, use_locale
from portal.pages.api import THINGS, parameters, template
from portal.server.errors import PROBLEM

#: The version of the description: the first number changes when a program could break.
VERSION = "1.0.0"
ERRORS = {
    "301": "The thing has another address: the right language's name, or the right letters.",
    "304": "The file that you have, by its ETag, is the newest.",
    "400": "The address cannot be read.",
    "404": "There is no such thing.",
    "429": "You ask for more, at once or in a short time, than one client may: see Retry-After.",
    "503": "So many others are asking that this could not be made: see Retry-After.",
}
#: What a program is told of a fault (RFC 9457): of a JSON file, or where it accepts JSON rather than HTML.
FAULT = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {"status": {"type": "integer"}, "title": {"type": "string"}, "detail": {"type": "string"}},
}


def document(portal: Portal) -> str:
    """The whole description as JSON."""
    return json.dumps(description(portal), ensure_ascii=False, indent=1) + "\n"


def description(portal: Portal) -> dict[str, Any]:
    """The whole description."""
    site = portal.site
    return {
        "openapi": "3.1.0",
        "info": {
            "title": localized(site.name, SOURCE),
            "version": VERSION,
            "summary": "Every figure of the portal as files.",
            "description": f"Explained at {site.site_url}/en/api. Each file names the licences of its figures.",
        },
        "servers": [{"url": site.site_url}],
        "tags": [{"name": locale, "description": language.in_it} for locale, language in LANGUAGES.items()],
        "paths": {
            f"{template(page, locale)}.{form}": {
                "parameters": _arguments(portal, page, locale),
                "get": _operation(page, locale, form),
            }
            for page, forms in pages_with_files().items()
            for locale in LOCALES
            for form in forms
        },
        "components": {
            "schemas": schemas(),
            "parameters": {
                **{_name(page, one): _parameter(portal, one) for page in THINGS for one in parameters(page)},
                "key": _in_path("key", "An indicator's key.", portal.statistics.keys),
                **{f"city_{locale}": _in_path("city", "A town.", _slugs(portal, locale)) for locale in LOCALES},
            },
            "responses": {status: _error(status, text) for status, text in ERRORS.items()},
        },
    }


def _slugs(portal: Portal, locale: Locale) -> list[str]:
    paths = (portal.addresses.path("city", locale, key) for key in portal.cities)
    return [path.rsplit("/", 1)[-1] for path in paths]


def _name(page: str, parameter: Parameter) -> str:
    """A parameter's name among the components."""
    return f"{page}_{parameter.name}"


def _arguments(portal: Portal, page: str, locale: Locale) -> list[dict[str, str]]:
    """What varies in a thing's path; it is the same for all its forms."""
    name = {"indicator": "key", "city": f"city_{locale}"}.get(page)
    return [{"$ref": f"#/components/parameters/{name}"}] if name else []


def _in_path(name: str, text: str, known: list[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": known}
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}


def _parameter(portal: Portal, parameter: Parameter) -> dict[str, Any]:
    with use_locale(SOURCE):
        text = str(parameter.text)
    known = list(parameter.choices(portal.statistics))
    schema = {"type": "string", **({"enum": known} if known else {})}
    return {"name": parameter.name, "in": "query", "description": text, "schema": schema, "example": parameter.example}


def _operation(page: str, locale: Locale, form: str) -> dict[str, Any]:
    with use_locale(SOURCE):
        text = str(THINGS[page])
    asked = parameters(page, form)
    errors = {status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS}
    return {
        "operationId": f"{page}_{form.replace('-', '_').replace('.', '_')}_{locale}",
        "summary": f"{text}: {form}",
        "tags": [locale],
        "parameters": [{"$ref": f"#/components/parameters/{_name(page, one)}"} for one in asked],
        "responses": {"200": _found(page, form), **errors},
    }


def _found(page: str, form: str) -> dict[str, Any]:
    known = file_formats()[form]
    schema = known.schema(page) if known.schema else {} if known.compressed else {"type": "string"}
    headers = {"ETag": {"description": "The file's version.", "schema": {"type": "string"}}}
    return {"description": "The file.", "headers": headers, "content": {known.media_type: {"schema": schema}}}


def _error(status: str, text: str) -> dict[str, Any]:
    told = {PROBLEM: {"schema": FAULT}, "text/html": {"schema": {"type": "string"}}}
    return {"description": text} | ({"content": told} if int(status) >= 400 else {})
