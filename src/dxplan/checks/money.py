"""Checks of money: ceilings that are missing or too low, and who holds and spends it (duty 11).

The verdict on money by year is the search's; here is said what needs no search.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from dxplan.checks.responsibility.authority import has_authority
from dxplan.checks.views import bodies_in, every_way, expansions, few, of_plan, ways, windows
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.fund import Cost
from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.model.task import Task

__all__ = ["CHECKS", "RULES"]

NO_CEILING = Rule(
    code="M101",
    severity="warning",
    title="Each fund has a ceiling for each year in which it may be drawn on",
    message="fund {subject} has no ceiling for {years}, when it may be drawn on by {tasks}",
    remedy="add the ceiling of each of these years, 0 where nothing is granted",
)
OVERDRAWN = Rule(
    code="M102",
    severity="error",
    title="The costs on each fund stay within the sum of its ceilings",
    message="the costs on fund {subject} come to {costs}, all its ceilings to {ceilings}",
    remedy="cut costs, raise a ceiling, or take part of the money from another fund",
)
PERHAPS_OVERDRAWN = Rule(
    code="M103",
    severity="warning",
    title="The costs on each fund do not count on years without a ceiling",
    message=(
        "the costs on fund {subject} come to {costs}, its ceilings to {ceilings}: "
        "years without a ceiling would have to give the rest"
    ),
    remedy="add the ceilings that are missing, cut costs, or take part of the money from another fund",
)
SPENDER_WITHOUT_ROLE = Rule(
    code="R111",
    severity="warning",
    title="Who spends money on a task has a role in it",
    message="task {subject} lets {spender} spend money of fund {fund}, but gives it no role",
    remedy="give it a role, or name another spender",
)
HOLDER_APART = Rule(
    code="R112",
    severity="warning",
    title="Who holds the money has a role in the task, or authority over who spends it",
    message=(
        "task {subject} draws on fund {fund}, whose holder {holder} has neither a role in the task nor authority "
        "over {spenders}, who spend it"
    ),
    remedy="give {holder} a role, say what authority it has, or take the money from another fund",
)
NO_HOLDER = Rule(
    code="R113",
    severity="warning",
    title="Somebody holds the money of each fund that is drawn on",
    message="fund {subject} is drawn on by {tasks}, but nobody is said to hold it",
    remedy="name its holder",
)

RULES: tuple[Rule, ...] = (
    NO_CEILING,
    OVERDRAWN,
    PERHAPS_OVERDRAWN,
    SPENDER_WITHOUT_ROLE,
    HOLDER_APART,
    NO_HOLDER,
)


def _costs(task: Task) -> list[Cost]:
    return [cost for way in every_way(task) for cost in way.costs]


@of_plan
def _drawn(plan: Plan) -> Mapping[str, tuple[Task, ...]]:
    """Return, for each fund, the tasks that draw on it, in some mode at least."""
    found: dict[str, dict[str, Task]] = {fund.id: {} for fund in plan.funds}
    for task in plan.tasks:
        for cost in _costs(task):
            found[cost.fund][task.id] = task
    return {fund: tuple(tasks.values()) for fund, tasks in found.items()}


def missing_ceilings(plan: Plan) -> Iterator[Finding]:
    dates = windows(plan)
    for fund in plan.funds:
        known = {ceiling.year for ceiling in fund.ceilings}
        years: set[int] = set()
        tasks: set[str] = set()
        for task in _drawn(plan)[fund.id]:
            if task.id in dates:
                first, last = dates[task.id]
                missing = set(range(first.year, max(last, task.due or last).year + 1)) - known
                years |= missing
                tasks |= {task.id} if missing else set()
        if years:
            yield NO_CEILING.finding(fund.id, years=few(str(year) for year in years), tasks=few(tasks))


def sums_against_ceilings(plan: Plan) -> Iterator[Finding]:
    dates = windows(plan)
    for fund in plan.funds:
        if not fund.ceilings:
            continue
        ceilings = sum(ceiling.amount.amount for ceiling in fund.ceilings)
        known = {ceiling.year for ceiling in fund.ceilings}
        costs = 0
        certain = True
        for task in _drawn(plan)[fund.id]:
            if least := _least(task, fund.id):
                costs += least
                first = dates[task.id][0] if task.id in dates else plan.start
                certain = certain and _years_are_known(first, task.due or plan.horizon, known)
        if costs > ceilings:
            rule = OVERDRAWN if certain else PERHAPS_OVERDRAWN
            currency = fund.ceilings[0].amount.currency
            yield rule.finding(
                fund.id,
                costs=Money(amount=costs, currency=currency),
                ceilings=Money(amount=ceilings, currency=currency),
            )


def _least(task: Task, fund: str) -> int:
    """Return what the task takes from the fund in its cheapest mode; nothing where the plan holds without it."""
    if task.optional:
        return 0
    return min(sum(int(cost.amount.amount) for cost in way.costs if cost.fund == fund) for way in ways(task))


def _years_are_known(first: dt.date, last: dt.date | None, known: set[int]) -> bool:
    """Tell whether all years have a ceiling in which the task may fall, early or late."""
    return last is not None and known.issuperset(range(first.year, last.year + 1))


def holders_and_spenders(plan: Plan) -> Iterator[Finding]:
    means = expansions(plan)
    funds = {fund.id: fund for fund in plan.funds}
    for task in plan.tasks:
        costs = _costs(task)
        if not costs:
            continue
        present = {one for role in task.roles for one in (role.body, *means[role.body])}
        leads = bodies_in(task.roles, Role.LEADS)
        spenders: dict[str, set[str]] = {}
        for cost in costs:
            spenders.setdefault(cost.fund, set()).update(leads if cost.spender is None else (cost.spender,))
            if cost.spender is not None and cost.spender not in present:
                yield SPENDER_WITHOUT_ROLE.finding(task.id, fund=cost.fund, spender=cost.spender)
        for fund, spending in spenders.items():
            holder = funds[fund].holder
            if holder is None or holder in present:
                continue
            beyond = [body for body in spending if not has_authority(plan, holder, body)]
            if beyond:
                yield HOLDER_APART.finding(task.id, fund=fund, holder=holder, spenders=few(beyond))


def funds_without_holder(plan: Plan) -> Iterator[Finding]:
    for fund in plan.funds:
        tasks = _drawn(plan)[fund.id]
        if tasks and fund.holder is None:
            yield NO_HOLDER.finding(fund.id, tasks=few(task.id for task in tasks))


CHECKS: tuple[Check, ...] = (
    missing_ceilings,
    sums_against_ceilings,
    holders_and_spenders,
    funds_without_holder,
)
