"""Decimals as whole numbers of a smallest step, so that sums and comparisons are exact and fast."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

__all__ = ["amount_of", "places_of", "steps_of"]


def places_of(amounts: Iterable[Decimal]) -> int:
    """Return how many decimal places hold all amounts exactly.

    Examples
    --------
    >>> places_of([Decimal("0.5638"), Decimal(7)])
    4
    """
    exponents = (amount.as_tuple().exponent for amount in amounts)
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


@lru_cache(maxsize=8192)
def steps_of(amount: Decimal, places: int, *, up: bool = False) -> int:
    """Return an amount in steps of that many decimal places, rounded down, or `up`, where they do not hold it.

    Examples
    --------
    >>> (
    ...     steps_of(Decimal("0.75"), 2),
    ...     steps_of(Decimal("0.75"), 1),
    ...     steps_of(Decimal("0.75"), 1, up=True),
    ... )
    (75, 7, 8)
    """
    scale: int = 10**places
    steps = Fraction(amount) * scale
    return math.ceil(steps) if up else math.floor(steps)


def amount_of(steps: int, places: int) -> Decimal:
    """Return the amount of so many steps, exactly, whatever the precision of the caller's arithmetic.

    Examples
    --------
    >>> amount_of(5638, 4), amount_of(-1500, 2), amount_of(0, 3)
    (Decimal('0.5638'), Decimal('-15'), Decimal('0'))
    """
    while places > 0 and steps % 10 == 0:
        steps, places = steps // 10, places - 1
    return Decimal((int(steps < 0), tuple(map(int, str(abs(steps)))), -places))
