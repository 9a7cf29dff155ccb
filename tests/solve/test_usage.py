"""People and bodies day by day (§12, §15), told by steps."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import dxplan as dx

TEAM = dx.Resource(id="team", capacity=[dx.Step(amount=3), dx.Step(amount=2, since="2024-01-17")])


def people(*elements: dx.Element, **more: Any) -> dx.Usage:
    plan = dx.Plan(id="p", start="2024-01-01", elements=elements, **more)
    return dx.usage(plan, dx.early_schedule(plan))


def task(id: str, duration: str, **more: Any) -> dx.Task:
    return dx.Task(id=id, duration=duration, **more)


def steps(load: dx.Load) -> list[tuple[str, str, Fraction, Fraction | None]]:
    return [(step.first.isoformat(), step.last.isoformat(), step.used, step.capacity) for step in load.steps]


def test_use_counts_on_the_days_on_which_a_task_is_worked() -> None:
    """§15: not at the weekend for workdays, every day for elapsed time."""
    on_workdays = people(TEAM, task("a", "6 workdays", uses=dx.Use(resource="team", amount=2))).loads["team"]
    assert steps(on_workdays) == [
        ("2024-01-01", "2024-01-05", 2, 3),
        ("2024-01-06", "2024-01-07", 0, 3),
        ("2024-01-08", "2024-01-08", 2, 3),
    ]
    every_day = people(TEAM, task("a", "20 days", uses=dx.Use(resource="team", effort="60 person-days"))).loads["team"]
    assert steps(every_day) == [("2024-01-01", "2024-01-16", 3, 3), ("2024-01-17", "2024-01-20", 3, 2)]
    assert every_day.work == 60
    assert every_day.used_on(every_day.steps[0].last) == 3
    assert every_day.peak == every_day.steps[0]


def test_thirds_add_up() -> None:
    """A whole that is spread over three days is no more than the whole."""
    third = dx.Use(resource="team", effort="1 person-day")
    tasks = [task(f"t{number}", "3 days", uses=third) for number in range(9)]
    usage = people(TEAM, *tasks)
    assert steps(usage.loads["team"]) == [("2024-01-01", "2024-01-03", 3, 3)]
    assert usage.overloads == ()


def test_an_overload_goes_on_over_a_weekend() -> None:
    """As long as the same tasks cause it; its days are counted without the weekend."""
    uses = dx.Use(resource="team", amount=2)
    (over,) = people(TEAM, task("a", "10 workdays", uses=uses), task("b", "8 workdays", uses=uses)).overloads
    assert (over.first.isoformat(), over.last.isoformat(), over.days) == ("2024-01-01", "2024-01-10", 8)
    assert (over.used, over.capacity, over.tasks, over.unit) == (4, 3, ("a", "b"), "person")


def test_before_its_first_step_there_is_nothing_of_a_resource() -> None:
    late = dx.Resource(id="team", capacity=dx.Step(amount=2, since="2024-01-03"))
    (over,) = people(late, task("a", "5 days", uses=dx.Use(resource="team", amount=1))).overloads
    assert (over.last.isoformat(), over.capacity) == ("2024-01-02", 0)


def test_bodies_lead_in_their_own_name_and_as_successors() -> None:
    """§12, §15: what a body takes over counts against its limit."""
    bodies = [dx.Body(id="old", valid_to="2024-01-05", successor="new"), dx.Body(id="new", lead_limit=1)]
    a = task("a", "10 days", roles={"leads": "old"})
    b = task("b", "10 days", roles={"leads": "new"})
    usage = people(*bodies, a, b)
    (over,) = usage.overloads
    assert (over.id, over.first.isoformat(), over.last.isoformat(), over.used) == ("new", "2024-01-06", "2024-01-10", 2)
    assert over.unit == "task"
    (handover,) = usage.handovers
    assert (handover.task, handover.body, handover.acting) == ("a", "old", "new")
    assert usage.vacancies == ()


def test_where_nobody_acts() -> None:
    """§12: before a body exists and after it is gone; those who are only informed need not be there."""
    body = dx.Body(id="b", valid_from="2024-01-03", valid_to="2024-01-05")
    usage = people(body, task("a", "7 days", roles={"executes": "b", "informed": "b"}))
    assert [(one.acting, one.first.day, one.last.day) for one in usage.acting] == [
        (None, 1, 2),
        ("b", 3, 5),
        (None, 6, 7),
    ]
    assert len(usage.vacancies) == 2


def test_recurring_work_uses_on_the_days_of_each_time() -> None:
    report = task("r", "2 days", recurring="1 week", uses=dx.Use(resource="team", effort="6 person-days"))
    load = people(TEAM, report, horizon="2024-01-16").loads["team"]
    used = [(step.first.isoformat(), step.days, step.used) for step in load.steps if step.used]
    assert used == [("2024-01-01", 2, 1), ("2024-01-08", 2, 1), ("2024-01-15", 2, 1)]


def test_what_is_told() -> None:
    uses = dx.Use(resource="team", amount=2)
    body = dx.Body(id="dept", valid_to="2024-01-05")
    usage = people(TEAM, body, task("a", "7 days", uses=uses, roles={"leads": "dept"}), task("b", "7 days", uses=uses))
    assert json.loads(usage.to_json()) == usage.to_dict()
    assert usage.to_records()[0] == {
        "resource": "team",
        "unit": "person",
        "first": "2024-01-01",
        "last": "2024-01-07",
        "used": 4,
        "capacity": 3,
        "tasks": ["a", "b"],
    }
    assert len(usage.to_dataframe()) == 1
    assert "team from 2024-01-01 to 2024-01-07 (7 days): 4 of 3, by a, b" in usage.summary()
    assert "4 of 3" in usage._repr_html_()
    assert "a từ ngày 06/01/2024 đến ngày 07/01/2024: dept (chủ trì)" in usage.summary(lang="vi")
    assert "Nothing and nobody is overloaded." in people(TEAM).summary()
