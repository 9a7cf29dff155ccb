"""Ways out: the least that has to be given of what the plan says, one kind at a time and all together (§17)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from dxplan.dates import LAST_DAY
from dxplan.errors import InputError
from dxplan.model.change import Change, apply_changes
from dxplan.model.change_of_capacity import AddCapacity, SetLeadLimit
from dxplan.model.change_of_money import AddMoney, LetCarryOver
from dxplan.model.change_of_work import LeaveOut, MoveDue, SetDuration
from dxplan.model.criterion import Delivered, parts
from dxplan.model.duration import Duration
from dxplan.model.fund import CarryOver, Fund
from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.numerals import LARGEST
from dxplan.solve.repair import Repair, Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.complete import completed
from dxplan.solve.search.cp import Answer, Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.model import Model
from dxplan.solve.search.postponed import postponed
from dxplan.solve.search.problem import Demand, Job, Problem, Said, Way
from dxplan.solve.search.scope import scope_of
from dxplan.solve.search.times import Times
from dxplan.solve.spending import spending
from dxplan.solve.usage import usage
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
_LONGEST = 3653  # days by which a date is moved at most: ten years
_LENGTHS = 240  # shorter lengths that are tried, of all tasks together
_MIXED = 2.0  # seconds to find all kinds together cheaper than each
_EXACT = 40  # tasks with costs that are counted to the last unit
_NAMED = 40  # a conflict that names more says too little about which to shorten


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
    moved together with money where neither does alone, and all kinds together where that is cheaper than each.

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
        least = min((one.cost for one in found), default=None) if kind == "mixed" else None
        share = share if least is None else min(share, _MIXED)
        repair = _repair(problem, limits.within(share), times, weights, named, kind, start, least)
        if repair is None and kind == "due" and start is not None:
            repair = _shown(problem, start, weights)
        if repair is None or (kind == "mixed" and any(one.cost <= repair.cost for one in found)):
            continue
        found.append(repair)
    return tuple(sorted(found, key=lambda one: (one.cost, len(one.changes), KINDS.index(one.kind))))


def _repair(
    problem: Problem,
    limits: Limits,
    times: Times,
    weights: Weights,
    named: Collection[str],
    kind: str,
    start: Schedule | None,
    below: Decimal | None,
) -> Repair | None:
    """Return the changes of a kind that cost least, and less than `below`, where such are found."""
    offer = _Offer(problem, weights, named, _TOGETHER.get(kind, (kind,)))
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
        changes, saved = _trimmed(problem.plan, changes, schedule, weights)
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


class _Offer:
    """What may be given of a plan, and at what price."""

    def __init__(self, problem: Problem, weights: Weights, named: Collection[str], kinds: tuple[str, ...]) -> None:
        self._weights = weights
        self.slack: dict[Said, int] = {}
        lengths = sum(max((way.days for way in job.ways), default=0) for job in problem.jobs)
        self.longest = min(max(2 * lengths, 60), _LONGEST)
        self.exact = True
        said = set(problem.everything)
        jobs = list(problem.jobs)
        self._lengths: dict[str, int] = {}  # of tasks that may get shorter: the own days they take
        self._spare: set[str] = set()  # ids of tasks that may be left out
        if "due" in kinds:
            self._dues(problem)
        if "money" in kinds:
            said |= self._money(problem)
        if "carry_over" in kinds:
            for account in problem.accounts:
                if not account.carries and account.ceilings:
                    self.slack[Said("carry_over", account.id)] = 1
        if "capacity" in kinds:
            for number, pool in enumerate(problem.pools):
                asked = [_most(j, w, d) for j in jobs for w in j.ways for d in w.demands if d.pool == number]
                if asked:
                    self.slack[pool.said] = math.ceil(sum(asked))
        if "lead_limit" in kinds:
            for number, body in enumerate(problem.bodies):
                led = sum(any(lead.body == number for lead in job.leads) for job in jobs)
                if led:
                    self.slack[body.said] = led
        criteria = [goal.criterion for goal in problem.plan.goals if goal.criterion is not None]
        needed = {one.task for whole in criteria for one in parts(whole) if isinstance(one, Delivered)}
        for number, job in enumerate(jobs):
            if job.id not in named or len(named) > _NAMED or job.until is not None or job.again:
                continue
            if "duration" in kinds and len(job.ways) == 1 and job.ways[0].days > 1:
                jobs[number] = self._shorter(job, max(_LENGTHS // max(len(named), 1), 8))
            if "leave_out" in kinds and not job.optional and job.id not in needed:
                self._spare.add(job.id)
                jobs[number] = attrs.evolve(jobs[number], optional=True)
        self.said: frozenset[Said] = frozenset(said | self.slack.keys())
        self.problem: Problem = attrs.evolve(problem, jobs=tuple(jobs)) if jobs != list(problem.jobs) else problem

    @property
    def anything(self) -> bool:
        """Whether anything may be given at all."""
        return bool(self.slack or self._lengths or self._spare)

    def _dues(self, problem: Problem) -> None:
        for job in problem.jobs:
            if job.due is not None and job.until is None:
                last = (LAST_DAY - problem.plan.start).days - job.due
                self.slack[Said("due", job.id)] = min(self.longest + max(-job.due, 0), last)
        for goal in problem.hard:
            one = problem.goals.goals[goal]
            if one.day is not None:
                self.slack[Said("goal", goal)] = min(self.longest, (LAST_DAY - one.day).days)
                self.exact = self.exact and (one.question is None or _by_deliveries(one.question))

    def _money(self, problem: Problem) -> set[Said]:
        plan = problem.plan
        first = plan.start.year
        days = [plan.horizon, *(one.due for one in (*plan.activities, *plan.goals))]
        last = max((day.year for day in days if day is not None), default=first)
        for number, account in enumerate(problem.accounts):
            total = sum(e.amount for j in problem.jobs for w in j.ways for e in w.expenses if e.account == number)
            years = {*account.ceilings, *range(first, max([last, *account.ceilings]) + 1)}
            for year in years:
                most = LARGEST - account.ceilings.get(year, 0)
                self.slack[Said("ceilings", account.id, year)] = min(total, most)
        return set(self.slack)

    def _shorter(self, job: Job, most: int) -> Job:
        way = job.ways[0]
        self._lengths[job.id] = way.days
        lengths = list(range(1, way.days))
        if len(lengths) > most:
            lengths = sorted({round(way.days * part / most) for part in range(1, most)} - {0, way.days})
            self.exact = False
        ways = [way]
        for days in reversed(lengths):
            demands = tuple(
                attrs.evolve(d, rate=d.effort / days) if d.effort is not None and d.rate is not None else d
                for d in way.demands
            )
            ways.append(attrs.evolve(way, days=days, demands=demands))
        return attrs.evolve(job, ways=tuple(ways))

    def price(self, model: Model) -> tuple[Any, int]:
        """Return what is given as an expression in whole numbers, and how many of them are one point."""
        weights = self._weights
        terms: list[tuple[Fraction, Any]] = []
        for said, given in model.given.items():
            terms.append((self._point(said) * model.units.get(said, 1), given))
        for placed in model.placed.values():
            if placed.job.id in self._lengths:
                whole = self._lengths[placed.job.id]
                for choice in placed.choices:
                    cut = whole - choice.spot.way.days
                    if cut and choice.chosen:
                        terms.append((Fraction(weights.duration) * cut, choice.chosen[0]))
            if placed.job.id in self._spare and placed.present:
                terms.append((Fraction(weights.leave_out), 1 - placed.present[0]))
        gone = self._spare - {placed.job.id for placed in model.placed.values()}
        if gone:
            terms.append((Fraction(weights.leave_out) * len(gone), 1))
        unit = math.lcm(*(weight.denominator for weight, _ in terms))
        return sum(int(weight * unit) * term for weight, term in terms), unit

    def _point(self, said: Said) -> Fraction:
        """Return what one of what is given costs, in points."""
        weights = self._weights
        if said.kind in ("due", "goal"):
            return Fraction(weights.day)
        if said.kind == "ceilings":
            account = next(one for one in self.problem.accounts if one.id == said.subject)
            return 1 / Fraction(weights.of_money(account.currency))
        if said.kind == "carry_over":
            return Fraction(weights.carry_over)
        return Fraction(weights.unit if said.kind == "capacity" else weights.lead)

    def changes(self, model: Model, answer: Answer, schedule: Schedule) -> Iterator[Change]:
        """Yield what was given as changes of the plan."""
        plan = self.problem.plan
        for said, given in model.given.items():
            value = answer.value(given) * model.units.get(said, 1)
            if not value:
                continue
            if said.kind in ("due", "goal"):
                element = plan[said.subject]
                due: dt.date = element.due  # type: ignore[attr-defined]
                yield MoveDue(subject=said.subject, to=due + dt.timedelta(days=value))
            elif said.kind == "ceilings":
                account = next(one for one in self.problem.accounts if one.id == said.subject)
                amount = Money(amount=value, currency=account.currency)
                yield AddMoney(fund=said.subject, year=said.place, amount=amount)
            elif said.kind == "carry_over":
                yield LetCarryOver(fund=said.subject)
            elif said.kind == "lead_limit":
                limit = plan[said.subject].lead_limit  # type: ignore[attr-defined]
                yield SetLeadLimit(body=said.subject, to=limit + value)
            else:
                first, last = _overloaded(self.problem, schedule, said.subject)
                yield AddCapacity(resource=said.subject, amount=Decimal(value), first=first, last=last)
        for placed in model.placed.values():
            job = placed.job
            if job.id in self._spare and job.id not in schedule.tasks:
                yield LeaveOut(task=job.id)
            elif job.id in self._lengths:
                for choice in placed.choices:
                    way = choice.spot.way
                    if way.days != self._lengths[job.id] and all(answer.value(one) for one in choice.chosen):
                        unit = "workday" if way.line else "day"
                        yield SetDuration(task=job.id, to=Duration(amount=Decimal(way.days), unit=unit))
        for id in sorted(self._spare - {placed.job.id for placed in model.placed.values()}):
            yield LeaveOut(task=id)


def _most(job: Job, way: Way, demand: Demand) -> Fraction:
    """Return the most that a way of a job takes on a day: where it comes again it may overlap itself."""
    return (demand.rate or demand.effort or Fraction(0)) * (max(way.days, 1) if job.again else 1)


def _by_deliveries(question: Any) -> bool:
    parts = getattr(question, "parts", None)
    if parts is not None:
        return all(_by_deliveries(part) for part in parts)
    return hasattr(question, "task")


def _overloaded(problem: Problem, schedule: Schedule, resource: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day on which a schedule uses more of a resource than there is."""
    over = [one for one in usage(problem.plan, schedule).overloads if one.id == resource]
    if not over:
        return None, None
    return min(one.first for one in over), max(one.last for one in over)
