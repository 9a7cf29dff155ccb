"""Why a plan cannot be done: a few of its statements that clash, shrunk until none can be spared.

A deletion filter (Chinneck and Dravnieks, 1991) that drops blocks, larger ones while that succeeds, in an order of
preference (Junker, 2004). What is dropped first is explained last: of what can be negotiated capacities go before
money and deadlines; then the structure that is left, durations, waits and uses, is thinned out. Every test is a plain
solve of a model that was built of nothing but what is said, and gets smaller as less is said. That the smaller set of
negotiable statements is needed is shown with all of the structure, and so holds with less of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import attrs

from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.problem import Job, Problem, Said
from dxplan.solve.search.scope import Scope, scope_of
from dxplan.solve.search.times import Times
from dxplan.solve.statement import Conflict

__all__ = ["Clash", "find_clash"]

_KINDS = (
    *("due", "goal", "on", "ceilings", "capacity", "lead_limit", "tenure"),
    *("not_before", "duration", "modes", "uses", "costs", "after"),
)


@attrs.frozen(eq=False)
class Clash:
    """Things said that cannot hold together, and whether each of them was shown to be needed."""

    said: frozenset[Said]
    minimal: bool

    def conflict(self, problem: Problem) -> Conflict:
        """Return it as statements of the plan: deadlines and money first, then people, then structure."""
        order = sorted(self.said, key=lambda one: (_KINDS.index(one.kind), one.subject, one.place))
        return Conflict(statements=tuple(problem.statements[one] for one in order), minimal=self.minimal)


def find_clash(
    problem: Problem,
    limits: Limits,
    *,
    times: Times,
    said: Collection[Said] | None = None,
    on_step: Callable[[int], None] | None = None,
) -> Clash | None:
    """Return a minimal set of what is said that cannot hold; None where all of it was not shown to be impossible.

    Parameters
    ----------
    problem : Problem
    limits : Limits
        Past them the set is returned as it stands, not minimal.
    times : Times
    said : collection of Said, optional
        Of which to start; all where left out.
    on_step : callable, optional
        Called with the number of things that are still in the set.
    """
    test = _Test(problem, limits, times)
    start = frozenset(problem.everything if said is None else said)
    found = test.relevant(start)
    if test.holds(found) is not False:
        if found == start or test.holds(start) is not False:
            return None
        found = start
    shrunk, sure = test.shrink(found, [one for one in _drop_first(found) if one.rank], on_step)
    shrunk, also = test.shrink(shrunk, [one for one in _drop_first(shrunk) if not one.rank], on_step)
    return Clash(shrunk, sure and also)


def _drop_first(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda one: (one.rank, -_KINDS.index(one.kind), one.subject, one.place))


class _Test:
    def __init__(self, problem: Problem, limits: Limits, times: Times) -> None:
        self.problem, self.limits, self.times = problem, limits, times

    def holds(self, said: Collection[Said]) -> bool | None:
        """Tell whether what is said can hold; None where that was not found out."""
        if self.limits.over:
            return None
        scope = scope_of(self.problem, said, strict=False)
        model = joint_model(self.problem, said, strict=False, scope=scope, times=self.times)
        answer = model.cp.solve(self.limits, first=True)
        if answer.status == "infeasible":
            return False if scope.certain else None
        return True if answer.status in ("feasible", "optimal") else None

    def relevant(self, said: Collection[Said]) -> frozenset[Said]:
        """Return what the model of what is said looks at."""
        return _touched(self.problem, said, scope_of(self.problem, said, strict=False))

    def shrink(
        self, said: frozenset[Said], candidates: list[Said], on_step: Callable[[int], None] | None
    ) -> tuple[frozenset[Said], bool]:
        """Drop candidates, in their order, as long as what is left cannot hold; and tell whether all were tried."""
        sure = True
        size = max(len(candidates) // 2, 1)
        place = 0
        while place < len(candidates):
            block = [one for one in candidates[place : place + size] if one in said]
            if not block:
                place += size
                continue
            rest = self.relevant(said - set(block))
            answer = self.holds(rest)
            if answer is False:
                said = rest
                if on_step is not None:
                    on_step(len(said))
                place += size
                size *= 2
            elif size > 1:
                size = max(size // 4, 1)
            else:
                sure = sure and answer is True
                place += 1
                size = 2
                if self.limits.over:
                    return said, False
        return said, sure


def _touched(problem: Problem, said: Collection[Said], scope: Scope) -> frozenset[Said]:
    """Return what of it says something about the jobs of a scope, about goals, and what these jobs share."""
    found: set[Said] = set()
    for number in scope.jobs:
        found |= set(_about(problem, problem.jobs[number], said))
    goals = {one for one in said if one.kind == "goal"}
    return frozenset((found | goals) & frozenset(said))


def _about(problem: Problem, job: Job, said: Collection[Said]) -> Iterable[Said]:
    for kind in ("due", "on", "not_before"):
        yield Said(kind, job.id)
    yield job.length
    for wait in job.waits:
        yield wait.said
    for vacancy in job.vacancies:
        yield vacancy.said
    if job.ways and job.until is None and job.length in problem.statements and job.length not in said:
        return  # of unknown length it takes nothing
    for lead in job.leads:
        yield problem.bodies[lead.body].said
    for way in job.ways:
        for demand in way.demands:
            pool = problem.pools[demand.pool].said
            if pool in said and demand.said in said:
                yield from (demand.said, pool)
        for expense in way.expenses:
            account = problem.accounts[expense.account]
            if expense.said in said:
                yield expense.said
                yield from (Said("ceilings", account.id, year) for year in account.ceilings)
