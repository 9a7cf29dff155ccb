"""The best witness of tiny plans, beside an oracle that looks for a better one (§16)."""

from __future__ import annotations

from typing import Literal

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.objective import best_schedule
from dxplan.solve.search.times import Times
from tests import schedule_oracle
from tests.feasibility.judged import plans_of
from tests.search_best import better, spares

Objective = Literal["finish", "cost", "slack"]
OBJECTIVES: list[Objective] = ["finish", "cost", "slack"]


def reached(answer: dx.Feasibility) -> int:
    """Return what a witness is worth, by its own count."""
    assert answer.schedule is not None
    assert answer.optimum is not None
    if answer.optimum.objective == "finish":
        return max((task.finish_tick for task in answer.schedule.tasks.values()), default=0)
    if answer.optimum.objective == "cost":
        return sum(sum(tasks.values()) for tasks in schedule_oracle.spent(answer.plan, answer.schedule).values())
    most, days = most_to_spare(answer.plan), 0
    while days < most and spares(answer.plan, answer.schedule, days + 1):
        days += 1
    return days


def most_to_spare(plan: dx.Plan) -> int:
    """Return after how many days nothing would count for a hard goal any more."""
    hard = [goal.due for goal in plan.goals if goal.firmness is dx.Firmness.HARD and goal.due is not None]
    return max((max((due - plan.start).days + 1, 0) for due in hard), default=0)


def wrong(answer: dx.Feasibility) -> list[str]:
    """Return what is wrong with the optimum of a feasible plan."""
    optimum, plan = answer.optimum, answer.plan
    assert optimum is not None
    assert answer.schedule is not None
    found = [f"{kind} {subject}" for kind, subject in schedule_oracle.broken(plan, answer.schedule)]
    if reached(answer) != optimum.value:
        found.append(f"{optimum}: it reaches {reached(answer)}")
    most = most_to_spare(plan) if optimum.objective == "slack" else None
    if optimum.bound != most and better(plan, optimum.objective, optimum.bound):
        found.append(f"{optimum}: there is a better one")
    return found


def judged(seeds: range, objective: Objective, *, time_limit: float) -> tuple[dict[int, list[str]], list[dx.Optimum]]:
    """Return the mistakes by seed, and all that was found to be best."""
    mistakes: dict[int, list[str]] = {}
    optima: list[dx.Optimum] = []
    for seed, plan in plans_of(seeds):
        answer = dx.check(plan, objective=objective, repairs=False, time_limit=time_limit)
        if answer.optimum is not None:
            optima.append(answer.optimum)
            if some := wrong(answer):
                mistakes[seed] = some
    return mistakes, optima


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_nothing_is_better_than_what_is_said_to_be_best(objective: Objective) -> None:
    mistakes, optima = judged(range(60), objective, time_limit=1)
    assert mistakes == {}
    assert sum(optimum.proven for optimum in optima) > 15
    assert len({optimum.value for optimum in optima}) > 3


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("block", range(10))
def test_nothing_is_better_in_many_plans(objective: Objective, block: int) -> None:
    mistakes, optima = judged(range(500 * block, 500 * (block + 1)), objective, time_limit=5)
    assert mistakes == {}
    assert sum(optimum.proven for optimum in optima) >= 0.95 * len(optima)


def optimum(objective: Objective, *elements: dx.Element, start: str = "2025-01-06") -> dx.Optimum:
    plan = dx.Plan(id="p", start=start, elements=elements)
    answer = dx.check(plan, objective=objective, repairs=False, time_limit=5)
    assert answer.optimum is not None
    assert answer.schedule is not None
    assert schedule_oracle.broken(plan, answer.schedule) == set()
    assert reached(answer) == answer.optimum.value
    return answer.optimum


FUND = dx.Fund(id="fund", ceilings={2025: "9 VND", 2026: "9 VND"})


def costs(amount: int) -> list[dx.Cost]:
    return [dx.Cost(fund="fund", amount=f"{amount} VND")]


def test_the_cheapest_way_may_end_long_after_all_dates() -> None:
    """§14: it takes 300 days, and the witness that is found first a few."""
    slow = dx.Mode(id="slow", duration="300 days", costs=costs(1))
    fast = dx.Mode(id="fast", duration="2 days", costs=costs(9))
    for modes in ([slow, fast], [fast, slow]):
        best = optimum("cost", FUND, dx.Task(id="a", modes=modes))
        assert (best.value, best.bound) == (1, 1)


def test_what_goes_on_may_begin_after_all_else_has_ended() -> None:
    """§2: it has no end that counts."""
    late = dx.Recurrence(until="2025-03-01")
    waits = [{"predecessor": "b", "lag": "20 days"}]
    for more in ({"not_before": "2025-02-01"}, {"after": waits}):
        team = dx.Resource(id="team", capacity=2)
        work = [
            dx.Task(id="a", duration="5 days", uses=dx.Use(resource="team", amount=1), after=[{"predecessor": "b"}]),
            dx.Task(id="c", duration="5 days", uses=dx.Use(resource="team", amount=2), after=[{"predecessor": "b"}]),
            dx.Task(id="b", duration="1 day", uses=dx.Use(resource="team", amount=1)),
        ]
        best = optimum("finish", team, *work, dx.Task(id="on", recurring=late, **more))
        assert (best.value, best.bound) == (11, 11)


def test_with_all_left_out_it_ends_when_it_begins() -> None:
    """§2."""
    best = optimum("finish", *(dx.Task(id=id, duration="2 days", optional=True) for id in "ab"))
    assert (best.value, best.bound) == (0, 0)


@pytest.mark.parametrize(("amount", "days"), [(10**7, 91), (10**7 + 1, 92)])
def test_money_that_is_counted_by_days_proves_what_it_can(amount: int, days: int) -> None:
    """§14: of 60 days 30 lie before New Year, if they do not take a đồng too much; of one day it is no whole number."""
    fund = dx.Fund(id="fund", ceilings={2025: f"{amount // 2} VND", 2026: f"{amount} VND"})
    task = dx.Task(id="a", duration="60 days", costs=[dx.Cost(fund="fund", amount=f"{amount} VND")])
    best = optimum("finish", fund, task, start="2025-11-01")
    assert (best.value, best.bound) == (days, days)


def test_days_to_spare_though_one_of_two_would_be_late() -> None:
    """§9: either is enough."""
    either = dx.AnyOf(criteria=[dx.Delivered(task="a"), dx.Delivered(task="b")])
    goal = dx.Goal(id="g", criterion=either, due="2025-01-11")
    first = dx.Task(id="a", duration="2 days")
    best = optimum("slack", first, dx.Task(id="b", duration="5 days", due="2025-01-11"), goal)
    assert (best.value, best.bound) == (4, 4)


def test_days_to_spare_end_on_the_first_day_that_would_be_too_late() -> None:
    """§8: four days later all would be well again, since what takes something from the indicator would be late, too."""
    elements = [
        dx.Indicator(id="i", readings=[dx.Reading(date="2024-01-01", value=1)]),
        dx.Task(id="up", duration="5 days", on="2025-01-06", advances=dx.Contribution(indicator="i", amount=1)),
        dx.Task(id="down", duration="3 days", on="2025-01-06", advances=dx.Contribution(indicator="i", amount=-1)),
        dx.Goal(id="g", criterion=dx.AtLeast(indicator="i", value=1), due="2025-01-11"),
    ]
    best = optimum("slack", *elements)
    assert best.value == 1
    assert best.bound >= 1


@pytest.mark.parametrize("objective", ["cost", "slack"])
def test_of_schedules_that_are_as_good_the_earlier_is_told(objective: Literal["cost", "slack"]) -> None:
    elements = [
        dx.Fund(id="fund", ceilings={2024: "9 VND"}),
        dx.Task(id="build", duration="5 days", costs=dx.Cost(fund="fund", amount="7 VND")),
        dx.Task(id="train", duration="3 days", after="build"),
    ]
    problem = compile_problem(dx.Plan(id="p", start="2024-01-01", elements=elements))
    late = dx.Schedule.from_ticks(problem.plan.start, {"build": (40, 45), "train": (200, 203)})
    best = best_schedule(problem, Limits(until=None), objective, late, times=Times(problem))
    assert best.schedule == dx.Schedule.from_ticks(problem.plan.start, {"build": (0, 5), "train": (5, 8)})
