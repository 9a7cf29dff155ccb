"""From a plan to its network: compiled once, straight from the plan's own tuples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError as _GraphCycle, TopologicalSorter
from itertools import chain, compress
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np

from dxplan.cpm.network import UNSAID, Axes, Links, Network, stable_order
from dxplan.cpm.tables import Ints
from dxplan.errors import CycleError
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, DependencyType, Milestone, Task
from dxplan.units import WORKDAY

__all__ = ["compile_network", "find_cycle", "planned_duration"]


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

_After: TypeAlias = tuple[Dependency, ...]
"""What one activity waits for, as far as that is in the network."""


def find_cycle(plan: Plan) -> tuple[str, ...] | None:
    """Return the ids along one circle of dependencies, each a predecessor of the next; None where there is none.

    The smallest id of the circle comes first, whatever the order of the plan's elements.
    """
    return _circle(plan.activities, [activity.after for activity in plan.activities])


def _circle(activities: Sequence[Task | Milestone], after: Sequence[_After]) -> tuple[str, ...] | None:
    waits = {activity.id: links for activity, links in zip(activities, after, strict=True)}
    before = {id: sorted({link.predecessor for link in waits[id]}) for id in sorted(waits)}
    try:
        TopologicalSorter(before).prepare()
    except _GraphCycle as error:
        circle: list[str] = error.args[1][:-1]  # graphlib: each a predecessor of the next, the first again at the end
        least = circle.index(min(circle))
        return (*circle[least:], *circle[:least])
    return None


def compile_network(
    plan: Plan,
    *,
    to: str | None = None,
    without: Collection[str] = frozenset(),
    durations: Mapping[str, Duration | None] | None = None,
) -> Network:
    """Return the network of every activity whose dates can be computed.

    Continuous work (recurring, without a duration) has no dates; an activity without a duration, and all that
    wait for it, are left out and told in ``missing``.

    Parameters
    ----------
    plan : Plan
    to : str, optional
        Id of a task or milestone: only it and what it waits for, directly or through others.
    without : set of str, optional
        Ids of activities to leave out, with the waits for them.
    durations : mapping of str to Duration or None, optional
        Durations that take the place of those that `planned_duration` returns.

    Raises
    ------
    CycleError
        Where the dependencies run in a circle.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.
    """
    activities: Sequence[Task | Milestone] = plan.activities
    if without:
        activities = [activity for activity in activities if activity.id not in without]
    after: list[_After] = list(map(attrgetter("after"), activities))
    if without:
        after = [tuple(link for link in links if link.predecessor not in without) for links in after]
    if to is not None:
        wanted = _leading_to(to, activities, after)
        inside = [activity.id in wanted for activity in activities]
        activities, after = list(compress(activities, inside)), list(compress(after, inside))
    # the milestones come after the tasks
    tasks = len(plan.tasks) if to is None and not without else list(map(type, activities)).count(Task)
    lengths: list[Any] = [*map(attrgetter("duration"), activities[:tasks]), *[_NO_TIME] * (len(activities) - tasks)]
    missing: tuple[str, ...] = ()
    if durations or set(map(type, lengths)) - {Duration}:
        lengths = list(map(planned_duration, activities))
        if durations:
            lengths = [durations.get(one.id, length) for one, length in zip(activities, lengths, strict=True)]
        if type(None) in set(map(type, lengths)):
            if circle := _circle(activities, after):
                raise CycleError(circle)
            kept, missing = _dated(activities, after, lengths)
            activities, after = [activities[number] for number in kept], [after[number] for number in kept]
            lengths = [lengths[number] for number in kept]
        tasks = list(map(type, activities)).count(Task)
    return _arrays(plan, activities, after, tasks, lengths, missing)


def _leading_to(id: str, activities: Sequence[Task | Milestone], after: Sequence[_After]) -> set[str]:
    before = dict(zip(map(attrgetter("id"), activities), after, strict=True))
    found, waiting = {id}, [id]
    while waiting:
        for dependency in before[waiting.pop()]:
            if dependency.predecessor not in found:
                found.add(dependency.predecessor)
                waiting.append(dependency.predecessor)
    return found


def _dated(
    activities: Sequence[Task | Milestone], after: Sequence[_After], durations: Sequence[Duration | None]
) -> tuple[list[int], tuple[str, ...]]:
    """Return the numbers of the activities that have dates, and what keeps the others from it."""
    bare = {activity.id for activity, duration in zip(activities, durations, strict=True) if duration is None}
    continuous = {a.id for a in activities if a.id in bare and isinstance(a, Task) and a.recurring is not None}
    successors: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for activity, links in zip(activities, after, strict=True):
        if activity.id in bare:
            if activity.id not in continuous:
                reasons[activity.id] = f"task {activity.id!r} has no duration"
            continue
        for dependency in links:
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
    after: Sequence[_After],
    tasks: int,
    durations: Sequence[Duration],
    missing: tuple[str, ...],
) -> Network:
    """Compile activities, the tasks before the milestones, that have durations and all their predecessors."""
    ids: list[str] = list(map(attrgetter("id"), activities))
    number = dict(zip(ids, range(len(ids)), strict=True))
    counts = list(map(len, after))
    dependencies = list(chain.from_iterable(after))
    before = map(number.__getitem__, map(attrgetter("predecessor"), dependencies))
    source = np.fromiter(before, np.int64, len(dependencies))
    target = np.repeat(np.arange(len(ids)), counts)
    if (source < target).all():
        level = _levels(source.tolist(), target.tolist(), len(ids))
    else:
        level = _sorted_levels(activities, after, source.tolist(), counts)
    order = stable_order(level)
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))

    days = np.fromiter(map(attrgetter("days"), durations), np.int64, len(ids))
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


def _levels(sources: list[int], targets: list[int], size: int) -> Ints:
    """Return the most dependencies on any way to each activity, where every predecessor comes first in the plan."""
    level = [0] * size
    for before, after in zip(sources, targets, strict=True):
        if level[before] >= level[after]:
            level[after] = level[before] + 1
    return np.array(level, dtype=np.int64)


def _sorted_levels(
    activities: Sequence[Task | Milestone], after: Sequence[_After], sources: list[int], counts: list[int]
) -> Ints:
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
        raise CycleError(_circle(activities, after) or ())
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
            if wait is not None:
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
    found = {"not_before": np.zeros(size, dtype=np.int64), "on": np.full(size, UNSAID), "due": np.full(size, UNSAID)}
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
