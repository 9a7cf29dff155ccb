"""Authority: who assigns stands above who is assigned (duty 7), and delegation ends (duty 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxplan.checks.structure.circles import circles
from dxplan.checks.views import (
    bodies_by_id,
    bodies_in,
    enclosing,
    expansions,
    few,
    goals_by_activity,
    superiors,
    with_roles,
)
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan
from dxplan.model.task import Programme, Task

__all__ = ["CHECKS", "DEEPEST_DELEGATION", "RULES", "has_authority"]

DEEPEST_DELEGATION = 2
"""How often a role may be handed on (R142): from the head to a body, and from there once more."""

NO_AUTHORITY = Rule(
    code="R071",
    severity="warning",
    title="Who assigns a task has authority over who is assigned",
    message=(
        "{assigner} directs or is accountable for {holders}, "
        "but has no authority over {assigned}, who carry out task {subject}"
    ),
    remedy="say under `parent` or `directed_by` who stands above whom, or assign the task by another body",
)
DELEGATED_IN_A_CIRCLE = Rule(
    code="R141",
    severity="error",
    title="No role is delegated in a circle",
    message="{kind} {subject} delegates the role {role} in a circle: {circle}",
    remedy="say whose role it is in the first place",
)
DELEGATED_TOO_DEEP = Rule(
    code="R142",
    severity="warning",
    title="No role is handed on more than twice",
    message="{kind} {subject} hands the role {role} on {depth} times, at most {limit} are usual: {chain}",
    remedy="assign it to one of the first bodies of the chain",
)

RULES: tuple[Rule, ...] = (NO_AUTHORITY, DELEGATED_IN_A_CIRCLE, DELEGATED_TOO_DEEP)


def has_authority(plan: Plan, above: str, below: str) -> bool:
    """Tell whether the body `above` is `below` or stands over it, or over all that a class of bodies means."""
    over = superiors(plan)
    if above == below or above in over[below]:
        return True
    means = expansions(plan)[below]
    return bool(bodies_by_id(plan)[below].members) and all(above == one or above in over[one] for one in means)


def assigners_above_assigned(plan: Plan) -> Iterator[Finding]:
    goals = {goal.id: goal for goal in plan.goals}
    served = goals_by_activity(plan)
    assigners = {one.id: bodies_in(one.roles, Role.DIRECTS, Role.ACCOUNTABLE) for one in with_roles(plan)}
    for task in plan.tasks:
        assigned = bodies_in(task.roles, Role.LEADS, Role.EXECUTES)
        if not assigned:
            continue
        holders: list[Task | Programme | Goal] = [task, *enclosing(plan, task)]
        holders += [goals[id] for id in served[task.id]]
        said_by: dict[str, set[str]] = {}
        for holder in holders:
            for body in assigners[holder.id]:
                said_by.setdefault(body, set()).add(holder.id)
        for assigner, where in said_by.items():
            beyond = [body for body in assigned if not has_authority(plan, assigner, body)]
            if beyond:
                yield NO_AUTHORITY.finding(task.id, assigner=assigner, holders=few(where), assigned=few(beyond))


def delegations(plan: Plan) -> Iterator[Finding]:
    for element in with_roles(plan):
        by_role: dict[Role, dict[str, set[str]]] = {}
        for one in element.roles:
            if one.on_behalf_of is not None:
                by_role.setdefault(one.role, {}).setdefault(one.on_behalf_of, set()).add(one.body)
        for role, hands_to in by_role.items():
            found = circles(hands_to)
            for circle in found:
                yield DELEGATED_IN_A_CIRCLE.finding(
                    element.id, kind=element.KIND, role=role.value, circle=" → ".join([*circle, circle[0]])
                )
            chain = () if found else _longest(hands_to)
            if len(chain) - 1 > DEEPEST_DELEGATION:
                yield DELEGATED_TOO_DEEP.finding(
                    element.id,
                    kind=element.KIND,
                    role=role.value,
                    depth=len(chain) - 1,
                    limit=DEEPEST_DELEGATION,
                    chain=" → ".join(chain),
                )


def _longest(hands_to: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the longest chain of delegations, the first by name among several; there is no circle among them."""
    longest: tuple[str, ...] = ()
    chains: list[tuple[str, ...]] = sorted((id,) for id in hands_to)
    while chains:
        longest = chains[0]
        # of the chains of one length that end alike, one is enough
        last = {chain[-1]: chain for chain in reversed(chains)}
        chains = sorted((*chain, id) for chain in last.values() for id in hands_to.get(chain[-1], ()))
    return longest


CHECKS: tuple[Check, ...] = (assigners_above_assigned, delegations)
