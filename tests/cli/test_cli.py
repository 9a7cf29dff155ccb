"""The command line: answers, exit codes, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.cli import main
from dxplan.io.schema import json_schema

GOOD = """
schema = 1
id = "portal"
start = 2024-01-01
[[tasks]]
id = "design"
duration = "10 workdays"
[[tasks]]
id = "build"
duration = "20 workdays"
after = ["design"]
due = {due}
"""
CIRCLE = """
schema = 1
id = "circle"
start = 2024-01-01
[[tasks]]
id = "a"
duration = "1 day"
after = ["b"]
[[tasks]]
id = "b"
duration = "1 day"
after = ["a"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feasible.toml").write_text(GOOD.format(due="2024-03-31"))
    (tmp_path / "infeasible.toml").write_text(GOOD.format(due="2024-01-31"))
    (tmp_path / "unknown.toml").write_text(GOOD.format(due="2024-03-31") + '[[goals]]\nid = "g"\n')
    (tmp_path / "circle.toml").write_text(CIRCLE)
    (tmp_path / "bad.toml").write_text(GOOD.format(due='"31/02/2024"').replace("10 workdays", "1.200 workdays"))
    return tmp_path


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    written = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, written.out, written.err


@pytest.mark.parametrize(
    ("name", "code"), [("feasible", 0), ("infeasible", 1), ("circle", 1), ("unknown", 2), ("bad", 3), ("absent", 3)]
)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_exit_codes(name: str, code: int, lang: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, out, err = run("check", folder / f"{name}.toml", "--lang", lang, capsys=capsys)
    assert exit_code == code
    assert bool(out) == (code != 3)
    assert bool(err) == (code == 3)
    assert all(len(line) <= 80 and line == line.rstrip() for line in (out + err).splitlines() if " " in line)
    assert "\x1b" not in out + err  # colour is for terminals


@pytest.mark.parametrize("name", ["feasible", "infeasible", "unknown"])
def test_json_has_verdict_and_findings_at_the_top(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("check", folder / f"{name}.toml", "--format", "json", capsys=capsys)
    answer = json.loads(out)
    assert answer["verdict"] == name.upper()
    assert {"code", "severity", "subject", "message", "remedy"} <= answer["findings"][0].keys()
    assert (answer["schedule"] is not None) == (name == "feasible")
    assert (answer["conflict"] is not None) == (name == "infeasible")
    assert bool(answer["undecided"]) == (name == "unknown")


def test_bad_input_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("check", folder / "bad.toml", "--format=json", capsys=capsys)
    assert code == 3
    assert [(one["code"], one["path"]) for one in json.loads(out)["errors"]] == [
        ("number.ambiguous", ["tasks", 0, "duration"]),
        ("date.impossible", ["tasks", 1, "due"]),
    ]


def test_path(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("path", folder / "feasible.toml", capsys=capsys)
    assert code == 0
    assert "2024-02-09" in out
    assert out.index("design") < out.index("build")
    code, out, _ = run("path", folder / "feasible.toml", "--to", "design", "--format", "json", capsys=capsys)
    assert json.loads(out)["path"] == ["design"]
    assert json.loads(out)["finish"] == "2024-01-12"
    assert run("path", folder / "circle.toml", capsys=capsys)[0] == 1
    assert run("path", folder / "feasible.toml", "--to", "absent", capsys=capsys)[0] == 3
    (folder / "vague.toml").write_text(GOOD.format(due="2024-03-31") + '[[tasks]]\nid = "t"\n')
    assert run("path", folder / "vague.toml", capsys=capsys)[0] == 2


def test_convert_keeps_the_plan_and_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = folder / "feasible.toml", folder / "plan.json"
    assert run("convert", source, target, capsys=capsys)[0] == 0
    assert dx.load(target) == dx.load(source)
    before = target.read_bytes()
    assert run("convert", folder / "infeasible.toml", target, capsys=capsys)[0] == 3
    assert target.read_bytes() == before
    assert run("convert", folder / "infeasible.toml", target, "--force", capsys=capsys)[0] == 0
    assert target.read_bytes() != before
    assert run("convert", source, folder / "plan.xyz", capsys=capsys)[0] == 3


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("schema", capsys=capsys)
    assert code == 0
    assert json.loads(out) == json_schema()


@pytest.mark.parametrize("words", [["chek"], ["check"], ["check", "a.toml", "--format", "xml"], ["path", "--paths=0"]])
def test_misuse_is_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Not exit code 2, which says UNKNOWN."""
    code, _, err = run(*words, capsys=capsys)
    assert code == 3
    assert "Usage" in err


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"]])
def test_help_is_no_failure(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words, capsys=capsys)[0] == 0


def test_a_reader_that_has_had_enough(folder: Path) -> None:
    """`dxplan check … | head -1` ends without a traceback."""
    command = f'"{sys.executable}" -m dxplan check "{folder / "unknown.toml"}" --all | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "UNKNOWN"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_vietnamese_on_a_terminal_without_it(folder: Path) -> None:
    """Names are Vietnamese whatever the terminal's encoding."""
    done = subprocess.run(
        [sys.executable, "-m", "dxplan", "check", str(folder / "infeasible.toml"), "--lang", "vi"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 1
    assert "KHÔNG KHẢ THI".encode() in done.stdout


def test_a_bug_does_not_read_as_an_answer(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit codes 0 to 3 are answers; a failure of our own has another one, and no traceback."""

    def fail(*arguments: object, **named: object) -> None:
        raise AssertionError("a bug")

    monkeypatch.setattr("dxplan.feasibility.ask.check", fail)
    code, out, err = run("check", folder / "feasible.toml", capsys=capsys)
    assert code == 70
    assert out == ""
    assert "a bug" in err
    assert "Traceback" not in err
