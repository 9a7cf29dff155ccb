"""Justification: all to the right, and from there to the left again (Valls, Ballestín and Quintanilla, 2005).

The schedule that comes out is no longer than the one that went in where all work is on one calendar and only resources
are scarce, and mostly shorter; in general it is another one worth a look.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush

from dxplan.solve.search.serial.scheme import Scheme

__all__ = ["justified_order"]


def justified_order(scheme: Scheme, due: Mapping[int, int], still: Collection[int] = ()) -> Sequence[int] | None:
    """Return the jobs of a schedule by start once all are as late as they can be; None where one finds no place.

    Parameters
    ----------
    scheme : Scheme
        With every job in its place.
    due : mapping of int to int
        Boundaries by which jobs should end; the others by the end of the schedule.
    still : collection of int
        Jobs that stay where they are.
    """
    instance, finish, start = scheme.instance, scheme.finish, scheme.start
    jobs = instance.problem.jobs
    late = scheme.like()
    placed = [job for job in range(len(jobs)) if finish[job] >= 0]
    end = max((finish[job] for job in placed), default=0)
    left: set[int] = set()
    for job in placed:
        if job in still or jobs[job].until is not None:
            late.put(job, start[job], finish[job])
        else:
            left.add(job)
    missing = {job: sum(link.job in left for link in instance.out[job]) for job in left}
    ready = [(-finish[job], -start[job], -job) for job in left if not missing[job]]
    ready.sort()
    while ready:
        job = -heappop(ready)[2]
        bound = min(end, due.get(job, end))
        if not late.place_late(job, bound) and (bound >= end or not late.place_late(job, end)):
            return None
        left.remove(job)
        for link in instance.into[job]:
            if link.job in left:
                missing[link.job] -= 1
                if not missing[link.job]:
                    heappush(ready, (-finish[link.job], -start[link.job], -link.job))
    if left:  # their waits run in a circle
        return None
    return sorted(placed, key=lambda job: (late.start[job], late.finish[job], job))
