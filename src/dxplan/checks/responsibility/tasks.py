"""Duties 5, 6 and 17: what each task says of itself, its deliverable, its goal, its time and its legal basis."""

from __future__ import annotations

from collections.abc import Iterator

from dxplan.checks.views import useful
from dxplan.findings import Check, Finding, Rule
from dxplan.model.plan import Plan

__all__ = ["CHECKS", "RULES"]

NO_DELIVERABLE = Rule(
    code="R051",
    severity="warning",
    title="Each task has a deliverable",
    message="task {subject} has no deliverable",
    remedy="say what it hands over",
)
NO_ACCEPTANCE = Rule(
    code="R052",
    severity="warning",
    title="Each deliverable has an acceptance criterion",
    message="the deliverable of task {subject}, “{deliverable}”, has no acceptance criterion",
    remedy="say by which test it is accepted",
)
SERVES_NO_GOAL = Rule(
    code="R053",
    severity="warning",
    title="Each task serves a goal",
    message="task {subject} serves no goal, neither by itself nor through the tasks that wait for it",
    remedy="name a goal under `serves`, or what it adds to an indicator under `advances`",
)
NEITHER_DUE_NOR_RECURRING = Rule(
    code="R061",
    severity="error",
    title="Each task is due, or recurs",
    message="task {subject} is neither due nor recurring",
    remedy="say by when it must be done, or that it recurs",
)
NO_BASIS = Rule(
    code="R171",
    severity="warning",
    title="Each task cites its legal basis",
    message="task {subject} cites no legal basis",
    remedy="name the document and the clause on which it rests",
)
NO_CLAUSE = Rule(
    code="R172",
    severity="warning",
    title="Each legal basis is cited down to the clause",
    message="task {subject} cites {documents} without a clause",
    remedy="add the article, section or point",
)

RULES: tuple[Rule, ...] = (
    NO_DELIVERABLE,
    NO_ACCEPTANCE,
    SERVES_NO_GOAL,
    NEITHER_DUE_NOR_RECURRING,
    NO_BASIS,
    NO_CLAUSE,
)


def deliverables(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if task.deliverable is None:
            yield NO_DELIVERABLE.finding(task.id)
        elif task.deliverable.acceptance is None:
            yield NO_ACCEPTANCE.finding(task.id, deliverable=task.deliverable.name)


def goals_of_tasks(plan: Plan) -> Iterator[Finding]:
    leading = useful(plan)
    for task in plan.tasks if plan.goals else ():
        if task.id not in leading:
            yield SERVES_NO_GOAL.finding(task.id)


def deadlines(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if task.due is None and task.recurring is None:
            yield NEITHER_DUE_NOR_RECURRING.finding(task.id)


def legal_bases(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if not task.basis:
            yield NO_BASIS.finding(task.id)
        elif bare := {basis.document for basis in task.basis if basis.clause is None}:
            yield NO_CLAUSE.finding(task.id, documents=sorted(bare))


CHECKS: tuple[Check, ...] = (deliverables, goals_of_tasks, deadlines, legal_bases)
