"""The server layer: routes, language, headers, caches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site as a WSGI app. Read only when called: compressing the static files needs none of it."""
    from portal.server import app  # noqa: PLC0415

    return app.create_app(settings)
