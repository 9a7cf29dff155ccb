"""Every way and place of each task of a tiny plan, with all that follows from it alone."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import dxplan as dx
from tests import schedule_oracle as oracle, time_oracle as times
from tests.search_said import Said, continuous
from tests.search_taken import Load, Run, Spent, Taker, Way
from tests.search_window import Window

__all__ = ["Option", "Options", "best"]


class Option(NamedTuple):
    """A task at a place, in a mode."""

    s: int
    f: int
    mode: str | None
    breaks: frozenset[str]  # kinds of breach, whatever the other tasks do
    late: int  # days past the due date
    loads: tuple[tuple[Load, int | Fraction], ...]
    spent: tuple[Spent, ...]
    seen: tuple[bool, ...]  # what goals see of it


_MOMENT = dx.Duration(amount=0, unit="day")


class Options:
    """All of them, of what is taken as said."""

    def __init__(self, plan: dx.Plan, said: Said, window: Window) -> None:
        self.plan, self.said, self.window = plan, said, window
        self.taken = Taker(plan, said, window)
        self._seen: dict[tuple[str, int, bool], tuple[bool, ...]] = {}

    # where

    def ways(self, task: dx.Task | dx.Milestone) -> list[Way]:
        if isinstance(task, dx.Milestone):
            return [Way(None, _MOMENT, (), ())]
        if not self.said.length(task):
            return [Way(None, None, (), ())]
        own = task.duration.most_likely if isinstance(task.duration, dx.ThreePoint) else task.duration
        found = [Way(mode.id, mode.duration, mode.uses, mode.costs) for mode in task.modes]
        return found if own is None and found else [Way(None, own, task.uses, task.costs), *found]

    def near(self, task: dx.Task | dx.Milestone) -> list[Option]:
        """Return those at every tick that has to be looked at by itself."""
        return self.at(task, self._near(task))

    def _near(self, task: dx.Task | dx.Milestone) -> range:
        return range(0 if self.said.start else self.window.earliest[task.id], self.window.latest[task.id] + 1)

    def at(self, task: dx.Task | dx.Milestone, ticks: range) -> list[Option]:
        """Return those that start at some ticks."""
        return [self.option(task, way, *place) for way in self.ways(task) for place in self.places(task, way, ticks)]

    def far(self, task: dx.Task | dx.Milestone, *, next_year: bool, by: int = 0) -> list[Option]:
        """Return those far away, after the last date or, where the plan's start is not said, before the first."""
        beyond = [self.window.far(task.id, next_year=next_year, by=by)]
        beyond += [] if self.said.start else [self.window.before(task.id)]
        found = []
        for way in self.ways(task):
            for ticks in beyond:
                if len(ticks) == 1:
                    tick = ticks[0]
                    while not self.places(task, way, range(tick, tick + 1)):
                        tick += 1
                    ticks = range(tick, tick + 1)
                found += [self.option(task, way, *place) for place in self.places(task, way, ticks)]
            if way.length is None:  # it may begin in one of these stretches and end in another
                parts = [self._near(task), *beyond]
                found += [
                    self.option(task, way, s, f)
                    for begin in parts
                    for end in parts
                    if begin is not end
                    for s in begin
                    for f in end
                    if s <= f
                ]
        return found

    def places(self, task: dx.Task | dx.Milestone, way: Way, ticks: range) -> list[Run]:
        """Return where a task can lie that starts in `ticks`, and where its length is not known ends in them."""
        if way.length is None:
            return [(s, f) for s in ticks for f in range(s, ticks.stop)]
        days, working = times.ticks(way.length)
        if not working:
            return [(s, s + days) for s in ticks]
        worked = self.window.worked
        if not days:
            return [(s, s) for s in ticks if s == 0 or worked(task, s - 1)]
        found = []
        for s in ticks:
            if worked(task, s):
                f, left = s, days
                while left:
                    left -= worked(task, f)
                    f += 1
                found.append((s, f))
        return found

    # what follows from it

    def option(self, task: dx.Task | dx.Milestone, way: Way, s: int, f: int) -> Option:
        runs = [(s, f)]
        if isinstance(task, dx.Task) and task.recurring is not None and way.length is not None:
            modes = {} if way.mode is None else {task.id: way.mode}
            runs = oracle.runs(self.plan, dx.Schedule.from_ticks(self.plan.start, {task.id: (s, f)}, modes=modes), task)
        first, last = self.taken.reported(s, f)
        days = {field: self._said_day(task, field) for field in ("not_before", "on", "due")}
        breaks = [
            kind
            for kind, wrong in (
                ("too-early", days["not_before"] is not None and first < days["not_before"]),
                ("not-on", days["on"] is not None and first != days["on"]),
                ("too-late", days["due"] is not None and last > days["due"]),
                ("before-start", self.said.start and s < 0),
                ("no-duration", way.length is None and self.said.all),
                ("never-ends", self.said.all and any(self._unending(link) for link in task.after)),
            )
            if wrong
        ]
        late = max(0, last - days["due"]) if days["due"] is not None else 0
        taken = self.taken(task, way, runs)
        return Option(
            s, f, way.mode, taken.breaks.union(breaks), late, taken.loads, taken.spent, self._sees(task, s, f)
        )

    def _said_day(self, task: dx.Task | dx.Milestone, field: str) -> int | None:
        day = getattr(task, field)
        return None if day is None or not self.said(task.id, field) else (day - self.plan.start).days

    def _unending(self, link: dx.Dependency) -> bool:
        before = self.plan[link.predecessor]
        assert isinstance(before, (dx.Task, dx.Milestone))
        return continuous(before)

    # what goals see

    @cached_property
    def _dues(self) -> list[dt.date]:
        return sorted({goal.due for goal in self.plan.goals if goal.due is not None})

    def _sees(self, task: dx.Task | dx.Milestone, s: int, f: int) -> tuple[bool, ...]:
        key = task.id, f, s == f
        if key not in self._seen:
            place = dx.Schedule.from_ticks(self.plan.start, {task.id: (s, f)}).tasks[task.id]
            felt = [place.finish, *(oracle.felt(self.plan, task, place, one) for one in task.advances)]
            self._seen[key] = tuple(day <= due for due in self._dues for day in felt)
        return self._seen[key]


def best(options: list[Option], sign: int) -> list[Option]:
    """Return the options than which no other is earlier at both ends, or later for a negative sign; of equals one."""

    def covers(one: Option, other: Option) -> bool:
        return sign * one.s <= sign * other.s and sign * one.f <= sign * other.f

    found: list[Option] = []
    for one in options:
        if not any(covers(other, one) for other in found):
            found = [other for other in found if not covers(one, other)] + [one]
    return found
