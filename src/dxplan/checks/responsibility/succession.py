"""Duty 9: a body is valid for the whole of its task, or has a successor (§12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dxplan.checks.views import bodies_by_id, bodies_in, windows
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.plan import Plan
from dxplan.model.tenure import acting_on, tenure

__all__ = ["CHECKS", "RULES"]

GAP_AFTER_A_BODY = Rule(
    code="S110",
    severity="warning",
    title="A body's successor exists on the day after it ends",
    message="body {subject} ends on {valid_to}, but its successor {successor} does not exist on {day}",
    remedy="correct the dates, or name who acts in between",
)
GAP_AFTER_AN_AREA = Rule(
    code="S113",
    severity="warning",
    title="An area's successors exist on the day after it ends",
    message="area {subject} ends on {valid_to}, but on {day} these successors do not exist: {successors}",
    remedy="correct the dates, or name the areas that follow it",
)
NOBODY_ACTS = Rule(
    code="R091",
    severity="error",
    title="Each body exists for the whole of its task, or has a successor",
    message="task {subject} runs from {first} to {last}, but on {day} neither body {body} nor a successor of it exists",
    remedy="name a successor of {body} or another body for the task, or move the task to when {body} exists",
)
HANDED_OVER = Rule(
    code="R092",
    severity="info",
    title="No task is handed over to a successor on its way",
    message=(
        "task {subject} runs from {first} to {last}, and body {body} ends on {valid_to}: the work passes on ({chain})"
    ),
    remedy="plan the handover, or name the successor in the task",
)
NOBODY_ANSWERS = Rule(
    code="R093",
    severity="warning",
    title="Each body that answers for a goal exists until the goal is due, or has a successor",
    message="goal {subject} is due on {due}, but from {day} on neither body {body} nor a successor of it exists",
    remedy="name a successor of {body}, or another body for the goal",
)

RULES: tuple[Rule, ...] = (GAP_AFTER_A_BODY, GAP_AFTER_AN_AREA, NOBODY_ACTS, HANDED_OVER, NOBODY_ANSWERS)

_DAY = dt.timedelta(days=1)
_ACTIVE = tuple(role for role in Role if role not in (Role.CONSULTED, Role.INFORMED))


def gaps_after_bodies(plan: Plan) -> Iterator[Finding]:
    bodies = bodies_by_id(plan)
    for body in plan.bodies:
        if body.valid_to is None or body.successor is None:
            continue
        day = body.valid_to + _DAY
        if acting_on(bodies, body.successor, day) is None:
            yield GAP_AFTER_A_BODY.finding(body.id, valid_to=body.valid_to, successor=body.successor, day=day)


def gaps_after_areas(plan: Plan) -> Iterator[Finding]:
    areas = {area.id: area for area in plan.areas}
    for area in plan.areas:
        if area.valid_to is None:
            continue
        day = area.valid_to + _DAY
        absent = sorted(id for id in set(area.successors) if not areas[id].is_valid_on(day))
        if absent:
            yield GAP_AFTER_AN_AREA.finding(area.id, valid_to=area.valid_to, successors=absent, day=day)


def bodies_for_the_whole_of_their_tasks(plan: Plan) -> Iterator[Finding]:
    bodies, dates = bodies_by_id(plan), windows(plan)
    for task in plan.tasks:
        if task.id not in dates:
            continue
        first, last = dates[task.id]
        for id in bodies_in(task.roles, *_ACTIVE):
            if bodies[id].is_valid_on(first) and bodies[id].is_valid_on(last):
                continue
            held = tenure(bodies, id, first, last)
            if held.vacant is not None:
                yield NOBODY_ACTS.finding(task.id, body=id, first=first, last=last, day=held.vacant)
                continue
            chain = [turn.body for turn in held.turns]
            if chain[0] != id:
                chain.insert(0, id)  # it ended before the task begins
            yield HANDED_OVER.finding(
                task.id, body=id, first=first, last=last, valid_to=bodies[id].valid_to, chain=" → ".join(chain)
            )


def bodies_until_their_goals_are_due(plan: Plan) -> Iterator[Finding]:
    bodies = bodies_by_id(plan)
    for goal in plan.goals:
        if goal.due is None:
            continue
        for id in bodies_in(goal.roles, *_ACTIVE):
            begins = max(plan.start, bodies[id].valid_from or plan.start)  # it may join later
            held = tenure(bodies, id, begins, goal.due)
            if held.vacant is not None:
                yield NOBODY_ANSWERS.finding(goal.id, body=id, due=goal.due, day=held.vacant)


CHECKS: tuple[Check, ...] = (
    gaps_after_bodies,
    gaps_after_areas,
    bodies_for_the_whole_of_their_tasks,
    bodies_until_their_goals_are_due,
)
