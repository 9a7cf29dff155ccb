"""A way out that a schedule shows by itself: each thing that it breaks is given what it lacks.

The model of repairs moves the day of a goal and leaves the readings of its indicators where they are. A later day may
know later readings; here each goal is looked at anew on the days on which anything about it can change.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from dxplan.dates import LAST_DAY
from dxplan.errors import InputError
from dxplan.goals.evaluation import CompiledGoals
from dxplan.goals.truth import Truth
from dxplan.model.change import Change, apply_changes
from dxplan.model.change_of_capacity import AddCapacity, SetLeadLimit
from dxplan.model.change_of_money import AddMoney, LetCarryOver
from dxplan.model.change_of_work import MoveDue
from dxplan.model.fund import Fund
from dxplan.model.money import Money
from dxplan.solve.repair import Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.problem import Problem
from dxplan.solve.verify import Violation, verify

__all__ = ["cost_of", "shown"]

_MOST = 60  # days on which a goal is looked at
_KINDS = {
    # what is broken: the kind of what it is given
    "too-late": "due",
    "goal-missed": "due",
    "goal-unknown": "due",
    "over-ceiling": "money",
    "no-ceiling": "money",
    "over-capacity": "capacity",
    "leads-too-much": "lead_limit",
}


def shown(problem: Problem, schedule: Schedule, kinds: Collection[str]) -> tuple[Change, ...] | None:
    """Return what has to be given, of some kinds, for a schedule to do; None where that is not enough."""
    plan = problem.plan
    broken = verify(plan, schedule)
    given: list[Change] = []
    if "carry_over" in kinds and "money" not in kinds:
        given += [LetCarryOver(fund=id) for id in dict.fromkeys(o.subject for o in broken if o.kind == "over-ceiling")]
        broken = tuple(one for one in broken if one.kind != "over-ceiling")
    lacking: dict[tuple[str, str], list[Violation]] = {}
    for one in broken:
        kind = _KINDS.get(one.kind)
        if kind not in kinds:
            return None
        place = str(one.values["year"]) if kind == "money" else ""
        lacking.setdefault((one.subject, place), []).append(one)
    try:
        for some in lacking.values():
            change = _given(problem, schedule, some)
            if change is None:
                return None
            given.append(change)
        changed = apply_changes(plan, given)
    except InputError:  # a plan has no words for it, such as for days after 2199
        return None
    return None if verify(changed, schedule) else tuple(given)


def cost_of(problem: Problem, changes: Iterable[Change], weights: Weights) -> Decimal:
    """Return what changes of dates, money, people and carrying over cost, in points."""
    plan, cost = problem.plan, Decimal(0)
    for one in changes:
        if isinstance(one, MoveDue):
            due: dt.date = plan[one.subject].due  # type: ignore[attr-defined]
            cost += weights.day * (one.to - due).days
        elif isinstance(one, AddMoney):
            cost += Decimal(one.amount.amount) / weights.of_money(one.amount.currency)
        elif isinstance(one, AddCapacity):
            cost += weights.unit * one.amount
        elif isinstance(one, SetLeadLimit):
            limit: int = plan[one.body].lead_limit  # type: ignore[attr-defined]
            cost += weights.lead * (one.to - limit)
        elif isinstance(one, LetCarryOver):
            cost += weights.carry_over
    return cost


def _given(problem: Problem, schedule: Schedule, broken: list[Violation]) -> Change | None:
    """Return what repairs all that is broken of one task, goal, fund in a year, resource or body."""
    one = broken[0]
    if one.kind == "too-late":
        return MoveDue(subject=one.subject, to=schedule.tasks[one.subject].finish)
    if one.kind in ("goal-missed", "goal-unknown"):
        days = _days(problem, one.subject, schedule)
        day = next((day for day in days if _holds(problem, one.subject, schedule, day)), None)
        return None if day is None else MoveDue(subject=one.subject, to=day)
    if one.kind in ("over-ceiling", "no-ceiling"):
        fund = problem.plan[one.subject]
        assert isinstance(fund, Fund)
        spent, year = one.values["spent"], one.values["year"]
        has = sum(ceiling.amount.amount for ceiling in fund.ceilings if ceiling.year == year)
        short = one.values["short"].amount if "short" in one.values else spent.amount - has
        return AddMoney(fund=fund.id, year=year, amount=Money(amount=short, currency=spent.currency))
    if one.kind == "over-capacity":
        most = max(Fraction(o.values["used"]) - Fraction(o.values["capacity"]) for o in broken)
        first, last = min(o.values["first"] for o in broken), max(o.values["last"] for o in broken)
        return AddCapacity(resource=one.subject, amount=Decimal(math.ceil(most)), first=first, last=last)
    return SetLeadLimit(body=one.subject, to=max(o.values["count"] for o in broken))


def _holds(problem: Problem, goal: str, schedule: Schedule, day: dt.date) -> bool:
    finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
    return CompiledGoals(problem.plan, on=day).truths(finish, goals=[goal])[goal] is Truth.MET


def _days(problem: Problem, goal: str, schedule: Schedule) -> Iterator[dt.date]:
    """Yield the days after a goal's own on which its tasks end or an indicator is read, and the ends of years."""
    due = problem.goals.goals[goal].day
    if due is None:
        return
    tasks = [schedule.tasks[id] for id in problem.goals.tasks_of(goal) if id in schedule.tasks]
    days = {task.finish for task in tasks}
    days |= {reading.date for indicator in problem.plan.indicators for reading in indicator.readings}
    days |= {dt.date(year, 12, 31) for year in range(due.year, due.year + 10)}
    yield from sorted(day for day in days if due < day <= LAST_DAY)[:_MOST]
