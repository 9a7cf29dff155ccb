"""Values of indicators, and shares of a whole."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import attrs

from dxplan import units
from dxplan.errors import defect
from dxplan.model.amount import is_word, split, wrong_type
from dxplan.numerals import ARITHMETIC, Number, number, only_reading, possible_numbers, tidy, written
from dxplan.units import PintQuantity

__all__ = ["Measure", "MeasureLike", "measure_unit", "share", "to_measure"]

_MEASURE_REMEDY = 'write a number, with the unit where it has one, such as 0.5 or "75 %"'


def measure_unit(text: str | None) -> str | None:
    """Return the name of a unit by our word for it; None stays None."""
    if text is None:
        return None
    if not isinstance(text, str):
        raise wrong_type(text, "a unit", 'write its name, such as "%"')
    unit = units.unit_word(text)
    if len(unit) > 100 or not is_word(unit):  # a number with it could not be read back
        raise defect("unit.malformed", "this is not the name of a unit", 'write a name, such as "%" or "km"', text)
    return unit


@attrs.frozen(kw_only=True)
class Measure:
    """A value of an indicator.

    Parameters
    ----------
    amount : int, float, Decimal or str
    unit : str, optional
        The indicator's unit; None speaks in the indicator's own unit, whatever it is.

    Examples
    --------
    >>> Measure.parse("75 %")
    Measure('75 %')
    >>> Measure.parse(0.5638).amount
    Decimal('0.5638')
    """

    amount: Decimal = attrs.field(converter=number)
    unit: str | None = attrs.field(default=None, converter=measure_unit)

    @classmethod
    def parse(cls, value: MeasureLike) -> Measure:
        """Return the measure that `value` means; see `InputError` for what is refused."""
        return to_measure(value)

    @property
    def quantity(self) -> PintQuantity:
        """The same as a pint quantity; an `InputError` (``unit.unknown``) for a unit that pint does not know."""
        return units.quantity(self.amount, {"%": "percent"}.get(self.unit or "", self.unit or units.DIMENSIONLESS))

    def __str__(self) -> str:
        return written(self.amount) if self.unit is None else f"{written(self.amount)} {self.unit}"

    def __repr__(self) -> str:
        return f"Measure({str(self)!r})"


MeasureLike = Measure | Number | PintQuantity
"""A measure, a number in the indicator's own unit, or a text with the unit (``"75 %"``)."""


@lru_cache(maxsize=8192)
def _parse_measure(text: str) -> Measure:
    digits, word = split(text, _MEASURE_REMEDY)
    amount = only_reading(digits, possible_numbers(digits), word)
    return Measure(amount=amount, unit=word or None)


def to_measure(value: MeasureLike) -> Measure:
    """Return the measure that `value` means.

    Raises
    ------
    InputError
        ``number.ambiguous``, ``number.not-finite``, ``quantity.unreadable``, ``type.wrong``.
    """
    if isinstance(value, Measure):
        return value
    if isinstance(value, str):
        return _parse_measure(value)
    if units.is_quantity(value):
        amount, unit = units.split_quantity(value)
        return Measure(amount=amount, unit={"percent": "%", units.DIMENSIONLESS: None}.get(unit, unit))
    return Measure(amount=number(value))  # type: ignore[arg-type]


def share(value: MeasureLike) -> Decimal:
    """Return a share of a whole as a decimal in 0–1: ``"75 %"`` and ``0.75`` are the same.

    Raises
    ------
    InputError
        ``share.out-of-range``, and whatever `to_measure` raises.
    """
    measure = to_measure(value)
    amount = tidy(ARITHMETIC.divide(measure.amount, 100)) if measure.unit == "%" else measure.amount
    if measure.unit not in (None, "%") or not 0 <= amount <= 1:
        raise defect("share.out-of-range", "a share lies between 0 and 1", 'write 0.75 or "75 %"', str(measure))
    return amount
