"""People's work, apart from how long it takes."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import attrs

from dxplan import units
from dxplan.errors import defect
from dxplan.model.amount import split, wrong_type
from dxplan.numerals import ARITHMETIC, number, only_reading, possible_numbers, written
from dxplan.units import PintQuantity

__all__ = ["Effort", "EffortLike", "to_effort"]

_EFFORT_REMEDY = 'write the number and the unit, such as "6 person-months"'


def _effort_unit(text: str) -> str:
    unit = units.unit_word(text.replace("_", "-"))
    if unit not in units.EFFORT:
        raise defect("unit.wrong", "this is not a unit of effort", _EFFORT_REMEDY, text)
    return unit


@attrs.frozen(kw_only=True)
class Effort:
    """An amount of people's work, apart from how long it takes.

    Parameters
    ----------
    amount : int, Decimal or str
    unit : str
        ``person_day``, ``person_week`` (5 days), ``person_month`` (22 days) or ``person_year`` (264 days).

    Examples
    --------
    >>> Effort.parse("6 person-months").person_days
    Decimal('132')
    """

    amount: Decimal = attrs.field(converter=number)
    unit: str = attrs.field(converter=_effort_unit)

    @classmethod
    def parse(cls, value: EffortLike) -> Effort:
        """Return the effort that `value` means; see `InputError` for what is refused."""
        return to_effort(value)

    @property
    def person_days(self) -> Decimal:
        """The same in days of one person's work."""
        return ARITHMETIC.multiply(self.amount, units.EFFORT[self.unit])

    @property
    def quantity(self) -> PintQuantity:
        """The same as a pint quantity."""
        return units.quantity(self.amount, self.unit)

    def __str__(self) -> str:
        return f"{written(self.amount)} {self.unit.replace('_', '-')}{'' if self.amount == 1 else 's'}"

    def __repr__(self) -> str:
        return f"Effort({str(self)!r})"


EffortLike = Effort | str | PintQuantity
"""Effort, its text (``"6 person-months"``) or a pint quantity of effort."""


@lru_cache(maxsize=4096)
def _parse_effort(text: str) -> Effort:
    digits, word = split(text, _EFFORT_REMEDY)
    unit = _effort_unit(word)
    return Effort(amount=only_reading(digits, possible_numbers(digits), word), unit=unit)


def to_effort(value: EffortLike) -> Effort:
    """Return the effort that `value` means.

    Raises
    ------
    InputError
        ``unit.wrong``, ``number.ambiguous``, ``quantity.unreadable``, ``type.wrong``.
    """
    if isinstance(value, Effort):
        return value
    if isinstance(value, str):
        return _parse_effort(value)
    if units.is_quantity(value):
        amount, unit = units.split_quantity(value)
        return Effort(amount=amount, unit=unit)
    raise wrong_type(value, "effort", _EFFORT_REMEDY)
