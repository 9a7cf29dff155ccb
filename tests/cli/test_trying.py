"""``dxplan check --apply``: a way out is tried on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.cli import main

LATE = dx.Plan(id="p", start="2024-01-01", elements=[dx.Task(id="a", duration="5 days", due="2024-01-03")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    dx.dump(LATE, tmp_path / "late.toml")
    return tmp_path / "late.toml"


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["check", *map(str, words)])
    written = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, written.out, " ".join(written.err.split())


@pytest.mark.parametrize("name", ["mended.toml", "mended.json"])
def test_the_plan_is_written_with_the_way_out(file: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mended = file.with_name(name)
    code, out, _ = run(file, "--apply", 1, mended, capsys=capsys)
    assert code == 1
    assert out.endswith(f"\n\nwritten: {mended}\n")
    assert dx.load(mended) == dx.check(LATE).repairs[0].apply(LATE)
    assert run(mended, capsys=capsys)[0] == 0


def test_as_json_the_answer_stays_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mended = file.with_name("mended.toml")
    code, out, _ = run(file, "--apply", 2, mended, "--format", "json", capsys=capsys)
    assert code == 1
    assert json.loads(out)["verdict"] == "INFEASIBLE"
    assert dx.load(mended) == dx.check(LATE).repairs[1].apply(LATE)
    code, out, _ = run(file, "--apply", 99, file.with_name("x.toml"), "--format", "json", capsys=capsys)
    assert code == 3
    assert json.loads(out)["errors"][0]["code"] == "repair.none"


def test_where_there_is_no_such_way_out_it_says_what_there_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = file.with_name("other.toml")
    found = len(dx.check(LATE).repairs)
    code, out, err = run(file, "--apply", found + 1, other, capsys=capsys)
    assert code == 3
    assert "Ways out" in out
    assert f"there are only {found} ways out: {found + 1}" in err
    assert f"write a number from 1 to {found}" in err
    _, _, err = run(file, "--apply", 99, other, "--lang", "vi", capsys=capsys)
    assert "không có cách tháo gỡ mang số này" in err
    dx.dump(LATE.evolve("a", due=None), file)
    code, _, err = run(file, "--apply", 1, other, capsys=capsys)
    assert code == 3
    assert "the plan can be done as it is" in err
    dx.dump(LATE.evolve("a", duration=None), file)
    code, _, err = run(file, "--apply", 1, other, capsys=capsys)
    assert code == 3
    assert "it is not known whether the plan can be done" in err
    assert not other.exists()


def test_a_file_is_not_written_over_unless_that_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(file, "--apply", 1, file, capsys=capsys)
    assert (code, out) == (3, "")
    assert "the file is there already" in err
    assert run(file, "--apply", 1, file, "--force", capsys=capsys)[0] == 1
    assert dx.load(file) == dx.check(LATE).repairs[0].apply(LATE)
    code, _, err = run(file, "--apply", 1, file.with_name("x.toml"), "--no-repairs", capsys=capsys)
    assert code == 3
    assert "leave out --no-repairs" in err
    dx.dump(LATE, file)
    code, _, err = run(file, "--apply", 1, file.with_name("x.doc"), capsys=capsys)
    assert code == 3
    assert "x.doc" in err
