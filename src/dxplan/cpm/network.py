"""The plan compiled to integers: activities in topological order, links, clocks and bounds."""

from __future__ import annotations

import datetime as dt
from graphlib import CycleError as _GraphCycle, TopologicalSorter

import attrs

from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays
from dxplan.errors import CycleError
from dxplan.model.calendar import Calendar
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, DependencyType, Milestone, Task

__all__ = ["Link", "Network", "compile_network", "find_cycle", "planned_duration"]


@attrs.frozen
class Link:
    """A dependency between two places of the network.

    Parameters
    ----------
    source, target : int
        Places of the predecessor and the successor.
    from_finish, to_finish : bool
        Which ends it ties.
    lag : int
        In the days of `clock`.
    clock : Clock
        The successor's for a lag in workdays, every day otherwise (§3).
    """

    source: int
    target: int
    from_finish: bool
    to_finish: bool
    lag: int
    clock: Clock


@attrs.frozen
class Network:
    """What the passes run on; all ticks count from the plan's start.

    Parameters
    ----------
    start : date
        The day of tick 0.
    ids : tuple of str
        In topological order.
    days : tuple of int
        Length of each, in its own days.
    clocks : tuple of Clock
    earliest : tuple of int
        The boundary that `not_before` and `on` allow.
    fixed : tuple of int or None
        The boundary at which `on` fixes the start.
    due : tuple of int or None
        The boundary by which it must have ended.
    into, out_of : tuple of tuple of Link
        The links that end and begin at each place.
    missing : tuple of str
        What kept further activities out: sentences that name them.
    """

    start: dt.date
    ids: tuple[str, ...]
    days: tuple[int, ...]
    clocks: tuple[Clock, ...]
    earliest: tuple[int, ...]
    fixed: tuple[int | None, ...]
    due: tuple[int | None, ...]
    into: tuple[tuple[Link, ...], ...]
    out_of: tuple[tuple[Link, ...], ...]
    missing: tuple[str, ...]


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

    The smallest id of the circle comes first.
    """
    try:
        _topological_order(plan)
    except CycleError as error:
        return error.cycle
    return None


def _topological_order(plan: Plan) -> list[str]:
    # ids are sorted so that neither the order nor the circle depends on the order of elements
    before = {
        activity.id: sorted({dependency.predecessor for dependency in activity.after})
        for activity in sorted(plan.activities, key=lambda activity: activity.id)
    }
    try:
        return list(TopologicalSorter(before).static_order())
    except _GraphCycle as error:
        circle: list[str] = error.args[1][:-1]  # graphlib: each a predecessor of the next, the first again at the end
        least = circle.index(min(circle))
        raise CycleError([*circle[least:], *circle[:least]]) from None


def compile_network(plan: Plan) -> Network:
    """Return the network of every activity whose dates can be computed.

    Continuous work (recurring, without a duration) has no dates; an activity without a duration, and all that
    wait for it, are left out and told in ``missing``.

    Raises
    ------
    CycleError
        Where the dependencies run in a circle.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.
    """
    order = _topological_order(plan)
    activities = {activity.id: activity for activity in plan.activities}
    missing: list[str] = []
    place: dict[str, int] = {}
    for id in order:
        if reason := _why_undated(activities[id], place, activities):
            missing += [reason] if reason != _FOLLOWS else []
        else:
            place[id] = len(place)
    clocks = _Clocks(plan)
    into: list[list[Link]] = [[] for _ in place]
    out_of: list[list[Link]] = [[] for _ in place]
    for id, target in place.items():
        for dependency in activities[id].after:
            link = _link(dependency, place[dependency.predecessor], target, clocks, activities[id])
            into[target].append(link)
            out_of[link.source].append(link)
    placed = [activities[id] for id in place]
    lengths = [planned_duration(activity) or _NO_TIME for activity in placed]
    days = tuple(length.days for length in lengths)
    moments = [0 if length else 1 for length in days]
    tick = plan.start.toordinal()

    def ticks(dates: list[dt.date | None]) -> list[int | None]:
        return [None if date is None else date.toordinal() - tick for date in dates]

    # a zero-length task is reported on the day before its boundary, so its bounds lie one later; on the plan's
    # first day it may lie at either of the two boundaries of that day
    fixed = [
        None if on is None else _boundary(on, moment)
        for on, moment in zip(ticks([activity.on for activity in placed]), moments, strict=True)
    ]
    earliest = [
        max([0, *(bound + moment for bound in bounds if bound is not None and bound > 0)])
        for moment, *bounds in zip(
            moments,
            ticks([activity.not_before for activity in placed]),
            ticks([activity.on for activity in placed]),
            strict=True,
        )
    ]
    return Network(
        start=plan.start,
        ids=tuple(place),
        days=days,
        clocks=tuple(
            clocks.of(activity) if length.working else clocks.elapsed
            for activity, length in zip(placed, lengths, strict=True)
        ),
        earliest=tuple(earliest),
        fixed=tuple(fixed),
        due=tuple(
            None if due is None else _boundary(due, moment) + 1 - moment
            for due, moment in zip(ticks([activity.due for activity in placed]), moments, strict=True)
        ),
        into=tuple(tuple(links) for links in into),
        out_of=tuple(tuple(links) for links in out_of),
        missing=tuple(missing),
    )


def _boundary(day: int, moment: int) -> int:
    """Return the last boundary at which a task that is reported on `day` can lie, the first one of its days.

    A moment at boundary 0 is reported on the plan's first day: it is too late for any day before that.
    """
    return min(day + moment, -1) if day < 0 and moment else day + moment


_FOLLOWS = "follows"


def _is_continuous(activity: Task | Milestone) -> bool:
    return isinstance(activity, Task) and activity.recurring is not None and planned_duration(activity) is None


def _why_undated(
    activity: Task | Milestone, dated: dict[str, int], activities: dict[str, Task | Milestone]
) -> str | None:
    if _is_continuous(activity):
        return _FOLLOWS  # it has no dates, and misses none
    if planned_duration(activity) is None:
        return f"task {activity.id!r} has no duration"
    for dependency in activity.after:
        if dependency.predecessor not in dated:
            if _is_continuous(activities[dependency.predecessor]):
                return (
                    f"{activity.KIND} {activity.id!r} waits for {dependency.predecessor!r}, which goes on all the time"
                )
            return _FOLLOWS
    return None


class _Clocks:
    """One clock for each calendar of the plan, made when it is first asked for."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._made: dict[str | None, WorkedDays] = {}
        self.elapsed = ElapsedDays()

    def of(self, activity: Task | Milestone) -> WorkedDays:
        own = activity.calendar if isinstance(activity, Task) else None
        id = own or self._plan.calendar
        if id not in self._made:
            calendar = None if id is None else self._plan[id]
            self._made[id] = WorkedDays(calendar if isinstance(calendar, Calendar) else None, self._plan.start)
        return self._made[id]


def _link(dependency: Dependency, source: int, target: int, clocks: _Clocks, successor: Task | Milestone) -> Link:
    lag = dependency.lag
    return Link(
        source,
        target,
        dependency.type in (DependencyType.FS, DependencyType.FF),
        dependency.type in (DependencyType.FF, DependencyType.SF),
        0 if lag is None else lag.days,
        clocks.of(successor) if lag is not None and lag.working else clocks.elapsed,
    )
