"""Where the tasks of a tiny plan have to be tried, so that trying elsewhere would find nothing new.

After the last date that the plan names every week is like the next. What lies there is tried once, far away, one task
after the other in the order of their waits, so that they meet on no day. Only a wait for something later (a lead, or a
link to a finish) ties a task there to one before, and makes the stretch longer on which every day is tried.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import dxplan as dx
from tests import time_oracle as times
from tests.search_said import continuous

__all__ = ["Window"]

_ONE = dt.timedelta(days=1)


class Window:
    """The ticks that matter to a plan."""

    def __init__(self, plan: dx.Plan) -> None:
        self.plan = plan
        self._worked: dict[tuple[str | None, int], bool] = {}
        self.costs = any(task.costs or any(mode.costs for mode in task.modes) for task in plan.tasks)
        self.first, self.last = self._events()
        self.year = self._year(self.last)
        to_new_year = (dt.date(self.year + 1, 1, 1) - plan.start).days
        if self.costs and to_new_year - self.last < 60:  # the fiscal years on both sides matter
            self.last, self.year = to_new_year, self.year + 1
        said = [ceiling.year for fund in plan.funds for ceiling in fund.ceilings]
        assert not self.costs or max(said, default=0) <= self.year, "ceilings for years that are not looked at"

    def worked(self, task: object, tick: int) -> bool:
        """Tell whether a day is worked on a task's calendar, the plan's for None."""
        key = getattr(task, "calendar", None), tick
        if key not in self._worked:
            self._worked[key] = times.is_worked(self.plan, task, tick)
        return self._worked[key]

    def _year(self, tick: int) -> int:
        return (self.plan.start + tick * _ONE).year

    def _events(self) -> tuple[int, int]:
        """Return the first tick of which the plan says something, and the one after the last."""
        plan = self.plan
        days: list[dt.date | None] = [plan.start, *(goal.due for goal in plan.goals)]
        for task in plan.activities:
            days += [task.not_before, task.on, task.due]
            if isinstance(task, dx.Task) and task.recurring is not None:
                days += [task.recurring.until, plan.horizon]
                last = task.recurring.until or plan.horizon or (task.due if continuous(task) else None)
                assert last is not None, "recurring work without an end"
        days += [step.since for resource in plan.resources for step in resource.capacity]
        days += [day for body in plan.bodies for day in (body.valid_from, body.valid_to)]
        days += [day for area in plan.areas for day in (area.valid_from, area.valid_to)]
        days += [day for one in plan.calendars for day in (*one.holidays, *one.worked)]
        assert all(one.country is None for one in plan.calendars)
        ticks = [(day - plan.start).days for day in days if day is not None]
        return min(ticks), max(ticks) + 1

    def span(self, task: object, length: dx.Duration | None) -> int:
        """Return the most days of the year that a length, or a lag, takes on a task's calendar."""
        if length is None:
            return 0
        days, working = times.ticks(length)
        if not working or not days:
            return abs(days)
        return max(self._walk(task, tick, abs(days)) for tick in range(self.first - 12, self.last + 12))

    def _walk(self, task: object, tick: int, days: int) -> int:
        begin = tick
        while days:
            days -= self.worked(task, tick)
            tick += 1
        return tick - begin

    def lengths(self, task: dx.Task | dx.Milestone) -> int:
        """Return the most days of the year that a task takes in any of its ways."""
        if isinstance(task, dx.Milestone):
            return 0
        own = task.duration.most_likely if isinstance(task.duration, dx.ThreePoint) else task.duration
        return max(self.span(task, length) for length in (own, *(mode.duration for mode in task.modes)))

    @cached_property
    def spacing(self) -> int:
        """Days that no task, with what waits for it, reaches over."""
        tasks = self.plan.activities
        longest = max((self.lengths(task) for task in tasks), default=0)
        lags = max((self.span(task, link.lag) for task in tasks for link in task.after), default=0)
        return longest + lags + 8

    @cached_property
    def groups(self) -> list[list[str]]:
        """Ids in the order of their waits; those that wait for each other in a circle together."""
        above = {task.id: {link.predecessor for link in task.after} for task in self.plan.activities}
        for _ in list(above):  # what comes before, through others
            above = {id: direct.union(*(above[one] for one in direct)) for id, direct in above.items()}
        found: list[list[str]] = []
        waiting = [task.id for task in self.plan.activities]
        while waiting:
            for id in waiting:
                group = [one for one in waiting if one == id or (one in above[id] and id in above[one])]
                rest = [one for one in waiting if one not in group]
                if not above[id].intersection(rest):
                    break
            else:
                raise AssertionError("no order")
            found.append(group)
            waiting = rest
        return found

    @cached_property
    def _links(self) -> list[tuple[str, str, bool, int, int]]:
        """Predecessor, successor, whether a finish waits, the successor's days, and those of a lead."""
        found = []
        for task in self.plan.activities:
            for link in task.after:
                lead = self.span(task, link.lag) if link.lag is not None and link.lag.days < 0 else 0
                found.append((link.predecessor, task.id, link.type.value[1] == "F", self.lengths(task), lead))
        return found

    @cached_property
    def latest(self) -> dict[str, int]:
        """The last start that is tried day by day: any later one could as well be far away."""
        found: dict[str, int] = {}
        for group in reversed(self.groups):
            bound = self.last
            for before, id, to_finish, days, lead in self._links:
                if before in group and id not in group:
                    bound = max(bound, found[id] + lead + days * to_finish)
            found |= dict.fromkeys(group, bound + self._around(group))
        return found

    @cached_property
    def earliest(self) -> dict[str, int]:
        """The first start that is tried day by day where the plan's start is not said."""
        found: dict[str, int] = {}
        for group in self.groups:
            days = max(self.lengths(self._task(id)) for id in group)
            bound = self.first - 1 - days
            for before, id, _, _, lead in self._links:
                if id in group and before not in group:
                    bound = min(bound, found[before] - days - lead)
            found |= dict.fromkeys(group, bound - self._around(group))
        return found

    def _task(self, id: str) -> dx.Task | dx.Milestone:
        task = self.plan[id]
        assert isinstance(task, (dx.Task, dx.Milestone))
        return task

    def _around(self, group: list[str]) -> int:
        """Return over how many days the tasks of a circle may be strewn, 0 for one task alone."""
        return len(group) * self.spacing if len(group) > 1 else 0

    @cached_property
    def _offsets(self) -> dict[str, tuple[int, int]]:
        """Where each task lies among those that are far away, and how many starts are tried there."""
        found: dict[str, tuple[int, int]] = {}
        offset = 0
        for group in self.groups:
            found |= dict.fromkeys(group, (offset, 1 + self._around(group)))
            offset += self.spacing + self._around(group)
        return found

    def far(self, id: str, *, next_year: bool = False, by: int = 0) -> range:
        """Return the starts that are tried far away: in the year of the last date, or in one of which nothing is said.

        `by` more days away, where more days are tried one by one.
        """
        offset, number = self._offsets[id]
        base = max(self.latest.values()) + self.spacing + by
        new_year = (dt.date(self.year + 1, 1, 1) - self.plan.start).days
        if next_year:
            base = max(base, new_year + self.spacing)  # with room for leads before it
        else:
            assert base + offset + number + self.spacing < new_year or not self.costs
        return range(base + offset, base + offset + number)

    def before(self, id: str) -> range:
        """Return the starts that are tried long before the first date."""
        offset, number = self._offsets[id]
        base = min(self.earliest.values()) - sum(self._offsets[self.groups[-1][0]]) - 2 * self.spacing
        return range(base + offset, base + offset + number)
