"""Units: the words that people write for them, and their meaning in pint. The one file that imports pint.

Money (one dimension a currency), elapsed time, working time and effort are different dimensions, so pint
itself refuses to mix them. The units live in pint's application registry beside the user's own; where the
user has given one of our names another meaning, ours is defined under the name ``dxplan_<name>`` instead.
pint is imported when a quantity is first asked for, or when a unit is met that the words below do not hold.
"""

from __future__ import annotations

import math
import threading
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard
from weakref import WeakKeyDictionary

from dxplan.errors import defect

if TYPE_CHECKING:
    from pint.facets.plain import PlainQuantity

__all__ = ["DAYS", "EFFORT", "MULTIPLIERS", "PintQuantity", "unit_word"]

if TYPE_CHECKING:
    PintQuantity = PlainQuantity[Any]  # pyright takes pint.Quantity[Any] for unknown; this is its base class
else:
    PintQuantity = Any

WORKDAY = "workday"
DIMENSIONLESS = "dimensionless"

DAYS = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction("30.4375"),
    "quarter": Fraction("91.3125"),
    "year": Fraction("365.25"),
}
"""Days in each unit of elapsed time: a year is the Julian year of pint, a month its twelfth."""

EFFORT = {
    "person_day": 1,
    "person_week": 5,
    "person_month": 22,
    "person_year": 264,
}
"""Person-days in each unit of effort: a month is 22 working days, a year twelve months."""

MULTIPLIERS = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "thousand": 10**3,
    "triệu": 10**6,
    "million": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "billion": 10**9,
}
"""Words that multiply an amount of money."""

_CURRENCIES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
UYU UZS VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CURRENCIES.split())
"""The codes of ISO 4217 for money that is paid with."""

_WORDS = {
    WORKDAY: ["workdays", "working day", "working days", "wd", "ngày làm việc"],
    "day": ["days", "d", "calendar day", "calendar days", "ngày", "ngày lịch"],
    "week": ["weeks", "tuần"],
    "month": ["months", "tháng"],
    "quarter": ["quarters", "quý"],
    "year": ["years", "năm"],
    "person_day": ["person-day", "person-days", "person days", "man-days", "ngày công", "ngày-người"],
    "person_week": ["person-week", "person-weeks", "person weeks", "man-weeks", "tuần-người"],
    "person_month": ["person-month", "person-months", "person months", "man-months", "tháng-người"],
    "person_year": ["person-year", "person-years", "person years", "man-years", "năm-người"],
    "%": ["percent", "per cent", "phần trăm"],
    "VND": ["đồng", "đ", "vnđ", "₫", "dong"],
    "USD": ["$", "us$"],
    "EUR": ["€"],
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in [unit.casefold(), *words]}


@lru_cache(maxsize=4096)
def unit_word(text: str) -> str:
    """Return the unit that a word names, or the word itself where it is not one of ours.

    Examples
    --------
    >>> (
    ...     unit_word("ngày làm việc"),
    ...     unit_word("Person-Months"),
    ...     unit_word("đồng"),
    ...     unit_word("households"),
    ... )
    ('workday', 'person_month', 'VND', 'households')
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return _UNIT_OF.get(plain.casefold(), plain)


_lock = threading.RLock()
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def _registry() -> tuple[Any, dict[str, str]]:
    """Return pint's application registry, and our names in it, defined on first use."""
    import pint

    with _lock:  # pint builds its registry on first use, and two threads may race there
        registry = pint.get_application_registry().get()  # type: ignore[no-untyped-call]
        names = _prepared.get(registry)
        if names is None:
            names = _prepared[registry] = {}
            _define(registry, names, WORKDAY, "[working_time]")
            _define(registry, names, "person_day", "[effort]")
            for unit, days in EFFORT.items():
                if days != 1:
                    _define(registry, names, unit, f"{days} * {names['person_day']}")
        return registry, names


def _define(registry: Any, names: dict[str, str], unit: str, meaning: str) -> None:
    """Define `unit` in `registry`, aside under our prefix where the name is taken by another meaning."""
    name = unit
    if _is_defined(registry, unit):
        if _same(registry, unit, meaning):
            names[unit] = unit
            return
        name = f"dxplan_{unit}"
        if meaning.startswith("["):
            meaning = f"[dxplan_{meaning[1:]}"
    if not _is_defined(registry, name):
        registry.define(f"{name} = {meaning}")
    names[unit] = name


def _is_defined(registry: Any, unit: str) -> bool:
    return any(not prefix and not suffix for prefix, _, suffix in registry.parse_unit_name(unit))


def _same(registry: Any, unit: str, meaning: str) -> bool:
    if meaning.startswith("["):
        return bool(registry.get_dimensionality(unit) == {meaning: 1})
    theirs, ours = registry.Quantity(1, unit), registry.Quantity(meaning)
    return bool(theirs.is_compatible_with(ours)) and math.isclose(float(theirs.m_as(ours.units)), float(ours.magnitude))


def quantity(amount: Decimal | int, unit: str) -> PintQuantity:
    """Return ``amount unit`` as a pint quantity of the application registry.

    Parameters
    ----------
    amount : Decimal or int
    unit : str
        One of our units, a currency's code, or a unit that pint knows.

    Raises
    ------
    InputError
        ``unit.unknown``.

    Examples
    --------
    >>> print(quantity(60, "workday"))
    60 workday
    """
    registry, names = _registry()
    if unit not in names:
        with _lock:
            if unit in DAYS:
                names[unit] = unit
            if unit == "quarter":  # pint's quarter is a mass
                names[unit] = "dxplan_quarter"
                if not _is_defined(registry, names[unit]):
                    registry.define(f"{names[unit]} = 3 * month")
            elif unit in CURRENCIES:
                _define(registry, names, unit, f"[currency_{unit}]")
    magnitude = int(amount) if amount == int(amount) else float(amount)
    try:
        result: PintQuantity = registry.Quantity(magnitude, names.get(unit, unit))
    except Exception:  # as in `elapsed_unit`
        raise defect("unit.unknown", "pint does not know this unit", "use the number alone", unit) from None
    return result


def split_quantity(value: PintQuantity) -> tuple[Decimal, str]:
    """Return the amount and the unit of a pint quantity, the unit by our name for it.

    Raises
    ------
    InputError
        ``unit.compound`` for a product of units, ``number.unreadable`` for a magnitude that is not one number.
    """
    _, names = _registry()
    units = dict(value.unit_items()) or {DIMENSIONLESS: 1}
    if len(units) != 1 or next(iter(units.values())) != 1:
        raise defect("unit.compound", "one unit is needed, not a product", "convert the quantity first", str(value))
    unit = next(iter(units))
    ours = {name: own for own, name in names.items()}
    try:
        return Decimal(str(value.magnitude)), ours.get(unit, unit)
    except InvalidOperation:  # an array, a number with its uncertainty
        raise defect("number.unreadable", "this is not one number", "give one number", str(value)) from None


@lru_cache(maxsize=1024)
def elapsed_unit(word: str) -> tuple[str, Fraction] | None:
    """Return the unit of elapsed time that `word` names and its length in days; None where it names none.

    Examples
    --------
    >>> elapsed_unit("weeks"), elapsed_unit("hours"), elapsed_unit("household")
    (('week', Fraction(7, 1)), ('hour', Fraction(1, 24)), None)
    """
    unit = unit_word(word)
    if unit in DAYS:
        return unit, DAYS[unit]
    if not unit.isidentifier() or unit in EFFORT or unit == WORKDAY:
        return None
    registry, _ = _registry()
    try:
        one = registry.Quantity(1, unit)
        if not one.check("[time]"):
            return None
        return str(one.units), Fraction(str(one.m_as("second"))).limit_denominator(10**9) / 86400
    except Exception:  # pint raises many kinds of errors, its tokenizer's included, for a word that it does not know
        return None


def is_quantity(value: object) -> TypeGuard[PintQuantity]:
    """Tell whether `value` is a pint quantity, without importing pint for it."""
    return hasattr(value, "unit_items") and hasattr(value, "magnitude")
