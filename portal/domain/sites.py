"""Sites of a town in words."""

from __future__ import annotations

from portal import i18n
from portal.content.models import Site
from portal.i18n import Locale


def hectares(site: Site, locale: Locale) -> str:
    """A site's area, 58 ha or 0,5 ha; empty where it is not known."""
    if site.hectares is None:
        return ""
    decimals = 0 if site.hectares.is_integer() else 1
    return i18n.with_unit(i18n.number(site.hectares, locale, decimals), "ha", locale)
