"""Whether a schedule is what the plan says, by code that shares nothing with what computes schedules (§16).

One file a subject, each to be read in one sitting, in calendar days, fractions and plain loops.
"""

from __future__ import annotations

from dxplan.model.plan import Plan
from dxplan.solve.schedule import Schedule
from dxplan.solve.verify.bodies import broken_tenures
from dxplan.solve.verify.dates import broken_dates
from dxplan.solve.verify.goals import broken_goals
from dxplan.solve.verify.money import broken_ceilings
from dxplan.solve.verify.people import broken_capacities, broken_lead_limits
from dxplan.solve.verify.runs import runs_of
from dxplan.solve.verify.violation import KINDS, Violation

__all__ = ["KINDS", "Violation", "verify"]


def verify(plan: Plan, schedule: Schedule) -> tuple[Violation, ...]:
    """Return what a schedule breaks of what the plan says; nothing where it is a witness.

    Everything is judged: dates and waits (§1–§4), hard goals on their due dates (§6–§9), bodies that act only while
    they exist (§12), ceilings of funds by year (§14), capacity on every day and the lead limits of bodies (§15).
    What cannot be judged, since the plan does not say enough, is a violation too, with ``open`` true: it is never
    passed in silence.

    Parameters
    ----------
    plan : Plan
    schedule : Schedule

    Returns
    -------
    tuple of Violation
        Those of dates first, then of goals, bodies, money and people; each in the order of the plan's elements.

    Examples
    --------
    >>> import datetime as dt
    >>> from dxplan.model.task import Task
    >>> plan = Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[Task(id="a", duration="5 workdays", due="2024-01-04")],
    ... )
    >>> for violation in verify(plan, Schedule.from_ticks(plan.start, {"a": (0, 5)})):
    ...     print(violation)
    §4 a: finishes on 2024-01-05, after its due date 2024-01-04
    """
    runs, unknown = runs_of(plan, schedule)
    dates = tuple(broken_dates(plan, schedule))
    told = [one for one in dates if one.kind == "unknown-calendar"]
    return (
        *dates,
        *(one for one in unknown if one not in told),
        *broken_goals(plan, schedule),
        *broken_tenures(plan, runs),
        *broken_ceilings(plan, runs),
        *broken_capacities(plan, runs),
        *broken_lead_limits(plan, runs),
    )
