"""How the examples in README.md and docs/ are run.

Each page is run from top to bottom, in one Python namespace and in an empty folder of its own that holds
nothing but a link to the repository's `examples`. Its fenced blocks, by language:

``python``
    Is executed. One that begins with ``>>>`` is a doctest, as is a ``pycon`` block.
``toml``
    Must be TOML. A first line ``# file: plan.toml`` also writes the block to that file, for later blocks.
``console``
    Each line ``$ dxplan …`` is run in this process, and what it prints (both streams, 100 columns, no colour)
    must be the lines below it, where ``...`` stands for anything. A ``\\`` at the end of a line continues the
    command, and ``> FILE`` at its end sends standard output to a file. ``$ cat FILE`` shows a file, and
    ``$ echo $?`` the exit code of the command before. Nothing else can be run.

Blocks of other languages (``text``, ``bash``, ``json`` …) are not run. A comment ``<!-- skip: next -->``
before a block leaves it out; the text around it then says why.
"""

import contextlib
import doctest
import io
import re
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract import DocTestStringParser
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).resolve().parent.parent
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WIDTH = "100"


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """Work in an empty folder beside a link to `examples`, at a terminal of known width, without colours."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        (folder / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
        patch.chdir(folder)
        patch.setenv("COLUMNS", WIDTH)
        patch.setenv("NO_COLOR", "1")
        patch.delenv("FORCE_COLOR", raising=False)
        yield folder


def evaluate_toml(example: Example) -> None:
    """Check that the block is TOML, and write it to the file that its first line names."""
    text: str = example.parsed
    tomllib.loads(text)
    if match := re.match(r"# file: (\S+)\n", text):
        file = Path(match[1])
        if file.is_absolute() or ".." in file.parts or file.parts[0] == "examples":
            raise ValueError(f"{file} would be written outside of the page's own folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def evaluate_console(example: Example) -> str | None:
    """Run the commands of the block; return what differs, or None."""
    for command, want in _commands(example.parsed):
        got = re.sub(r"[ \t]+$", "", _run(command, example.namespace), flags=re.MULTILINE)
        if not doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS):
            return f"$ {command}\n--- the page says\n{want}--- it prints\n{got}"
    return None


def _commands(text: str) -> Iterator[tuple[str, str]]:
    head, *rest = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if head or not rest:
        raise ValueError("a console block begins with '$ ' and a command")
    for part in rest:
        command, _, output = part.replace("\\\n", " ").partition("\n")
        yield " ".join(command.split()), output


def _run(command: str, memory: dict[str, Any]) -> str:
    if command == "echo $?":
        return f"{memory['_exit_code']}\n"
    program, *arguments = shlex.split(command)
    if program == "cat":
        return "".join(Path(file).read_text(encoding="utf-8") for file in arguments)
    if program != "dxplan":
        raise ValueError(f"a console block can't run {program!r}; mark the block as bash if nobody is to run it")
    file = None
    if len(arguments) >= 2 and arguments[-2] == ">":
        *arguments, _, file = arguments
    memory["_exit_code"], output, written = _call(arguments, apart=file is not None)
    if file is not None:
        Path(file).write_text(written, encoding="utf-8")
    return output


def _call(arguments: list[str], *, apart: bool) -> tuple[int, str, str]:
    """Return the exit code, what the terminal shows, and standard output where it is kept `apart`."""
    from dxplan.cli import main

    terminal = io.StringIO()
    stdout = io.StringIO() if apart else terminal
    code: Any = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(terminal),
    ):
        patch.setattr(sys, "argv", ["dxplan", *arguments])
        patch.setattr(sys, "stdin", io.StringIO())
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    if not isinstance(code, int):  # sys.exit("a message")
        terminal.write(f"{code}\n")
        code = 1
    return code, terminal.getvalue(), stdout.getvalue() if apart else ""


class DocTestBlockParser:
    """A parser for ``pycon`` blocks: doctests by another name."""

    def __init__(self) -> None:
        self.blocks = CodeBlockParser("pycon", lambda example: None)
        self.examples = DocTestStringParser(DocTestEvaluator(FLAGS))

    def __call__(self, document: Document) -> Iterable[Region]:
        for block in self.blocks(document):
            for region in self.examples(block.parsed, document.path):
                region.adjust(block, block.parsed)
                yield region


_open: list[contextlib.ExitStack] = []


def _enter(namespace: dict[str, Any]) -> None:
    stack = contextlib.ExitStack()
    stack.enter_context(workplace())
    _open.append(stack)


def _leave(namespace: dict[str, Any]) -> None:
    _open.pop().close()


pages = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        DocTestBlockParser(),
        CodeBlockParser("toml", evaluate_toml),
        CodeBlockParser("console", evaluate_console),
        SkipParser(),
    ],
    pattern="*.md",
    path=str(ROOT),
    setup=_enter,
    teardown=_leave,
)
