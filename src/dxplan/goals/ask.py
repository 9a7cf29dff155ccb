"""Are the goals met? The public question (§6–§9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dxplan.dates import DateLike, last_day
from dxplan.errors import defect
from dxplan.goals.evaluation import CompiledGoals
from dxplan.goals.status import GoalStatuses
from dxplan.model.plan import Plan

if TYPE_CHECKING:
    from dxplan.solve.schedule import Schedule

__all__ = ["goal_status"]


def goal_status(plan: Plan, schedule: Schedule, *, on: DateLike | None = None) -> GoalStatuses:
    """Return whether each goal holds when the tasks run as scheduled, with the reasons (§6–§9).

    Parameters
    ----------
    plan : Plan
    schedule : Schedule
        When the tasks run. A task that is missing from it is not done: it is not delivered, and adds nothing to any
        indicator. Whether the schedule keeps what the plan says is another question: see `verify`.
    on : date, optional
        The date at which every goal is looked at; a period such as ``2025`` means its last day. Each goal at its own
        due date where left out; one without a due date is then unknown.

    Returns
    -------
    GoalStatuses
        By the id of the goal.

    Raises
    ------
    InputError
        ``schedule.start`` where the schedule begins on another day than the plan, and whatever `on` is refused for.

    Notes
    -----
    Truth is three-valued, after Kleene (1952): what is unknown leaves a goal open only where it can decide it.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[
    ...         dx.Task(id="build", duration="10 days"),
    ...         dx.Goal(
    ...             id="portal", due="2024-01-07", criterion=dx.Delivered(task="build")
    ...         ),
    ...     ],
    ... )
    >>> schedule = dx.Schedule.from_ticks(plan.start, {"build": (0, 10)})
    >>> dx.goal_status(plan, schedule)["portal"].truth
    <Truth.NOT_MET: 'not_met'>
    >>> dx.goal_status(plan, schedule, on="2024-01-10")["portal"].truth
    <Truth.MET: 'met'>
    >>> print(dx.goal_status(plan, schedule).explain("portal"))
    portal is not met on 2024-01-07
      ✗ build has not been delivered: it ends on 2024-01-10
    """
    if schedule.start != plan.start:
        raise defect(
            "schedule.start",
            f"the schedule begins on another day than the plan, {plan.start}",
            "schedule the plan as it is now",
            str(schedule.start),
        )
    day: dt.date | None = None if on is None else last_day(on)
    finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
    return GoalStatuses(plan, CompiledGoals(plan, on=day).judge(finish), day)
