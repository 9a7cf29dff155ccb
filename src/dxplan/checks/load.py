"""Checks of load: how much one body leads or joins (duty 13), and uses that no resource can give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_UP, Decimal

import attrs

from dxplan.checks.views import bodies_by_id, bodies_in, every_way, expansions, few, ways, windows
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.estimate import ThreePoint
from dxplan.model.plan import Plan
from dxplan.model.resource import Use
from dxplan.model.task import Mode, Task
from dxplan.model.tenure import tenure

__all__ = ["CHECKS", "COORDINATOR_LIMIT", "RULES"]

COORDINATOR_LIMIT = 6
"""The most bodies that coordinate one task (R132); with more of them nobody feels asked."""

LEADS_TOO_MUCH = Rule(
    code="R131",
    severity="error",
    title="No body leads more tasks at once than its limit",
    message="body {subject} leads {count} tasks at once from {first} to {last}, and its limit is {limit}: {tasks}",
    remedy="move some of them in time, or let another body lead them",
)
TOO_MANY_COORDINATE = Rule(
    code="R132",
    severity="warning",
    title=f"No task has more than {COORDINATOR_LIMIT} coordinating bodies",
    message="task {subject} has {count} coordinating bodies, more than {limit}: {bodies}",
    remedy="keep those whose contribution can be named, and inform the others",
)
MORE_THAN_THERE_IS = Rule(
    code="L101",
    severity="error",
    title="No task uses more of a resource than there ever is",
    message="task {subject} uses {asked} of resource {resource} each day, which never has more than {most} ({unit})",
    remedy="use less over a longer time, or raise the capacity",
)
MODE_WITHOUT_MEANS = Rule(
    code="L103",
    severity="warning",
    title="Each mode of a task can be used",
    message=(
        "mode {mode} of task {subject} uses {asked} of resource {resource} each day, "
        "which never has more than {most} ({unit})"
    ),
    remedy="drop the mode, use less over a longer time, or raise the capacity",
)
COMES_LATER = Rule(
    code="L102",
    severity="info",
    title="Each resource that is used is there from the plan's start",
    message="resource {subject} is there from {since} on, after the plan's start, {start}; it is used by {tasks}",
    remedy="say what is there before, or start these tasks later",
)

RULES: tuple[Rule, ...] = (
    LEADS_TOO_MUCH,
    TOO_MANY_COORDINATE,
    MORE_THAN_THERE_IS,
    MODE_WITHOUT_MEANS,
    COMES_LATER,
)

_DAY = dt.timedelta(days=1)


@attrs.frozen
class _Peak:
    """The first days on which most tasks run at once."""

    count: int
    first: dt.date
    last: dt.date
    tasks: frozenset[str]


def leading_at_once(plan: Plan) -> Iterator[Finding]:
    bodies = bodies_by_id(plan)
    if all(body.lead_limit is None for body in plan.bodies):
        return
    dates = windows(plan)
    led: dict[str, list[tuple[str, dt.date, dt.date]]] = {}
    for task in plan.tasks:
        for id in bodies_in(task.roles, Role.LEADS) if task.id in dates else ():
            for turn in tenure(bodies, id, *dates[task.id]).turns:  # a successor leads what it takes over
                led.setdefault(turn.body, []).append((task.id, turn.first, turn.last))
    for id, spans in led.items():
        limit = bodies[id].lead_limit
        if limit is None or len(spans) <= limit:
            continue
        peak = _peak(spans)
        if peak.count > limit:
            yield LEADS_TOO_MUCH.finding(
                id, count=peak.count, first=peak.first, last=peak.last, limit=limit, tasks=few(peak.tasks)
            )


def _peak(spans: list[tuple[str, dt.date, dt.date]]) -> _Peak:
    """Sweep over the days on which something begins or has ended."""
    begins: dict[dt.date, list[str]] = {}
    ends: dict[dt.date, list[str]] = {}
    for task, first, last in spans:
        begins.setdefault(first, []).append(task)
        ends.setdefault(last + _DAY, []).append(task)
    running: set[str] = set()
    best = _Peak(0, dt.date.min, dt.date.min, frozenset())
    days = sorted({*begins, *ends})
    for day, until in zip(days, [*days[1:], days[-1]], strict=True):
        running.difference_update(ends.get(day, ()))
        running.update(begins.get(day, ()))
        if len(running) > best.count:
            best = _Peak(len(running), day, until - _DAY, frozenset(running))
    return best


def coordinators(plan: Plan) -> Iterator[Finding]:
    means = expansions(plan)
    for task in plan.tasks:
        bodies = {one for id in bodies_in(task.roles, Role.COORDINATES) for one in means[id]}
        if len(bodies) > COORDINATOR_LIMIT:
            yield TOO_MANY_COORDINATE.finding(task.id, count=len(bodies), limit=COORDINATOR_LIMIT, bodies=few(bodies))


def uses_beyond_capacity(plan: Plan) -> Iterator[Finding]:
    resources = {resource.id: resource for resource in plan.resources}
    most = {resource.id: max(step.amount for step in resource.capacity) for resource in plan.resources}
    for task in plan.tasks:
        found: dict[str | None, dict[str, Decimal]] = {}
        for way in ways(task):
            asked: dict[str, Decimal] = {}
            for use in way.uses:
                asked[use.resource] = asked.get(use.resource, Decimal(0)) + _each_day(use, way)
            mode = way.id if isinstance(way, Mode) else None
            found[mode] = {id: amount for id, amount in asked.items() if amount > most[id]}
        possible = not all(found.values())
        for mode, beyond in found.items():
            for id, amount in beyond.items():
                params = {"asked": _text(amount), "unit": resources[id].unit, "resource": id, "most": _text(most[id])}
                if mode is not None:
                    yield MODE_WITHOUT_MEANS.finding(task.id, mode=mode, **params)
                if mode is None or not possible:
                    yield MORE_THAN_THERE_IS.finding(task.id, **params)


def _each_day(use: Use, way: Task | Mode) -> Decimal:
    if use.amount is not None:
        return use.amount
    duration = way.duration.most_likely if isinstance(way.duration, ThreePoint) else way.duration
    if use.effort is None or duration is None or not duration.days:
        return Decimal(0)  # over no days, or an unknown number of them, nothing can be said
    return use.effort.person_days / duration.days


def _text(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01'), ROUND_UP).normalize():f}"  # rounded up: it is still too much


def resources_that_come_later(plan: Plan) -> Iterator[Finding]:
    users: dict[str, set[str]] = {}
    for task in plan.tasks:
        for way in every_way(task):
            for use in way.uses:
                users.setdefault(use.resource, set()).add(task.id)
    for resource in plan.resources:
        since = resource.capacity[0].since
        if resource.id in users and since is not None and since > plan.start:
            yield COMES_LATER.finding(resource.id, since=since, start=plan.start, tasks=few(users[resource.id]))


CHECKS: tuple[Check, ...] = (
    leading_at_once,
    coordinators,
    uses_beyond_capacity,
    resources_that_come_later,
)
