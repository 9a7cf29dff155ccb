"""The schedule in which every task runs as early as it can."""

from __future__ import annotations

from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import forward
from dxplan.errors import UndefinedError
from dxplan.model.plan import Plan
from dxplan.solve.schedule import Schedule

__all__ = ["early_schedule"]


def early_schedule(plan: Plan) -> Schedule:
    """Return the schedule in which every task runs as early as its waits, bounds and calendar allow (§5).

    Optional tasks are in it, each task takes its own duration rather than that of another mode, and due dates,
    money and people are not looked at: it shows what is possible at best, not what can be done.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Schedule
        Without continuous work, which has no dates; empty for a plan without tasks.

    Raises
    ------
    CycleError
        Where the dependencies run in a circle.
    UndefinedError
        Where a task has no duration.

    Examples
    --------
    >>> import dxplan as dx
    >>> tasks = [
    ...     dx.Task(id="design", duration="5 workdays"),
    ...     dx.Task(id="build", duration="10 workdays", after="design"),
    ... ]
    >>> dx.early_schedule(dx.Plan(id="p", start="2024-01-01", elements=tasks))
    Schedule(2 tasks, 2024-01-01 – 2024-01-19)
    """
    network = compile_network(plan)
    if network.missing:
        raise UndefinedError(network.missing)
    early = forward(network)
    places = zip(network.ids, early.start, early.finish, strict=True)
    return Schedule.from_ticks(plan.start, {id: (start, finish) for id, start, finish in places})
