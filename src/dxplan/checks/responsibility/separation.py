"""Who may not be who.

Overseers and doers (duty 4), the Party and the state (8), approvers and doers (10); and the leads of predecessors, who
must be heard (12).
"""

from __future__ import annotations

from collections.abc import Iterator

from dxplan.checks.views import bodies_by_id, bodies_in, expansions, few, goals_by_activity, windows
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import BodyKind, Role
from dxplan.model.plan import Plan
from dxplan.model.task import Activity
from dxplan.model.tenure import acting_on

__all__ = ["CHECKS", "RULES"]

NOBODY_OVERSEES = Rule(
    code="R041",
    severity="warning",
    title="Some body oversees each goal",
    message="no body oversees goal {subject}",
    remedy="name one that monitors it, other than those who do its work",
)
DOER_OVERSEES = Rule(
    code="R042",
    severity="error",
    title="Some body other than the doers oversees each goal",
    message="goal {subject} is overseen only by those who do its work: {bodies} ({tasks})",
    remedy="name an overseer that neither leads nor executes a task that serves it",
)
PARTY_CARRIES_OUT = Rule(
    code="R081",
    severity="error",
    title="A Party body directs and does not carry out",
    message="task {subject} is led or executed by {bodies}, of the Party",
    remedy="let the Party body direct, and a state body carry out",
)
NOBODY_CARRIES_OUT = Rule(
    code="R082",
    severity="error",
    title="A state body, a public body or an enterprise carries out each task",
    message="task {subject} is carried out by {bodies} alone: no state body, no public body and no enterprise",
    remedy="name a state body, a public body or an enterprise that carries it out",
)
KIND_UNKNOWN = Rule(
    code="R083",
    severity="info",
    title="The kind of each body that carries out work is known",
    message="body {subject} leads or executes {tasks}, but its kind is not said",
    remedy="say whether it is of the party, the state, the front, an enterprise or public",
)
APPROVER_CARRIES_OUT = Rule(
    code="R101",
    severity="error",
    title="Nobody approves what it does itself",
    message="task {subject} is both carried out and approved by {bodies}",
    remedy="let another body approve it",
)
PREDECESSOR_UNHEARD = Rule(
    code="R121",
    severity="warning",
    title="The lead of a predecessor coordinates",
    message="task {subject} waits for {predecessors}, led by {body}, which does not coordinate here",
    remedy="let {body} coordinate",
)

RULES: tuple[Rule, ...] = (
    NOBODY_OVERSEES,
    DOER_OVERSEES,
    PARTY_CARRIES_OUT,
    NOBODY_CARRIES_OUT,
    KIND_UNKNOWN,
    APPROVER_CARRIES_OUT,
    PREDECESSOR_UNHEARD,
)


def overseers(plan: Plan) -> Iterator[Finding]:
    work: dict[str, dict[str, set[str]]] = {}  # goal → doer → tasks
    served = goals_by_activity(plan)
    for activity in plan.activities:
        for id in served[activity.id]:
            for body in _doers(activity):
                work.setdefault(id, {}).setdefault(body, set()).add(activity.id)
    for goal in plan.goals:
        overseeing = bodies_in(goal.roles, Role.OVERSEES)
        doers = work.get(goal.id, {})
        if not overseeing:
            yield NOBODY_OVERSEES.finding(goal.id)
        elif all(body in doers for body in overseeing):
            tasks = {task for body in overseeing for task in doers[body]}
            yield DOER_OVERSEES.finding(goal.id, bodies=overseeing, tasks=few(tasks))


def _doers(activity: Activity) -> tuple[str, ...]:
    return bodies_in(activity.roles, Role.LEADS, Role.EXECUTES)


_CARRY_OUT = {BodyKind.STATE, BodyKind.PUBLIC, BodyKind.ENTERPRISE}


def party_and_state(plan: Plan) -> Iterator[Finding]:
    bodies, means = bodies_by_id(plan), expansions(plan)
    kinds = {id: {bodies[one].kind or bodies[id].kind for one in means[id]} for id in bodies}
    unsaid: dict[str, set[str]] = {}
    for task in plan.tasks:
        doers = _doers(task)
        party = [id for id in doers if BodyKind.PARTY in kinds[id]]
        if party:
            yield PARTY_CARRIES_OUT.finding(task.id, bodies=party)
        known = {kind for id in doers for kind in kinds[id]}
        if doers and None not in known and not known & _CARRY_OUT:
            yield NOBODY_CARRIES_OUT.finding(task.id, bodies=doers)
        for id in doers:
            for one in means[id] if None in kinds[id] else ():
                if bodies[one].kind is None:
                    unsaid.setdefault(one, set()).add(task.id)
    for id, tasks in unsaid.items():
        yield KIND_UNKNOWN.finding(id, tasks=few(tasks))


def approvers(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        both = set(bodies_in(task.roles, Role.APPROVES)) & set(_doers(task))
        if both:
            yield APPROVER_CARRIES_OUT.finding(task.id, bodies=sorted(both))


def leads_of_predecessors(plan: Plan) -> Iterator[Finding]:
    means, bodies, when = expansions(plan), bodies_by_id(plan), windows(plan)
    leads = {activity.id: bodies_in(activity.roles, Role.LEADS) for activity in plan.activities}
    for task in plan.tasks:
        if not task.after or not leads[task.id]:
            continue  # without a lead it cannot be told whose work this is
        present = bodies_in(task.roles, Role.LEADS, Role.COORDINATES, Role.EXECUTES)
        heard = {one for id in present for one in (id, *means[id])}
        unheard: dict[str, set[str]] = {}
        for dependency in task.after:
            for lead in leads[dependency.predecessor]:
                # of a body that has ended by then, its successor is to be heard (§12)
                acting = acting_on(bodies, lead, when[task.id][0]) if task.id in when else None
                body = lead if acting is None else acting.id
                if body not in heard and lead not in heard:
                    unheard.setdefault(body, set()).add(dependency.predecessor)
        for body, predecessors in unheard.items():
            yield PREDECESSOR_UNHEARD.finding(task.id, body=body, predecessors=few(predecessors))


CHECKS: tuple[Check, ...] = (overseers, party_and_state, approvers, leads_of_predecessors)
