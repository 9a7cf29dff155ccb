"""Answers as text for a terminal: 80 columns, colour only where there is one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dxplan.cpm.result import CriticalPath
from dxplan.errors import InputError
from dxplan.feasibility import Conflict, Feasibility, Verdict
from dxplan.findings import Finding, Severity
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.report.language import Language

__all__ = ["console", "show_check", "show_input_error", "show_path"]

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
        out.print(Padding(Text(words.phrase("by", finish=answer.schedule.finish)), (1, 0, 0, 2)))
        out.print(Padding(Text(words.phrase("tasks_only"), "dim"), (0, 0, 0, 2)))
    if answer.conflict is not None:
        _conflict(answer.conflict, out, words)
    if answer.undecided:
        _title(words.phrase("undecided"), out)
        for finding in answer.undecided:
            _finding(finding, out, words)
    _findings(answer.findings, out, words, everything=everything)


def _heading(plan: Plan, verdict: Verdict, out: Console, words: Language) -> None:
    head = Text(words.verdict(verdict.name), _VERDICT_COLOUR[verdict])
    head.append(f"  {plan.name}", "bold")
    out.print(head)
    key = "open_end" if plan.horizon is None else "period"
    counts = Counter(type(element) for element in plan.elements)
    said = [f"{counts[cls]} {cls.KIND if counts[cls] == 1 else cls.PLURAL}" for cls in ELEMENT_CLASSES if counts[cls]]
    line = words.phrase(key, start=plan.start, horizon=plan.horizon)
    out.print(Text(" · ".join([plan.id, line]), "dim"))
    out.print(Text(", ".join(said), "dim"))


def _conflict(conflict: Conflict, out: Console, words: Language) -> None:
    _title(words.phrase("conflict"), out)
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim")
    table.add_column()
    for number, statement in enumerate(conflict.statements, 1):
        table.add_row(f"{number}.", Text(words.statement(statement)))
    out.print(Padding(table, (0, 0, 0, 2)))
    remarks = [words.phrase("conflict_minimal" if conflict.minimal else "conflict_not_minimal")]
    if conflict.days is not None:
        remarks.insert(0, words.phrase("conflict_days", days=conflict.days))
    for remark in remarks:
        out.print(Padding(Text(remark, "dim"), (0, 0, 0, 2)))


def _findings(findings: Iterable[Finding], out: Console, words: Language, *, everything: bool) -> None:
    findings = tuple(findings)
    shown = [one for one in findings if everything or one.severity is not Severity.INFO]
    for room in dict.fromkeys([*_ROOMS, *(one.code[0] for one in shown)]):
        inside = [one for one in shown if one.code[0] == room]
        if not inside:
            continue
        _title(words.phrase(f"room_{room if room in _ROOMS else 'X'}"), out)
        for code, group in itertools.groupby(inside, key=lambda one: one.code):
            alike = list(group)
            full = alike if everything or len(alike) <= _PER_CODE + 1 else alike[:_PER_CODE]
            for finding in full:
                _finding(finding, out, words)
            if rest := alike[len(full) :]:
                named = ", ".join(one.subject for one in rest[:6]) + (", …" if len(rest) > 6 else "")
                line = words.phrase("more", count=len(rest), code=code, ids=named)
                out.print(Padding(Text(line, "dim"), (0, 0, 0, 8)))
    out.print()
    if not findings:
        out.print(words.phrase("none"))
        return
    counts = Counter(one.severity for one in findings)
    line = words.phrase(
        "counts",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
    )
    if len(shown) < len(findings):
        line = f"{line}; {words.phrase('infos', count=len(findings) - len(shown))}"
    out.print(Text(line))


def _finding(finding: Finding, out: Console, words: Language) -> None:
    message, remedy = words.finding(finding)
    table = Table.grid(padding=(0, 1))
    table.add_column(width=5, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(finding.code, _COLOUR[finding.severity]), Text(message))
    table.add_row("", Text(f"→ {remedy}", "dim"))
    out.print(Padding(table, (0, 0, 0, 2)))


def _title(text: str, out: Console) -> None:
    out.print()
    out.print(Text(text, "bold"))


def show_path(
    path: CriticalPath, plan: Plan, out: Console, words: Language, *, to: str | None = None, chains: int = 1
) -> None:
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
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for key in ("start", "end"):
            table.add_column(words.phrase(key), no_wrap=True)
        table.add_column(words.phrase("total_float"), justify="right", no_wrap=True)
        table.add_column(words.phrase("task"), overflow="fold")
        for id in chain:
            dates = path.tasks[id]
            name = plan[id].name
            label = Text(id) if name == id else Text(f"{id}  ").append(name, "dim")
            days = words.day(dates.early_start), words.day(dates.early_finish)
            table.add_row(*days, str(dates.total_float), label)
        out.print(Padding(table, (0, 0, 0, 2)))
    out.print()
    if len(found) > chains:
        out.print(Text(words.phrase("more_chains"), "dim"))
    out.print(Text(words.phrase("slack", critical=len(path.critical), all=len(path.tasks))))


def show_input_error(error: InputError, out: Console, words: Language, *, most: int = 50) -> None:
    """Write every defect of an input with its place, its value and the remedy."""
    count = len(error.defects)
    source = error.source or "-"
    key = "bad_input_one" if count == 1 else "bad_input"
    out.print(Text(words.phrase(key, count=count, source=source), "bold red"))
    for defect in error.defects[:most]:
        problem, remedy = words.defect(defect)
        table = Table.grid(padding=(0, 1))
        table.add_column(overflow="fold")
        if defect.where:
            table.add_row(Text(defect.where, "bold"))
        value = "" if defect.value is None else f": {defect.value}"
        table.add_row(Text(f"{problem}{value}"))
        table.add_row(Text(f"→ {remedy}", "dim"))
        out.print(Padding(table, (0, 0, 0, 2)))
    if count > most:
        out.print(Text(words.phrase("more_defects", count=count - most), "dim"))
