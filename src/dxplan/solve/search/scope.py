"""What a search has to look at: the jobs that cannot simply be done after everything else.

A job that nothing holds to a date has room at the end, when all that changes has changed and all else is done. Only
jobs that a date, a goal or scarce money holds, and all that they wait for, can be part of a contradiction; and of
these, those that only a goal asks for may be put off to the end, too, as long as nothing waits for them that is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from fractions import Fraction

import attrs

from dxplan.model.task import Task
from dxplan.solve.search.problem import Job, Problem, Said, Way

__all__ = ["Scope", "has_no_room", "roomy_scope", "scope_of", "whole_scope"]


@attrs.frozen(eq=False)
class Scope:
    """The jobs of a search, and the tick before which it places them.

    Parameters
    ----------
    jobs : frozenset of int
    late : frozenset of int
        Those that may be put off until after `end`.
    end : int
    certain : bool
        Whether what cannot be done within it cannot be done at all.
    """

    jobs: frozenset[int]
    late: frozenset[int]
    end: int
    certain: bool


def whole_scope(problem: Problem, end: int) -> Scope:
    """Return the scope of all jobs, to be done before a tick."""
    return Scope(frozenset(range(len(problem.jobs))), frozenset(), end, False)


def roomy_scope(problem: Problem, least: int) -> Scope:
    """Return the scope of all jobs with room for each of them after all that changes, and a tick at least.

    Whatever way of a job and whatever optional job is chosen somewhere in time can be chosen within it.
    """
    jobs, said = range(len(problem.jobs)), problem.everything
    since, sure = _on_calendars(problem, _circling(problem, said))
    end, certain = _end(problem, said, jobs, set(jobs), since=since, strict=False)
    scope = whole_scope(problem, max(end, least) if certain else least)
    return attrs.evolve(scope, certain=certain and sure)


def scope_of(problem: Problem, said: Collection[Said], *, strict: bool) -> Scope:
    """Return the scope of a search under some of what the plan says."""
    circling = _circling(problem, said)
    dated = _closed(problem, said, _dated(problem, said, strict=strict) | circling, through_optional=False)
    jobs = set(dated)
    for goal in problem.hard:
        if Said("goal", goal) in said:
            jobs |= {problem.number[id] for id in problem.goals.tasks_of(goal) if id in problem.number}
    jobs |= {number for number, job in enumerate(problem.jobs) if job.optional and _is_dated(problem, job, said)}
    jobs = _closed(problem, said, jobs, through_optional=True)
    since, sure = _on_calendars(problem, circling)
    end, certain = _end(problem, said, jobs, dated, since=since, strict=strict)
    return Scope(frozenset(jobs), frozenset(jobs - dated), end, certain and sure)


def _dated(problem: Problem, said: Collection[Said], *, strict: bool) -> set[int]:
    found: set[int] = set()
    for number, job in enumerate(problem.jobs):
        held = _is_dated(problem, job, said) or ((job.until is not None or job.again) and _takes(problem, job, said))
        scarce = strict and any(expense.amount for way in job.ways for expense in way.expenses)
        vague = strict and (not job.ways or any(way.open for way in job.ways))
        if held or scarce or vague:
            found.add(number)
    return found


def _takes(problem: Problem, job: Job, said: Collection[Said]) -> bool:
    """Tell whether anything that is said limits what a job takes, or who is there for it."""
    if any(one.said in said for one in job.vacancies) or any(
        problem.bodies[one.body].said in said for one in job.leads
    ):
        return True
    for way in job.ways:
        if any(one.said in said and problem.pools[one.pool].said in said for one in way.demands):
            return True
        for expense in way.expenses:
            account = problem.accounts[expense.account]
            if expense.said in said and any(Said("ceilings", account.id, year) in said for year in account.ceilings):
                return True
    return False


def _is_dated(problem: Problem, job: Job, said: Collection[Said]) -> bool:
    """Tell whether a job cannot be done at the end of time."""
    if job.due is not None and Said("due", job.id) in said:
        return True
    if job.on is not None and Said("on", job.id) in said:
        return True
    if any(one.said in said and one.spans[-1][1] > problem.last_tick for one in job.vacancies):
        return True
    for lead in job.leads:
        body = problem.bodies[lead.body]
        if lead.end is None and body.said in said and body.steps[-1][1] < 1:
            return True
    return bool(job.ways) and all(has_no_room(problem, way, said) for way in job.ways)


def has_no_room(problem: Problem, way: Way, said: Collection[Said]) -> bool:
    """Tell whether a way of a job takes more than there is at the end of time."""
    asked: dict[int, Fraction] = {}
    for demand in way.demands:
        if problem.pools[demand.pool].said in said and demand.said in said:
            if demand.rate is None:
                return True
            asked[demand.pool] = asked.get(demand.pool, Fraction(0)) + demand.rate
    return any(rate > problem.pools[pool].steps[-1][1] for pool, rate in asked.items())


def _closed(problem: Problem, said: Collection[Said], jobs: Iterable[int], *, through_optional: bool) -> set[int]:
    """Return some jobs and all that they wait for."""
    found = set(jobs)
    waiting = list(found)
    while waiting:
        job = problem.jobs[waiting.pop()]
        if (job.optional or job.until is not None) and not through_optional:
            continue  # it may be left out, or have no day of its own
        for wait in job.waits:
            if wait.source not in found and (wait.said in said or job.until is not None):
                found.add(wait.source)
                waiting.append(wait.source)
    return found


def _end(
    problem: Problem, said: Collection[Said], jobs: Collection[int], dated: Set[int], *, since: int, strict: bool
) -> tuple[int, bool]:
    """Return a tick after which nothing changes and nothing is held to a date, and whether that is certain."""
    tick = since
    for number in jobs:
        job = problem.jobs[number]
        for kind, day in (("not_before", job.not_before), ("on", job.on), ("due", job.due)):
            given = job.until is not None and kind != "due"  # when continuous work runs is never dropped
            if day is not None and (given or Said(kind, job.id) in said):
                tick = max(tick, day + 2)
        tick = max(tick, job.until or 0, _last_time(problem, job))
        for vacancy in job.vacancies if job.until is None else ():
            for first, end in vacancy.spans if vacancy.said in said else ():
                tick = max(tick, first if end > problem.last_tick else end)
        for lead in job.leads:
            tick = max(tick, lead.first, lead.end or 0)
        for way in job.ways:
            for demand in way.demands:
                pool = problem.pools[demand.pool]
                tick = max(tick, pool.steps[-1][0] if pool.said in said else 0)
            for expense in way.expenses:
                years = problem.accounts[expense.account].ceilings
                tick = max(tick, problem.year_start(max(years) + 1) if years else 0)
    looked_at = [goal for goal in problem.hard if Said("goal", goal) in said]
    for goal in looked_at:
        one = problem.goals.goals[goal]
        looked_at += [id for id in one.inner if id not in looked_at]
        if one.day is not None:
            tick = max(tick, one.day.toordinal() - problem.plan.start.toordinal() + 2)
    carried = {n for n, account in enumerate(problem.accounts) if account.carries}
    ways = [way for number in jobs for way in problem.jobs[number].ways]
    certain = not strict or not any(expense.account in carried for way in ways for expense in way.expenses)
    held = _held(problem, said, dated)
    begun = {n for n in dated - held if _begins_early(problem, problem.jobs[n], said, strict=strict)}
    ends = [tick]
    for number in sorted(dated - held, key=lambda number: (number not in begun, number)):
        job = problem.jobs[number]
        if not job.ways:
            continue
        if number not in begun:  # shifted to the left, these lie no later than one after another
            tick = max(ends)
        for clock, days in [(problem.lines[way.line].clock, way.days) for way in job.ways if job.until is None]:
            if tick + 8 * days + 400 > problem.last_tick:
                return problem.last_tick, False
            ends.append(clock.finish(clock.start_from(tick, days), days))
        for wait in job.waits if number not in begun else ():
            if wait.lag > 0 and (wait.said in said or job.until is not None):
                tick = max(ends)
                if tick + 8 * wait.lag + 400 > problem.last_tick:
                    return problem.last_tick, False
                ends.append(problem.lines[wait.line].clock.shift(tick, wait.lag))
    end = max(ends) + 2
    if any(problem.jobs[number].until is not None for number in jobs):
        # what goes on begins a lead before what it waits for, and where no day is left it counts as the day before
        end += 8 + 2 * sum(-wait.lag for number in jobs for wait in problem.jobs[number].waits if wait.lag < 0)
    return min(end, problem.last_tick), certain and end <= problem.last_tick


def _circling(problem: Problem, said: Collection[Said]) -> set[int]:
    """Return the jobs that wait for each other in a circle, and those between two circles: they may have no room."""
    into: dict[int, set[int]] = {}
    for number, job in enumerate(problem.jobs):
        if not job.optional and job.until is None:
            into[number] = {wait.source for wait in job.waits if wait.said in said}
    if all(source < number for number, sources in into.items() for source in sources):
        return set()
    left = set(into)
    while True:
        awaited = {source for number in left for source in into[number]}
        inner = {number for number in left & awaited if into[number] & left}
        if inner == left:
            return left
        left = inner


def _on_calendars(problem: Problem, circling: Iterable[int]) -> tuple[int, bool]:
    """Return a tick after which every week of a circle is like the next, and whether there is one."""
    jobs = [problem.jobs[number] for number in circling]
    lines = {way.line for job in jobs for way in job.ways} | {wait.line for job in jobs for wait in job.waits}
    tick, sure = 1, True
    for id in {clock.calendar for line in lines if (clock := problem.lines[line].worked) is not None}:
        calendar = next((one for one in problem.plan.calendars if one.id == id), None)
        if calendar is not None:
            sure = sure and calendar.country is None
            days = [*calendar.holidays, *calendar.worked]
            tick = max([tick, *(day.toordinal() - problem.plan.start.toordinal() + 2 for day in days)])
    return tick, sure


def _last_time(problem: Problem, job: Job) -> int:
    """Return the boundary after which recurring work comes no more; 0 where it does not come again."""
    task = problem.plan[job.id]
    if not job.again or not isinstance(task, Task) or task.recurring is None:
        return 0
    last = min(day for day in (task.recurring.until, problem.plan.horizon) if day is not None)
    return last.toordinal() - problem.plan.start.toordinal() + 2


def _held(problem: Problem, said: Collection[Said], dated: Set[int]) -> set[int]:
    """Return the jobs that end before the last day of which anything is said, or what waits for them would not."""
    held: set[int] = set()
    for number in sorted(dated, reverse=True):
        job = problem.jobs[number]
        if job.until is not None:
            continue
        fixed = job.on is not None and Said("on", job.id) in said
        due = job.due is not None and Said("due", job.id) in said
        sized = job.length not in problem.statements or job.length in said
        takes = sized and all(way.days for way in job.ways)  # else it takes nothing of anything, on any day
        if due or (takes and not fixed and _is_dated(problem, job, said)):
            held.add(number)
        if number in held and not job.optional:
            ended = {wait.source for wait in job.waits if wait.said in said and wait.from_finish and wait.lag >= 0}
            held |= ended & dated
    return held


def _begins_early(problem: Problem, job: Job, said: Collection[Said], *, strict: bool) -> bool:
    """Tell whether a job begins before the last day of which anything is said, whenever it ends."""
    if job.on is not None and Said("on", job.id) in said:
        return True
    lapsing = [
        any(e.amount and e.said in said and not problem.accounts[e.account].carries for e in way.expenses)
        for way in job.ways
    ]
    return strict and all(lapsing) and bool(lapsing)
