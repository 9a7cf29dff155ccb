"""What stands in which row of a Gantt chart: programmes as the plan orders them, in each its tasks by their start."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from dxplan.cpm.result import CriticalPath
from dxplan.model.task import Programme
from dxplan.report.breakdown import Level, breakdown
from dxplan.report.spans import Span, around, spans
from dxplan.report.task_row import TaskRow, task_rows
from dxplan.solve.schedule import Schedule

__all__ = ["GroupRow", "Row", "Table", "table"]


@attrs.frozen(kw_only=True)
class GroupRow:
    """A row of a programme.

    Parameters
    ----------
    programme : Programme
    depth : int
    span : Span or None
        That of all tasks in it that have dates, however deep; None where there is none.
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
    tree = _Tree(breakdown(path.plan) if group else [], tasks)
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


class _Tree:
    """Programmes with what lies in them; tasks outside of them, or of any where there are none, lie in None."""

    def __init__(self, levels: Sequence[Level], tasks: Mapping[str, TaskRow]) -> None:
        self._levels = levels
        programmes = {level.programme.id for level in levels}
        self._tasks: dict[str | None, list[TaskRow]] = defaultdict(list)
        for task in tasks.values():
            within = task.activity.within
            self._tasks[within if within in programmes else None].append(task)
        for own in self._tasks.values():
            own.sort(key=lambda task: (task.span, task.id))
        self._spans = self._whole()

    def _whole(self) -> dict[str, tuple[Span, tuple[dt.date, dt.date]]]:
        """Return span and days of every programme that holds a task with dates, however deep."""
        found: dict[str, tuple[Span, tuple[dt.date, dt.date]]] = {}
        parts: dict[str | None, list[tuple[Span, tuple[dt.date, dt.date]]]] = {}
        for id, own in self._tasks.items():
            dated = [task for task in own if task.dates is not None]
            parts[id] = [(task.span, task.days) for task in dated]
        for level in reversed(self._levels):  # those inside come first
            id = level.programme.id
            mine = parts.get(id, [])
            if (span := around(span for span, _ in mine)) is not None:
                found[id] = span, (min(first for _, (first, _) in mine), max(last for _, (_, last) in mine))
                parts.setdefault(level.above, []).append(found[id])
        return found

    def fold(self, most: int) -> set[str]:
        """Return the programmes whose own tasks get no rows, so that there are `most` rows if that is possible.

        Those without a deciding or critical task come first, and among them the largest.
        """
        count = len(self._levels) + sum(map(len, self._tasks.values()))
        hidden: set[str] = set()

        def order(id: str) -> tuple[bool, int, str]:
            return any(_matters(task) for task in self._tasks[id]), -len(self._tasks[id]), id

        for id in sorted((id for id, own in self._tasks.items() if id is not None and own), key=order):
            if count <= most:
                break
            hidden.add(id)
            count -= len(self._tasks[id])
        return hidden

    def rows(self, hidden: set[str]) -> Iterator[Row]:
        """Yield the rows from the top; tasks outside of any programme come last."""
        for level in self._levels:
            id = level.programme.id
            own = [attrs.evolve(task, depth=level.depth + 1) for task in self._tasks.get(id, ())]
            folded = tuple(own) if id in hidden else ()
            span, days = self._spans.get(id, (None, None))
            yield GroupRow(programme=level.programme, depth=level.depth, span=span, days=days, folded=folded)
            yield from () if id in hidden else own
        yield from self._tasks.get(None, ())


def _matters(task: TaskRow) -> bool:
    return task.decides or (task.dates is not None and task.dates.critical)
