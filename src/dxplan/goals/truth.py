"""The three values of a criterion, and how a number of them make one (§6)."""

from __future__ import annotations

import enum
import math
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

__all__ = ["Truth", "both", "of_many", "share_of"]


class Truth(enum.Enum):
    """Whether a criterion or a goal holds: compare with ``is``, for unknown is neither true nor false (§6)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("met, not met and unknown are not true or false: compare with Truth.MET")


def of_many(met: int, unknown: int, of: int, needed: int | None) -> Truth:
    """Return whether so many of several parts hold, whatever the unknown ones turn out to be (Kleene, 1952).

    Parameters
    ----------
    met, unknown, of : int
        How many parts are met, how many are unknown, and how many there are.
    needed : int, optional
        How many must hold; None where nobody has said which share of them is enough.

    Examples
    --------
    >>> of_many(2, 1, 4, 3), of_many(2, 1, 4, 2).name, of_many(0, 1, 4, 2).name
    (<Truth.UNKNOWN: 'unknown'>, 'MET', 'NOT_MET')
    """
    if needed is None:  # any share up to the whole may be meant, none at all included
        return Truth.MET if met == of else Truth.UNKNOWN
    if met >= needed:
        return Truth.MET
    return Truth.UNKNOWN if met + unknown >= needed else Truth.NOT_MET


def both(one: Truth, other: Truth) -> Truth:
    """Return whether both hold."""
    if one is Truth.NOT_MET or other is Truth.NOT_MET:
        return Truth.NOT_MET
    return Truth.MET if one is other is Truth.MET else Truth.UNKNOWN


def share_of(share: Decimal, of: int) -> int:
    """Return the least whole number of `of` parts that makes a share of them.

    Examples
    --------
    >>> (
    ...     share_of(Decimal("0.8"), 8),
    ...     share_of(Decimal("0.8"), 2),
    ...     share_of(Decimal("0.8"), 5),
    ... )
    (7, 2, 4)
    """
    return math.ceil(Fraction(share) * of)
