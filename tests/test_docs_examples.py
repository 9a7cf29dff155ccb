"""What runs the examples of the documentation must itself notice a wrong one."""

import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sybil.example import SybilFailure

from tests.docs_examples import ROOT, pages, workplace

Run = Callable[[str], None]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Evaluate a page against a command line that repeats its arguments and exits with their number."""

    def main() -> None:
        print(*sys.argv[1:], sep="\n")
        if "warn" in sys.argv:
            print("a warning", file=sys.stderr)
        sys.exit(len(sys.argv) - 1)

    fake = types.ModuleType("dxplan.cli")
    fake.main = main  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dxplan.cli", fake)

    def evaluate(text: str) -> None:
        page = tmp_path / "page.md"
        page.write_text(textwrap.dedent(text), encoding="utf-8")
        examples = list(pages.parse(page))
        assert examples
        for example in examples:
            example.evaluate()

    with workplace():
        yield evaluate


def test_console_output_is_compared(run: Run) -> None:
    run("```console\n$ dxplan one 'two words'\none\ntwo words\n$ echo $?\n2\n```\n")
    with pytest.raises(SybilFailure, match="it prints\none\n"):
        run("```console\n$ dxplan one\ntwo\n```\n")
    with pytest.raises(SybilFailure):
        run("```console\n$ dxplan one\n```\n")


def test_console_ellipsis_continuation_and_both_streams(run: Run) -> None:
    run("```console\n$ dxplan one two \\\n    three warn\none\n...\nwarn\na warning\n```\n")


def test_console_writes_and_shows_files(run: Run) -> None:
    run("```console\n$ dxplan one warn > out.txt\na warning\n$ cat out.txt\none\nwarn\n```\n")
    assert Path("out.txt").read_text(encoding="utf-8") == "one\nwarn\n"


@pytest.mark.parametrize("text", ["```console\n$ rm -r x\n```\n", "```console\ndxplan check\n```\n"])
def test_console_runs_nothing_else(run: Run, text: str) -> None:
    with pytest.raises(ValueError, match="console block"):
        run(text)


def test_toml_is_parsed_and_written(run: Run) -> None:
    run('```toml\n# file: a/plan.toml\nid = "x"\n```\n')
    assert 'id = "x"' in Path("a/plan.toml").read_text(encoding="utf-8")
    run('```toml\nid = "a part, not a file"\n```\n')
    with pytest.raises(ValueError, match="at line 1"):
        run("```toml\nid = \n```\n")


@pytest.mark.parametrize("file", ["../x.toml", "/x.toml", "examples/x.toml"])
def test_toml_stays_in_the_folder_of_the_page(run: Run, file: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        run(f"```toml\n# file: {file}\nid = 1\n```\n")


@pytest.mark.parametrize("language", ["python", "pycon", "{code-block} python"])
def test_doctests_are_compared(run: Run, language: str) -> None:
    run(f"```{language}\n>>> x = 1\n>>> x + 1\n2\n```\n\n```python\nassert x == 1\n```\n")
    with pytest.raises(SybilFailure):
        run(f"```{language}\n>>> 1 + 1\n3\n```\n")


def test_python_runs_beside_the_examples(run: Run) -> None:
    run("```python\nimport os\nassert os.listdir() == ['examples']\n```\n")
    assert Path("examples").resolve() == ROOT / "examples"


def test_skip_and_other_languages(run: Run) -> None:
    run("<!-- skip: next -->\n\n```python\nraise ValueError\n```\n\n```bash\nfalse\n```\n")
