"""The serial schedule generation scheme: one job after another at the earliest place that is left (Kolisch, 1996)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush

from dxplan.solve.schedule import Schedule, ScheduledTask
from dxplan.solve.search.serial.instance import Instance, Work
from dxplan.solve.search.serial.lanes import NEVER
from dxplan.solve.search.serial.profile import Profile
from dxplan.solve.search.serial.purse import Purses, Runs

__all__ = ["Scheme"]

_STEPS = 500  # places that are tried backwards, one day after another where nothing says how far to go

Bounds = tuple[int, int, int, int]
"""The first and the last boundary at which work may start, and those at which it may end."""


class Scheme:
    """A schedule that grows job by job.

    Parameters
    ----------
    instance : Instance
    ways : mapping of int to int
        By job; the first where it is left out.
    not_before : mapping of int to int
        Ticks by job, beside those that the plan says.

    Attributes
    ----------
    start, finish : list of int
        By job; -1 where it has no place.
    latest : int
        The last boundary at which something is going on.
    """

    def __init__(
        self, instance: Instance, ways: Mapping[int, int] | None = None, not_before: Mapping[int, int] | None = None
    ) -> None:
        self.instance: Instance = instance
        self._jobs = instance.problem.jobs
        self._ways = ways or {}
        self._not_before = not_before or {}
        self.start: list[int] = [-1] * len(self._jobs)
        self.finish: list[int] = [-1] * len(self._jobs)
        self._profiles = [Profile(fields) for fields in instance.fields]
        self._purses = Purses(instance.problem)
        self.latest: int = 0

    def work(self, job: int) -> Work:
        """Return the way in which a job is done."""
        return self.instance.works[job][self._ways.get(job, 0)]

    def like(self) -> Scheme:
        """Return an empty schedule in which every job is done in the same way."""
        return Scheme(self.instance, self._ways, self._not_before)

    # placing

    def fix(self, job: int, place: ScheduledTask) -> None:
        """Leave a job where it is, whatever that breaks."""
        works = self.instance.works[job]
        way = next((number for number, work in enumerate(works) if work.way.mode == place.mode), 0)
        self._ways = {**self._ways, job: way}
        if works:
            self._put(job, works[way], place.start_tick, place.finish_tick)
        else:
            self.start[job], self.finish[job] = place.start_tick, place.finish_tick

    def place(self, job: int) -> bool:
        """Put a job at its earliest place; tell whether it has one."""
        instance, work = self.instance, self.work(job)
        low, high, first, last = self._bounds(job)
        place, length, lane = work.lane.from_(low, first, work.days), work.days, work.lane
        quiet = max(instance.quiet, self.latest, low)
        while True:
            start, end = lane.ends(place, length)
            if start > high or end > last or end > instance.problem.last_tick:
                return False
            if self._waits_for_itself(job, start, end):
                return False
            further = self._further(job, work, place, start, end)
            if further < 0:
                self._put(job, work, start, end)
                return True
            if start >= quiet or further >= NEVER:
                return False  # nothing changes any more
            place = max(further, place + 1)

    def place_late(self, job: int, end: int) -> bool:
        """Put a job at its latest place that ends by a boundary; tell whether it has one."""
        work = self.work(job)
        low, high, first, last = self._bounds(job)
        place, length, lane = work.lane.by(min(high, end), min(last, end), work.days), work.days, work.lane
        for _ in range(_STEPS):
            if place < 0:
                break
            start, finish = lane.ends(place, length)
            if start < low or finish < first:
                return False
            back = self._back(job, work, place, start, finish)
            if back == place:
                self._put(job, work, start, finish)
                return True
            place = min(back, place - 1)
        return False

    def put(self, job: int, start: int, end: int) -> None:
        """Put a job where it lay in another schedule with the same ways."""
        self._put(job, self.work(job), start, end)

    def go_on(self, job: int) -> bool:
        """Begin continuous work as early as it may, and let it go on to its end; tell whether it begins at all."""
        one = self._jobs[job]
        assert one.until is not None
        begin = max(0, one.not_before or 0, one.on or 0)
        for link in self.instance.into[job]:
            if not link.to_finish and self.finish[link.job] >= 0:
                since = self.finish[link.job] if link.from_finish else self.start[link.job]
                begin = max(begin, self.instance.shift(since, link))
        if begin > self.instance.problem.last_tick:
            return False
        self._put(job, self.work(job), begin, max(begin, one.until))
        return True

    def _waits_for_itself(self, job: int, start: int, end: int) -> bool:
        """Tell whether a job that lies there would have to lie later, since it waits for itself."""
        return any(
            (end if link.to_finish else start) < self.instance.shift(end if link.from_finish else start, link)
            for link in self.instance.into[job]
            if link.job == job
        )

    def _bounds(self, job: int) -> Bounds:
        """Return where a job may lie by its own days and by the waits to jobs that are placed."""
        one, instance = self._jobs[job], self.instance
        moment = not self.work(job).days
        low, high, first, last = self._not_before.get(job, 0), NEVER, 0, NEVER
        if one.not_before is not None and one.not_before > 0:
            low = max(low, one.not_before + moment)
        if one.on is not None:
            low = max(low, one.on + (moment and one.on > 0))
            high = one.on + moment if one.on >= 0 else -1
        for link in instance.into[job]:
            since = self.finish[link.job] if link.from_finish else self.start[link.job]
            if since >= 0:
                bound = instance.shift(since, link)
                if link.to_finish:
                    first = max(first, bound)
                else:
                    low = max(low, bound)
        for link in instance.out[job]:
            until = self.finish[link.job] if link.to_finish else self.start[link.job]
            if until >= 0 and self._jobs[link.job].until is None:
                bound = instance.unshift(until, link)
                if link.from_finish:
                    last = min(last, bound)
                else:
                    high = min(high, bound)
        return low, high, first, last

    def _runs(self, job: int, work: Work, start: int, end: int) -> Runs:
        one = self._jobs[job]
        if not one.again:
            return ((start, end),)
        place = work.lane.from_(start, end, work.days)
        return self.instance.times.all(one, work.spot(end + 1), place)

    def _asked(self, job: int, work: Work, runs: Runs) -> Iterable[tuple[int, int]]:
        """Yield the pools of which work takes something on each own day, and how much."""
        for claim in work.claims:
            rate = claim.rate
            if claim.effort and (days := sum(work.lane.count(end) - work.lane.count(start) for start, end in runs)):
                rate += math.ceil(claim.effort * self.instance.units[claim.pool] / days)
            yield claim.pool, rate

    def _further(self, job: int, work: Work, place: int, start: int, end: int) -> int:
        """Return the next position that is worth a try where work cannot lie at one; -1 where it can, or `NEVER`."""
        lane, length = work.lane, work.days
        again = self._jobs[job].again
        runs = self._runs(job, work, start, end)
        for vacancy in self._jobs[job].vacancies:
            for away, back in vacancy.spans:
                for begin, until in runs:
                    last = max(until - 1, 0)  # a moment is reported on the day before its boundary
                    if last >= away and (begin if begin < until else last) < back:
                        if back > self.instance.problem.last_tick:
                            return NEVER
                        return place + 1 if again else lane.from_(back + (not length), 0, length)
        if again and not self._has_room(work, runs, job):
            return place + 1
        for number, rate in self._asked(job, work, runs) if not again else ():
            profile = self._profiles[number]
            axis = profile.fields.axis
            if axis is not None:
                short = profile.last_short(axis.count(start), axis.count(end), rate)
                if short >= 0:
                    return short + 1
            else:
                short = profile.last_short(start, end, rate, None if lane.every else lane)
                if short >= 0:
                    return lane.from_(short + 1, 0, length)
        for number, begin, until in self._led(job, runs):
            short = self._profiles[number].last_short(begin, until, 1)
            if short >= 0:
                return place + 1 if again else lane.from_(short + 1, 0, length)
        expenses = work.way.expenses
        if expenses and not self._purses.holds(self._purses.spent(expenses, lane, runs, worked=length > 0)):
            year = self.instance.problem.year
            if again or year(start) != year(max(end - 1, start)):
                return place + 1
            new_year = self.instance.problem.year_start(year(start) + 1)
            return lane.from_(0, new_year + 1, length)
        return -1

    def _has_room(self, work: Work, runs: Runs, job: int) -> bool:
        """Tell whether there is room for all times of recurring work, which may run beside each other."""
        for number, rate in self._asked(job, work, runs):
            profile = self._profiles[number]
            axis = profile.fields.axis
            days = None if axis is not None or work.lane.every else work.lane
            before, short = profile.state, -1
            for begin, until in runs:
                if axis is not None:
                    begin, until = axis.count(begin), axis.count(until)
                short = profile.last_short(begin, until, rate, days)
                if short >= 0:
                    break
                profile.take(begin, until, rate, days)
            profile.state = before
            if short >= 0:
                return False
        return True

    def _back(self, job: int, work: Work, place: int, start: int, end: int) -> int:
        """Return the last position up to one that is worth a try; the same where work can lie there."""
        further = self._further(job, work, place, start, end)
        if further < 0:
            return place
        if self._jobs[job].again or work.way.expenses or self._jobs[job].vacancies or not work.claims:
            return place - 1
        for number, rate in self._asked(job, work, ((start, end),)):
            profile = self._profiles[number]
            axis, lane = profile.fields.axis, work.lane
            if axis is not None:
                short = profile.first_short(axis.count(start), axis.count(end), rate)
                if short >= 0:
                    return short - work.days
            else:
                short = profile.first_short(start, end, rate, None if lane.every else lane)
                if short >= 0:
                    return lane.by(NEVER, short, work.days)
        return place - 1

    def _led(self, job: int, runs: Runs) -> Iterable[tuple[int, int, int]]:
        """Yield the bodies that lead a job, and from when to when: a day on which it runs twice counts once."""
        bodies = len(self.instance.problem.pools)
        for body, first, last in self.instance.leads[job]:
            until = -1
            for begin, end in runs:
                begin, end = max(begin, first, until), min(end, last)
                if begin < end:
                    yield bodies + body, begin, end
                    until = end

    def _put(self, job: int, work: Work, start: int, end: int) -> None:
        self.start[job], self.finish[job] = start, end
        runs = self._runs(job, work, start, end)
        lane = work.lane
        for number, rate in self._asked(job, work, runs):
            profile = self._profiles[number]
            axis = profile.fields.axis
            for begin, until in runs:
                if axis is not None:
                    profile.take(axis.count(begin), axis.count(until), rate)
                else:
                    profile.take(begin, until, rate, None if lane.every else lane)
        for number, begin, until in self._led(job, runs):
            self._profiles[number].take(begin, until, 1)
        if work.way.expenses:
            worked = work.days > 0 or self._jobs[job].until is not None
            self._purses.take(self._purses.spent(work.way.expenses, lane, runs, worked=worked))
        self.latest = max(self.latest, *(until for _, until in runs))

    # all jobs

    def run(self, order: Sequence[int], without: Collection[int] = (), *, spare: bool = False) -> int | None:
        """Place all jobs that have no place yet, of those that may come next always the first by `order`.

        Where waits run in a circle, one that waits for what has no place comes before it.

        Parameters
        ----------
        order : sequence of int
        without : collection of int
            Jobs that are left out.
        spare : bool
            Whether optional jobs that find no place are left out, too.

        Returns
        -------
        int or None
            The first job that finds no place; None where all have one.
        """
        instance, finish = self.instance, self.finish
        rank = {job: place for place, job in enumerate(order)}
        left = {
            job
            for job, one in enumerate(self._jobs)
            if finish[job] < 0 and job not in without and instance.works[job] and (one.until is None or one.waits)
        }
        for job, one in enumerate(self._jobs):
            if one.until is not None and not one.waits and instance.works[job]:
                self.go_on(job)
        missing = {job: sum(link.job in left for link in instance.into[job]) for job in left}
        ready = [(rank.get(job, len(rank)), job) for job in left if not missing[job]]
        ready.sort()
        while left:
            job = heappop(ready)[1] if ready else min(left, key=lambda job: rank.get(job, len(rank)))
            if job not in left:
                continue
            left.remove(job)
            if self._jobs[job].until is not None:
                if not self.go_on(job):
                    return job
            elif not self.place(job) and not (spare and self._jobs[job].optional):
                return job
            for link in instance.out[job]:
                if link.job in left:
                    missing[link.job] -= 1
                    if not missing[link.job]:
                        going = self._jobs[link.job].until is not None  # it cannot be moved: before all others
                        heappush(ready, (-1 if going else rank.get(link.job, len(rank)), link.job))
        return None

    # what comes out

    def ticks(self) -> dict[str, tuple[int, int]]:
        """Return start and finish of all that is placed, by id."""
        jobs = zip(self._jobs, self.start, self.finish, strict=True)
        return {job.id: (start, end) for job, start, end in jobs if end >= 0 and job.until is None}

    def schedule(self) -> Schedule:
        """Return the places as a schedule."""
        modes: dict[str, str] = {}
        ticks = self.ticks()
        for number, job in enumerate(self._jobs):
            if job.id in ticks and self.instance.works[number]:
                mode = self.work(number).way.mode
                if mode is not None:
                    modes[job.id] = mode
        return Schedule.from_ticks(self.instance.problem.plan.start, ticks, modes=modes)
