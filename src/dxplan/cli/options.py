"""What several commands share: exit codes, options, and what they say where there are no dates."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import click

__all__ = [
    "BAD_INPUT",
    "FEASIBLE",
    "INFEASIBLE",
    "INTERNAL",
    "UNKNOWN",
    "echo",
    "force_option",
    "format_option",
    "lang_option",
    "no_dates",
    "plan_file",
    "refuse_to_overwrite",
]

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]

FEASIBLE, INFEASIBLE, UNKNOWN, BAD_INPUT = 0, 1, 2, 3
INTERNAL = 70  # EX_SOFTWARE of sysexits.h

plan_file: Decorator = click.argument("file", type=click.Path(path_type=Path))
format_option: Decorator = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to write the answer."
)
lang_option: Decorator = click.option(
    "--lang",
    type=click.Choice(["en", "vi"]),
    default="en",
    envvar="DXPLAN_LANG",
    show_envvar=True,
    help="The language of the text.",
)

force_option: Decorator = click.option("--force", is_flag=True, help="Write over a file that is there.")


def echo(text: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(text + "\n")


def no_dates(key: str, content: dict[str, Any], reasons: Sequence[str], format_: str, lang: str, code: int) -> int:
    """Write why there are no dates, and return the exit code that says so."""
    if format_ == "json":
        echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        from dxplan.report.language import language
        from dxplan.report.text import console, show_reasons

        words = language(lang)
        show_reasons(words.phrase(key), reasons, console(sys.stdout), words)
    return code


def refuse_to_overwrite(output: Path, force: bool) -> None:
    """Raise where a file would be written over that nobody said should be."""
    from dxplan.errors import InputError, defect

    if output.exists() and not force:
        problem, remedy = "the file is there already", "choose another, or add --force"
        raise InputError(defect("file.exists", problem, remedy).defects, str(output))
