"""A length of time: worked days, or elapsed time."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from dxplan import units
from dxplan.errors import defect, shorten
from dxplan.model.amount import split, wrong_type
from dxplan.numerals import ARITHMETIC, number, only_reading, possible_numbers, written
from dxplan.units import PintQuantity

__all__ = ["Duration", "DurationLike", "to_duration"]

_LONGEST_DAYS = 73_050
_DURATION_REMEDY = 'write the number and the unit, such as "60 workdays" or "18 months"'


def _time_unit(text: str) -> str:
    unit = units.unit_word(text)
    if unit == units.WORKDAY:
        return unit
    if elapsed := units.elapsed_unit(unit):
        return elapsed[0]
    problem = "effort is not a duration" if unit in units.EFFORT else "this is not a unit of time"
    raise defect("unit.wrong", problem, _DURATION_REMEDY, text)


@attrs.frozen(kw_only=True)
class Duration:
    """A length of time: worked days, or elapsed time.

    A duration in ``workday`` advances on a calendar's worked days; one in ``day``, ``week``, ``month``,
    ``quarter`` or ``year`` on every day, rounded up to whole days (§2). A month is 30.4375 days, a year 365.25.

    Parameters
    ----------
    amount : int, Decimal or str
        May be negative only as a lag.
    unit : str
        ``"workday"`` or a unit of elapsed time.

    Examples
    --------
    >>> Duration.parse("18 months")
    Duration('18 months')
    >>> Duration.parse("18 months").days, Duration.parse("60 ngày làm việc").working
    (548, True)
    >>> print(Duration(amount=60, unit="workday").quantity)
    60 workday
    """

    amount: Decimal = attrs.field(converter=number)
    unit: str = attrs.field(converter=_time_unit)
    days: int = attrs.field(init=False, eq=False, repr=False)
    """Whole days, rounded up; worked days where `working`, else days of the year."""

    def __attrs_post_init__(self) -> None:
        exact = _exact_days(self)
        if abs(exact) > _LONGEST_DAYS:
            raise defect(
                "duration.too-long", "this is longer than 200 years", "check the number and the unit", str(self)
            )
        object.__setattr__(self, "days", math.ceil(exact))

    @classmethod
    def parse(cls, value: DurationLike) -> Duration:
        """Return the duration that `value` means; see `InputError` for what is refused."""
        return to_duration(value)

    @property
    def working(self) -> bool:
        """Whether it is counted in worked days."""
        return self.unit == units.WORKDAY

    def times(self, number: int) -> int:
        """Return the whole days of `number` such lengths one after another, rounded up once.

        Examples
        --------
        >>> Duration.parse("1 quarter").days, Duration.parse("1 quarter").times(4)
        (92, 366)
        """
        return math.ceil(_exact_days(self) * number)

    @property
    def quantity(self) -> PintQuantity:
        """The same as a pint quantity."""
        return units.quantity(self.amount, self.unit)

    def __str__(self) -> str:
        return f"{written(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"

    def __repr__(self) -> str:
        return f"Duration({str(self)!r})"


def _exact_days(duration: Duration) -> Fraction:
    elapsed = units.elapsed_unit(duration.unit)
    return Fraction(duration.amount) * (elapsed[1] if elapsed else 1)


DurationLike = Duration | str | dt.timedelta | PintQuantity
"""A duration, its text (``"60 workdays"``), a timedelta (elapsed days) or a pint quantity of time."""


@lru_cache(maxsize=8192)
def _parse_duration(text: str) -> Duration:
    digits, word = split(text, _DURATION_REMEDY)
    if not word:
        raise defect("unit.missing", "the unit is missing: workdays or elapsed days", _DURATION_REMEDY, text)
    unit = _time_unit(word)
    return Duration(amount=only_reading(digits, possible_numbers(digits), word), unit=unit)


def to_duration(value: DurationLike) -> Duration:
    """Return the duration that `value` means.

    Raises
    ------
    InputError
        ``unit.missing``, ``unit.wrong``, ``number.ambiguous``, ``quantity.unreadable``, ``type.wrong``.
    """
    if isinstance(value, Duration):
        return value
    if isinstance(value, str):
        return _parse_duration(value)
    if isinstance(value, dt.timedelta):
        return Duration(amount=ARITHMETIC.divide(Decimal(value // dt.timedelta(seconds=1)), 86400), unit="day")
    if units.is_quantity(value):
        amount, unit = units.split_quantity(value)
        return Duration(amount=amount, unit=unit)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        plain = shorten(value)
        raise defect(
            "unit.missing",
            "the unit is missing: workdays or elapsed days",
            f'write "{plain} workdays" or "{plain} days"',
            value,
        )
    raise wrong_type(value, "a duration", _DURATION_REMEDY)
