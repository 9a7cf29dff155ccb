"""Answers as text for a terminal: 80 columns, colour only where there is one."""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.text import Text

from dxplan.cpm.result import CriticalPath
from dxplan.cpm.tasks import TaskDates
from dxplan.errors import InputError
from dxplan.feasibility import Conflict, Feasibility, Verdict
from dxplan.findings import Finding, Severity
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.report.language import Language

__all__ = ["console", "show_check", "show_input_error", "show_path", "show_reasons"]

_WIDTH = 80
_ROOMS = "DSRMLX"
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
        _say(words.phrase("tasks_only"), out, style="dim")
    if answer.conflict is not None:
        _conflict(answer.conflict, out, words)
    if answer.undecided:
        _title(words.phrase("undecided"), out)
        _rules(answer.undecided, out, words, everything=True)
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


def _conflict(conflict: Conflict, out: Console, words: Language) -> None:
    _title(words.phrase("conflict"), out)
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


def show_path(path: CriticalPath, out: Console, words: Language, *, to: str | None = None, chains: int = 1) -> None:
    """Write when a plan, or one of its tasks, ends and which chains of tasks decide that.

    Parameters
    ----------
    to : str, optional
        Id of a task or milestone.
    chains : int
        The most chains to write.
    """
    if to is None:
        out.print(Text(words.phrase("finish", finish=path.finish), "bold"))
    else:
        finish = path.tasks[to].early_finish
        out.print(Text(words.phrase("to_finish", id=to, finish=finish), "bold"))
    found = list(itertools.islice(path.paths(to=to), chains + 1))
    for number, chain in enumerate(found[:chains], 1):
        _title(words.phrase("chain" if chains == 1 else "chain_number", number=number), out)
        _chain([path.tasks[id] for id in chain], path.plan, out, words)
    out.print()
    if len(found) > chains:
        _say(words.phrase("more_chains"), out, indent=0, style="dim")
    _say(words.phrase("slack", critical=len(path.critical), all=len(path.tasks)), out, indent=0)


def _chain(tasks: Sequence[TaskDates], plan: Plan, out: Console, words: Language) -> None:
    """Write a table of tasks: two days, the float, and the id with the name, wrapped in its own column."""
    rows = [[words.phrase("start"), words.phrase("end"), words.phrase("total_float"), words.label("task")]]
    for dates in tasks:
        name = plan[dates.id].name
        label = dates.id if name == dates.id else f"{dates.id}: {name}"
        days = words.day(dates.early_start), words.day(dates.early_finish)
        rows.append([*days, str(dates.total_float), label])
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for place, (start, finish, slack, label) in enumerate(rows):
        margin = f"  {start:<{widths[0]}}  {finish:<{widths[1]}}  {slack:>{widths[2]}}  "
        wrapped = textwrap.wrap(label, out.width - len(margin), break_on_hyphens=False)
        for number, line in enumerate(wrapped):
            out.print(Text((" " * len(margin) if number else margin) + line, "" if place else "dim"))


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
