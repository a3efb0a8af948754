"""The long texts of the small made-up country: for each page as little as its text must hold."""

from __future__ import annotations

from portal.content.texts import TEXTS, TextKind
from portal.i18n import LOCALES

LEADS = {"fi": "Tämä on keksitty maa.", "sv": "Detta är ett påhittat land."}
HEADINGS = {"fi": "Kohta", "sv": "Avsnitt"}


def small_texts() -> dict[str, str]:
    """Every text, by its file under the data folder."""
    return {f"texts/{page}.{locale}.md": text(kind, locale) for page, kind in TEXTS.items() for locale in LOCALES}


def text(kind: TextKind, locale: str) -> str:
    """A text with everything that belongs in it."""
    lead, heading = LEADS.get(locale, "This is a made-up country."), HEADINGS.get(locale, "Section")
    values = ", ".join(f"{{{name}}}" for name in kind.values)
    blocks = [f"{{{name}}}" for name in kind.blocks]
    headings = [f"## {heading} {anchor} {{#{anchor}}}" for anchor in kind.anchors]
    parts = [lead, f"## {heading}", values, *blocks, *headings]
    return "\n\n".join(part for part in parts if part) + "\n"
