"""A task as pictures show it: where it lies, how far it can move, and whether it decides the finish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from dxplan.cpm.result import CriticalPath
from dxplan.cpm.tasks import TaskDates
from dxplan.model.task import Milestone, Task
from dxplan.report.spans import Span, driving, is_moment, spans

__all__ = ["TaskRow", "leading_to", "task_rows"]


@attrs.frozen(kw_only=True)
class TaskRow:
    """A row of one task or milestone.

    Parameters
    ----------
    activity : Task or Milestone
    depth : int
        The number of programmes around it.
    span : Span
        Where it lies as early as it can; of work that goes on all the time, from when to when.
    dates : TaskDates or None
        None for work that goes on all the time.
    late_end : int or None
        The boundary by which it must end; before that of `span` where it is too late.
    repeats : tuple of Span
        Where it comes again.
    baseline : Span or None
    decides : bool
        Whether it is on a chain that decides the plan's finish.
    """

    activity: Task | Milestone
    depth: int
    span: Span
    dates: TaskDates | None = None
    late_end: int | None = None
    repeats: tuple[Span, ...] = ()
    baseline: Span | None = None
    decides: bool = False

    @property
    def id(self) -> str:
        """Of the task."""
        return self.activity.id

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day, as they are reported."""
        if self.dates is None:
            return self.span.first_day, self.span.last_day
        return self.dates.early_start, self.dates.early_finish


def task_rows(
    path: CriticalPath, before: Mapping[str, Span] | None = None, *, to: str | None = None
) -> dict[str, TaskRow]:
    """Return a row for each task and milestone of the plan.

    Parameters
    ----------
    path : CriticalPath
    before : mapping of str to Span, optional
        Where tasks lie in a baseline.
    to : str, optional
        Id of the task, programme or goal whose finish counts for `decides`; the plan's where left out.
    """
    before = before or {}
    found = spans(path)
    decides = driving(path, to)
    tick = path.plan.start.toordinal()
    rows = {}
    for activity in path.plan.activities:
        id = activity.id
        if id not in found:
            rows[id] = TaskRow(activity=activity, depth=0, span=_always(activity, path, found), baseline=before.get(id))
            continue
        dates, span = path.tasks[id], found[id]
        rows[id] = TaskRow(
            activity=activity,
            depth=0,
            span=span,
            dates=dates,
            late_end=tick + dates.late_finish_tick,
            repeats=_repeats(path, activity),
            baseline=before.get(id),
            decides=id in decides,
        )
    return rows


def _repeats(path: CriticalPath, activity: Task | Milestone) -> tuple[Span, ...]:
    if not isinstance(activity, Task) or activity.recurring is None:
        return ()
    moment = is_moment(activity)
    return tuple(
        Span(one.finish.toordinal() + 1 if moment else one.start.toordinal(), one.finish.toordinal() + 1)
        for one in path.occurrences(activity.id)[1:]
    )


def _always(activity: Task | Milestone, path: CriticalPath, found: Mapping[str, Span]) -> Span:
    """Return from when to when work goes on that has no dates: as long as the plan says, else as the plan lasts."""
    start = path.plan.start.toordinal()
    starts = [bound.toordinal() for bound in (activity.not_before, activity.on) if bound is not None]
    starts += [found[link.predecessor].end for link in activity.after if link.predecessor in found]
    start = max([start, *starts])
    recurring = activity.recurring if isinstance(activity, Task) else None
    until = (recurring.until if recurring is not None else None) or path.plan.horizon or path.finish
    return Span(start, max(until.toordinal() + 1, start + 1))


def leading_to(ids: Iterable[str], tasks: Mapping[str, Task | Milestone]) -> set[str]:
    """Return the tasks themselves and everything that they wait for, however indirectly."""
    found = set(ids)
    waiting = list(found)
    while waiting:
        fresh = {link.predecessor for link in tasks[waiting.pop()].after} - found
        found |= fresh
        waiting += fresh
    return found
