"""From a plan to its dates."""

from __future__ import annotations

from dxplan.cpm.compile import compile_network
from dxplan.cpm.passes import Compiled
from dxplan.cpm.result import CriticalPath
from dxplan.cpm.solution import Solution
from dxplan.errors import UndefinedError
from dxplan.model.plan import Plan

__all__ = ["critical_path"]


def critical_path(plan: Plan, *, to: str | None = None) -> CriticalPath:
    """Return the early and late dates of every task, the floats, and the chains that decide them.

    Forward and backward pass of the critical path method (Kelley and Walker, 1959) over all four kinds of
    links with lags, each task on its own calendar (§1–§5). An estimate counts with its most likely duration,
    an optional task as if it were done, a recurring one with its first time; continuous work has no dates.

    Parameters
    ----------
    plan : Plan
    to : str, optional
        Id of a task or milestone: only it and what it waits for, directly or through others. What a plan leaves
        undefined elsewhere then does not matter, and floats are those before this task's finish.

    Returns
    -------
    CriticalPath

    Raises
    ------
    CycleError
        Where the dependencies run in a circle; it carries the circle.
    KeyError
        Where `to` is no task or milestone of the plan.
    UndefinedError
        Where a task has no duration, or the plan no task with dates.

    Examples
    --------
    >>> import dxplan as dx
    >>> tasks = [
    ...     dx.Task(id="tender", duration="30 workdays"),
    ...     dx.Task(id="install", duration="2 months", after=["tender"]),
    ...     dx.Task(id="train"),
    ... ]
    >>> plan = dx.Plan(id="p", start="2024-01-01", elements=tasks)
    >>> dx.critical_path(plan, to="install").finish
    datetime.date(2024, 4, 10)
    >>> dx.critical_path(plan)
    Traceback (most recent call last):
      ...
    dxplan.errors.UndefinedError: the plan does not say enough: task 'train' has no duration
    """
    if to is not None and to not in {activity.id for activity in plan.activities}:
        raise KeyError(f"{to!r} is no task or milestone of this plan")
    network = compile_network(plan, to=to)
    if network.missing:
        raise UndefinedError(network.missing)
    if not network.ids:
        raise UndefinedError(["the plan has no task with dates"])
    return CriticalPath(Solution(plan, Compiled(network)), to=to)
