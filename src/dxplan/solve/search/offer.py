"""What may be given of a plan so that it can be done, and at what price (§17)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from dxplan.dates import LAST_DAY
from dxplan.model.change import Change
from dxplan.model.change_of_capacity import AddCapacity, SetLeadLimit
from dxplan.model.change_of_money import AddMoney, LetCarryOver
from dxplan.model.change_of_work import LeaveOut, MoveDue, SetDuration
from dxplan.model.criterion import Delivered, parts
from dxplan.model.duration import Duration
from dxplan.model.money import Money
from dxplan.numerals import LARGEST
from dxplan.solve.repair import Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.cp import Answer
from dxplan.solve.search.model import Model
from dxplan.solve.search.problem import Demand, Job, Problem, Said, Way
from dxplan.solve.usage import usage

__all__ = ["Offer"]

_LONGEST = 3653  # days by which a date is moved at most: ten years
_LENGTHS = 240  # shorter lengths that are tried, of all tasks together
_NAMED = 40  # a conflict that names more says too little about which to shorten


class Offer:
    """What may be given of a plan, and at what price.

    Parameters
    ----------
    problem : Problem
    weights : Weights
    named : collection of str
        Ids of tasks that may get shorter or be left out, unless there are very many.
    kinds : tuple of str
        Of what may be given, such as ``"due"``.

    Attributes
    ----------
    weights : Weights
    problem : Problem
        The same, with the shorter ways of tasks, and with tasks that may be left out as optional ones.
    said : frozenset of Said
        All that the plan says, and what it does not say and may give.
    slack : dict of Said to int
        Of which of these how much may be given, at most.
    longest : int
        Days by which dates may move.
    exact : bool
        Whether nothing cheaper is overlooked.
    """

    def __init__(self, problem: Problem, weights: Weights, named: Collection[str], kinds: tuple[str, ...]) -> None:
        self.weights: Weights = weights
        self.slack: dict[Said, int] = {}
        lengths = sum(max((way.days for way in job.ways), default=0) for job in problem.jobs)
        self.longest: int = min(max(2 * lengths, 60), _LONGEST)
        self.exact: bool = True
        offers = {
            "due": self._dues,
            "money": self._money,
            "carry_over": self._carry_over,
            "capacity": self._capacities,
            "lead_limit": self._lead_limits,
        }
        for kind, give in offers.items():
            if kind in kinds:
                give(problem)
        self._lengths: dict[str, int] = {}  # of tasks that may get shorter: the own days they take
        self._spare: set[str] = set()  # ids of tasks that may be left out
        jobs = tuple(self._with_less_to_do(problem, named, kinds))
        self.problem: Problem = attrs.evolve(problem, jobs=jobs) if jobs != problem.jobs else problem
        self.said: frozenset[Said] = problem.everything | self.slack.keys()

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

    def _money(self, problem: Problem) -> None:
        plan = problem.plan
        first = plan.start.year
        again = [task.recurring.until for task in plan.tasks if task.recurring is not None]
        days = [plan.horizon, *again, *(one.due for one in (*plan.activities, *plan.goals))]
        last = max((day.year for day in days if day is not None), default=first)
        for number, account in enumerate(problem.accounts):
            total = sum(e.amount for j in problem.jobs for w in j.ways for e in w.expenses if e.account == number)
            years = {*account.ceilings, *range(first, max([last, *account.ceilings]) + 1)}
            for year in years:
                most = LARGEST - account.ceilings.get(year, 0)
                self.slack[Said("ceilings", account.id, year)] = min(total, most)

    def _carry_over(self, problem: Problem) -> None:
        for account in problem.accounts:
            if not account.carries and account.ceilings:
                self.slack[Said("carry_over", account.id)] = 1

    def _capacities(self, problem: Problem) -> None:
        for number, pool in enumerate(problem.pools):
            asked = [_most(j, w, d) for j in problem.jobs for w in j.ways for d in w.demands if d.pool == number]
            if asked:
                self.slack[pool.said] = math.ceil(sum(asked))

    def _lead_limits(self, problem: Problem) -> None:
        for number, body in enumerate(problem.bodies):
            led = sum(any(lead.body == number for lead in job.leads) for job in problem.jobs)
            if led:
                self.slack[body.said] = led

    def _with_less_to_do(self, problem: Problem, named: Collection[str], kinds: tuple[str, ...]) -> Iterator[Job]:
        """Yield all jobs, of those that are named with shorter ways or as optional ones."""
        criteria = [goal.criterion for goal in problem.plan.goals if goal.criterion is not None]
        needed = {one.task for whole in criteria for one in parts(whole) if isinstance(one, Delivered)}
        for job in problem.jobs:
            given = job
            if job.id in named and len(named) <= _NAMED and job.until is None and not job.again:
                if "duration" in kinds and len(job.ways) == 1 and job.ways[0].days > 1:
                    given = self._shorter(job, max(_LENGTHS // max(len(named), 1), 8))
                if "leave_out" in kinds and not job.optional and job.id not in needed:
                    self._spare.add(job.id)
                    given = attrs.evolve(given, optional=True)
            yield given

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
        weights = self.weights
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
        weights = self.weights
        if said.kind in ("due", "goal"):
            return Fraction(weights.day)
        if said.kind == "ceilings":
            account = next(one for one in self.problem.accounts if one.id == said.subject)
            return 1 / Fraction(weights.of_money(account.currency))
        if said.kind == "carry_over":
            return Fraction(weights.carry_over)
        return Fraction(weights.unit if said.kind == "capacity" else weights.lead)

    def part(self, share: Fraction) -> tuple[Change, ...]:
        """Return a share of all that may be given as changes of the plan, rounded up; of people for all time."""
        amounts = ((said, math.ceil(most * share)) for said, most in self.slack.items())
        return tuple(self._change(said, much) for said, much in amounts if much)

    def _change(self, said: Said, much: int, days: tuple[dt.date | None, dt.date | None] = (None, None)) -> Change:
        """Return so much of what is given as a change of the plan; of people between two days, or for all time."""
        plan = self.problem.plan
        if said.kind in ("due", "goal"):
            due: dt.date = plan[said.subject].due  # type: ignore[attr-defined]
            return MoveDue(subject=said.subject, to=due + dt.timedelta(days=much))
        if said.kind == "ceilings":
            account = next(one for one in self.problem.accounts if one.id == said.subject)
            return AddMoney(fund=said.subject, year=said.place, amount=Money(amount=much, currency=account.currency))
        if said.kind == "carry_over":
            return LetCarryOver(fund=said.subject)
        if said.kind == "lead_limit":
            limit: int = plan[said.subject].lead_limit  # type: ignore[attr-defined]
            return SetLeadLimit(body=said.subject, to=limit + much)
        return AddCapacity(resource=said.subject, amount=Decimal(much), first=days[0], last=days[1])

    def changes(self, model: Model, answer: Answer, schedule: Schedule) -> Iterator[Change]:
        """Yield what was given as changes of the plan."""
        for said, given in model.given.items():
            value = answer.value(given) * model.units.get(said, 1)
            if value:
                some = _overloaded(self.problem, schedule, said.subject) if said.kind == "capacity" else (None, None)
                yield self._change(said, value, some)
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
