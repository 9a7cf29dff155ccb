"""What it costs to say why a plan cannot be done, beside one forward pass from the plan, in one run.

Layered networks whose last task is due too early: each task waits for some of the layer before. In `short` chains fifty
layers lie behind that date, in `long` ones every task is a layer of its own. A date that is late `by much` leaves a
conflict of a few statements, one that is late `by a day` needs nearly all of the chain: as many as a conflict can have.
The forward pass reads the plan and finds all early dates; a conflict of times needs it, too.

    python benchmarks/conflicts.py
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import platform
import random
import statistics
import time
from collections.abc import Callable

import attrs
import numpy as np

import dxplan as dx
from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import forward
from dxplan.solve.temporal import temporal_conflict

LAYERS = {"short": 50, "long": None}
LATE = ("by much", "by a day")
START = dt.date(2024, 1, 1)


def layered(tasks: int, layers: int | None, late: str, seed: int = 1) -> dx.Plan:
    """Return a network of layers, one a task where their number is left out, with a date at the end that is missed."""
    chance = random.Random(seed)
    width = 1 if layers is None else max(1, tasks // layers)
    elements = []
    for number in range(tasks):
        begin = number // width * width  # of its layer
        if number == tasks - 1:
            before = set(range(max(0, begin - width), number))
        else:
            before = {chance.randrange(begin - width, begin) for _ in range(3)} if begin else set()
        if begin and width == 1:
            before |= {chance.randrange(max(0, number - 50), number) for _ in range(2)}
        after = [f"task-{one}" for one in sorted(before)]
        elements.append(dx.Task(id=f"task-{number}", duration=f"{chance.randint(1, 5)} workdays", after=after))
    plan = dx.Plan(id="benchmark", start=START, elements=elements)
    network = compile_network(plan)
    finish = forward(network).finish[network.place[elements[-1].id]]
    ticks = 10 if late == "by much" else finish - 2  # the day before its last one
    return plan.evolve(elements[-1].id, due=START + dt.timedelta(days=ticks))


@attrs.frozen
class Row:
    """One plan, with the medians in seconds."""

    tasks: int
    chain: str
    late: str
    statements: int
    forward: float
    conflict: float

    @property
    def ratio(self) -> float:
        return self.conflict / self.forward


def measure_times(tasks: int, chain: str, late: str, repeats: int) -> Row:
    """Return what a conflict of times costs in one plan."""
    plan = layered(tasks, LAYERS[chain], late)
    found = temporal_conflict(plan)
    assert found is not None
    assert found.minimal
    passed, told = medians(repeats, lambda: forward(compile_network(plan)), lambda: temporal_conflict(plan))
    return Row(tasks, chain, late, len(found.statements), passed, told)


def medians(repeats: int, *subjects: Callable[[], object]) -> list[float]:
    """Return the median time of each subject; they take turns."""
    seconds: list[list[float]] = [[] for _ in subjects]
    for one in subjects:
        one()
    gc.collect()
    gc.freeze()
    try:
        for turn in range(repeats):
            for place in range(len(subjects)):
                place = (place + turn) % len(subjects)
                begin = time.perf_counter()
                result = subjects[place]()
                seconds[place].append(time.perf_counter() - begin)
                del result
    finally:
        gc.unfreeze()
    return [statistics.median(times) for times in seconds]


def machine() -> str:
    """Return the machine and the versions, in words that fit any."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores ({platform.machine()}), {python}, numpy {np.__version__}"


def times_table(rows: list[Row]) -> str:
    """Return the rows on conflicts of times as a Markdown table."""
    lines = ["| tasks | chain | late | statements | plan to early dates | conflict of times | ratio |"]
    lines.append("|--:|---|---|--:|--:|--:|--:|")
    lines += [
        f"| {one.tasks:,} | {one.chain} | {one.late} | {one.statements:,} | {_ms(one.forward)} | {_ms(one.conflict)} "
        f"| {one.ratio:.2f} |"
        for one in rows
    ]
    return "\n".join(lines)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure conflicts beside one forward pass.")
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeats", type=int, default=11)
    given = parser.parse_args()
    print(f"Median of {given.repeats} runs; {machine()}.\n")
    rows = [
        measure_times(tasks, chain, late, given.repeats) for chain in LAYERS for late in LATE for tasks in given.tasks
    ]
    print(times_table(rows))


if __name__ == "__main__":
    main()
