"""The repair that the oracle of the search finds is the cheapest of all schedules, looked at one by one (§17)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import attrs
import pytest

import dxplan as dx
from tests import schedule_oracle as oracle
from tests.search_options import Options
from tests.search_oracle import least_repair, schedules, verdict
from tests.search_said import Said, continuous
from tests.search_tree import Tree
from tests.search_window import Window
from tests.tiny_plans import tiny_plan

_FULL = [range(400), pytest.param(range(400, 4000), marks=pytest.mark.slow)]


def impossible(seeds: range) -> Iterator[tuple[int, dx.Plan]]:
    """Yield plans of one or two tasks that cannot be done."""
    for seed in seeds:
        plan = tiny_plan(random.Random(seed))
        lengths = all(task.duration or task.modes or task.recurring for task in plan.tasks)
        if len(plan.activities) < 3 and lengths and verdict(plan) == "INFEASIBLE":
            yield seed, plan


@pytest.mark.parametrize("seeds", _FULL)
def test_repairs_are_the_cheapest_of_all(seeds: range) -> None:
    for seed, plan in impossible(seeds):
        window = Window(plan)
        best: dict[str, Fraction] = {}
        for schedule in schedules(plan, max(window.latest.values()) + window.spacing):
            broken = {kind for kind, _ in oracle.broken(plan, schedule)}
            for kind, price in PRICES.items():
                if broken <= PARDONED[kind]:
                    best[kind] = min(price(plan, schedule), best.get(kind, price(plan, schedule)))
        for kind in PRICES:
            assert least_repair(plan, kind) == best.get(kind), (seed, kind)


@pytest.mark.parametrize("seeds", _FULL)
def test_due_dates_are_moved_by_no_more_than_they_must(seeds: range) -> None:
    for seed, plan in impossible(seeds):
        window = Window(plan)
        options = Options(plan, Said(), window)
        ticks = range(max(window.latest.values()) + 2 * window.spacing)
        tried = {task.id: options.at(task, ticks) for task in plan.activities if not continuous(task)}
        tree = Tree(
            options,
            strict=True,
            forgiven=["too-late"],
            thin=False,
            candidates=tried,
        )
        late = (sum(one.late for one in placed.values()) for placed in tree.leaves())
        assert least_repair(plan, "due") == min(late, default=None), seed


@pytest.mark.parametrize("seeds", _FULL)
def test_no_more_funds_carry_over_than_they_must(seeds: range) -> None:
    for seed, plan in impossible(seeds):
        funds = [fund for fund in plan.funds if fund.carry_over is dx.CarryOver.LAPSE]
        enough = [
            number
            for number in range(len(funds) + 1)
            for some in combinations(funds, number)
            if verdict(plan.replace(*(attrs.evolve(one, carry_over="carry") for one in some))) == "FEASIBLE"
        ]
        assert least_repair(plan, "carry_over") == min(enough, default=None), seed


def dear(plan: dx.Plan, schedule: dx.Schedule) -> Fraction:
    spent = oracle.spent(plan, schedule)
    total = 0
    for fund in plan.funds:
        over, ahead, worst = 0, 0, 0
        for year in range(2023, 2028):
            ceiling = fund.ceiling(year)
            used = sum(spent.get((fund.id, "VND", year), {}).values())
            ahead += used - (ceiling.amount if ceiling else 0)
            worst = max(worst, ahead)
            over += max(0, used - (ceiling.amount if ceiling else 0))
        total += worst if fund.carry_over is dx.CarryOver.CARRY else over
    return Fraction(total)


def crowded(plan: dx.Plan, schedule: dx.Schedule) -> Fraction:
    total = 0
    for id, days in oracle.used(plan, schedule).items():
        resource = plan[id]
        assert isinstance(resource, dx.Resource)
        room = {tick: oracle.capacity(resource, plan.start + tick * oracle.ONE) for tick in days}
        total += max((math.ceil(max(Fraction(0), days[tick] - room[tick])) for tick in days), default=0)
    return Fraction(total)


def burdened(plan: dx.Plan, schedule: dx.Schedule) -> Fraction:
    total = 0
    for id, days in oracle.led(plan, schedule).items():
        body = plan[id]
        assert isinstance(body, dx.Body)
        if body.lead_limit is not None:
            total += max((max(0, len(tasks) - body.lead_limit) for tasks in days.values()), default=0)
    return Fraction(total)


PRICES: Mapping[str, Callable[[dx.Plan, dx.Schedule], Fraction]] = {
    "ceilings": dear,
    "capacity": crowded,
    "lead_limit": burdened,
}
PARDONED: Mapping[str, set[str]] = {
    "ceilings": {"over-ceiling", "no-ceiling"},
    "capacity": {"over-capacity"},
    "lead_limit": {"leads-too-much"},
}
