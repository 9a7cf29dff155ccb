"""The plan compiled to integers: activities by level, their waits, calendars and bounds, as NumPy arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from graphlib import CycleError as _GraphCycle, TopologicalSorter
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs
import numpy as np

from dxplan.cpm.tables import Axis, Ints, Tables
from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays
from dxplan.errors import CycleError
from dxplan.model.calendar import Calendar
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, DependencyType, Milestone, Task
from dxplan.units import WORKDAY

__all__ = ["Axes", "Link", "Links", "Network", "compile_network", "find_cycle", "planned_duration", "stable_order"]

_UNSAID = np.iinfo(np.int64).min
"""In `Network.fixed` and `Network.due`: no such bound. Never computed with."""


@attrs.frozen(eq=False)
class Links:
    """The dependencies between places, as arrays of one length; those of one successor lie together, as it states them.

    Parameters
    ----------
    source, target : array of int
        Places of the predecessor and the successor.
    from_finish, to_finish : array of bool
        Which ends each ties.
    lag : array of int
        In worked days of the successor's calendar where `lag_working`, in days otherwise (§3).
    lag_working : array of bool
    lag_axis : array of int
        The axis of that calendar, 0 where the lag is none of workdays.
    """

    source: Ints
    target: Ints
    from_finish: Ints
    to_finish: Ints
    lag: Ints
    lag_working: Ints
    lag_axis: Ints


class Axes:
    """The axes on which the tasks of a network lie, the elapsed one first, and their tables over the days needed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._axes: list[tuple[Axis, WorkedDays | None]] = [(Axis.ELAPSED, None)]
        self._number: dict[tuple[Axis, str | None], int] = {}
        self._days: dict[str | None, WorkedDays] = {}
        self._tables: Tables | None = None
        self.elapsed = ElapsedDays()

    def __len__(self) -> int:
        return len(self._axes)

    def of(self, calendar: str | None, *, moment: bool = False) -> int:
        """Return the axis of work, or of moments on workdays, on a calendar of the plan."""
        key = Axis.MOMENTS if moment else Axis.WORKED, calendar or self._plan.calendar
        if key not in self._number:
            self._number[key] = len(self._axes)
            self._axes.append((key[0], self.worked_days(calendar)))
            self._tables = None
        return self._number[key]

    def worked_days(self, calendar: str | None) -> WorkedDays:
        """Return the worked days of a calendar of the plan; None means the plan's own."""
        id = calendar or self._plan.calendar
        if id not in self._days:
            found = None if id is None else self._plan[id]
            self._days[id] = WorkedDays(found if isinstance(found, Calendar) else None, self._plan.start)
        return self._days[id]

    @property
    def tables(self) -> Tables:
        """The tables of all axes."""
        if self._tables is None:
            self._tables = Tables(self._axes, self._plan.start)
        return self._tables

    def axis(self, number: int) -> Axis:
        """Return what the positions on an axis are."""
        return self._axes[number][0]

    def counts_apart(self, number: int) -> bool:
        """Tell whether positions on an axis are no numbers of own days."""
        return self._axes[number][0] is Axis.MOMENTS

    def clock(self, number: int) -> Clock:
        """Return the days of an axis for one task at a time."""
        return self._axes[number][1] or self.elapsed

    def calendars(self, numbers: Iterable[int]) -> tuple[WorkedDays, ...]:
        """Return the calendars of axes, each once."""
        return tuple(dict.fromkeys(days for n in numbers if (days := self._axes[n][1]) is not None))


@attrs.frozen
class Link:
    """One dependency between two places.

    Parameters
    ----------
    index : int
        Its place in `Links`.
    source, target : int
        Places of the predecessor and the successor.
    from_finish, to_finish : bool
        Which ends it ties.
    lag : int
        In the days of `clock`.
    clock : Clock
        The successor's for a lag in workdays, every day otherwise (§3).
    """

    index: int
    source: int
    target: int
    from_finish: bool
    to_finish: bool
    lag: int
    clock: Clock


@attrs.frozen(eq=False)
class Network:
    """What the passes run on; all ticks count from the plan's start.

    Parameters
    ----------
    start : date
        The day of tick 0.
    ids : tuple of str
        By level: a predecessor comes before its successors.
    level : array of int
        The most dependencies on any way to each place.
    days : array of int
        Length of each, in its own days.
    axis : array of int
        On which axis it lies.
    axes : Axes
    earliest : array of int
        The boundary that the plan's start, `not_before` and `on` allow.
    fixed : array of int
        The boundary at which `on` fixes the start; read it through `fixed_at`.
    due : array of int
        The boundary by which it must have ended; read it through `due_at`.
    links : Links
    missing : tuple of str
        What kept further activities out: sentences that name them.
    """

    start: dt.date
    ids: tuple[str, ...]
    level: Ints
    days: Ints
    axis: Ints
    axes: Axes
    earliest: Ints
    fixed: Ints
    due: Ints
    links: Links
    missing: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each id."""
        return {id: place for place, id in enumerate(self.ids)}

    @cached_property
    def is_fixed(self) -> Ints:
        """Which places `on` fixes."""
        return self.fixed != _UNSAID

    @cached_property
    def has_due(self) -> Ints:
        """Which places have a due date."""
        return self.due != _UNSAID

    def fixed_at(self, place: int) -> int | None:
        """Return the boundary at which `on` fixes the start of a place."""
        return int(self.fixed[place]) if self.is_fixed[place] else None

    def due_at(self, place: int) -> int | None:
        """Return the boundary by which a place must have ended."""
        return int(self.due[place]) if self.has_due[place] else None

    def clock(self, place: int) -> Clock:
        """Return the days in which a place counts."""
        return self.axes.clock(int(self.axis[place]))

    @cached_property
    def _first_into(self) -> tuple[list[int], list[int]]:
        targets, first, counts = np.unique(self.links.target, return_index=True, return_counts=True)
        begin, end = np.zeros((2, len(self.ids)), dtype=np.int64)
        begin[targets], end[targets] = first, first + counts
        return begin.tolist(), end.tolist()

    def into(self, place: int) -> range:
        """Return the numbers of the links that end at a place, in the order in which the plan states them."""
        begin, end = self._first_into
        return range(begin[place], end[place])

    @cached_property
    def _by_source(self) -> tuple[list[int], list[int]]:
        order = stable_order(self.links.source)
        counts = np.bincount(self.links.source, minlength=len(self.ids))
        return order.tolist(), [0, *np.cumsum(counts).tolist()]

    def out_of(self, place: int) -> list[int]:
        """Return the numbers of the links that begin at a place."""
        order, first = self._by_source
        return order[first[place] : first[place + 1]]

    def link(self, index: int) -> Link:
        """Return one link as plain numbers."""
        links = self.links
        working = bool(links.lag_working[index])
        return Link(
            index=index,
            source=int(links.source[index]),
            target=int(links.target[index]),
            from_finish=bool(links.from_finish[index]),
            to_finish=bool(links.to_finish[index]),
            lag=int(links.lag[index]),
            clock=self.axes.clock(int(links.lag_axis[index])) if working else self.axes.elapsed,
        )


def planned_duration(activity: Task | Milestone) -> Duration | None:
    """Return the duration with which dates are computed; None where the plan says none.

    It is the most likely one of an estimate, and that of the first mode where the task has none itself.
    """
    if isinstance(activity, Milestone):
        return _NO_TIME
    duration = activity.duration
    if duration is None and activity.modes:
        return activity.modes[0].duration
    return duration.most_likely if isinstance(duration, ThreePoint) else duration


_NO_TIME = Duration(amount=0, unit="day")


def find_cycle(plan: Plan) -> tuple[str, ...] | None:
    """Return the ids along one circle of dependencies, each a predecessor of the next; None where there is none.

    The smallest id of the circle comes first, whatever the order of the plan's elements.
    """
    before = {
        activity.id: sorted({dependency.predecessor for dependency in activity.after})
        for activity in sorted(plan.activities, key=attrgetter("id"))
    }
    try:
        TopologicalSorter(before).prepare()
    except _GraphCycle as error:
        circle: list[str] = error.args[1][:-1]  # graphlib: each a predecessor of the next, the first again at the end
        least = circle.index(min(circle))
        return (*circle[least:], *circle[:least])
    return None


def compile_network(plan: Plan, *, to: str | None = None) -> Network:
    """Return the network of every activity whose dates can be computed.

    Continuous work (recurring, without a duration) has no dates; an activity without a duration, and all that
    wait for it, are left out and told in ``missing``.

    Parameters
    ----------
    plan : Plan
    to : str, optional
        Id of a task or milestone: only it and what it waits for, directly or through others.

    Raises
    ------
    CycleError
        Where the dependencies run in a circle.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.
    """
    activities: Sequence[Task | Milestone] = plan.activities
    if to is not None:
        wanted = _leading_to(to, activities)
        activities = [activity for activity in activities if activity.id in wanted]
    tasks = len(plan.tasks) if to is None else list(map(type, activities)).count(Task)  # the milestones come after
    durations: list[Any] = [*map(attrgetter("duration"), activities[:tasks]), *[_NO_TIME] * (len(activities) - tasks)]
    missing: tuple[str, ...] = ()
    if set(map(type, durations)) - {Duration}:
        durations = list(map(planned_duration, activities))
        if type(None) in set(map(type, durations)):
            kept, missing = _dated(activities, durations)
            activities = [activities[number] for number in kept]
            durations = [durations[number] for number in kept]
        tasks = list(map(type, activities)).count(Task)
    return _arrays(plan, activities, tasks, durations, missing)


def _leading_to(id: str, activities: Sequence[Task | Milestone]) -> set[str]:
    before = {activity.id: activity.after for activity in activities}
    found, waiting = {id}, [id]
    while waiting:
        for dependency in before[waiting.pop()]:
            if dependency.predecessor not in found:
                found.add(dependency.predecessor)
                waiting.append(dependency.predecessor)
    return found


def _dated(
    activities: Sequence[Task | Milestone], durations: Sequence[Duration | None]
) -> tuple[list[int], tuple[str, ...]]:
    """Return the numbers of the activities that have dates, and what keeps the others from it."""
    bare = {activity.id for activity, duration in zip(activities, durations, strict=True) if duration is None}
    continuous = {a.id for a in activities if a.id in bare and isinstance(a, Task) and a.recurring is not None}
    successors: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for activity in activities:
        if activity.id in bare:
            if activity.id not in continuous:
                reasons[activity.id] = f"task {activity.id!r} has no duration"
            continue
        for dependency in activity.after:
            successors.setdefault(dependency.predecessor, []).append(activity.id)
            if dependency.predecessor in continuous and activity.id not in reasons:
                other = dependency.predecessor
                reasons[activity.id] = (
                    f"{activity.KIND} {activity.id!r} waits for {other!r}, which goes on all the time"
                )
    undated, waiting = set(bare), list(bare)
    while waiting:
        for id in successors.get(waiting.pop(), ()):
            if id not in undated:
                undated.add(id)
                waiting.append(id)
    kept = [number for number, activity in enumerate(activities) if activity.id not in undated]
    return kept, tuple(reasons[id] for id in sorted(reasons))


_ENDS = {
    DependencyType.FS: (True, False),
    DependencyType.SS: (False, False),
    DependencyType.FF: (True, True),
    DependencyType.SF: (False, True),
}


def _arrays(
    plan: Plan,
    activities: Sequence[Task | Milestone],
    tasks: int,
    durations: Sequence[Duration],
    missing: tuple[str, ...],
) -> Network:
    """Compile activities, the tasks before the milestones, that have durations and all their predecessors."""
    ids: list[str] = list(map(attrgetter("id"), activities))
    number = dict(zip(ids, range(len(ids)), strict=True))
    after: list[tuple[Dependency, ...]] = list(map(attrgetter("after"), activities))
    counts = list(map(len, after))
    dependencies = list(chain.from_iterable(after))
    sources = list(map(number.__getitem__, map(attrgetter("predecessor"), dependencies)))
    source = np.array(sources, dtype=np.int64)
    target = np.repeat(np.arange(len(ids)), counts)
    if (source < target).all():
        level = _levels(sources, target.tolist(), len(ids))
    else:
        level = _sorted_levels(plan, sources, counts)
    order = stable_order(level)
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))

    days = np.array(list(map(attrgetter("days"), durations)), dtype=np.int64)
    axes = Axes(plan)
    calendars = [*map(attrgetter("calendar"), activities[:tasks]), *[None] * (len(ids) - tasks)]
    bounds = _bounds(plan, activities, days)
    return Network(
        start=plan.start,
        ids=tuple(map(ids.__getitem__, order.tolist())),
        level=level[order],
        days=days[order],
        axis=_axis(calendars, durations, days, axes)[order],
        axes=axes,
        earliest=bounds["not_before"][order],
        fixed=bounds["on"][order],
        due=bounds["due"][order],
        links=_links(dependencies, rank[source], rank[target], calendars, target, axes),
        missing=missing,
    )


def stable_order(values: Ints) -> Ints:
    """Return the order of small whole numbers from zero on; NumPy counts short ones instead of comparing them."""
    short = len(values) and values.max() < 2**16
    return np.argsort(values.astype(np.uint16) if short else values, kind="stable")


def _levels(sources: list[int], targets: list[int], size: int) -> Ints:
    """Return the most dependencies on any way to each activity, where every predecessor comes first in the plan."""
    level = [0] * size
    for before, after in zip(sources, targets, strict=True):
        if level[before] >= level[after]:
            level[after] = level[before] + 1
    return np.array(level, dtype=np.int64)


def _sorted_levels(plan: Plan, sources: list[int], counts: list[int]) -> Ints:
    """Return the same in any order of activities, by Kahn's algorithm (1962); raise where they run in a circle."""
    successors: list[list[int]] = [[] for _ in counts]
    position = 0
    for number, count in enumerate(counts):
        for before in sources[position : position + count]:
            successors[before].append(number)
        position += count
    left = list(counts)
    level = [0] * len(counts)
    ready = [number for number, count in enumerate(counts) if not count]
    for number in ready:
        next_level = level[number] + 1
        for successor in successors[number]:
            level[successor] = max(level[successor], next_level)
            left[successor] -= 1
            if not left[successor]:
                ready.append(successor)
    if len(ready) < len(counts):
        raise CycleError(find_cycle(plan) or ())
    return np.array(level, dtype=np.int64)


def _axis(calendars: list[str | None], durations: Sequence[Duration], days: Ints, axes: Axes) -> Ints:
    units = list(map(attrgetter("unit"), durations))
    if units.count(WORKDAY) == len(units) == calendars.count(None) and days.all():
        return np.full(len(units), axes.of(None) if units else 0, dtype=np.int64)
    found = [
        axes.of(calendar, moment=not length) if unit == WORKDAY else 0
        for calendar, unit, length in zip(calendars, units, days.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.int64)


def _links(
    dependencies: list[Dependency],
    source: Ints,
    target: Ints,
    calendars: list[str | None],
    successor: Ints,
    axes: Axes,
) -> Links:
    size = len(dependencies)
    from_finish, to_finish, lag_working = np.ones(size, dtype=bool), *np.zeros((2, size), dtype=bool)
    lag, lag_axis = np.zeros((2, size), dtype=np.int64)
    types = list(map(attrgetter("type"), dependencies))
    if types.count(DependencyType.FS) < size:
        ends = np.array([_ENDS[one] for one in types])
        from_finish, to_finish = ends[:, 0], ends[:, 1]
    lags = list(map(attrgetter("lag"), dependencies))
    if lags.count(None) < size:
        for index, wait in enumerate(lags):
            if wait is not None and wait.days:
                lag[index], lag_working[index] = wait.days, wait.working
                if wait.working:
                    lag_axis[index] = axes.of(calendars[successor[index]])
    return Links(source, target, from_finish, to_finish, lag, lag_working, lag_axis)


def _bounds(plan: Plan, activities: Sequence[Task | Milestone], days: Ints) -> dict[str, Ints]:
    """Return the bounds that activities state themselves, as boundaries.

    A zero-length task is reported on the day before its boundary, so its bounds lie one later; on the plan's first day
    it may lie at either of the two boundaries of that day.
    """
    tick = plan.start.toordinal()
    size = len(activities)
    found = {"not_before": np.zeros(size, dtype=np.int64), "on": np.full(size, _UNSAID), "due": np.full(size, _UNSAID)}
    for name, bounds in found.items():
        said: list[dt.date | None] = list(map(attrgetter(name), activities))
        if said.count(None) == size:
            continue
        for place, date in enumerate(said):
            if date is None:
                continue
            day, moment = date.toordinal() - tick, int(days[place] == 0)
            if name == "due":
                bounds[place] = _boundary(day, moment) + 1 - moment
                continue
            if name == "on":
                bounds[place] = _boundary(day, moment)
            if day > 0:
                found["not_before"][place] = max(found["not_before"][place], day + moment)
    return found


def _boundary(day: int, moment: int) -> int:
    """Return the last boundary at which a task that is reported on `day` can lie, the first one of its days.

    A moment at boundary 0 is reported on the plan's first day: it is too late for any day before that.
    """
    return min(day + moment, -1) if day < 0 and moment else day + moment
