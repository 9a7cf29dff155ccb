"""Who answers for what: duties 1 to 6, 8, 10, 12 and 17 of `docs/reference/findings.md`.

Duties on tasks are asked of tasks alone: a milestone is a moment, which nobody works on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxplan.checks.views import (
    bodies_by_id,
    bodies_in,
    enclosing,
    expansions,
    few,
    goals_by_activity,
)
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import BodyKind, Role
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
    message="accountable for {kind} {subject} is {body}, a collective or a class of bodies, in which nobody answers",
    remedy="name the one body, or the head of it, that is accountable",
)
LEAD_COORDINATES = Rule(
    code="R031",
    severity="error",
    title="The lead is not also coordinating",
    message="task {subject} has {bodies} both as lead and as coordinating",
    remedy="keep one of the two roles",
)
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
    message="goal {subject} is overseen by {bodies} alone, who do its work in {tasks}",
    remedy="name an overseer that neither leads nor executes these tasks",
)
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
    message="task {subject} serves no goal",
    remedy="name a goal under `serves`, or what it adds to an indicator under `advances`",
)
NEITHER_DUE_NOR_RECURRING = Rule(
    code="R061",
    severity="error",
    title="Each task is due, or recurs",
    message="task {subject} is neither due nor recurring",
    remedy="say by when it must be done, or that it recurs",
)
PARTY_CARRIES_OUT = Rule(
    code="R081",
    severity="error",
    title="A Party body directs and does not carry out",
    message="{bodies}, of the Party, have task {subject} to lead or execute",
    remedy="let the Party body direct, and a state body carry out",
)
NOBODY_CARRIES_OUT = Rule(
    code="R082",
    severity="error",
    title="A state body, a public body or an enterprise carries out each task",
    message="task {subject} is led and executed by {bodies} alone, none of which is of the state, public or an enterprise",
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
    message="task {subject} is approved by {bodies}, who lead or execute it",
    remedy="let another body approve it",
)
PREDECESSOR_UNHEARD = Rule(
    code="R121",
    severity="warning",
    title="The lead of a predecessor coordinates",
    message="task {subject} waits for {predecessors}, led by {body}, which does not coordinate here",
    remedy="let {body} coordinate",
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
    NO_LEAD,
    SEVERAL_LEADS,
    COLLECTIVE_LEADS,
    CLASS_LEADS,
    NOBODY_ACCOUNTABLE,
    SEVERAL_ACCOUNTABLE,
    COLLECTIVE_ACCOUNTABLE,
    LEAD_COORDINATES,
    NOBODY_OVERSEES,
    DOER_OVERSEES,
    NO_DELIVERABLE,
    NO_ACCEPTANCE,
    SERVES_NO_GOAL,
    NEITHER_DUE_NOR_RECURRING,
    PARTY_CARRIES_OUT,
    NOBODY_CARRIES_OUT,
    KIND_UNKNOWN,
    APPROVER_CARRIES_OUT,
    PREDECESSOR_UNHEARD,
    NO_BASIS,
    NO_CLAUSE,
)
