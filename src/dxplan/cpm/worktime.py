"""Worked days as ticks: how a task advances on a calendar (§1, §2).

A tick is a day, tick 0 the plan's start; a boundary ``t`` is the moment before day ``t``. A clock answers, for
a task of ``n`` of its own days, where it can start and finish; every answer is the least or the greatest one,
so that the passes stay exact where calendars round.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from itertools import compress
from typing import Protocol

from dxplan.errors import UndefinedError
from dxplan.model.calendar import Calendar, Weekday
from dxplan.public_days import announced_until, public_days

__all__ = ["Clock", "ElapsedDays", "WorkedDays"]


class Clock(Protocol):
    """How a task's own days lie on the line of days."""

    def start_from(self, t: int, n: int) -> int:
        """Return the least start at boundary `t` or later of a task of `n` days."""

    def finish(self, s: int, n: int) -> int:
        """Return the boundary at which a task of `n` days that starts at `s` ends."""

    def start_to_finish_from(self, f: int, n: int) -> int:
        """Return the least start after which a task of `n` days ends at boundary `f` or later."""

    def latest_start(self, s: int, f: int, n: int) -> int:
        """Return the greatest start by `s` after which a task of `n` days ends by `f`."""

    def between(self, a: int, b: int) -> int:
        """Return the number of own days from start `a` to start `b`, negative where `b` is earlier."""

    def shift(self, t: int, n: int) -> int:
        """Return the boundary that lies `n` own days after boundary `t`."""

    def unshift(self, t: int, n: int) -> int:
        """Return the greatest boundary that `shift` by `n` takes to `t` or before."""


class ElapsedDays:
    """Every day counts."""

    def start_from(self, t: int, n: int) -> int:
        return t

    def finish(self, s: int, n: int) -> int:
        return s + n

    def start_to_finish_from(self, f: int, n: int) -> int:
        return f - n

    def latest_start(self, s: int, f: int, n: int) -> int:
        return min(s, f - n)

    def between(self, a: int, b: int) -> int:
        return b - a

    def shift(self, t: int, n: int) -> int:
        return t + n

    def unshift(self, t: int, n: int) -> int:
        return t - n


_WEEKDAYS = {day: number for number, day in enumerate(Weekday)}


class WorkedDays:
    """Only the worked days of a calendar count.

    Parameters
    ----------
    calendar : Calendar or None
        None works Monday to Friday.
    start : date
        The day of tick 0.
    """

    def __init__(self, calendar: Calendar | None, start: dt.date) -> None:
        self._calendar = calendar or Calendar(id="monday-to-friday")
        self._start = start
        self._week = {_WEEKDAYS[day] for day in self._calendar.week}
        self._days: list[int] = []
        self._low, self._high = 0, 0
        self._cover(-366, 2 * 366)

    @property
    def calendar(self) -> str:
        """The id of the calendar."""
        return self._calendar.id

    @property
    def announced_until(self) -> int | None:
        """The tick after which public days are projected; None without a country, or where that is not known."""
        country, own = self._calendar.country, self._calendar.announced_until
        if country is None:
            return None
        known = [day for day in (announced_until(country), own) if day is not None]
        return max(known).toordinal() - self._start.toordinal() if known else None

    def worked_ticks(self, low: int, high: int) -> list[int]:
        """Return the worked days from tick `low` up to, not including, tick `high`, as far as dates go."""
        first, end = self._bounds
        low, high = max(low, first), min(high, end)
        if low < self._low or high > self._high:
            self._cover(low, high)
        return self._days[bisect_left(self._days, low) : bisect_left(self._days, high)]

    @property
    def _bounds(self) -> tuple[int, int]:
        """The ticks of the years 1 to 9999."""
        ordinal = self._start.toordinal()
        return 1 - ordinal, dt.date.max.toordinal() - ordinal

    def _cover(self, low: int, high: int) -> None:
        """Know the worked days from tick `low` up to tick `high`, or to the ends of the calendar of dates."""
        first, end = self._bounds
        low, high = max(min(low, self._low), first), min(max(high, self._high), end)
        if low == self._low and high == self._high:
            raise UndefinedError([f"the dates on calendar {self._calendar.id!r} run out of the years 1 to 9999"])
        ordinal = self._start.toordinal()
        weekday = self._start.weekday() + low
        week = bytes((weekday + place) % 7 in self._week for place in range(7))
        days = bytearray((week * ((high - low) // 7 + 1))[: high - low])
        free, worked = self._public_days(ordinal + low, ordinal + high)
        # in the order of Calendar's docstring, the weakest first
        for marked, is_worked in ((free, 0), (worked, 1), (self._calendar.holidays, 0), (self._calendar.worked, 1)):
            for day in marked:
                place = day.toordinal() - ordinal - low
                if 0 <= place < high - low:
                    days[place] = is_worked
        self._days = list(compress(range(low, high), days))
        self._low, self._high = low, high

    def _public_days(self, low: int, high: int) -> tuple[set[dt.date], set[dt.date]]:
        """Return the days that the state makes free or has worked, as they concern this week."""
        free, worked = set[dt.date](), set[dt.date]()
        country = self._calendar.country
        if country is None:
            return free, worked
        try:
            found = public_days(country, range(dt.date.fromordinal(low).year, dt.date.fromordinal(high).year + 1))
        except UndefinedError as error:
            raise UndefinedError(f"calendar {self._calendar.id!r}: {reason}" for reason in error.missing) from None
        for year in found:
            free |= year.free
            worked |= year.worked
        for swap in (swap for year in found for swap in year.swaps):
            if swap.free.weekday() not in self._week or swap.worked.weekday() in self._week:
                free.discard(swap.free)
                worked.discard(swap.worked)
        return free, worked

    def _at(self, index: int) -> int:
        """Return the worked day at `index`, where a negative one has fallen off the front."""
        while index >= len(self._days):
            self._cover(self._low, self._high + max(2 * (self._high - self._low), 366))
        return self._days[index]

    def _index_from(self, t: int) -> int:
        """Return the index of the first worked day at or after `t`, with a year to spare on either side."""
        if t - 366 < self._low or t + 366 > self._high:
            span = self._high - self._low
            low = self._low if t - 366 >= self._low else min(t - 732, self._low - span)
            high = self._high if t + 366 <= self._high else max(t + 732, self._high + span)
            ordinal = self._start.toordinal()
            if low + ordinal >= 1 or high + ordinal <= dt.date.max.toordinal():
                self._cover(low, high)
        return bisect_left(self._days, t)

    def _step(self, t: int, n: int) -> int:
        """Return the worked day `n` places from the first one at or after `t`; `n` may be negative."""
        index = self._index_from(t) + n
        while index < 0:
            self._cover(self._low - max(2 * -index, 366), self._high)
            index = self._index_from(t) + n
        return self._at(index)

    def start_from(self, t: int, n: int) -> int:
        if n == 0:
            # a zero-length task lies at the end of a worked day, or at the plan's start
            end = 0 if t == 0 else self._step(t - 1, 0) + 1
            return min(end, 0) if t <= 0 else end
        return self._step(t, 0)

    def finish(self, s: int, n: int) -> int:
        return s if n == 0 else self._step(s, n - 1) + 1

    def start_to_finish_from(self, f: int, n: int) -> int:
        return self.start_from(f, 0) if n == 0 else self._step(f - 1, 1 - n)

    def latest_start(self, s: int, f: int, n: int) -> int:
        if n == 0:
            t = min(s, f)
            worked = self._step(t, -1) + 1
            return max(worked, 0) if t >= 0 else worked
        by_finish = self._step(f, -n)
        return by_finish if s >= f else min(self._step(s + 1, -1), by_finish)

    def between(self, a: int, b: int) -> int:
        self._index_from(a)  # may learn of days before those known, which moves every index
        end = self._index_from(b)
        return end - self._index_from(a)

    def shift(self, t: int, n: int) -> int:
        if n == 0:
            return t
        return self._step(t, n - 1) + 1 if n > 0 else self._step(t, n)

    def unshift(self, t: int, n: int) -> int:
        if n == 0:
            return t
        # forward: the n-th worked day from the result is day t - 1 at the latest
        return self._step(t, -n) if n > 0 else self._step(t + 1, -1 - n)
