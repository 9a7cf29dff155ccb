"""The command line on dates: what decides them, and their pictures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import dxplan as dx
from tests.cli.test_cli import run

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
UNDEFINED = """
schema = 1
id = "p"
start = 2024-01-01
[[tasks]]
id = "dig"
duration = "3 days"
[[tasks]]
id = "pave"
duration = "3 days"
after = ["dig"]
[[tasks]]
id = "open"
after = ["pave"]
"""


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLES / "portal" / "plan.toml", tmp_path))


@pytest.fixture
def undefined(tmp_path: Path) -> Path:
    path = tmp_path / "undefined.toml"
    path.write_text(UNDEFINED)
    return path


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_path_tells_chains_deadlines_and_reasons(lang: str, portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["--deadlines"],
        ["--paths", "3", "--within", "30"],
        ["--to", "online"],
        ["--to", "go-live"],
        ["--explain", "build"],
    ):
        code, out, err = run("path", portal, *words, "--lang", lang, capsys=capsys)
        assert (code, err) == (0, "")
        assert "build" in out
        assert all(len(line) <= 80 for line in out.splitlines())


def test_path_as_json(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["path", portal, "--format", "json"]
    answer = json.loads(run(*words, "--paths", "2", "--within", "30", capsys=capsys)[1])
    path = dx.critical_path(dx.load(portal))
    assert answer["finish"] == path.finish.isoformat()
    assert [(one["ids"], one["slack"]) for one in answer["paths"]] == [
        (list(chain), chain.slack) for chain in path.paths(count=2, within=30)
    ]
    assert {one["id"]: one["margin"] for one in answer["deadlines"]} == {one.id: one.margin for one in path.deadlines}
    assert {one["id"]: one["drag"] for one in answer["tasks"]} == path.drags
    explained = json.loads(run(*words, "--explain", "build", capsys=capsys)[1])
    assert explained["id"] == "build"
    assert explained["explanation"] == path.explain("build").splitlines()


def test_a_part_of_an_undefined_plan(undefined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What leads to a task can be asked although the rest has no dates; the answer says so."""
    assert run("path", undefined, capsys=capsys)[0] == 2
    code, out, _ = run("path", undefined, "--to", "pave", capsys=capsys)
    assert (code, "2024-01-06" in out, "pave" in out.splitlines()[-1]) == (0, True, True)
    assert run("path", undefined, "--explain", "pave", capsys=capsys)[0] == 0
    assert run("path", undefined, "--to", "open", capsys=capsys)[0] == 2


@pytest.mark.parametrize("option", ["--to", "--explain"])
def test_an_unknown_id_is_bad_input(option: str, portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run("path", portal, option, "nobody", capsys=capsys)
    assert (code, "nobody" in err) == (3, True)


@pytest.mark.parametrize(
    ("output", "words", "start"),
    [
        ("a.svg", [], "<svg"),
        ("a.svg", ["--kind", "network", "--to", "build"], "<svg"),
        ("a.mmd", [], "gantt"),
        ("a.mmd", ["--kind", "network", "--lang", "vi"], "flowchart"),
        ("a.dot", [], "digraph"),
    ],
)
def test_pictures_are_drawn(
    output: str, words: list[str], start: str, portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("draw", portal, portal.parent / output, *words, capsys=capsys)
    assert (code, err) == (0, "")
    assert output in out
    assert start in (portal.parent / output).read_text(encoding="utf-8")[:200]


def test_a_baseline_is_drawn(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, compared = portal.parent / "a.svg", portal.parent / "b.svg"
    run("draw", portal, plain, capsys=capsys)
    assert run("draw", portal, compared, "--baseline", portal, capsys=capsys)[0] == 0
    assert len(compared.read_text(encoding="utf-8")) > len(plain.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("a.png", []),
        ("a.dot", ["--kind", "gantt"]),
        ("a.dot", ["--baseline", "plan.toml"]),
        ("a.svg", ["--to", "build"]),
        ("a.svg", ["--kind", "network", "--to", "nobody"]),
    ],
)
def test_what_cannot_be_drawn_is_bad_input(
    output: str, words: list[str], portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run("draw", portal, portal.parent / output, *words, capsys=capsys)
    assert (code, bool(err)) == (3, True)
    assert not (portal.parent / output).exists()


def test_a_plan_without_dates_is_drawn_as_a_network_of_text(
    undefined: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("draw", undefined, undefined.parent / "a.svg", capsys=capsys)[0] == 2
    assert run("draw", undefined, undefined.parent / "a.dot", capsys=capsys)[0] == 0


def test_what_another_program_cannot_hold_is_told(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the error stream, in plain words; the answer itself is not disturbed."""
    code, out, err = run("convert", portal, portal.parent / "portal.xml", capsys=capsys)
    assert (code, "portal.xml" in out) == (0, True)
    assert "goals" in err
    assert dx.load(portal.parent / "portal.xml") == dx.load(portal)
