"""Checks of structure: circles, what leads nowhere, and what nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from dxplan.checks.structure.circles import circles, knots
from dxplan.checks.views import goals_by_activity, leaf_goals
from dxplan.findings import Check, Finding, Rule
from dxplan.model.area import Area
from dxplan.model.body import Body
from dxplan.model.element import Element
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan
from dxplan.model.reference import references
from dxplan.model.task import Programme

__all__ = ["CHECKS", "RULES"]

WAITS_FOR_ITSELF = Rule(
    code="S101",
    severity="error",
    title="No task waits for itself",
    message="task {subject} waits for itself: {circle}",
    remedy="remove or turn round one of these dependencies",
)
STANDS_ABOVE_ITSELF = Rule(
    code="S102",
    severity="error",
    title="No element stands above itself or follows itself",
    message="{kind} {subject} leads back to itself by {relation}: {circle}",
    remedy="cut one of these links",
)
UNSERVED_GOAL = Rule(
    code="S103",
    severity="warning",
    title="Some task serves each goal that has no sub-goals",
    message="no task serves goal {subject}",
    remedy="name the goal under `serves` of the tasks that bring it about, or add such a task",
)
IDLE = Rule(
    code="S104",
    severity="info",
    title="Something refers to each body, resource, fund, indicator, calendar, document and principle",
    message="nothing in the plan refers to {kind} {subject}",
    remedy="use it where it belongs, or remove it",
)
NEVER_STARTS = Rule(
    code="S105",
    severity="error",
    title="Each task can be reached: what it waits for comes to an end",
    message="{kind} {subject} is never reached: it waits for {blockers}, which {reason}",
    remedy="let it wait for something that ends",
)
SAME_WAIT_TWICE = Rule(
    code="S106",
    severity="warning",
    title="No task waits twice for the same end of the same task",
    message="task {subject} waits {count} times for task {predecessor} ({type})",
    remedy="keep one of these dependencies",
)
EMPTY_PROGRAMME = Rule(
    code="S111",
    severity="info",
    title="Each programme holds work",
    message="programme {subject} holds no task",
    remedy="say `within` on its tasks, or remove it",
)

RULES: tuple[Rule, ...] = (
    WAITS_FOR_ITSELF,
    STANDS_ABOVE_ITSELF,
    UNSERVED_GOAL,
    IDLE,
    NEVER_STARTS,
    SAME_WAIT_TWICE,
    EMPTY_PROGRAMME,
)


def _followers(plan: Plan) -> dict[str, list[str]]:
    waiting: dict[str, list[str]] = {activity.id: [] for activity in plan.activities}
    for activity in plan.activities:
        for dependency in activity.after:
            waiting[dependency.predecessor].append(activity.id)
    return waiting


def dependency_circles(plan: Plan) -> Iterator[Finding]:
    for circle in circles(_followers(plan)):
        yield WAITS_FOR_ITSELF.finding(circle[0], circle=_round(circle))


def _round(circle: tuple[str, ...]) -> str:
    return " → ".join([*circle, circle[0]])


_HIERARCHIES: tuple[tuple[type[Element], tuple[str, ...]], ...] = (
    (Goal, ("within",)),
    (Goal, ("enablers",)),
    (Programme, ("within",)),
    (Area, ("parent",)),
    (Area, ("successors",)),
    (Body, ("parent", "directed_by")),  # together they are the chain of authority
    (Body, ("successor",)),
    (Body, ("members",)),
)


def hierarchy_circles(plan: Plan) -> Iterator[Finding]:
    for cls, fields in _HIERARCHIES:
        elements = [element for element in plan.elements if type(element) is cls]
        leads = {one.id: {field: _ids(one, field) for field in fields} for one in elements}
        edges = {id: [target for ids in by_field.values() for target in ids] for id, by_field in leads.items()}
        inside = {id: [target for target in targets if target in edges] for id, targets in edges.items()}
        for circle in circles(inside):
            steps = zip(circle, (*circle[1:], circle[0]), strict=True)
            used = {field for id, target in steps for field in fields if target in leads[id][field]}
            relation = [field for field in fields if field in used]
            yield STANDS_ABOVE_ITSELF.finding(circle[0], kind=cls.KIND, relation=relation, circle=_round(circle))


def _ids(element: Element, field: str) -> tuple[str, ...]:
    value = getattr(element, field)
    return (value,) if isinstance(value, str) else value or ()


def unserved_goals(plan: Plan) -> Iterator[Finding]:
    if not plan.activities:
        return  # said once, of the plan (D116)
    served = {goal for goals in goals_by_activity(plan).values() for goal in goals}
    for goal in leaf_goals(plan):
        if goal.id not in served:
            yield UNSERVED_GOAL.finding(goal.id)


def work_that_never_starts(plan: Plan) -> Iterator[Finding]:
    endless = {
        task.id for task in plan.tasks if task.recurring is not None and task.duration is None and not task.modes
    }
    turning = {id for knot in knots(_followers(plan)) for id in knot}
    for activity in plan.activities:
        if activity.id in turning:
            continue  # the circle itself is told (S101)
        blockers = {
            dependency.predecessor: "goes on all the time" if dependency.predecessor in endless else "waits for itself"
            for dependency in activity.after
            if dependency.predecessor in turning
            or (dependency.predecessor in endless and dependency.type.value.startswith("F"))
        }
        for reason in sorted(set(blockers.values())):
            named = sorted(id for id, why in blockers.items() if why == reason)
            yield NEVER_STARTS.finding(activity.id, kind=activity.KIND, blockers=named, reason=reason)


_TO_BE_USED = {"body", "resource", "fund", "indicator", "calendar", "document", "principle"}


def idle_elements(plan: Plan) -> Iterator[Finding]:
    used = {plan.calendar} | {
        reference.target
        for element in plan.elements
        for reference in references(element)
        if reference.target != element.id
    }
    for element in plan.elements:
        if element.KIND in _TO_BE_USED and element.id not in used:
            yield IDLE.finding(element.id, kind=element.KIND)


def empty_programmes(plan: Plan) -> Iterator[Finding]:
    outer = {programme.id: programme.within for programme in plan.programmes}
    filled: set[str | None] = {None}
    for activity in plan.activities:
        step = activity.within
        while step is not None and step not in filled:
            filled.add(step)
            step = outer[step]
    for programme in plan.programmes:
        if programme.id not in filled:
            yield EMPTY_PROGRAMME.finding(programme.id)


def repeated_waits(plan: Plan) -> Iterator[Finding]:
    for activity in plan.activities:
        if len(activity.after) < 2:
            continue
        waits = [(dependency.predecessor, dependency.type.value) for dependency in activity.after]
        for predecessor, type_ in set(waits):
            if (count := waits.count((predecessor, type_))) > 1:
                yield SAME_WAIT_TWICE.finding(activity.id, predecessor=predecessor, type=type_, count=count)


CHECKS: tuple[Check, ...] = (
    dependency_circles,
    hierarchy_circles,
    unserved_goals,
    work_that_never_starts,
    idle_elements,
    empty_programmes,
    repeated_waits,
)
