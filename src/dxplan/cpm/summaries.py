"""What is told of several dates at once: programmes, and work that comes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.network import planned_duration
from dxplan.cpm.tasks import ProgrammeDates, TaskDates
from dxplan.cpm.worktime import Clock, ElapsedDays
from dxplan.model.plan import Plan
from dxplan.model.task import Task

__all__ = ["Occurrence", "occurrences", "programme_dates"]


def programme_dates(plan: Plan, tasks: Mapping[str, TaskDates]) -> dict[str, ProgrammeDates]:
    """Return the dates of every programme in which, at any depth, a task has dates; by id, sorted."""
    outer = {programme.id: programme.within for programme in plan.programmes}
    inside: dict[str, list[str]] = {}
    for activity in plan.activities:
        if activity.id in tasks:
            above, seen = activity.within, set[str]()
            while above is not None and above not in seen:  # programmes may lie within each other in a circle
                inside.setdefault(above, []).append(activity.id)
                seen.add(above)
                above = outer[above]
    return {id: _summary(id, [tasks[one] for one in sorted(inside[id])]) for id in sorted(inside)}


def _summary(id: str, tasks: Iterable[TaskDates]) -> ProgrammeDates:
    tasks = list(tasks)
    return ProgrammeDates(
        id=id,
        early_start=min(one.early_start for one in tasks),
        early_finish=max(one.early_finish for one in tasks),
        late_start=min(one.late_start for one in tasks),
        late_finish=max(one.late_finish for one in tasks),
        critical=any(one.critical for one in tasks),
        tightest=min(tasks, key=lambda one: one.total_float).id,
        tasks=tuple(one.id for one in tasks),
    )


@attrs.frozen(kw_only=True)
class Occurrence:
    """One time of a recurring task.

    Parameters
    ----------
    number : int
        From 1, the time whose dates the network holds.
    start, finish : date
        First and last day.
    """

    number: int
    start: dt.date
    finish: dt.date


def occurrences(
    plan: Plan, task: Task, first: int, clock: Clock, worked: Clock, last: dt.date
) -> tuple[Occurrence, ...]:
    """Return every time of a recurring task that starts at boundary `first`, up to its own end or the day `last`.

    The n-th time starts when n − 1 intervals have passed since the first, or on the next day on which it can.
    Intervals add up before they are rounded to days, so that four quarters are a year.

    Parameters
    ----------
    plan : Plan
    task : Task
    first : int
    clock : Clock
        In whose days the task counts.
    worked : Clock
        Of its calendar, for intervals in workdays.
    last : date
    """
    length, recurring = planned_duration(task), task.recurring
    if length is None:
        return ()
    every = None if recurring is None else recurring.every
    until = last if recurring is None or recurring.until is None else min(last, recurring.until)
    found: list[Occurrence] = []
    tick = first
    while not found or start_day(plan.start, tick, length.days) <= until:
        start = start_day(plan.start, tick, length.days)
        finish = finish_day(plan.start, clock.finish(tick, length.days), length.days)
        found.append(Occurrence(number=len(found) + 1, start=start, finish=finish))
        if every is None or not every.days:
            break
        passed = (worked if every.working else ElapsedDays()).shift(first, every.times(len(found)))
        tick = clock.start_from(passed, length.days)
    return tuple(found)
