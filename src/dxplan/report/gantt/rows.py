"""What stands in which row of a Gantt chart: programmes as the plan orders them, in each its tasks by their start."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from dxplan.cpm.result import CriticalPath, TaskDates
from dxplan.model.plan import Plan
from dxplan.model.task import Milestone, Programme, Task
from dxplan.report.gantt.spans import Span, around, driving, spans
from dxplan.solve.schedule import Schedule

__all__ = ["GroupRow", "Row", "Table", "TaskRow", "table", "task_rows"]


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
        The boundary to which it can move back.
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


@attrs.frozen(kw_only=True)
class GroupRow:
    """A row of a programme.

    Parameters
    ----------
    programme : Programme
    depth : int
    span : Span or None
        That of all tasks in it, however deep; None where there is none.
    days : tuple of date or None
        The first and the last day of all of them, as they are reported.
    folded : tuple of TaskRow
        Its own tasks, where they have no rows of their own.
    """

    programme: Programme
    depth: int
    span: Span | None
    days: tuple[dt.date, dt.date] | None
    folded: tuple[TaskRow, ...] = ()

    @property
    def id(self) -> str:
        """Of the programme."""
        return self.programme.id


Row = TaskRow | GroupRow


@attrs.frozen(kw_only=True)
class Table:
    """The rows of a chart, and what has none.

    Parameters
    ----------
    rows : tuple of Row
    folded : tuple of str
        Ids of the tasks that are drawn in the row of their programme.
    cut : tuple of str
        Ids of the tasks that are not drawn.
    gone : tuple of str
        Ids of the tasks that the baseline has and the plan has not.
    """

    rows: tuple[Row, ...]
    folded: tuple[str, ...]
    cut: tuple[str, ...]
    gone: tuple[str, ...]


def table(path: CriticalPath, baseline: CriticalPath | Schedule | None, *, group: bool, most: int) -> Table:
    """Return the rows of a chart, `most` of them at the most: further tasks fold into their programmes, or are cut."""
    before = {} if baseline is None else spans(baseline)
    tasks = task_rows(path, before)
    tree = _Tree(path.plan if group else None, tasks)
    hidden = tree.fold(most)
    rows = list(tree.rows(hidden))
    cut = [row for row in rows[most:] if isinstance(row, TaskRow)]
    cut += [task for row in rows[most:] if isinstance(row, GroupRow) for task in row.folded]
    kept = rows[:most]
    return Table(
        rows=tuple(kept),
        folded=tuple(task.id for row in kept if isinstance(row, GroupRow) for task in row.folded),
        cut=tuple(task.id for task in cut),
        gone=tuple(sorted(before.keys() - tasks.keys())),
    )


def task_rows(path: CriticalPath, before: Mapping[str, Span] | None = None) -> dict[str, TaskRow]:
    """Return a row for each task and milestone, with where it lay `before`."""
    before = before or {}
    found = spans(path)
    decides = driving(path)
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
            late_end=dates.late_finish.toordinal() + 1 if dates.total_float > 0 else None,
            baseline=before.get(id),
            decides=id in decides,
        )
    return rows


def _always(activity: Task | Milestone, path: CriticalPath, found: Mapping[str, Span]) -> Span:
    """Return from when to when work goes on that has no dates: as long as the plan says, else as the plan lasts."""
    start = path.plan.start.toordinal()
    starts = [bound.toordinal() for bound in (activity.not_before, activity.on) if bound is not None]
    starts += [found[link.predecessor].end for link in activity.after if link.predecessor in found]
    start = max([start, *starts])
    recurring = activity.recurring if isinstance(activity, Task) else None
    until = (recurring.until if recurring is not None else None) or path.plan.horizon or path.finish
    return Span(start, max(until.toordinal() + 1, start + 1))


class _Tree:
    """Programmes with what lies in them; without a plan, the tasks alone."""

    def __init__(self, plan: Plan | None, tasks: Mapping[str, TaskRow]) -> None:
        self._programmes = {} if plan is None else {one.id: one for one in plan.programmes}
        self._above = {one.id: one.within for one in self._programmes.values()}
        self._cut_circles()
        self._inside: dict[str | None, list[str]] = defaultdict(list)
        for id in self._programmes:
            self._inside[self._above[id]].append(id)
        self._tasks: dict[str | None, list[TaskRow]] = defaultdict(list)
        for task in tasks.values():
            self._tasks[task.activity.within if plan is not None else None].append(task)
        for own in self._tasks.values():
            own.sort(key=lambda task: (task.span, task.id))
        self._spans = self._whole()

    def _cut_circles(self) -> None:
        """Let a programme stand alone where those around it run in a circle."""
        safe: set[str | None] = {None}
        for id in sorted(self._above):
            seen: dict[str, None] = {}
            step: str | None = id
            while step not in safe:
                assert step is not None
                if step in seen:
                    self._above[step] = None
                    break
                seen[step] = None
                step = self._above[step]
            safe |= seen.keys()

    def _whole(self) -> dict[str, tuple[Span, tuple[dt.date, dt.date]]]:
        """Return span and days of every programme that holds a task, however deep."""
        found: dict[str, tuple[Span, tuple[dt.date, dt.date]]] = {}
        for id in reversed([id for id, _ in self._walk()]):  # those inside come first
            parts = [(task.span, task.days) for task in self._tasks[id]]
            parts += [found[inner] for inner in self._inside[id] if inner in found]
            if (span := around(span for span, _ in parts)) is not None:
                found[id] = span, (min(first for _, (first, _) in parts), max(last for _, (_, last) in parts))
        return found

    def _walk(self) -> Iterator[tuple[str, int]]:
        """Yield programmes with their depth, each before those inside it, in the order of the plan."""
        waiting = [(id, 0) for id in reversed(self._inside[None])]
        while waiting:
            id, depth = waiting.pop()
            yield id, depth
            waiting += [(inner, depth + 1) for inner in reversed(self._inside[id])]

    def fold(self, most: int) -> set[str]:
        """Return the programmes whose own tasks get no rows, so that there are `most` rows if that is possible.

        Those without a deciding or critical task come first, and among them the largest.
        """
        count = len(self._programmes) + sum(len(own) for own in self._tasks.values())
        hidden: set[str] = set()

        def order(id: str) -> tuple[bool, int, str]:
            return any(_matters(task) for task in self._tasks[id]), -len(self._tasks[id]), id

        for id in sorted((id for id in self._programmes if self._tasks[id]), key=order):
            if count <= most:
                break
            hidden.add(id)
            count -= len(self._tasks[id])
        return hidden

    def rows(self, hidden: set[str]) -> Iterator[Row]:
        """Yield the rows from the top; tasks outside of any programme come last."""
        for id, depth in self._walk():
            own = [attrs.evolve(task, depth=depth + 1) for task in self._tasks[id]]
            folded = tuple(own) if id in hidden else ()
            span, days = self._spans.get(id, (None, None))
            yield GroupRow(programme=self._programmes[id], depth=depth, span=span, days=days, folded=folded)
            yield from () if id in hidden else own
        yield from self._tasks[None]


def _matters(task: TaskRow) -> bool:
    return task.decides or (task.dates is not None and task.dates.critical)
