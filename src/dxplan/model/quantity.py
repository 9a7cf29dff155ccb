"""Amounts with a unit: working or elapsed time, money, effort, and what an indicator measures.

Each is a small immutable value of a number and a unit; ``.quantity`` gives it as a pint quantity, and
every place that takes one also takes the text that a person types, or a pint quantity.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from dxplan import units
from dxplan.errors import InputError, defect, kind_of, shorten
from dxplan.numerals import ARITHMETIC, Number, number, only_reading, possible_numbers, tidy, written
from dxplan.units import PintQuantity

__all__ = ["Duration", "DurationLike", "Effort", "EffortLike", "Measure", "MeasureLike", "Money", "MoneyLike"]

_TEXT = re.compile(r"([+\-\u2212]?\d[\d.,_\u00a0\u202f ]*?)\s*([^\s\d.,_+\-].*|)")


def _split(text: str, remedy: str) -> tuple[str, str]:
    """Return the number and the rest of a text such as ``"3,5 tỷ đồng"``."""
    match = _TEXT.fullmatch(unicodedata.normalize("NFC", text).strip()) if len(text) <= 200 else None
    if match is None:
        raise defect("quantity.unreadable", "this is not a number with a unit", remedy, text)
    return match[1].strip(), match[2].strip()


def _wrong_type(value: object, what: str, remedy: str) -> InputError:
    return defect("type.wrong", f"{what} is needed, not {kind_of(value)}", remedy, value)


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

    def __attrs_post_init__(self) -> None:
        if abs(_exact_days(self)) > _LONGEST_DAYS:
            raise defect(
                "duration.too-long", "this is longer than 200 years", "check the number and the unit", str(self)
            )

    @classmethod
    def parse(cls, value: DurationLike) -> Duration:
        """Return the duration that `value` means; see `InputError` for what is refused."""
        return to_duration(value)

    @property
    def working(self) -> bool:
        """Whether it is counted in worked days."""
        return self.unit == units.WORKDAY

    @property
    def days(self) -> int:
        """Whole days, rounded up; worked days where `working`, else days of the year."""
        return math.ceil(_exact_days(self))

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
    digits, word = _split(text, _DURATION_REMEDY)
    if not word:
        raise defect("unit.missing", "workdays or elapsed days?", _DURATION_REMEDY, text)
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
        raise defect("unit.missing", "workdays or elapsed days?", f'write "{plain} workdays" or "{plain} days"', value)
    raise _wrong_type(value, "a duration", _DURATION_REMEDY)


_MONEY_REMEDY = 'write the amount and the currency, such as "120 tỷ VND" or "1.200.000 VND"'


def _currency(text: str) -> str:
    if not isinstance(text, str):
        raise _wrong_type(text, "a currency", "write its three-letter code, such as VND")
    code = units.unit_word(text)
    if code.upper() not in units.CURRENCIES:
        close = difflib.get_close_matches(code[:20].upper(), sorted(units.CURRENCIES), n=1)
        remedy = f"did you mean {close[0]}?" if close else "write a three-letter code such as VND"
        raise defect("currency.unknown", "this is not a currency", remedy, text)
    return code.upper()


def _whole(value: Number) -> int:
    exact = number(value)
    if exact != int(exact):
        raise defect("money.fraction", "money is in whole units of its currency", "round the amount", value)
    return int(exact)


@attrs.frozen(kw_only=True)
class Money:
    """An amount in whole units of one currency (§13).

    Parameters
    ----------
    amount : int
    currency : str
        Three-letter code.

    Examples
    --------
    >>> Money.parse("3,5 tỷ đồng"), Money.parse("1.200.000 VND").amount
    (Money('3500 triệu VND'), 1200000)
    >>> Money.parse("120 tỷ VND") + Money.parse("80 billion VND")
    Money('200 tỷ VND')
    """

    amount: int = attrs.field(converter=_whole)
    currency: str = attrs.field(converter=_currency)

    @classmethod
    def parse(cls, value: MoneyLike) -> Money:
        """Return the money that `value` means; see `InputError` for what is refused."""
        return to_money(value)

    @property
    def quantity(self) -> PintQuantity:
        """The same as a pint quantity; each currency is a dimension of its own."""
        return units.quantity(self.amount, self.currency)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        if other.currency != self.currency:
            raise defect(
                "currency.mixed",
                "amounts of two currencies do not add up",
                "convert one of them by a dated rate first",
                f"{self} + {other}",
            )
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __str__(self) -> str:
        if self.currency == "VND" and self.amount:
            for word in ("tỷ", "triệu"):
                if self.amount % units.MULTIPLIERS[word] == 0:
                    return f"{self.amount // units.MULTIPLIERS[word]} {word} VND"
        return f"{self.amount} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"


MoneyLike = Money | str | PintQuantity
"""Money, its text (``"120 tỷ VND"``, ``"3,5 tỷ đồng"``) or a pint quantity of a currency."""


@lru_cache(maxsize=8192)
def _parse_money(text: str) -> Money:
    if len(text) <= 200 and (match := re.fullmatch(r"\s*([A-Za-z]{3}|[$€₫])\s*([\d+\-].*)", text)):
        text = f"{match[2]} {match[1]}"  # USD 5000
    digits, words = _split(text, _MONEY_REMEDY)
    factor = 1
    *multipliers, currency = words.split() or [""]
    for word in multipliers:
        if word.casefold() not in units.MULTIPLIERS:
            raise defect("quantity.unreadable", f"{word!r} is not a multiplier of money", _MONEY_REMEDY, text)
        factor *= units.MULTIPLIERS[word.casefold()]
    if not currency or currency.casefold() in units.MULTIPLIERS:
        raise defect("currency.missing", "the currency is missing", _MONEY_REMEDY, text)
    code = _currency(currency)
    readings = possible_numbers(digits)
    whole = tuple(value for value in readings if (Fraction(value) * factor).denominator == 1)
    if readings and not whole:
        raise defect("money.fraction", "money is in whole units of its currency", "round the amount", text)
    unit = " ".join([*multipliers, currency])
    return Money(amount=int(Fraction(only_reading(digits, whole, unit)) * factor), currency=code)


def to_money(value: MoneyLike) -> Money:
    """Return the money that `value` means.

    A point or a comma before three digits is read as grouping where decimals would leave a fraction of the
    currency's unit (``"1.200 VND"`` is 1200); where both readings are whole (``"1.200 tỷ VND"``) it is refused.

    Raises
    ------
    InputError
        ``currency.missing``, ``currency.unknown``, ``money.fraction``, ``number.ambiguous``,
        ``quantity.unreadable``, ``type.wrong``.
    """
    if isinstance(value, Money):
        return value
    if isinstance(value, str):
        return _parse_money(value)
    if units.is_quantity(value):
        amount, currency = units.split_quantity(value)
        return Money(amount=amount, currency=currency)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        raise defect("currency.missing", "the currency is missing", f'write "{shorten(value)} VND"', value)
    raise _wrong_type(value, "money", _MONEY_REMEDY)


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
    digits, word = _split(text, _EFFORT_REMEDY)
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
    raise _wrong_type(value, "effort", _EFFORT_REMEDY)


_MEASURE_REMEDY = 'write a number, with the unit where it has one, such as 0.5 or "75 %"'


def measure_unit(text: str | None) -> str | None:
    """Return the name of a unit by our word for it; None stays None."""
    if text is None:
        return None
    if not isinstance(text, str):
        raise _wrong_type(text, "a unit", 'write its name, such as "%"')
    unit = units.unit_word(text)
    match = _TEXT.fullmatch(f"1 {unit}")
    if len(unit) > 100 or match is None or match[2] != unit:  # a number with it could not be read back
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
    digits, word = _split(text, _MEASURE_REMEDY)
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
