"""Whether a problem is the plain case, and what it then is."""

from __future__ import annotations

from dxplan.solve.search.serial.choices import Choice
from dxplan.solve.search.serial.instance import Instance, Link, Work
from dxplan.solve.search.serial.lanes import Lane
from dxplan.solve.search.serial.plain import Patterns, Plain

__all__ = ["plain_case"]


def plain_case(instance: Instance, choice: Choice) -> Plain | None:
    """Return the plain case that a problem is once all is chosen; None where it is not plain."""
    without, ways = choice
    chosen = [job for job in range(len(instance.works)) if job not in without]
    if not chosen or any(not instance.works[job] for job in chosen):
        return None
    works = {job: instance.works[job][ways.get(job, 0)] for job in chosen}
    if any(not _is_plain(instance, job, work) for job, work in works.items()):
        return None
    lane = next((work.lane for work in works.values() if work.days), instance.lanes[0])
    if any(
        work.lane is not lane if work.days else work.lane not in (lane, instance.lanes[0]) for work in works.values()
    ):
        return None
    return _Case(instance, lane, works).plain()


def _is_plain(instance: Instance, number: int, work: Work) -> bool:
    job = instance.problem.jobs[number]
    if job.until is not None or job.again or job.vacancies or job.on is not None:
        return False
    if not work.days and (job.not_before or 0) > 0:
        return False  # it may lie between the days of the line
    return (
        not any(expense.amount for expense in work.way.expenses)
        and not any(claim.effort for claim in work.claims)
        and all(first <= 0 and end > instance.problem.last_tick for _, first, end in instance.leads[number])
    )


class _Case:
    def __init__(self, instance: Instance, lane: Lane, works: dict[int, Work]) -> None:
        self.instance = instance
        self.lane = lane
        self.works = works
        self.jobs: list[int | None] = []
        self.days: list[int] = []
        self.before: list[list[int]] = []

    def plain(self) -> Plain | None:
        places: dict[int, int] = {}
        for job, work in self.works.items():
            waited: list[int] = []
            for link in self.instance.into[job]:
                if link.job in self.works:
                    if link.job not in places or not self._is_plain(link):
                        return None
                    waited.append(places[link.job] if not link.lag else self._add(None, link.lag, [places[link.job]]))
            places[job] = self._add(job, work.days, waited)
        packed = self._packed()
        if packed is None:
            return None
        after: list[list[int]] = [[] for _ in self.jobs]
        for place, waited in enumerate(self.before):
            for other in waited:
                after[other].append(place)
        heads = [0 if job is None else self._head(job) for job in self.jobs]
        return Plain(self.jobs, self.days, heads, self.before, after, self.lane, *packed)

    def _is_plain(self, link: Link) -> bool:
        """Tell whether a wait is from an end to a start, with a lag on the same days if any."""
        if not link.from_finish or link.to_finish or link.lag < 0:
            return False
        return not link.lag or self.instance.lanes[link.line] is self.lane

    def _add(self, job: int | None, days: int, waited: list[int]) -> int:
        self.jobs.append(job)
        self.days.append(days)
        self.before.append(waited)
        return len(self.jobs) - 1

    def _head(self, number: int) -> int:
        tick = self.instance.problem.jobs[number].not_before or 0
        return self.lane.count(tick)

    def _asked(self, job: int | None) -> dict[int, int]:
        """Return how much a job takes of each pool, and of the bodies that lead it."""
        if job is None or not self.works[job].days:
            return {}
        bodies = len(self.instance.problem.pools)
        found = {claim.pool: claim.rate for claim in self.works[job].claims if claim.rate}
        return found | {bodies + body: 1 for body, _, _ in self.instance.leads[job]}

    def _packed(self) -> tuple[int, list[Patterns]] | None:
        """Return the bits of one day, and the patterns; None where what there is changes, or can never suffice."""
        asked = [self._asked(job) for job in self.jobs]
        offsets: dict[int, int] = {}
        width = pad = tops = 0
        for pool in sorted({pool for one in asked for pool in one}):
            fields = self.instance.fields[pool]
            if fields.missing or fields.tail or any(one.get(pool, 0) > fields.top for one in asked):
                return None
            offsets[pool] = width
            pad |= ((1 << (fields.width - 1)) - 1 - fields.top) << width
            tops |= 1 << (width + fields.width - 1)
            width += fields.width
        patterns: list[Patterns] = []
        for length, one in zip(self.days, asked, strict=True):
            rate = sum(amount << offsets[pool] for pool, amount in one.items())
            ones = ((1 << length * width) - 1) // ((1 << width) - 1) if length and width else 0
            patterns.append(((1 << length * width) - 1, (rate + pad) * ones, tops * ones, rate * ones))
        return width, patterns
