"""A town's portrait as the picture that is shown where its page is shared: its name, what it is, and where it lies."""

from __future__ import annotations

from markupsafe import escape

from portal.charts.map import attribution
from portal.charts.portrait import Portrait, portraits
from portal.domain.profile import Profile
from portal.domain.tones import tone
from portal.exports.drawing import letters_of
from portal.exports.style import Style
from portal.i18n import localized, use_locale
from portal.typeface.letters import FAMILY, width

#: Pixels: the picture, the panel of words on its left, and its margin. The portrait is drawn smaller and enlarged.
WIDE, HIGH, PANEL, MARGIN, LARGER = 1200, 630, 450, 48, 1.5
#: The most that a name may be large, and letters on a line of the pitch.
NAME, LETTERS, LINES = 66, 29, 6


def shared(profile: Profile, style: Style) -> str:
    """The picture as an SVG file; the words alone where the town's shape is not known."""
    with use_locale(profile.locale):
        size = ((WIDE - PANEL) / LARGER, HIGH / LARGER)
        drawn = portraits(profile.portal.data / "geo").drawn(profile, size)
    own = tone(profile.portal, profile.key)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" '
        f'font-family="{FAMILY}"><style>{toned(style, drawn, own)}</style>'
        f'<rect width="{WIDE}" height="{HIGH}" fill="{style.colour("paper")}"/>{_placed(drawn)}'
        f'<rect width="14" height="{HIGH}" fill="{colour(style, own)}"/>{_words(profile, style)}</svg>'
    )


def toned(style: Style, drawn: Portrait | None, tone: str) -> str:
    """The rules of a portrait with the town's own colour."""
    return style.of(drawn.markup).replace(style.colour("town"), colour(style, tone)) if drawn else ""


def colour(style: Style, tone: str) -> str:
    """The colour that a class stands for."""
    return style.colour(tone.replace("tone-", "t"))


def _placed(drawn: Portrait | None) -> str:
    if drawn is None:
        return ""
    wide, high = drawn.size
    return (
        f'<svg x="{PANEL}" width="{WIDE - PANEL}" height="{HIGH}" viewBox="0 0 {wide:g} {high:g}">{drawn.markup}</svg>'
    )


def _words(profile: Profile, style: Style) -> str:
    """Who, what, and whose borders."""
    name = profile.names.label(profile.city.code)
    size = min(NAME, (PANEL - 2 * MARGIN) / width(name, bold=True, size=1))
    ink, soft = style.colour("ink"), style.colour("soft")
    lines = letters_of(localized(profile.city.pitch.text, profile.locale), LETTERS)[:LINES]
    site = localized(profile.portal.site.name, profile.locale)
    return "".join(
        (
            _text(84, 19, 600, soft, localized(profile.city.region, profile.locale)),
            _text(96 + size, size, 700, ink, name),
            *(_text(146 + size + 36 * at, 25, 400, ink, line) for at, line in enumerate(lines)),
            _text(HIGH - 84, 21, 700, ink, site),
            *(
                _text(HIGH - 54 + 18 * at, 13, 400, soft, line)
                for at, line in enumerate(letters_of(attribution(profile.locale), 52))
            ),
        )
    )


def _text(y: float, size: float, weight: int, fill: str, words: str) -> str:
    return (
        f'<text x="{MARGIN}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{fill}">{escape(words)}</text>'
    )
