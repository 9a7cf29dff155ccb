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
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.scope import scope_of
from dxplan.solve.search.shown import cost_of, shown
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
_LEAST = 0.4  # seconds for a kind, as long as there are any
_EASED = 0.1  # of the time that is left, to find a schedule that shows a way out of a kind
_MIXED = 2.0  # seconds to find all kinds together cheaper than each
_EXACT = 20_000  # places of work that costs something, up to which money is counted to the last unit


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
    named = {one.subject for clash in clashes for one in clash}
    seeking = _Seeking(problem, limits, times, weights, named)
    for kind in alone:
        seeking.look(kind, (kind,), start)
    for place, kind in enumerate(alone):
        seeking.seek(kind, (kind,), start, share=1 / (len(alone) + 2 - place))
    if "due" in alone and not seeking.found.keys() & {"due", "money"}:
        seeking.look("due_money", _TOGETHER["due_money"], start)
        seeking.seek("due_money", _TOGETHER["due_money"], start, share=1 / 2)
    mixed = _TOGETHER["mixed"]
    if not seeking.found:
        seeking.look("mixed", mixed, start)
        mixed += ("leave_out",)
    seeking.seek("mixed", mixed, start, share=1.0)
    return tuple(sorted(seeking.found.values(), key=lambda one: (one.cost, len(one.changes), KINDS.index(one.kind))))


class _Seeking:
    """Ways out by kind: what the heuristic shows first, and then what the solver finds."""

    def __init__(
        self, problem: Problem, limits: Limits, times: Times, weights: Weights, named: Collection[str]
    ) -> None:
        self._problem, self._limits, self._times = problem, limits, times
        self._weights, self._named = weights, named
        self.found: dict[str, Repair] = {}

    def look(self, kind: str, kinds: tuple[str, ...], start: Schedule | None) -> None:
        """Look for a schedule that shows a way out of a kind by itself."""
        if self._limits.over:
            return
        offer = Offer(self._problem, self._weights, self._named, kinds)
        near = eased(self._problem, offer, self._limits.within(max(self._limits.left * _EASED, _LEAST)))
        repairs = [self._shown(kind, kinds, one) for one in (near, start) if one is not None]
        cheapest = min((one for one in repairs if one is not None), key=lambda one: one.cost, default=None)
        if cheapest is not None:
            self.found[kind] = cheapest

    def _shown(self, kind: str, kinds: tuple[str, ...], schedule: Schedule) -> Repair | None:
        changes = shown(self._problem, schedule, kinds)
        if not changes or not schedule.tasks:
            return None
        cost = cost_of(self._problem, changes, self._weights)
        return Repair(kind=kind, changes=changes, cost=cost, optimal=False, schedule=schedule)

    def seek(self, kind: str, kinds: tuple[str, ...], start: Schedule | None, *, share: float) -> None:
        """Let the solver seek the least of a kind in a share of the time that is left; of all kinds, what is less."""
        if self._limits.over:
            return
        limits = self._limits.within(max(self._limits.left * share, _LEAST))
        known, below = self.found.get(kind), None
        if kind == "mixed" and self.found:
            known = min(self.found.values(), key=lambda one: one.cost)
            below = known.cost
            if limits.until is not None:
                limits = limits.within(_MIXED)
        offer = Offer(self._problem, self._weights, self._named, kinds)
        near = start if known is None else known.schedule
        repair = _repair(self._problem, limits, self._times, offer, kind, near, below)
        if repair is not None and (known is None or repair.cost < known.cost or repair.optimal):
            self.found[kind] = repair


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
    costly = sum(any(way.expenses for way in job.ways) for job in problem.jobs)
    exact = costly * scope.end <= _EXACT
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
