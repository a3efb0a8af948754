"""The accent of each town: one of ten colours of the style sheet, by the town's place in the site's list."""

from __future__ import annotations

from portal.domain.profile import Portal

#: So many colours the style sheet has, light and dark.
TONES = 10


def tone(portal: Portal, key: str) -> str:
    """The class of a town's colour; a town that is added at the end of the list changes no other's."""
    return f"tone-{[*portal.cities].index(key) % TONES + 1}"
