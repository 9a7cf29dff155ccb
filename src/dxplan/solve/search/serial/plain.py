"""The plain case, in which a schedule takes microseconds a job: one calendar, one way each, nothing scarce but people.

This is the resource-constrained project scheduling problem of the literature, with days before which a job does not
start. The fields of all resources lie side by side in one long number (see `profile`), so that all of them are asked at
once. Schedules are the same as those of the general scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dxplan.solve.search.serial.lanes import Lane

__all__ = ["Ends", "Patterns", "Plain"]

Ends = list[int]
"""By job: the number of days of the line before its end."""

Patterns = tuple[int, int, int, int]
"""Of a job: all bits of its days, what overflows where there is not enough, the topmost bits, and what it takes."""


@attrs.frozen(eq=False)
class Plain:
    """Jobs of fixed length on one line of days, that wait for each other and share what there is.

    Parameters
    ----------
    jobs : list of int or None
        Their numbers in the problem, predecessors first; None for the time between two that is only waited.
    days : list of int
    heads : list of int
        By job: the number of days of the line before its start at the earliest.
    before, after : list of list of int
        By job: what it waits for, and what waits for it.
    lane : Lane
    width : int
        Bits of the fields of one day.
    patterns : list of Patterns
    """

    jobs: list[int | None]
    days: list[int]
    heads: list[int]
    before: list[list[int]]
    after: list[list[int]]
    lane: Lane
    width: int
    patterns: list[Patterns]

    def forward(self, order: Sequence[int]) -> Ends:
        """Return the ends when each job in turn lies as early as it can; predecessors come first in `order`."""
        return self._placed(order, self.before, self.heads)

    def backward(self, order: Sequence[int], tails: Sequence[int]) -> Ends:
        """Return the ends, counted backwards from the end of all, with waits turned round: successors come first.

        Parameters
        ----------
        order : sequence of int
        tails : sequence of int
            By job: how many days before the end of all it should end.
        """
        return self._placed(order, self.after, tails)

    def _placed(self, order: Sequence[int], before: list[list[int]], heads: Sequence[int]) -> Ends:
        used, width, days, patterns = 0, self.width, self.days, self.patterns
        ends = [0] * len(days)
        for job in order:
            place = heads[job]
            for other in before[job]:
                if ends[other] > place:
                    place = ends[other]
            whole, asked, tops, taken = patterns[job]
            if taken:
                there = used >> place * width
                while short := ((there & whole) + asked) & tops:
                    step = (short.bit_length() - 1) // width + 1
                    place += step
                    there >>= step * width
                used += taken << place * width
            ends[job] = place + days[job]
        return ends

    def by_end(self, ends: Ends) -> list[int]:
        """Return the jobs by end, the last ones first: successors before predecessors."""
        size = len(ends)
        keys = [end * size + job for job, end in enumerate(ends)]
        keys.sort(reverse=True)
        return [key % size for key in keys]

    def by_start(self, ends: Ends) -> list[int]:
        """Return the jobs by ends that are counted backwards, the last ones first: predecessors before successors."""
        size = len(ends)
        keys = [job - end * size for job, end in enumerate(ends)]
        keys.sort()
        return [key % size for key in keys]

    def listed(self, order: Sequence[int]) -> list[int]:
        """Return the jobs of the plain case in an order of those of the problem, what is waited before who waits."""
        places = {job: place for place, job in enumerate(self.jobs) if job is not None}
        found: list[int] = []
        for job in order:
            if job in places:
                found += [other for other in self.before[places[job]] if self.jobs[other] is None]
                found.append(places[job])
        return found

    def tails(self, due: Mapping[int, int], last: int) -> list[int]:
        """Return how many days of the line before day `last` each job should end.

        Parameters
        ----------
        due : mapping of int to int
            Boundaries, by job of the problem.
        last : int
        """
        return [0 if job is None or job not in due else max(last - self.lane.count(due[job]), 0) for job in self.jobs]

    def ticks(self, ends: Ends) -> dict[int, tuple[int, int]]:
        """Return the boundaries of the jobs of the problem."""
        found: dict[int, tuple[int, int]] = {}
        for job, days, end in zip(self.jobs, self.days, ends, strict=True):
            if job is not None:
                finish = self.lane.day(end - 1) + 1 if end else 0
                found[job] = self.lane.day(end - days) if days else finish, finish
        return found
