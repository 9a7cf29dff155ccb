"""Early and late dates of jobs without regard to what they share."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from dxplan.goals.questions import Comparison, Delivery, Many, Question, Ranking
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.instance import Instance

__all__ = ["Dates", "aims", "dates"]


@attrs.frozen(eq=False)
class Dates:
    """The ticks of early and late starts and finishes, by job; late ones may lie before early ones.

    Parameters
    ----------
    early_start, early_finish, late_start, late_finish : list of int
    """

    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]


def aims(problem: Problem) -> dict[int, int]:
    """Return the boundaries by which jobs should end: for their own due dates, and for hard goals."""
    found: dict[int, int] = {}

    def aim(job: int, tick: int) -> None:
        found[job] = min(found.get(job, tick), tick)

    for number, job in enumerate(problem.jobs):
        if job.due is not None and job.until is None:
            aim(number, job.due + 1)
    wanted, seen = list(problem.hard), set[str]()
    while wanted:
        goal = wanted.pop()
        if goal in seen:
            continue
        seen.add(goal)
        compiled = problem.goals.goals[goal]
        wanted += compiled.inner
        for task, limit in _limits(compiled.question) if compiled.question is not None else ():
            if task in problem.number:
                aim(problem.number[task], limit)
    return found


def _limits(question: Question) -> list[tuple[str, int]]:
    if isinstance(question, Delivery):
        return [] if question.limit is None else [(question.task, question.limit)]
    if isinstance(question, Many):
        return [limit for part in question.parts for limit in _limits(part)]
    if isinstance(question, Comparison):
        sign = 1 if question.upwards else -1
        return [(g.task, g.limit) for g in question.value.gains if g.limit is not None and sign * g.steps > 0]
    if isinstance(question, Ranking):
        return [(g.task, g.limit) for g in question.own.gains if g.limit is not None]
    return []


def dates(
    instance: Instance,
    ways: Mapping[int, int],
    due: Mapping[int, int],
    without: Collection[int] = (),
    not_before: Mapping[int, int] | None = None,
) -> Dates:
    """Return early dates, and late ones from `due` backwards; what nothing is due after may end with everything else.

    The critical path method (Kelley and Walker, 1959), on the days of each job.
    """
    jobs, size = instance.problem.jobs, len(instance.problem.jobs)
    early_start, early_finish = [0] * size, [0] * size
    lengths = [
        (works[ways.get(job, 0)].lane.line.clock, works[ways.get(job, 0)].days) if works else None
        for job, works in enumerate(instance.works)
    ]
    for job in range(size):
        one, length = jobs[job], lengths[job]
        low, first = (not_before or {}).get(job, 0), 0
        low = max(low, one.not_before or 0, one.on or 0)
        for link in instance.into[job]:
            if link.job not in without and link.job < job:
                bound = instance.shift((early_finish if link.from_finish else early_start)[link.job], link)
                low, first = (low, max(first, bound)) if link.to_finish else (max(low, bound), first)
        if length is None or one.until is not None:
            early_start[job] = early_finish[job] = low
            continue
        clock, days = length
        start = clock.start_from(max(low, 0), days)
        if first > 0:
            start = max(start, clock.start_to_finish_from(first, days))
        early_start[job], early_finish[job] = start, clock.finish(start, days)
    end = max([*early_finish, *due.values()], default=0)
    late_start, late_finish = [end] * size, [end] * size
    for job in range(size - 1, -1, -1):
        high, last = end, min(end, due.get(job, end))
        for link in instance.out[job]:
            if link.job not in without and link.job > job and jobs[link.job].until is None:
                bound = instance.unshift((late_finish if link.to_finish else late_start)[link.job], link)
                high, last = (high, min(last, bound)) if link.from_finish else (min(high, bound), last)
        length = lengths[job]
        if length is None:
            late_start[job] = late_finish[job] = min(high, last)
            continue
        clock, days = length
        start = clock.latest_start(high, last, days)
        late_start[job], late_finish[job] = start, clock.finish(start, days)
    return Dates(early_start, early_finish, late_start, late_finish)
