"""A way out that a schedule shows by itself: every date that it misses moves to the day on which it is kept.

The model of repairs moves the day of a goal and leaves the readings of its indicators where they are. A later day may
know later readings; here each goal is looked at anew on the days on which anything about it can change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dxplan.dates import LAST_DAY
from dxplan.goals.evaluation import CompiledGoals
from dxplan.goals.truth import Truth
from dxplan.model.change_of_work import MoveDue
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.problem import Problem
from dxplan.solve.verify import verify

__all__ = ["postponed"]

_DATES = ("too-late", "goal-missed", "goal-unknown")
_MOST = 60  # days on which a goal is looked at


def postponed(problem: Problem, schedule: Schedule) -> tuple[MoveDue, ...] | None:
    """Return the due dates that have to move for a schedule to do; None where that is not enough."""
    changes: list[MoveDue] = []
    for one in verify(problem.plan, schedule):
        if one.kind not in _DATES:
            return None
        if one.kind == "too-late":
            finish = schedule.tasks[one.subject].finish
            if finish > LAST_DAY:
                return None
            changes.append(MoveDue(subject=one.subject, to=finish))
            continue
        day = next(
            (day for day in _days(problem, one.subject, schedule) if _holds(problem, one.subject, schedule, day)), None
        )
        if day is None:
            return None
        changes.append(MoveDue(subject=one.subject, to=day))
    return tuple(changes)


def _holds(problem: Problem, goal: str, schedule: Schedule, day: dt.date) -> bool:
    finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
    return CompiledGoals(problem.plan, on=day).truths(finish, goals=[goal])[goal] is Truth.MET


def _days(problem: Problem, goal: str, schedule: Schedule) -> Iterator[dt.date]:
    """Yield the days after a goal's own on which its tasks end or an indicator is read, and the ends of years."""
    due = problem.goals.goals[goal].day
    if due is None:
        return
    tasks = [schedule.tasks[id] for id in problem.goals.tasks_of(goal) if id in schedule.tasks]
    days = {task.finish for task in tasks}
    days |= {reading.date for indicator in problem.plan.indicators for reading in indicator.readings}
    days |= {dt.date(year, 12, 31) for year in range(due.year, due.year + 10)}
    yield from sorted(day for day in days if due < day <= LAST_DAY)[:_MOST]
