"""What several checks ask of a plan: who is in which role, who stands above whom, what serves what, and when.

A view is computed once for a plan and kept while the next checks look at the same plan: a plan never changes.
"""

from __future__ import annotations

import datetime as dt
import functools
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from dxplan.cpm.dates import early_dates
from dxplan.model.body import Assignment, Body, Role
from dxplan.model.criterion import Delivered, parts
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan
from dxplan.model.task import Activity, Milestone, Mode, Programme, Task

__all__ = [
    "bodies_by_id",
    "bodies_in",
    "early",
    "enclosing",
    "every_way",
    "expansions",
    "few",
    "goals_by_activity",
    "leaf_goals",
    "named_goals",
    "of_plan",
    "superiors",
    "useful",
    "ways",
    "windows",
    "with_roles",
]

_T = TypeVar("_T")
_SHOWN = 6  # ids that a message spells out


def of_plan(view: Callable[[Plan], _T]) -> Callable[[Plan], _T]:
    """Make a view remember its answer for the plan that it was asked about last."""
    last: list[tuple[weakref.ref[Plan], _T]] = []

    @functools.wraps(view)
    def remembered(plan: Plan) -> _T:
        for held, answer in last[-1:]:
            if held() is plan:
                return answer
        answer = view(plan)
        last[:] = [(weakref.ref(plan), answer)]
        return answer

    return remembered


def few(ids: Iterable[str], *, most: int = _SHOWN) -> str:
    """Return ids for a message: sorted, each once, the first of them and the number of all.

    Examples
    --------
    >>> few("bca"), few("abcdefgh")
    ('a, b, c', 'a, b, c, d, e, f … (8)')
    """
    known = sorted(set(ids))
    return ", ".join(known) if len(known) <= most else f"{', '.join(known[:most])} … ({len(known)})"


def bodies_in(roles: Iterable[Assignment], *wanted: Role) -> tuple[str, ...]:
    """Return the ids of the bodies in one of the roles `wanted`, each once, sorted."""
    return tuple(sorted({one.body for one in roles if one.role in wanted}))


def with_roles(plan: Plan) -> tuple[Goal | Programme | Task | Milestone, ...]:
    """Return every element on which bodies can have roles."""
    return (*plan.goals, *plan.programmes, *plan.activities)


@of_plan
def bodies_by_id(plan: Plan) -> Mapping[str, Body]:
    """Return the bodies by id."""
    return {body.id: body for body in plan.bodies}


@of_plan
def expansions(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, for each body, the bodies that it means: itself, or for a class all its members, at any depth."""
    members = {body.id: body.members for body in plan.bodies}
    found: dict[str, frozenset[str]] = {}
    for id in members:
        reached = _reach(id, members) | {id}
        found[id] = frozenset(one for one in reached if not members[one]) or frozenset({id})
    return found


@of_plan
def superiors(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, for each body, all that stand above it: by ``parent`` or ``directed_by``, directly or through others."""
    above = {body.id: tuple(id for id in (body.parent, body.directed_by) if id is not None) for body in plan.bodies}
    return {id: frozenset(_reach(id, above)) for id in above}


def _reach(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """Return what `start` leads to; itself only where it lies on a circle."""
    reached: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        id = waiting.pop()
        if id not in reached:
            reached.add(id)
            waiting += edges[id]
    return reached


def every_way(task: Task) -> tuple[Task | Mode, ...]:
    """Return all places where a task says what it uses and costs: itself, and its modes."""
    return (task, *task.modes)


def ways(task: Task) -> tuple[Task | Mode, ...]:
    """Return the ways to do a task, of which one is taken: one without a duration of its own has its modes alone."""
    return task.modes if task.duration is None and task.modes else (task, *task.modes)


@of_plan
def _enclosing(plan: Plan) -> Mapping[str, tuple[Programme, ...]]:
    programmes = {programme.id: programme for programme in plan.programmes}
    chains: dict[str, tuple[Programme, ...]] = {}
    for programme in plan.programmes:
        chain = [programme]
        while (outer := chain[-1].within) is not None and all(one.id != outer for one in chain):
            chain.append(programmes[outer])
        chains[programme.id] = tuple(chain)
    return chains


def enclosing(plan: Plan, activity: Activity) -> tuple[Programme, ...]:
    """Return the programmes to which `activity` belongs, the innermost first."""
    return () if activity.within is None else _enclosing(plan)[activity.within]


@of_plan
def goals_by_activity(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, for each task and milestone, the goals that it serves.

    They are those of `named_goals`, and those whose criterion speaks of an indicator that it advances.
    """
    by_indicator: dict[str, set[str]] = {}
    for goal in plan.goals:
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if hasattr(part, "indicator"):
                by_indicator.setdefault(part.indicator, set()).add(goal.id)
    served = dict(named_goals(plan))
    for activity in plan.activities:
        for contribution in activity.advances:
            served[activity.id] |= by_indicator.get(contribution.indicator, set())
    return served


@of_plan
def named_goals(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, for each task and milestone, the goals to which it is tied by name.

    It names the goal, its programme (or one above that) does, the goal names it as an enabler, or the goal's criterion
    asks for its delivery.
    """
    served: dict[str, set[str]] = {activity.id: set(activity.serves) for activity in plan.activities}
    for goal in plan.goals:
        for enabler in goal.enablers:
            if enabler in served:
                served[enabler].add(goal.id)
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if isinstance(part, Delivered):
                served[part.task].add(goal.id)
    for activity in plan.activities:
        for programme in enclosing(plan, activity):
            served[activity.id] |= set(programme.serves)
    return {id: frozenset(goals) for id, goals in served.items()}


@of_plan
def useful(plan: Plan) -> frozenset[str]:
    """Return the tasks and milestones that serve a goal, themselves or through those that wait for them."""
    before = {activity.id: [dependency.predecessor for dependency in activity.after] for activity in plan.activities}
    waiting = [id for id, goals in goals_by_activity(plan).items() if goals]
    found = set(waiting)
    while waiting:
        for id in before[waiting.pop()]:
            if id not in found:
                found.add(id)
                waiting.append(id)
    return frozenset(found)


def leaf_goals(plan: Plan) -> tuple[Goal, ...]:
    """Return the goals that no other goal refines."""
    refined = {goal.within for goal in plan.goals}
    return tuple(goal for goal in plan.goals if goal.id not in refined)


@of_plan
def early(plan: Plan) -> Mapping[str, tuple[dt.date, dt.date]]:
    """Return first and last day, as early as can be, of every activity whose dates can be computed."""
    return early_dates(plan)


@of_plan
def windows(plan: Plan) -> Mapping[str, tuple[dt.date, dt.date]]:
    """Return the first and the last day on which each task and milestone can be expected to run.

    They are its early dates; where it has none, the dates that it states itself. Recurring work runs on until its last
    day, else until the plan's horizon. An activity that says neither has no window.
    """
    computed = early(plan)
    found: dict[str, tuple[dt.date, dt.date]] = {}
    for activity in plan.activities:
        first, last = computed.get(activity.id) or (
            max(activity.on or activity.not_before or plan.start, plan.start),
            activity.due,
        )
        if isinstance(activity, Task) and activity.recurring is not None:
            until = activity.recurring.until or plan.horizon or last
            last = until if last is None or until is None else max(last, until)
        if last is not None and first <= last:
            found[activity.id] = (first, last)
    return found
