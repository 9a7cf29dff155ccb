"""On which days each task of a schedule is worked, and in which way: what money and people are counted from.

A task's days are its own: the worked days of its calendar where its duration is in workdays, else every day. Recurring
work has the days of each of its times; continuous work the worked days from when it may begin until its last day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import attrs

from dxplan.cpm.compile import planned_duration
from dxplan.cpm.summaries import occurrences
from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays
from dxplan.errors import Defect, InputError
from dxplan.model.duration import Duration
from dxplan.model.fund import Cost
from dxplan.model.plan import Plan
from dxplan.model.resource import Use
from dxplan.model.task import DependencyType, Milestone, Mode, Task
from dxplan.solve.schedule import Schedule, ScheduledTask

__all__ = ["Work", "timesheet"]

_TO_START = {DependencyType.FS: True, DependencyType.SS: False}


@attrs.frozen
class Work:
    """A task or milestone with its times.

    Parameters
    ----------
    activity : Task or Milestone
    start : date
        The day of tick 0.
    times : tuple of (int, int)
        The boundaries of each time.
    clock : WorkedDays or None
        On whose days it is worked; None for every day.
    uses, costs
        Of the way in which it is done.
    """

    activity: Task | Milestone
    start: dt.date
    times: tuple[tuple[int, int], ...]
    clock: WorkedDays | None
    uses: tuple[Use, ...] = ()
    costs: tuple[Cost, ...] = ()

    def runs(self) -> list[tuple[int, int]]:
        """Return its own days as boundaries of days in a row, time by time."""
        if self.clock is None:
            return [(first, end) for first, end in self.times if first < end]
        found: list[tuple[int, int]] = []
        for first, end in self.times:
            found += _in_a_row(self.clock.worked_ticks(first, end) if first < end else [])
        return found

    def days_by_year(self) -> dict[int, int]:
        """Return the number of its own days in each calendar year."""
        found: Counter[int] = Counter()
        for first, end in self.runs():
            for year in range(self.day(first).year, self.day(end - 1).year + 1):
                low = dt.date(year, 1, 1).toordinal() - self.start.toordinal()
                high = dt.date(year, 12, 31).toordinal() + 1 - self.start.toordinal()
                found[year] += min(end, high) - max(first, low)
        return dict(sorted(found.items()))

    def day(self, tick: int) -> dt.date:
        """Return the day of a tick."""
        return dt.date.fromordinal(self.start.toordinal() + tick)

    def spans(self) -> Iterator[tuple[dt.date, dt.date]]:
        """Yield first and last day of each time; a moment is reported on the day before its boundary (§1)."""
        for first, end in self.times:
            moment = self.day(end - 1 if end else 0)
            yield (self.day(first), self.day(end - 1)) if first < end else (moment, moment)


def _in_a_row(ticks: list[int]) -> Iterator[tuple[int, int]]:
    begin = 0
    for place in range(1, len(ticks) + 1):
        if place == len(ticks) or ticks[place] != ticks[place - 1] + 1:
            yield ticks[begin], ticks[place - 1] + 1
            begin = place


def timesheet(plan: Plan, schedule: Schedule) -> dict[str, Work]:
    """Return the work of every task and milestone that the schedule places, and of continuous work, by id.

    Raises
    ------
    InputError
        ``reference.dangling`` for a task that is not in the plan, or a mode that its task does not have.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.
    """
    clocks: dict[str | None, WorkedDays] = {}
    calendars = {calendar.id: calendar for calendar in plan.calendars}
    defects = [_dangling(id, "task", id) for id in sorted(schedule.tasks.keys() - {one.id for one in plan.activities})]
    found: dict[str, Work] = {}
    for activity in plan.activities:
        place = schedule.tasks.get(activity.id)
        if isinstance(activity, Milestone):
            if place is not None:
                times = ((place.start_tick, place.finish_tick),)
                found[activity.id] = Work(activity, schedule.start, times, None)
            continue
        wanted = activity.calendar or plan.calendar
        if place is None and activity.recurring is None:
            continue
        if wanted not in clocks:
            clocks[wanted] = WorkedDays(None if wanted is None else calendars[wanted], schedule.start)
        if activity.recurring is not None and planned_duration(activity) is None:
            found[activity.id] = _continuous(activity, plan, schedule, clocks[wanted])
            continue
        if place is None:
            continue
        way = _way(activity, place)
        if way is None:
            defects.append(_dangling(activity.id, "mode", str(place.mode)))
            continue
        found[activity.id] = _placed(activity, way, place, plan, schedule, clocks[wanted])
    if defects:
        raise InputError(defects)
    return found


def _dangling(id: str, kind: str, value: str) -> Defect:
    return Defect(
        code="reference.dangling",
        problem=f"the schedule names a {kind} that is not in the plan",
        value=repr(value),
        remedy=f"name a {kind} of the plan",
        path=("tasks", id),
    )


def _way(task: Task, place: ScheduledTask) -> Task | Mode | None:
    if place.mode is None:
        return task.modes[0] if task.duration is None and task.modes else task
    return next((mode for mode in task.modes if mode.id == place.mode), None)


def _placed(
    task: Task, way: Task | Mode, place: ScheduledTask, plan: Plan, schedule: Schedule, worked: WorkedDays
) -> Work:
    length: Duration | None = way.duration if isinstance(way, Mode) else planned_duration(task)
    working = length is not None and length.working
    times = [(place.start_tick, place.finish_tick)]
    if task.recurring is not None and length is not None:
        clock: Clock = worked if working else ElapsedDays()
        again = attrs.evolve(task, duration=length, modes=())
        last = plan.horizon or task.recurring.until or schedule.finish
        for one in occurrences(plan, again, place.start_tick, clock, worked, last)[1:]:
            end = (one.finish - schedule.start).days + 1
            times.append(((one.start - schedule.start).days if length.days else end, end))
    return Work(task, schedule.start, tuple(times), worked if working else None, way.uses, way.costs)


def _continuous(task: Task, plan: Plan, schedule: Schedule, worked: WorkedDays) -> Work:
    assert task.recurring is not None
    bounds = [0, *((day - schedule.start).days for day in (task.not_before, task.on) if day is not None)]
    for link in task.after:
        before = schedule.tasks.get(link.predecessor)
        if before is not None and link.type in _TO_START:
            since = before.finish_tick if _TO_START[link.type] else before.start_tick
            clock: Clock = worked if link.lag is not None and link.lag.working else ElapsedDays()
            bounds.append(since if link.lag is None else clock.shift(since, link.lag.days))
    ends = [day for day in (task.recurring.until, plan.horizon, task.due) if day is not None]
    first = max(bounds)
    end = max(first, (min(ends, default=schedule.finish) - schedule.start).days + 1)
    return Work(task, schedule.start, ((first, end),), worked, task.uses, task.costs)
