"""Why dates cannot hold together: a few statements of the plan that contradict each other, shrunk to the bone.

Only times are looked at: durations, dependencies, `not_before`, `on` and due dates. An optional task is left out, a
task with modes takes its shortest one, so that what is found contradictory is so whatever is chosen.
"""

from __future__ import annotations

import time

import attrs

from dxplan.cpm.compile import compile_network, find_cycle, planned_duration
from dxplan.cpm.dates import Early, forward
from dxplan.cpm.network import Link, Network
from dxplan.cpm.worktime import WorkedDays
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.plan import Plan
from dxplan.model.task import Activity, Dependency, DependencyType, Milestone, Task
from dxplan.solve.statement import Conflict, Statement

__all__ = ["circle_conflict", "deadline_conflict", "relaxed"]


def relaxed(plan: Plan) -> Plan:
    """Return the plan without its optional tasks, each other task in its shortest mode."""
    gone = {task.id for task in plan.tasks if task.optional}
    kept: list[Activity] = []
    for activity in plan.activities:
        if activity.id in gone:
            continue
        after = tuple(link for link in activity.after if link.predecessor not in gone)
        bare = attrs.evolve(activity, after=after, roles=(), serves=(), advances=(), basis=(), touches=(), within=None)
        if isinstance(bare, Task):
            bare = attrs.evolve(bare, duration=_shortest(bare), modes=(), uses=(), costs=())
        kept.append(bare)
    return Plan(
        id=plan.id,
        name=plan.name,
        start=plan.start,
        horizon=plan.horizon,
        calendar=plan.calendar,
        elements=[*(attrs.evolve(one, basis=()) for one in plan.calendars), *kept],
    )


def _shortest(task: Task) -> Duration | ThreePoint | None:
    planned = planned_duration(task)
    if not task.modes or planned is None:
        return planned
    # workdays and elapsed days cannot be compared by number; the shorter number of days is shorter on no calendar
    # only among those of one kind, so a mixed choice keeps the least of each and is not decided here
    same = [mode.duration for mode in task.modes if mode.duration.working == planned.working]
    if len(same) < len(task.modes):
        return None
    return min([planned, *same], key=lambda duration: duration.days)


def circle_conflict(plan: Plan) -> Conflict | None:
    """Return the conflict of a circle of dependencies that takes time; None where none is proven.

    A circle of finish-to-start links without negative lags in which something takes time can't hold: each of its
    tasks would end before it starts. Without any one of the links it opens; without the one length that is named all
    of it could lie at one moment.
    """
    circle = find_cycle(plan)
    if circle is None:
        return None
    links: list[Statement] = []
    lengths: list[Statement] = []
    lagged = False
    for before, id in zip(circle, [*circle[1:], circle[0]], strict=True):
        activity = _activity(plan, id)
        usable = [
            link
            for link in activity.after
            if link.predecessor == before
            and link.type is DependencyType.FS
            and (link.lag is None or link.lag.days >= 0)
        ]
        if not usable:
            return None
        links.append(_after(id, usable[0]))
        lagged = lagged or (usable[0].lag is not None and usable[0].lag.days > 0)
        length = planned_duration(activity)
        if length is not None and length.days > 0:
            lengths.append(Statement(subject=id, field="duration", value=str(length)))
    if lagged:
        return Conflict(statements=tuple(links), minimal=True)
    if not lengths:
        return None
    return Conflict(statements=(*links, min(lengths, key=lambda one: one.subject)), minimal=True)


def deadline_conflict(plan: Plan, *, time_limit: float | None = None) -> Conflict | None:
    """Return the conflict behind the earliest date that cannot be kept; None where all can be.

    The chain of driving links behind the early date contradicts the date. It is shrunk by a deletion filter
    (Chinneck and Dravnieks, 1991): a statement without which a fresh computation still misses the date is left out.

    Parameters
    ----------
    plan : Plan
        As `relaxed` returns it, without circles.
    time_limit : float, optional
        Seconds for the shrinking; past them the conflict is returned as it stands, not marked minimal.
    """
    network = compile_network(plan)
    early = forward(network)
    missed: list[tuple[int, str, str, int]] = []
    for place, id in enumerate(network.ids):
        due, fixed = network.due_at(place), network.fixed_at(place)
        if fixed is not None and early.start[place] > fixed:
            missed.append((fixed, id, "on", place))
        elif due is not None and early.finish[place] > due:
            missed.append((due, id, "due", place))
    if not missed:
        return None
    bound, id, field, place = min(missed)
    late = early.start[place] - bound if field == "on" else early.finish[place] - bound
    day = (getattr(_activity(plan, id), field) - plan.start).days
    said = [*_chain(plan, network, early, place, missed=field), _Said(_dated(plan, id, field), place, day=day)]
    said, minimal = _shrink(network, said, time_limit)
    clocks = [*(network.clock(one.place) for one in said), *(one.link.clock for one in said if one.link is not None)]
    calendars = sorted({clock.calendar for clock in clocks if isinstance(clock, WorkedDays) and clock.calendar in plan})
    statements = tuple(one.statement for one in said)
    return Conflict(statements=statements, minimal=minimal, days=late, calendars=tuple(calendars))


@attrs.frozen
class _Said:
    """A statement with what it is in the network: its place, the day it names or the link that it is."""

    statement: Statement
    place: int
    day: int | None = None
    link: Link | None = None


def _activity(plan: Plan, id: str) -> Task | Milestone:
    activity = plan[id]
    if not isinstance(activity, (Task, Milestone)):
        raise TypeError(f"{id!r} is a {activity.KIND}")
    return activity


def _after(id: str, link: Dependency) -> Statement:
    how = [] if link.type is DependencyType.FS else [link.type.value]
    if link.lag is not None:
        how.append(f"lag {link.lag}")
    value = f"{link.predecessor} ({', '.join(how)})" if how else link.predecessor
    return Statement(subject=id, field="after", value=value)


def _dated(plan: Plan, id: str, field: str) -> Statement:
    return Statement(subject=id, field=field, value=getattr(_activity(plan, id), field).isoformat())


def _chain(plan: Plan, network: Network, early: Early, place: int, *, missed: str) -> list[_Said]:
    """Return what the plan says along one driving chain to `place`, from its beginning."""
    found: list[_Said] = []
    fixed_here = missed == "on"  # the date that is missed is not part of what drives it
    while True:
        activity = _activity(plan, network.ids[place])
        length = planned_duration(activity)
        if length is not None and length.days:
            found.append(_Said(Statement(subject=activity.id, field="duration", value=str(length)), place))
        number = next((one for one in network.into(place) if early.drives[one]), None)
        if number is None:
            break
        stated, link = activity.after[number - network.into(place).start], network.link(number)
        found.append(_Said(_after(activity.id, stated), place, link=link))
        place, fixed_here = link.source, False
    bounds = [] if fixed_here or activity.on is None else [("on", activity.on)]
    bounds += [] if activity.not_before is None else [("not_before", activity.not_before)]
    # of two bounds of its own the later one decides; one on the plan's first day says no more than its start
    field, day = max(bounds, key=lambda bound: bound[1], default=("start", plan.start))
    if day > plan.start:
        found.append(_Said(_dated(plan, activity.id, field), place, day=(day - plan.start).days))
    else:
        found.append(_Said(Statement(subject=plan.id, field="start", value=plan.start.isoformat()), place))
    return found[::-1]


def _shrink(network: Network, said: list[_Said], time_limit: float | None) -> tuple[list[_Said], bool]:
    stop = None if time_limit is None else time.monotonic() + time_limit
    if not _contradict(network, said):
        raise AssertionError(f"the chain does not explain the date that is missed: {said}")
    for one in list(said):
        if stop is not None and time.monotonic() > stop:
            return said, False
        rest = [other for other in said if other is not one]
        if _contradict(network, rest):
            said = rest
    return said, True


def _contradict(network: Network, said: list[_Said]) -> bool:
    """Tell whether `said` alone cannot hold, by computing the earliest dates of a plan that says nothing else.

    What is not said is free: a task whose length is not said may take any time, and begin and end on any day; without
    the plan's start, what nothing else holds may lie as early as it likes.
    """
    floor = any(one.statement.field == "start" for one in said)
    by_place: dict[int, dict[str, list[_Said]]] = {}
    for one in said:
        by_place.setdefault(one.place, {}).setdefault(one.statement.field, []).append(one)
        if one.link is not None:
            by_place.setdefault(one.link.source, {})
    reach: dict[int, tuple[int | None, int | None]] = {}
    for place in sorted(by_place):  # places are in topological order
        fields = by_place[place]
        days, clock = int(network.days[place]), network.clock(place)
        moment = days == 0
        known = moment or "duration" in fields
        starts, ends = ([0], [0]) if floor else ([], [])
        for one in (*fields.get("not_before", ()), *fields.get("on", ())):
            if one.day is not None:
                later = one.day != 0 or not floor  # on the plan's first day a moment may lie at either boundary
                starts.append(one.day + (moment and later))
                ends += [one.day + 1] if later and not known else []
        for one in fields.get("after", ()):
            link = one.link
            if link is not None and (end := reach[link.source][link.from_finish]) is not None:
                (ends if link.to_finish else starts).append(link.clock.shift(end, link.lag))
        if known:
            bounds = [*starts, *(clock.start_to_finish_from(end, days) for end in ends)]
            s = max((clock.start_from(bound, days) for bound in bounds), default=None)
            f = None if s is None else clock.finish(s, days)
        else:
            s = max(starts, default=None)
            f = max([*ends, *([] if s is None else [s])], default=None)
        reach[place] = s, f
        if _broken(fields, s, f, moment=moment, known=known, floor=floor):
            return True
    return False


def _broken(
    fields: dict[str, list[_Said]], s: int | None, f: int | None, *, moment: bool, known: bool, floor: bool
) -> bool:
    """Tell whether a task that lies at `s` and `f` at the earliest breaks its due date or its fixed start."""
    for one in fields.get("due", ()):
        # with the plan's start said, a moment at boundary 0 is reported on that day
        if one.day is None or f is None:
            continue
        if f > one.day + 1 or (floor and f == s == 0 and one.day < 0):
            return True
    for one in fields.get("on", ()):
        if one.day is None or s is None:
            continue
        if floor and one.day < 0:
            return True
        if known and s > one.day + moment:
            return True
        # taking time it starts on the day, as a moment a boundary later
        if not known and (s > one.day + 1 or (s == one.day + 1 and f != s)):
            return True
    return False
