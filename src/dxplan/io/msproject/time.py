"""Lengths of time: dxplan's whole days, and the minutes and formats of Microsoft Project.

There a working day has as many minutes as the file says (480 where it says nothing) and an elapsed day 1,440.
"""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import Final

from dxplan.model.duration import Duration

__all__ = [
    "DAY",
    "ELAPSED_DAY",
    "FIRST_DAY",
    "LAST_DAY",
    "PERCENT",
    "UNKNOWN",
    "known_day",
    "length_of",
    "minutes_of",
    "written_minutes",
]

DAY: Final = 480
"""Minutes of a working day, where the file says nothing else."""

ELAPSED_DAY: Final = 1_440
FIRST_DAY, LAST_DAY = dt.date(1984, 1, 1), dt.date(2149, 12, 31)
"""Between them lie the dates that Microsoft Project knows."""

_WORKDAYS, _DAYS, _WEEKS = 7, 8, 10  # of DurationFormat and LagFormat: d, ed, ew
_ELAPSED = frozenset({4, 6, 8, 10, 12})
PERCENT: Final = frozenset({19, 20, 51, 52})
"""Formats of a lag that is a part of its predecessor's duration."""

UNKNOWN: Final = 39
"""The format of "1 day?", which Microsoft Project writes where nobody has said how long a task takes."""

_ESTIMATED = 32  # what a question mark adds to a format


def known_day(day: dt.date) -> bool:
    """Tell whether Microsoft Project knows this day."""
    return FIRST_DAY <= day <= LAST_DAY


def length_of(minutes: Fraction, format: int, minutes_per_day: int) -> tuple[Duration, bool]:
    """Return a length in whole days, rounded up, and whether it was rounded.

    Examples
    --------
    >>> length_of(Fraction(4800), 7, 480), length_of(Fraction(600), 5, 480)
    ((Duration('10 workdays'), False), (Duration('2 workdays'), True))
    >>> length_of(Fraction(20160), 10, 480)
    (Duration('2 weeks'), False)
    """
    plain = format - _ESTIMATED if format > _ESTIMATED else format
    exact = minutes / (ELAPSED_DAY if plain in _ELAPSED else minutes_per_day)
    days = math.ceil(exact)
    if plain not in _ELAPSED:
        return Duration(amount=days, unit="workday"), days != exact
    if plain == _WEEKS and days % 7 == 0:
        return Duration(amount=days // 7, unit="week"), days != exact
    return Duration(amount=days, unit="day"), days != exact


def minutes_of(length: Duration) -> tuple[int, int]:
    """Return a length in minutes, and the format in which it is shown: working days, elapsed days or elapsed weeks.

    Examples
    --------
    >>> minutes_of(Duration.parse("10 workdays")), minutes_of(Duration.parse("18 months"))
    ((4800, 7), (789120, 8))
    """
    if length.working:
        return length.days * DAY, _WORKDAYS
    weeks = length.unit == "week" and length.days % 7 == 0
    return length.days * ELAPSED_DAY, _WEEKS if weeks else _DAYS


def written_minutes(minutes: int | Fraction) -> str:
    """Return a length as XML writes it.

    Examples
    --------
    >>> written_minutes(4830)
    'PT80H30M0S'
    """
    hours, rest = divmod(math.ceil(minutes), 60)
    return f"PT{hours}H{rest}M0S"
