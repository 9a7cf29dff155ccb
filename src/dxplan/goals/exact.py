"""Decimals as whole numbers of a smallest step, so that sums and comparisons are exact and fast."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

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


def steps_of(amount: Decimal, places: int) -> Fraction:
    """Return an amount in steps of that many decimal places; whole where they hold it."""
    return Fraction(amount) * Fraction(10**places)


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
