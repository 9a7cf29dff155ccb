"""The plain case, in which a schedule takes microseconds a job: one calendar, one way each, nothing scarce but people.

This is the resource-constrained project scheduling problem of the literature. The fields of all resources lie side by
side in one long number (see `profile`), so that all of them are asked at once. Schedules are the same as those of the
general scheme.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.lanes import Lane

__all__ = ["Plain", "plain_case"]

Ends = list[int]
"""By job: the number of days of the line before its end."""


@attrs.frozen(eq=False)
class Plain:
    """Jobs of fixed length on one line of days, that wait for each other and share what there is.

    Parameters
    ----------
    jobs : list of int
        Their numbers in the problem, predecessors first.
    days : list of int
    before, after : list of list of int
        By job: what it waits for, and what waits for it.
    lane : Lane
    width : int
        Bits of the fields of one day.
    """

    jobs: list[int]
    days: list[int]
    before: list[list[int]]
    after: list[list[int]]
    lane: Lane
    width: int
    _patterns: list[tuple[int, int, int, int]]
    """By job: all bits of its days, what overflows where there is not enough, the topmost bits, and what it takes."""

    def forward(self, order: Sequence[int]) -> Ends:
        """Return the ends when each job in turn lies as early as it can; predecessors come first in `order`."""
        return self._placed(order, self.before)

    def backward(self, order: Sequence[int]) -> Ends:
        """Return the ends, counted backwards from the end of all, with waits turned round: successors come first."""
        return self._placed(order, self.after)

    def _placed(self, order: Sequence[int], before: list[list[int]]) -> Ends:
        used, width, days, patterns = 0, self.width, self.days, self._patterns
        ends = [0] * len(days)
        for job in order:
            place = 0
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

    def ticks(self, ends: Ends) -> dict[int, tuple[int, int]]:
        """Return the boundaries of the jobs of the problem."""
        found: dict[int, tuple[int, int]] = {}
        for job, days, end in zip(self.jobs, self.days, ends, strict=True):
            finish = self.lane.day(end - 1) + 1 if end else 0
            found[job] = self.lane.day(end - days) if days else finish, finish
        return found


def plain_case(instance: Instance) -> Plain | None:
    """Return the plain case that a problem is, its optional jobs left out; None where it is not plain."""
    problem = instance.problem
    jobs = [number for number, job in enumerate(problem.jobs) if not job.optional]
    if any(not _is_plain(instance, number) for number in jobs):
        return None
    lanes = {instance.works[job][0].lane for job in jobs if instance.works[job][0].days}
    if len(lanes) > 1 or not jobs:
        return None
    lane = lanes.pop() if lanes else instance.lanes[0]
    if any(instance.works[job][0].lane not in (lane, instance.lanes[0]) for job in jobs):
        return None
    places = {job: place for place, job in enumerate(jobs)}
    before: list[list[int]] = [[] for _ in jobs]
    after: list[list[int]] = [[] for _ in jobs]
    for place, job in enumerate(jobs):
        for link in instance.into[job]:
            if link.job in places:
                if link.job >= job or link.lag or not link.from_finish or link.to_finish:
                    return None
                before[place].append(places[link.job])
                after[places[link.job]].append(place)
    asked = [_asked(instance, job) for job in jobs]
    packed = _packed(instance, [instance.works[job][0].days for job in jobs], asked)
    if packed is None:
        return None
    width, patterns = packed
    days = [instance.works[job][0].days for job in jobs]
    return Plain(jobs, days, before, after, lane, width, patterns)


def _is_plain(instance: Instance, number: int) -> bool:
    job, works = instance.problem.jobs[number], instance.works[number]
    if len(works) != 1 or job.until is not None or job.again or job.vacancies or job.on is not None:
        return False
    return (
        (job.not_before or 0) <= 0
        and not any(expense.amount for expense in works[0].way.expenses)
        and not any(claim.effort for claim in works[0].claims)
        and all(first <= 0 and end > instance.problem.last_tick for _, first, end in instance.leads[number])
    )


def _asked(instance: Instance, job: int) -> dict[int, int]:
    """Return how much a job takes of each pool, and of the bodies that lead it."""
    work = instance.works[job][0]
    found = {claim.pool: claim.rate for claim in work.claims if claim.rate}
    bodies = len(instance.problem.pools)
    return found | {bodies + body: 1 for body, _, _ in instance.leads[job]} if work.days else {}


def _packed(
    instance: Instance, days: list[int], asked: list[dict[int, int]]
) -> tuple[int, list[tuple[int, int, int, int]]] | None:
    """Return the bits of one day, and the patterns of each job; None where what there is changes, or never suffices."""
    offsets: dict[int, int] = {}
    width = pad = tops = 0
    for pool in sorted({pool for one in asked for pool in one}):
        fields = instance.fields[pool]
        if fields.missing or fields.tail or any(one.get(pool, 0) > fields.top for one in asked):
            return None
        offsets[pool] = width
        pad |= ((1 << (fields.width - 1)) - 1 - fields.top) << width
        tops |= 1 << (width + fields.width - 1)
        width += fields.width
    patterns: list[tuple[int, int, int, int]] = []
    for length, one in zip(days, asked, strict=True):
        rate = sum(amount << offsets[pool] for pool, amount in one.items())
        ones = ((1 << length * width) - 1) // ((1 << width) - 1) if length and width else 0
        patterns.append(((1 << length * width) - 1, (rate + pad) * ones, tops * ones, rate * ones))
    return width, patterns
