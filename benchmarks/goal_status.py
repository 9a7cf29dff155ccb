"""What it costs to ask whether goals are met: compiling them, asking for truths alone, and asking for all reasons.

Two plans: that of Tây Ninh, and a made-up one with a thousand goals, a thousand tasks and the areas of a province,
whose goals compare indicators, count districts and communes, rank them, and refine each other.

    python benchmarks/goal_status.py
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import dxplan as dx
from dxplan.goals.evaluation import CompiledGoals

TAY_NINH = Path(__file__).resolve().parent.parent / "examples" / "tay_ninh" / "plan.toml"


def made_up(goals: int, tasks: int, seed: int = 1) -> tuple[dx.Plan, dict[str, int]]:
    """Return a plan of one province, 9 districts and 94 communes, and when its tasks finish."""
    chance = random.Random(seed)
    districts = [dx.Area(id=f"d{n}", level="district", parent="p") for n in range(9)]
    communes = [dx.Area(id=f"c{n}", level="commune", parent=f"d{n % 9}") for n in range(94)]
    places = [dx.Area(id="p", level="province"), *districts, *communes]
    ids = [area.id for area in places]
    indicators = [
        dx.Indicator(
            id=f"i{n}",
            readings=[
                dx.Reading(date=2023, value=chance.randint(0, 60), area=id) for id in ids if chance.random() < 0.9
            ],
            benchmarks=dx.Benchmark(id="mean", forecast=dx.Reading(date=2026, value=50)),
        )
        for n in range(20)
    ]
    work = [
        dx.Task(
            id=f"t{n}",
            duration="20 workdays",
            advances=[
                dx.Contribution(
                    indicator=f"i{chance.randrange(20)}",
                    amount=chance.randint(1, 20),
                    delay=chance.choice(["3 months", "20 workdays", "0 days"]),
                    area=chance.choice(ids),
                )
                for _ in range(2)
            ],
        )
        for n in range(tasks)
    ]

    def compared() -> dx.Criterion:
        return dx.AtLeast(indicator=f"i{chance.randrange(20)}", value=chance.randint(10, 80))

    def criterion(kind: int) -> dx.Criterion:
        if kind < 4:
            return dx.AllOf(criteria=[compared(), dx.Delivered(task=f"t{chance.randrange(tasks)}")])
        if kind < 6:
            return dx.Above(indicator=f"i{chance.randrange(20)}", benchmark="mean")
        if kind < 8:
            return dx.CountOf(areas=dx.Areas(level="commune"), at_least=30, criterion=compared())
        if kind < 9:
            inner = dx.CountOf(areas=dx.Areas(level="commune"), at_least=1, criterion=compared())
            return dx.ForEach(areas=dx.Areas(level="district"), criterion=inner)
        first = dx.InTier(indicator=f"i{chance.randrange(20)}", top="30 %")
        return dx.CountOf(areas=dx.Areas(level="district"), at_least=2, criterion=first)

    asked = [
        dx.Goal(
            id=f"g{n}",
            due=chance.choice([2024, 2025, "Q2/2026"]),
            criterion=criterion(n % 10),
            within=f"g{n // 10}" if n >= 10 else None,
            refinement=chance.choice(["all", "any", 3]),
        )
        for n in range(goals)
    ]
    plan = dx.Plan(id="made-up", start="2024-01-01", area="p", elements=[*places, *indicators, *work, *asked])
    return plan, {one.id: chance.randint(1, 700) for one in work if chance.random() < 0.95}


def tay_ninh() -> tuple[dx.Plan, dict[str, int]]:
    plan = dx.load(TAY_NINH)
    return plan, {id: one.finish_tick for id, one in dx.early_schedule(plan).tasks.items()}


def median(run: Callable[[], object], repeats: int) -> float:
    """Return the median of some runs, in milliseconds, after one that does not count."""
    run()
    times = []
    for _ in range(repeats):
        gc.collect()
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def row(name: str, plan: dx.Plan, finish: dict[str, int], repeats: int) -> str:
    compiled = CompiledGoals(plan)
    one = plan.goals[-1].id
    times = [
        median(lambda: CompiledGoals(plan), repeats),
        median(lambda: compiled.truths(finish), repeats),
        median(lambda: compiled.truths(finish, goals=[one]), repeats),
        median(lambda: compiled.judge(finish), repeats),
    ]
    shown = " | ".join(f"{time:.3f} ms" if time < 1 else f"{time:.1f} ms" for time in times)
    return f"| {name} | {len(plan.goals):,} | {shown} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure asking whether goals are met.")
    parser.add_argument("--goals", type=int, default=1_000)
    parser.add_argument("--tasks", type=int, default=1_000)
    parser.add_argument("--repeats", type=int, default=11)
    given = parser.parse_args()
    print("| plan | goals | compile | all truths | the truth of one | all reasons |")
    print("|---|--:|--:|--:|--:|--:|")
    print(row("Tây Ninh", *tay_ninh(), given.repeats))
    print(row("made up", *made_up(given.goals, given.tasks), given.repeats))


if __name__ == "__main__":
    main()
