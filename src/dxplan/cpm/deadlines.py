"""How far every due date lies from the earliest day on which it can be met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from dxplan.cpm.chains import Chain
from dxplan.cpm.solution import Solution
from dxplan.model.criterion import AllOf, AnyOf, AtLeast, AtMost, Criterion, Delivered
from dxplan.model.duration import Duration
from dxplan.model.goal import Goal
from dxplan.model.indicator import Indicator
from dxplan.model.task import Contribution

__all__ = ["Deadline", "GoalWork", "Ready", "deadlines"]


@attrs.frozen(kw_only=True)
class Deadline:
    """The distance from a due date to the earliest day on which it can be met.

    For a goal that is the day on which all work that serves it is done: the tasks, milestones and programmes that name
    it, its enablers, what its criterion wants delivered, and as many of the contributions to an indicator as lift its
    last reading to the value that is asked for (§8); of goals and criteria that it rests on, as many as it asks for.
    Criteria about benchmarks, tiers and sets of areas are not looked at: see `complete`.

    Parameters
    ----------
    id : str
        Of the task, milestone or goal.
    kind : str
        ``"task"``, ``"milestone"`` or ``"goal"``.
    due : date or None
        None for a goal that names none.
    earliest : date or None
        None for a goal without work that has dates.
    margin : int or None
        Days between the two, negative where the date is missed.
    decided_by : tuple of str
        Ids of the tasks whose finish decides `earliest`; a task decides its own.
    complete : bool
        False for a goal of which a part is not known to be done by then: it has no work with dates, its contributions
        do not suffice, or its criterion is not looked at. `earliest` then says only that it cannot be sooner.
    chain : Chain or None
        Where the margin is negative, a chain of tasks that causes it.

    Examples
    --------
    >>> import dxplan as dx
    >>> build = dx.Task(id="build", duration="10 days", serves=["portal"])
    >>> portal = dx.Goal(
    ...     id="portal", criterion=dx.Delivered(task="build"), due="2024-01-07"
    ... )
    >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[build, portal]))
    >>> for one in cp.deadlines:
    ...     print(one.id, one.due, one.earliest, one.margin, one.chain)
    portal 2024-01-07 2024-01-10 -3 ('build',)
    """

    id: str
    kind: str
    due: dt.date | None
    earliest: dt.date | None
    margin: int | None
    decided_by: tuple[str, ...]
    complete: bool = True
    chain: Chain | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the distance as plain data, days in ISO form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "due": None if self.due is None else self.due.isoformat(),
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "margin": self.margin,
            "decided_by": list(self.decided_by),
            "complete": self.complete,
            "chain": None if self.chain is None else list(self.chain),
        }


@attrs.frozen
class Ready:
    """When a goal, or a part of its criterion, has all its work done.

    Parameters
    ----------
    tick : int or None
        The boundary; None where nothing is known.
    by : frozenset of str
        The tasks that decide it; none where a reading does.
    complete : bool
        Whether every part is known to be done by then.
    """

    tick: int | None
    by: frozenset[str] = frozenset()
    complete: bool = True


_NOTHING = Ready(None, complete=False)


class GoalWork:
    """The work that serves each goal, and when it is done.

    Parameters
    ----------
    solution : Solution
    """

    def __init__(self, solution: Solution) -> None:
        self._plan = plan = solution.plan
        self._finish = dict(zip(solution.network.ids, solution.ticks.early_finish, strict=True))
        self._worked = solution.network.axes.worked_days(None)
        self._parts: dict[str, list[Goal]] = {}
        for goal in plan.goals:
            if goal.within is not None:
                self._parts.setdefault(goal.within, []).append(goal)
        outer = {programme.id: programme for programme in plan.programmes}
        self._named: dict[str, list[str]] = {goal.id: list(goal.enablers) for goal in plan.goals}
        self._effects: dict[str, list[tuple[str, Contribution]]] = {}
        for activity in plan.activities:
            goals, within, seen = set(activity.serves), activity.within, set[str]()
            while within is not None and within not in seen:
                seen.add(within)
                goals |= set(outer[within].serves)
                within = outer[within].within
            for id in goals:
                self._named[id].append(activity.id)
            for one in activity.advances:
                self._effects.setdefault(one.indicator, []).append((activity.id, one))
        self._known: dict[str, Ready] = {}

    def ready(self, goal: Goal) -> Ready:
        """Return when all work that serves a goal is done."""
        if goal.id not in self._known:
            self._known[goal.id] = _NOTHING  # a goal within itself has nothing more to say
            found = [_done(self._finish.get(id), id) for id in self._named[goal.id]]
            if goal.criterion is not None:
                found.append(self._criterion(goal.criterion))
            parts = [self.ready(part) for part in self._parts.get(goal.id, ())]
            if parts:
                wanted = {"all": len(parts), "any": 1}.get(str(goal.refinement), goal.refinement)
                found.append(_earliest(parts, int(wanted)))
            self._known[goal.id] = _earliest(found, len(found)) if found else _NOTHING
        return self._known[goal.id]

    def _criterion(self, criterion: Criterion) -> Ready:
        if isinstance(criterion, Delivered):
            return _done(self._finish.get(criterion.task), criterion.task)
        if isinstance(criterion, (AllOf, AnyOf)):
            inner = [self._criterion(one) for one in criterion.criteria]
            return _earliest(inner, 1 if isinstance(criterion, AnyOf) else len(inner))
        if isinstance(criterion, (AtLeast, AtMost)):
            return self._reached(criterion)
        return _NOTHING

    def _reached(self, criterion: AtLeast | AtMost) -> Ready:
        """Return when the last reading and the contributions felt since reach a value (§8)."""
        plan, area = self._plan, criterion.area or self._plan.area
        indicator = plan[criterion.indicator]
        assert isinstance(indicator, Indicator)
        read = sorted(
            ((one.date - plan.start).days + 1, one.value.amount)
            for one in indicator.readings
            if (one.area or plan.area) == area
        )
        felt = sorted(
            (self._felt(self._finish[id], one.delay), id, one.amount.amount)
            for id, one in self._effects.get(criterion.indicator, ())
            if id in self._finish and (one.area or plan.area) == area
        )
        for tick in sorted({0, *(max(tick, 0) for tick, _ in read), *(tick for tick, *_ in felt)}):
            known = [amount for at, amount in read if at <= tick]
            if known:
                value = known[-1] + sum(amount for at, _, amount in felt if at <= tick)
                wanted = criterion.value.amount
                if value >= wanted if isinstance(criterion, AtLeast) else value <= wanted:
                    return Ready(tick, frozenset(id for at, id, _ in felt if at == tick))
        return _NOTHING

    def _felt(self, tick: int, delay: Duration | None) -> int:
        if delay is None:
            return tick
        return self._worked.shift(tick, delay.days) if delay.working else tick + delay.days


def _done(tick: int | None, id: str) -> Ready:
    return _NOTHING if tick is None else Ready(tick, frozenset({id}))


def _earliest(parts: list[Ready], wanted: int) -> Ready:
    """Return when `wanted` of the parts are ready; of those that are known where too few are."""
    known = sorted(((part.tick, place) for place, part in enumerate(parts) if part.tick is not None))
    if not known:
        return _NOTHING
    last, _ = known[min(wanted, len(known)) - 1]
    counted = [parts[place] for tick, place in known if tick <= last]
    deciding = [part for part in counted if part.tick == last]
    return Ready(
        last,
        frozenset(id for part in deciding for id in part.by),
        sum(part.complete for part in counted) >= wanted,
    )


def deadlines(solution: Solution, goals: GoalWork, chain: Callable[[str], Chain]) -> tuple[Deadline, ...]:
    """Return the distance of every due date and every goal, the nearest due date first, goals without one last.

    Parameters
    ----------
    solution : Solution
    goals : GoalWork
    chain : callable
        From an id to a chain of tasks that decides its date.
    """
    found: list[Deadline] = []
    for activity in solution.plan.activities:
        place = solution.network.place.get(activity.id)
        if activity.due is not None and place is not None:
            ready = Ready(solution.ticks.early_finish[place], frozenset({activity.id}))
            found.append(_deadline(solution, activity.id, activity.KIND, activity.due, ready, chain))
    for goal in solution.plan.goals:
        found.append(_deadline(solution, goal.id, "goal", goal.due, goals.ready(goal), chain))
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or dt.date.min, one.id)))


def _deadline(
    solution: Solution, id: str, kind: str, due: dt.date | None, ready: Ready, chain: Callable[[str], Chain]
) -> Deadline:
    earliest = None if ready.tick is None else solution.day(ready.tick)
    margin = None if due is None or earliest is None else (due - earliest).days
    return Deadline(
        id=id,
        kind=kind,
        due=due,
        earliest=earliest,
        margin=margin,
        decided_by=tuple(sorted(ready.by)),
        complete=ready.complete,
        chain=chain(id) if ready.by and margin is not None and margin < 0 else None,
    )
