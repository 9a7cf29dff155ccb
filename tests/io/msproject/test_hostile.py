"""Malformed and hostile files give one clear error, soon and in little memory; nothing is expanded or fetched."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import dxplan as dx
from tests.io.msproject.hostile import HOSTILE, task, tasks

SECONDS = 4.0  # about one on a quiet machine
MEGABYTES = 500
HEAVY = [name for name in HOSTILE if "million" in name or "long" in name or "blow-up" in name]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_file_gives_its_defects(name: str) -> None:
    make, expected = HOSTILE[name]
    text = make()
    start = time.process_time()
    with pytest.raises(dx.InputError) as caught:
        dx.loads(text, format="xml")
    assert time.process_time() - start < SECONDS
    assert [(defect.code, defect.where) for defect in caught.value.defects] == expected
    for defect in caught.value.defects:
        assert defect.problem
        assert defect.remedy
        assert str(defect).isprintable()
        assert len(str(defect)) < 500


# started by a small process: a child's peak counts what its parent held when it was forked
MEASURE = """
import subprocess, sys
done = subprocess.run([sys.executable, "-c", sys.argv[1], sys.argv[2]], capture_output=True, text=True, check=True)
print(done.stdout)
"""
LOAD = """
import resource, sys
import dxplan as dx
try:
    dx.load(sys.argv[1])
except dx.InputError as error:
    print(error.defects[0].code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured in another way there")
@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_takes_little_memory(name: str, tmp_path: Path) -> None:
    make, expected = HOSTILE[name]
    path = tmp_path / "plan.xml"
    path.write_text(make(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", MEASURE, LOAD, str(path)], capture_output=True, text=True, check=True)
    code, megabytes = done.stdout.split()
    assert code == expected[0][0]
    assert int(megabytes) < MEGABYTES


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    start = time.process_time()
    with pytest.raises(dx.InputError) as caught:
        dx.load(path)
    assert time.process_time() - start < SECONDS
    assert [(defect.code, defect.where) for defect in caught.value.defects] == [("file.too-large", "")]
    assert caught.value.source == str(path)


def test_bytes_of_another_encoding_are_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(tasks(task(1)).encode("utf-16"))
    with pytest.raises(dx.InputError) as caught:
        dx.load(path)
    assert [defect.code for defect in caught.value.defects] == ["file.encoding"]


def test_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.XML"
    path.write_bytes(tasks(task(1)).encode("utf-8-sig"))
    assert dx.load(path)["khảo-sát"].name == "Khảo sát"


def test_a_circle_of_waits_is_a_contradiction_and_loads() -> None:
    link = "<Duration>PT8H0M0S</Duration><PredecessorLink><PredecessorUID>{}</PredecessorUID></PredecessorLink>"
    plan = dx.loads(tasks(task(1, link.format(2), "a"), task(2, link.format(1), "b")), format="xml")
    assert [one.after[0].predecessor for one in plan.tasks] == ["b", "a"]
    with pytest.raises(dx.CycleError):
        dx.critical_path(plan)
