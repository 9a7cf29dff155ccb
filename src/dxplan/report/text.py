"""Answers as text for a terminal: 80 columns, colour only where there is one."""

from __future__ import annotations

import datetime as dt
import itertools
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.text import Text

from dxplan.cpm.chains import Chain
from dxplan.cpm.result import CriticalPath
from dxplan.errors import InputError
from dxplan.feasibility.answer import Feasibility, Optimum, Verdict
from dxplan.findings import Finding, Severity
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.report.explain import brief_wait
from dxplan.report.language import Language
from dxplan.solve.repair import Repair
from dxplan.solve.search.bounds import Bound
from dxplan.solve.statement import Conflict

__all__ = ["console", "show_check", "show_input_error", "show_path", "show_reasons", "show_sentences"]

_WIDTH = 80
_ROOMS = "DSRMLX"
_BROKEN = 8  # violations that are shown
_PER_CODE = 4  # findings of one code that are shown in full
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_VERDICT_COLOUR = {Verdict.FEASIBLE: "bold green", Verdict.INFEASIBLE: "bold red", Verdict.UNKNOWN: "bold yellow"}


def console(file: IO[str]) -> Console:
    """Return what writes to `file`: coloured on a terminal, plain elsewhere, never wider than 100 columns."""
    terminal = Console(file=file, highlight=False, emoji=False, markup=False)
    width = min(max(terminal.width, 40), 100) if terminal.is_terminal else _WIDTH
    return Console(file=file, highlight=False, emoji=False, markup=False, width=width)


def show_check(answer: Feasibility, out: Console, words: Language, *, everything: bool = False) -> None:
    """Write a verdict with its evidence, then what the checks found.

    Parameters
    ----------
    everything : bool
        Whether to show each finding in full, notes included.
    """
    _heading(answer.plan, answer.verdict, out, words)
    if answer.schedule is not None:
        out.print()
        _say(words.phrase("by", finish=answer.schedule.finish), out)
        if answer.optimum is not None:
            _say(_optimum(answer.optimum, answer.plan, words), out)
        _say(words.phrase("tasks_only"), out, style="dim")
    for number, conflict in enumerate(answer.conflicts):
        _conflict(conflict, out, words, title="more_conflict" if number else "conflict")
    if answer.repairs:
        _repairs(answer.repairs, out, words)
    if answer.undecided:
        _title(words.phrase("undecided"), out)
        _rules(answer.undecided, out, words, everything=True)
    for bound in answer.bounds:
        _say(_bound(bound, words), out, style="dim")
    if answer.broken:
        _title(words.phrase("broken"), out)
        shown = answer.broken if everything else answer.broken[:_BROKEN]
        for violation in shown:
            _say(words.violation(violation), out)
        if len(shown) < len(answer.broken):
            _say(words.phrase("more_broken", count=len(answer.broken) - len(shown)), out, style="dim")
    _findings(answer.findings, out, words, everything=everything)


def _heading(plan: Plan, verdict: Verdict, out: Console, words: Language) -> None:
    head = Text(words.verdict(verdict.name), _VERDICT_COLOUR[verdict])
    out.print(head)
    _say(plan.name, out, indent=0, style="bold")
    key = "open_end" if plan.horizon is None else "period"
    counts = Counter(type(element) for element in plan.elements)
    said = [words.count(cls.KIND, counts[cls]) for cls in ELEMENT_CLASSES if counts[cls]]
    _say(f"{plan.id}, {words.phrase(key, start=plan.start, horizon=plan.horizon)}", out, indent=0, style="dim")
    _say(", ".join(said), out, indent=0, style="dim")


def _optimum(optimum: Optimum, plan: Plan, words: Language) -> str:
    key = f"{'optimum' if optimum.proven else 'best'}_{optimum.objective}"
    value, bound = f"{optimum.value:,}", f"{optimum.bound:,}"
    if words.code == "vi":
        value, bound = value.replace(",", "."), bound.replace(",", ".")
    if optimum.objective == "finish":
        return words.phrase(key, bound=plan.start + dt.timedelta(days=max(optimum.bound - 1, 0)))
    if optimum.objective == "cost":
        return words.phrase(key, value=value, bound=bound, unit=optimum.unit)
    return words.phrase(key, days=words.count("day", optimum.value), bound=bound)


def _bound(bound: Bound, words: Language) -> str:
    return words.phrase(f"bound_{bound.kind}", day=bound.day, subject=bound.subject)


def _repairs(repairs: Sequence[Repair], out: Console, words: Language) -> None:
    _title(words.phrase("repairs"), out)
    for number, repair in enumerate(repairs, 1):
        for place, change in enumerate(repair.changes):
            _say(words.change(change), out, label="    " if place else f"{number:>2}. ")
        key = "repair_cost" if repair.optimal else "repair_cost_unproven"
        cost = words.number(repair.cost)
        _say(words.phrase(key, kind=words.repair_kind(repair.kind), cost=cost), out, indent=6, style="dim")


def _conflict(conflict: Conflict, out: Console, words: Language, *, title: str) -> None:
    _title(words.phrase(title), out)
    for number, statement in enumerate(conflict.statements, 1):
        _say(words.statement(statement), out, label=f"{number:>2}. ")
    out.print()
    if conflict.days is not None:
        _say(words.phrase("conflict_days", days=words.count("day", conflict.days)), out, style="dim")
    if conflict.calendars:
        _say(words.phrase("calendars", ids=", ".join(conflict.calendars)), out, style="dim")
    _say(words.phrase("conflict_minimal" if conflict.minimal else "conflict_not_minimal"), out, style="dim")


def _findings(findings: tuple[Finding, ...], out: Console, words: Language, *, everything: bool) -> None:
    shown = [one for one in findings if everything or one.severity is not Severity.INFO]
    for room in dict.fromkeys([*_ROOMS, *(one.code[0] for one in shown)]):
        inside = [one for one in shown if one.code[0] == room]
        if inside:
            _title(words.phrase(f"room_{room if room in _ROOMS else 'X'}"), out)
            _rules(inside, out, words, everything=everything)
    out.print()
    if not findings:
        out.print(words.phrase("none"))
        return
    counts = Counter(one.severity for one in findings)
    line = ", ".join(words.count(severity.value, counts[severity]) for severity in Severity)
    hidden = len(findings) - len(shown)
    _say(f"{line} ({words.phrase('infos', count=words.count('info', hidden))})" if hidden else line, out, indent=0)


def _rules(findings: Iterable[Finding], out: Console, words: Language, *, everything: bool) -> None:
    """Write findings by code; those that have one remedy share it."""
    for code, group in itertools.groupby(findings, key=lambda one: one.code):
        alike = list(group)
        full = alike if everything or len(alike) <= _PER_CODE + 1 else alike[:_PER_CODE]
        label = f"{code}  "
        for remedy, said in itertools.groupby(full, key=lambda one: words.finding(one)[1]):
            for finding in said:
                _say(words.finding(finding)[0], out, label=label, style=_COLOUR[finding.severity])
                label = " " * len(label)
            _say(f"→ {remedy}", out, indent=8, style="dim")
        if rest := list(dict.fromkeys(one.subject for one in alike[len(full) :])):
            named = ", ".join(rest[:6]) + (", …" if len(rest) > 6 else "")
            _say(words.phrase("more", count=len(alike) - len(full), code=code, ids=named), out, indent=8, style="dim")


def _title(text: str, out: Console) -> None:
    out.print()
    out.print(Text(text, "bold"))


def _say(text: str, out: Console, *, indent: int = 2, label: str | None = None, style: str = "") -> None:
    """Write a paragraph, wrapped and indented, with no white space at the ends; `style` paints the label if any."""
    margin = " " * indent + (label or "")
    lines = textwrap.wrap(
        text, out.width, initial_indent=margin, subsequent_indent=" " * len(margin), break_on_hyphens=False
    )
    for number, line in enumerate(lines):
        if label is None:
            out.print(Text(line, style))
        else:
            paint = style if number == 0 else ""
            out.print(Text.assemble((line[: len(margin)], paint), line[len(margin) :]))


def show_path(
    path: CriticalPath,
    chains: Sequence[Chain],
    out: Console,
    words: Language,
    *,
    to: str | None = None,
    most: int = 1,
    deadlines: bool = False,
    apart: bool = False,
) -> None:
    """Write when a plan, or a part of it, ends, and which chains of tasks decide that.

    Parameters
    ----------
    chains : sequence of Chain
        Those to write, and one more where there are more.
    to : str, optional
        Id of a task, milestone, programme or goal.
    most : int
        The most chains to write.
    deadlines : bool
        Whether to write how far every due date lies from its earliest day.
    apart : bool
        Whether only what leads to `to` was looked at, since the rest of the plan has no dates.
    """
    finish = path.finish if to is None or not chains else _end(path, chains[0])
    key = "finish" if to is None else "to_finish"
    out.print(Text(words.phrase(key, id=to, finish=finish), "bold"))
    for number, chain in enumerate(chains[:most], 1):
        title = words.phrase("chain" if most == 1 else "chain_number", number=number)
        slack = f" ({words.phrase('chain_slack', days=words.count('day', chain.slack))})" if chain.slack else ""
        _title(title + slack, out)
        _chain(chain, path, out, words)
    out.print()
    if len(chains) > most:
        _say(words.phrase("more_chains"), out, indent=0, style="dim")
    _say(words.phrase("slack", critical=len(path.critical), all=len(path.tasks)), out, indent=0)
    if apart:
        _say(words.phrase("apart", id=to), out, indent=0, style="dim")
    if path.projected_from is not None:
        _say(words.phrase("projected", day=path.projected_from), out, indent=0, style="dim")
    if deadlines:
        _deadlines(path, out, words)


def _end(path: CriticalPath, chain: Chain) -> dt.date:
    return chain.finish + dt.timedelta(days=chain.slack)


def _chain(chain: Chain, path: CriticalPath, out: Console, words: Language) -> None:
    """Write a table of tasks: two days, the float, and the id with the name and what it waits for."""
    rows = [(words.phrase("start"), words.phrase("end"), words.phrase("total_float"), words.label("task"))]
    for number, id in enumerate(chain):
        dates, name = path.tasks[id], path.plan[id].name
        label = id if name == id else f"{id}: {name}"
        if number and (said := brief_wait(chain.links[number - 1], words)):
            label += f" ({said})"
        slack = words.count(dates.float_unit, dates.total_float)
        rows.append((words.day(dates.early_start), words.day(dates.early_finish), slack, label))
    _table(rows, out)


def _deadlines(path: CriticalPath, out: Console, words: Language) -> None:
    """Write how far each due date lies from the earliest day on which it can be met, the least margin first."""
    _title(words.phrase("deadlines"), out)
    rows = [(words.phrase("due"), words.phrase("earliest"), words.phrase("margin"), "")]
    dated = [one for one in path.deadlines if one.due is not None]
    if not dated:
        _say(words.phrase("no_deadlines"), out)
        return
    for one in sorted(dated, key=lambda one: (one.margin is None, one.margin or 0, one.id)):
        kind = "" if one.kind == "task" else f"{words.label(one.kind)} "
        label = f"{kind}{one.id}" + ("" if one.complete else f" ({words.phrase('incomplete')})")
        if one.chain is not None and len(one.chain) > 1:
            label += f": {' → '.join(one.chain)}"
        assert one.due is not None
        earliest = "?" if one.earliest is None else words.day(one.earliest)
        margin = "?" if one.margin is None else words.count("day", one.margin)
        rows.append((words.day(one.due), earliest, margin, label))
    _table(rows, out)


def _table(rows: Sequence[tuple[str, str, str, str]], out: Console) -> None:
    """Write a table whose first row heads it; the last column wraps."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for place, (start, finish, slack, label) in enumerate(rows):
        margin = f"  {start:<{widths[0]}}  {finish:<{widths[1]}}  {slack:>{widths[2]}}  "
        wrapped = textwrap.wrap(label, out.width - len(margin), break_on_hyphens=False) or [""]
        for number, line in enumerate(wrapped):
            text = (" " * len(margin) if number else margin) + line
            out.print(Text(text.rstrip(), "" if place else "dim"))


def show_sentences(sentences: Iterable[str], out: Console) -> None:
    """Write sentences, a paragraph each."""
    for sentence in sentences:
        _say(sentence, out, indent=0)


def show_reasons(title: str, reasons: Iterable[str], out: Console, words: Language) -> None:
    """Write why there is no answer, a line a reason."""
    _say(title, out, indent=0, style="bold")
    for reason in reasons:
        _say(words.sentence(reason), out)


def show_input_error(error: InputError, out: Console, words: Language, *, most: int = 50) -> None:
    """Write every defect of an input with its place, its value and the remedy."""
    count = len(error.defects)
    head = words.phrase("bad_input", defects=words.count("defect", count), source=error.source or "-")
    _say(head, out, indent=0, style="bold red")
    for defect in error.defects[:most]:
        problem, remedy = words.defect(defect)
        out.print()
        if defect.where:
            _say(defect.where, out, style="bold")
        _say(f"{problem}{'' if defect.value is None else f': {defect.value}'}", out)
        _say(f"→ {remedy}", out, style="dim")
        if words.code != "en":  # the words for a code are general; the English ones name what is missing there
            _say(f"({defect.problem}; {defect.remedy})", out, style="dim")
    if count > most:
        out.print()
        _say(words.phrase("more_defects", count=count - most), out, style="dim")
