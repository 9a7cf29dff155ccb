"""`dxplan budget` and `dxplan load`: the earliest schedule's money and people, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxplan.cli import main

PLAN = """
schema = 1
id = "portal"
start = 2024-12-02
funds = [{ id = "f", ceilings = { 2024 = "1 tỷ VND", 2025 = "9 tỷ VND" } }]
resources = [{ id = "team", capacity = 1 }]
[[tasks]]
id = "build"
duration = "60 days"
costs = [{ fund = "f", amount = "6 tỷ VND" }]
uses = [{ resource = "team", amount = 2 }]
"""


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    written = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, written.out, written.err


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_as_text(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is short or overloaded does not change the exit code: a later schedule may do."""
    code, out, _ = run("budget", plan, capsys=capsys)
    assert code == 0
    assert "f is short of 2 billion VND in 2024" in out
    code, out, _ = run("load", plan, "--lang", "vi", capsys=capsys)
    assert code == 0
    assert "team từ ngày 02/12/2024 đến ngày 30/01/2025 (60 ngày): 2/1, do build" in out
    assert "sớm nhất" in out


def test_as_json(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("budget", plan, "--format", "json", capsys=capsys)
    answer = json.loads(out)
    assert [row["amount"] for row in answer["budget"]] == [3 * 10**9, 3 * 10**9]
    assert answer["balances"][0]["short"] == 2 * 10**9
    assert answer["totals"] == {"VND": 6 * 10**9}
    _, out, _ = run("load", plan, "--format", "json", capsys=capsys)
    answer = json.loads(out)
    assert [one["id"] for one in answer["overloads"]] == ["team"]
    assert {"use", "leads", "acting"} <= answer.keys()


@pytest.mark.parametrize("command", ["budget", "load"])
def test_without_dates_there_is_no_answer(command: str, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PLAN.replace('duration = "60 days"', "")
    plan.write_text(text, encoding="utf-8")
    code, out, _ = run(command, plan, "--format", "json", capsys=capsys)
    assert (code, json.loads(out)) == (2, {"missing": ["task 'build' has no duration"]})
    plan.write_text(PLAN + 'after = ["build"]\n', encoding="utf-8")
    assert run(command, plan, capsys=capsys)[0] == 1
    assert run(command, "absent.toml", capsys=capsys)[0] == 3
