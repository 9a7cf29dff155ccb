"""Every malformed file gives exactly the defects that it should, all at once, soon, and without a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.cli import main
from tests.io.made_files import HEAVY, MADE

KEPT = Path(__file__).parents[1] / "golden" / "bad"
EXPECTED: dict[str, list[dict[str, str]]] = tomllib.loads((KEPT / "expected.toml").read_text(encoding="utf-8"))
NAMES = sorted(EXPECTED)
SECONDS = 2.0  # alone; beside other tests a processor takes longer
MEGABYTES = 500

pytestmark = pytest.mark.skipif(os.name == "nt", reason="some are links and pipes")


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return where the file of this name lies, made if it has to be."""
    name: str = request.param
    if name not in MADE:
        return KEPT / name
    MADE[name](tmp_path / name)
    return tmp_path / name


def expected(path: Path) -> list[tuple[str, str]]:
    return [(one["code"], one["where"]) for one in EXPECTED[path.name]]


def test_every_file_has_its_defects_written_down() -> None:
    kept = {path.name for path in KEPT.iterdir()} - {"expected.toml"}
    assert set(EXPECTED) == kept | set(MADE)
    assert len(kept) > 90


@pytest.mark.parametrize("path", NAMES, indirect=True)
def test_the_file_gives_its_defects(path: Path) -> None:
    start = time.process_time()
    with pytest.raises(dx.InputError) as caught:
        dx.load(path)
    assert time.process_time() - start < 2 * SECONDS
    assert [(defect.code, defect.where) for defect in caught.value.defects] == expected(path)
    assert caught.value.source == str(path)
    for defect in caught.value.defects:
        assert defect.problem
        assert defect.remedy
        assert str(defect).isprintable()
        assert len(str(defect)) < 500
        assert "value of type" not in str(defect)  # the words of Python mean nothing to a planner


@pytest.mark.parametrize("path", sorted(set(NAMES) - set(HEAVY)), indirect=True)
def test_the_command_line_tells_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = time.process_time()
    for words in (["check", str(path)], ["check", "--format", "json", str(path)]):
        with pytest.raises(SystemExit) as stop:
            main(words)
        assert stop.value.code == 3
    assert time.process_time() - start < 4 * SECONDS
    written = capsys.readouterr()
    assert "Traceback" not in written.err
    told = json.loads(written.out)
    assert told["source"] == str(path)
    assert [(one["code"], one["where"]) for one in told["errors"]] == expected(path)


MEASURE = """
import json, os, subprocess, sys, time
start = time.process_time()
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
told = process.stderr.read().decode()
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
print(json.dumps([process.returncode, time.process_time() - start, peak, told]))
"""


def run(path: Path) -> None:
    """Check a file in a process of its own, and hold it to its time and its memory.

    A small process starts and measures it: one that is forked from a large one counts the memory of that.
    """
    words = [sys.executable, "-c", MEASURE, sys.executable, "-m", "dxplan", "check", str(path)]
    measured = subprocess.run(words, capture_output=True, check=True)
    code, seconds, peak, told = json.loads(measured.stdout)
    assert code == 3, told[-2000:]
    assert "Traceback" not in told
    assert 0 < len(told) < 30_000
    assert seconds < SECONDS
    assert peak < MEGABYTES


@pytest.mark.parametrize(
    "path", [*sorted(HEAVY), "made-pipe.toml", "made-endless.json", "types-task.toml"], indirect=True
)
def test_a_process_takes_little_time_and_memory(path: Path) -> None:
    run(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(set(NAMES) - set(HEAVY)), indirect=True)
def test_every_process_takes_little_time_and_memory(path: Path) -> None:
    run(path)


def test_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To root everything is permitted: the refusal of the system is played."""
    path = tmp_path / "plan.toml"
    path.write_text("")

    def refuse(*arguments: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SystemExit) as stop:
        main(["check", "--format", "json", str(path)])
    assert stop.value.code == 3
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["errors"]] == ["file.permission"]


@pytest.mark.parametrize(
    ("content", "format", "code"),
    [
        ("[[tasks]]\n" * 100_000, "toml", "field.missing"),
        ("".join(f"k{place} = 1\n" for place in range(100_000)), "toml", "field.unknown"),
        (
            "".join(f'[[tasks]]\nid = "t{place}"\nafter = ["u{place}"]\n' for place in range(3000)),
            "toml",
            "reference.dangling",
        ),
        ('[[tasks]]\nid = "t"\n' * 50_000, "toml", "id.duplicate"),
        ('[[tasks]]\nid = "t"\ntags = [' + "1," * 300_000 + "]\n", "toml", "type.wrong"),
        ("[tasks]\n", "toml", "type.wrong"),
    ],
    ids=["tasks", "keys", "references", "ids", "tags", "one"],
)
def test_the_search_for_defects_ends(content: str, format: str, code: str) -> None:
    start = time.process_time()
    with pytest.raises(dx.InputError) as caught:
        dx.loads('schema = 1\nid = "p"\nstart = 2024-01-01\n' + content, format=format)
    assert time.process_time() - start < 2 * SECONDS
    codes = [defect.code for defect in caught.value.defects]
    if len(codes) == 1:
        assert codes == [code]
    else:
        assert (codes[-1], len(codes)) == ("defects.more", 1000)
        assert set(codes[:-1]) == {code}


@pytest.mark.parametrize("depth", [5, 20, 50, 51])
def test_the_time_grows_with_the_depth_and_not_with_its_power(depth: int) -> None:
    criterion: dict[str, object] = {"kind": "nothing"}
    for _ in range(depth - 1):
        criterion = (
            {"kind": "any_of", "criteria": [criterion, criterion]}
            if depth < 10
            else {"kind": "all_of", "criteria": [criterion]}
        )
    start = time.process_time()
    with pytest.raises(dx.InputError) as caught:
        dx.Goal(id="g", criterion=criterion)
    assert time.process_time() - start < 2 * SECONDS
    code = "criterion.kind" if depth <= 50 else "nesting.too-deep"
    assert {defect.code for defect in caught.value.defects} == {code}


def test_text_in_decomposed_unicode_is_composed() -> None:
    import unicodedata

    text = (
        'schema = 1\nid = "kế-hoạch"\nstart = "Quý I/2024"\n[[tasks]]\nid = "khảo-sát"\nduration = "60 ngày làm việc"\n'
    )
    text += 'costs = [{ fund = "ngân-sách", amount = "3,5 tỷ đồng" }]\n[[funds]]\nid = "ngân-sách"\n'
    plan = dx.loads(unicodedata.normalize("NFD", text))
    assert plan == dx.loads(text)
    assert plan.id == unicodedata.normalize("NFC", plan.id)
    assert plan["khảo-sát"].costs[0].amount.amount == 3_500_000_000
