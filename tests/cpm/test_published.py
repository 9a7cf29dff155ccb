"""The length of the critical path of published instances (PSPLIB: Kolisch & Sprecher, 1996)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import dxplan as dx

DATA = Path(__file__).parent.parent / "data" / "rcpsp"
BOUNDS = csv.DictReader((DATA / "bounds.csv").read_text().splitlines())
LENGTHS = {row["file"]: int(row["critical_path_length"]) for row in BOUNDS}


def read_patterson(path: Path) -> dx.Plan:
    """The instance as a plan of elapsed days, without its resources."""
    numbers = iter(int(word) for word in path.read_text().split())
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
    return dx.Plan(id=path.stem, start="2024-01-01", elements=tasks)


@pytest.mark.parametrize("name", sorted(LENGTHS))
def test_length_of_the_critical_path(name: str) -> None:
    """§5: the published length, and no float along any chain that decides it."""
    plan = read_patterson(DATA / name)
    path = dx.critical_path(plan)
    assert (path.finish - plan.start).days + 1 == LENGTHS[name]
    for chain, _ in zip(path.paths(), range(50), strict=False):
        assert all(path.tasks[id].total_float == 0 for id in chain)
        assert sum(plan[id].duration.days for id in chain) == LENGTHS[name]
