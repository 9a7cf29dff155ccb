"""How much a schedule leaves undone of what should be in time."""

from __future__ import annotations

from dxplan.goals.truth import Truth
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.scheme import Scheme

__all__ = ["Lateness", "lateness"]

Lateness = tuple[int, int, int]
"""Hard goals that are missed, jobs that are late, and by how many days in all."""


def lateness(problem: Problem, scheme: Scheme) -> Lateness:
    """Return how much a schedule leaves undone of what should be in time."""
    late = total = 0
    finish: dict[str, int | None] = {}
    for number, job in enumerate(problem.jobs):
        tick = scheme.finish[number]
        if tick < 0 or job.until is not None:
            continue
        finish[job.id] = tick
        if job.due is not None and max(tick - 1, 0) > job.due:
            late += 1
            total += max(tick - 1, 0) - job.due
    missed = 0
    if problem.hard:
        truths = problem.goals.truths(finish, goals=problem.hard)
        missed = sum(truths[goal] is not Truth.MET for goal in problem.hard)
    return missed, late, total
