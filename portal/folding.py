"""Text as people type it, made comparable: one Unicode form, no invisible characters, any keyboard."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not take apart, as they are typed without them.
STROKES = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
#: Characters that show nothing but are no format characters by their category: fillers, variation selectors, a joiner.
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def tidy(text: str) -> str:
    """Text in composed letters of ordinary width, one kind of space between words, and nothing that does not show.

    >>> tidy("sa\u0308hko\u0308\u200b  \u00advero\uff21")
    'sähkö veroA'
    """
    normal = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    shown = (_shown(sign) for sign in normal)
    return " ".join(unicodedata.normalize("NFKC", "".join(shown)).split())


def _shown(sign: str) -> str:
    """A character as it counts: format characters do not, controls part words as spaces do."""
    category = unicodedata.category(sign)
    return "" if category == "Cf" else " " if category == "Cc" else sign


def plain(text: str) -> str:
    """Small letters without diacritics: Kyrönjoki becomes kyronjoki.

    >>> plain("Kyrönjoki"), plain("Tromsø")
    ('kyronjoki', 'tromso')
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M")).translate(STROKES)


def fold(text: str) -> str:
    """A name as typed on any keyboard: small letters without diacritics; hyphens and spaces alike.

    >>> fold("Mänttä-Vilppula"), fold("S:t Michel")
    ('mantta vilppula', 'st michel')
    """
    spaced = "".join(" " if unicodedata.category(sign) == "Pd" else sign for sign in plain(tidy(text)))
    return " ".join("".join(sign for sign in spaced if sign.isalnum() or sign.isspace()).split())
