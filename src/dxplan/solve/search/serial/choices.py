"""What is chosen before anything is placed: ways of jobs, and optional jobs to leave out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.instance import Instance, Work

__all__ = ["Choice", "spare_sets", "way_choices"]

Choice = tuple[frozenset[int], Mapping[int, int]]
"""Which jobs are left out, and in which ways the others are done."""


def spare_sets(problem: Problem, aimed: Collection[int]) -> list[frozenset[int]]:
    """Return sets of optional jobs to leave out: none, all, and all but those at which a date or a goal aims."""
    optional = {number for number, job in enumerate(problem.jobs) if job.optional}
    wanted, waiting = set[int](), [job for job in aimed if job in optional]
    while waiting:
        job = waiting.pop()
        if job not in wanted:
            wanted.add(job)
            waiting += [wait.source for wait in problem.jobs[job].waits if wait.source in optional]
    found = [frozenset(optional), frozenset(optional - wanted), frozenset[int]()]
    goals = bool(problem.hard)
    return list(dict.fromkeys(found[::-1] if goals else found))


def way_choices(problem: Problem, instance: Instance) -> list[Mapping[int, int]]:
    """Return ways for all jobs: the first ones, the shortest, the cheapest, and those that use least."""

    def best(key: Callable[[Work], Any]) -> dict[int, int]:
        found: dict[int, int] = {}
        for job, works in enumerate(instance.works):
            if len(works) > 1:
                found[job] = min(range(len(works)), key=lambda way: (key(works[way]), way))
        return found

    choices: list[dict[int, int]] = [
        best(lambda work: 0),
        best(lambda work: (work.days, _price(work))),
        best(lambda work: (_price(work), work.days)),
        best(lambda work: (_use(work), work.days)),
    ]
    unique = dict.fromkeys(tuple(sorted(choice.items())) for choice in choices)
    return [dict(choice) for choice in unique]


def _price(work: Work) -> int:
    return sum(expense.amount for expense in work.way.expenses)


def _use(work: Work) -> Any:
    return sum(claim.rate * work.days for claim in work.claims)
