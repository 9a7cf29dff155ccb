"""Why dates cannot hold together: a few statements of the plan that contradict each other, shrunk to the bone (§16).

Only times are looked at: durations, dependencies, `not_before`, `on` and due dates. An optional task is left out, a
task with modes takes its shortest one, so that what is found contradictory is so whatever is chosen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from dxplan.cpm.dates import forward
from dxplan.errors import CycleError
from dxplan.model.plan import Plan
from dxplan.solve.statement import Conflict, Statement
from dxplan.solve.temporal.circle import circle_conflict
from dxplan.solve.temporal.deadline import deadline_conflicts
from dxplan.solve.temporal.times import Times

__all__ = ["temporal_conflict", "temporal_conflicts"]


def temporal_conflict(plan: Plan, *, time_limit: float | None = None) -> Conflict | None:
    """Return a conflict of times, of a circle or behind the earliest date that is missed; None where none is proven.

    Where dependencies run in a circle that may hold, dates are not looked at.

    Parameters
    ----------
    plan : Plan
    time_limit : float, optional
        Seconds for the shrinking; past them the conflict is returned as it stands, not marked minimal.

    Raises
    ------
    UndefinedError
        Where a calendar names a country whose public holidays are not known, or dates run out of the years 1 to 9999.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> task = Task(id="a", duration="10 workdays", due="2024-01-05")
    >>> conflict = temporal_conflict(Plan(id="p", start="2024-01-01", elements=[task]))
    >>> [str(statement) for statement in conflict.statements]
    ['plan p starts on 2024-01-01', 'a takes 10 workdays', 'a is due on 2024-01-05']
    """
    return next(temporal_conflicts(plan, time_limit=time_limit), None)


def temporal_conflicts(plan: Plan, *, count: int = 1, time_limit: float | None = None) -> Iterator[Conflict]:
    """Yield conflicts of times that have nothing in common but the plan's start, those of the earliest dates first.

    There may be others: of two missed dates whose conflicts overlap only the earlier one's is told, and a circle, which
    leaves no dates to look at, is the only one.

    Parameters
    ----------
    plan : Plan
    count : int
        How many at most.
    time_limit : float, optional
        Seconds in all; past them a conflict is returned as it stands, not marked minimal, as the last.

    Raises
    ------
    UndefinedError
        As `temporal_conflict` does.
    """
    if count <= 0:
        return
    stop = None if time_limit is None else time.monotonic() + time_limit
    times = Times.of(plan)
    try:
        network = times.network()
    except CycleError as error:
        conflict = circle_conflict(times, error.cycle)
        if conflict is not None:
            yield conflict
        return
    told: set[Statement] = set()
    for conflict in deadline_conflicts(times, network, forward(network), stop):
        own = {one for one in conflict.statements if one.field != "start"}
        if told.isdisjoint(own):
            told |= own
            count -= 1
            yield conflict
        if count <= 0 or (stop is not None and time.monotonic() > stop):
            return
