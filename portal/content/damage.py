"""Letters that another program took for others: UTF-8 read as Windows, Mac or DOS letters and saved again."""

from __future__ import annotations

import re

#: Encoding -> how letters, dashes and quotation marks begin when their UTF-8 is read in it. Only beginnings that no
#: Finnish, Swedish or English text has.
BEGINNINGS = {
    "cp1252": r"[ÃÂ]|Å(?=[¡½¾])|â(?=[€‚„†‰ˆ‹Œ])|ï(?=»¿|¬)|ð(?=Ÿ)",
    "mac_roman": r"√|‚(?=Ä|Ç)",
    "cp850": r"├|Ô(?=Ç|é|ê)",
}
#: Bytes that Windows has no letter for come through as themselves.
UNDEFINED = {chr(code): bytes([code]) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _letters(encoding: str, start: int, end: int) -> str:
    """What bytes look like in an encoding, for a set of signs."""
    found = [bytes([code]).decode(encoding, errors="ignore") or chr(code) for code in range(start, end)]
    return "".join(re.escape(letter) for letter in found)


#: A letter's bytes, read as letters: the beginning and one to three that go on.
DAMAGED = {
    encoding: re.compile(f"(?:{beginning})[{_letters(encoding, 0x80, 0xC0)}]{{1,3}}")
    for encoding, beginning in BEGINNINGS.items()
}
ANY = re.compile("[" + "".join(sorted({"Ã", "Â", "Å", "â", "ï", "ð", "√", "‚", "├", "Ô"})) + "]")


def mended(text: str) -> str:
    """The text with its letters again; twice damaged, twice mended.

    >>> mended("HÃ¤meenlinna â€“ TavastehusÂ "), mended("HÃƒÂ¤meenlinna"), mended("Château, Ångström, Ärlig")
    ('Hämeenlinna – Tavastehus\\xa0', 'Hämeenlinna', 'Château, Ångström, Ärlig')
    """
    for _round in range(3):
        if not ANY.search(text):
            return text
        better = text
        for encoding, damaged in DAMAGED.items():
            better = damaged.sub(lambda found, encoding=encoding: _letter(found.group(), encoding), better)  # type: ignore[misc]
        if better == text:
            return text
        text = better
    return text


def _letter(signs: str, encoding: str) -> str:
    """The letters whose bytes these signs are, followed by what was none of it; the signs when they are no letter."""
    raw = b"".join(UNDEFINED.get(sign) or sign.encode(encoding, errors="replace") for sign in signs)
    for end in range(len(raw), 1, -1):
        try:
            return raw[:end].decode("utf-8") + signs[end:]
        except UnicodeDecodeError:
            continue
    return signs


def sample(text: str) -> str:
    """The first damaged word."""
    return next((word for word in text.split(" ") if mended(word) != word), text)
