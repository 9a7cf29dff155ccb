"""What is told of several dates at once: programmes, and work that comes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from dxplan.cpm.compile import planned_duration
from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.tasks import TaskDates
from dxplan.cpm.worktime import Clock, ElapsedDays
from dxplan.model.plan import Plan
from dxplan.model.task import Task

__all__ = ["Occurrence", "ProgrammeDates", "occurrences", "programme_dates"]


@attrs.frozen(kw_only=True)
class ProgrammeDates:
    """The dates of a programme: those of all tasks in it and in the programmes within it, summarised.

    Parameters
    ----------
    id : str
    early_start, early_finish : date
        From the first day of its first task to the last day of its last, as early as can be.
    late_start, late_finish : date
        Likewise as late as can be.
    critical : bool
        Whether one of its tasks is critical.
    tightest : str
        Id of the task with the least total float; of several the first by id.
    tasks : tuple of str
        Ids of its tasks and milestones that have dates, sorted.

    Examples
    --------
    >>> import dxplan as dx
    >>> elements = [
    ...     dx.Programme(id="works"),
    ...     dx.Task(id="dig", duration="5 days", within="works"),
    ...     dx.Task(id="pave", duration="3 days", within="works", after=["dig"]),
    ... ]
    >>> works = dx.critical_path(
    ...     dx.Plan(id="p", start="2024-01-01", elements=elements)
    ... ).programmes["works"]
    >>> works.early_finish, works.tightest
    (datetime.date(2024, 1, 8), 'dig')
    """

    id: str
    early_start: dt.date
    early_finish: dt.date
    late_start: dt.date
    late_finish: dt.date
    critical: bool
    tightest: str
    tasks: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the dates as plain data, days in ISO form."""
        record = attrs.asdict(self)
        for name in ("early_start", "early_finish", "late_start", "late_finish"):
            record[name] = record[name].isoformat()
        record["tasks"] = list(self.tasks)
        return record


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
        days = max(every.times(len(found)), len(found))  # at most once a day
        passed = (worked if every.working else ElapsedDays()).shift(first, days)
        tick = clock.start_from(passed, length.days)
    return tuple(found)
