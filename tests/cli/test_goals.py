"""`dxplan goals`: its exit codes, its two languages, and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxplan.cli import main

HEAD = """
schema = 1
id = "p"
start = 2024-01-01
areas = [{ id = "a", level = "district", valid_to = 2024-06-30 }]
[[indicators]]
id = "i"
readings = [{ date = 2023, value = 5, area = "a" }]
[[tasks]]
id = "t"
duration = "10 days"
"""
MET = '{ kind = "delivered", task = "t" }'
NOT_MET = '{ kind = "at_least", indicator = "i", value = 6, area = "a" }'
UNKNOWN = '{ kind = "undefined", words = "đẹp" }'
VACUOUS = f'{{ kind = "for_each", areas = {{ level = "district" }}, criterion = {UNKNOWN} }}'


def goal(criterion: str, *, due: str = "2024-06-30", firmness: str = "hard") -> str:
    return f'[[goals]]\nid = "g{len(criterion)}"\ndue = {due}\nfirmness = "{firmness}"\ncriterion = {criterion}\n'


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    written = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, written.out, written.err


@pytest.mark.parametrize(
    ("goals", "code"),
    [
        ("", 0),
        (goal(MET), 0),
        (goal(MET) + goal(UNKNOWN, firmness="soft"), 0),
        (goal(MET) + goal(NOT_MET, firmness="soft"), 0),
        (goal(MET) + goal(UNKNOWN), 2),
        (goal(NOT_MET) + goal(UNKNOWN), 1),
        (goal(VACUOUS, due="2024-12-31"), 2),  # reported as vacuous, not as a success (§7)
        (goal(VACUOUS, due="2024-12-31", firmness="soft"), 0),
        ('[[tasks]]\nid = "u"\n' + goal(MET), 2),
        ('[[tasks]]\nid = "u"\nduration = "1 day"\nafter = "u"\n' + goal(MET), 2),
    ],
)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_exit_codes(goals: str, code: int, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(HEAD + goals)
    found, out, err = run("goals", file, "--lang", lang, "--all", capsys=capsys)
    assert found == code
    assert out
    assert not err
    assert all(len(line) <= 80 and line == line.rstrip() for line in out.splitlines() if " " in line)
    found, out, _ = run("goals", file, "--format", "json", capsys=capsys)
    assert found == code
    assert {"goals", "missing", "cycle"} & json.loads(out).keys()


def test_on_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(HEAD + goal(MET))
    assert run("goals", file, "--on", "10/01/2024", capsys=capsys)[0] == 0
    assert run("goals", file, "--on", "2024-01-09", capsys=capsys)[0] == 1
    code, _, err = run("goals", file, "--on", "31/02/2024", capsys=capsys)
    assert (code, "--on" in err) == (3, True)


def test_what_is_met_without_a_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(HEAD.partition("[[tasks]]")[0] + goal(NOT_MET.replace("6", "5")))
    assert run("goals", file, capsys=capsys)[0] == 0
