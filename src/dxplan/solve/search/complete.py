"""From what a model places to a schedule of everything."""

from __future__ import annotations

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.cp import Answer
from dxplan.solve.search.model import Model
from dxplan.solve.search.serial import serial_schedule

__all__ = ["completed"]


def completed(model: Model, answer: Answer, *, early: bool = False) -> Schedule | None:
    """Return what the solver found with all else done around it; None where something finds no place.

    Parameters
    ----------
    model : Model
    answer : Answer
    early : bool
        Whether what was put off may be done before the end of the scope, where it may break what is said.
    """
    schedule, problem = model.schedule(answer), model.problem
    missing = {
        number
        for number, job in enumerate(problem.jobs)
        if job.id not in schedule.tasks and job.until is None and job.ways
    }
    without = {number for number in missing if problem.jobs[number].optional}
    missing -= without
    if not missing:
        return schedule
    after = {} if early else {number: model.end for number in missing if number in model.scope.late}
    return serial_schedule(problem, fixed=schedule, without=frozenset(without), not_before=after)
