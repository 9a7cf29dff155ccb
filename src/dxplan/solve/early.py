"""The earliest schedule of a plan: every task as early as its waits allow."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import forward
from dxplan.errors import UndefinedError
from dxplan.model.plan import Plan
from dxplan.model.task import Activity, Task
from dxplan.solve.schedule import Schedule

__all__ = ["early_schedule"]


def early_schedule(plan: Plan, *, without: Collection[str] = ()) -> Schedule:
    """Return the schedule in which every task runs as early as its waits allow, whatever money and people there are.

    A task without a duration of its own runs in its first mode. Continuous work has no dates and is left out.

    Parameters
    ----------
    plan : Plan
    without : collection of str, optional
        Ids of optional tasks to leave out; none where left out.

    Raises
    ------
    CycleError
        Where the dependencies run in a circle.
    UndefinedError
        Where a task has no duration, or waits for one that has none.

    Examples
    --------
    >>> design = Task(id="design", duration="5 workdays")
    >>> train = Task(id="train", duration="5 workdays", after=["design"], optional=True)
    >>> plan = Plan(id="p", start="2024-01-01", elements=[design, train])
    >>> early_schedule(plan)
    Schedule(2 tasks, 2024-01-01 – 2024-01-12)
    >>> early_schedule(plan, without=["train"])
    Schedule(1 tasks, 2024-01-01 – 2024-01-05)
    """
    network = compile_network(_without(plan, set(without)) if without else plan)
    if network.missing:
        raise UndefinedError(network.missing)
    early = forward(network)
    ticks = zip(early.start, early.finish, strict=True)
    modes = {task.id: task.modes[0].id for task in plan.tasks if task.duration is None and task.modes}
    return Schedule.from_ticks(plan.start, dict(zip(network.ids, ticks, strict=True)), modes=modes)


def _without(plan: Plan, gone: set[str]) -> Plan:
    """Return the times of the plan alone, without some tasks and the waits for them."""
    kept: list[Activity] = []
    for activity in plan.activities:
        if activity.id in gone:
            continue
        after = tuple(link for link in activity.after if link.predecessor not in gone)
        bare = attrs.evolve(activity, after=after, roles=(), serves=(), advances=(), basis=(), touches=(), within=None)
        if isinstance(bare, Task):
            modes = tuple(attrs.evolve(mode, uses=(), costs=()) for mode in bare.modes)
            bare = attrs.evolve(bare, modes=modes, uses=(), costs=())
        kept.append(bare)
    calendars = [attrs.evolve(one, basis=()) for one in plan.calendars]
    return Plan(
        id=plan.id, start=plan.start, horizon=plan.horizon, calendar=plan.calendar, elements=[*calendars, *kept]
    )
