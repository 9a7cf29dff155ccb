"""The interval in which a body or an area exists."""

from __future__ import annotations

import datetime as dt

from dxplan.dates import DateLike, exact_day, first_day, last_day

__all__ = ["is_valid_on", "optional_day", "optional_first_day", "optional_last_day"]


def optional_day(value: DateLike | None) -> dt.date | None:
    """Return the one day that `value` names; None stays None."""
    return None if value is None else exact_day(value)


def optional_first_day(value: DateLike | None) -> dt.date | None:
    """Return the first day that `value` speaks of; None stays None."""
    return None if value is None else first_day(value)


def optional_last_day(value: DateLike | None) -> dt.date | None:
    """Return the last day that `value` speaks of; None stays None."""
    return None if value is None else last_day(value)


def is_valid_on(valid_from: dt.date | None, valid_to: dt.date | None, day: dt.date) -> bool:
    """Tell whether `day` lies in the closed interval; None leaves an end open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
