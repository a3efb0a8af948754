"""Rounding as spreadsheets do it, made a second time and with other means: on the digits of texts, as at school."""

from __future__ import annotations

from itertools import dropwhile


def by_hand(text: str, decimals: int) -> str:
    """A decimal number, rounded half away from zero, with a point and no other mark: -320, 7023, 0.1."""
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _point, rest = body.partition(".")
    rest = rest.ljust(decimals + 1, "0")
    kept = [int(digit) for digit in whole + rest[:decimals]]
    if rest[decimals] >= "5":
        kept = _one_more(kept)
    digits = "".join(map(str, kept)).rjust(decimals + 1, "0")
    before, after = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    written = "".join(dropwhile(lambda digit: digit == "0", before)) or "0"
    written += f".{after}" if decimals else ""
    return sign + written if written.strip("0.") else written


def _one_more(digits: list[int]) -> list[int]:
    """Add one at the last digit and carry."""
    made = [*digits]
    for at in reversed(range(len(made))):
        if made[at] < 9:
            made[at] += 1
            return made
        made[at] = 0
    return [1, *made]


def in_excel(value: float, decimals: int) -> str:
    """What Excel shows of a cell: of the number's first fifteen digits, rounded half away from zero."""
    mantissa, _e, power = f"{abs(value):.14e}".partition("e")
    digits, at = mantissa.replace(".", ""), int(power) + 1
    text = f"{digits[:at]}.{digits[at:]}" if at > 0 else "0." + "0" * -at + digits
    text = digits.ljust(at, "0") if at >= len(digits) else text
    return by_hand(("-" if value < 0 else "") + text, decimals)


def bare(text: str) -> str:
    """A number as a page writes it, without the marks of its language: 12 345,6 and 12,345.6 are 12345.6.

    Of three figures or more after a comma the comma is taken for an English mark of thousands.
    """
    text = text.replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    if "." in text or (len(text.rpartition(",")[2]) == 3 and "," in text):
        return text.replace(",", "")
    return text.replace(",", ".")
