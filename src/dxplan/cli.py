"""The command line: ``dxplan check | path | convert | schema``.

Exit codes: 0 feasible, 1 infeasible, 2 unknown, 3 bad input. Only what a command needs is imported, when it runs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dxplan import __version__

if TYPE_CHECKING:
    from dxplan.errors import InputError

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


class _Group(click.Group):
    """Commands in the order in which a person meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, message="dxplan %(version)s")
def cli() -> None:
    """Say, see and question the digital-transformation plan of a public body.

    A plan is a .toml or .json file. The exit code tells the answer: 0 feasible,
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
@click.option("--to", metavar="ID", help="A task or milestone; the end of the plan where left out.")
@click.option("--paths", "chains", type=click.IntRange(min=1), default=1, metavar="N", help="The most chains to show.")
@_format
@_lang
def path(file: Path, to: str | None, chains: int, format_: str, lang: str) -> int:
    """Tell what decides the date: the chain of tasks behind the end of the plan.

    Exits with 1 where the dependencies run in a circle, with 2 where a duration
    is missing.
    """
    from dxplan.cpm.analysis import critical_path
    from dxplan.errors import CycleError, InputError, UndefinedError, defect
    from dxplan.io.files import load

    plan = load(file)
    try:
        dates = critical_path(plan)
    except CycleError as error:
        circle = " → ".join([*error.cycle, error.cycle[0]])
        return _no_dates("circle", {"cycle": list(error.cycle)}, [circle], format_, lang, INFEASIBLE)
    except UndefinedError as error:
        return _no_dates("missing", {"missing": list(error.missing)}, error.missing, format_, lang, UNKNOWN)
    if to is not None and to not in dates.tasks:
        problem = "there is no task or milestone with dates and this id"
        raise InputError(defect("reference.dangling", problem, "correct it", to).defects, "--to")
    if format_ == "json":
        _echo(dates.to_json(to=to))
    else:
        from dxplan.report.language import language
        from dxplan.report.text import console, show_path

        show_path(dates, console(sys.stdout), language(lang), to=to, chains=chains)
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
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@_lang
def convert(file: Path, output: Path, force: bool, lang: str) -> int:
    """Write the plan in FILE to OUTPUT, in the format of its suffix."""
    from dxplan.errors import InputError, defect
    from dxplan.io.files import dump, load
    from dxplan.report.language import language

    plan = load(file)
    if output.exists() and not force:
        raise InputError(
            defect("file.exists", "the file is there already", "choose another, or add --force").defects, str(output)
        )
    dump(plan, output)
    _echo(language(lang).phrase("written", path=output))
    return FEASIBLE


@cli.command()
def schema() -> int:
    """Print the JSON Schema of a plan file, for editors and other tools."""
    from dxplan.io.schema import json_schema

    _echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return FEASIBLE


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

    try:
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
