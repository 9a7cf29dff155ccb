"""Can it be done? The verdict, with what it rests on (§16)."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from typing import Any, NoReturn

import attrs

from dxplan.checks.registry import run_checks
from dxplan.cpm.compile import compile_network
from dxplan.errors import CycleError, UndefinedError
from dxplan.findings import Finding, Rule
from dxplan.model.goal import Firmness
from dxplan.model.plan import Plan
from dxplan.solve.early import early_schedule
from dxplan.solve.schedule import Schedule
from dxplan.solve.statement import Conflict, Statement
from dxplan.solve.temporal import temporal_conflict
from dxplan.solve.verify import Violation, verify

__all__ = ["RULES", "Conflict", "Feasibility", "Statement", "Verdict", "check"]


class Verdict(enum.Enum):
    """Whether a plan can be done: compare with ``is``, for neither yes, no nor unknown is a truth value."""

    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


def _rule(code: str, title: str, message: str, remedy: str) -> Rule:
    return Rule(code=code, severity="info", title=title, message=message, remedy=remedy)


VAGUE = _rule(
    "U101",
    "Every hard goal is defined",
    "hard goals that cannot be decided as they stand: {ids} ({count} of {all})",
    "define what the findings below name",
)
GOALS = _rule(
    "U108",
    "Every hard goal is decided",
    "hard goals that are defined, and whether a schedule reaches all of them is not searched by this release: "
    "{ids} ({count} of {all})",
    "read what the earliest schedule breaks, and the dates of the tasks that serve them: dxplan path --to TASK",
)
MONEY = _rule(
    "U102",
    "Spending is held against the ceilings of every fund and year",
    "whether a schedule keeps the ceilings of all funds is not searched by this release (tasks with costs: {count})",
    "read what the earliest schedule breaks: dxplan budget shows it by year",
)
PEOPLE = _rule(
    "U103",
    "Use is held against capacity on every day",
    "whether a schedule keeps every capacity is not searched by this release (tasks that use some: {count})",
    "read what the earliest schedule breaks: dxplan load shows it day by day",
)
DURATIONS = _rule(
    "U104",
    "Every task that the dates need has a duration",
    "dates cannot be computed: {reason}",
    "write what is missing",
)
CIRCLE = _rule(
    "U105",
    "No dependencies run in a circle",
    "dependencies run in a circle ({circle}), and that it cannot hold is not proven",
    "remove or turn round one of its dependencies",
)
CHOICES = _rule(
    "U106",
    "Optional tasks and modes are chosen",
    "which optional tasks and which modes keep every date is not searched by this release (tasks to choose: {count})",
    "decide for each task and say so in the plan",
)
EMPTY = _rule(
    "U107",
    "The plan says what is to be done",
    "no task of the plan has dates, so there is nothing to decide",
    "add tasks with a duration",
)
BODIES = _rule(
    "U109",
    "Every body acts while it exists, and leads no more than it can",
    "whether a schedule exists in which every body is there, or a successor, and leads no more than it can is not "
    "searched by this release (places where the earliest one fails: {count})",
    "read what the earliest schedule breaks: dxplan load shows it",
)

_SHOWN = 6  # violations that a summary spells out
OWNERLESS = "D110"  # a goal that nobody leads is defined all the same

RULES: dict[str, Rule] = {
    rule.code: rule for rule in (VAGUE, GOALS, MONEY, PEOPLE, DURATIONS, CIRCLE, CHOICES, EMPTY, BODIES)
}
"""What can keep a plan undecided, by code."""


@attrs.frozen(kw_only=True, repr=False)
class Feasibility:
    """The answer to "can it be done?", with its evidence.

    Parameters
    ----------
    plan : Plan
        The plan that was asked about.
    verdict : Verdict
        ``FEASIBLE`` only with a verified `schedule`, ``INFEASIBLE`` only with a `conflict`, else ``UNKNOWN``.
    findings : tuple of Finding
        What the checks have to say, whatever the verdict.
    undecided : tuple of Finding
        For ``UNKNOWN``: what keeps the verdict open.
    schedule : Schedule, optional
        A witness, accepted by `verify`.
    conflict : Conflict, optional
        Statements of the plan that cannot hold together.
    broken : tuple of Violation
        For ``UNKNOWN``: what the earliest schedule breaks of what the plan says, which is no proof that another one
        would. Empty where there is no such schedule.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[dx.Task(id="a", duration="5 workdays", due="Q1/2024")],
    ... )
    >>> f = dx.check(plan)
    >>> f.verdict is dx.Verdict.FEASIBLE, f.schedule.tasks["a"].finish
    (True, datetime.date(2024, 1, 5))
    """

    plan: Plan
    verdict: Verdict
    findings: tuple[Finding, ...]
    undecided: tuple[Finding, ...] = ()
    schedule: Schedule | None = None
    conflict: Conflict | None = None
    broken: tuple[Violation, ...] = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict is feasible, infeasible or unknown, not true or false: compare f.verdict")

    def summary(self) -> str:
        """Return the verdict and what it rests on, in a few lines of text."""
        lines = [f"{self.verdict.name}: {self.plan.name}"]
        if self.schedule is not None:
            lines.append(f"everything can be done by {self.schedule.finish}")
        if self.conflict is not None:
            lines += [f"  {statement}" for statement in self.conflict.statements]
        lines += [f"  {finding.message}" for finding in self.undecided]
        if self.broken:
            lines.append(f"the earliest schedule breaks {len(self.broken)} of the plan's statements")
            lines += [f"  {violation}" for violation in self.broken[:_SHOWN]]
        lines.append(f"{len(self.findings)} findings")
        return "\n".join(lines)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the findings as plain data."""
        return [finding.to_record() for finding in self.findings]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, ``verdict`` and ``findings`` at the top."""
        conflict = self.conflict
        return {
            "verdict": self.verdict.name,
            "plan": self.plan.id,
            "findings": self.to_records(),
            "undecided": [finding.to_record() for finding in self.undecided],
            "broken": [violation.to_record() for violation in self.broken],
            "conflict": None
            if conflict is None
            else {
                "minimal": conflict.minimal,
                "days": conflict.days,
                "calendars": list(conflict.calendars),
                "statements": [{**attrs.asdict(one), "text": str(one)} for one in conflict.statements],
            },
            "schedule": None if self.schedule is None else self.schedule.to_records(),
        }

    def to_json(self) -> str:
        """Return the whole answer as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dataframe(self) -> Any:
        """Return the findings as a pandas table (needs ``dxplan[dataframe]``)."""
        import pandas

        return pandas.DataFrame.from_records(
            self.to_records(), columns=["code", "severity", "subject", "message", "remedy"]
        )

    def _repr_html_(self) -> str:
        from dxplan.report.html import check_html

        return check_html(self)

    def __repr__(self) -> str:
        return f"Feasibility({self.plan.id!r}: {self.verdict.name}, {len(self.findings)} findings)"


def check(plan: Plan, *, time_limit: float | None = 10.0) -> Feasibility:
    """Return whether the plan can be done, as far as its times and its earliest schedules decide it.

    A contradiction of times is proven and explained. Where the earliest schedule, with or without the optional tasks,
    keeps everything the plan says, goals, money and people included, it is the witness. Where another schedule would
    have to be searched the verdict is ``UNKNOWN``, and says what the earliest one breaks.

    Parameters
    ----------
    plan : Plan
    time_limit : float, optional
        Seconds for making a conflict minimal, 10 where left out; a conflict that was not shrunk in time says that it
        is not minimal. None sets no limit.

    Returns
    -------
    Feasibility
        Malformed plans never get here; contradictory ones yield findings and a verdict, never an exception.

    Examples
    --------
    >>> import dxplan as dx
    >>> circle = [
    ...     dx.Task(id="a", duration="1 day", after=["b"]),
    ...     dx.Task(id="b", duration="1 day", after=["a"]),
    ... ]
    >>> dx.check(dx.Plan(id="p", start="2024-01-01", elements=circle)).verdict.name
    'INFEASIBLE'
    """
    findings = run_checks(plan)
    try:
        conflict = temporal_conflict(plan, time_limit=time_limit)
    except UndefinedError:
        conflict = None
    if conflict is not None:
        return Feasibility(plan=plan, verdict=Verdict.INFEASIBLE, findings=findings, conflict=conflict)
    tried = list(_tried(plan))
    for schedule, broken in tried:
        if not broken:
            return Feasibility(plan=plan, verdict=Verdict.FEASIBLE, findings=findings, schedule=schedule)
    broken = tried[0][1] if tried else ()
    undecided = (*_undecided(plan, findings), *_open(plan, broken))
    if broken and not undecided:  # of times alone, the earliest schedule keeps whatever can be kept
        raise AssertionError(f"the verifier rejects the schedule of {plan.id!r}; please report it: {broken[0]}")
    undecided = undecided or (EMPTY.finding(plan.id),)
    return Feasibility(plan=plan, verdict=Verdict.UNKNOWN, findings=findings, undecided=undecided, broken=broken)


def _tried(plan: Plan) -> Iterator[tuple[Schedule, tuple[Violation, ...]]]:
    """Yield the earliest schedule with what it breaks, then that without optional tasks, until one breaks nothing."""
    optional = [task.id for task in plan.tasks if task.optional]
    for without in ([], optional) if optional else ([],):
        try:
            schedule = early_schedule(plan, without=without)
        except (CycleError, UndefinedError):
            continue  # what is missing is told as such
        if schedule.tasks:
            broken = verify(plan, schedule)
            yield schedule, broken
            if not broken:
                return


def _open(plan: Plan, broken: tuple[Violation, ...]) -> Iterator[Finding]:
    """Yield what keeps a verdict open that only the earliest schedule shows."""
    bodies = {one.subject for one in broken if one.kind in ("nobody-acts", "leads-too-much")}
    if bodies:
        yield BODIES.finding(plan.id, count=len(bodies))
    for reason in dict.fromkeys(one.texts["reason"] for one in broken if one.kind == "unknown-calendar"):
        yield DURATIONS.finding(plan.id, reason=reason)


def _undecided(plan: Plan, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    hard = sorted(goal.id for goal in plan.goals if goal.firmness is Firmness.HARD)
    lacking = {finding.subject for finding in findings if finding.code.startswith("D") and finding.code != OWNERLESS}
    vague = [id for id in hard if id in lacking]
    clear = [id for id in hard if id not in lacking]
    if vague:
        yield VAGUE.finding(plan.id, count=len(vague), all=len(hard), ids=vague)
    if clear:
        yield GOALS.finding(plan.id, count=len(clear), all=len(hard), ids=clear)
    spending = [task for task in plan.tasks if task.costs or any(mode.costs for mode in task.modes)]
    if spending:
        yield MONEY.finding(plan.id, count=len(spending))
    using = [task for task in plan.tasks if task.uses or any(mode.uses for mode in task.modes)]
    if using:
        yield PEOPLE.finding(plan.id, count=len(using))
    try:
        for reason in compile_network(plan).missing:
            yield DURATIONS.finding(plan.id, reason=reason)
    except CycleError as error:
        yield CIRCLE.finding(plan.id, circle=" → ".join([*error.cycle, error.cycle[0]]))
    except UndefinedError as error:
        for reason in error.missing:
            yield DURATIONS.finding(plan.id, reason=reason)
    chosen = [task for task in plan.tasks if task.optional or task.modes]
    if chosen:
        yield CHOICES.finding(plan.id, count=len(chosen))
