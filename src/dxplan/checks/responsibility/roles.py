"""Duties 1 to 3: one lead, one accountable, and a lead that does not also coordinate.

They are asked of tasks: a milestone is a moment, on which nobody works. A programme names who is accountable for its
tasks, where they do not say so themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from dxplan.checks.views import bodies_by_id, bodies_in, enclosing, expansions, few
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.plan import Plan
from dxplan.model.task import Programme, Task

__all__ = ["CHECKS", "RULES"]

NO_LEAD = Rule(
    code="R011",
    severity="error",
    title="Each task has a lead",
    message="task {subject} has no lead",
    remedy="name the one body that leads it",
)
SEVERAL_LEADS = Rule(
    code="R012",
    severity="error",
    title="No task has more than one lead",
    message="task {subject} has {count} leads: {bodies}",
    remedy="keep one of them as the lead, and let the others coordinate",
)
COLLECTIVE_LEADS = Rule(
    code="R013",
    severity="warning",
    title="No collective leads a task",
    message="task {subject} is led by {body}, which decides as a collective",
    remedy="name the one body in it that leads",
)
CLASS_LEADS = Rule(
    code="R014",
    severity="warning",
    title="No class of bodies leads a task",
    message="task {subject} is led by {body}, which stands for a class of bodies: {members}",
    remedy="name the one of them that leads, or make a task for each",
)
NOBODY_ACCOUNTABLE = Rule(
    code="R021",
    severity="error",
    title="Somebody is accountable for each task",
    message="nobody is accountable for task {subject}, neither by itself nor by its programme",
    remedy="name the one body, or the head of it, that is accountable",
)
SEVERAL_ACCOUNTABLE = Rule(
    code="R022",
    severity="error",
    title="Not more than one body is accountable",
    message="{kind} {subject} has {count} accountable bodies: {bodies}",
    remedy="keep one of them",
)
COLLECTIVE_ACCOUNTABLE = Rule(
    code="R023",
    severity="error",
    title="No collective is accountable",
    message="{kind} {subject} makes {body} accountable, a collective or a class of bodies in which nobody answers",
    remedy="name the one body, or the head of it, that is accountable",
)
LEAD_COORDINATES = Rule(
    code="R031",
    severity="error",
    title="The lead is not also coordinating",
    message="task {subject} has {bodies} both as lead and as coordinating",
    remedy="keep one of the two roles",
)

RULES: tuple[Rule, ...] = (
    NO_LEAD,
    SEVERAL_LEADS,
    COLLECTIVE_LEADS,
    CLASS_LEADS,
    NOBODY_ACCOUNTABLE,
    SEVERAL_ACCOUNTABLE,
    COLLECTIVE_ACCOUNTABLE,
    LEAD_COORDINATES,
)


def one_lead(plan: Plan) -> Iterator[Finding]:
    bodies, means = bodies_by_id(plan), expansions(plan)
    for task in plan.tasks:
        leads = bodies_in(task.roles, Role.LEADS)
        if not leads:
            yield NO_LEAD.finding(task.id)
        elif len(leads) > 1:
            yield SEVERAL_LEADS.finding(task.id, count=len(leads), bodies=leads)
        for id in leads:
            if bodies[id].members:
                yield CLASS_LEADS.finding(task.id, body=id, members=few(means[id]))
            elif bodies[id].collective:
                yield COLLECTIVE_LEADS.finding(task.id, body=id)
        both = set(leads) & set(bodies_in(task.roles, Role.COORDINATES))
        if both:
            yield LEAD_COORDINATES.finding(task.id, bodies=sorted(both))


def one_accountable(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        above: tuple[Programme | Task, ...] = (task, *enclosing(plan, task))
        if not any(bodies_in(one.roles, Role.ACCOUNTABLE) for one in above):
            yield NOBODY_ACCOUNTABLE.finding(task.id)
    bodies = bodies_by_id(plan)
    holders: tuple[Programme | Task, ...] = (*plan.programmes, *plan.tasks)
    for holder in holders:
        accountable = bodies_in(holder.roles, Role.ACCOUNTABLE)
        if len(accountable) > 1:
            yield SEVERAL_ACCOUNTABLE.finding(holder.id, kind=holder.KIND, count=len(accountable), bodies=accountable)
        for id in accountable:
            if bodies[id].collective or bodies[id].members:
                yield COLLECTIVE_ACCOUNTABLE.finding(holder.id, kind=holder.KIND, body=id)


CHECKS: tuple[Check, ...] = (
    one_lead,
    one_accountable,
)
