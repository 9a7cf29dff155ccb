"""Amounts of money, each in whole units of one currency."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from dxplan import units
from dxplan.errors import defect, shorten
from dxplan.model.amount import split, wrong_type
from dxplan.numerals import Number, number, only_reading, possible_numbers
from dxplan.units import PintQuantity

__all__ = ["Money", "MoneyLike", "readable", "to_currency", "to_money"]

_MONEY_REMEDY = 'write the amount and the currency, such as "120 tỷ VND" or "1.200.000 VND"'


_LARGEST_SUM = 10**30  # what a plan says is at most 10¹⁸, sums of it are more


def to_currency(text: str) -> str:
    """Return the three-letter code of the currency that a word names.

    Raises
    ------
    InputError
        ``currency.unknown``, ``type.wrong``.

    Examples
    --------
    >>> to_currency("đồng"), to_currency("usd")
    ('VND', 'USD')
    """
    if not isinstance(text, str):
        raise wrong_type(text, "a currency", "write its three-letter code, such as VND")
    code = units.unit_word(text)
    if code.upper() not in units.CURRENCIES:
        close = difflib.get_close_matches(code[:20].upper(), sorted(units.CURRENCIES), n=1)
        remedy = f"did you mean {close[0]}?" if close else "write a three-letter code such as VND"
        raise defect("currency.unknown", "this is not a currency", remedy, text)
    return code.upper()


def _whole(value: Number) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_SUM:
        return value
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
    currency: str = attrs.field(converter=to_currency)

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


def readable(money: Money) -> str:
    """Return an amount for a sentence: as a plan writes it, and single units in groups of thousands.

    Examples
    --------
    >>> readable(Money.parse("2,4 tỷ VND")), readable(Money.parse("406666667 VND"))
    ('2400 triệu VND', '406,666,667 VND')
    """
    text = str(money)
    return f"{money.amount:,} {money.currency}" if text.startswith(f"{money.amount} ") else text


MoneyLike = Money | str | PintQuantity
"""Money, its text (``"120 tỷ VND"``, ``"3,5 tỷ đồng"``) or a pint quantity of a currency."""


@lru_cache(maxsize=8192)
def _parse_money(text: str) -> Money:
    if len(text) <= 200 and (match := re.fullmatch(r"\s*([A-Za-z]{3}|[$€₫])\s*([\d+\-].*)", text)):
        text = f"{match[2]} {match[1]}"  # USD 5000
    digits, words = split(text, _MONEY_REMEDY)
    factor = 1
    *multipliers, currency = words.split() or [""]
    for word in multipliers:
        if word.casefold() not in units.MULTIPLIERS:
            raise defect("quantity.unreadable", f"{word!r} is not a multiplier of money", _MONEY_REMEDY, text)
        factor *= units.MULTIPLIERS[word.casefold()]
    if not currency or currency.casefold() in units.MULTIPLIERS:
        raise defect("currency.missing", "the currency is missing", _MONEY_REMEDY, text)
    code = to_currency(currency)
    readings = possible_numbers(digits)
    whole = tuple(value for value in readings if (Fraction(value) * factor).denominator == 1)
    if readings and not whole:
        raise defect("money.fraction", "money is in whole units of its currency", "round the amount", text)
    if factor == 1 and len(whole) > 1:
        whole = whole[:1]  # without a multiplier nobody writes the zeros of a fraction: 5.000 VND groups thousands
    unit = " ".join([*multipliers, code])
    return Money(amount=int(Fraction(only_reading(digits, whole, unit)) * factor), currency=code)


def _sayable(money: Money) -> Money:
    number(money.amount)  # refuses what is larger than a plan may say
    return money


def to_money(value: MoneyLike) -> Money:
    """Return the money that `value` means.

    A point or a comma before three digits groups thousands where the currency alone follows (``"1.200 VND"`` is 1200),
    for money is in whole units; before a multiplier (``"1.200 tỷ VND"``) it could be either, and is refused unless
    just one reading is whole.

    Raises
    ------
    InputError
        ``currency.missing``, ``currency.unknown``, ``money.fraction``, ``number.ambiguous``,
        ``quantity.unreadable``, ``type.wrong``.
    """
    if isinstance(value, Money):
        return _sayable(value)
    if isinstance(value, str):
        return _sayable(_parse_money(value))
    if units.is_quantity(value):
        amount, currency = units.split_quantity(value)
        return _sayable(Money(amount=amount, currency=currency))
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        raise defect("currency.missing", "the currency is missing", f'write "{shorten(value)} VND"', value)
    raise wrong_type(value, "money", _MONEY_REMEDY)
