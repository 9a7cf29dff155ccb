"""Ways out: the least that has to be given of what the plan says, one kind at a time and all together (§17)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from dxplan.errors import InputError
from dxplan.model.change import Change, apply_changes
from dxplan.model.change_of_money import AddMoney, LetCarryOver
from dxplan.model.fund import CarryOver, Fund
from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.solve.repair import Repair, Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.complete import completed
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.eased import eased
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.offer import Offer
from dxplan.solve.search.postponed import postponed
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.scope import scope_of
from dxplan.solve.search.times import Times
from dxplan.solve.spending import spending
from dxplan.solve.verify import verify

__all__ = ["KINDS", "find_repairs"]

KINDS = ("due", "money", "capacity", "lead_limit", "carry_over", "duration", "leave_out", "due_money", "mixed")
"""The kinds of repairs that are sought."""

_TOGETHER = {
    "due_money": ("due", "money"),
    "mixed": ("due", "money", "capacity", "lead_limit", "carry_over", "duration"),
}
_TOUCHES = {
    "due": {"due", "goal"},
    "money": {"ceilings"},
    "capacity": {"capacity"},
    "lead_limit": {"lead_limit"},
    "carry_over": {"ceilings"},
    "duration": {"duration"},
    "leave_out": {"duration", "modes", "uses", "costs", "on", "due"},
}
_EASED = 0.3  # of the time for a kind, to find a schedule near which to begin
_MIXED = 2.0  # seconds to find all kinds together cheaper than each
_EXACT = 40  # tasks with costs that are counted to the last unit


def find_repairs(
    problem: Problem,
    limits: Limits,
    *,
    times: Times,
    weights: Weights,
    clashes: Sequence[Collection[Said]],
    start: Schedule | None = None,
) -> tuple[Repair, ...]:
    """Return ways out that the verifier accepts, the cheapest first: one of each kind that there is.

    Whatever repairs a plan changes a statement of each of its conflicts: kinds that do not are not tried. Dates are
    moved together with money where neither does alone, and all kinds together where that is cheaper than each; to leave
    out tasks is among them only where nothing else was a way out.

    Parameters
    ----------
    problem : Problem
    limits : Limits
    times : Times
    weights : Weights
    clashes : sequence of collections of Said
        The conflicts that are known: tasks of which they speak may get shorter or be left out.
    start : Schedule, optional
        Near which to begin.
    """
    said = [{one.kind for one in clash} for clash in clashes]
    alone = [kind for kind, touched in _TOUCHES.items() if all(touched & kinds for kinds in said)]
    wanted = [*alone, "due_money", "mixed"]
    named = {one.subject for clash in clashes for one in clash}
    found: list[Repair] = []
    for place, kind in enumerate(wanted):
        if limits.over:
            break
        if kind == "due_money" and ("due" not in alone or any(one.kind in ("due", "money") for one in found)):
            continue
        share = limits.left / (len(wanted) - place) if limits.until is not None else math.inf
        cheapest = min(found, key=lambda one: one.cost, default=None) if kind == "mixed" else None
        least = None if cheapest is None else cheapest.cost
        share = share if least is None else min(share, _MIXED)
        kinds = _TOGETHER.get(kind, (kind,))
        if kind == "mixed" and not found:
            kinds += ("leave_out",)
        offer = Offer(problem, weights, named, kinds)
        mine = limits.within(share)
        near = (cheapest.schedule if cheapest else eased(problem, offer, mine.within(share * _EASED))) or start
        repair = _repair(problem, mine, times, offer, kind, near, least)
        if kind == "due" and near is not None:
            shown = _shown(problem, near, weights)
            repair = min((one for one in (repair, shown) if one is not None), key=lambda one: one.cost, default=None)
        if repair is None or (kind == "mixed" and any(one.cost <= repair.cost for one in found)):
            continue
        found.append(repair)
    return tuple(sorted(found, key=lambda one: (one.cost, len(one.changes), KINDS.index(one.kind))))


def _repair(
    problem: Problem,
    limits: Limits,
    times: Times,
    offer: Offer,
    kind: str,
    start: Schedule | None,
    below: Decimal | None,
) -> Repair | None:
    """Return the changes of a kind that cost least, and less than `below`, where such are found."""
    if not offer.anything:
        return None
    scope = scope_of(offer.problem, offer.said, strict=True)
    if offer.problem is not problem:  # what may be left out is in view all the same
        whole = scope_of(problem, offer.said, strict=True)
        late = scope.late | (whole.jobs - scope.jobs)
        scope = attrs.evolve(scope, jobs=scope.jobs | whole.jobs, late=late, end=max(scope.end, whole.end))
    scope = attrs.evolve(scope, end=min(scope.end + offer.longest, problem.last_tick))
    exact = sum(any(way.expenses for way in job.ways) for job in problem.jobs) <= _EXACT
    model = joint_model(
        offer.problem, offer.said, strict=True, scope=scope, slack=offer.slack, times=times, exact=exact
    )
    if model.cp.impossible:
        return None
    if start is not None:
        model.hint(start)
    price, unit = offer.price(model)
    model.cp.model.minimize(price)
    if below is not None:
        model.cp.model.add(price <= math.ceil(Fraction(below) * unit) - 1)
    answer = model.cp.solve(limits, completed=start is not None and below is None)
    if answer.status not in ("feasible", "optimal"):
        return None
    schedule = completed(offer.problem, scope, model.schedule(answer))
    if schedule is None or not schedule.tasks:  # to do nothing at all is no way out
        return None
    try:
        changes = tuple(offer.changes(model, answer, schedule))
        changed = apply_changes(problem.plan, changes)
    except InputError:  # a plan has no words for it, such as for days after 2199
        return None
    if verify(changed, schedule):  # a moved goal may be judged on other readings
        return None
    assert answer.objective is not None
    cost = Fraction(round(answer.objective)) / unit
    if model.rounded:
        changes, saved = _trimmed(problem.plan, changes, schedule, offer.weights)
        cost -= saved
    return Repair(
        kind=kind,
        changes=changes,
        cost=Decimal(cost.numerator) / Decimal(cost.denominator),
        optimal=answer.status == "optimal" and offer.exact and not problem.loose and not model.rounded,
        schedule=schedule,
    )


def _trimmed(
    plan: Plan, changes: tuple[Change, ...], schedule: Schedule, weights: Weights
) -> tuple[tuple[Change, ...], Fraction]:
    """Return the changes with no more money than the schedule needs, and the points that this saves.

    A model that rounds what a day takes asks for a little more than that.
    """
    saved = Fraction(0)
    trimmed = list(changes)
    for place, change in enumerate(changes):
        if not isinstance(change, AddMoney):
            continue
        balances = spending(apply_changes(plan, trimmed), schedule).balances
        fund = plan[change.fund]
        assert isinstance(fund, Fund)
        carries = fund.carry_over is CarryOver.CARRY or LetCarryOver(fund=fund.id) in changes
        left = [
            0 if one.left is None else one.left.amount
            for one in balances
            if one.fund == fund.id and (one.year == change.year or (carries and one.year > change.year))
        ]
        spare = min([*left, change.amount.amount - 1], default=0)
        if spare > 0:
            amount = Money(amount=change.amount.amount - spare, currency=change.amount.currency)
            trimmed[place] = attrs.evolve(change, amount=amount)
            saved += spare / Fraction(weights.of_money(amount.currency))
    if verify(apply_changes(plan, trimmed), schedule):
        return changes, Fraction(0)
    return tuple(trimmed), saved


def _shown(problem: Problem, schedule: Schedule, weights: Weights) -> Repair | None:
    """Return the due dates that a schedule shows to be enough; not proven to be the least."""
    changes = postponed(problem, schedule)
    if not changes or verify(apply_changes(problem.plan, changes), schedule):
        return None
    days = sum((change.to - problem.plan[change.subject].due).days for change in changes)  # type: ignore[attr-defined]
    return Repair(kind="due", changes=changes, cost=weights.day * days, optimal=False, schedule=schedule)
