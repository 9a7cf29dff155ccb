"""The command line: ``dxplan check | path | goals | budget | load | draw | convert | schema``.

Exit codes: 0 feasible, 1 infeasible, 2 unknown, 3 bad input. Only what a command needs is imported, when it runs.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from dxplan import __version__
from dxplan.cli.answers import budget, check, goals, load
from dxplan.cli.dates import draw, path
from dxplan.cli.files import convert, schema
from dxplan.cli.options import BAD_INPUT, FEASIBLE, INTERNAL, echo

if TYPE_CHECKING:
    from dxplan.errors import InputError

__all__ = ["cli", "main"]


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


for _command in (check, path, goals, budget, load, draw, convert, schema):
    cli.add_command(_command)


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
        echo(json.dumps(content, ensure_ascii=False, indent=2))
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
