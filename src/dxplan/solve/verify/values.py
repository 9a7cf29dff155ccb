"""What an indicator, or its benchmark, is on a day in an area (§8)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from fractions import Fraction

from dxplan.errors import UndefinedError
from dxplan.model.indicator import Direction, Indicator, Reading
from dxplan.model.plan import Plan
from dxplan.model.task import Contribution
from dxplan.solve.schedule import Schedule, ScheduledTask
from dxplan.solve.verify.days import day_by_day, elapsed_days
from dxplan.solve.verify.runs import goes_on

__all__ = ["Values"]


class Values:
    """The values of a plan's indicators under a schedule.

    Parameters
    ----------
    plan : Plan
    schedule : Schedule
    """

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self.plan = plan
        self.indicators: dict[str, Indicator] = {one.id: one for one in plan.indicators}
        self.better: dict[str, Direction] = {one.id: one.direction for one in plan.indicators}
        self.felt: dict[tuple[str, str | None], list[tuple[dt.date | None, Fraction]]] = {}
        for activity in plan.activities:
            place = schedule.tasks.get(activity.id)
            for one in activity.advances if place is not None and not goes_on(activity) else ():
                assert place is not None
                key = (one.indicator, one.area or plan.area)
                self.felt.setdefault(key, []).append((self._day(place, one), Fraction(one.amount.amount)))

    def _day(self, place: ScheduledTask, one: Contribution) -> dt.date | None:
        """Return the day from which a contribution is felt: the task's last day, and its delay; None if not known."""
        if one.delay is None:
            return place.finish
        if not one.delay.working:
            end = place.finish_tick + elapsed_days(one.delay)  # a delay runs from the boundary
            return self.plan.start + dt.timedelta(days=end - 1 if end else 0)
        days = day_by_day(None, self.plan)
        try:
            end = days.later(place.finish_tick, math.ceil(one.delay.amount))
            return days.day(end - 1 if end else 0)
        except UndefinedError:
            return None

    def at(self, indicator: str, area: str | None, day: dt.date) -> Fraction | None:
        """Return the last reading up to the day, with what has been felt by then; None where one is not known."""
        area = area or self.plan.area
        value = self._last(self.indicators[indicator].readings, area, day)
        if value is None:
            return None
        for since, amount in self.felt.get((indicator, area), ()):
            if since is None:
                return None
            if since <= day:
                value += amount
        return value

    def benchmark(self, indicator: str, benchmark: str, area: str | None, day: dt.date) -> Fraction | None:
        """Return what a benchmark is on a day, None where it is not known.

        Up to the last reading it is the last reading by then. Later it is as far as the forecast reaches: the last
        value expected by then, the last reading before the first of them.
        """
        area = area or self.plan.area
        one = next(one for one in self.indicators[indicator].benchmarks if one.id == benchmark)
        read = [reading for reading in one.readings if (reading.area or self.plan.area) == area]
        known = max((reading.date for reading in read), default=dt.date.min)
        if day <= known:
            return self._last(read, area, day)
        since = [one for one in one.forecast if (one.area or self.plan.area) == area and one.date > known]
        if all(reading.date < day for reading in since):
            return None
        return self._last(sorted([*read, *since], key=lambda reading: reading.date), area, day)

    def _last(self, readings: Iterable[Reading], area: str | None, day: dt.date) -> Fraction | None:
        found: Fraction | None = None
        for reading in readings:  # by date; of one day the last one given
            if (reading.area or self.plan.area) == area and reading.date <= day:
                found = Fraction(reading.value.amount)
        return found
