"""Parts of a plan that do not touch each other, each solved for itself.

Two jobs belong together where one waits for the other, or where they share a resource, a fund, a body that leads or a
hard goal of which something is said. What no part can do the whole cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

import attrs

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.problem import Job, Problem, Said
from dxplan.solve.search.said import touched
from dxplan.solve.search.scope import Scope
from dxplan.solve.search.times import Times

__all__ = ["Outcome", "parts_of", "solved"]


@attrs.frozen(eq=False)
class Outcome:
    """What came of solving all parts.

    Parameters
    ----------
    status : {"feasible", "infeasible", "unknown"}
    schedule : Schedule or None
        Of the jobs of the scope that are not put off, where feasible.
    open : bool
        Whether anything depends on how strictly the plan is read; where infeasible, of the part that cannot be done.
    rounded : bool
        Whether anything is rounded.
    said : frozenset of Said
        Where infeasible: what was said of the part that cannot be done.
    """

    status: Literal["feasible", "infeasible", "unknown"]
    schedule: Schedule | None = None
    open: bool = False
    rounded: bool = False
    said: frozenset[Said] = frozenset()


def solved(
    problem: Problem,
    said: Collection[Said],
    scope: Scope,
    limits: Limits,
    *,
    strict: bool,
    times: Times,
    start: Schedule | None = None,
    exact: bool = False,
    clear: Limits | None = None,
) -> Outcome:
    """Solve the parts of a scope one after another, until one cannot be done.

    Parameters
    ----------
    problem, said, scope, limits, times
    strict : bool
        Whether what the plan leaves open is not granted.
    start : Schedule, optional
        Near which to begin.
    exact : bool
        Whether money is counted to the last unit, whatever that costs.
    clear : Limits, optional
        For parts in which nothing depends on how strictly the plan is read; `limits` where left out.
    """
    ticks: dict[str, tuple[int, int]] = {}
    modes: dict[str, str] = {}
    open_ = rounded = unknown = False
    for part, mine in parts_of(problem, said, scope):
        model = joint_model(problem, mine, strict=strict, scope=part, times=times, exact=exact)
        open_, rounded = open_ or model.open, rounded or model.rounded
        if start is not None:
            model.hint(start)
        answer = model.cp.solve(limits if model.open else clear or limits, first=True)
        if answer.status == "infeasible":
            return Outcome("infeasible", open=model.open, rounded=rounded, said=touched(problem, mine, part))
        if answer.status == "unknown":
            unknown = True
            continue
        for id, task in model.schedule(answer).tasks.items():
            ticks[id] = task.start_tick, task.finish_tick
            if task.mode is not None:
                modes[id] = task.mode
    if unknown:
        return Outcome("unknown", open=open_, rounded=rounded)
    return Outcome("feasible", Schedule.from_ticks(problem.plan.start, ticks, modes=modes), open_, rounded)


def parts_of(problem: Problem, said: Collection[Said], scope: Scope) -> Iterator[tuple[Scope, frozenset[Said]]]:
    """Yield the parts of a scope, small ones first, each with what is said of it."""
    above: dict[object, object] = {}

    def root(one: object) -> object:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for number in scope.jobs:
        for other in _shared(problem, problem.jobs[number], said):
            above[root(other)] = root(number)
        root(number)
    goals = [one for one in said if one.kind == "goal"]
    for goal in goals:
        for id in problem.goals.tasks_of(goal.subject):
            if problem.number.get(id) in scope.jobs:
                above[root(problem.number[id])] = root(goal)
    found: dict[object, set[int]] = {}
    for number in sorted(scope.jobs):
        found.setdefault(root(number), set()).add(number)
    for goal in goals:
        found.setdefault(root(goal), set())
    if not found:
        found[None] = set()
    rest = frozenset(said) - set(goals)
    for key, jobs in sorted(found.items(), key=lambda item: (len(item[1]), sorted(item[1]))):
        mine = rest | {goal for goal in goals if root(goal) == key}
        yield attrs.evolve(scope, jobs=frozenset(jobs), late=scope.late & jobs), mine


def _shared(problem: Problem, job: Job, said: Collection[Said]) -> Iterator[object]:
    """Yield what a job shares with others: those it waits for, and what there is only so much of."""
    for wait in job.waits:
        if wait.said in said or job.until is not None:
            yield wait.source
    for lead in job.leads:
        if problem.bodies[lead.body].said in said:
            yield "body", lead.body
    for way in job.ways:
        for demand in way.demands:
            if problem.pools[demand.pool].said in said:
                yield "pool", demand.pool
        for expense in way.expenses:
            yield "account", expense.account
