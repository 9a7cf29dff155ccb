"""Dates as people write them: ISO, ``31/12/2025``, ``Q2/2024``, ``Quý II/2024``, ``2025``, ``2024–2025``."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from dxplan.errors import defect, kind_of

__all__ = ["LAST_DAY", "DateLike", "exact_day", "first_day", "last_day"]

DateLike = dt.date | str | int
"""A date, the text of a date or of a period, or a year."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
LAST_DAY = dt.date(_LAST_YEAR, 12, 31)
"""No day in a plan is later."""

_REMEDY = "write 2025-12-31, 31/12/2025, Q4/2025, 12/2025 or 2025"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_QUARTER = re.compile(r"(?:q|quý|quarter)\s*([1-4]|iv|i{1,3})\s*(?:/|-|\s|năm)\s*(\d{4})|(\d{4})\s*[-/ ]?\s*q([1-4])")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})(?:[/-]|\s+năm\s+)(\d{4})|(\d{4})-(\d{2})")
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})")
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_YEARS = re.compile(r"(?:giai đoạn )?(\d{4})\s*[-\u2013\u2014]\s*(\d{4})")  # 2024–2025


@lru_cache(maxsize=8192)
def _period(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that `text` speaks of."""
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if match := _ISO.fullmatch(plain):
        day = _day(int(match[1]), int(match[2]), int(match[3]), text)
        return day, day
    if match := _DAY_FIRST.fullmatch(plain) or _IN_WORDS.fullmatch(plain):
        day = _day(int(match[3]), int(match[2]), int(match[1]), text)
        return day, day
    if match := _QUARTER.fullmatch(plain):
        quarter = match[1] or match[4]
        number = _ROMAN.get(quarter) or int(quarter)
        return _months(int(match[2] or match[3]), 3 * number - 2, 3 * number, text)
    if match := _YEARS.fullmatch(plain):
        first, last = int(match[1]), int(match[2])
        if first > last:
            raise defect("date.impossible", "this period ends before it begins", f"write {last}–{first}", text)
        return _day(first, 1, 1, text), _day(last, 12, 31, text)
    if match := _MONTH.fullmatch(plain):
        month = int(match[1] or match[4])
        return _months(int(match[2] or match[3]), month, month, text)
    if match := _YEAR.fullmatch(plain):
        return _months(int(match[1]), 1, 12, text)
    raise defect("date.unreadable", "this is not a date", _REMEDY, text)


def _day(year: int, month: int, day: int, text: str) -> dt.date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise defect("date.out-of-range", f"the year is not in {_FIRST_YEAR}–{_LAST_YEAR}", "check the year", text)
    try:
        return dt.date(year, month, day)
    except ValueError:
        hint = f"; day and month look swapped: write {month}/{day}/{year}" if day <= 12 < month <= 31 else ""
        raise defect("date.impossible", "there is no such day", f"{_REMEDY}{hint}", text) from None


def _months(year: int, first: int, last: int, text: str) -> tuple[dt.date, dt.date]:
    begin = _day(year, first, 1, text)
    after = _day(year, last, 1, text) + dt.timedelta(days=31)
    return begin, after.replace(day=1) - dt.timedelta(days=1)


def _bounds(value: DateLike) -> tuple[dt.date, dt.date]:
    if isinstance(value, dt.datetime):
        if value.time() == dt.time(0) and value.tzinfo is None:  # how spreadsheets hand on a date
            return _bounds(value.date())
        raise defect("date.time-of-day", "a date has no time of day", f"write {value.date().isoformat()}", value)
    if isinstance(value, dt.date):
        _day(value.year, value.month, value.day, value.isoformat())
        return value, value
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > 9999:
            raise defect("date.out-of-range", f"the year is not in {_FIRST_YEAR}–{_LAST_YEAR}", "check the year", value)
        return _months(value, 1, 12, str(value))
    if isinstance(value, str):
        return _period(value)
    raise defect("type.wrong", f"a date is needed, not {kind_of(value)}", _REMEDY, value)


def first_day(value: DateLike) -> dt.date:
    """Return the day on which `value` begins: what a period means as a start.

    Examples
    --------
    >>> first_day("Q2/2024"), first_day(2025)
    (datetime.date(2024, 4, 1), datetime.date(2025, 1, 1))
    """
    return _bounds(value)[0]


def last_day(value: DateLike) -> dt.date:
    """Return the day on which `value` ends: what a period means as a deadline.

    Raises
    ------
    InputError
        ``date.unreadable``, ``date.impossible`` (31/02/2025), ``date.out-of-range`` (years outside 1900–2199),
        ``date.time-of-day``, ``type.wrong``.

    Examples
    --------
    >>> last_day("Quý II/2024"), last_day("2024–2025"), last_day("31/12/2025")
    (datetime.date(2024, 6, 30), datetime.date(2025, 12, 31), datetime.date(2025, 12, 31))
    """
    return _bounds(value)[1]


def exact_day(value: DateLike) -> dt.date:
    """Return the one day that `value` names; a longer period is refused.

    Raises
    ------
    InputError
        ``date.ambiguous`` for a period such as ``"Q2/2024"``, and whatever `last_day` raises.

    Examples
    --------
    >>> exact_day("01/07/2025")
    datetime.date(2025, 7, 1)
    """
    first, last = _bounds(value)
    if first != last:
        raise defect(
            "date.ambiguous", "one day is needed, and this is a period", f"write the day, such as {first}", value
        )
    return first
