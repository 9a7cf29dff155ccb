"""The published scheduling instances (PSPLIB: Kolisch and Sprecher, 1996), as plans with their resources."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from functools import cache
from pathlib import Path

import dxplan as dx

DATA = Path(__file__).parent / "data" / "rcpsp"
START = dt.date(2024, 1, 1)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """What is known of each instance: its family, the best bounds, its critical path."""
    return tuple(csv.DictReader((DATA / "bounds.csv").read_text().splitlines()))


def best(name: str) -> int:
    """The length of the shortest schedule of an instance, which is known."""
    row = next(row for row in rows() if row["file"] == name)
    assert row["best_lower_bound"] == row["best_makespan"]
    return int(row["best_makespan"])


def plan_of(name: str, *, days: int | None = None) -> dx.Plan:
    """The instance as a plan of elapsed days; with `days` everything is due by then."""
    with zipfile.ZipFile(DATA / "instances.zip") as archive:
        return read(name, archive.read(name).decode(), days=days)


def read(name: str, text: str, *, days: int | None = None) -> dx.Plan:
    """An instance in the format of Patterson."""
    numbers = iter(int(word) for word in text.split())
    jobs, kinds = next(numbers), next(numbers)
    resources = [dx.Resource(id=f"r{kind + 1}", capacity=next(numbers)) for kind in range(kinds)]
    durations: list[int] = []
    uses: list[list[dx.Use]] = []
    before: list[list[str]] = [[] for _ in range(jobs)]
    for job in range(jobs):
        durations.append(next(numbers))
        asked = [(resource.id, next(numbers)) for resource in resources]
        uses.append([dx.Use(resource=id, amount=amount) for id, amount in asked if amount])
        for _ in range(next(numbers)):
            before[next(numbers) - 1].append(f"j{job + 1}")
    due = None if days is None else START + dt.timedelta(days=days - 1)
    tasks = [
        dx.Task(
            id=f"j{job + 1}",
            duration=f"{durations[job]} days",
            after=before[job],
            uses=uses[job],
            due=due if job == jobs - 1 else None,
        )
        for job in range(jobs)
    ]
    return dx.Plan(id=name, start=START, elements=[*resources, *tasks])
