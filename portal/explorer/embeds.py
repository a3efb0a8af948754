"""The HTML that another site pastes in to show a page of ours in a frame, and the addresses of such pages."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

from portal.domain.profile import Portal
from portal.i18n import Locale

#: The stable address of the script that sizes frames on the page around them (assets/embed-host.js).
HOST_SCRIPT = "/embed.js"
#: The height in CSS pixels that fits a town's key figures in a frame of some 600 pixels' width.
FIGURES_HEIGHT = 660


def embed_path(portal: Portal, locale: Locale, page: str, about: str, query: Mapping[str, str] | None = None) -> str:
    """The path of a page for frames: `page` is embed_indicator with the explorer's query, or embed_city."""
    return portal.addresses.path(page, locale, about, query)


def embed_code(portal: Portal, path: str, title: str, height: int) -> str:
    """What is pasted into another site: a frame of that height, and the script that fits the height to the content."""
    site = portal.site.site_url
    return (
        f'<iframe src="{escape(site + path)}" title="{escape(title)}" width="600" height="{height}" loading="lazy" '
        'style="border:0;width:100%" data-portal-embed></iframe>\n'
        f'<script src="{escape(site + HOST_SCRIPT)}" async></script>'
    )
