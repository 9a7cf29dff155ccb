"""From a plan to its dates."""

from __future__ import annotations

from dxplan.cpm.network import compile_network
from dxplan.cpm.passes import backward, forward, free_floats
from dxplan.cpm.result import CriticalPath
from dxplan.errors import UndefinedError
from dxplan.model.plan import Plan

__all__ = ["critical_path"]


def critical_path(plan: Plan) -> CriticalPath:
    """Return the early and late dates of every task, the floats, and the chains that decide them.

    Forward and backward pass of the critical path method (Kelley and Walker, 1959) over all four kinds of
    links with lags, each task on its own calendar (§1–§5). An estimate counts with its most likely duration,
    an optional task as if it were done, a recurring one once; continuous work has no dates.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    CriticalPath

    Raises
    ------
    CycleError
        Where the dependencies run in a circle; it carries the circle.
    UndefinedError
        Where a task has no duration, or the plan no task.

    Examples
    --------
    >>> import dxplan as dx
    >>> tasks = [
    ...     dx.Task(id="tender", duration="30 workdays"),
    ...     dx.Task(id="install", duration="2 months", after=["tender"]),
    ... ]
    >>> dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=tasks)).finish
    datetime.date(2024, 4, 10)
    """
    network = compile_network(plan)
    if network.missing:
        raise UndefinedError(network.missing)
    if not network.ids:
        raise UndefinedError(["the plan has no task with dates"])
    early = forward(network)
    late = backward(network, early)
    return CriticalPath(plan, network, early, late, free_floats(network, early, late))
