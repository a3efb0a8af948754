"""New content without a restart: the site is made again from its files, and takes the old one's place."""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import Any

from flask import Flask

from portal.domain.profile import Portal
from portal.problems import Problem
from portal.server.app import build, read
from portal.server.condition import left_out
from portal.server.context import SiteContext
from portal.settings import Settings

log = logging.getLogger(__name__)

_CACHED: Any = type(cache(lambda: None))


class WorseError(Exception):
    """The files as they are now would show less than what is served."""


def renewed(old: Flask, settings: Settings | None = None) -> Flask:
    """The site as its files are now; the old one where they are broken, and then its `/healthz` says why.

    A start must do with what it can read; here something whole is served already, so nothing of it is given up.
    """
    site: SiteContext = old.extensions["portal"]
    settings = settings or Settings.from_environment()
    try:
        portal = read(settings)
        _no_worse(site, portal)
        forget()
        new = build(settings, portal)
    except (SystemExit, WorseError) as error:
        site.condition.reload = f"not taken in: {error}".replace("\n", " ")
    except Exception as error:
        log.exception("The site could not be made again.")
        site.condition.reload = f"not taken in: {type(error).__name__}"
    else:
        return new
    log.error("The new content is %s. What was served before is served on.", site.condition.reload)
    return old


def _no_worse(site: SiteContext, portal: Portal) -> None:
    """WorseError when a file that is served now would be left out."""
    names = [name for name in left_out(portal) if name not in site.condition.files]
    if names:
        for problem in _errors(portal):
            log.error("%s", problem)
        raise WorseError(f"{', '.join(names)} cannot be used.")


def _errors(portal: Portal) -> list[Problem]:
    return [problem for problem in portal.problems if problem.severity == "error"]


def forget() -> None:
    """Empty every cache of ours: what was read from the old files, and what refers to the old site."""
    ours = [module for name, module in sys.modules.items() if name.startswith("portal.")]
    for module in ours:
        for thing in vars(module).values():
            if type(thing) is _CACHED:  # a proxy of Flask's answers no other question outside a request
                thing.cache_clear()
