"""One schedule by the serial scheme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dxplan.errors import UndefinedError
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.network import aims, dates
from dxplan.solve.search.serial.rules import by_late_finish
from dxplan.solve.search.serial.scheme import Scheme

__all__ = ["serial_schedule"]


def serial_schedule(
    problem: Problem,
    *,
    order: Sequence[int] | None = None,
    ways: Mapping[int, int] | None = None,
    without: Collection[int] = frozenset(),
    fixed: Schedule | None = None,
    not_before: Mapping[int, int] | None = None,
) -> Schedule | None:
    """Return a schedule in which every job lies at the earliest place that those before it leave.

    Waits, days that a job is not before or on, vacancies, capacities, lead limits and ceilings are kept. Due dates and
    goals are not bounds but aims: they decide who comes first. Jobs of which nobody says how long they take, and
    continuous work, get no place.

    Parameters
    ----------
    problem : Problem
    order : sequence of int, optional
        Jobs; of those whose predecessors have a place the first comes next. By late finish where left out.
    ways : mapping of int to int, optional
        By job, the number of the way in which it is done: the first where left out.
    without : collection of int
        Jobs that are left out.
    fixed : Schedule, optional
        Tasks that stay where they are, whatever that breaks.
    not_before : mapping of int to int, optional
        By job, a tick before which it does not start, beside those that the plan says.

    Returns
    -------
    Schedule or None
        None where a job finds no place.
    """
    try:
        return _scheduled(Instance(problem), order, ways or {}, without, fixed, not_before)
    except UndefinedError:  # the days of a calendar run out
        return None


def _scheduled(
    instance: Instance,
    order: Sequence[int] | None,
    ways: Mapping[int, int],
    without: Collection[int],
    fixed: Schedule | None,
    not_before: Mapping[int, int] | None,
) -> Schedule | None:
    problem = instance.problem
    scheme = Scheme(instance, ways, not_before)
    for id, place in fixed.tasks.items() if fixed is not None else ():
        scheme.fix(problem.number[id], place)
    if order is None:
        found = dates(instance, ways, aims(problem), without, not_before)
        order = by_late_finish(instance, found)
    return scheme.schedule() if scheme.run(order, without) is None else None
