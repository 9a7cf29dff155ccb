"""The oracle of the search, which is fast, says what the slow judge of schedules says of each schedule in turn."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import dxplan as dx
from tests import schedule_oracle as oracle, time_oracle as times
from tests.search_options import Option, Options
from tests.search_oracle import OPEN, everything, holds, schedule_of, verdict
from tests.search_said import Said, continuous
from tests.search_tree import Tree
from tests.search_window import Window
from tests.tiny_plans import tiny_plan, tiny_plans

_FULL = [pytest.param(range(300)), pytest.param(range(300, 8000), marks=pytest.mark.slow)]


def made(seeds: range) -> Iterator[tuple[int, dx.Plan]]:
    return ((seed, tiny_plan(random.Random(seed))) for seed in seeds)


def unsaid(plan: dx.Plan) -> bool:
    """Has a task no length at all?"""
    return any(task.duration is None and not task.modes and task.recurring is None for task in plan.tasks)


@given(tiny_plans())
@settings(max_examples=30)
def test_plans_are_tiny(plan: dx.Plan) -> None:
    assert 1 <= len(plan.activities) <= 4
    assert verdict(plan) in ("FEASIBLE", "INFEASIBLE", "UNKNOWN")


def test_what_is_open_is_what_the_verifier_calls_open() -> None:
    from dxplan.solve.verify import KINDS

    assert {kind for kind, (_, words) in KINDS.items() if "cannot be verified" in words} - {"unknown-calendar"} == OPEN


def test_verdicts_are_well_mixed() -> None:
    plans = [plan for _, plan in made(range(1500))]
    told = Counter(map(verdict, plans))
    assert min(told["FEASIBLE"], told["INFEASIBLE"]) >= 0.25 * len(plans), told
    assert told["UNKNOWN"] >= 0.03 * len(plans), told
    assert sum(bool(plan.resources or plan.funds or plan.goals) for plan in plans) >= 0.5 * len(plans)


@pytest.mark.parametrize("seeds", _FULL)
def test_schedules_are_judged_as_the_slow_judge_does(seeds: range) -> None:
    """Of all schedules in a few days just those are kept that break nothing, or nothing but what is open."""
    for seed, plan in made(seeds):
        options = Options(plan, Said(), Window(plan))
        tasks = [task for task in plan.activities if not continuous(task)]
        first = seed % 4
        ticks = range(first, first + max(2, min(8, int(300 ** (1 / max(1, len(tasks)))) - 1)))
        tried: dict[str, list[Option]] = {task.id: options.at(task, ticks) for task in tasks}
        if math.prod(len(found) + 1 for found in tried.values()) > 500:
            continue
        for task in tasks:
            if not isinstance(task, dx.Task) or (task.duration is not None and not task.modes):
                assert {(one.s, one.f) for one in tried[task.id]} == set(
                    times.places(plan, task, ticks.start, ticks.stop)
                )
        optional = {task.id: [None] if isinstance(task, dx.Task) and task.optional else [] for task in tasks}
        kept: dict[bool, set[frozenset[tuple[str, Option]]]] = {True: set(), False: set()}
        for chosen in product(*([*tried[task.id], *optional[task.id]] for task in tasks)):
            placed = {task.id: one for task, one in zip(tasks, chosen, strict=True) if one is not None}
            kinds = {kind for kind, _ in oracle.broken(plan, schedule_of(plan, placed))}
            for strict in (True, False):
                if kinds <= (frozenset() if strict else OPEN):
                    kept[strict].add(frozenset(placed.items()))
        for strict in (True, False):
            tree = Tree(options, strict=strict, thin=False, candidates=tried)
            assert {frozenset(placed.items()) for placed in tree.leaves()} == kept[strict], seed


@pytest.mark.parametrize("seeds", _FULL)
def test_more_days_show_nothing_more(seeds: range) -> None:
    """What is left out, days after the last date and places like others, would change no verdict."""
    for seed, plan in made(seeds):
        if len(plan.activities) > 3 or all(map(continuous, plan.activities)):
            continue
        window = Window(plan)
        options = Options(plan, Said(), window)
        few = len(plan.activities) < 3
        last = max(window.latest.values()) + (2 * window.spacing if few else 12)

        told = some(options, strict=True)
        assert told or not some(options, strict=True, last=last), seed
        if few:
            assert some(options, strict=True, thin=False) == told, seed
            assert some(options, strict=False, thin=False) == some(options, strict=False), seed
        if few and not unsaid(plan) and seed % 5 == 0:
            assert some(options, strict=False) or not some(options, strict=False, last=400 if window.costs else last), (
                seed
            )


def some(options: Options, *, strict: bool, last: int | None = None, thin: bool = True) -> bool:
    """Is there a schedule, of those that are tried or of all up to a tick?"""
    every = None
    if last is not None:
        every = {task.id: options.at(task, range(last)) for task in options.plan.activities if not continuous(task)}
    return next(Tree(options, strict=strict, thin=thin, candidates=every).leaves(), None) is not None


@pytest.mark.parametrize("seeds", [range(150), pytest.param(range(150, 4000), marks=pytest.mark.slow)])
def test_all_that_is_said_holds_unless_the_plan_cannot_be_done(seeds: range) -> None:
    """And what holds still holds with less said; what is not said can as well be left out of the plan."""
    for seed, plan in made(seeds):
        said, hand = everything(plan), random.Random(seed)
        possible = verdict(plan) != "INFEASIBLE"
        if not unsaid(plan) and not all(map(continuous, plan.activities)):
            assert holds(plan, said) == possible, seed
            some = [one for one in said if one.field in ("duration", "modes") or hand.random() < 0.7]
            rest = without(plan, [one for one in said if one not in some])
            if rest is not None:
                assert holds(plan, some) == (verdict(rest) != "INFEASIBLE"), seed
        hand.shuffle(said)
        while said:
            before, possible = possible, holds(plan, said[1:])
            assert possible or not before, seed
            said = said[1:]


def without(plan: dx.Plan, dropped: Collection[dx.Statement]) -> dx.Plan | None:
    """Return the plan that doesn't say something; None where a plan cannot leave just that unsaid."""
    changes: dict[str, dict[str, Any]] = {}
    for one in dropped:
        element, said = plan[one.subject] if one.subject != plan.id else plan, changes.setdefault(one.subject, {})
        match element, one.field:
            case dx.Goal(), "due":
                said["firmness"] = "soft"
            case dx.Resource(), "capacity":
                said["capacity"] = 10**6
            case dx.Fund(carry_over=dx.CarryOver.LAPSE), "ceilings":
                left = said.get("ceilings", element.ceilings)
                said["ceilings"] = [year for year in left if not one.value.endswith(f"in {year.year}")]
            case dx.Task(), "uses":
                left = said.get("uses", element.uses)
                said["uses"] = [use for use in left if not one.value.endswith(f"of {use.resource}")]
            case dx.Task(), "costs":
                left = said.get("costs", element.costs)
                said["costs"] = [cost for cost in left if not one.value.endswith(f"from {cost.fund}")]
            case _, "not_before" | "on" | "due" | "lead_limit":
                said[one.field] = None
            case _, "start":
                pass
            case _:
                return None
    if any(task.id in changes for task in plan.tasks if continuous(task)):
        return None
    return plan.replace(*(attrs.evolve(one, **changes[one.id]) for one in plan.elements if changes.get(one.id)))
