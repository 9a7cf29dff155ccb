"""Which days are worked."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import ClassVar

import attrs

from dxplan.dates import DateLike, exact_day
from dxplan.errors import defect
from dxplan.model.element import Element
from dxplan.model.plain import choice, many
from dxplan.model.validity import optional_last_day

__all__ = ["Calendar", "Weekday"]


class Weekday(enum.StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


_WEEK = tuple(Weekday)
_FIVE_DAYS = _WEEK[:5]


def _weekdays(values: str | Iterable[Weekday | str]) -> tuple[Weekday, ...]:
    if isinstance(values, str):
        values = values.split()
    days = set(many(values, lambda value: choice(Weekday, value)))
    if not days:
        raise defect("calendar.no-worked-day", "no day of the week is worked", 'write week = ["mon", "tue"]', values)
    return tuple(day for day in _WEEK if day in days)


def _days(values: Iterable[DateLike] | DateLike | None) -> tuple[dt.date, ...]:
    return tuple(sorted(set(many(values, exact_day, (str, dt.date)))))


def _country(value: str | None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) != 2 or not value.isalpha() or not value.isascii():
        raise defect("country.unknown", "this is not a country's code", "write two letters, such as VN", value)
    return value.upper()


@attrs.frozen(kw_only=True)
class Calendar(Element):
    """The days on which work advances.

    Whether a day is worked is said by the first of these that names it: `worked`; `holidays`; the days off that the
    state of `country` has worked in exchange, which are worked; the days that it makes free; `week`.

    Where the state swaps a working day for a day off (hoán đổi ngày làm việc), both days hold for a calendar whose
    `week` has the first and not the second. An office that works on Saturdays anyway is left alone by such a swap.

    Parameters
    ----------
    week : tuple of Weekday
        Worked days of the week (``mon`` … ``sun``); Monday to Friday where left out.
    country : str, optional
        Two-letter code of the country whose public days hold, such as ``"VN"``: public holidays are free, days off for
        those that fall on a weekend too, and swapped days are worked.
    holidays : tuple of date
        Further free days.
    worked : tuple of date
        Days worked in exchange, whatever else is said of them.
    announced_until : date, optional
        The last day up to which the state has announced its public days, where you know better than this release;
        days after it are projected.

    Examples
    --------
    >>> office = Calendar(id="office", country="VN", worked=["26/04/2025"])
    >>> [day.value for day in office.week]
    ['mon', 'tue', 'wed', 'thu', 'fri']
    """

    KIND: ClassVar[str] = "calendar"
    PLURAL: ClassVar[str] = "calendars"

    week: tuple[Weekday, ...] = attrs.field(default=_FIVE_DAYS, converter=_weekdays)
    country: str | None = attrs.field(default=None, converter=_country)
    holidays: tuple[dt.date, ...] = attrs.field(default=(), converter=_days)
    worked: tuple[dt.date, ...] = attrs.field(default=(), converter=_days)
    announced_until: dt.date | None = attrs.field(default=None, converter=optional_last_day)
