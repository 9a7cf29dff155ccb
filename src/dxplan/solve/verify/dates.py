"""Whether every task lies where the plan lets it lie (§1–§4)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from dxplan.errors import UndefinedError
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, Milestone, Task
from dxplan.solve.schedule import Schedule, ScheduledTask
from dxplan.solve.verify.days import DayByDay, day_by_day, elapsed_days
from dxplan.solve.verify.runs import goes_on, length_of
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["broken_dates"]


def broken_dates(plan: Plan, schedule: Schedule) -> Iterator[Violation]:
    """Yield what is wrong with the days of the tasks, in the order of the plan's elements."""
    if schedule.start != plan.start:
        yield broken("other-start", plan.id, begins=schedule.start, start=plan.start)
    clocks: dict[str | None, DayByDay] = {}
    unending = {activity.id for activity in plan.activities if goes_on(activity)}
    for activity in plan.activities:
        place = schedule.tasks.get(activity.id)
        if activity.id in unending:
            if place is not None:
                yield broken("has-no-dates", activity.id)
            continue
        if place is None:
            if not (isinstance(activity, Task) and activity.optional):
                yield broken("not-scheduled", activity.id)
            continue
        calendar = activity.calendar if isinstance(activity, Task) else None
        days = clocks.setdefault(calendar, day_by_day(activity, plan))
        yield from _own(activity, place, days, plan)
        for dependency in activity.after:
            if dependency.predecessor in unending:
                yield broken("never-ends", activity.id, predecessor=dependency.predecessor)
            elif dependency.predecessor in schedule.tasks:
                # one that is missing is told at its own place, and an optional one left out holds nobody up
                yield from _wait(activity, dependency, place, schedule, days)
    known = {activity.id for activity in plan.activities}
    for id in sorted(schedule.tasks.keys() - known):
        yield broken("unknown-task", id)


def _own(activity: Task | Milestone, place: ScheduledTask, days: DayByDay, plan: Plan) -> Iterator[Violation]:
    id, first, end = activity.id, place.start_tick, place.finish_tick
    meant = _reported(first, end, plan.start)
    if (place.start, place.finish) != meant:
        yield broken("other-days", id, start=place.start, finish=place.finish, first=meant[0], last=meant[1])
    if first < 0:
        yield broken("before-start", id, start=place.start, begins=plan.start)
    yield from _length(activity, place, days)
    if activity.not_before is not None and place.start < activity.not_before:
        yield broken("too-early", id, start=place.start, not_before=activity.not_before)
    if activity.on is not None and place.start != activity.on:
        yield broken("not-on", id, start=place.start, on=activity.on)
    if activity.due is not None and place.finish > activity.due:
        yield broken("too-late", id, finish=place.finish, due=activity.due)


def _reported(first: int, end: int, begins: dt.date) -> tuple[dt.date, dt.date]:
    """Return first and last day; a zero-length task is reported on the day before its boundary."""
    if first < end:
        return begins + dt.timedelta(days=first), begins + dt.timedelta(days=end - 1)
    moment = begins + dt.timedelta(days=end - 1 if end else 0)
    return moment, moment


def _length(activity: Task | Milestone, place: ScheduledTask, days: DayByDay) -> Iterator[Violation]:
    if isinstance(activity, Milestone):
        if place.mode is not None:
            yield broken("unknown-mode", activity.id, mode=place.mode)
        if place.start_tick != place.finish_tick:
            yield broken("takes-time", activity.id)
        return
    length = length_of(activity, place.mode)
    if length is None and place.mode is not None:
        yield broken("unknown-mode", activity.id, mode=place.mode)
    elif length is None:
        yield broken("no-duration", activity.id)
    else:
        try:
            if not days.lasts(length, place.start_tick, place.finish_tick):
                yield broken("other-length", activity.id, start=place.start, finish=place.finish, length=str(length))
        except UndefinedError as error:
            yield broken("unknown-calendar", activity.id, reason="; ".join(error.missing))


def _wait(
    activity: Task | Milestone, dependency: Dependency, place: ScheduledTask, schedule: Schedule, days: DayByDay
) -> Iterator[Violation]:
    before = schedule.tasks[dependency.predecessor]
    from_end, to_end = dependency.type.value
    since = before.finish_tick if from_end == "F" else before.start_tick
    until = place.finish_tick if to_end == "F" else place.start_tick
    lag = dependency.lag
    try:
        if lag is None:
            bound = since
        elif lag.working:
            bound = days.later(since, math.ceil(lag.amount))
        else:
            bound = since + elapsed_days(lag)
    except UndefinedError as error:
        yield broken("unknown-calendar", activity.id, reason="; ".join(error.missing))
        return
    if until < bound:
        yield broken(
            "does-not-wait",
            activity.id,
            predecessor=dependency.predecessor,
            wait=f"{dependency.type.value}{'' if lag is None else f' {lag}'}",
            day=days.day(until),
            bound=days.day(bound),
        )
