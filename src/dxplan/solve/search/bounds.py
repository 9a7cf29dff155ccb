"""Before which day nothing can finish: by the waits, by the work there is for people, by the money of each year.

What counts is the end of the first time of each task that must be done: continuous work has no end of its own, and what
comes again may do so after all else has ended.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from dxplan.errors import UndefinedError
from dxplan.model.fund import Spread
from dxplan.solve.search.lines import Line
from dxplan.solve.search.problem import Account, Job, Pool, Problem, Way

__all__ = ["Bound", "finish_bounds", "least_finish"]


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


Ends = Mapping[int, tuple[int, int]]
"""Of each job that must be done the boundaries at which it starts and ends, at the earliest."""


def finish_bounds(problem: Problem) -> tuple[Bound, ...]:
    """Return for each reason there is the day before which no schedule can finish, the latest first.

    What is optional is left out, and of several ways each job takes the one that asks least. What the plan does not
    say is taken in its favour: so they hold, too, where nothing can be verified yet.
    """
    found = [
        Bound(kind=kind, subject=subject, day=dt.date.fromordinal(problem.plan.start.toordinal() + max(tick - 1, 0)))
        for kind, subject, tick in _bounds(problem)
    ]
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.kind, one.subject)))


def least_finish(problem: Problem) -> int:
    """Return a boundary before which no schedule can finish, as a tick."""
    return max((tick for _, _, tick in _bounds(problem)), default=0)


def _bounds(problem: Problem) -> Iterator[tuple[str, str, int]]:
    """Yield kind and subject of each reason, and the boundary before which nothing can finish."""
    ends = _ends(problem)
    if ends:
        last = max(ends, key=lambda number: ends[number][1])
        yield "path", problem.jobs[last].id, ends[last][1]
    for number, pool in enumerate(problem.pools):
        tick = _energy(problem, number, pool, ends)
        if tick is not None:
            yield "energy", pool.id, tick
    for number, account in enumerate(problem.accounts):
        year = _budget(problem, number, account, ends)
        if year is not None and year > problem.plan.start.year:
            yield "budget", account.id, problem.year_start(year) + 1


def _ends(problem: Problem) -> Ends:
    """Return when each job that must be done is done, if nothing holds it up but its own days and its waits."""
    found: dict[int, tuple[int, int]] = {}
    for number, job in enumerate(problem.jobs):
        if job.optional or not job.ways or job.until is not None:
            continue
        try:
            start, finish = _earliest(problem, job, found)
        except UndefinedError:  # the days of a calendar run out
            continue
        if finish <= problem.last_tick:
            found[number] = start, finish
    return found


def _earliest(problem: Problem, job: Job, ends: Ends) -> tuple[int, int]:
    start = finish = 0
    for wait in job.waits:
        if wait.source in ends:
            bound = problem.lines[wait.line].clock.shift(ends[wait.source][wait.from_finish], wait.lag)
            start, finish = (start, max(finish, bound)) if wait.to_finish else (max(start, bound), finish)
    day = max(0, job.not_before or 0, job.on or 0)
    places: list[tuple[int, int]] = []
    for way in job.ways:
        clock = problem.lines[way.line].clock
        # a moment is reported on the day before its boundary
        low = max(start, day + 1 if day and not way.days else day)
        begin = max(clock.start_from(low, way.days), clock.start_to_finish_from(finish, way.days), 0)
        begin = clock.start_from(begin, way.days)
        places.append((begin, clock.finish(begin, way.days)))
    return min(begin for begin, _ in places), min(end for _, end in places)


def _energy(problem: Problem, number: int, pool: Pool, ends: Ends) -> int | None:
    """Return when a resource, fully used as soon as it can be, has done the work that must be done.

    Of what comes again only the first time must be done by then, and of an effort spread over all times nothing is
    certain. The work that cannot begin before a tick is looked at by itself, for each tick.
    """
    works: dict[int, Fraction] = {}
    lines: set[int] = set()
    for one, (start, _) in ends.items():
        ways = problem.jobs[one].ways
        work = min(way.days * _rate(way, number) for way in ways)
        if work:
            works[start] = works.get(start, Fraction(0)) + work
            lines |= {way.line for way in ways}
    line = problem.lines[lines.pop() if len(lines) == 1 else 0]
    total, ticks = Fraction(0), list[int]()
    for start in sorted(works, reverse=True):
        total += works[start]
        try:
            tick = _worked_off(line, pool, start, total)
        except UndefinedError:  # the days of the calendar run out
            continue
        if tick is not None and tick <= problem.last_tick:
            ticks.append(tick)
    return max(ticks, default=None)


def _rate(way: Way, pool: int) -> Fraction:
    return sum((one.rate for one in way.demands if one.pool == pool and one.rate), Fraction(0))


def _worked_off(line: Line, pool: Pool, start: int, work: Fraction) -> int | None:
    """Return the boundary at which work from a tick on is done; None where there is never enough."""
    ends = [*(since for since, _ in pool.steps[1:]), None]
    for (since, amount), until in zip(pool.steps, ends, strict=True):
        since = max(since, start)
        if not amount or (until is not None and until <= since):
            continue
        days = math.ceil(work / amount)
        there = days if until is None else line.count(until) - line.count(since)
        if days <= there:
            return line.clock.finish(line.clock.start_from(since, days), days)
        work -= amount * there
    return None


def _budget(problem: Problem, number: int, account: Account, ends: Ends) -> int | None:
    """Return the first year by which a fund can have given what must be spent; None where that is not said.

    Something is spent in that year or later, by work that has a day in it. Of what comes again only what is spent at
    its start is certain to be spent by then. In a fund that does not carry over, what cannot be spent before a year is
    looked at by itself: what earlier years had is gone.
    """
    costs = Counter[int]()
    for one, (start, finish) in ends.items():
        job = problem.jobs[one]
        again = job.again or job.id in problem.loose
        expenses = [
            [e for e in way.expenses if e.account == number and (e.spread is Spread.START or not again)]
            for way in job.ways
        ]
        last = all(e.spread is Spread.END for some in expenses for e in some)
        day = finish - 1 if last else start - any(not way.days for way in job.ways)
        costs[problem.year(max(day, 0))] += min(sum(e.amount for e in some) for some in expenses)
    if account.carries:
        begin = min(account.ceilings, default=None)
        if begin is None or begin > problem.plan.start.year:
            return None  # what is spent before leaves open what there is
        return _given(account, begin, costs.total(), problem.plan.start.year)
    cost, years = 0, list[int]()
    for year in sorted(costs, reverse=True):
        cost += costs[year]
        given = _given(account, year, cost, year) if costs[year] else None
        years += [] if given is None else [given]
    return max(years, default=None)


def _given(account: Account, first: int, cost: int, since: int) -> int | None:
    """Return the year from `since` on by which what a fund has from its `first` year on suffices."""
    year, left = first, cost
    while year in account.ceilings:
        left -= account.ceilings[year]
        if left <= 0 and year >= since:
            return year
        year += 1
    return None
