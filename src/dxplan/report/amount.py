"""Amounts of money as officials write them: ``143,5 tỷ đồng``, ``143.5 billion VND``."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from dxplan.model.money import Money, readable

if TYPE_CHECKING:
    from dxplan.report.language import Language

__all__ = ["amount", "enough", "grouped", "rounded", "said", "scale_of"]

_SCALES = {"billion": 10**9, "million": 10**6, "one": 1}
_COARSE = 100  # millions from which on one million more or less is less than a hundredth


def amount(money: Money, words: Language) -> str:
    """Return an amount exactly, in the largest unit in which it has at most three decimals.

    Examples
    --------
    >>> from dxplan.report.language import Language
    >>> money = Money.parse("143500 triệu VND")
    >>> amount(money, Language("vi")), amount(money, Language("en"))
    ('143,5 tỷ đồng', '143.5 billion VND')
    >>> amount(Money.parse("1234567891 VND"), Language("vi"))
    '1.234.567.891 đồng'
    """
    for name, factor in _SCALES.items():
        exact = Fraction(money.amount * 1000, factor)
        if exact.denominator == 1 and (money.amount >= factor or factor == 1):
            return words.phrase(f"money_{name}", amount=grouped(exact / 1000, words, 3), currency=_name(money, words))
    raise AssertionError(money)


def said(money: Money, words: Language) -> str:
    """Return an amount as the answers of `check` say it: as a plan writes it, in Vietnamese in its largest unit.

    Examples
    --------
    >>> from dxplan.report.language import Language
    >>> money = Money.parse("2.4 tỷ VND")
    >>> said(money, Language("en")), said(money, Language("vi"))
    ('2400 triệu VND', '2,4 tỷ đồng')
    """
    return amount(money, words) if words.code == "vi" else readable(money)


def enough(money: Money, words: Language) -> str:
    """Return an amount that was computed and is to be enough: rounded up to whole millions, with the exact one.

    Examples
    --------
    >>> from dxplan.report.language import Language
    >>> enough(Money.parse("406666667 VND"), Language("en"))
    '407 triệu VND (exactly 406,666,667 VND)'
    >>> enough(Money.parse("45 triệu VND"), Language("en"))
    '45 triệu VND'
    """
    million = _SCALES["million"]
    if money.currency != "VND" or money.amount % million == 0 or money.amount < _COARSE * million:
        return said(money, words)
    above = Money(amount=-(-money.amount // million) * million, currency=money.currency)
    return words.phrase("money_enough", amount=said(above, words), exact=said(money, words))


def scale_of(amounts: Iterable[Money]) -> str:
    """Return the unit for a table: billions where the largest amount has at least ten of them, else smaller ones."""
    largest = max((money.amount for money in amounts), default=0)
    return next((name for name, factor in _SCALES.items() if largest >= 10 * factor), "one")


def rounded(money: Money, scale: str, words: Language) -> str:
    """Return the number alone, in the unit of a table, rounded to one decimal, half up."""
    tenths = (money.amount * 20 + _SCALES[scale]) // (2 * _SCALES[scale])
    return grouped(Fraction(tenths, 10), words, 1)


def _name(money: Money, words: Language) -> str:
    return words.label("currency_VND") if money.currency == "VND" else money.currency


def grouped(number: Fraction, words: Language, decimals: int) -> str:
    """Return a number with its thousands grouped as the language does, and no more decimals than it has.

    Examples
    --------
    >>> from dxplan.report.language import Language
    >>> (
    ...     grouped(Fraction(2469, 2), Language("vi"), 3),
    ...     grouped(Fraction(2469, 2), Language("en"), 3),
    ... )
    ('1.234,5', '1,234.5')
    """
    scaled = number * 10**decimals
    whole, part = divmod(int(scaled), 10**decimals)
    tail = f"{part:0{decimals}}".rstrip("0")
    text = f"{whole:,}" + (f".{tail}" if tail else "")
    return text.translate(str.maketrans(",.", ".,")) if words.code == "vi" else text
