"""The length of the critical path of published instances (PSPLIB: Kolisch & Sprecher, 1996)."""

from __future__ import annotations

import csv
import zipfile
from itertools import islice
from pathlib import Path

import pytest

import dxplan as dx

DATA = Path(__file__).parent.parent / "data" / "rcpsp"
BOUNDS = list(csv.DictReader((DATA / "bounds.csv").read_text().splitlines()))
FAMILIES = {"J30": 480, "J60": 48, "J120": 30}


def read_patterson(name: str, text: str) -> dx.Plan:
    """The instance as a plan of elapsed days, without its resources."""
    numbers = iter(int(word) for word in text.split())
    jobs, resources = next(numbers), next(numbers)
    for _ in range(resources):
        next(numbers)
    durations: list[int] = []
    predecessors: list[list[str]] = [[] for _ in range(jobs)]
    for job in range(jobs):
        durations.append(next(numbers))
        for _ in range(resources):
            next(numbers)
        for _ in range(next(numbers)):
            predecessors[next(numbers) - 1].append(f"j{job + 1}")
    tasks = [
        dx.Task(id=f"j{job + 1}", duration=f"{durations[job]} days", after=predecessors[job]) for job in range(jobs)
    ]
    return dx.Plan(id=name, start="2024-01-01", elements=tasks)


@pytest.mark.parametrize("family", FAMILIES)
def test_length_of_the_critical_path(family: str) -> None:
    """§5: the published length of every instance, and no float along any chain that decides it."""
    rows = [row for row in BOUNDS if row["family"].upper() == family]
    assert len(rows) == FAMILIES[family]
    with zipfile.ZipFile(DATA / "instances.zip") as archive:
        for row in rows:
            length = int(row["critical_path_length"])
            plan = read_patterson(row["file"], archive.read(row["file"]).decode())
            path = dx.critical_path(plan)
            assert (path.finish - plan.start).days + 1 == length, row["file"]
            for chain in islice(path.paths(), 20):
                assert all(path.tasks[id].total_float == 0 for id in chain)
                assert sum(plan[id].duration.days for id in chain) == length  # type: ignore[attr-defined]
