"""The command line: ``dxplan check | path | goals | budget | load | draw | convert | schema``.

Exit codes: 0 feasible, 1 infeasible, 2 unknown, 3 bad input. Only what a command needs is imported, when it runs.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dxplan import __version__

if TYPE_CHECKING:
    from dxplan.errors import InputError
    from dxplan.model.plan import Plan
    from dxplan.report.language import Lang
    from dxplan.solve.schedule import Schedule
    from dxplan.solve.spending import Spending
    from dxplan.solve.usage import Usage

__all__ = ["main"]

FEASIBLE, INFEASIBLE, UNKNOWN, BAD_INPUT = 0, 1, 2, 3
INTERNAL = 70  # EX_SOFTWARE of sysexits.h

_file = click.argument("file", type=click.Path(path_type=Path))
_format = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to write the answer."
)
_lang = click.option(
    "--lang",
    type=click.Choice(["en", "vi"]),
    default="en",
    envvar="DXPLAN_LANG",
    show_envvar=True,
    help="The language of the text.",
)

_force = click.option("--force", is_flag=True, help="Write over a file that is there.")


class _Group(click.Group):
    """Commands in the order in which a person meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, message="dxplan %(version)s")
def cli() -> None:
    """Say, see and question the digital-transformation plan of a public body.

    A plan is a .toml, .json or .xml (Microsoft Project) file. The exit code tells the answer: 0 feasible,
    1 infeasible, 2 unknown, 3 bad input.
    """


@cli.command()
@_file
@_format
@_lang
@click.option("--all", "everything", is_flag=True, help="Show every finding in full, notes included.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=10.0,
    metavar="SECONDS",
    help="For making a conflict minimal; 10 where left out.",
)
def check(file: Path, format_: str, lang: str, everything: bool, time_limit: float) -> int:
    """Tell whether it can be done: the verdict, what it rests on, and what the checks found."""
    from dxplan.feasibility import Verdict, check as check_plan
    from dxplan.io.files import load

    answer = check_plan(load(file), time_limit=time_limit)
    if format_ == "json":
        _echo(answer.to_json())
    else:
        from dxplan.report.language import language
        from dxplan.report.text import console, show_check

        show_check(answer, console(sys.stdout), language(lang), everything=everything)
    return {Verdict.FEASIBLE: FEASIBLE, Verdict.INFEASIBLE: INFEASIBLE, Verdict.UNKNOWN: UNKNOWN}[answer.verdict]


@cli.command()
@_file
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
@_format
@_lang
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
        return _no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, INFEASIBLE)
    except UndefinedError as error:
        return _no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
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
        _echo(dates.to_json(to=to, chains=shown[:most]))
        return FEASIBLE
    from dxplan.report.language import language
    from dxplan.report.text import console, show_path

    show_path(dates, shown, console(sys.stdout), language(lang), to=to, most=most, deadlines=deadlines, apart=apart)
    return FEASIBLE


@cli.command()
@_file
@click.option("--on", metavar="DATE", help="Look at every goal on this day; at each on its due date where left out.")
@click.option("--all", "everything", is_flag=True, help="Show every part of every goal.")
@_format
@_lang
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
        return _no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, UNKNOWN)
    except UndefinedError as error:
        return _no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    try:
        answer = goal_status(plan, schedule, on=on)
    except InputError as error:
        raise InputError(error.defects, "--on") from None
    if format_ == "json":
        _echo(json.dumps({"schedule": "early", **answer.to_dict()}, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.goals import show_goals
        from dxplan.report.language import language
        from dxplan.report.text import console

        show_goals(answer, console(sys.stdout), language(lang), everything=everything, early=True)
    hollow = any(answer[id].goal.firmness is Firmness.HARD for id in answer.vacuous)
    code = {Truth.MET: FEASIBLE, Truth.NOT_MET: INFEASIBLE, Truth.UNKNOWN: UNKNOWN}[answer.hard]
    return UNKNOWN if hollow and code == FEASIBLE else code


def _explained(record: dict[str, Any], sentences: str, format_: str) -> int:
    if format_ == "json":
        _echo(json.dumps({**record, "explanation": sentences.splitlines()}, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.text import console, show_sentences

        show_sentences(sentences.splitlines(), console(sys.stdout))
    return FEASIBLE


@cli.command()
@_file
@_format
@_lang
def budget(file: Path, format_: str, lang: Lang) -> int:
    """Tell what is spent in which year: each fund, by programme, against its ceilings.

    Every task is taken as early as its waits allow, with its optional tasks and in its own way.
    Exits with 1 where the dependencies run in a circle, with 2 where a duration
    is missing.
    """
    from dxplan.solve.spending import spending

    return _early(file, format_, lang, spending)


@cli.command()
@_file
@_format
@_lang
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
        return _no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, INFEASIBLE)
    except UndefinedError as error:
        return _no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    if format_ == "json":
        _echo(answer.to_json())
    else:
        from dxplan.report.language import language

        _echo(f"{answer.summary(lang=lang)}\n\n{language(lang).phrase('load_early')}")
    return FEASIBLE


def _no_dates(key: str, content: dict[str, Any], reasons: Sequence[str], format_: str, lang: str, code: int) -> int:
    if format_ == "json":
        _echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.language import language
        from dxplan.report.text import console, show_reasons

        words = language(lang)
        show_reasons(words.phrase(key), reasons, console(sys.stdout), words)
    return code


@cli.command()
@_file
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(["gantt", "network"]), help="What to draw; gantt where left out, network for .dot."
)
@click.option("--baseline", type=click.Path(path_type=Path), help="A plan to compare with, under each bar.")
@click.option("--to", metavar="ID", help="Of a network: only what leads to this task, milestone, programme or goal.")
@_force
@_lang
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
    _refuse_to_overwrite(output, force)
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
        return _no_dates("circle", {}, [circle], "text", lang, INFEASIBLE)
    except UndefinedError as error:
        return _no_dates("missing", {}, error.missing, "text", lang, UNKNOWN)
    except KeyError:
        problem = "there is no task, milestone, programme or goal with dates and this id"
        raise InputError(defect("dates.none", problem, "correct it", to).defects, "--to") from None
    write_text(output, text)
    _echo(language(lang).phrase("written", path=output))
    if left_out:
        sys.stderr.write(language(lang).phrase("left_out", ids=", ".join(left_out)) + "\n")
    return FEASIBLE


@cli.command()
@_file
@click.argument("output", type=click.Path(path_type=Path))
@_force
@_lang
def convert(file: Path, output: Path, force: bool, lang: str) -> int:
    """Write the plan in FILE to OUTPUT, in the format of its suffix."""
    from dxplan.io.files import dump, load
    from dxplan.report.language import language

    plan = load(file)
    _refuse_to_overwrite(output, force)
    dump(plan, output)
    _echo(language(lang).phrase("written", path=output))
    return FEASIBLE


@cli.command()
def schema() -> int:
    """Print the JSON Schema of a plan file, for editors and other tools."""
    from dxplan.io.schema import json_schema

    _echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return FEASIBLE


def _refuse_to_overwrite(output: Path, force: bool) -> None:
    from dxplan.errors import InputError, defect

    if output.exists() and not force:
        problem, remedy = "the file is there already", "choose another, or add --force"
        raise InputError(defect("file.exists", problem, remedy).defects, str(output))


def _echo(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with the code of the answer.

    Parameters
    ----------
    args : sequence of str, optional
        The words after the program's name; those of the process where left out.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # names are Vietnamese, whatever the terminal's own encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = list(sys.argv[1:] if args is None else args)
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    from dxplan.errors import DxplanError, InputError
    from dxplan.io.msproject.losses import LossWarning

    try:
        with warnings.catch_warnings():
            # what a file of another program cannot hold is told in plain words
            warnings.simplefilter("always", LossWarning)
            warnings.showwarning = _tell
            code = cli.main(args=words, prog_name="dxplan", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else FEASIBLE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:  # click's own code 2 would say UNKNOWN
        error.show()
        return BAD_INPUT
    except InputError as error:
        _show(error, words)
        return BAD_INPUT
    except DxplanError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("interrupted\n")
        return 130
    except BrokenPipeError:
        # the reader has had enough; what is left must not fail at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # a bug of ours must not read as an answer, whose codes are 0 to 3
        sys.stderr.write(
            f"internal error: {type(error).__name__}: {error}\nplease report it, with the plan if you can\n"
        )
        return INTERNAL


def _tell(message: Warning | str, *_: object, **__: object) -> None:
    sys.stderr.write(f"{message}\n")


def _show(error: InputError, words: list[str]) -> None:
    """Write the defects: as text for people, or as JSON where that was asked for."""
    if _option(words, "--format") == "json":
        content = {"source": error.source, "errors": [one.to_record() for one in error.defects]}
        _echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    from dxplan.report.language import LANGUAGES, language
    from dxplan.report.text import console, show_input_error

    lang = _option(words, "--lang") or os.environ.get("DXPLAN_LANG", "")
    show_input_error(error, console(sys.stderr), language(lang if lang in LANGUAGES else "en"))


def _option(words: list[str], name: str) -> str | None:
    for place, word in enumerate(words):
        if word == name and place + 1 < len(words):
            return words[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None
