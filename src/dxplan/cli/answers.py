"""The commands that judge a plan: ``check``, ``goals``, ``budget`` and ``load``."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

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
)

if TYPE_CHECKING:
    from dxplan.model.plan import Plan
    from dxplan.report.language import Lang
    from dxplan.solve.schedule import Schedule
    from dxplan.solve.spending import Spending
    from dxplan.solve.usage import Usage

__all__ = ["budget", "check", "goals", "load"]


class _Seconds(click.FloatRange):
    """Seconds from 0; ``nan``, which is below no bound, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds; write one such as 30", param, ctx)
        return seconds


@click.command()
@plan_file
@format_option
@lang_option
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show every finding in full, notes included, and every statement of a conflict.",
)
@click.option(
    "--time-limit",
    type=_Seconds(min=0),
    default=10.0,
    metavar="SECONDS",
    help="For the search in all; 10 where left out.",
)
@click.option(
    "--objective",
    type=click.Choice(["finish", "cost", "slack"], case_sensitive=False),
    help="What a schedule is to be best at: an early finish, little cost, days to spare on the hard goals.",
)
@click.option(
    "--conflicts",
    type=click.IntRange(min=1),
    default=1,
    metavar="COUNT",
    help="How many separate conflicts to look for; 1 where left out.",
)
@click.option("--repairs/--no-repairs", default=True, help="Whether to look for ways out; done where left out.")
@click.option(
    "--schedule", is_flag=True, help="Show the days of every task; of the first way out where none keeps the plan."
)
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=NUMBER",
    help="What is cheap among ways out, in points; may be repeated. Where left out: day=1 (of delay), "
    "money='1 tỷ VND' (is one point), unit=20 (more of a resource), lead=10 (more tasks for a body), duration=3 "
    "(a day less for a task), carry_over=10 (a fund), leave_out=200 (a task).",
)
@click.option(
    "--apply",
    type=(click.IntRange(min=1), click.Path(path_type=Path)),
    metavar="N OUTPUT",
    help="Write the plan with the N-th way out applied to OUTPUT, in the format of its suffix.",
)
@force_option
@click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=0, help="Of the search.")
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=256),
    default=1,
    metavar="COUNT",
    help="Threads of the search; with one, the same seed gives the same answer.",
)
def check(
    file: Path,
    format_: str,
    lang: str,
    everything: bool,
    time_limit: float,
    objective: Literal["finish", "cost", "slack"] | None,
    conflicts: int,
    repairs: bool,
    schedule: bool,
    weights: tuple[str, ...],
    apply: tuple[int, Path] | None,
    force: bool,
    seed: int,
    workers: int,
) -> int:
    """Tell whether it can be done: times, people, money and goals together.

    A plan that can be done comes with a schedule, one that cannot with the
    statements that clash and the ways out, cheapest first. Ctrl-C ends the
    search, and what was found until then is told.
    """
    from dxplan.cli.trying import may_apply, write_applied
    from dxplan.cli.waiting import waiting
    from dxplan.cli.weights import read_weights
    from dxplan.feasibility.answer import Verdict
    from dxplan.feasibility.ask import check as check_plan
    from dxplan.io.files import load

    cheap = read_weights(weights)
    plan = load(file)
    if apply is not None:
        may_apply(apply[1], repairs=repairs, force=force)
    with waiting(lang) as progress:
        answer = check_plan(
            plan,
            time_limit=time_limit,
            objective=objective,
            conflicts=conflicts,
            repairs=repairs,
            weights=cheap,
            seed=seed,
            workers=workers,
            progress=progress,
        )
    if format_ == "json":
        if apply is not None:  # first, for what goes wrong is JSON, too
            write_applied(answer, *apply)
        echo(answer.to_json())
    else:
        from dxplan.report.language import language
        from dxplan.report.text import console
        from dxplan.report.verdict import show_check

        out = console(sys.stdout)
        show_check(answer, out, language(lang), everything=everything, schedule=schedule)
        if apply is not None:
            write_applied(answer, *apply)
            echo(f"\n{language(lang).phrase('written', path=apply[1])}")
    return {Verdict.FEASIBLE: FEASIBLE, Verdict.INFEASIBLE: INFEASIBLE, Verdict.UNKNOWN: UNKNOWN}[answer.verdict]


@click.command()
@plan_file
@click.option("--on", metavar="DATE", help="Look at every goal on this day; at each on its due date where left out.")
@click.option("--all", "everything", is_flag=True, help="Show every part of every goal.")
@format_option
@lang_option
def goals(file: Path, on: str | None, everything: bool, format_: str, lang: str) -> int:
    """Tell which goals are met if every task runs as early as it can, and why.

    Due dates of tasks, money and people are not looked at, and optional tasks
    are done. Exits with 0 where every hard goal is met, with 1 where one is not,
    with 2 where one is unknown or met vacuously, or there are no dates.
    """
    from dxplan.errors import CycleError, InputError, UndefinedError
    from dxplan.goals.ask import goal_status
    from dxplan.goals.truth import Truth
    from dxplan.io.files import load
    from dxplan.model.goal import Firmness
    from dxplan.solve.early import early_schedule

    plan = load(file)
    try:
        schedule = early_schedule(plan)
    except CycleError as error:
        circle = " → ".join([*error.cycle, error.cycle[0]])
        return no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, UNKNOWN)
    except UndefinedError as error:
        return no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    try:
        answer = goal_status(plan, schedule, on=on)
    except InputError as error:
        raise InputError(error.defects, "--on") from None
    if format_ == "json":
        echo(json.dumps({"schedule": "early", **answer.to_dict()}, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.goals import show_goals
        from dxplan.report.language import language
        from dxplan.report.text import console

        show_goals(answer, console(sys.stdout), language(lang), everything=everything, early=True)
    hollow = any(answer[id].goal.firmness is Firmness.HARD for id in answer.vacuous)
    code = {Truth.MET: FEASIBLE, Truth.NOT_MET: INFEASIBLE, Truth.UNKNOWN: UNKNOWN}[answer.hard]
    return UNKNOWN if hollow and code == FEASIBLE else code


@click.command()
@plan_file
@format_option
@lang_option
def budget(file: Path, format_: str, lang: Lang) -> int:
    """Tell what is spent in which year: each fund, by programme, against its ceilings.

    Every task is taken as early as its waits allow, with its optional tasks and in its own way.
    Exits with 1 where the dependencies run in a circle, with 2 where a duration
    is missing.
    """
    from dxplan.solve.spending import spending

    return _early(file, format_, lang, spending)


@click.command()
@plan_file
@format_option
@lang_option
def load(file: Path, format_: str, lang: Lang) -> int:
    """Tell what is asked of people and bodies: peaks, overloads, and who is missing.

    Every task is taken as early as its waits allow, with its optional tasks and in its own way.
    Exits with 1 where the dependencies run in a circle, with 2 where a duration
    is missing.
    """
    from dxplan.solve.usage import usage

    return _early(file, format_, lang, usage)


def _early(file: Path, format_: str, lang: Lang, ask: Callable[[Plan, Schedule], Spending | Usage]) -> int:
    """Ask something of the earliest schedule of a plan, and write the answer."""
    from dxplan.errors import CycleError, UndefinedError
    from dxplan.io.files import load as load_plan
    from dxplan.solve.early import early_schedule

    plan = load_plan(file)
    try:
        answer = ask(plan, early_schedule(plan))
    except CycleError as error:
        circle = " → ".join([*error.cycle, error.cycle[0]])
        return no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, INFEASIBLE)
    except UndefinedError as error:
        return no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    if format_ == "json":
        echo(answer.to_json())
    else:
        from dxplan.report.language import language

        echo(f"{answer.summary(lang=lang)}\n\n{language(lang).phrase('load_early')}")
    return FEASIBLE
