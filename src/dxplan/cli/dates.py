"""The commands on dates: ``path`` and ``draw``."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxplan.cli.options import (
    FEASIBLE,
    INFEASIBLE,
    UNKNOWN,
    echo,
    force_option,
    format_option,
    lang_option,
    no_dates,
    plan_file,
    refuse_to_overwrite,
)

if TYPE_CHECKING:
    from dxplan.report.language import Lang

__all__ = ["draw", "path"]


@click.command()
@plan_file
@click.option("--to", metavar="ID", help="A task, milestone, programme or goal; the end of the plan where left out.")
@click.option(
    "--paths",
    "chains",
    type=click.IntRange(min=1),
    metavar="N",
    help="The most chains to show; 1 where left out, 10 with --within.",
)
@click.option(
    "--within", type=click.IntRange(min=0), metavar="DAYS", help="Show the longest chains, up to so many days of slack."
)
@click.option("--explain", metavar="ID", help="Say why a task runs when it runs, instead.")
@click.option("--deadlines", is_flag=True, help="Show how far every due date lies from its earliest day, too.")
@format_option
@lang_option
def path(
    file: Path,
    to: str | None,
    chains: int | None,
    within: int | None,
    explain: str | None,
    deadlines: bool,
    format_: str,
    lang: Lang,
) -> int:
    """Tell what decides the date: the chain of tasks behind the end of the plan.

    With --to what the plan leaves undefined elsewhere does not matter.
    Exits with 1 where the dependencies run in a circle, with 2 where a duration
    is missing.
    """
    from dxplan.cpm.analysis import critical_path
    from dxplan.errors import CycleError, InputError, UndefinedError, defect
    from dxplan.io.files import load

    plan = load(file)
    most = chains or (1 if within is None else 10)
    aim = to or explain
    apart = False
    try:
        try:
            dates = critical_path(plan)
        except (CycleError, UndefinedError):
            if aim is None or aim not in {activity.id for activity in plan.activities}:
                raise
            dates, apart = critical_path(plan, to=aim), True
    except CycleError as error:
        circle = " → ".join([*error.cycle, error.cycle[0]])
        return no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, INFEASIBLE)
    except UndefinedError as error:
        return no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    try:
        shown = list(islice(dates.paths(to=to, within=within), most + 1))
        sentences = None if explain is None else dates.explain(explain, lang=lang)
    except KeyError as error:
        option, id = ("--explain", explain) if explain is not None else ("--to", to)
        kinds = "task or milestone" if explain is not None else "task, milestone, programme or goal"
        problem, remedy = str(error.args[0]), f"name a {kinds} with dates"
        raise InputError(defect("dates.none", problem, remedy, id).defects, option) from None
    if explain is not None and sentences is not None:
        return _explained(dates.tasks[explain].to_record(), sentences, format_)
    if format_ == "json":
        echo(dates.to_json(to=to, chains=shown[:most]))
        return FEASIBLE
    from dxplan.report.language import language
    from dxplan.report.text import console, show_path

    show_path(dates, shown, console(sys.stdout), language(lang), to=to, most=most, deadlines=deadlines, apart=apart)
    return FEASIBLE


def _explained(record: dict[str, Any], sentences: str, format_: str) -> int:
    if format_ == "json":
        echo(json.dumps({**record, "explanation": sentences.splitlines()}, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.text import console, show_sentences

        show_sentences(sentences.splitlines(), console(sys.stdout))
    return FEASIBLE


@click.command()
@plan_file
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(["gantt", "network"]), help="What to draw; gantt where left out, network for .dot."
)
@click.option("--baseline", type=click.Path(path_type=Path), help="A plan to compare with, under each bar.")
@click.option("--to", metavar="ID", help="Of a network: only what leads to this task, milestone, programme or goal.")
@force_option
@lang_option
def draw(
    file: Path, output: Path, kind: str | None, baseline: Path | None, to: str | None, force: bool, lang: Lang
) -> int:
    """Draw the plan in FILE to OUTPUT: .svg, .mmd (Mermaid) or .dot (Graphviz)."""
    from dxplan.cpm.analysis import critical_path
    from dxplan.errors import CycleError, InputError, UndefinedError, defect
    from dxplan.io.files import load, write_text
    from dxplan.report.diagram import dot, mermaid, mermaid_gantt
    from dxplan.report.gantt.chart import gantt
    from dxplan.report.language import language
    from dxplan.report.network.chart import network

    suffix = output.suffix.lower()
    kind = kind or ("network" if suffix in (".dot", ".gv") else "gantt")
    wanted = {"gantt": (".svg", ".mmd"), "network": (".svg", ".mmd", ".dot", ".gv")}[kind]
    problem = remedy = None
    if suffix not in wanted:
        problem, remedy = f"a {kind} picture is written to {' or '.join(wanted)}", f"name it {output.stem}{wanted[0]}"
    elif baseline is not None and (kind, suffix) != ("gantt", ".svg"):
        problem, remedy = "a baseline is drawn only in a Gantt chart as .svg", "leave out --baseline"
    elif to is not None and kind != "network":
        problem, remedy = "--to is for the network", "add --kind network, or leave out --to"
    if problem is not None and remedy is not None:
        raise InputError(defect("option.wrong", problem, remedy, output.name).defects, "draw")
    refuse_to_overwrite(output, force)
    plan = load(file)
    left_out: tuple[str, ...] = ()
    try:
        if suffix == ".svg":
            dates = critical_path(plan)
            if kind == "gantt":
                other = None if baseline is None else critical_path(load(baseline))
                picture = gantt(dates, baseline=other, lang=lang)
            else:
                picture = network(dates, to=to, lang=lang)
            text, left_out = picture.text, picture.left_out
        elif suffix == ".mmd":
            text = mermaid_gantt(critical_path(plan), lang=lang) if kind == "gantt" else mermaid(plan, to=to, lang=lang)
        else:
            text = dot(plan, to=to, lang=lang)
    except CycleError as error:
        circle = " → ".join([*error.cycle, error.cycle[0]])
        return no_dates("circle", {}, [circle], "text", lang, INFEASIBLE)
    except UndefinedError as error:
        return no_dates("missing", {}, error.missing, "text", lang, UNKNOWN)
    except KeyError:
        problem = "there is no task, milestone, programme or goal with dates and this id"
        raise InputError(defect("dates.none", problem, "correct it", to).defects, "--to") from None
    write_text(output, text)
    echo(language(lang).phrase("written", path=output))
    if left_out:
        sys.stderr.write(language(lang).phrase("left_out", ids=", ".join(left_out)) + "\n")
    return FEASIBLE
