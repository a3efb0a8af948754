"""The icon of each town's page: its outline on its colour."""

from __future__ import annotations

from pathlib import Path

from portal.charts.portrait import portraits
from portal.domain.profile import Portal
from portal.domain.tones import tone
from portal.exports.portrait import colour
from portal.exports.style import Style

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{colour}"/>'
    '<path transform="translate(4 4)" d="{outline}" fill="#fff" stroke="#fff" stroke-linejoin="round"/></svg>'
)


def sign_files(portal: Portal, sheet: Path) -> dict[str, bytes]:
    """Icons by file name, in the colours of the style sheet; a town whose shape is not known has none."""
    style, known = Style.read(sheet), portraits(portal.data / "geo")
    outlines = {key: known.sign(city.code, 24) for key, city in portal.cities.items()}
    return {
        f"sign-{key}.svg": ICON.format(colour=colour(style, tone(portal, key)), outline=outline).encode()
        for key, outline in outlines.items()
        if outline
    }
