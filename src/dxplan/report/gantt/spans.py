"""Where tasks lie, as boundaries between days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from dxplan.cpm.network import planned_duration
from dxplan.cpm.result import CriticalPath
from dxplan.model.plan import Plan
from dxplan.model.task import DependencyType, Milestone, Task
from dxplan.solve.schedule import Schedule

__all__ = ["Span", "around", "driving", "is_moment", "merged", "spans"]


@attrs.frozen(order=True)
class Span:
    """A half-open stretch of days ``[start, end)``, as day numbers; a moment where both are the same (§1)."""

    start: int
    end: int

    @property
    def first_day(self) -> dt.date:
        """The first day; of a moment, the day at whose end it lies."""
        return self.last_day if self.start == self.end else dt.date.fromordinal(self.start)

    @property
    def last_day(self) -> dt.date:
        """The last day."""
        return dt.date.fromordinal(max(self.end - 1, 1))


def is_moment(activity: Task | Milestone) -> bool:
    """Whether it takes no time."""
    duration = planned_duration(activity)
    return duration is not None and not duration.days


def spans(dates: CriticalPath | Schedule) -> dict[str, Span]:
    """Return where each task lies: as early as it can, or as it is scheduled.

    Examples
    --------
    >>> import dxplan as dx
    >>> elements = [dx.Task(id="a", duration="2 days"), dx.Milestone(id="m", after="a")]
    >>> found = spans(
    ...     dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=elements))
    ... )
    >>> found["a"].end == found["m"].start == found["m"].end
    True
    """
    if isinstance(dates, Schedule):
        tick = dates.start.toordinal()
        return {id: Span(tick + task.start_tick, tick + task.finish_tick) for id, task in dates.tasks.items()}
    plan = dates.plan
    opening = _at_the_start(dates)
    found = {}
    for id, task in dates.tasks.items():
        end = task.early_finish.toordinal() + 1
        if id in opening:
            found[id] = Span(plan.start.toordinal(), plan.start.toordinal())
        else:
            found[id] = Span(end if _moment(plan, id) else task.early_start.toordinal(), end)
    return found


def _moment(plan: Plan, id: str) -> bool:
    activity = plan[id]
    return isinstance(activity, (Task, Milestone)) and is_moment(activity)


def _at_the_start(path: CriticalPath) -> set[str]:
    """Return the moments that lie before the plan's first day, on which they are reported.

    One that waits for work of that day lies after it.
    """
    plan = path.plan
    first = {id for id, task in path.tasks.items() if task.early_finish == plan.start and _moment(plan, id)}
    while True:
        later = {id for id in first if any(_ends_after(path, id, by, first) for by in path.tasks[id].driven_by)}
        if not later:
            return first
        first -= later


def _ends_after(path: CriticalPath, id: str, by: str, first: set[str]) -> bool:
    activity = path.plan[id]
    assert isinstance(activity, (Task, Milestone))
    links = [link for link in activity.after if link.predecessor == by]
    if any(link.lag is not None and link.lag.days for link in links):
        return True
    at_its_finish = any(link.type in (DependencyType.FS, DependencyType.FF) for link in links)
    return by not in first and (at_its_finish or _moment(path.plan, by))


def driving(path: CriticalPath, to: str | None = None) -> set[str]:
    """Return every task on a chain that decides the plan's finish, or that of one task (§5)."""
    tasks = path.tasks
    waiting = [to] if to is not None else [id for id, task in tasks.items() if task.early_finish == path.finish]
    found = set(waiting)
    while waiting:
        fresh = set(tasks[waiting.pop()].driven_by) - found
        found |= fresh
        waiting += fresh
    return found


def around(found: Iterable[Span]) -> Span | None:
    """Return the span from the first start to the last end; None where there is none."""
    found = list(found)
    return Span(min(one.start for one in found), max(one.end for one in found)) if found else None


def merged(found: Iterable[Span]) -> list[Span]:
    """Return the same days with no day twice.

    Examples
    --------
    >>> merged([Span(1, 4), Span(9, 12), Span(3, 6)])
    [Span(start=1, end=6), Span(start=9, end=12)]
    """
    whole: list[Span] = []
    for span in sorted(found):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return whole
