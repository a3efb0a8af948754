"""Whether the process lives, and whether it can do all that visitors ask of it; neither waits for anything."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify

from portal.server.context import SiteContext


def health(site: SiteContext) -> Response:
    """`/healthz`: the process answers, so this is 200, with what it had to leave out and what somebody has to mend."""
    return _answer(_told(site))


def readiness(site: SiteContext) -> Response:
    """`/readyz`: the same; 503 while enquiries cannot be stored."""
    told = _told(site)
    return _answer(told, 200 if told["enquiries"] == "ok" else 503)


def _told(site: SiteContext) -> dict[str, Any]:
    report = site.enquiry_service.watch.report()
    found = asdict(report.findings) if report.findings else {}
    return site.condition.told() | {
        "status": "ok" if report.good and site.condition.whole else "degraded",
        "version": site.portal.version,
        "enquiries": report.enquiries,
        "mail": found.pop("mail", "unknown"),
        "letters": found or None,
        "age": report.age,
    }


def _answer(told: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(told)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
