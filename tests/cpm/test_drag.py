"""Drag against the plan computed anew with the task taking no time (Devaux, 1999)."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import dxplan as dx
from tests import difference_oracle
from tests.time_oracle import timed_plans


def finish(plan: dx.Plan) -> int:
    return max(f for _, f in difference_oracle.early(difference_oracle.problem(plan)))


def check_drags(plan: dx.Plan) -> None:
    path = dx.critical_path(plan)
    whole = finish(plan)
    for task in plan.tasks:
        assert isinstance(task.duration, dx.Duration)
        nothing = attrs.evolve(task.duration, amount=0)
        without = plan.evolve(task.id, duration=nothing)
        assert path.tasks[task.id].drag == whole - finish(without), task.id
    for milestone in plan.milestones:
        assert path.drags[milestone.id] == 0


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_drag_is_what_the_finish_gains(plan: dx.Plan) -> None:
    """For every task, negative drags included."""
    check_drags(plan)


@pytest.mark.slow
@given(timed_plans())
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
def test_drag_is_what_the_finish_gains_at_length(plan: dx.Plan) -> None:
    """The same on many more plans."""
    check_drags(plan)


def test_the_published_example() -> None:
    """Drag of a critical task is bounded by the float of what runs beside it (Devaux, 2015)."""
    plan = dx.Plan(
        id="p",
        start="2024-01-01",
        elements=[
            dx.Task(id="a", duration="10 days"),
            dx.Task(id="b", duration="20 days", after="a"),
            dx.Task(id="c", duration="5 days", after="b"),
            dx.Task(id="beside-b", duration="15 days", after="a"),
        ],
    )
    assert dx.critical_path(plan).drags == {"a": 10, "b": 10, "beside-b": 0, "c": 5}


def test_a_shorter_task_may_end_a_plan_later() -> None:
    """Held by its finish, it starts later when it is shorter; what waits for its start then waits longer."""
    first = dx.Task(id="first", duration="10 days")
    held = dx.Task(id="held", duration="8 days", after=dx.Dependency(predecessor="first", type="FF"))
    follower = dx.Task(id="follower", duration="20 days", after=dx.Dependency(predecessor="held", type="SS"))
    path = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[first, held, follower]))
    assert path.drags["held"] == -8
