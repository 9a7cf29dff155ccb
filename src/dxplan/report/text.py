"""Answers as text for a terminal: 80 columns, colour only where there is one."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.text import Text

from dxplan.cpm.chains import Chain
from dxplan.cpm.result import CriticalPath
from dxplan.errors import InputError
from dxplan.report.explain import brief_wait
from dxplan.report.language import Language

__all__ = [
    "console",
    "heading",
    "say",
    "show_input_error",
    "show_path",
    "show_reasons",
    "show_sentences",
    "table",
]

_WIDTH = 80


def console(file: IO[str]) -> Console:
    """Return what writes to `file`: coloured on a terminal, plain elsewhere, never wider than 100 columns."""
    terminal = Console(file=file, highlight=False, emoji=False, markup=False)
    width = min(max(terminal.width, 40), 100) if terminal.is_terminal else _WIDTH
    return Console(file=file, highlight=False, emoji=False, markup=False, width=width)


def heading(text: str, out: Console) -> None:
    """Write the title of a part, after an empty line."""
    out.print()
    out.print(Text(text, "bold"))


def say(text: str, out: Console, *, indent: int = 2, label: str | None = None, style: str = "") -> None:
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
        heading(title + slack, out)
        _chain(chain, path, out, words)
    out.print()
    if len(chains) > most:
        say(words.phrase("more_chains"), out, indent=0, style="dim")
    say(words.phrase("slack", critical=len(path.critical), all=len(path.tasks)), out, indent=0)
    if apart:
        say(words.phrase("apart", id=to), out, indent=0, style="dim")
    if path.projected_from is not None:
        say(words.phrase("projected", day=path.projected_from), out, indent=0, style="dim")
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
    table(rows, out, right={2})


def _deadlines(path: CriticalPath, out: Console, words: Language) -> None:
    """Write how far each due date lies from the earliest day on which it can be met, the least margin first."""
    heading(words.phrase("deadlines"), out)
    rows = [(words.phrase("due"), words.phrase("earliest"), words.phrase("margin"), "")]
    dated = [one for one in path.deadlines if one.due is not None]
    if not dated:
        say(words.phrase("no_deadlines"), out)
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
    table(rows, out, right={2})


def table(rows: Sequence[Sequence[str]], out: Console, *, right: Collection[int] = ()) -> None:
    """Write a table whose first row heads it; the last column wraps, those in `right` end at one edge."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for place, (*cells, label) in enumerate(rows):
        padded = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        margin = "  ".join(["", *padded, ""])
        wrapped = textwrap.wrap(label, max(out.width - len(margin), 20), break_on_hyphens=False) or [""]
        for number, line in enumerate(wrapped):
            text = (" " * len(margin) if number else margin) + line
            out.print(Text(text.rstrip(), "" if place else "dim"))


def show_sentences(sentences: Iterable[str], out: Console) -> None:
    """Write sentences, a paragraph each."""
    for sentence in sentences:
        say(sentence, out, indent=0)


def show_reasons(title: str, reasons: Iterable[str], out: Console, words: Language) -> None:
    """Write why there is no answer, a line a reason."""
    say(title, out, indent=0, style="bold")
    for reason in reasons:
        say(words.sentence(reason), out)


def show_input_error(error: InputError, out: Console, words: Language, *, most: int = 50) -> None:
    """Write every defect of an input with its place, its value and the remedy."""
    count = len(error.defects)
    head = words.phrase("bad_input", defects=words.count("defect", count), source=error.source or "-")
    say(head, out, indent=0, style="bold red")
    for defect in error.defects[:most]:
        problem, remedy = words.defect(defect)
        out.print()
        if defect.where:
            say(defect.where, out, style="bold")
        say(f"{problem}{'' if defect.value is None else f': {defect.value}'}", out)
        say(f"→ {remedy}", out, style="dim")
        if words.code != "en":  # the words for a code are general; the English ones name what is missing there
            say(f"({defect.problem}; {defect.remedy})", out, style="dim")
    if count > most:
        out.print()
        say(words.phrase("more_defects", count=count - most), out, style="dim")
