"""What the search is worth beside PyJobShop, which solves scheduling problems by the same solver.

(a) A network of a thousand tasks and six resources, made up: the time until the first schedule, ours with the
verifier's verdict on it. (b) Published instances (PSPLIB: Kolisch and Sprecher, 1996): by how much the shortest
schedule exceeds the best known one, in the same time and with as many workers.

    python benchmarks/search.py --instances 8 --seconds 10
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import time
import zipfile
from pathlib import Path
from typing import Any

import attrs

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.race import finish_of, race
from dxplan.solve.search.serial import witness
from dxplan.solve.search.times import Times
from dxplan.solve.verify import verify

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "rcpsp"
SIZES = {"J60": 48, "J120": 30}


@attrs.frozen
class Network:
    """Jobs that share resources, as bare numbers.

    Parameters
    ----------
    capacities, days : list of int
    uses : list of list of int
        By job and resource.
    before : list of list of int
        By job those that it waits for.
    """

    capacities: list[int]
    days: list[int]
    uses: list[list[int]]
    before: list[list[int]]

    @classmethod
    def layered(cls, tasks: int, resources: int, seed: int) -> Network:
        """Make layers of twenty jobs, each of which waits for up to three of the layer before."""
        chance, layer = random.Random(seed), 20
        uses: list[list[int]] = []
        before: list[list[int]] = []
        for job in range(tasks):
            asked = set(chance.sample(range(resources), chance.randint(1, 3)))
            uses.append([chance.randint(1, 8) if one in asked else 0 for one in range(resources)])
            first = (job // layer - 1) * layer
            some = range(first, first + layer) if first >= 0 else []
            before.append(sorted(set(chance.choices(some, k=chance.randint(1, 3)))) if some else [])
        return cls([20] * resources, [chance.randint(1, 20) for _ in range(tasks)], uses, before)

    @classmethod
    def published(cls, name: str) -> Network:
        """Read an instance in the format of Patterson."""
        with zipfile.ZipFile(DATA / "instances.zip") as archive:
            numbers = iter(int(word) for word in archive.read(name).split())
        jobs, resources = next(numbers), next(numbers)
        found = cls([next(numbers) for _ in range(resources)], [], [], [[] for _ in range(jobs)])
        for job in range(jobs):
            found.days.append(next(numbers))
            found.uses.append([next(numbers) for _ in range(resources)])
            for _ in range(next(numbers)):
                found.before[next(numbers) - 1].append(job)
        return found

    def plan(self) -> dx.Plan:
        resources = [dx.Resource(id=f"r{n}", capacity=capacity) for n, capacity in enumerate(self.capacities)]
        tasks = [
            dx.Task(
                id=f"j{job}",
                duration=f"{days} days",
                after=[f"j{other}" for other in self.before[job]],
                uses=[dx.Use(resource=f"r{n}", amount=amount) for n, amount in enumerate(self.uses[job]) if amount],
            )
            for job, days in enumerate(self.days)
        ]
        return dx.Plan(id="network", start="2024-01-01", elements=[*resources, *tasks])

    def pyjobshop(self) -> Any:
        model = pyjobshop().Model()
        resources = [model.add_renewable(capacity) for capacity in self.capacities]
        tasks = [model.add_task() for _ in self.days]
        for task, days, uses in zip(tasks, self.days, self.uses, strict=True):
            asked = [(resource, amount) for resource, amount in zip(resources, uses, strict=True) if amount]
            model.add_mode(task, [resource for resource, _ in asked], days, [amount for _, amount in asked])
        for job, others in enumerate(self.before):
            for other in others:
                model.add_end_before_start(tasks[other], tasks[job])
        return model


def pyjobshop() -> Any:
    try:
        import pyjobshop
    except ModuleNotFoundError:
        raise SystemExit("this measure stands beside PyJobShop: pip install pyjobshop==0.0.9") from None
    return pyjobshop


@attrs.frozen
class First:
    """Seconds until the first schedule: for writing the problem down, and from there on."""

    ours: tuple[float, float]
    theirs: tuple[float, float]


def first_schedules(tasks: int, resources: int, seed: int, workers: int) -> First:
    """Measure the time to the first schedule, of ours with the verdict of the verifier."""
    network = Network.layered(tasks, resources, seed)
    times = [time.perf_counter()]

    def passed() -> float:
        times.append(time.perf_counter())
        return times[-1] - times[-2]

    plan = network.plan()
    written = passed()
    found = witness(compile_problem(plan), Limits(until=None, workers=workers), lambda one: not verify(plan, one))
    assert found is not None
    ours = written, passed()
    model = network.pyjobshop()
    written = passed()
    result = model.solve(display=False, num_workers=workers, stop_after_first_solution=True)
    assert result.best.tasks
    return First(ours, (written, passed()))


@attrs.frozen
class Shortest:
    """The length of the shortest schedules that were found."""

    name: str
    best: int
    ours: int
    theirs: int

    def excess(self, length: int) -> float:
        return 100 * (length - self.best) / self.best


def shortest_schedules(name: str, best: int, seconds: float, workers: int, seed: int) -> Shortest:
    """Measure how short a schedule is found in the same time, the writing down of the problem included."""
    network = Network.published(name)
    until = time.monotonic() + seconds
    plan = network.plan()
    problem = compile_problem(plan)
    limits = Limits(until=until, workers=workers, seed=seed)
    start = witness(problem, limits, lambda one: not verify(plan, one))
    assert start is not None
    found = race(problem, limits, start, times=Times(problem)).schedule
    assert not verify(plan, found)
    until = time.monotonic() + seconds
    model = network.pyjobshop()
    limit = max(until - time.monotonic(), 0.1)
    result = model.solve(display=False, time_limit=limit, num_workers=workers, random_seed=seed)
    return Shortest(name, best, finish_of(found), int(result.objective))


def sample(family: str, number: int) -> list[tuple[str, int]]:
    """Return so many instances of a family, spread over all of it, with the best known length of each."""
    rows = [row for row in csv.DictReader((DATA / "bounds.csv").read_text().splitlines()) if row["family"] == family]
    number = min(number, len(rows))
    return [(row["file"], int(row["best_makespan"])) for row in (rows[n * len(rows) // number] for n in range(number))]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search beside PyJobShop.")
    parser.add_argument("--tasks", type=int, default=1_000)
    parser.add_argument("--resources", type=int, default=6)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--instances", type=int, default=8, help="of each family")
    parser.add_argument("--families", nargs="*", default=list(SIZES))
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pyjobshop()
    print(f"{given.tasks:,} tasks, {given.resources} resources, median of {given.repeats} networks\n")
    print("| first schedule | written down | found | both |")
    print("|---|--:|--:|--:|")
    seeds = range(given.seed, given.seed + given.repeats)
    runs = [first_schedules(given.tasks, given.resources, seed, given.workers) for seed in seeds]
    for name, pairs in (("dxplan, verified", [r.ours for r in runs]), ("PyJobShop", [r.theirs for r in runs])):
        columns = [[a for a, _ in pairs], [b for _, b in pairs], [a + b for a, b in pairs]]
        print(f"| {name} | " + " | ".join(f"{statistics.median(column):.3f} s" for column in columns) + " |")
    ratios = [run.ours[1] / run.theirs[1] for run in runs], [sum(run.ours) / sum(run.theirs) for run in runs]
    print(f"\nratio found {statistics.median(ratios[0]):.2f}, both {statistics.median(ratios[1]):.2f}\n")
    print(f"mean excess over the best known length, {given.seconds:g} s, {given.workers} workers\n")
    print("| family | instances | dxplan | PyJobShop | ratio |")
    print("|---|--:|--:|--:|--:|")
    for family in given.families:
        rows = [
            shortest_schedules(name, best, given.seconds, given.workers, given.seed)
            for name, best in sample(family, given.instances)
        ]
        ours = statistics.mean(row.excess(row.ours) for row in rows)
        theirs = statistics.mean(row.excess(row.theirs) for row in rows)
        ratio = f"{ours / theirs:.2f}" if theirs else "–"
        print(f"| {family} | {len(rows)} | {ours:.2f} % | {theirs:.2f} % | {ratio} |")


if __name__ == "__main__":
    main()
