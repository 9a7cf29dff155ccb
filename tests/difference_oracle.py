"""Dates as the least and the greatest solution of difference constraints: Bellman and Ford's relaxation, day by day.

Each wait is a constraint between two boundaries; it is applied again and again, to whatever task comes first, until
nothing moves (Bellman, 1958; Ford, 1956). A calendar is a row of days that are worked or not, walked one by one.
Nothing is shared with dxplan.cpm: no order, no levels, no tables, no positions.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from fractions import Fraction

import attrs

import dxplan as dx
from tests.time_oracle import DAYS, is_worked

SPAN = 800


def ticks(duration: dx.Duration | None) -> tuple[int, bool]:
    if duration is None:
        return 0, False
    if duration.unit == "workday":
        return math.ceil(duration.amount), True
    return math.ceil(Fraction(duration.amount) * DAYS[duration.unit]), False


@attrs.define
class Job:
    """A task as the oracle sees it: its length, its row of days, its own bounds in reported days."""

    id: str
    days: int
    working: bool
    worked: list[bool]  # of the ticks from -SPAN
    not_before: list[int]
    on: int | None
    due: int | None

    def is_worked(self, tick: int) -> bool:
        return self.worked[tick + SPAN]

    def finish(self, s: int) -> int | None:
        """Where it ends if it starts at `s`; None where it cannot start there."""
        if not self.working:
            return s + self.days
        if self.days == 0:
            return s if s == 0 or self.is_worked(s - 1) else None
        if not self.is_worked(s):
            return None
        left, t = self.days, s
        while left:
            left -= self.is_worked(t)
            t += 1
        return t

    def reported(self, s: int, f: int) -> tuple[int, int]:
        if s == f:
            return (s - 1 if s else 0,) * 2
        return s, f - 1

    def own_days(self, a: int, b: int) -> int:
        if not self.working:
            return b - a
        count = sum(self.is_worked(tick) for tick in range(min(a, b), max(a, b)))
        return count if a <= b else -count


@attrs.define
class Wait:
    before: int
    after: int
    from_finish: bool
    to_finish: bool
    lag: int
    lag_working: bool

    def least(self, since: int, successor_days: list[bool]) -> int:
        """The boundary that lies the lag after `since`."""
        if not self.lag_working:
            return since + self.lag
        t, left = since, self.lag
        while left > 0:
            left -= successor_days[t + SPAN]
            t += 1
        while left < 0:
            left += successor_days[t - 1 + SPAN]
            t -= 1
        return t


@attrs.define
class Problem:
    jobs: list[Job]
    waits: list[Wait]
    number: dict[str, int]
    calendars: list[list[bool]]  # of each job, for lags in workdays

    def keeps(self, wait: Wait, before: tuple[int, int], after: tuple[int, int]) -> bool:
        bound = wait.least(before[wait.from_finish], self.calendars[wait.after])
        return after[wait.to_finish] >= bound


def problem(plan: dx.Plan, changed: dict[str, dx.Duration] | None = None) -> Problem:
    known = {calendar.id: calendar for calendar in plan.calendars}
    number = {activity.id: n for n, activity in enumerate(plan.activities)}
    jobs, waits, calendars = [], [], []
    for activity in plan.activities:
        duration = (changed or {}).get(activity.id, getattr(activity, "duration", None))
        days, working = ticks(duration)
        id = getattr(activity, "calendar", None) or plan.calendar
        calendar = _row(known.get(id) if id else None, plan.start)
        calendars.append(calendar)

        def day(date: dt.date | None) -> int | None:
            return None if date is None else (date - plan.start).days

        bounds = [bound for bound in (day(activity.not_before), day(activity.on)) if bound is not None]
        jobs.append(Job(activity.id, days, working, calendar, bounds, day(activity.on), day(activity.due)))
        for link in activity.after:
            one, other = link.type.value
            waits.append(
                Wait(number[link.predecessor], number[activity.id], one == "F", other == "F", *ticks(link.lag))
            )
    return Problem(jobs, waits, number, calendars)


@functools.lru_cache(maxsize=1000)
def _row(calendar: dx.Calendar | None, start: dt.date) -> list[bool]:
    """The days of a calendar, asked one by one."""
    elements = () if calendar is None else (calendar,)
    id = None if calendar is None else calendar.id
    plan = dx.Plan(id="days", start=start, calendar=id, elements=elements)
    return [is_worked(plan, None, tick) for tick in range(-SPAN, SPAN)]


def early(given: Problem) -> list[tuple[int, int]]:
    """The least places: every job starts at the plan's start and moves up until no constraint moves it."""
    place: list[tuple[int, int]] = []
    for job in given.jobs:
        s = 0
        while (f := job.finish(s)) is None or any(job.reported(s, f)[0] < bound for bound in job.not_before):
            s += 1
        place.append((s, f))
    moved = True
    while moved:
        moved = False
        for wait in given.waits:
            job = given.jobs[wait.after]
            s, f = place[wait.after]
            bound = wait.least(place[wait.before][wait.from_finish], given.calendars[wait.after])
            while (f, s)[not wait.to_finish] < bound:
                s += 1
                while (ended := job.finish(s)) is None:
                    s += 1
                f, moved = ended, True
            place[wait.after] = s, f
    return place


def late(given: Problem, plan_finish: int) -> list[tuple[int, int]]:
    """The greatest places (§5): bounded by due dates, fixed starts, and the plan's finish where no due date governs."""
    governed = {n for n, job in enumerate(given.jobs) if job.due is not None}
    for _ in given.jobs:
        governed |= {wait.before for wait in given.waits if wait.from_finish and wait.after in governed}
    place: list[tuple[int, int]] = []
    for n, job in enumerate(given.jobs):
        s = SPAN // 2

        def fits(s: int, job: Job = job, n: int = n) -> int | None:
            f = job.finish(s)
            if f is None:
                return None
            first, last = job.reported(s, f)
            if job.due is not None and last > job.due:
                return None
            if n not in governed and f > plan_finish:
                return None
            return None if job.on is not None and first > job.on else f

        while (f := fits(s)) is None:
            s -= 1
        place.append((s, f))
    moved = True
    while moved:
        moved = False
        for wait in given.waits:
            job = given.jobs[wait.before]
            s, f = place[wait.before]
            until = place[wait.after][wait.to_finish]
            while wait.least((s, f)[wait.from_finish], given.calendars[wait.after]) > until:
                s -= 1
                while (ended := job.finish(s)) is None:
                    s -= 1
                f, moved = ended, True
            place[wait.before] = s, f
    return place


def free_float(given: Problem, first: list[tuple[int, int]], last: list[tuple[int, int]], n: int) -> int:
    """By how many own days a job can move while no other does, at most to its late place."""
    job = given.jobs[n]
    out = [wait for wait in given.waits if wait.before == n]
    s, f = last[n]
    while not all(given.keeps(wait, (s, f), first[wait.after]) for wait in out):
        s -= 1
        while (ended := job.finish(s)) is None:
            s -= 1
        f = ended
    return job.own_days(first[n][0], s)
