"""The further times of recurring work, and the own days of work, by position."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from dxplan.cpm.summaries import occurrences
from dxplan.cpm.tables import Ints, Mask
from dxplan.cpm.worktime import Clock, WorkedDays
from dxplan.model.task import Task
from dxplan.solve.search.problem import Job, Problem
from dxplan.solve.search.spot import Spot

__all__ = ["Times"]

_MANY = 10_000  # times of recurring work, from all the days on which it may begin


class Times:
    """Knows, for the jobs of a problem, when they are done again, and on how many days in each year.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._tables: dict[tuple[str, str | None], tuple[Ints, Ints, Mask]] = {}
        self._known: dict[tuple[str, str | None, int], tuple[tuple[int, int], ...]] = {}

    def all(self, job: Job, spot: Spot, position: int) -> tuple[tuple[int, int], ...]:
        """Return the boundaries of every time of a job whose first time lies at a position."""
        first = int(spot.starts[position]), int(spot.ends[position])
        if not job.again:
            return (first,)
        key = job.id, spot.way.mode, position
        if key not in self._known:
            self._known[key] = (first, *self._further(job, spot, first[0]))
        return self._known[key]

    def _further(self, job: Job, spot: Spot, first: int) -> Iterator[tuple[int, int]]:
        plan = self._problem.plan
        task = plan[job.id]
        assert isinstance(task, Task)
        assert task.recurring is not None
        length = next((mode.duration for mode in task.modes if mode.id == spot.way.mode), task.duration)
        task = _plain(task, length)
        calendar = self._problem.lines[spot.way.line].clock
        last = plan.horizon or task.recurring.until if task.recurring is not None else None
        assert last is not None
        worked = self._worked(task)
        for one in occurrences(plan, task, first, calendar, worked, last)[1:]:
            end = self._tick(one.finish) + 1
            yield (self._tick(one.start) if spot.way.days else end), end

    def _worked(self, task: Task) -> Clock:
        wanted = task.calendar or self._problem.plan.calendar
        for line in self._problem.lines:
            if line.worked is not None and line.worked.calendar == (wanted or "monday-to-friday"):
                return line.clock
        found = next((one for one in self._problem.plan.calendars if one.id == wanted), None)
        return WorkedDays(found, self._problem.plan.start)

    def _tick(self, day: dt.date) -> int:
        return day.toordinal() - self._problem.plan.start.toordinal()

    def at_once(self, job: Job, spot: Spot) -> int:
        """Return how many times of a job may run on the same day at most: more than one where it outlasts its rest."""
        if not job.again:
            return 1
        task = self._problem.plan[job.id]
        assert isinstance(task, Task)
        assert task.recurring is not None
        every = task.recurring.every
        rest = 1 if every is None else max(every.days, 1)
        return 1 + max(int((spot.ends - spot.starts).max()) - 1, 0) // rest

    def last_end(self, job: Job, spot: Spot) -> int:
        """Return a boundary before which all times of a job end, wherever it begins."""
        end = int(spot.ends[spot.positions[-1]])
        if not job.again:
            return end
        task, plan = self._problem.plan[job.id], self._problem.plan
        assert isinstance(task, Task)
        assert task.recurring is not None
        last = plan.horizon or task.recurring.until
        assert last is not None
        clock = self._problem.lines[spot.way.line].clock
        start = clock.start_from(self._tick(last) + 1, spot.way.days)
        return max(end, clock.finish(start, spot.way.days))

    def own_days(self, job: Job, spot: Spot) -> Ints | None:
        """Return the number of own days by allowed position; None where it is that of the way."""
        line = self._problem.lines[spot.way.line]
        if job.until is not None:
            before = np.concatenate(([0], np.cumsum(line.mask(int(spot.ends[-1]) + 1))))
            return np.asarray((before[spot.ends] - before[spot.starts])[spot.allowed], dtype=np.int64)
        if job.again:
            return np.array([len(self.all(job, spot, p)) * spot.way.days for p in spot.positions], dtype=np.int64)
        return None

    def rate(self, job: Job, spot: Spot, effort: Fraction, *, strict: bool) -> Fraction:
        """Return an effort as units each day; the greatest, or the least, where the days depend on the start."""
        days = self.own_days(job, spot)
        if days is None:
            return effort / spot.way.days
        days = days[days > 0]
        if not len(days):
            return Fraction(0)
        return effort / int(days.min() if strict else days.max())

    def fixed(self, job: Job, spot: Spot) -> bool:
        """Tell whether the number of own days is the same wherever the job begins."""
        days = self.own_days(job, spot)
        return days is None or len(np.unique(days)) <= 1

    def often(self, job: Job, spot: Spot) -> bool:
        """Tell whether a job has more times, from more days on, than a model should hold one by one."""
        positions = spot.positions
        return len(positions) * len(self.all(job, spot, int(positions[0]))) > _MANY

    def table(self, job: Job, spot: Spot) -> tuple[Ints, Ints, Mask]:
        """Return start and end of each time, and whether there is one, by position and number."""
        key = job.id, spot.way.mode
        known = self._tables.get(key)
        if known is None or len(known[0]) < len(spot.starts):
            every = [self.all(job, spot, position) for position in range(len(spot.starts))]
            most = max(map(len, every))
            known = (
                np.zeros((len(every), most), dtype=np.int64),
                np.zeros((len(every), most), dtype=np.int64),
                np.zeros((len(every), most), dtype=bool),
            )
            for position, found in enumerate(every):
                for number, (start, end) in enumerate(found):
                    known[0][position, number], known[1][position, number] = start, end
                known[2][position, : len(found)] = True
            self._tables[key] = known
        return known


def _plain(task: Task, length: Any) -> Task:
    return attrs.evolve(task, duration=length, modes=())
