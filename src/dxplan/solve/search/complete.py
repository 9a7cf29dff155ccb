"""From what a model places to a schedule of everything."""

from __future__ import annotations

from collections.abc import Collection

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.problem import Job, Problem, Way
from dxplan.solve.search.scope import Scope, has_no_room
from dxplan.solve.search.serial import serial_schedule

__all__ = ["completed", "put_off"]


def completed(problem: Problem, scope: Scope, schedule: Schedule, *, early: bool = False) -> Schedule | None:
    """Return what was found within a scope with all else done around it; None where something finds no place.

    Parameters
    ----------
    problem : Problem
    scope : Scope
    schedule : Schedule
        Of the jobs of the scope that were not put off.
    early : bool
        Whether what was put off may be done before the end of the scope, where it may break what is said.
    """
    missing, without = _missing(problem, schedule)
    if not missing:
        return schedule
    after = {} if early else {number: scope.end for number in missing if number in scope.late}
    found = serial_schedule(problem, fixed=schedule, without=frozenset(without), not_before=after)
    return _placed(problem, schedule, missing) if found is None and early else found


def put_off(problem: Problem, tick: int, schedule: Schedule) -> Schedule:
    """Return what was found with all else done after a tick, one after another, whatever a fund has by then."""
    missing, _ = _missing(problem, schedule)
    return _placed(problem, schedule, missing, after=tick)


def _missing(problem: Problem, schedule: Schedule) -> tuple[set[int], set[int]]:
    """Return the jobs that a schedule has yet to place, and those that it leaves out."""
    missing = {
        number
        for number, job in enumerate(problem.jobs)
        if job.id not in schedule.tasks and job.until is None and job.ways
    }
    without = {number for number in missing if problem.jobs[number].optional}
    return missing - without, without


def _placed(problem: Problem, schedule: Schedule, missing: Collection[int], *, after: int | None = None) -> Schedule:
    """Return a schedule with the missing jobs as early as their waits allow, whatever they take; or one by one."""
    ticks = {id: (task.start_tick, task.finish_tick) for id, task in schedule.tasks.items()}
    modes = {id: task.mode for id, task in schedule.tasks.items() if task.mode is not None}
    for number in sorted(missing):
        job = problem.jobs[number]
        low = [max(0, job.not_before or 0, job.on or 0, after or 0), 0]
        for wait in job.waits:
            source = ticks.get(problem.jobs[wait.source].id)
            if source is not None:
                bound = problem.lines[wait.line].clock.shift(source[wait.from_finish], wait.lag)
                low[wait.to_finish] = max(low[wait.to_finish], bound)
        way = job.ways[0] if after is None else _roomy(problem, job)
        clock = problem.lines[way.line].clock
        moment = not way.days and (job.not_before or job.on) is not None
        start = clock.start_from(low[0] + moment, way.days)
        start = max(start, clock.start_from(max(clock.start_to_finish_from(low[1], way.days), 0), way.days))
        ticks[job.id] = start, clock.finish(start, way.days)
        after = None if after is None else ticks[job.id][1]
        if way.mode is not None:
            modes[job.id] = way.mode
    return Schedule.from_ticks(problem.plan.start, ticks, modes=modes)


def _roomy(problem: Problem, job: Job) -> Way:
    """Return the first way of a job that takes no more than there is at the end of time."""
    return next((way for way in job.ways if not has_no_room(problem, way, problem.everything)), job.ways[0])
