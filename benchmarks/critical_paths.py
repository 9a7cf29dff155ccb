"""What critical paths cost beside the longest path of graph libraries, all in one run.

Networks of ~2.5 links a task, in two shapes: `near`, where a task waits for some of the 200 before it (many levels,
as plans have), and `far`, where it waits for any before it (few levels). The graphs are ready before the clock
starts; `longest path` gets durations as weights, and finds one path and no float. The passes find early and late
positions and both floats of every task; from a plan, reading it and every date is included.

    python benchmarks/critical_paths.py
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import attrs
import networkx
import numpy as np
import rustworkx

import dxplan as dx
from dxplan.cpm.compile import compile_network
from dxplan.cpm.many import Many
from dxplan.cpm.passes import Compiled

SHAPES = {"near": 200, "far": None}
VARIANTS = 1_000


@attrs.frozen
class Network:
    """A random network: the duration of each task, and its links in both directions of looking."""

    days: list[int]
    links: list[tuple[int, int]]

    @classmethod
    def random(cls, tasks: int, reach: int | None, seed: int = 1) -> Network:
        chance = random.Random(seed)
        links: set[tuple[int, int]] = set()
        while len(links) < 5 * tasks // 2:
            later = chance.randrange(1, tasks)
            links.add((chance.randrange(0 if reach is None else max(0, later - reach), later), later))
        return cls([chance.randint(1, 120) for _ in range(tasks)], sorted(links))

    def plan(self) -> dx.Plan:
        before: list[list[str]] = [[] for _ in self.days]
        for earlier, later in self.links:
            before[later].append(f"task-{earlier}")
        tasks = [
            dx.Task(id=f"task-{number}", duration=f"{days} workdays", after=before[number])
            for number, days in enumerate(self.days)
        ]
        return dx.Plan(id="benchmark", start="2024-01-01", elements=tasks)

    def rustworkx_graph(self) -> Any:
        graph: Any = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(len(self.days)))
        graph.add_edges_from([(earlier, later, self.days[earlier]) for earlier, later in self.links])
        return graph

    def networkx_graph(self) -> Any:
        graph: Any = networkx.DiGraph()
        graph.add_nodes_from(range(len(self.days)))
        graph.add_edges_from((one, other, {"weight": self.days[one]}) for one, other in self.links)
        return graph


@attrs.frozen
class Row:
    """The medians of one network, in seconds, and the peaks of memory, in megabytes."""

    tasks: int
    shape: str
    levels: int
    passes: float
    rustworkx: float
    from_plan: float
    compile: float
    networkx: float
    megabytes: float


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


def measure(tasks: int, shape: str, repeats: int) -> Row:
    """Return what one network costs."""
    given = Network.random(tasks, SHAPES[shape])
    plan, quick, slow = given.plan(), given.rustworkx_graph(), given.networkx_graph()
    compiled = Compiled(compile_network(plan))
    many = 20 if tasks <= 1_000 else 1  # short ones are repeated, for the clock's sake

    def times(run: Callable[[], object]) -> Callable[[], None]:
        def repeated() -> None:
            for _ in range(many):
                run()

        return repeated

    found = medians(
        repeats,
        times(compiled.run),
        times(lambda: rustworkx.dag_longest_path(quick, weight_fn=lambda _, __, weight: weight)),
        times(lambda: dx.critical_path(plan)),
        times(lambda: Compiled(compile_network(plan)).run()),
        times(lambda: networkx.dag_longest_path(slow)),
    )
    passes, theirs, whole, compile_and_run, other = (seconds / many for seconds in found)
    levels = int(compiled.network.level.max()) + 1
    return Row(tasks, shape, levels, passes, theirs, whole, compile_and_run, other, peak(plan))


def peak(plan: dx.Plan) -> float:
    """Return the peak of memory of computing all dates of a plan."""
    gc.collect()
    tracemalloc.start()
    try:
        dx.critical_path(plan)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def measure_batch(tasks: int, shape: str, repeats: int) -> tuple[float, float, float]:
    """Return the time of 1,000 separate passes, of the same as one batch, and of the batch as a user asks for it."""
    path = dx.critical_path(Network.random(tasks, SHAPES[shape]).plan())
    compiled = Compiled(compile_network(path.plan))
    many, network = Many(compiled), compiled.network
    spread = np.random.default_rng(1).uniform(0.5, 2, (tasks, VARIANTS))
    days = np.maximum(1, (network.days[:, None] * spread).astype(np.int64))
    columns = [np.ascontiguousarray(days[:, number]) for number in range(VARIANTS)]
    by_id = dict(zip(network.ids, days, strict=True))
    width = Many.width(tasks)

    def separate() -> None:
        for column in columns:
            compiled.run(column)

    def batch() -> None:
        for begin in range(0, VARIANTS, width):
            many.run(days[:, begin : begin + width], network.links.lag)

    one, together, asked = medians(repeats, separate, batch, lambda: path.variants(by_id))
    return one, together, asked


def on_calendars(plan: dx.Plan) -> dx.Plan:
    """Return the plan with a quarter of its tasks turned to milestones, the others on three calendars."""
    chance = random.Random(2)
    own = dx.Calendar(id="holidays", country="VN"), dx.Calendar(id="six-days", week="mon tue wed thu fri sat")
    elements: list[dx.Element] = [*own]
    for task in plan.tasks:
        calendar = chance.choice(["", None, "holidays", "six-days"])
        if calendar == "":
            elements.append(dx.Milestone(id=task.id, after=task.after))
        else:
            elements.append(dx.Task(id=task.id, duration=task.duration, after=task.after, calendar=calendar))
    return dx.Plan(id=plan.id, start=plan.start, elements=elements)


def measure_calendars(tasks: int, shape: str, repeats: int) -> tuple[float, float]:
    """Return the time of the passes, and of all dates from a plan, where most links go between calendars."""
    plan = on_calendars(Network.random(tasks, SHAPES[shape]).plan())
    compiled = Compiled(compile_network(plan))
    passes, whole = medians(repeats, compiled.run, lambda: dx.critical_path(plan))
    return passes, whole


def machine() -> str:
    """Return the machine and the versions, in words that fit any."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    libraries = f"numpy {np.__version__}, rustworkx {rustworkx.__version__}, networkx {networkx.__version__}"
    return f"{os.cpu_count()} cores ({platform.machine()}), {python}, {libraries}"


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    names = ["tasks", "shape", "levels", "passes with all floats", "`rustworkx` longest path", "ratio"]
    names += ["plan to passes", "plan to all dates", "`networkx` longest path", "ratios", "peak memory"]
    lines = [f"| {' | '.join(names)} |", "|--:|---" + "|--:" * 9 + "|"]
    for one in rows:
        ratios = f"{one.compile / one.networkx:.2f}, {one.from_plan / one.networkx:.2f}"
        lines.append(
            f"| {one.tasks:,} | {one.shape} | {one.levels:,} | {_ms(one.passes)} | {_ms(one.rustworkx)} "
            f"| {one.passes / one.rustworkx:.2f} | {_ms(one.compile)} | {_ms(one.from_plan)} | {_ms(one.networkx)} "
            f"| {ratios} | {one.megabytes:.1f} MB |"
        )
    return "\n".join(lines)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure critical paths beside the longest path of graph libraries.")
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--batch-tasks", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=11)
    given = parser.parse_args()
    print(f"Median of {given.repeats} runs; {machine()}.\n")
    rows = [measure(tasks, shape, given.repeats) for shape in SHAPES for tasks in given.tasks]
    print(table(rows))
    for shape in SHAPES:
        some = [row for row in rows if row.shape == shape]
        for small, large in pairwise(some):
            passes, whole = large.passes / small.passes, large.from_plan / small.from_plan
            print(
                f"\n{shape}, {small.tasks:,} to {large.tasks:,} tasks: passes {passes:.1f} times, "
                f"from a plan {whole:.1f} times."
            )
    print(f"\n| {VARIANTS:,} variants of {given.batch_tasks:,} tasks | separate | one batch | ratio | `cp.variants` |")
    print("|---|--:|--:|--:|--:|")
    for shape in SHAPES:
        one, together, asked = measure_batch(given.batch_tasks, shape, min(given.repeats, 5))
        print(f"| {shape} | {_ms(one)} | {_ms(together)} | {together / one:.2f} | {_ms(asked)} |")
    print(f"\n| {given.batch_tasks:,} tasks on three calendars, with milestones | passes | plan to all dates |")
    print("|---|--:|--:|")
    for shape in SHAPES:
        passes, whole = measure_calendars(given.batch_tasks, shape, min(given.repeats, 5))
        print(f"| {shape}, on calendars | {_ms(passes)} | {_ms(whole)} |")


if __name__ == "__main__":
    main()
