"""Which days are worked, and how long a duration is (§2): asked day by day."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from dxplan.model.calendar import Calendar, Weekday
from dxplan.model.duration import Duration
from dxplan.model.plan import Plan
from dxplan.model.task import Milestone, Task
from dxplan.public_days import public_days

__all__ = ["DayByDay", "day_by_day", "elapsed_days"]

_DAY = dt.timedelta(days=1)
_DAYS_IN = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(36525, 1200), "year": Fraction(36525, 100)}


def elapsed_days(duration: Duration, times: int = 1) -> int:
    """Return the whole days of so many lengths of elapsed time one after another."""
    length = _DAYS_IN.get(duration.unit)
    return duration.times(times) if length is None else math.ceil(Fraction(duration.amount) * length * times)


def day_by_day(activity: Task | Milestone | None, plan: Plan) -> DayByDay:
    """Return the days of an activity, or of the plan: on its calendar, else the plan's, else Monday to Friday."""
    own = activity.calendar if isinstance(activity, Task) else None
    wanted = own or plan.calendar
    calendar = next((one for one in plan.calendars if one.id == wanted), None)
    return DayByDay(calendar, plan.start)


class DayByDay:
    """Whether a day is worked, and what follows from it.

    Parameters
    ----------
    calendar : Calendar or None
        None works Monday to Friday.
    start : date
        The day of tick 0.
    """

    def __init__(self, calendar: Calendar | None, start: dt.date) -> None:
        self.start = start
        self._calendar = calendar
        self._known: dict[int, bool] = {}

    def day(self, tick: int) -> dt.date:
        """Return the day of a tick."""
        return self.start + tick * _DAY

    def worked(self, tick: int) -> bool:
        """Tell whether the day of a tick is worked."""
        known = self._known.get(tick)
        if known is None:
            known = self._known[tick] = self._is_worked(self.day(tick))
        return known

    def _is_worked(self, day: dt.date) -> bool:
        calendar = self._calendar
        if calendar is None:
            return day.isoweekday() <= 5
        if day in calendar.worked:
            return True
        if day in calendar.holidays:
            return False
        if calendar.country is not None:
            (public,) = public_days(calendar.country, [day.year])
            swap = next((swap for swap in public.swaps if day in (swap.free, swap.worked)), None)
            if swap is not None:  # for those who would work the one day and rest on the other
                concerned = self._in_week(swap.free) and not self._in_week(swap.worked)
                return day == swap.worked if concerned else self._in_week(day)
            if day in public.worked or day in public.free:
                return day in public.worked
        return self._in_week(day)

    def _in_week(self, day: dt.date) -> bool:
        return self._calendar is not None and list(Weekday)[day.weekday()] in self._calendar.week

    def own(self, first: int, end: int, *, working: bool) -> list[int]:
        """Return the days from `first` up to `end` that count: the worked ones, or all in elapsed time."""
        return [tick for tick in range(first, end) if not working or self.worked(tick)]

    def later(self, tick: int, days: int) -> int:
        """Return the boundary at which `days` worked days have passed since boundary `tick`; before it if negative."""
        step = 1 if days > 0 else -1
        left = abs(days)
        while left:
            left -= self.worked(tick if step > 0 else tick - 1)
            tick += step
        return tick

    def lasts(self, length: Duration, first: int, end: int) -> bool:
        """Tell whether what lies between two boundaries takes exactly `length`."""
        if end < first:
            return False
        if not length.working:
            return end - first == elapsed_days(length)
        if len(self.own(first, end, working=True)) != math.ceil(length.amount):
            return False
        if first == end:  # a moment on workdays: at the end of a worked day, or at the plan's start
            return end == 0 or self.worked(end - 1)
        return self.worked(first) and self.worked(end - 1)

    def next_start(self, tick: int, length: Duration) -> int:
        """Return the first boundary from `tick` on at which a task of this length can start."""
        if not length.working:
            return tick
        moment = not math.ceil(length.amount)
        while not (tick == 0 and moment) and not self.worked(tick - 1 if moment else tick):
            tick += 1
        return tick

    def end(self, first: int, length: Duration) -> int:
        """Return the boundary at which a task of this length ends that starts at `first`."""
        return self.later(first, math.ceil(length.amount)) if length.working else first + elapsed_days(length)
