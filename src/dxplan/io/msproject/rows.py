"""From a plan to the rows of Microsoft Project: as much as its plain fields can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dxplan.cpm.compile import planned_duration
from dxplan.cpm.worktime import WorkedDays
from dxplan.errors import UndefinedError
from dxplan.io.msproject.document import (
    NOT_BEFORE,
    ON,
    AssignmentRow,
    CalendarRow,
    Document,
    LinkRow,
    ResourceRow,
    TaskRow,
)
from dxplan.io.msproject.losses import Loss
from dxplan.io.msproject.time import DAY, FIRST_DAY, LAST_DAY, UNKNOWN, known_day, minutes_of
from dxplan.model.calendar import Calendar, Weekday
from dxplan.model.effort import Effort
from dxplan.model.plan import Plan
from dxplan.model.resource import Resource
from dxplan.model.task import Milestone, Programme, Task

__all__ = ["document_of", "horizon_of"]

_LONGEST_NAME = 255
_WEEKDAYS = {day: number for number, day in enumerate(Weekday)}


def document_of(plan: Plan, dates: Mapping[str, tuple[dt.date, dt.date]], losses: list[Loss]) -> Document:
    """Return the rows of a plan, whose activities have these first and last days; `losses` grows by what fails."""
    uids = {calendar.id: number for number, calendar in enumerate(plan.calendars, 1)}
    horizon = horizon_of(plan, dates)
    calendars = [_calendar(calendar, uids[calendar.id], plan.start, horizon, losses) for calendar in plan.calendars]
    chosen = uids[plan.calendar] if plan.calendar is not None else len(calendars) + 1
    if plan.calendar is None:
        calendars.append(CalendarRow(uid=chosen, name="Standard"))
    resources = {resource.id: number for number, resource in enumerate(plan.resources, 1)}
    tasks = _tasks(plan, uids)
    numbers = {row.id: row.uid for row in tasks}
    twice = [one.id for one in plan.activities if len({link.predecessor for link in one.after}) < len(one.after)]
    if twice:
        what = "kept for dxplan; Microsoft Project takes one wait between two tasks"
        losses.append(Loss(where="after", what=what, value=", ".join(twice[:3]), kept=True))
    return Document(
        name=_line(plan.name),
        start=min(max(plan.start, FIRST_DAY), LAST_DAY),
        note=plan.note,
        calendar=chosen,
        calendars=tuple(calendars),
        tasks=tuple(tasks),
        resources=tuple(_resource(resource, resources[resource.id]) for resource in plan.resources),
        assignments=tuple(_assignments(plan, numbers, resources)),
    )


def horizon_of(plan: Plan, dates: Mapping[str, tuple[dt.date, dt.date]]) -> dt.date:
    """Return the last day for which calendars are spelt out: a year after the last day that the plan speaks of."""
    days = [plan.start, *(last for _, last in dates.values())]
    days += [day for day in (plan.horizon,) if day is not None]
    days += [day for one in plan.activities for day in (one.due, one.on, one.not_before) if day is not None]
    last = min(max(days), LAST_DAY)
    return min(last.replace(year=last.year + 1, day=min(last.day, 28)), LAST_DAY)


def _line(text: str) -> str:
    """Return a name on one line, as long as Microsoft Project takes."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


_NO_RESOURCE_NAME = str.maketrans(",[]", ";()")
"""Marks that Microsoft Project refuses in the name of a resource, where lists of them are written with commas."""


def _calendar(calendar: Calendar, uid: int, start: dt.date, horizon: dt.date, losses: list[Loss]) -> CalendarRow:
    week = frozenset(_WEEKDAYS[day] for day in calendar.week)
    free, worked = set(calendar.holidays) - set(calendar.worked), set(calendar.worked)
    if calendar.country is not None:
        clock = WorkedDays(calendar, start)
        span = max((horizon - start).days + 1, 0)
        try:
            ticks = set(clock.worked_ticks(0, span))
        except UndefinedError as error:
            problem = "; ".join(error.missing)
            what = f"the public days of {calendar.country} are not shown: {problem}"
            losses.append(Loss(where=f"calendars → {calendar.id}", what=what, kept=True))
            ticks = {tick for tick in range(span) if (start.weekday() + tick) % 7 in week}
        for tick in range(span):
            day = start + dt.timedelta(days=tick)
            if (tick in ticks) != (day.weekday() in week) and day not in free and day not in worked:
                (worked if tick in ticks else free).add(day)
    return CalendarRow(
        uid=uid,
        id=calendar.id,
        name=_line(calendar.name),
        week=week,
        free=frozenset(day for day in free if known_day(day)),
        worked=frozenset(day for day in worked if known_day(day)),
    )


def _resource(resource: Resource, uid: int) -> ResourceRow:
    steps = resource.capacity
    if len(steps) == 1 and steps[0].since is None:
        return ResourceRow(
            uid=uid,
            id=resource.id,
            name=_line(resource.name).translate(_NO_RESOURCE_NAME),
            units=steps[0].amount,
            note=resource.note,
        )
    ends = [step.since - dt.timedelta(days=1) for step in steps[1:] if step.since is not None]
    periods = tuple(
        (step.since, end, step.amount)
        for step, end in zip(steps, [*ends, None], strict=True)
        if (step.since is None or known_day(step.since)) and (end is None or known_day(end))
    )
    most = max(step.amount for step in steps)
    return ResourceRow(
        uid=uid,
        id=resource.id,
        name=_line(resource.name).translate(_NO_RESOURCE_NAME),
        units=most,
        periods=periods,
        note=resource.note,
    )


def _assignments(
    plan: Plan, numbers: Mapping[str | None, int], resources: Mapping[str, int]
) -> Iterator[AssignmentRow]:
    """Yield one row for each task and resource, of which Microsoft Project takes no second one."""
    for task in plan.tasks:
        units: dict[str, Decimal] = {}
        for use in task.uses:
            units[use.resource] = units.get(use.resource, Decimal(0)) + _units(use.amount, use.effort, task)
        for resource, amount in units.items():
            yield AssignmentRow(task=numbers[task.id], resource=resources[resource], units=amount)


def _units(amount: Decimal | None, effort: Effort | None, task: Task) -> Decimal:
    """Return the units of a use: those of each day, or the whole work spread over the task's days."""
    if amount is not None:
        return amount
    length = planned_duration(task)
    days = length.days if length is not None else 0
    if effort is None or not days:
        return Decimal(0)
    return round(effort.person_days / days, 4)


def _outline(plan: Plan) -> Iterator[tuple[Programme | Task | Milestone, int]]:
    """Yield programmes, tasks and milestones with their levels, each below the programme that it belongs to.

    Of programmes that lie within each other in a circle, the first stands at the top.
    """
    inside: dict[str | None, list[Programme | Task | Milestone]] = {}
    top = _broken_circles(plan)
    everything: list[Programme | Task | Milestone] = [*plan.programmes, *plan.tasks, *plan.milestones]
    for one in everything:
        inside.setdefault(None if one.id in top else one.within, []).append(one)
    waiting = [(one, 1) for one in reversed(inside.get(None, []))]
    while waiting:
        one, level = waiting.pop()
        yield one, level
        if isinstance(one, Programme):
            waiting += [(below, level + 1) for below in reversed(inside.get(one.id, []))]


def _broken_circles(plan: Plan) -> set[str]:
    """Return a programme of each circle of programmes."""
    above = {programme.id: programme.within for programme in plan.programmes}
    settled: set[str] = set()
    top: set[str] = set()
    for id in above:
        chain: dict[str, None] = {}
        at: str | None = id
        while at is not None and at not in settled and at not in chain:
            chain[at] = None
            at = above[at]
        if at is not None and at in chain:
            top.add(at)
        settled |= chain.keys()
    return top


def _tasks(plan: Plan, calendars: Mapping[str, int]) -> list[TaskRow]:
    outline = list(_outline(plan))
    numbers = {one.id: number for number, (one, _) in enumerate(outline, 1)}
    parents = {one.within for one, _ in outline}
    rows: list[TaskRow] = []
    for one, level in outline:
        common: dict[str, Any] = {
            "uid": numbers[one.id],
            "id": one.id,
            "name": _line(one.name),
            "level": level,
            "note": one.note,
        }
        if isinstance(one, Programme):
            filled = one.id in parents  # a summary task without tasks is none there
            rows.append(TaskRow(**common, summary=filled, minutes=None if filled else Fraction(DAY), format=UNKNOWN))
            continue
        constraint, day = _constraint(one, plan.start)
        minutes, format = _length(one)
        rows.append(
            TaskRow(
                **common,
                minutes=Fraction(minutes),
                format=format,
                constraint=constraint,
                constraint_day=day,
                deadline=one.due if one.due is not None and known_day(one.due) else None,
                calendar=calendars[one.calendar] if isinstance(one, Task) and one.calendar is not None else None,
                links=tuple(_links(one, numbers)),
            )
        )
    return rows


def _constraint(one: Task | Milestone, start: dt.date) -> tuple[int, dt.date | None]:
    if one.on is not None:
        return (ON, one.on) if known_day(one.on) else (0, None)
    if one.not_before is not None and known_day(one.not_before):
        return NOT_BEFORE, one.not_before
    return 0, None


def _length(one: Task | Milestone) -> tuple[int, int]:
    length = planned_duration(one)
    if isinstance(one, Milestone):
        return 0, 7
    return (DAY, UNKNOWN) if length is None else minutes_of(length)


def _links(one: Task | Milestone, numbers: Mapping[str, int]) -> Iterable[LinkRow]:
    """Return the waits, of two for the same ends of the same tasks the one with the longer lag."""
    found: dict[tuple[str, str], LinkRow] = {}
    for dependency in one.after:
        lag, format = (0, 7) if dependency.lag is None else minutes_of(dependency.lag)
        type = dependency.type.value
        row = LinkRow(predecessor=numbers[dependency.predecessor], type=type, lag=Fraction(lag), format=format)
        ends = dependency.predecessor, type
        if ends not in found or found[ends].lag < row.lag:
            found[ends] = row
    return found.values()
