"""The answer of `check` as text: the verdict, what it rests on, ways out, and what the checks found."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.text import Text

from dxplan.checks.views import few
from dxplan.feasibility.answer import Feasibility, Optimum, Verdict
from dxplan.findings import Finding, Severity
from dxplan.model.goal import Firmness
from dxplan.model.money import Money
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.model.task import Task
from dxplan.report.language import Language
from dxplan.report.points import points_text
from dxplan.report.text import console, heading, say, table
from dxplan.solve.repair import Repair
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import Bound
from dxplan.solve.statement import Conflict

__all__ = ["answer_text", "conflict_text", "repair_text", "show_check"]

_ROOMS = "DSRMLX"
_BROKEN = 8  # violations that are shown
_STATEMENTS = 20  # of a conflict that are shown
_PER_CODE = 4  # findings of one code that are shown in full
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_VERDICT_COLOUR = {Verdict.FEASIBLE: "bold green", Verdict.INFEASIBLE: "bold red", Verdict.UNKNOWN: "bold yellow"}

How = Callable[[str], str]
"""From what holds the rest of a list to how to see it."""


def show_check(
    answer: Feasibility,
    out: Console,
    words: Language,
    *,
    everything: bool = False,
    schedule: bool = False,
    shell: bool = True,
) -> None:
    """Write a verdict with its evidence, then what the checks found.

    Parameters
    ----------
    everything : bool
        Whether to show each finding in full, notes included, and each statement of a conflict.
    schedule : bool
        Whether to show the days of every task.
    shell : bool
        Whether it is read on the command line, whose options show what is left out.
    """
    how = _how(words, shell=shell)
    _head(answer.plan, answer.verdict, out, words)
    counts = Counter(type(element) for element in answer.plan.elements)
    said = [words.count(cls.KIND, counts[cls]) for cls in ELEMENT_CLASSES if counts[cls]]
    say(", ".join(said), out, indent=0, style="dim")
    _evidence(answer, out, words, how, everything=everything, schedule=schedule, shell=shell)
    if schedule:
        _schedule(answer, out, words)
    _findings(answer.findings, out, words, how, everything=everything)


def answer_text(answer: Feasibility, words: Language) -> str:
    """Return a verdict with its evidence, and how many findings there are."""

    def write(out: Console) -> None:
        how = _how(words, shell=False)
        _head(answer.plan, answer.verdict, out, words)
        _evidence(answer, out, words, how, everything=False, schedule=False, shell=False)
        out.print()
        if answer.findings:
            counts = _tally(answer.findings, words)
            say(words.phrase("found", counts=counts, how=how("f.findings")), out, indent=0)
        else:
            say(words.phrase("none"), out, indent=0)

    return _text(write)


def conflict_text(conflict: Conflict, words: Language) -> str:
    """Return the statements of a conflict, those that matter first, and what is known of them."""
    return _text(lambda out: _statements(conflict, out, words, _how(words, shell=False), everything=False, shell=False))


def repair_text(repair: Repair, words: Language) -> str:
    """Return the changes of a way out, and what they cost."""

    def write(out: Console) -> None:
        for change in repair.changes:
            say(words.change(change), out, indent=0)
        say(_cost(repair, words), out, style="dim")

    return _text(write)


def _text(write: Callable[[Console], None]) -> str:
    file = io.StringIO()
    write(console(file))
    return file.getvalue().rstrip("\n")


def _how(words: Language, *, shell: bool) -> How:
    return lambda name: words.phrase("how_shell") if shell else words.phrase("how_python", name=name)


def _time_limit(*, shell: bool) -> str:
    return "--time-limit" if shell else "time_limit"


def _head(plan: Plan, verdict: Verdict, out: Console, words: Language) -> None:
    out.print(Text(words.verdict(verdict.name), _VERDICT_COLOUR[verdict]))
    say(plan.name, out, indent=0, style="bold")
    key = "open_end" if plan.horizon is None else "period"
    say(f"{plan.id}, {words.phrase(key, start=plan.start, horizon=plan.horizon)}", out, indent=0, style="dim")


def _evidence(
    answer: Feasibility,
    out: Console,
    words: Language,
    how: How,
    *,
    everything: bool,
    schedule: bool,
    shell: bool,
) -> None:
    if answer.schedule is not None:
        out.print()
        _witness(answer, answer.schedule, out, words)
        if not schedule:
            say(words.phrase("how_schedule_shell" if shell else "how_schedule_python"), out, style="dim")
    for number, conflict in enumerate(answer.conflicts):
        heading(words.phrase("more_conflict" if number else "conflict"), out)
        _statements(conflict, out, words, how, everything=everything, shell=shell)
    if answer.conflicts and len(answer.conflicts) < answer.conflicts_sought:
        out.print()
        say(words.phrase("no_more_conflicts"), out, indent=0)
    if answer.repairs:
        _repairs(answer.repairs, out, words)
        if answer.weights is not None:
            say(points_text(answer.weights, answer.plan, words, shell=shell), out, style="dim")
    elif answer.conflicts and answer.weights is not None:  # ways out were looked for
        out.print()
        say(words.phrase("no_repairs", time=_time_limit(shell=shell)), out, indent=0)
    if answer.undecided:
        heading(words.phrase("undecided"), out)
        _rules(answer.undecided, out, words, how, everything=True)
    for bound in answer.bounds:
        say(_bound(bound, words), out, style="dim")
    if answer.broken:
        heading(words.phrase(_broken_title(answer)), out)
        shown = answer.broken if everything else answer.broken[:_BROKEN]
        for violation in shown:
            say(words.violation(violation), out)
        if left := len(answer.broken) - len(shown):
            say(words.phrase("more_broken", count=left, how=how("f.broken")), out, style="dim")


def _broken_title(answer: Feasibility) -> str:
    if not answer.plan.activities:  # a schedule of nothing is none
        return "open_plan"
    return "broken" if any(not one.open for one in answer.broken) else "open_schedule"


def _witness(answer: Feasibility, schedule: Schedule, out: Console, words: Language) -> None:
    """Write what a schedule comes to: when all is done, how much it places, and which goals hold on it."""
    plan = answer.plan
    always = [one.id for one in plan.tasks if not one.optional and one.id not in schedule.tasks]
    if schedule.tasks:
        say(words.phrase("by", finish=schedule.finish), out)
    elif not always:
        say(words.phrase("nothing"), out)
    if answer.optimum is not None and (schedule.tasks or answer.optimum.objective != "finish"):
        say(_optimum(answer.optimum, plan, words), out)
    if schedule.tasks:
        say(_placed(plan, schedule, words), out)
    optional = [one.id for one in plan.tasks if one.optional and one.id not in schedule.tasks]
    if optional:
        say(words.phrase("witness_without", ids=few(optional)), out)
    if always:
        say(words.phrase("witness_always", ids=few(always)), out)
    if hard := _dated(plan):
        said = [f"{id} ({words.day(due)})" for due, id in sorted(hard)]
        more = f" … ({len(said)})" if len(said) > _PER_CODE else ""
        say(words.phrase("witness_goals", goals=", ".join(said[:_PER_CODE]) + more), out)
    say(words.phrase("tasks_only"), out, style="dim")


def _dated(plan: Plan) -> list[tuple[dt.date, str]]:
    """Return the hard goals that have a date, each behind it."""
    return [(goal.due, goal.id) for goal in plan.goals if goal.firmness is Firmness.HARD and goal.due is not None]


def _placed(plan: Plan, schedule: Schedule, words: Language) -> str:
    """Return how much a schedule of something places, when it begins and what ends last."""
    kinds = Counter("task" if isinstance(plan[id], Task) else "milestone" for id in schedule.tasks)
    placed = ", ".join(words.count(kind, kinds[kind]) for kind in ("task", "milestone") if kinds[kind])
    first = min(task.start for task in schedule.tasks.values())
    last = [task.id for task in schedule.tasks.values() if task.finish == schedule.finish]
    return words.phrase("witness", placed=placed, first=first, ids=few(last))


def _optimum(optimum: Optimum, plan: Plan, words: Language) -> str:
    key = f"{'optimum' if optimum.proven else 'best'}_{optimum.objective}"
    if optimum.objective == "finish":
        return words.phrase(key, bound=plan.start + dt.timedelta(days=max(optimum.bound - 1, 0)))
    if optimum.objective == "cost":
        value, bound = (Money(amount=one, currency=optimum.unit) for one in (optimum.value, optimum.bound))
        return words.phrase(key, value=words.money(value), bound=words.money(bound))
    if not _dated(plan):
        return words.phrase("no_slack")
    return words.phrase(key, days=words.count("day", optimum.value), bound=words.count("day", optimum.bound))


def _schedule(answer: Feasibility, out: Console, words: Language) -> None:
    """Write the days of every task: of the witness, or of the first way out."""
    schedule = answer.schedule
    if schedule is None and answer.repairs:
        heading(words.phrase("schedule_repaired"), out)
        schedule = answer.repairs[0].schedule
    elif schedule is None:
        out.print()
        say(words.phrase("no_schedule"), out, indent=0)
        return
    else:
        heading(words.phrase("schedule"), out)
    tasks = sorted(schedule.tasks.values(), key=lambda task: (task.start, task.finish, task.id))
    rows = [(words.phrase("start"), words.phrase("end"), words.phrase("mode"), words.label("task"))]
    for task in tasks:
        name = answer.plan[task.id].name
        label = task.id if name == task.id else f"{task.id}: {name}"
        rows.append((words.day(task.start), words.day(task.finish), task.mode or "", label))
    if not any(task.mode for task in tasks):
        table([(start, finish, label) for start, finish, _, label in rows], out)
    else:
        table(rows, out)


def _bound(bound: Bound, words: Language) -> str:
    return words.phrase(f"bound_{bound.kind}", day=bound.day, subject=bound.subject)


def _repairs(repairs: Sequence[Repair], out: Console, words: Language) -> None:
    heading(words.phrase("repairs"), out)
    for number, repair in enumerate(repairs, 1):
        for place, change in enumerate(repair.changes):
            say(words.change(change), out, label="    " if place else f"{number:>2}. ")
        say(_cost(repair, words), out, indent=6, style="dim")


def _cost(repair: Repair, words: Language) -> str:
    key = "repair_cost" if repair.optimal else "repair_cost_unproven"
    return words.phrase(key, kind=words.repair_kind(repair.kind), cost=words.points(repair.cost))


def _statements(conflict: Conflict, out: Console, words: Language, how: How, *, everything: bool, shell: bool) -> None:
    shown = conflict.first(len(conflict.statements) if everything else _STATEMENTS)
    before = 0
    for number, statement in shown:
        if number != before + 1:
            say("…", out, indent=6, style="dim")
        say(words.statement(statement), out, label=f"{number:>2}. ")
        before = number
    if left := len(conflict.statements) - len(shown):
        say(words.phrase("more_statements", count=left, how=how("conflict.statements")), out, indent=6, style="dim")
    out.print()
    if conflict.days is not None:
        say(words.phrase("conflict_days", days=words.count("day", conflict.days)), out, style="dim")
    if conflict.calendars:
        say(words.phrase("calendars", ids=", ".join(conflict.calendars)), out, style="dim")
    key = "conflict_minimal" if conflict.minimal else "conflict_not_minimal"
    say(words.phrase(key, time=_time_limit(shell=shell)), out, style="dim")


def _findings(findings: tuple[Finding, ...], out: Console, words: Language, how: How, *, everything: bool) -> None:
    shown = [one for one in findings if everything or one.severity is not Severity.INFO]
    for room in dict.fromkeys([*_ROOMS, *(one.code[0] for one in shown)]):
        inside = [one for one in shown if one.code[0] == room]
        if inside:
            heading(words.phrase(f"room_{room if room in _ROOMS else 'X'}"), out)
            _rules(inside, out, words, how, everything=everything)
    out.print()
    if not findings:
        out.print(words.phrase("none"))
        return
    line = _tally(findings, words)
    if hidden := len(findings) - len(shown):
        line += f" ({words.phrase('infos', count=words.count('info', hidden), how=how('f.findings'))})"
    say(line, out, indent=0)


def _tally(findings: Sequence[Finding], words: Language) -> str:
    counts = Counter(one.severity for one in findings)
    return ", ".join(words.count(severity.value, counts[severity]) for severity in Severity)


def _rules(findings: Iterable[Finding], out: Console, words: Language, how: How, *, everything: bool) -> None:
    """Write findings by code; those that have one remedy share it."""
    for code, group in itertools.groupby(findings, key=lambda one: one.code):
        alike = list(group)
        full = alike if everything or len(alike) <= _PER_CODE + 1 else alike[:_PER_CODE]
        label = f"{code}  "
        for remedy, said in itertools.groupby(full, key=lambda one: words.finding(one)[1]):
            for finding in said:
                say(words.finding(finding)[0], out, label=label, style=_COLOUR[finding.severity])
                label = " " * len(label)
            say(f"→ {remedy}", out, indent=8, style="dim")
        if rest := list(dict.fromkeys(one.subject for one in alike[len(full) :])):
            named = ", ".join(rest[:6]) + (", …" if len(rest) > 6 else "")
            left = len(alike) - len(full)
            more = words.phrase("more", count=left, code=code, ids=named, how=how("f.findings"))
            say(more, out, indent=8, style="dim")
