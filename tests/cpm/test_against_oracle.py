"""Dates equal those that are found by trying every day (§1–§5)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

import dxplan as dx
from tests import time_oracle as oracle
from tests.time_oracle import timed_plans


def check_against_oracle(plan: dx.Plan) -> None:
    path = dx.critical_path(plan)
    first = oracle.early(plan)
    last = oracle.late(plan, first)
    for id, place in first.items():
        dates = path.tasks[id]
        assert (
            (dates.early_start - plan.start).days,
            (dates.early_finish - plan.start).days,
        ) == oracle.reported(place), id
        task = plan[id]
        assert isinstance(task, (dx.Task, dx.Milestone))
        assert (dates.late_finish - plan.start).days == oracle.reported(last[id])[1], id
        assert dates.total_float == _own_days(plan, task, place[0], last[id][0]), id
        assert dates.free_float <= dates.total_float
        assert dates.critical == (dates.total_float <= 0)
    assert (path.finish - plan.start).days == max(oracle.reported(place)[1] for place in first.values())


def _own_days(plan: dx.Plan, task: dx.Task | dx.Milestone, a: int, b: int) -> int:
    _, working = oracle.length(task)
    if not working:
        return b - a
    sign = 1 if a <= b else -1
    return sign * sum(oracle.is_worked(plan, task, tick) for tick in range(min(a, b), max(a, b)))


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_dates_equal_those_found_by_trying(plan: dx.Plan) -> None:
    """§1–§5 on random small plans."""
    check_against_oracle(plan)


@pytest.mark.slow
@given(timed_plans())
@settings(max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
def test_dates_equal_those_found_by_trying_at_length(plan: dx.Plan) -> None:
    """The same on many more plans."""
    check_against_oracle(plan)


@given(timed_plans())
def test_an_early_schedule_is_accepted_by_the_verifier(plan: dx.Plan) -> None:
    """§16: two independent readings of the semantics agree, except for the dates that cannot be kept."""
    from dxplan.cpm.network import compile_network
    from dxplan.cpm.passes import forward

    network = compile_network(plan)
    early = forward(network)
    schedule = dx.Schedule.from_ticks(
        plan.start,
        {id: (s, f) for id, s, f in zip(network.ids, early.start, early.finish, strict=True)},
    )
    broken = dx.verify(plan, schedule)
    assert {violation.section for violation in broken} <= {"§4"}
    for violation in broken:
        task = plan[violation.subject]
        place = schedule.tasks[violation.subject]
        assert isinstance(task, (dx.Task, dx.Milestone))
        late = task.due is not None and place.finish > task.due
        missed = task.on is not None and place.start != task.on
        assert late or missed


@given(timed_plans())
def test_the_chains_are_driving(plan: dx.Plan) -> None:
    """§5: each chain ends where the plan does, each of its links drives, and no task of it could start earlier."""
    path = dx.critical_path(plan)
    for chain, _ in zip(path.paths(), range(20), strict=False):
        assert path.tasks[chain[-1]].early_finish == path.finish
        assert path.tasks[chain[0]].driven_by == ()
        for before, after in pairwise(chain):
            assert before in path.tasks[after].driven_by


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_driver_is_what_keeps_a_task_from_starting_earlier(plan: dx.Plan) -> None:
    """§5: no earlier place keeps the driver's links, even before the plan's start; without drivers the task is free."""
    path = dx.critical_path(plan)
    first = oracle.early(plan)
    for id, place in first.items():
        task = plan[id]
        assert isinstance(task, (dx.Task, dx.Milestone))
        drivers = path.tasks[id].driven_by
        for earlier in oracle.places(plan, task, place[0] - 30, place[0]):
            for driver in drivers:
                links = [link for link in task.after if link.predecessor == driver]
                assert not all(oracle.keeps(plan, link, task, first[driver], earlier) for link in links)
        for link in task.after if not drivers else ():
            before = oracle.places(plan, task, place[0] - 30, place[0])
            assert any(oracle.keeps(plan, link, task, first[link.predecessor], one) for one in before)
