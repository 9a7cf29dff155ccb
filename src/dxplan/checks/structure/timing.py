"""Checks of dates: windows that are empty, dates outside of the plan, and deadlines that do not fit (duty 16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dxplan.checks.views import early, few, named_goals
from dxplan.findings import Check, Finding, Rule
from dxplan.model.area import Area
from dxplan.model.body import Body
from dxplan.model.calendar import Calendar
from dxplan.model.duration import Duration
from dxplan.model.estimate import ThreePoint
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan
from dxplan.model.task import Activity, Task
from dxplan.public_days import announced_until

__all__ = ["CHECKS", "RULES"]

EMPTY_WINDOW = Rule(
    code="S107",
    severity="error",
    title="The dates of each task leave it time",
    message="task {subject} cannot keep its dates: {field} {day} lies after {other} {other_day}",
    remedy="move one of the two dates",
)
BEFORE_THE_PLAN = Rule(
    code="S108",
    severity="warning",
    title="No date lies before the plan",
    message="the date {field} of {kind} {subject}, {day}, lies before the plan's start, {start}",
    remedy="correct the date, or begin the plan earlier",
)
AFTER_THE_PLAN = Rule(
    code="S112",
    severity="warning",
    title="No date lies after the plan",
    message="the date {field} of {kind} {subject}, {day}, lies after the plan's horizon, {horizon}",
    remedy="correct the date, or move the horizon",
)
UPSIDE_DOWN = Rule(
    code="S109",
    severity="error",
    title="No body and no area ends before it begins",
    message="{kind} {subject} ends on {valid_to}, before it begins on {valid_from}",
    remedy="correct one of the two dates",
)
RECKONED_TOO_LATE = Rule(
    code="S114",
    severity="warning",
    title="Every task can end by the plan's last day",
    message="by the plan's last day, {horizon}, these tasks cannot end, however early they begin: {tasks}",
    remedy="put off the horizon, or shorten what leads to them",
)
NOT_ANNOUNCED = Rule(
    code="S115",
    severity="info",
    title="The public holidays that dates rest on are announced",
    message="dates on calendar {subject} rest on public holidays of {country} that are not announced yet, "
    "those from {since} on: {tasks}",
    remedy="look at these tasks again when they are announced, and say so in announced_until of the calendar",
)
LATER_THAN_ITS_PARENT = Rule(
    code="R161",
    severity="error",
    title="No goal is due after the goal that it refines",
    message="goal {subject} is due on {due}, after goal {parent}, which it refines and which is due on {parent_due}",
    remedy="bring it forward, or put off goal {parent}",
)
LATER_THAN_ITS_GOAL = Rule(
    code="R162",
    severity="warning",
    title="No task is due after the goals that it serves",
    message="task {subject} is due on {due}, after goals that it serves: {goals}, due on {goals_due}",
    remedy="bring it forward, or leave out the goals for which it comes too late",
)

RULES: tuple[Rule, ...] = (
    EMPTY_WINDOW,
    BEFORE_THE_PLAN,
    AFTER_THE_PLAN,
    UPSIDE_DOWN,
    RECKONED_TOO_LATE,
    NOT_ANNOUNCED,
    LATER_THAN_ITS_PARENT,
    LATER_THAN_ITS_GOAL,
)

_IN_ORDER = (("not_before", "due"), ("on", "due"), ("not_before", "on"))


def empty_windows(plan: Plan) -> Iterator[Finding]:
    for activity in plan.activities:
        for earlier, later in _IN_ORDER:
            first, last = getattr(activity, earlier), getattr(activity, later)
            if first is not None and last is not None and last < first:
                yield EMPTY_WINDOW.finding(activity.id, field=earlier, day=first, other=later, other_day=last)


def dates_outside_of_the_plan(plan: Plan) -> Iterator[Finding]:
    for element in (*plan.goals, *plan.activities):
        for field, day in _dates(element):
            if day < plan.start:
                yield BEFORE_THE_PLAN.finding(element.id, kind=element.KIND, field=field, day=day, start=plan.start)
            elif plan.horizon is not None and day > plan.horizon:
                yield AFTER_THE_PLAN.finding(element.id, kind=element.KIND, field=field, day=day, horizon=plan.horizon)


def tasks_that_end_too_late(plan: Plan) -> Iterator[Finding]:
    horizon = plan.horizon
    late = [] if horizon is None else [id for id, (_, last) in early(plan).items() if last > horizon]
    if late:
        yield RECKONED_TOO_LATE.finding(plan.id, horizon=horizon, tasks=few(late))


def public_days_not_announced(plan: Plan) -> Iterator[Finding]:
    """Tell of each calendar whose country has not announced its days as far as the tasks on it reach."""
    until = {calendar.id: day for calendar in plan.calendars if (day := _announced_until(calendar)) is not None}
    beyond: dict[str, list[str]] = {}
    for activity in plan.activities if until else ():
        id = (activity.calendar if isinstance(activity, Task) else None) or plan.calendar
        if id in until and _on_workdays(activity):
            reached = [day for day in (activity.due, *early(plan).get(activity.id, ())) if day is not None]
            if max(reached, default=until[id]) > until[id]:
                beyond.setdefault(id, []).append(activity.id)
    for calendar in plan.calendars:
        if calendar.id in beyond:
            since = until[calendar.id] + dt.timedelta(days=1)
            yield NOT_ANNOUNCED.finding(
                calendar.id, country=calendar.country, since=since, tasks=few(beyond[calendar.id])
            )


def _announced_until(calendar: Calendar) -> dt.date | None:
    if calendar.country is None:
        return None
    known = [day for day in (announced_until(calendar.country), calendar.announced_until) if day is not None]
    return max(known, default=None)


def _on_workdays(activity: Activity) -> bool:
    """Whether the dates of an activity move with its calendar: by its duration, or by the lag of a wait."""
    lengths: list[Duration | None] = [dependency.lag for dependency in activity.after]
    if isinstance(activity, Task):
        own = activity.duration
        lengths += [
            own.most_likely if isinstance(own, ThreePoint) else own,
            *(mode.duration for mode in activity.modes),
        ]
    return any(length is not None and length.working for length in lengths)


def _dates(element: Goal | Activity) -> Iterator[tuple[str, dt.date]]:
    fields = ("due",) if isinstance(element, Goal) else ("not_before", "on", "due")
    for field in fields:
        if (day := getattr(element, field)) is not None:
            yield field, day


def intervals_upside_down(plan: Plan) -> Iterator[Finding]:
    elements: tuple[Body | Area, ...] = (*plan.bodies, *plan.areas)
    for element in elements:
        if element.valid_from is not None and element.valid_to is not None and element.valid_to < element.valid_from:
            yield UPSIDE_DOWN.finding(
                element.id, kind=element.KIND, valid_from=element.valid_from, valid_to=element.valid_to
            )


def goals_later_than_their_parent(plan: Plan) -> Iterator[Finding]:
    goals = {goal.id: goal for goal in plan.goals}
    for goal in plan.goals:
        seen = {goal.id}
        outer = goal.within
        while outer is not None and outer not in seen and goals[outer].due is None:
            seen.add(outer)
            outer = goals[outer].within  # a parent without a date passes on what holds for it
        parent = goals[outer] if outer is not None and outer not in seen else None
        if goal.due is not None and parent is not None and parent.due is not None and goal.due > parent.due:
            yield LATER_THAN_ITS_PARENT.finding(goal.id, due=goal.due, parent=parent.id, parent_due=parent.due)


def tasks_later_than_their_goals(plan: Plan) -> Iterator[Finding]:
    due = {goal.id: goal.due for goal in plan.goals if goal.due is not None}
    served = named_goals(plan)
    for activity in plan.activities:
        if activity.due is None:
            continue
        late = {goal: due[goal] for goal in served[activity.id] if goal in due and due[goal] < activity.due}
        if late:
            days = sorted({day.isoformat() for day in late.values()})
            yield LATER_THAN_ITS_GOAL.finding(activity.id, due=activity.due, goals=few(late), goals_due=few(days))


CHECKS: tuple[Check, ...] = (
    empty_windows,
    dates_outside_of_the_plan,
    tasks_that_end_too_late,
    public_days_not_announced,
    intervals_upside_down,
    goals_later_than_their_parent,
    tasks_later_than_their_goals,
)
