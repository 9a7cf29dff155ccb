"""Where each job can lie: positions that keep all that the plan says about it alone, narrowed by the waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.solve.search.problem import Job, Problem, Said, Way
from dxplan.solve.search.scope import Scope
from dxplan.solve.search.spot import Spot
from dxplan.solve.search.times import Times

__all__ = ["kept", "spots_of"]


def kept(job: Job, spot: Spot, said: Collection[Said], times: Times) -> Iterator[tuple[Said, Mask]]:
    """Yield, for each thing said about a job alone, which positions keep it (§4, §12)."""
    begins, last = _reported(spot.starts, spot.ends)
    if job.until is None:
        if job.not_before is not None and (one := Said("not_before", job.id)) in said:
            yield one, begins >= job.not_before
        if job.on is not None and (one := Said("on", job.id)) in said:
            yield one, begins == job.on
        if job.due is not None and (one := Said("due", job.id)) in said:
            yield one, last <= job.due
    for vacancy in job.vacancies:
        if vacancy.said not in said:
            continue
        free = np.ones(len(last), dtype=bool)
        for first, end in vacancy.spans:
            free &= (last < first) | (begins >= end)
        if job.again:  # somebody must be there in all its times
            for position in np.flatnonzero(free).tolist():
                runs = np.array(times.all(job, spot, position), dtype=np.int64)
                firsts, lasts = _reported(runs[:, 0], runs[:, 1])
                free[position] = all(((lasts < first) | (firsts >= end)).all() for first, end in vacancy.spans)
        yield vacancy.said, free


def _reported(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return first and last day by position; a moment is reported on the day before its boundary (§1)."""
    last = np.where(ends > 0, ends - 1, 0)
    return np.where(starts < ends, starts, last), last


def spots_of(problem: Problem, said: Collection[Said], scope: Scope, times: Times) -> dict[int, list[Spot]]:
    """Return, for the jobs that have a length, where each way of it can lie before the end of the scope.

    Early and late bounds pass along the waits, once forwards and once backwards. An optional job holds nobody up.
    """
    end = scope.end
    found: dict[int, list[Spot]] = {}
    for number in scope.jobs:
        job = problem.jobs[number]
        if not job.ways or (job.until is None and job.length in problem.statements and job.length not in said):
            continue
        found[number] = [_spot(problem, job, way, said, end, times) for way in job.ways]
    order = sorted(found)
    early: dict[int, tuple[int, int]] = {}
    for number in order:
        low = [0, 0]
        for wait in problem.jobs[number].waits:
            if wait.said in said and wait.source in early and not problem.jobs[wait.source].optional:
                bound = problem.lines[wait.line].clock.shift(early[wait.source][wait.from_finish], wait.lag)
                low[wait.to_finish] = max(low[wait.to_finish], bound)
        for spot in found[number] if problem.jobs[number].until is None else ():
            spot.allowed &= (spot.starts >= low[0]) & (spot.ends >= low[1])
        ticks = [(int(s.starts[p[0]]), int(s.ends[p[0]])) for s in found[number] if len(p := s.positions)]
        if ticks:
            early[number] = min(a for a, _ in ticks), min(b for _, b in ticks)
    late: dict[int, list[int]] = {number: [end, end] for number in order}
    for number in reversed(order):
        job = problem.jobs[number]
        if job.until is not None:
            continue
        high = late[number]
        for spot in found[number]:
            spot.allowed &= (spot.starts <= high[0]) & (spot.ends <= high[1])
        ticks = [(int(s.starts[p[-1]]), int(s.ends[p[-1]])) for s in found[number] if len(p := s.positions)]
        if not ticks or job.optional or number in scope.late:
            continue
        latest = max(a for a, _ in ticks), max(b for _, b in ticks)
        for wait in job.waits:
            if wait.said in said and wait.source in late and wait.source < number:
                bound = problem.lines[wait.line].clock.unshift(latest[wait.to_finish], wait.lag)
                late[wait.source][wait.from_finish] = min(late[wait.source][wait.from_finish], bound)
    return found


def _spot(problem: Problem, job: Job, way: Way, said: Collection[Said], end: int, times: Times) -> Spot:
    if job.until is not None:  # its position is the boundary from which it goes on
        starts = np.arange(end + 1, dtype=np.int64)
        begin = max(0, job.not_before or 0, job.on or 0)
        allowed = starts >= begin if any(not wait.to_finish for wait in job.waits) else starts == begin
        spot = Spot(way, starts, np.maximum(starts, job.until), allowed)
    else:
        starts, ends = problem.lines[way.line].places(way.days, end)
        spot = Spot(way, starts, ends, np.ones(len(starts), dtype=bool))
    for _, mask in kept(job, spot, said, times):
        spot.allowed &= mask
    return spot
