"""The serial scheme keeps all that it promises, in plans of every shape."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, assume, event, given, settings, strategies as st

import dxplan as dx
from dxplan.errors import UndefinedError
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial import serial_schedule, shortest
from dxplan.solve.search.serial.general_walk import GeneralWalk
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.verify.runs import goes_on
from tests.strategies import plans
from tests.whole_plans import whole_plans

_ALL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_AIMS = {"too-late", "goal-missed", "goal-unknown", "goal-undated"}
_VAGUE = {"no-duration", "not-scheduled", "effort-on-no-day", "never-ends", "unknown-calendar"}
_SHARED = {"over-ceiling", "no-ceiling", "over-capacity", "leads-too-much", "nobody-acts"}


def compiled(plan: dx.Plan) -> Problem:
    try:
        return compile_problem(plan)
    except UndefinedError:
        assume(False)
        raise


def held(plan: dx.Plan, problem: Problem, schedule: dx.Schedule, without: frozenset[int]) -> None:
    """Nothing is broken but aims, and what the scheme is not answerable for."""
    lengthless = {job.id for job in problem.jobs if not job.ways}
    going = {task.id for task in plan.tasks if goes_on(task)}
    for one in dx.verify(plan, schedule):
        if one.kind in _AIMS or (one.kind in _VAGUE and one.subject in lengthless | going):
            continue
        if one.kind in ("effort-on-no-day", "never-ends"):
            continue
        if one.kind in _SHARED and (
            going & {one.subject, *one.values.get("tasks", ())} or set(problem.loose) or one.subject in going
        ):
            continue  # continuous work cannot be moved
        raise AssertionError(str(one))


@st.composite
def orders(draw, problem: Problem):
    return draw(st.permutations(range(len(problem.jobs))))


@given(whole_plans(), st.data())
@settings(suppress_health_check=_ALL, max_examples=300, deadline=None)
def test_nothing_but_aims_is_missed(drawn: tuple[dx.Plan, dx.Schedule], data: st.DataObject) -> None:
    plan, _ = drawn
    check(plan, data)


@pytest.mark.slow
@given(whole_plans(), st.data())
@settings(suppress_health_check=_ALL, max_examples=10_000, deadline=None)
def test_nothing_but_aims_is_missed_in_many(drawn: tuple[dx.Plan, dx.Schedule], data: st.DataObject) -> None:
    plan, _ = drawn
    check(plan, data)


@given(plans(), st.data())
@settings(suppress_health_check=_ALL, max_examples=100, deadline=None)
def test_nothing_but_aims_is_missed_in_large_plans(plan: dx.Plan, data: st.DataObject) -> None:
    check(plan, data)


def check(plan: dx.Plan, data: st.DataObject) -> None:
    problem = compiled(plan)
    optional = [number for number, job in enumerate(problem.jobs) if job.optional]
    without = frozenset(data.draw(st.sets(st.sampled_from(optional))) if optional else ())
    ways = {
        number: data.draw(st.integers(0, len(job.ways) - 1))
        for number, job in enumerate(problem.jobs)
        if len(job.ways) > 1
    }
    order = data.draw(st.none() | orders(problem))
    schedule = serial_schedule(problem, order=order, ways=ways, without=without)
    event(f"{schedule is not None}")
    if schedule is not None:
        for number, job in enumerate(problem.jobs):
            done = number not in without and bool(job.ways) and job.until is None
            assert (job.id in schedule.tasks) == done
        held(plan, problem, schedule, without)


def test_a_walk_may_leave_everything_out() -> None:
    """§2: then all ends at the plan's start, and there is nothing to move."""
    modes = [dx.Mode(id=id, duration=f"{days} days") for id, days in (("a", 2), ("b", 3))]
    problem = compile_problem(
        dx.Plan(id="p", start="2025-01-06", elements=[dx.Task(id=id, modes=modes, optional=True) for id in "xy"])
    )
    instance = Instance(problem)
    walk = GeneralWalk(instance, {}, [((frozenset({0, 1}), {}), []), ((frozenset[int](), {}), [0, 1])])
    assert walk.energy == 0
    chance = random.Random(1)
    for _ in range(50):
        walk.step(chance)
        walk.take(chance)
    schedule = shortest(problem, Limits(until=None), start=dx.Schedule.from_ticks(problem.plan.start, {"x": (0, 2)}))
    assert schedule is not None
    assert not schedule.tasks


def test_a_walk_among_moments() -> None:
    """§1: they take no time, and one order of them may still be better than another."""
    problem = compile_problem(
        dx.Plan(
            id="p",
            start="2025-01-06",
            elements=[
                dx.Milestone(id="a", not_before="2025-01-08"),
                dx.Task(id="b", duration="0 days", optional=True, not_before="2025-01-10"),
                dx.Task(id="c", modes=[dx.Mode(id=id, duration="0 days") for id in "de"], after="b"),
            ],
        )
    )
    schedule = shortest(problem, Limits(until=None), start=None)
    assert schedule is not None
    assert max(task.finish_tick for task in schedule.tasks.values()) == 3
