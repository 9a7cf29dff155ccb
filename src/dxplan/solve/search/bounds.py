"""Before which day nothing can finish: by the waits, by the work there is for people, by the money of each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from dxplan.solve.search.problem import Account, Job, Pool, Problem

__all__ = ["Bound", "finish_bounds"]


@attrs.frozen(kw_only=True)
class Bound:
    """A day before which no schedule can finish, and why.

    Parameters
    ----------
    kind : str
        ``"path"`` for a chain of waits, ``"energy"`` for the work that a resource has to do (Schrage, 1970, and many
        since), ``"budget"`` for the money that a fund has to give.
    subject : str
        Id of the task that ends the chain, of the resource or of the fund.
    day : date
        The last day of the plan's work, at the earliest.

    Examples
    --------
    >>> import datetime as dt
    >>> print(Bound(kind="energy", subject="team", day=dt.date(2025, 3, 31)))
    nothing can end before 2025-03-31: the work for team
    """

    kind: str
    subject: str
    day: dt.date

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"kind": self.kind, "subject": self.subject, "day": self.day.isoformat()}

    def __str__(self) -> str:
        why = {"path": "the chain of tasks to", "energy": "the work for", "budget": "the money of"}[self.kind]
        return f"nothing can end before {self.day}: {why} {self.subject}"


def finish_bounds(problem: Problem) -> tuple[Bound, ...]:
    """Return for each reason there is the day before which no schedule can finish, the latest first.

    What is optional is left out, and of several ways each job takes the one that asks least.
    """
    found = [*_path(problem)]
    for number, pool in enumerate(problem.pools):
        found += _energy(problem, number, pool)
    for number, account in enumerate(problem.accounts):
        found += _budget(problem, number, account)
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.kind, one.subject)))


def _day(problem: Problem, tick: int) -> dt.date:
    return dt.date.fromordinal(problem.plan.start.toordinal() + tick)


def _needed(problem: Problem) -> Iterator[Job]:
    for job in problem.jobs:
        if not job.optional and job.ways and job.until is None:
            yield job


def _path(problem: Problem) -> Iterator[Bound]:
    """Yield the end of the longest chain of waits between jobs that must be done."""
    ends: dict[int, tuple[int, int]] = {}
    for job in _needed(problem):
        start = finish = max(0, job.not_before or 0, job.on or 0)
        for wait in job.waits:
            if wait.source in ends:
                bound = problem.lines[wait.line].clock.shift(ends[wait.source][wait.from_finish], wait.lag)
                start, finish = (start, max(finish, bound)) if wait.to_finish else (max(start, bound), finish)
        places: list[tuple[int, int]] = []
        for way in job.ways:
            clock = problem.lines[way.line].clock
            begin = max(clock.start_from(start, way.days), clock.start_to_finish_from(finish, way.days))
            begin = clock.start_from(max(begin, 0), way.days)
            places.append((begin, clock.finish(begin, way.days)))
        ends[problem.number[job.id]] = min(a for a, _ in places), min(b for _, b in places)
    if ends:
        last = max(ends, key=lambda number: ends[number][1])
        yield Bound(kind="path", subject=problem.jobs[last].id, day=_day(problem, max(ends[last][1] - 1, 0)))


def _energy(problem: Problem, number: int, pool: Pool) -> Iterator[Bound]:
    """Yield the day by which a resource, fully used from the start, has done the work that must be done."""
    work = Fraction(0)
    for job in _needed(problem):
        least = [
            sum((d.effort or (d.rate or 0) * way.days for d in way.demands if d.pool == number), Fraction(0))
            for way in job.ways
        ]
        work += min(least)
    if not work:
        return
    ends = [*(since for since, _ in pool.steps[1:]), problem.last_tick]
    for (since, amount), until in zip(pool.steps, ends, strict=True):
        if amount * (until - since) >= work:
            tick = since + -(-work // amount)
            yield Bound(kind="energy", subject=pool.id, day=_day(problem, tick - 1))
            return
        work -= amount * (until - since)


def _budget(problem: Problem, number: int, account: Account) -> Iterator[Bound]:
    """Yield the first year by which a fund has given what must be spent, if it says what it has until then."""
    cost = sum(
        min(sum(e.amount for e in way.expenses if e.account == number) for way in job.ways) for job in _needed(problem)
    )
    year = problem.plan.start.year
    while cost and year in account.ceilings:
        cost -= account.ceilings[year]
        if cost <= 0:
            if year > problem.plan.start.year:
                yield Bound(kind="budget", subject=account.id, day=dt.date(year, 1, 1))
            return
        year += 1
