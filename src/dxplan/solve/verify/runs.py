"""When each task of a schedule runs, on which days, and what it takes: read from the plan's words (§2, §14, §15)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import attrs

from dxplan.errors import UndefinedError
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.fund import Cost
from dxplan.model.plan import Plan
from dxplan.model.resource import Use
from dxplan.model.task import Milestone, Recurrence, Task
from dxplan.solve.schedule import Schedule, ScheduledTask
from dxplan.solve.verify.days import DayByDay, day_by_day, elapsed_days
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["Run", "goes_on", "length_of", "runs_of"]


@attrs.frozen
class Run:
    """A task or milestone as it is scheduled.

    Parameters
    ----------
    activity : Task or Milestone
    times : list of (int, int)
        The boundaries of each of its times: one, or those of a recurring task.
    own : list of int
        The days on which it is worked, those of each time after another.
    uses, costs
        Those of the way in which it is done.
    """

    activity: Task | Milestone
    times: list[tuple[int, int]]
    own: list[int]
    uses: tuple[Use, ...]
    costs: tuple[Cost, ...]


def goes_on(activity: Task | Milestone) -> bool:
    """Tell whether it is continuous work, which has no dates."""
    if isinstance(activity, Milestone):
        return False
    return activity.duration is None and not activity.modes and activity.recurring is not None


def length_of(task: Task, mode: str | None) -> Duration | None:
    """Return how long a task takes in a mode, or in its own way, which is its first mode where it has no duration."""
    if mode is not None:
        return next((one.duration for one in task.modes if one.id == mode), None)
    if isinstance(task.duration, ThreePoint):
        return task.duration.most_likely
    if task.duration is None and task.modes:
        return task.modes[0].duration
    return task.duration


def runs_of(plan: Plan, schedule: Schedule) -> tuple[Mapping[str, Run], tuple[Violation, ...]]:
    """Return, by id, each activity that the schedule places, and continuous work; and those whose days are unknown."""
    found: dict[str, Run] = {}
    unknown: list[Violation] = []
    clocks: dict[str | None, DayByDay] = {}
    for activity in plan.activities:
        place = schedule.tasks.get(activity.id)
        calendar = activity.calendar if isinstance(activity, Task) else None
        days = clocks.setdefault(calendar, day_by_day(activity, plan))
        try:
            if goes_on(activity):
                assert isinstance(activity, Task)
                found[activity.id] = _continuous(activity, plan, schedule, days)
            elif place is not None:
                found[activity.id] = _placed(activity, place, plan, schedule, days)
        except UndefinedError as error:
            unknown.append(broken("unknown-calendar", activity.id, reason="; ".join(error.missing)))
    return found, tuple(unknown)


def _placed(activity: Task | Milestone, place: ScheduledTask, plan: Plan, schedule: Schedule, days: DayByDay) -> Run:
    if isinstance(activity, Milestone):
        return Run(activity, [(place.start_tick, place.finish_tick)], [], (), ())
    length = length_of(activity, place.mode)
    times = [(place.start_tick, place.finish_tick)]
    if activity.recurring is not None and length is not None:
        last = plan.horizon or activity.recurring.until or schedule.finish
        times += _further(activity.recurring, place.start_tick, length, days, last)
    working = length is not None and length.working
    own = [tick for first, end in times for tick in days.own(first, end, working=working)]
    way = next((one for one in activity.modes if one.id == place.mode), None)
    if place.mode is None and activity.duration is None and activity.modes:
        way = activity.modes[0]
    taken = activity if way is None else way
    return Run(activity, times, own, taken.uses, taken.costs)


def _further(
    recurring: Recurrence, first: int, length: Duration, days: DayByDay, last: dt.date
) -> list[tuple[int, int]]:
    """Return the second and later times: each when so many intervals have passed, or on the next day it can start."""
    found: list[tuple[int, int]] = []
    every = recurring.every
    if every is None or not every.amount:
        return found
    until = last if recurring.until is None else min(last, recurring.until)
    boundary, number, passed = first, 1, 0
    while True:
        whole = math.ceil(every.amount * number) if every.working else elapsed_days(every, number)
        wanted = max(whole, number)  # at most once a day
        boundary = days.later(boundary, wanted - passed) if every.working else first + wanted
        passed = wanted
        start = days.next_start(boundary, length)
        end = days.end(start, length)
        if days.day(start if start < end else start - 1) > until:
            return found
        found.append((start, end))
        number += 1


def _continuous(task: Task, plan: Plan, schedule: Schedule, days: DayByDay) -> Run:
    """Return continuous work: from when it may begin until its last day, on every worked day."""
    assert task.recurring is not None
    first = 0
    for bound in (task.not_before, task.on):
        if bound is not None:
            first = max(first, (bound - plan.start).days)
    for link in task.after:
        before = schedule.tasks.get(link.predecessor)
        from_end, to_end = link.type.value
        if before is None or to_end == "F":
            continue
        since = before.finish_tick if from_end == "F" else before.start_tick
        if link.lag is not None:
            since = (
                days.later(since, math.ceil(link.lag.amount)) if link.lag.working else since + elapsed_days(link.lag)
            )
        first = max(first, since)
    ends = [day for day in (task.recurring.until, plan.horizon, task.due) if day is not None]
    last = min(ends, default=schedule.finish)
    end = max(first, (last - plan.start).days + 1)
    return Run(task, [(first, end)], days.own(first, end, working=True), task.uses, task.costs)
