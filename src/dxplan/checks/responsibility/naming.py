"""Duty 15: names resolve to known bodies, abbreviations and former names included."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from dxplan.checks.views import bodies_by_id, few, of_plan, with_roles
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Body
from dxplan.model.plan import Plan

__all__ = ["CHECKS", "RULES"]

UNKNOWN_NAME = Rule(
    code="R151",
    severity="warning",
    title="Each name in a document is known for the body that it means",
    message="{kind} {subject} calls {body} “{named}”, a name that is known neither for it nor for a body before it",
    remedy="add the name to the aliases of {body}, or name the right body",
)
SHARED_NAME = Rule(
    code="R152",
    severity="warning",
    title="No two bodies share a name",
    message="bodies {bodies} share the name “{name}”",
    remedy="tell them apart, for example by the name of their area",
)
NAME_OF_ANOTHER = Rule(
    code="R153",
    severity="error",
    title="No body is called by the name of another",
    message="{kind} {subject} calls {body} “{named}”, which is a name of {others}",
    remedy="name the right body, or correct the aliases",
)

RULES: tuple[Rule, ...] = (UNKNOWN_NAME, SHARED_NAME, NAME_OF_ANOTHER)


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(folded.split())


@of_plan
def _former(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, for each body, itself and those that it followed, at any remove."""
    before: dict[str, list[str]] = {body.id: [] for body in plan.bodies}
    for body in plan.bodies:
        if body.successor is not None:
            before[body.successor].append(body.id)
    found: dict[str, frozenset[str]] = {}
    for id in before:
        reached: set[str] = set()
        waiting = [id]
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += before[one]
        found[id] = frozenset(reached)
    return found


def _names(body: Body) -> set[str]:
    return {_key(name) for name in (body.name, *body.aliases)}


def names_in_documents(plan: Plan) -> Iterator[Finding]:
    former = _former(plan)
    names = {body.id: _names(body) | {_key(body.id)} for body in plan.bodies}
    owners: dict[str, set[str]] = {}
    for id, known in names.items():
        for name in known:
            owners.setdefault(name, set()).add(id)
    for element in with_roles(plan):
        for one in element.roles:
            if one.named is None:
                continue
            key = _key(one.named)
            if any(key in names[id] for id in former[one.body]):
                continue
            where = {"kind": element.KIND, "body": one.body, "named": one.named}
            if key in owners:
                yield NAME_OF_ANOTHER.finding(element.id, **where, others=few(owners[key]))
            else:
                yield UNKNOWN_NAME.finding(element.id, **where)


def shared_names(plan: Plan) -> Iterator[Finding]:
    former = _former(plan)
    sharing: dict[str, list[Body]] = {}
    for body in plan.bodies:
        for name in _names(body):
            sharing.setdefault(name, []).append(body)
    for name, bodies in sharing.items():
        # a name passes on to the successor: the two of them do not share it
        apart = sorted(
            one.id for one in bodies if not any(one is not next and one.id in former[next.id] for next in bodies)
        )
        if len(apart) > 1:
            first = bodies_by_id(plan)[apart[0]]
            written = min(one for one in (first.name, *first.aliases) if _key(one) == name)
            yield SHARED_NAME.finding(first.id, bodies=few(apart), name=written)


CHECKS: tuple[Check, ...] = (names_in_documents, shared_names)
