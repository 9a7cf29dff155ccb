"""What an answer must be to be right, by the oracle that tries every schedule of a tiny plan (§16)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import dxplan as dx
from tests import schedule_oracle, search_oracle
from tests.search_window import Window
from tests.tiny_plans import tiny_plan

__all__ = ["clashes", "in_circles", "mistakes", "plans_of"]


def plans_of(seeds: Iterable[int]) -> Iterator[tuple[int, dx.Plan]]:
    """Yield the tiny plan of each seed."""
    for seed in seeds:
        yield seed, tiny_plan(random.Random(seed))


def allowed(plan: dx.Plan, truth: str, verdict: str) -> bool:
    """Tell whether a verdict may be given where another is true: UNKNOWN, where the search has to round."""
    if verdict == truth:
        return True
    return verdict == "UNKNOWN" and any(_lengthless(task) or _spreads(task) for task in plan.tasks)


def _lengthless(task: dx.Task) -> bool:
    """Tell whether nobody says how long a task takes."""
    return task.duration is None and not task.modes and task.recurring is None


def _spreads(task: dx.Task) -> bool:
    """Tell whether what work takes on a day depends on how often it is done."""
    return task.recurring is not None and any(use.effort is not None for way in (task, *task.modes) for use in way.uses)


def pure(conflict: dx.Conflict) -> bool:
    """Tell whether a conflict was found in the times alone: then the plan's start is among what is said, or not."""
    return conflict.days is not None or any(one.field == "start" for one in conflict.statements)


def clashes(plan: dx.Plan, conflict: dx.Conflict) -> list[str]:
    """Return what is wrong with a conflict: that it can hold, or could do without one of its statements."""
    statements, start = list(conflict.statements), not pure(conflict)
    given = [one for one in search_oracle.everything(plan) if _is_given(plan, one)]

    def holds(some: list[dx.Statement]) -> bool:
        return search_oracle.holds(plan, [*some, *given], start_given=start)

    if holds(statements):
        return ["the conflict can hold"]
    if not conflict.minimal:
        return []
    return [
        f"not needed: {one}"
        for place, one in enumerate(statements)
        if not holds([*statements[:place], *statements[place + 1 :]])
    ]


def _is_given(plan: dx.Plan, one: dx.Statement) -> bool:
    """Tell whether something is never negotiable: that a task takes no time, and when continuous work runs."""
    task = plan[one.subject] if one.field != "start" else None
    if not isinstance(task, dx.Task) or task.modes:
        return False
    if task.duration is None:
        return task.recurring is not None and one.field in ("after", "not_before", "on", "due")
    length = task.duration.most_likely if isinstance(task.duration, dx.ThreePoint) else task.duration
    return one.field == "duration" and not length.amount


def in_circles(plan: dx.Plan) -> bool:
    """Tell whether three tasks wait for each other: too many places for the oracle once lengths are not said."""
    return any(len(group) > 2 for group in Window(plan).groups)


def mistakes(plan: dx.Plan, answer: dx.Feasibility) -> list[str]:
    """Return what is wrong with an answer, and nothing where it is right."""
    truth, verdict = search_oracle.verdict(plan), answer.verdict.name
    found = [] if allowed(plan, truth, verdict) else [f"{verdict}, and it is {truth}"]
    if (answer.verdict is dx.Verdict.FEASIBLE) != (answer.schedule is not None):
        found.append("a schedule without a verdict, or a verdict without a schedule")
    if (answer.verdict is dx.Verdict.INFEASIBLE) != bool(answer.conflicts):
        found.append("a conflict without a verdict, or a verdict without a conflict")
    if (answer.verdict is dx.Verdict.UNKNOWN) != bool(answer.undecided):
        found.append("it is not said why the verdict is open")
    rounded = any(_spreads(task) for task in plan.tasks)
    if truth == verdict == "UNKNOWN" and not rounded and "U112" in {one.code for one in answer.undecided}:
        found.append("it is time that is said to keep the verdict open")
    if answer.schedule is not None:
        found += [f"{kind} {subject}" for kind, subject in schedule_oracle.broken(plan, answer.schedule)]
    for conflict in () if in_circles(plan) else answer.conflicts:
        found += clashes(plan, conflict)
    return found
