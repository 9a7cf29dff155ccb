"""What a plan costs beside a bare graph: building it, loading it, its graph, writing it.

The measure is a ``networkx.MultiDiGraph`` of the same nodes and edges whose payloads are frozen attrs objects that
check nothing. All subjects take turns in one process, so that a busy moment of the machine falls on all alike;
memory is the peak of what Python allocates, in a run of its own. Caches are emptied before each run, as a program
that opens one plan finds them.

    python benchmarks/build_and_load.py
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import networkx

import dxplan as dx

Network = list[tuple[str, str, list[str]]]  # id, duration, predecessors


@attrs.frozen(kw_only=True)
class BareTask:
    id: str
    duration: str


@attrs.frozen(kw_only=True)
class BareDependency:
    predecessor: str
    type: str = "FS"
    lag: str | None = None


@attrs.frozen
class Subject:
    """Something to measure: `run` on what `prepare` gives, of which only `run` counts."""

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None
    bounded: bool = False  # whether the aim of 3 times the bare graph is for it


@attrs.frozen
class Result:
    subject: Subject
    seconds: float
    ratio: float
    megabytes: float


def network(tasks: int, dependencies: int, seed: int = 1) -> Network:
    """Return a random network in which a task waits for some of the 200 before it."""
    chance = random.Random(seed)
    links: set[tuple[int, int]] = set()
    while len(links) < dependencies:
        later = chance.randrange(1, tasks)
        links.add((chance.randrange(max(0, later - 200), later), later))
    predecessors: list[list[str]] = [[] for _ in range(tasks)]
    for earlier, later in sorted(links):
        predecessors[later].append(f"task-{earlier}")
    return [(f"task-{i}", f"{chance.randint(1, 120)} workdays", predecessors[i]) for i in range(tasks)]


def bare_graph(rows: Network) -> networkx.MultiDiGraph[str]:
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for id, duration, _ in rows:
        graph.add_node(id, kind="task", element=BareTask(id=id, duration=duration))
    for id, _, predecessors in rows:
        for one in predecessors:
            graph.add_edge(one, id, key="after", kind="after", link=BareDependency(predecessor=one))
    return graph


def plan(rows: Network) -> dx.Plan:
    tasks = [
        dx.Task(id=id, duration=duration, after=[dx.Dependency(predecessor=one) for one in predecessors])
        for id, duration, predecessors in rows
    ]
    return dx.Plan(id="benchmark", start="2024-01-01", elements=tasks)


def subjects(rows: Network) -> list[Subject]:
    whole = plan(rows)
    as_json, as_toml = dx.dumps(whole, format="json"), dx.dumps(whole)
    fresh = lambda: attrs.evolve(whole)  # noqa: E731  (a plan keeps its graph)
    return [
        Subject("bare graph", lambda _: bare_graph(rows)),
        Subject("plan from Python objects", lambda _: plan(rows), bounded=True),
        Subject("plan from JSON", lambda _: dx.loads(as_json, format="json"), bounded=True),
        Subject("plan from TOML", lambda _: dx.loads(as_toml)),
        Subject("`plan.graph`", lambda one: one.graph, fresh),
        Subject("plan to JSON", lambda one: dx.dumps(one, format="json"), fresh),
        Subject("plan to TOML", dx.dumps, fresh),
        Subject("JSON parser alone", lambda _: json.loads(as_json)),
    ]


def measure(tasks: int, dependencies: int, repeats: int) -> list[Result]:
    """Return the median time of each subject, its ratio to the first, and its peak of memory."""
    todo = subjects(network(tasks, dependencies))
    for one in todo:
        one.run(one.prepare())  # imports and first uses
    gc.collect()
    gc.freeze()  # the inputs are not the subject
    seconds: list[list[float]] = [[] for _ in todo]
    try:
        for turn in range(repeats):
            for place in range(len(todo)):
                place = (place + turn) % len(todo)
                seconds[place].append(_time(todo[place]))
        medians = [statistics.median(times) for times in seconds]
        return [Result(one, median, median / medians[0], _peak(one)) for one, median in zip(todo, medians, strict=True)]
    finally:
        gc.unfreeze()


def _ready(subject: Subject) -> Any:
    given = subject.prepare()
    _empty_caches()
    gc.collect()
    return given


def _time(subject: Subject) -> float:
    given = _ready(subject)
    begin = time.perf_counter()
    result = subject.run(given)
    end = time.perf_counter()
    del result
    return end - begin


def _peak(subject: Subject) -> float:
    given = _ready(subject)
    tracemalloc.start()
    try:
        result = subject.run(given)
        peak = tracemalloc.get_traced_memory()[1]
        del result
    finally:
        tracemalloc.stop()
    return peak / 2**20


def _empty_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("dxplan."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def machine() -> str:
    """Return the machine and the interpreter, in words that fit any."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores ({platform.machine()}), {python}, networkx {networkx.__version__}"


def table(results: Sequence[Result]) -> str:
    lines = ["| what | median | bare graph = 1 | peak memory |", "|---|--:|--:|--:|"]
    for one in results:
        aim = " (aim ≤ 3)" if one.subject.bounded else ""
        lines.append(
            f"| {one.subject.name} | {one.seconds * 1000:.0f} ms | {one.ratio:.2f}{aim} | {one.megabytes:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure building and loading a plan beside a bare graph.")
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--dependencies", type=int, default=25_000)
    parser.add_argument("--repeats", type=int, default=11)
    given = parser.parse_args()
    results = measure(given.tasks, given.dependencies, given.repeats)
    print(f"{given.tasks:,} tasks, {given.dependencies:,} dependencies, median of {given.repeats} runs; {machine()}.\n")
    print(table(results))


if __name__ == "__main__":
    main()
