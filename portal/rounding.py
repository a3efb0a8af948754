"""One rounding for every form: half away from zero on decimal digits, as spreadsheets round what they show.

A float stands for the decimal digits that it was read from, so 7022.5 is exactly between 7022 and 7023
and 1.005 between 1.00 and 1.01, whatever their binary digits are. A computed figure counts as its first fifteen
digits, as in Excel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

#: Digits of a float that are taken for what was written; from here on up a float has no decimals of its own.
DIGITS = 15
WHOLE = 10.0**DIGITS
#: Wide enough for every digit of the largest float.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
#: Binary rounding gives the same as decimal rounding, and faster, unless a figure in units of its last decimal lies so
#: near to a half, or has more of these units than this. Whoever rounds hundreds asks inline: a call costs as much.
LOW, HIGH, SAFE = 0.49999, 0.50001, 1e9


def settled(value: float, decimals: int) -> float | Decimal:
    """A figure near a half, or a large one, such that binary rounding to so many decimals gives what the rule wants.

    >>> round(settled(7022.5, 0)), round(settled(1.005, 2), 2), round(settled(-0.05, 1), 1)
    (7023, 1.01, -0.1)
    """
    scale, size = 10.0**decimals, abs(value)
    if not size < SAFE / scale:
        return _exact(value, decimals) if math.isfinite(value) else value
    half = (math.floor(size * scale) + 0.5) / scale  # the float of these very digits
    if size >= half or float(f"{size:.{DIGITS}g}") >= half:
        return value + math.copysign(0.25 / scale, value)
    return value


def _exact(value: float, decimals: int) -> Decimal:
    written = f"{value:.{DIGITS}g}" if abs(value) < WHOLE else repr(float(value))
    return Decimal(written).quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


@cache
def rounder(decimals: int) -> Callable[[float], float]:
    """Rounds figures to so many decimals, to compare them as they are written. Views ask for hundreds."""
    scale, floor = 10.0**decimals, math.floor

    def one(value: float) -> float:
        units = value * scale
        if LOW < units % 1.0 < HIGH or not -SAFE < units < SAFE:
            return round(float(settled(value, decimals)), decimals) + 0.0  # never a negative zero
        return floor(units + 0.5) / scale

    return one


def rounded(value: float, decimals: int = 0) -> float:
    """One figure rounded."""
    return rounder(decimals)(value)
