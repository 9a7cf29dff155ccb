"""Numbers as people write them: ``1.200.000``, ``3,5``, ``1 200 000``; what is ambiguous is refused."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from dxplan.errors import InputError, defect, kind_of

__all__ = ["ARITHMETIC", "Number", "number", "possible_numbers", "tidy", "written"]

Number = Decimal | int | float | str
"""What is taken for a number; text is read as people write it, a float by its shortest decimal form."""

LARGEST = 10**18
"""No number in a plan is larger, money in đồng included; above it a slip is likelier than a meaning."""

SMALLEST = Decimal(10) ** -18
"""No number in a plan but zero is nearer to zero."""

ARITHMETIC = Context(prec=28, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The rules of our decimals, whatever the caller has set for its own thread: 28 significant digits."""

_PLAIN = re.compile(r"\d+(?:_\d+)*")
_SPACED = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:([.,])(\d+))?")
_POINT_DECIMAL = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)")  # 1,200.5
_COMMA_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d+)")  # 1.200,5
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}")  # 1.200.000
_ONE_MARK = re.compile(r"(\d+)[.,](\d+)")  # 3,5 or 1.200
_LONGEST = 60


def possible_numbers(text: str) -> tuple[Decimal, ...]:
    """Return every number that `text` can mean: none, one, or two.

    A point or a comma followed by exactly three digits may group thousands or begin decimals; the
    caller decides whether its own rules leave just one reading.

    Examples
    --------
    >>> possible_numbers("3,5"), possible_numbers("1.200.000"), possible_numbers("1.200,5")
    ((Decimal('3.5'),), (Decimal('1200000'),), (Decimal('1200.5'),))
    >>> possible_numbers("1.200")
    (Decimal('1200'), Decimal('1.200'))
    >>> possible_numbers("12,34,567")
    ()
    """
    text = text.strip().replace("\u2212", "-")
    if len(text) > _LONGEST or (not text.isascii() and not _SPACED.fullmatch(text.lstrip("+-"))):
        return ()
    body = text[1:] if text[:1] in "+-" else text
    values = _unsigned(body)
    return tuple(value.copy_negate() for value in values) if text.startswith("-") else values


def _unsigned(body: str) -> tuple[Decimal, ...]:
    if _PLAIN.fullmatch(body):
        return (Decimal(body.replace("_", "")),)
    if match := _SPACED.fullmatch(body):
        whole = re.sub(r"\D", "", match[1])
        return (Decimal(f"{whole}.{match[3] or 0}"),)
    if match := _POINT_DECIMAL.fullmatch(body) or _COMMA_DECIMAL.fullmatch(body):
        return (Decimal(f"{re.sub(r'[.,]', '', match[1])}.{match[2]}"),)
    if _GROUPS.fullmatch(body):
        return (Decimal(re.sub(r"[.,]", "", body)),)
    if match := _ONE_MARK.fullmatch(body):
        whole, tail = match[1], match[2]
        decimal = Decimal(f"{whole}.{tail}")
        grouped = len(tail) == 3 and len(whole) <= 3 and not whole.startswith("0")
        return (Decimal(whole + tail), decimal) if grouped else (decimal,)
    return ()


def number(value: Number) -> Decimal:
    """Return `value` as an exact decimal.

    Parameters
    ----------
    value : int, float, Decimal or str
        A float is taken by its shortest decimal form, so ``0.1`` is one tenth. 28 significant digits are kept.

    Raises
    ------
    InputError
        ``number.ambiguous`` ("1.200"), ``number.unreadable``, ``number.not-finite``,
        ``number.too-large`` (beyond 10¹⁸), ``number.too-small`` (nearer to zero than 10⁻¹⁸), ``type.wrong``.

    Examples
    --------
    >>> number("3,5"), number(0.1), number("1.200.000")
    (Decimal('3.5'), Decimal('0.1'), Decimal('1200000'))
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise defect("type.wrong", f"a number is needed, not {kind_of(value)}", "write a number such as 3.5", value)
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise _out_of_range("number.too-large", value)
        return Decimal(value)
    if not (math.isfinite(value) if isinstance(value, float) else value.is_finite()):
        raise defect("number.not-finite", "this is not a finite number", "write the number, or leave it out", value)
    return _in_range(Decimal(repr(float(value))) if isinstance(value, float) else value, value)


def tidy(value: Decimal) -> Decimal:
    """Return the one form of equal decimals: ``1.50`` and ``1.5`` become the same digits."""
    if value == value.to_integral_value():
        return ARITHMETIC.plus(value.quantize(Decimal(1), context=ARITHMETIC))  # plus turns -0 into 0
    return value.normalize(ARITHMETIC)


def written(value: Decimal) -> str:
    """Return digits that read back as exactly `value`.

    Examples
    --------
    >>> written(Decimal("3.5")), written(Decimal("1.234")), possible_numbers("1.2340")
    ('3.5', '1.2340', (Decimal('1.2340'),))
    """
    digits = f"{value:f}"
    return digits if "." not in digits or len(possible_numbers(digits)) == 1 else f"{digits}0"


def only_reading(text: str, readings: tuple[Decimal, ...], unit: str = "") -> Decimal:
    """Return the single reading of `text`, or raise what is wrong with it."""
    if not readings:
        raise defect(
            "number.unreadable",
            "this is not a number",
            "write digits such as 1200, 1.200.000 or 3,5",
            text,
        )
    only = readings[0]
    if len(readings) > 1:
        whole, decimal = readings
        tail = f" {unit}" if unit else ""
        raise defect(
            "number.ambiguous",
            "this number can be read in two ways",
            f"write {whole}{tail} if you mean thousands, or {_with_comma(decimal)}{tail} if you mean decimals",
            text,
        )
    return _in_range(only, text)


def _with_comma(value: Decimal) -> str:
    return written(tidy(value)).replace(".", ",")


def _read(text: str) -> Decimal:
    return only_reading(text, possible_numbers(text))


def _in_range(exact: Decimal, value: object) -> Decimal:
    size = exact.copy_abs()
    if size > LARGEST:
        raise _out_of_range("number.too-large", value)
    if 0 < size < SMALLEST:
        raise _out_of_range("number.too-small", value)
    return tidy(exact)


def _out_of_range(code: str, value: object) -> InputError:
    bound = "larger than 10^18" if code == "number.too-large" else "nearer to zero than 10^-18"
    return defect(code, f"this number is {bound}", "check the digits and the unit", value)
