"""Checks of what the plan leaves undefined: words, tiers, dates, durations, and whole subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dxplan.checks.views import bodies_in, every_way
from dxplan.findings import Check, Finding, Rule
from dxplan.model.body import Role
from dxplan.model.criterion import AllOf, ForEach, InTier, Undefined, parts
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan

__all__ = ["CHECKS", "RULES"]

NO_CRITERION = Rule(
    code="D101",
    severity="warning",
    title="Each goal has a criterion or sub-goals",
    message="goal {subject} has neither a criterion nor sub-goals: nothing says when it is reached",
    remedy="give it a criterion, or sub-goals that have one",
)
UNDEFINED_WORDS = Rule(
    code="D102",
    severity="warning",
    title="Each criterion is defined",
    message="goal {subject} rests on words that nobody has defined: “{words}”",
    remedy="put a criterion that can be measured in their place",
)
UNDEFINED_TOLERANCE = Rule(
    code="D103",
    severity="warning",
    title="Each word that loosens a goal stands for a share",
    message="“{word}” loosens goal {subject}, but nobody has said which share is enough",
    remedy="define “{word}” under the goal's terms, with at_least and its source",
)
TIER_WITHOUT_CUT = Rule(
    code="D104",
    severity="warning",
    title="Each tier has a cut",
    message="goal {subject} asks for the tier “{tier}” of indicator {indicator}, which has no cut",
    remedy="say under `top` which rank, or which share of the peers, still belongs to it",
)
NO_DUE_DATE = Rule(
    code="D106",
    severity="warning",
    title="Each goal has a due date",
    message="goal {subject} has no due date, and a goal inherits none",
    remedy="say by when it must be true",
)
NO_DURATION = Rule(
    code="D108",
    severity="warning",
    title="Each task has a duration, unless it recurs",
    message="task {subject} has no duration: neither its dates nor those of tasks that wait for it can be computed",
    remedy="estimate it, in workdays or in elapsed time",
)
NO_OWNER = Rule(
    code="D110",
    severity="warning",
    title="Each goal names a body that leads or is accountable",
    message="goal {subject} names no body that leads it or is accountable for it",
    remedy="name one in its roles",
)
NO_MONEY = Rule(
    code="D111",
    severity="warning",
    title="A plan with goals says what they cost and where the money comes from",
    message="plan {subject} sets goals, but says too little of money (funds: {funds}, costs: {costs})",
    remedy="add the funds with their ceilings by year, and the costs of the tasks",
)
NO_PEOPLE = Rule(
    code="D112",
    severity="warning",
    title="A plan with goals counts the people and equipment that they take",
    message=(
        "plan {subject} sets goals, but whether people and equipment are sufficient cannot be judged "
        "(resources: {resources}, uses: {uses})"
    ),
    remedy="add the resources with their capacity, and what the tasks use of them",
)
NO_TASK = Rule(
    code="D116",
    severity="warning",
    title="A plan with goals holds tasks",
    message="plan {subject} sets goals, but holds no task that brings them about",
    remedy="add the tasks, with their duration, and the goals that they serve",
)
TOO_FEW_SUB_GOALS = Rule(
    code="D120",
    severity="error",
    title="No goal needs more sub-goals than it has",
    message="goal {subject} needs {needed} of its sub-goals, but has {count}: it can never hold",
    remedy="lower its refinement, or add the sub-goals",
)

RULES: tuple[Rule, ...] = (
    NO_CRITERION,
    UNDEFINED_WORDS,
    UNDEFINED_TOLERANCE,
    TIER_WITHOUT_CUT,
    NO_DUE_DATE,
    NO_DURATION,
    NO_OWNER,
    NO_MONEY,
    NO_PEOPLE,
    NO_TASK,
    TOO_FEW_SUB_GOALS,
)


def goals_without_criterion(plan: Plan) -> Iterator[Finding]:
    refined = {goal.within for goal in plan.goals}
    for goal in plan.goals:
        if goal.criterion is None and goal.id not in refined:
            yield NO_CRITERION.finding(goal.id)


def goals_with_too_few_sub_goals(plan: Plan) -> Iterator[Finding]:
    counts = Counter(goal.within for goal in plan.goals)
    for goal in plan.goals:
        if isinstance(goal.refinement, int) and goal.refinement > counts[goal.id]:
            yield TOO_FEW_SUB_GOALS.finding(goal.id, needed=goal.refinement, count=counts[goal.id])


def undefined_criteria(plan: Plan) -> Iterator[Finding]:
    for goal in plan.goals:
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if isinstance(part, Undefined):
                yield UNDEFINED_WORDS.finding(goal.id, words=part.words)
            elif isinstance(part, InTier) and part.top is None:
                yield TIER_WITHOUT_CUT.finding(goal.id, tier=part.tier or "?", indicator=part.indicator)


def undefined_tolerances(plan: Plan) -> Iterator[Finding]:
    for goal in plan.goals:
        words = {term.word.casefold(): term.word for term in goal.terms if term.at_least is None}
        defined = {term.word.casefold() for term in goal.terms if term.at_least is not None}
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if isinstance(part, (AllOf, ForEach)) and part.tolerance is not None:
                words.setdefault(part.tolerance.casefold(), part.tolerance)
        for key, word in words.items():
            if key not in defined:
                yield UNDEFINED_TOLERANCE.finding(goal.id, word=word)


def goals_without_date_or_owner(plan: Plan) -> Iterator[Finding]:
    for goal in plan.goals:
        if goal.due is None:
            yield NO_DUE_DATE.finding(goal.id)
        if not _owners(goal):
            yield NO_OWNER.finding(goal.id)


def _owners(goal: Goal) -> tuple[str, ...]:
    return bodies_in(goal.roles, Role.LEADS, Role.ACCOUNTABLE)


def tasks_without_duration(plan: Plan) -> Iterator[Finding]:
    for task in plan.tasks:
        if task.duration is None and not task.modes and task.recurring is None:
            yield NO_DURATION.finding(task.id)


def whole_subjects_missing(plan: Plan) -> Iterator[Finding]:
    if not plan.goals:
        return
    if not plan.tasks:
        yield NO_TASK.finding(plan.id)
    ways = [way for task in plan.tasks for way in every_way(task)]
    costs = sum(len(way.costs) for way in ways)
    if not plan.funds or not costs:
        yield NO_MONEY.finding(plan.id, funds=len(plan.funds), costs=costs)
    uses = sum(len(way.uses) for way in ways)
    if not plan.resources or not uses:
        yield NO_PEOPLE.finding(plan.id, resources=len(plan.resources), uses=uses)


CHECKS: tuple[Check, ...] = (
    goals_without_criterion,
    goals_with_too_few_sub_goals,
    undefined_criteria,
    undefined_tolerances,
    goals_without_date_or_owner,
    tasks_without_duration,
    whole_subjects_missing,
)
