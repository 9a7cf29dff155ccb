"""What a serial scheme needs of a problem, reckoned once: ways in whole units, and waits from both of their ends."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs
import numpy as np

from dxplan.solve.search.problem import Job, Pool, Problem, Way
from dxplan.solve.search.serial.lanes import Lane
from dxplan.solve.search.serial.profile import Fields
from dxplan.solve.search.spot import Spot
from dxplan.solve.search.times import Times

__all__ = ["Claim", "Instance", "Link", "Work"]

_PARTS = 10**9  # finer units than this are rounded, against the plan
_SHARES = 27720  # divides evenly by up to twelve: an effort over times whose number is not fixed


@attrs.frozen(eq=False)
class Link:
    """A wait, as seen from one of its ends.

    Parameters
    ----------
    job : int
        At the other end.
    from_finish, to_finish : bool
    lag : int
    line : int
    """

    job: int
    from_finish: bool
    to_finish: bool
    lag: int
    line: int


@attrs.frozen(eq=False)
class Claim:
    """So many units of a resource on each own day, and an effort over days whose number is not fixed."""

    pool: int
    rate: int
    effort: Fraction


@attrs.frozen(eq=False)
class Work:
    """One way of a job.

    Parameters
    ----------
    way : Way
    lane : Lane
    days : int
    claims : tuple of Claim
    """

    way: Way
    lane: Lane
    days: int
    claims: tuple[Claim, ...]

    def spot(self, end: int) -> Spot:
        """Return its positions before a tick."""
        starts, ends = self.lane.line.places(self.days, end)
        return Spot(self.way, starts, ends, np.ones(len(starts), dtype=bool))


class Instance:
    """A problem for serial schemes.

    Parameters
    ----------
    problem : Problem

    Attributes
    ----------
    works : list of tuple of Work
        By job and way.
    into, out : list of tuple of Link
        By job: its own waits, and those of others for it.
    fields : list of Fields
        Of the pools, then of the bodies.
    units : list of int
        How many units one of each pool is.
    leads : list of tuple
        By job: body, first tick, and the tick up to which it leads.
    quiet : int
        A tick after which nothing changes by itself.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem: Problem = problem
        self.times: Times = Times(problem)
        self.lanes: list[Lane] = [Lane(line, problem.last_tick) for line in problem.lines]
        jobs = problem.jobs
        self.units: list[int] = [self._unit(number, pool) for number, pool in enumerate(problem.pools)]
        self.works: list[tuple[Work, ...]] = [tuple(self._work(way) for way in job.ways) for job in jobs]
        into: list[list[Link]] = [[] for _ in jobs]
        out: list[list[Link]] = [[] for _ in jobs]
        for number, job in enumerate(jobs):
            for wait in job.waits:
                ends = wait.from_finish, wait.to_finish, wait.lag, wait.line
                into[number].append(Link(wait.source, *ends))
                out[wait.source].append(Link(number, *ends))
        self.into: list[tuple[Link, ...]] = [tuple(links) for links in into]
        self.out: list[tuple[Link, ...]] = [tuple(links) for links in out]
        never = problem.last_tick + 1
        self.leads: list[tuple[tuple[int, int, int], ...]] = [
            tuple((one.body, one.first, never if one.end is None else one.end) for one in job.leads) for job in jobs
        ]
        axes = [self._axis(number) for number in range(len(problem.pools))]
        self.fields: list[Fields] = [
            Fields(_steps(pool, unit, axis), axis)
            for pool, unit, axis in zip(problem.pools, self.units, axes, strict=True)
        ]
        self.fields += [Fields(_steps(body, 1, None), None) for body in problem.bodies]
        self.quiet: int = 1 + max([0, *(self._changes(job) for job in jobs)])  # a moment lies on the day before

    def _unit(self, number: int, pool: Pool) -> int:
        demands = [d for job in self.problem.jobs for way in job.ways for d in way.demands if d.pool == number]
        unit = math.lcm(*(amount.denominator for _, amount in pool.steps))
        for demand in demands:
            if demand.rate is not None:
                unit = math.lcm(unit, demand.rate.denominator)
            elif demand.effort is not None:
                unit = math.lcm(unit, demand.effort.denominator * _SHARES)
            if unit > _PARTS:
                return _PARTS
        return unit

    def _work(self, way: Way) -> Work:
        rates: dict[int, Fraction] = {}
        efforts: dict[int, Fraction] = {}
        for demand in way.demands:
            if demand.rate is not None:
                rates[demand.pool] = rates.get(demand.pool, Fraction(0)) + demand.rate
            elif demand.effort is not None:
                efforts[demand.pool] = efforts.get(demand.pool, Fraction(0)) + demand.effort
        claims = tuple(
            Claim(pool, math.ceil(rates.get(pool, 0) * self.units[pool]), efforts.get(pool, Fraction(0)))
            for pool in sorted({*rates, *efforts})
            if rates.get(pool) or efforts.get(pool)
        )
        return Work(way, self.lanes[way.line], way.days, claims)

    def _axis(self, pool: int) -> Lane | None:
        """Return the lane of all work that uses a pool; None where there are several, or none."""
        lanes = {
            way.line
            for job in self.problem.jobs
            for way in job.ways
            if any(d.pool == pool for d in way.demands) and (way.days or job.until is not None)
        }
        return self.lanes[lanes.pop()] if len(lanes) == 1 and lanes != {0} else None

    def _changes(self, job: Job) -> int:
        """Return a tick after which nothing that concerns a job changes by itself."""
        problem = self.problem
        last = problem.last_tick
        tick = max(0, *((day or 0) + 1 for day in (job.not_before, job.on)), job.until or 0)
        for vacancy in job.vacancies:
            tick = max(tick, *(first if end > last else end for first, end in vacancy.spans))
        tick = max([tick, *(first for _, first, _ in self.leads[problem.number[job.id]])])
        tick = max([tick, *(end for _, _, end in self.leads[problem.number[job.id]] if end <= last)])
        if job.again:
            ends = [problem.plan.horizon, getattr(getattr(problem.plan[job.id], "recurring", None), "until", None)]
            tick = max(tick, *(0 if day is None else (day - problem.plan.start).days + 2 for day in ends))
        for way in job.ways:
            for demand in way.demands:
                tick = max(tick, problem.pools[demand.pool].steps[-1][0])
            for expense in way.expenses:
                years = problem.accounts[expense.account].ceilings
                tick = max(tick, problem.year_start(max(years) + 1) if years else 0)
        return tick

    def shift(self, tick: int, link: Link) -> int:
        """Return the boundary at which a wait is over that begins at one."""
        return tick + link.lag if not link.line else self.problem.lines[link.line].clock.shift(tick, link.lag)

    def unshift(self, tick: int, link: Link) -> int:
        """Return the last boundary from which a wait is over at one."""
        return tick - link.lag if not link.line else self.problem.lines[link.line].clock.unshift(tick, link.lag)


def _steps(pool: Pool, unit: int, axis: Lane | None) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for since, amount in pool.steps:  # of several that begin on the same day of the axis the last one holds
        found[since if axis is None else axis.count(since)] = math.floor(amount * unit)
    return sorted(found.items())
