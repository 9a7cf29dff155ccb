"""Whether there are people enough on every day, and nobody leads more than it can (§15)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from dxplan.model.body import Role
from dxplan.model.plan import Plan
from dxplan.model.resource import Resource, Use
from dxplan.model.task import Task
from dxplan.solve.verify.bodies import acting_on
from dxplan.solve.verify.runs import Run
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["broken_capacities", "broken_lead_limits"]

_Cause = tuple[Fraction, Fraction, tuple[str, ...]]  # what is used, what there is, and by which tasks


def broken_capacities(plan: Plan, runs: Mapping[str, Run]) -> Iterator[Violation]:
    """Yield the days on which more of a resource is used than there is, those with the same tasks together."""
    for id, run in runs.items():
        for use in run.uses:
            if use.effort is not None and use.effort.amount and not run.own:
                yield broken("effort-on-no-day", id, effort=str(use.effort), resource=use.resource)
    users: dict[str, list[tuple[str, Fraction, list[int]]]] = {}
    for id, run in runs.items():
        for use in run.uses:
            if rate := _each_day(use, run):
                users.setdefault(use.resource, []).append((id, rate, run.own))
    for resource in plan.resources:
        yield from _too_much(resource, users.get(resource.id, []), plan.start)


def _each_day(use: Use, run: Run) -> Fraction:
    if use.amount is not None:
        return Fraction(use.amount)
    if use.effort is None or not run.own:
        return Fraction(0)
    return Fraction(use.effort.person_days) / len(run.own)


def _too_much(resource: Resource, users: list[tuple[str, Fraction, list[int]]], start: dt.date) -> Iterator[Violation]:
    steps = [(step.since or dt.date.min, Fraction(step.amount)) for step in resource.capacity]
    shares = [rate for _, rate, _ in users] + [amount for _, amount in steps]
    part = math.lcm(*(share.denominator for share in shares))  # so that each day adds up in whole numbers
    capacities = [(since, int(amount * part)) for since, amount in steps]
    used: dict[int, int] = {}
    for _, rate, days in users:
        amount = int(rate * part)
        for tick in days:
            used[tick] = used.get(tick, 0) + amount
    there = [(id, set(days)) for id, _, days in users]
    told: list[tuple[int, int, _Cause]] = []
    before: _Cause | None = None  # of the last day of use
    for tick in sorted(used):
        capacity = _there_is(capacities, start + dt.timedelta(days=tick))
        if used[tick] <= capacity:
            before = None
            continue
        tasks = tuple(sorted({id for id, days in there if tick in days}))
        cause = Fraction(used[tick], part), Fraction(capacity, part), tasks
        if cause == before:
            told[-1] = (told[-1][0], tick, cause)
        else:
            told.append((tick, tick, cause))
        before = cause
    for first, last, (amount_used, there_is, tasks) in told:
        period = {"first": start + dt.timedelta(days=first), "last": start + dt.timedelta(days=last)}
        yield broken("over-capacity", resource.id, used=amount_used, capacity=there_is, tasks=tasks, **period)


def _there_is(capacities: list[tuple[dt.date, int]], day: dt.date) -> int:
    amount = 0  # before the first step there is none
    for since, units in capacities:
        if since <= day:
            amount = units
    return amount


def broken_lead_limits(plan: Plan, runs: Mapping[str, Run]) -> Iterator[Violation]:
    """Yield the days on which a body leads more tasks than it can, in its own name or as a successor."""
    if all(body.lead_limit is None for body in plan.bodies):
        return
    bodies = {body.id: body for body in plan.bodies}
    led: dict[str, dict[int, set[str]]] = {}
    for id, run in runs.items():
        leads = {role.body for role in run.activity.roles if role.role is Role.LEADS}
        for first, end in run.times if isinstance(run.activity, Task) else ():
            for tick in range(first, end) if leads else ():
                for lead in leads:
                    acting = acting_on(bodies, lead, plan.start + dt.timedelta(days=tick))
                    if acting is not None and bodies[acting].lead_limit is not None:
                        led.setdefault(acting, {}).setdefault(tick, set()).add(id)
    for body in plan.bodies:
        limit = body.lead_limit
        if limit is None:
            continue
        told: list[tuple[int, int, set[str]]] = []
        for tick, tasks in sorted(led.get(body.id, {}).items()):
            if len(tasks) <= limit:
                continue
            if told and told[-1][1] == tick - 1 and told[-1][2] == tasks:
                told[-1] = (told[-1][0], tick, tasks)
            else:
                told.append((tick, tick, tasks))
        for first, last, tasks in told:
            days = {"first": plan.start + dt.timedelta(days=first), "last": plan.start + dt.timedelta(days=last)}
            facts = {"count": len(tasks), "limit": limit, "tasks": tuple(sorted(tasks))}
            yield broken("leads-too-much", body.id, **facts, **days)
