"""Is a schedule what the plan says? Read day by day, sharing no code with what computes schedules (§16).

Everything here is written in calendar days and plain loops, so that it can be read in one sitting.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from fractions import Fraction

import attrs

from dxplan.errors import UndefinedError
from dxplan.model.calendar import Calendar, Weekday
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.goal import Firmness
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, Milestone, Task
from dxplan.public_days import public_days
from dxplan.solve.schedule import Schedule, ScheduledTask

__all__ = ["Violation", "verify"]

_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Violation:
    """One statement of the plan that a schedule breaks.

    Parameters
    ----------
    section : str
        Of the semantics: ``"§3"``.
    subject : str
        Id of the task.
    message : str
    """

    section: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.section} {self.subject}: {self.message}"


def verify(plan: Plan, schedule: Schedule) -> tuple[Violation, ...]:
    """Return what a schedule breaks of what the plan says; nothing where it is a witness.

    Parameters
    ----------
    plan : Plan
    schedule : Schedule

    Returns
    -------
    tuple of Violation
        In the order of the plan's elements.

    Raises
    ------
    UndefinedError
        Where the plan says more than times: uses of resources, costs, or hard goals, which this release does not
        verify. It never passes them in silence.

    Examples
    --------
    >>> import datetime as dt
    >>> from dxplan.model.task import Task
    >>> plan = Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[Task(id="a", duration="5 workdays", due="2024-01-04")],
    ... )
    >>> for violation in verify(plan, Schedule.from_ticks(plan.start, {"a": (0, 5)})):
    ...     print(violation)
    §4 a: finishes on 2024-01-05, after its due date 2024-01-04
    """
    beyond = list(_beyond_time(plan))
    if beyond:
        raise UndefinedError(beyond)
    calendars = {calendar.id: calendar for calendar in plan.calendars}
    found: list[Violation] = []
    for activity in plan.activities:
        if isinstance(activity, Task) and activity.duration is None and activity.recurring is not None:
            continue  # continuous work has no dates
        place = schedule.tasks.get(activity.id)
        if place is None:
            if not (isinstance(activity, Task) and activity.optional):
                found.append(Violation(section="§1", subject=activity.id, message="is not scheduled"))
            continue
        days = _WorkedDays(calendars.get(_calendar_of(activity, plan) or ""), plan.start)
        found += _own_bounds(activity, place, days, plan)
        for dependency in activity.after:
            found += _wait(activity, dependency, place, schedule, days)
    known = {activity.id for activity in plan.activities}
    found += [
        Violation(section="§1", subject=id, message="is no task of the plan")
        for id in sorted(schedule.tasks.keys() - known)
    ]
    return tuple(found)


def _beyond_time(plan: Plan) -> Iterator[str]:
    for task in plan.tasks:
        if task.uses or any(mode.uses for mode in task.modes):
            yield f"task {task.id!r} uses resources, which are not verified yet"
        if task.costs or any(mode.costs for mode in task.modes):
            yield f"task {task.id!r} has costs, which are not verified yet"
    for goal in plan.goals:
        if goal.firmness is Firmness.HARD:
            yield f"goal {goal.id!r} is hard, and goals are not verified yet"


def _calendar_of(activity: Task | Milestone, plan: Plan) -> str | None:
    own = activity.calendar if isinstance(activity, Task) else None
    return own or plan.calendar


class _WorkedDays:
    """Whether a day is worked, asked day by day."""

    def __init__(self, calendar: Calendar | None, start: dt.date) -> None:
        self.start = start
        self._calendar = calendar

    def worked(self, day: dt.date) -> bool:
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

    def count(self, first: int, end: int) -> int:
        """Return the worked days among the ticks from `first` up to `end`."""
        return sum(self.worked(self.day(tick)) for tick in range(first, end))

    def day(self, tick: int) -> dt.date:
        return self.start + tick * _DAY

    def later(self, tick: int, days: int) -> int:
        """Return the boundary at which `days` worked days have passed since boundary `tick`; before it if negative."""
        step = 1 if days > 0 else -1
        left = abs(days)
        while left:
            left -= self.worked(self.day(tick if step > 0 else tick - 1))
            tick += step
        return tick


def _lengths(task: Task) -> list[Duration]:
    duration = task.duration
    if isinstance(duration, ThreePoint):
        return [duration.most_likely]
    return [*([] if duration is None else [duration]), *(mode.duration for mode in task.modes)]


_DAYS_IN = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(36525, 1200), "year": Fraction(36525, 100)}


def _elapsed(duration: Duration) -> int:
    length = _DAYS_IN.get(duration.unit)
    return duration.days if length is None else math.ceil(Fraction(duration.amount) * length)


def _own_bounds(activity: Task | Milestone, place: ScheduledTask, days: _WorkedDays, plan: Plan) -> Iterator[Violation]:
    def broken(section: str, message: str) -> Violation:
        return Violation(section=section, subject=activity.id, message=message)

    first, end = place.start_tick, place.finish_tick
    if first < 0:
        yield broken("§1", f"starts on {place.start}, before the plan's start {plan.start}")
    if isinstance(activity, Milestone):
        if first != end:
            yield broken("§1", "is a milestone, and takes time")
    else:
        lengths = _lengths(activity)
        if not any(_lasts(length, first, end, days) for length in lengths):
            yield broken("§2", f"runs {place.start} – {place.finish}, which is not {' or '.join(map(str, lengths))}")
    if activity.not_before is not None and place.start < activity.not_before:
        yield broken("§4", f"starts on {place.start}, before {activity.not_before}")
    if activity.on is not None and place.start != activity.on:
        yield broken("§4", f"starts on {place.start}, and is fixed on {activity.on}")
    if activity.due is not None and place.finish > activity.due:
        yield broken("§4", f"finishes on {place.finish}, after its due date {activity.due}")


def _lasts(length: Duration, first: int, end: int, days: _WorkedDays) -> bool:
    if not length.working:
        return end - first == _elapsed(length)
    if days.count(first, end) != math.ceil(length.amount):
        return False
    if first == end:  # a moment on workdays: at the end of a worked day, or at the plan's start
        return end == 0 or days.worked(days.day(end - 1))
    return days.worked(days.day(first)) and days.worked(days.day(end - 1))


def _wait(
    activity: Task | Milestone, dependency: Dependency, place: ScheduledTask, schedule: Schedule, days: _WorkedDays
) -> Iterator[Violation]:
    before = schedule.tasks.get(dependency.predecessor)
    if before is None:
        return  # an optional task left out holds nobody up; one that is missing is told at its own place
    from_end, to_end = dependency.type.value
    since = before.finish_tick if from_end == "F" else before.start_tick
    until = place.finish_tick if to_end == "F" else place.start_tick
    lag = dependency.lag
    if lag is None:
        bound = since
    elif lag.working:
        bound = days.later(since, math.ceil(lag.amount))
    else:
        bound = since + _elapsed(lag)
    if until < bound:
        wait = f"{dependency.type.value}{'' if lag is None else f' {lag}'}"
        yield Violation(
            section="§3",
            subject=activity.id,
            message=f"does not wait for {dependency.predecessor} ({wait}): "
            f"{days.day(until)} comes before {days.day(bound)}",
        )
