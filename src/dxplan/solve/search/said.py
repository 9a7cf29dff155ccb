"""What of all that is said has to do with some jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dxplan.solve.search.problem import Job, Problem, Said
from dxplan.solve.search.scope import Scope

__all__ = ["touched"]


def touched(problem: Problem, said: Collection[Said], scope: Scope) -> frozenset[Said]:
    """Return what of it says something about the jobs of a scope, about goals, and what these jobs share."""
    found: set[Said] = set()
    for number in scope.jobs:
        found |= set(_about(problem, problem.jobs[number], said))
    goals = {one for one in said if one.kind == "goal"}
    return frozenset((found | goals) & frozenset(said))


def _about(problem: Problem, job: Job, said: Collection[Said]) -> Iterator[Said]:
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
