"""Where tasks lie, as boundaries between days."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

import attrs

from dxplan.cpm.compile import planned_duration
from dxplan.cpm.result import CriticalPath
from dxplan.model.task import Milestone, Task
from dxplan.solve.schedule import Schedule

__all__ = ["Span", "around", "driving", "ends", "is_moment", "merged", "spans"]

_MOST_CHAINS = 100  # of those that decide a goal, to find the work that ends them


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
    tick = dates.plan.start.toordinal()
    return {id: Span(tick + task.early_start_tick, tick + task.early_finish_tick) for id, task in dates.tasks.items()}


def ends(path: CriticalPath, to: str) -> set[str]:
    """Return the tasks that `to` means: itself, all tasks of a programme, or the work that decides a goal.

    Raises
    ------
    KeyError
        For an id without dates.
    """
    if to in path.programmes:
        return set(path.programmes[to].tasks)
    return {chain[-1] for chain in itertools.islice(path.paths(to=to), _MOST_CHAINS)}


def driving(path: CriticalPath, to: str | None = None) -> set[str]:
    """Return every task on a chain that decides the plan's finish, or that of one task, programme or goal (§5)."""
    tasks = path.tasks
    last = path.tasks if to is None else ends(path, to)
    finish = max(tasks[id].early_finish_tick for id in last)
    waiting = [id for id in last if tasks[id].early_finish_tick == finish]
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
