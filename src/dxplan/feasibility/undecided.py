"""What keeps a verdict open: what the plan does not say, or what the search did not find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxplan.checks.views import few
from dxplan.cpm.compile import compile_network
from dxplan.errors import CycleError, UndefinedError
from dxplan.findings import Finding, Rule
from dxplan.model.goal import Firmness
from dxplan.model.plan import Plan
from dxplan.solve.search.problem import Problem
from dxplan.solve.verify import Violation

__all__ = ["EMPTY", "RULES", "STOPPED", "TIME", "not_said", "undated"]


def _rule(code: str, title: str, message: str, remedy: str) -> Rule:
    return Rule(code=code, severity="info", title=title, message=message, remedy=remedy)


VAGUE = _rule(
    "U101",
    "Every hard goal is defined",
    "hard goals that cannot be decided as they stand: {ids} ({count} of {all})",
    "define what the findings name",
)
DURATIONS = _rule(
    "U104",
    "Every task that the dates need has a duration",
    "dates cannot be computed: {reason}",
    "write what is missing",
)
EMPTY = _rule(
    "U107",
    "The plan says what is to be done",
    "no task of the plan has dates, so there is nothing to decide",
    "add tasks with a duration",
)
MONEY = _rule(
    "U110",
    "The plan says what a fund has in every year in which it is used",
    "there is no schedule that spends only what the plan grants, and one that spends where it says nothing: {ids}",
    "write the ceilings of the years that are missing, zero where there is nothing",
)
EFFORT = _rule(
    "U111",
    "An effort falls on at least one day",
    "work that takes no day is to take effort: {ids}",
    "give it a duration, or the effort to another task",
)
TIME = _rule(
    "U112",
    "The search had time enough",
    "the search ended after {seconds} s before it knew",
    "give it more time (--time-limit, time_limit) or more workers (--workers, workers)",
)
STOPPED = _rule(
    "U113",
    "The search was not interrupted",
    "the search was stopped after {seconds} s before it knew",
    "let it go on",
)
ENDLESS = _rule(
    "U114",
    "Work that comes again has an end",
    "how often work comes again depends on when all else ends, which the search cannot take in: {ids}",
    "write until when it goes on, or the plan's horizon",
)

CLOSE = _rule(
    "U115",
    "The search counts finely enough",
    "the search cannot tell, however long it takes: amounts or shares differ by less than it rounds, or dates by more "
    "days than it looks at",
    "round the figures of the plan, or say by when tasks are due",
)

_RULES = (VAGUE, DURATIONS, EMPTY, MONEY, EFFORT, TIME, STOPPED, ENDLESS, CLOSE)
RULES: dict[str, Rule] = {rule.code: rule for rule in _RULES}
"""What can keep a plan undecided, by code."""

_NAMED = 20  # ids that a sentence spells out
_OPEN = "cannot be verified: "
_DATES = ("no-duration", "never-ends", "unknown-calendar")


def not_said(plan: Plan, broken: Iterable[Violation], problem: Problem | None) -> Iterator[Finding]:
    """Yield what the plan would have to say for a schedule to be verified, as far as `broken` shows it."""
    broken = [one for one in broken if one.open]
    hard = [goal.id for goal in plan.goals if goal.firmness is Firmness.HARD]
    if vague := sorted({one.subject for one in broken if one.kind in ("goal-unknown", "goal-undated")}):
        yield VAGUE.finding(plan.id, count=len(vague), all=len(hard), ids=few(vague, most=_NAMED))
    if problem is not None and not any(job.ways and job.until is None for job in problem.jobs):
        yield EMPTY.finding(plan.id)
    told = [f"{one.subject}: {one.message.removeprefix(_OPEN)}" for one in broken if one.kind in _DATES]
    if told or (problem is not None and problem.open):
        yield from undated(plan, _lengths(plan) or told)
    short = [f"{one.subject} {one.texts['year']}" for one in broken if one.kind == "no-ceiling"]
    if short:
        yield MONEY.finding(plan.id, ids=few(short, most=_NAMED))
    effort = sorted({one.subject for one in broken if one.kind == "effort-on-no-day"})
    if effort:
        yield EFFORT.finding(plan.id, ids=few(effort, most=_NAMED))
    if problem is not None and problem.loose:
        yield ENDLESS.finding(plan.id, ids=few(problem.loose, most=_NAMED))


def _lengths(plan: Plan) -> tuple[str, ...]:
    try:
        return compile_network(plan).missing
    except UndefinedError as error:
        return tuple(error.missing)
    except CycleError:
        return ()


def undated(plan: Plan, reasons: Iterable[str]) -> Iterator[Finding]:
    """Yield why dates cannot be computed."""
    for reason in dict.fromkeys(reasons):
        yield DURATIONS.finding(plan.id, reason=reason)
